"""What can be said with the number or the name of a thing, generated from the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import core.commands  # noqa: F401 - fills the registry
from core.chat.command import COMMANDS, Command, Option
from core.speech.plain import typed

NAMING = ("job", "proposal", "operation", "order", "agency", "member")
"""The kinds of options that name a thing of a community; a platform's channels and roles are not ours."""
FREE = {
    "text": "words", "whole": "4", "tags": "python", "date": "14d", "limit": "20", "flag": "yes",
    "channel": "#jobs", "role": "@clients",
}  # fmt: skip
"""What stands for options that name nothing."""
SPECIAL = {("agency", "create"): "", ("admin policy", "name"): "boost.days", ("admin policy", "value"): "8"}
SPECIAL |= {("admin zone", "value"): "Europe/Paris", ("admin setup", "zone"): "UTC"}


@dataclass(frozen=True)
class Naming:
    """A command that names a thing by one of its options; ``option`` is None where it has none such."""

    command: Command
    option: Option | None

    @property
    def name(self) -> str:
        return f"{self.command.name} {self.option.name}" if self.option else self.command.name

    def given(self, own: Mapping[str, str], value: str = "") -> dict[str, str]:
        """Its options: what it needs, of one's own community, and the thing itself."""
        needed = {one.name: _value(self.command, one, own) for one in self.command.options if one.required}
        return {**needed, **({self.option.name: value} if self.option else {})}

    def line(self, own: Mapping[str, str], value: str = "") -> str:
        """As it is typed."""
        return typed(self.command.name, self.given(own, value))[1:]


def _value(command: Command, option: Option, own: Mapping[str, str]) -> str:
    found = SPECIAL.get((command.name, option.name))
    if found:
        return found
    kind = option.spec.kind
    if kind == "choice":
        return option.spec.example()
    return own[kind] if kind in own else FREE[kind]


def namings() -> Iterator[Naming]:
    """Each option of each command that names a thing, and each command that has none."""
    for command in COMMANDS.values():
        naming = [Naming(command, one) for one in command.options if one.spec.kind in NAMING]
        yield from naming or [Naming(command, None)]


def unnamed(said: str, *values: str) -> str:
    """What was said, without the things that it names: two answers that differ in nothing else are one."""
    for value in values:
        number = value.rpartition("-")[2]
        # A job's number may be said as a number.
        for shown in (number, f"{int(number):,}" if number.isdecimal() else number):
            said = re.sub(rf"(?<![0-9A-Za-z]){re.escape(shown)}(?![0-9A-Za-z])", "…", said)
    return said
