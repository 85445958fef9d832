"""The reference renderer: a Reply as plain text, and as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.instants import FOREVER, iso, period_name
from core.people import BOT
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Facts,
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
    say,
)
from core.speech.reply import Block, Fields, Form, Items, Para, Quote, Reply
from core.speech.texts import Piece, Voice, name_of, spell, words_of_when

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with a mark for each character that would steer a terminal; new lines and tabs stay."""
    return _UNPRINTABLE.sub("\ufffd", text)


def flat(pieces: Iterable[Piece], voice: Voice) -> str:
    """Words and nodes as one line of plain words."""
    return "".join(_flat(piece, voice) for piece in pieces)


def plain_phrase(phrase: Phrase, voice: Voice) -> str:
    """A phrase in plain words."""
    return printable(flat(spell(phrase, voice), voice))


def plain(reply: Reply, voice: Voice) -> str:
    """A Reply in plain words: its phrase, its blocks, its buttons, its form."""
    lines = [plain_phrase(reply.phrase, voice)]
    for block in reply.body:
        lines.extend(_lines(block, voice))
    for place, button in enumerate(reply.buttons, 1):
        label = plain_phrase(Phrase(button.label, button.facts), voice)
        lines.append(f"[{place}] {label} — /{button.command}")
    if reply.form is not None:
        lines.extend(_form_lines(reply.form, voice))
    for file in reply.files:
        lines.append(plain_phrase(say("file.attached", name=file.name), voice))
    return printable("\n".join(lines))


def values(facts: Facts, voice: Voice) -> dict[str, Any]:
    """The facts as JSON values, by name."""
    return {name: _value(fact, voice) for name, fact in facts.items()}


def numbers_in(replies: Iterable[Reply]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The members and the texts that must be looked up before these replies can be put into words."""
    members: set[int] = set()
    texts: set[int] = set()
    for reply in replies:
        for fact in _facts_of(reply):
            if isinstance(fact, Mention):
                members.add(fact.member)
            elif isinstance(fact, Words):
                texts.add(fact.text)
    return tuple(sorted(members - {BOT})), tuple(sorted(texts - {0}))


def typed(command: str, given: Mapping[str, str]) -> str:
    """A command as a person would type it, with the options given."""
    return " ".join((f"/{command}", *(f"{name}:{_quoted(value)}" for name, value in given.items())))


def _quoted(value: str) -> str:
    if value and not re.search(r'[\s"\\“„«]', value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _flat(piece: Piece, voice: Voice) -> str:
    match piece:
        case str():
            return piece
        case Mention(member=member):
            return name_of(member, voice)
        case When():
            return words_of_when(piece, voice)
        case Link(url=url, text=text):
            return url if text in ("", url) else f"{text} ({url})"
        case Place(name=name):
            return name
    return piece.text


def _lines(block: Block, voice: Voice) -> Iterator[str]:
    match block:
        case Para(phrase=phrase):
            yield plain_phrase(phrase, voice)
        case Items(phrases=phrases):
            for phrase in phrases:
                yield _hung(f"• {plain_phrase(phrase, voice)}")
        case Fields(pairs=pairs):
            for label, phrase in pairs:
                yield _hung(f"{plain_phrase(label, voice)}: {plain_phrase(phrase, voice)}")
        case Quote(words=words):
            said = flat(spell(say("quoted", words=words), voice), voice)
            yield "\n".join(f"> {line}" for line in said.split("\n"))


def _hung(line: str) -> str:
    """A line of a list; what runs on is set in, or a member's text could pass for the next line."""
    return line.replace("\n", "\n  ")


def _form_lines(form: Form, voice: Voice) -> Iterator[str]:
    yield plain_phrase(say(form.title), voice)
    for field in form.fields:
        words = [plain_phrase(_offer(*one), voice) for one in field.offered] or field.choices
        about = say(
            "form.field", name=Code(field.name), label=field.phrase, required=field.required,
            value=field.value or None, choices=" | ".join(words) or None,
        )  # fmt: skip
        yield _hung(f"  {plain_phrase(about, voice)}")
    line = typed(form.command, dict(form.given))
    asked = "".join(f" {field.name}:…" for field in form.fields if field.required)
    yield plain_phrase(say("form.send", line=Code(line + asked)), voice)


def _offer(choice: str, label: Phrase) -> Phrase:
    return say("form.choice", choice=choice, label=label)


def _value(fact: Fact, voice: Voice) -> Any:
    match fact:
        case Amount(connects=count):
            return count
        case Money(cents=cents):
            return cents
        case Ref(number=number):
            return number
        case When(at=at):
            return None if at >= FOREVER else iso(at)
        case Period(number=number):
            return period_name(number)
        case Mention(member=member):
            return name_of(member, voice)
        case Words():
            return flat(spell(say("quoted", words=fact), voice), voice)
        case Code(text=text) | Strong(text=text) | Term(word=text):
            return text
        case Link(url=url):
            return url
        case Place(name=name):
            return name
        case Phrase():
            return plain_phrase(fact, voice)
        case tuple():
            return [_row(item, voice) for item in fact]
    return fact


def _row(fact: Fact, voice: Voice) -> Any:
    return values(fact.facts, voice) if isinstance(fact, Phrase) else _value(fact, voice)


def _facts_of(reply: Reply) -> Iterator[Fact]:
    yield from _deep(reply.phrase)
    for block in reply.body:
        match block:
            case Para(phrase=phrase):
                yield from _deep(phrase)
            case Items(phrases=phrases):
                yield from _deep(phrases)
            case Fields(pairs=pairs):
                yield from _deep(pairs)
            case Quote(words=words):
                yield words
    for button in reply.buttons:
        yield from _deep(Phrase(button.label, button.facts))
    for field in reply.form.fields if reply.form is not None else ():
        yield from _deep((field.phrase, *field.labels))
    for picture in reply.pictures:
        yield from _deep((*picture.phrases(),))


def _deep(fact: Fact | Sequence[Any]) -> Iterator[Fact]:
    if isinstance(fact, Phrase):
        for inner in fact.facts.values():
            yield from _deep(inner)
    elif isinstance(fact, tuple):
        for inner in fact:
            yield from _deep(inner)
    else:
        yield fact  # type: ignore[misc]
