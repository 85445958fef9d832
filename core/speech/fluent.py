"""The languages: Fluent's messages, formatted with signs in the places of what people wrote."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt, FluentNumber, FluentType
from fluent.syntax.ast import Message

FALLBACK = "en"
Seen = tuple[tuple[str, str | int | tuple[int]], ...]
"""A message's facts by name: a number, a number of Connects, or a word in whose place a sign stands."""
Said = tuple[tuple[str, ...], str]
"""A message in parts, with the numbers of the signs between them; and what was wrong with it."""
LATELY, LONG = 4_000, 100
"""So many messages of a language are kept as they were said, unless there is more than so much in them."""
SIGN = re.compile("\ue000([0-9]+)\ue001")
_REGIONS = {"en": "en_GB"}  # for dates: "1 December 2026" reads the same to every reader of English


def sign(place: int) -> str:
    """What stands for a fact until Fluent is done."""
    return f"\ue000{place}\ue001"


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

    language: Language

    def format(self, locale: Locale) -> str:
        return self.language.connects_of(int(self))


class Language:
    """One language's messages."""

    def __init__(self, name: str) -> None:
        self.locale = Locale.parse(_REGIONS.get(name, name), sep="_")
        self.bundle = FluentBundle(
            [name], functions={"CONNECTS": self._connects, "NUMBER": _number}, use_isolating=False
        )
        resource = FluentResource(sources()[name])
        messages = [entry for entry in resource.body if isinstance(entry, Message)]
        self.keys = {message.id.name for message in messages if message.value is not None}
        self.bundle.add_resource(resource)
        self._lately: dict[tuple[str, Seen], Said] = {}

    def _connects(self, count: FluentInt) -> _Connects:
        said = _Connects(count)
        said.language = self
        return said

    def said(self, name: str, seen: Seen) -> Said:
        """A message with these facts, as Fluent puts it. What was said lately is said again."""
        found = self._lately.get((name, seen))
        if found is None:
            found = self._format(name, seen)
            if sum(len(value) for _, value in seen if isinstance(value, str)) <= LONG:
                if len(self._lately) >= LATELY:
                    self._lately.clear()
                self._lately[name, seen] = found
        return found

    def connects_of(self, count: int) -> str:
        """A number of Connects, with the word."""
        return str(self.said("connects", (("count", count),))[0][0])

    def _format(self, name: str, seen: Seen) -> Said:
        args: dict[str, FluentType] = {}
        slots = 0
        for fact, value in seen:
            if isinstance(value, str):
                args[fact] = _Slot(sign(slots), value)
                slots += 1
            elif isinstance(value, tuple):
                args[fact] = self._connects(FluentInt(value[0]))
            else:
                args[fact] = FluentInt(value)
        # format_pattern would make a plain number of every int that is handed to it.
        errors: list[Exception] = []
        pattern = self.bundle.get_message(name).value
        assert pattern is not None
        environment = ResolverEnvironment(self.bundle, errors, current=CurrentEnvironment(args))
        return tuple(SIGN.split(str(pattern(environment)))), str(errors[0]) if errors else ""


def _number(number: Any, **options: Any) -> FluentNumber:
    return FluentInt(int(number), **options)


@cache
def sources() -> dict[str, str]:
    """The texts of each language: all files of its folder, one for each thing that people talk about."""
    found: dict[str, list[str]] = {}
    for path in sorted((Path(__file__).parent / "locales").glob("*/*.ftl")):
        found.setdefault(path.parent.name, []).append(path.read_text("utf-8"))
    return {name: "\n".join(texts) for name, texts in found.items()}


@cache
def _made(name: str) -> Language:
    return Language(name)


def language_of(locale: str) -> Language:
    """The language that a locale reads, or the one that everybody may."""
    wanted = locale.replace("_", "-")
    for name in (wanted, wanted.split("-")[0]):
        if name in sources():
            return _made(name)
    return _made(FALLBACK)
