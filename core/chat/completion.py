"""Completion of a line being typed, for platforms that have nothing but text: which words may come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.chat.command import COMMANDS, Command

Offers = list[tuple[str, str]]
"""Words, each with a hint."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What may stand in the place of a line's last word: words, and the values of an option, if one is named.

    Each value stands behind ``before``; ``prefix`` is what was typed of it.
    """

    offers: Offers
    command: str = ""
    option: str = ""
    prefix: str = ""
    before: str = ""


def plan(line: str) -> Plan:
    """What may come next. Advice only: nothing is refused."""
    *before, last = line.removeprefix("/").split(" ")
    command, rest = _command(before)
    if command is None:
        return Plan(_names(before, last))
    name, sign, value = last.partition(":") if ":" in last else last.partition("=")
    if sign:
        return Plan([], command.name, name, value.removeprefix('"'), f"{name}{sign}")
    given = {word.split(":")[0].split("=")[0] for word in rest}
    free = [option for option in command.options if option.name not in given and not option.hidden]
    offers = [(f"{option.name}:", option.spec.example()) for option in free if option.name.startswith(last)]
    if free and len(rest) < len(command.options) and not any(":" in word for word in rest):
        return Plan(offers, command.name, command.options[len(rest)].name, last)
    return Plan(offers)


def _command(words: Sequence[str]) -> tuple[Command | None, Sequence[str]]:
    for length in (2, 1):
        found = COMMANDS.get(" ".join(words[:length])) if len(words) >= length else None
        if found is not None:
            return found, words[length:]
    return None, words


def _names(before: Sequence[str], last: str) -> Offers:
    place = len(before)
    offers: dict[str, str] = {}
    for command in COMMANDS.values():
        words = command.name.split()
        if len(words) > place and words[:place] == list(before) and words[place].startswith(last):
            offers.setdefault(words[place], command.help if len(words) == place + 1 else "…")
    return list(offers.items())


def quoted(text: str) -> str:
    """A value as it is typed behind its option's name."""
    return f'"{text}"' if " " in text else text
