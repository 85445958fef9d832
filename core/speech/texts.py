"""The texts: a Phrase put into words, in the reader's language, zone and names.

Members' text is data. Fluent never sees it: a message is formatted with a sign
in the place of each fact, and the signs are replaced once, afterwards, so that
nothing in a fact can be taken for a sign or for Fluent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_currency
from fluent.runtime.types import FluentInt

from core.instants import FOREVER, Instant, moment, period_name
from core.people import BOT
from core.speech.fluent import FALLBACK, SIGN, Seen, language_of, sign, sources
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Link,
    Mention,
    Money,
    Period,
    Phrase,
    Place,
    Ref,
    Strong,
    Term,
    When,
    Words,
)

Piece = str | Strong | Code | Mention | When | Link | Place


@dataclass(frozen=True, slots=True)
class Voice:
    """How one reader reads. ``persons`` are the members as the reader's platform numbers them.

    ``strict``: a key or a fact that the texts lack raises KeyError (for tests).
    """

    locale: str = FALLBACK
    zone: str = "UTC"
    names: Mapping[int, str] = field(default_factory=dict)
    bodies: Mapping[int, str] = field(default_factory=dict)
    persons: Mapping[int, str] = field(default_factory=dict)
    strict: bool = False


def spell(phrase: Phrase, voice: Voice) -> list[Piece]:
    """The phrase in words and nodes. A missing text is said as its key, or raises KeyError if strict."""
    name = phrase.key.replace(".", "-")
    language = language_of(voice.locale)
    if name not in language.keys:
        language = language_of(FALLBACK)
    if name not in language.keys:
        if voice.strict:
            raise KeyError(phrase.key)
        return [phrase.key]
    slots: list[Fact] = []
    seen: Seen = tuple([(fact, _seen(value, slots)) for fact, value in phrase.facts.items()])
    parts, error = language.said(name, seen)
    if error and voice.strict:
        raise KeyError(f"{phrase.key}: {error}")
    return _filled(parts, slots, voice)


def name_of(member: int, voice: Voice) -> str:
    """What a member is called; a text stands for the bot and for who is not known."""
    if member == BOT:
        return _own("the.bot", voice)
    return voice.names.get(member) or _own("someone", voice)


def words_of_when(when: When, voice: Voice) -> str:
    """A moment in words, in the reader's zone. Where there is no live clock, relative reads as time."""
    if when.at >= FOREVER:
        return _own("never", voice)
    return _words_of_moment(when.at, when.style == "date", voice.locale, voice.zone)


@lru_cache(maxsize=2048)  # the same few moments stand in most answers: the next grant, the week's end
def _words_of_moment(at: Instant, day_only: bool, language: str, zone: str) -> str:
    local = moment(at, zone)
    locale = language_of(language).locale
    day = format_date(local.date(), "long", locale=locale)
    if day_only:
        return day
    hour = format_time(local.replace(tzinfo=None), "short", locale=locale)
    return _own("moment", Voice(language, zone), date=day, time=hour, zone=_zone_name(local))


def has_text(key: str, locale: str = FALLBACK) -> bool:
    """Whether a language has a text of its own for a key."""
    return key.replace(".", "-") in language_of(locale).keys


def languages() -> tuple[str, ...]:
    """The languages that have texts."""
    return tuple(sorted(sources()))


def _own(key: str, voice: Voice, **facts: Fact) -> str:
    """A text of ours that holds no nodes."""
    return "".join(piece for piece in spell(Phrase(key, facts), voice) if isinstance(piece, str))


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    # Many zones have no letters of their own, only an offset such as +03 or +0530.
    return name if name[0].isalpha() else f"UTC{name[:3]}:{name[3:] or '00'}"


def _seen(fact: Fact, slots: list[Fact]) -> str | int | tuple[int]:
    """What Fluent sees of a fact: a number, a number of Connects, or a word in whose place a sign stands."""
    if isinstance(fact, Amount):
        return (fact.connects,)
    if isinstance(fact, int) and not isinstance(fact, bool):
        return fact
    slots.append(fact)
    return _word(fact)


def _word(fact: Fact) -> str:
    """What a selector sees of a fact."""
    match fact:
        case bool():
            return "yes" if fact else "no"
        case str():
            return fact
        case None | () | Words(text=0):
            return "none"
        case Phrase(key=key):
            return key.replace(".", "-")
        case Ref(kind=kind):
            return kind
        case Term(word=word):
            return word
    return "some"


def _filled(parts: Sequence[str], slots: list[Fact], voice: Voice) -> list[Piece]:
    """The words between the signs, which stand at the odd places, and the facts in the signs' places."""
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        for piece in _pieces(slots[int(part)], voice) if place % 2 else [part]:
            if isinstance(piece, str) and pieces and isinstance(last := pieces[-1], str):
                pieces[-1] = last + piece
            elif piece != "":
                pieces.append(piece)
    return pieces


def _pieces(fact: Fact, voice: Voice) -> list[Piece]:
    language = language_of(voice.locale)
    match fact:
        case bool():
            return [_own("yes" if fact else "no", voice)]
        case str():
            return [fact]
        case int():
            return [FluentInt(fact).format(language.locale)]
        case None | () | Words(text=0):
            return [_own("none", voice)]
        case Amount(connects=count):
            return [language.connects_of(count)]
        case Money(cents=cents, currency=currency):
            return [format_currency(Decimal(cents).scaleb(-2), currency, locale=language.locale)]
        case Words(text=number):
            return [voice.bodies[number] if number in voice.bodies else _own("erased", voice)]
        case Term(word=word):
            return [_own(f"term.{word}", voice)]
        case Ref(kind=kind, number=number):
            return [Strong(f"{kind}-{number}")]
        case Period(number=number):
            first = date.fromisoformat(f"{period_name(number)}-01")
            return [format_skeleton("yMMMM", first, locale=language.locale)]
        case Mention(member=member) if member == BOT:
            return [name_of(BOT, voice)]
        case When(at=at) if at >= FOREVER:
            return [_own("never", voice)]
        case Phrase():
            return spell(fact, voice)
        case tuple():
            signs = [sign(place) for place in range(len(fact))]
            listed = format_list(signs, locale=language.locale)
            return _filled(SIGN.split(listed), [*fact], voice)
        case Strong() | Code() | Mention() | When() | Link() | Place():
            return [fact]
    raise TypeError(f"not a fact: {fact!r}")
