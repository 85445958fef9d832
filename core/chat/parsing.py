"""From a typed line to a command and its options; linear in the length of the line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from core.chat.command import COMMANDS, Command
from core.chat.options import TextSpec
from core.errors import Refusal
from core.speech.phrase import Code

_QUOTES = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}
_NAMED = re.compile(r"([A-Za-z_]{1,31}[0-9]?)[:=](?!//)")
LONGEST, TYPED = 20_000, 60
"""Signs of a line that is read, and of a word that is no command and is said back."""
Parts = list[tuple[str, str, bool]]
"""``(option name or "", value, quoted)`` of each word of a line."""


def tokens(line: str) -> Parts:
    """Split a line into ``(option name or "", value, quoted)``. Refuses: value.quote, value.long."""
    if len(line) > LONGEST:
        raise Refusal("value.long", option="line", maximum=LONGEST, length=len(line))
    found: Parts = []
    place = 0
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        name = ""
        named = _NAMED.match(line, place)
        if named:
            name, place = named[1].casefold(), named.end()
        if place < len(line) and line[place] in _QUOTES:
            value, place = _quoted(line, place)
            found.append((name, value, True))
        else:
            end = place
            while end < len(line) and not line[end].isspace():
                end += 1
            found.append((name, line[place:end], False))
            place = end
    return found


def _quoted(line: str, place: int) -> tuple[str, int]:
    close = {_QUOTES[line[place]], '"' if line[place] in '"\u201c\u201e' else _QUOTES[line[place]]}
    value: list[str] = []
    place += 1
    while place < len(line):
        sign = line[place]
        if sign == "\\" and place + 1 < len(line) and line[place + 1] in ('"', "\\", "n"):
            value.append("\n" if line[place + 1] == "n" else line[place + 1])
            place += 2
            continue
        if sign in close:
            return "".join(value), place + 1
        value.append(sign)
        place += 1
    raise Refusal("value.quote", example=Code('message:"I can do it"'))


def named(line: str) -> tuple[Command, Parts, bool]:
    """The command that a line names, the rest of the line, and whether a last ``?`` asks for its form.

    Refuses: command.unknown, command.similar, command.group, value.quote, value.long.
    """
    parts = tokens(line.strip().removeprefix("/"))
    form = len(parts) > 1 and parts[-1] == ("", "?", False)
    if form:
        parts.pop()
    words: list[str] = []
    for name, value, quoted in parts:
        if name or quoted or len(words) == 2:
            break
        words.append(value.casefold())
    for length in range(len(words), 0, -1):
        command = COMMANDS.get(" ".join(words[:length]))
        if command is not None:
            return command, parts[length:], form
    raise _unknown(words)


def _unknown(words: list[str]) -> Refusal:
    words = [word[:TYPED] for word in words]  # difflib takes its time over what is longer than any command
    first = words[0] if words else ""
    group = [name for name in COMMANDS if name.split()[0] == first]
    if group and len(words) > 1:
        close = difflib.get_close_matches(" ".join(words), group, 1, 0.5)
    elif group:
        return Refusal(
            "command.group", command=Code(f"/{first}"), commands=tuple(Code(f"/{n}") for n in group)
        )
    else:
        firsts = difflib.get_close_matches(first, {name.split()[0] for name in COMMANDS}, 1, 0.6)
        close = (
            difflib.get_close_matches(" ".join(words), COMMANDS, 1, 0.6)
            or [name for name in COMMANDS if first and name.split()[0] in firsts][:1]
        )
    typed = "/" + " ".join(words if group else words[:1])[:TYPED]
    if close:
        return Refusal("command.similar", typed=typed, suggestion=Code(f"/{close[0]}"), help=Code("/help"))
    return Refusal("command.unknown", typed=typed, help=Code("/help"))


def gather(command: Command, parts: Parts) -> dict[str, str]:
    """The options of a command in the parts of a line.

    Refuses: option.unknown, option.similar, option.twice, option.extra.
    """
    given: dict[str, str] = {}
    last = ""
    for name, value, quoted in parts:
        if name:
            option = command.option(name)
            if option is None:
                raise _unknown_option(command, name)
            if name in given:
                raise Refusal("option.twice", option=name)
            given[name] = value
            last = ""
            continue
        free = [option for option in command.options if option.name not in given]
        if last and not quoted and _joins(command, last) and not (free and free[0].required):
            given[last] += " " + value  # words of a text that was not quoted
        elif free:
            last = free[0].name
            given[last] = value
        else:
            raise Refusal("option.extra", typed=value[:60], usage=Code(command.usage))
    return given


def _joins(command: Command, name: str) -> bool:
    option = command.option(name)
    return option is not None and getattr(option.spec, "joins", False)


def _unknown_option(command: Command, name: str) -> Refusal:
    close = difflib.get_close_matches(name, [option.name for option in command.options], 1, 0.6)
    usage = Code(command.usage)
    if close:
        return Refusal("option.similar", typed=name, suggestion=Code(f"{close[0]}:"), usage=usage)
    return Refusal("option.unknown", typed=name, usage=usage)


def understood(line: str) -> tuple[Command, dict[str, str], bool] | None:
    """A line's command, its options and whether it asks for the form; None if it can't be told."""
    try:
        command, parts, form = named(line)
        return command, gather(command, parts), form
    except Refusal:
        return None


def read(
    command: Command, given: Mapping[str, str], *, filled: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """The options' values by parameter, and the names of required ones that are missing.

    An optional text left empty counts as not given, as does whatever a form left empty.
    Refuses what its type refuses; option.unknown, option.empty.
    """
    values: dict[str, Any] = {}
    for name, typed in given.items():
        option = command.option(name)
        if option is None:
            raise _unknown_option(command, name)
        if typed.strip() or (
            option.required and isinstance(option.spec, TextSpec) and option.spec.minimum == 0
        ):
            values[option.parameter] = option.spec.read(name, typed)
        elif not (option.required or filled or isinstance(option.spec, TextSpec)):
            raise Refusal("option.empty", option=name, example=Code(f"{name}:{option.spec.example()}"))
    missing = [
        option.name for option in command.options if option.required and option.parameter not in values
    ]
    return values, missing
