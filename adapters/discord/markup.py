"""Words and nodes as Discord's markup. Only nodes become markup; all other text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from core.instants import SECOND
from core.speech.lengths import size
from core.speech.phrase import Code, Link, Mention, Phrase, Place, Strong, When
from core.speech.plain import printable
from core.speech.texts import Piece, Voice, name_of, spell

_MARKS = re.compile(r"[\\*_~`|\[\]<@]|:(?=\S)")
_AT_START = re.compile(r"(?m)^([ \t\u2003]*)(#|>|-|\+|[0-9]+(?=[.)]))")
_NUMBER = re.compile(r"[0-9]{15,20}")
_STYLES = {"date": "D", "time": "f", "relative": "R"}
CHUNK = 400
"""Texts up to this length are not taken apart when they are laid out on pages."""


def escape(text: str) -> str:
    """Text that Discord shows as it stands: no emphasis, list, heading, link, mention, emoji or time."""
    marked = _MARKS.sub(lambda found: "\\" + found[0], printable(text))
    return _AT_START.sub(_start, marked)


def _start(found: re.Match[str]) -> str:
    sign = found[2]
    # A list is numbered by the sign behind the number, which is escaped in place of the number.
    return f"{found[1]}{sign}\\" if sign[0].isdigit() else f"{found[1]}\\{sign}"


def tokens(pieces: Iterable[Piece], voice: Voice) -> Iterator[str]:
    """Parts that may not be torn apart, in order."""
    for piece in pieces:
        if isinstance(piece, str):
            yield from _chunks(escape(piece))
        else:
            yield node(piece, voice)


def _chunks(escaped: str) -> Iterator[str]:
    """Escaped text in parts that can stand on different pages: no sign is torn from its backslash.

    Each part may come to begin a page, where what stood within a line would begin a heading or a list.
    """
    while len(escaped) > CHUNK:
        end = CHUNK
        if (end - len(escaped[:end].rstrip("\\"))) % 2:
            end -= 1
        yield escaped[:end]
        rest = escaped[end:]
        escaped = _AT_START.sub(_start, rest, count=1) if _AT_START.match(rest) else rest
    if escaped:
        yield escaped


def node(piece: Piece, voice: Voice) -> str:
    """One node as markup."""
    match piece:
        case Strong(text=text):
            return f"**{escape(text)}**"
        case Code(text=text):
            # Two marks with nothing between them would open what only two others close.
            return f"`{printable(text).replace('`', 'ˋ')}`" if text else ""
        case Mention(member=member):
            person = voice.persons.get(member, "")
            return f"<@{person}>" if _NUMBER.fullmatch(person) else escape(name_of(member, voice))
        case When(at=at, style=style):
            return f"<t:{at // SECOND}:{_STYLES[style]}>"
        case Link(url=url, text=text) if text in ("", url):
            return f"<{url}>"  # Discord shows no link whose words are an address themselves
        case Link(url=url, text=text):
            return f"[{escape(text or url)}]({url})"
        case Place(kind=kind, name=name):
            if not _NUMBER.fullmatch(name):
                return escape(name)
            return f"<#{name}>" if kind == "channel" else f"<@&{name}>"
    return escape(piece)


def line(phrase: Phrase, voice: Voice) -> list[str]:
    """A phrase as tokens."""
    return list(tokens(spell(phrase, voice), voice))


def hung(parts: Sequence[str]) -> list[str]:
    """Tokens of a list's line: what runs on is set in, or a member's text could pass for the next line."""
    return [part.replace("\n", "\n\u2003") for part in parts]


def pages(parts: Iterable[str], most: int) -> list[str]:
    """Tokens laid out on pages of at most so many signs, torn at line ends where that wastes little."""
    found: list[str] = []
    page, length = "", 0
    for part in parts:
        while part:
            long = size(part)
            if length + long <= most:
                page, length, part = page + part, length + long, ""
                continue
            cut = page.rfind("\n")
            if long > most and not page:
                page, part = _most(part, most)
                length = size(page)
                continue
            if cut > len(page) * 3 // 4:
                part = page[cut + 1 :] + part
                page = page[:cut]
            found.append(page)
            page, length = "", 0
    if page.strip():
        found.append(page)
    return found


def _most(part: str, most: int) -> tuple[str, str]:
    """A token that fits no page by itself, torn where no escaped sign is."""
    end = most // 2
    while end > 1 and part[end - 1] == "\\":
        end -= 1
    return part[:end], part[end:]
