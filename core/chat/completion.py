"""Completion of a line being typed, for platforms that have nothing but text."""

from __future__ import annotations

from collections.abc import Sequence

from core.chat.command import COMMANDS, Command
from core.chat.door import Door
from core.people import Who


async def complete(door: Door, who: Who, line: str) -> Sequence[tuple[str, str]]:
    """Words for the place of the line's last one, each with a hint. Advice only: nothing is refused."""
    *before, last = line.removeprefix("/").split(" ")
    command, rest = _command(before)
    if command is None:
        return _names(before, last)
    name, sign, value = last.partition(":") if ":" in last else last.partition("=")
    if sign:
        found = await door.choices(who, command.name, name, value.removeprefix('"'))
        return [(f"{name}{sign}{_quoted(text)}", hint) for text, hint in found]
    given = {word.split(":")[0].split("=")[0] for word in rest}
    free = [option for option in command.options if option.name not in given and option.name != "before"]
    offers: list[tuple[str, str]] = []
    if free and len(rest) < len(command.options) and not any(":" in word for word in rest):
        offers += await door.choices(who, command.name, command.options[len(rest)].name, last)
    offers += [(f"{option.name}:", option.spec.example()) for option in free if option.name.startswith(last)]
    return offers


def _command(words: Sequence[str]) -> tuple[Command | None, Sequence[str]]:
    for length in (2, 1):
        found = COMMANDS.get(" ".join(words[:length])) if len(words) >= length else None
        if found is not None:
            return found, words[length:]
    return None, words


def _names(before: Sequence[str], last: str) -> list[tuple[str, str]]:
    place = len(before)
    offers: dict[str, str] = {}
    for command in COMMANDS.values():
        words = command.name.split()
        if len(words) > place and words[:place] == list(before) and words[place].startswith(last):
            offers.setdefault(words[place], command.help if len(words) == place + 1 else "…")
    return list(offers.items())


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
