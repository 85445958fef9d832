"""Words and nodes as Slack's rich text: typed elements, so there is no markup that words could become.

A text in other kinds of blocks is read as mrkdwn, which has no way to escape emphasis; an
element of rich text is shown as it stands. Only nodes become anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adapters.slack.limits import FALLBACK, RICH
from core.instants import FOREVER, SECOND
from core.speech.lengths import head, size
from core.speech.phrase import Code, Link, Mention, Phrase, Place, Strong, When, say
from core.speech.plain import printable
from core.speech.reply import Block, Fields, Items, Para, Quote
from core.speech.texts import Piece, Voice, name_of, spell, words_of_when

Json = dict[str, Any]
PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")
_GROUP = re.compile(r"S[A-Z0-9]{2,}")
_CALL = re.compile(r"<(?=[@#!])")
_SIGNS = {"warning": "\u26a0", "rotating_light": "\U0001f6a8"}
_FORMATS = {"date": "{date_long}", "time": "{date_long} {time}", "relative": "{date_long} {time}"}


class Manner:
    """How commands and groups are called here, and whether a name may be a live mention.

    In a channel a mention would call the person each time, so there it is a name.
    """

    def __init__(
        self, prefix: str = "", *, calls: bool = True, groups: Mapping[str, str] | None = None
    ) -> None:
        self.prefix = prefix
        self.calls = calls
        self.groups = groups or {}

    def command(self, text: str) -> str:
        """A command as it is typed here: Slack keeps /help for itself."""
        if not text.startswith("/"):
            return text
        first, _, rest = text[1:].partition(" ")
        if first == "help":
            first, rest = "connects", f"help {rest}".strip()
        return f"/{self.prefix}{first} {rest}".rstrip()


def quiet(text: str) -> str:
    """Text as it may stand: what looks like a call of somebody is broken, though nobody would read it so."""
    return _CALL.sub("<\u2060", printable(text))


def element(piece: Piece, voice: Voice, manner: Manner) -> Json:
    """One piece of a phrase."""
    match piece:
        case str():
            return _text(piece)
        case Strong(text=text):
            return _text(text, bold=True)
        case Code(text=text):
            return _text(manner.command(text), code=True)
        case Mention(member=member):
            person = voice.persons.get(member, "")
            if manner.calls and PERSON.fullmatch(person):
                return {"type": "user", "user_id": person}
            return _text(name_of(member, voice))
        case When(at=at, style=style):
            words = words_of_when(piece, voice)
            if at >= FOREVER:
                return _text(words)
            return {"type": "date", "timestamp": at // SECOND, "format": _FORMATS[style], "fallback": words}
        case Link(url=url, text=text):
            return {"type": "link", "url": url, "text": quiet(text or url)}
        case Place(kind=kind, name=name):
            if kind == "channel" and _CHANNEL.fullmatch(name):
                return {"type": "channel", "channel_id": name}
            if kind == "role" and manner.calls and _GROUP.fullmatch(name):
                return {"type": "usergroup", "usergroup_id": name}
            return _text(manner.groups.get(name, name))
    return _text(str(piece))


def _text(text: str, **style: bool) -> Json:
    made: Json = {"type": "text", "text": quiet(text)}
    return {**made, "style": style} if style else made


def line(phrase: Phrase, voice: Voice, manner: Manner) -> list[Json]:
    """A phrase as elements; none of them is empty."""
    made = [element(piece, voice, manner) for piece in spell(phrase, voice)]
    return [one for one in made if one.get("text") != ""]


def parts_of(block: Block, voice: Voice, manner: Manner) -> list[Json]:
    """A block of a reply as parts of rich text."""
    match block:
        case Para(phrase=phrase):
            return section(line(phrase, voice, manner))
        case Items(phrases=phrases):
            lines = [made for phrase in phrases if (made := line(phrase, voice, manner))]
            items = [{"type": "rich_text_section", "elements": one} for one in lines]
            return [{"type": "rich_text_list", "style": "bullet", "elements": items}] if items else []
        case Fields(pairs=pairs):
            made = []
            for label, phrase in pairs:
                made += [_bold(one) for one in line(label, voice, manner)]
                made += [_text(": ", bold=True), *line(phrase, voice, manner), _text("\n")]
            return section(made[:-1])
        case Quote(words=words):
            elements = line(say("quoted", words=words), voice, manner)
            return [{"type": "rich_text_quote", "elements": elements}] if elements else []
    return []


def _bold(one: Json) -> Json:
    return {**one, "style": {"bold": True}} if one["type"] == "text" else one


def section(elements: Sequence[Json]) -> list[Json]:
    """A part of running text."""
    return [{"type": "rich_text_section", "elements": list(elements)}] if elements else []


# Laying out ---------------------------------------------------------------------


def length(part: Json) -> int:
    """How many signs a part or an element shows, at least one."""
    if "elements" in part:
        return sum(length(one) for one in part["elements"]) + 1
    return max(1, size(str(part.get("text") or part.get("fallback") or part.get("url") or " " * 12)))


def laid(parts: Iterable[Json], most: int = RICH) -> list[list[Json]]:
    """Parts in groups of at most so many signs, what is longer torn apart at the ends of its elements."""
    groups: list[list[Json]] = []
    room = 0
    for part in parts:
        for piece in _torn(part, most):
            needed = length(piece)
            if needed > room:
                groups.append([])
                room = most
            groups[-1].append(piece)
            room -= needed
    return groups


def _torn(part: Json, most: int) -> Iterator[Json]:
    """A part, or several of its kind where it is too long for one."""
    if length(part) <= most:
        yield part
        return
    taken: list[Json] = []
    room = most - 1
    for one in _short(part["elements"], most - 1):
        if length(one) > room and taken:
            yield {**part, "elements": taken}
            taken, room = [], most - 1
        taken.append(one)
        room -= length(one)
    if taken:
        yield {**part, "elements": taken}


def _short(elements: Sequence[Json], most: int) -> Iterator[Json]:
    """Elements none of which is longer than a part may be."""
    for one in elements:
        if length(one) <= most:
            yield one
        elif "elements" in one:
            yield from _torn(one, most)
        else:
            rest = str(one.get("text", ""))
            while rest:
                some = head(rest, most)
                yield {**one, "text": some}
                rest = rest[len(some) :]


def block(parts: Sequence[Json]) -> Json:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


# The words beside the blocks ------------------------------------------------------


def fallback(parts: Iterable[Json], voice: Voice) -> str:
    """What notifications and screen readers say, escaped: nothing in it is a call, a link or a time."""
    words = "\n".join(_words(part, voice) for part in parts)
    words = head(words.replace("<\u2060", "<"), FALLBACK)
    while len(escape(words).encode()) > FALLBACK:
        words = head(words, len(words) * 3 // 4)
    return escape(words) or "…"


def _words(part: Json, voice: Voice) -> str:
    match part["type"]:
        case "rich_text_list":
            return "\n".join(f"• {_words(one, voice)}" for one in part["elements"])
        case "rich_text_quote":
            return "“" + "".join(_words(one, voice) for one in part["elements"]) + "”"
        case "rich_text_section":
            return "".join(_words(one, voice) for one in part["elements"])
        case "user":
            known = {person: member for member, person in voice.persons.items()}
            return name_of(known.get(part["user_id"], -1), voice)
        case "channel" | "usergroup":
            return str(part.get("channel_id") or part.get("usergroup_id"))
        case "emoji":
            return _SIGNS.get(part["name"], "")
    return str(part.get("text") or part.get("fallback") or "")


def escape(text: str) -> str:
    """Text in which Slack finds no call, link or time."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What somebody typed, of what Slack makes of it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
