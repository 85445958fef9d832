"""What stands on a line: somebody speaking, a directive to the console, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.instants import Instant, parse, parse_span

_SPEAKER = re.compile(r"([^\s>!/#][^\s>]*)>(?:\s+|$)(.*)", re.DOTALL)
_NAME = re.compile(r"[^\s>!/#][^\s>]*")
_PAIR = re.compile(r'\s*([^\W\d][\w-]*)[=:](?:"((?:[^"\\]|\\.)*)"(?=\s|$)|([^\s"]\S*)?(?=\s|$))', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\n])')


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody says something; ``name`` is empty where the line does not tell who."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Directive:
    """Steers the console; ``word`` is what follows the exclamation mark."""

    word: str
    rest: str


def read(line: str) -> Spoken | Directive | None:
    """What the line is; None for a comment and a blank line."""
    text = line.strip().removeprefix("\ufeff")
    if not text or text.startswith("#"):
        return None
    spoken = _SPEAKER.fullmatch(text)
    name, said = (spoken[1], spoken[2]) if spoken else ("", text)
    if said.startswith("!"):
        word, _, rest = said[1:].partition(" ")
        return Directive(word, rest.strip())
    return Spoken(name, said)


def is_name(text: str) -> bool:
    """Whether a line can begin with this as the name of who speaks."""
    return _NAME.fullmatch(text) is not None


def span(text: str) -> int | None:
    """A span of time such as 31d or 1h30m, in microseconds; None if it is none."""
    try:
        return parse_span(text)
    except ValueError:
        return None


def moment(text: str) -> Instant | None:
    """A moment in ISO 8601, UTC where it names no offset; None if it is none, or before 1970."""
    try:
        at = parse(text)
    except ValueError:
        return None
    return at if at >= 0 else None


def pairs(text: str) -> dict[str, str] | str:
    """Options written as name=value or name:"several words"; else the words that are none."""
    given: dict[str, str] = {}
    place = 0
    text = text.strip()
    while place < len(text):
        pair = _PAIR.match(text, place)
        if pair is None:
            return text[place:].strip()
        quoted, bare = pair[2], pair[3]
        given[pair[1].casefold()] = _ESCAPED.sub(_meant, quoted) if quoted is not None else bare or ""
        place = pair.end()
    return given


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] == "n" else escaped[1]
