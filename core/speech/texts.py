"""The texts: a Phrase put into words, in the reader's language, zone and names.

Members' text is data. Fluent never sees it: a message is formatted with a sign
in the place of each fact, and the signs are replaced once, afterwards, so that
nothing in a fact can be taken for a sign or for Fluent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt, FluentNumber, FluentType
from fluent.syntax.ast import Message

from core.instants import FOREVER, moment, period_name
from core.people import BOT
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Link,
    Mention,
    Period,
    Phrase,
    Place,
    Ref,
    Strong,
    Term,
    When,
    Words,
)

FALLBACK = "en"
Piece = str | Strong | Code | Mention | When | Link | Place
_SIGN = re.compile("\ue000([0-9]+)\ue001")
_REGIONS = {"en": "en_GB"}  # for dates: "1 December 2026" reads the same to every reader of English


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
    language = _language(voice.locale)
    if name not in language.keys:
        language = _language(FALLBACK)
    if name not in language.keys:
        if voice.strict:
            raise KeyError(phrase.key)
        return [phrase.key]
    slots: list[Fact] = []
    arguments = {fact: _argument(value, slots, language) for fact, value in phrase.facts.items()}
    text, errors = language.format(name, arguments)
    if errors and voice.strict:
        raise KeyError(f"{phrase.key}: {errors[0]}")
    return _filled(text, slots, voice)


def name_of(member: int, voice: Voice) -> str:
    """What a member is called; a text stands for the bot and for who is not known."""
    if member == BOT:
        return _own("the.bot", voice)
    return voice.names.get(member) or _own("someone", voice)


def words_of_when(when: When, voice: Voice) -> str:
    """A moment in words, in the reader's zone. Where there is no live clock, relative reads as time."""
    if when.at >= FOREVER:
        return _own("never", voice)
    local = moment(when.at, voice.zone)
    locale = _language(voice.locale).locale
    day = format_date(local.date(), "long", locale=locale)
    if when.style == "date":
        return day
    hour = format_time(local.replace(tzinfo=None), "short", locale=locale)
    return _own("moment", voice, date=day, time=hour, zone=_zone_name(local))


def has_text(key: str, locale: str = FALLBACK) -> bool:
    """Whether a language has a text of its own for a key."""
    return key.replace(".", "-") in _language(locale).keys


def languages() -> tuple[str, ...]:
    """The languages that have texts."""
    return tuple(sorted(_sources()))


def _own(key: str, voice: Voice, **facts: Fact) -> str:
    """A text of ours that holds no nodes."""
    return "".join(piece for piece in spell(Phrase(key, facts), voice) if isinstance(piece, str))


def _zone_name(local: datetime) -> str:
    name = local.tzname() or "UTC"
    # Many zones have no letters of their own, only an offset such as +03 or +0530.
    return name if name[0].isalpha() else f"UTC{name[:3]}:{name[3:] or '00'}"


class _Slot(FluentType):
    """Stands for a fact: printed as a sign, but a selector may compare it with the names of its variants."""

    def __init__(self, sign: str, word: str) -> None:
        self.sign, self.word = sign, word

    def format(self, locale: Locale) -> str:
        return self.sign

    def __eq__(self, other: object) -> bool:
        return self.word == other

    __hash__ = None  # type: ignore[assignment]


class _Connects(FluentInt):
    """A number that is said with the word, and selects as the number it is."""

    language: _Language

    def format(self, locale: Locale) -> str:
        return self.language.format("connects", {"count": FluentInt(self)})[0]


class _Language:
    """One language's messages."""

    def __init__(self, name: str) -> None:
        self.locale = Locale.parse(_REGIONS.get(name, name), sep="_")
        self.bundle = FluentBundle(
            [name], functions={"CONNECTS": self.connects, "NUMBER": _number}, use_isolating=False
        )
        resource = FluentResource(_sources()[name])
        messages = [entry for entry in resource.body if isinstance(entry, Message)]
        self.keys = {message.id.name for message in messages if message.value is not None}
        self.bundle.add_resource(resource)

    def connects(self, count: FluentInt) -> _Connects:
        said = _Connects(count)
        said.language = self
        return said

    def format(self, name: str, args: Mapping[str, FluentType]) -> tuple[str, list[Exception]]:
        # format_pattern would make a plain number of every int that is handed to it.
        errors: list[Exception] = []
        pattern = self.bundle.get_message(name).value
        assert pattern is not None
        environment = ResolverEnvironment(self.bundle, errors, current=CurrentEnvironment(dict(args)))
        return str(pattern(environment)), errors


def _number(number: Any, **options: Any) -> FluentNumber:
    return FluentInt(int(number), **options)


@cache
def _sources() -> dict[str, str]:
    folder = Path(__file__).parent / "locales"
    return {path.stem: path.read_text("utf-8") for path in folder.glob("*.ftl")}


@cache
def _made(name: str) -> _Language:
    return _Language(name)


def _language(locale: str) -> _Language:
    wanted = locale.replace("_", "-")
    for name in (wanted, wanted.split("-")[0]):
        if name in _sources():
            return _made(name)
    return _made(FALLBACK)


def _argument(fact: Fact, slots: list[Fact], language: _Language) -> FluentType:
    if isinstance(fact, Amount):
        return language.connects(FluentInt(fact.connects))
    if isinstance(fact, int) and not isinstance(fact, bool):
        return FluentInt(fact)
    slots.append(fact)
    return _Slot(f"\ue000{len(slots) - 1}\ue001", _word(fact))


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


def _filled(text: str, slots: list[Fact], voice: Voice) -> list[Piece]:
    pieces: list[Piece] = []
    for place, part in enumerate(_SIGN.split(text)):
        for piece in _pieces(slots[int(part)], voice) if place % 2 else [part]:
            if isinstance(piece, str) and pieces and isinstance(last := pieces[-1], str):
                pieces[-1] = last + piece
            elif piece != "":
                pieces.append(piece)
    return pieces


def _pieces(fact: Fact, voice: Voice) -> list[Piece]:
    language = _language(voice.locale)
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
            return [language.connects(FluentInt(count)).format(language.locale)]
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
            signs = [f"\ue000{place}\ue001" for place in range(len(fact))]
            return _filled(format_list(signs, locale=language.locale), [*fact], voice)
        case Strong() | Code() | Mention() | When() | Link() | Place():
            return [fact]
    raise TypeError(f"not a fact: {fact!r}")
