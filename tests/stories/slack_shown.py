"""What can be read on Slack, in the words of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.instants import SECOND
from core.speech.phrase import When
from core.speech.plain import plain
from core.speech.reply import Reply
from core.speech.texts import Voice, words_of_when
from tests.adapters.slack.workspace import Seen

Json = dict[str, Any]
_STYLES = {"{date_long}": "date", "{date_long} {time}": "time"}


class Reader:
    """Reads blocks: people and channels by name, moments in the reader's zone."""

    def __init__(self, names: Mapping[str, str], voice: Voice) -> None:
        self.names = names
        self.voice = voice

    def lines(self, blocks: list[Json]) -> list[str]:
        """The lines of blocks of rich text, as they are compared."""
        parts = [part for block in blocks if block["type"] == "rich_text" for part in block["elements"]]
        return lines("\n".join(self._words(part) for part in parts))

    def _words(self, part: Json) -> str:
        kind = part["type"]
        if kind == "rich_text_list":
            return "\n".join(f"• {self._words(one)}" for one in part["elements"])
        if kind == "rich_text_quote":
            said = "".join(self._words(one) for one in part["elements"])
            return "\n".join(f"> {one}" for one in said.split("\n"))
        if kind == "rich_text_section":
            return "".join(self._words(one) for one in part["elements"])
        if kind == "date":
            return words_of_when(When(part["timestamp"] * SECOND, _STYLES[part["format"]]), self.voice)
        if kind == "link":
            return f"{part['text']} ({part['url']})"
        if kind in ("user", "channel", "usergroup"):
            return self.names[part.get("user_id") or part.get("channel_id") or part.get("usergroup_id")]
        return str(part.get("text", "")).replace("<\u2060", "<")


def lines(text: str) -> list[str]:
    """Lines as they are compared: a blank is a blank."""
    found = (" ".join(line.split()) for line in text.replace("/connects help", "/help").split("\n"))
    return [line for line in found if line]


def expected(reply: Reply, names: Mapping[str, str], voice: Voice) -> list[str]:
    """The lines of a reply in a terminal, without buttons, form and files."""
    text = plain(replace(reply, buttons=(), form=None, files=()), voice)
    for number, name in names.items():
        text = text.replace(number, name)
    return lines(text.replace("<\u2060", "<"))


def buttons(blocks: list[Json]) -> list[Json]:
    """All buttons, in order."""
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def unlike_answer(reply: Reply, seen: Seen, names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """What is shown otherwise than the terminal does."""
    blocks = [block for one in seen.messages for block in one["blocks"]]
    if seen.view is not None:
        blocks += seen.view["blocks"]
    read, want = Reader(names, voice).lines(blocks), expected(reply, names, voice)
    if read[: len(want)] != want and not "".join(read).startswith("".join(want)):
        yield f"expected {want}, saw {read}"
    if len(buttons(blocks)) < len(reply.buttons) and seen.view is None:
        yield f"{len(buttons(blocks))} of {len(reply.buttons)} buttons"
    if any(one.get("response_type") != "ephemeral" for one in seen.messages):
        yield "everybody sees it"


def unlike_notice(reply: Reply, message: Json, names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """What a posted message says otherwise; a card's facts stand above its text."""
    read, want = Reader(names, voice).lines(message["blocks"]), expected(reply, names, voice)
    if sorted(read) != sorted(want) and not any(line.endswith("…") for line in read):
        yield f"expected {want}, saw {read}"
    if len(buttons(message["blocks"])) != len(reply.buttons):
        yield f"{len(buttons(message['blocks']))} of {len(reply.buttons)} buttons"


def unlike_form(reply: Reply, view: Json, names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """What a form asks otherwise than the terminal does."""
    assert reply.form is not None
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    fields = list(dict.fromkeys(block["block_id"].split(".")[1] for block in asked))
    if fields != [one.name for one in reply.form.fields]:
        yield f"the fields {fields}"
    required = [not block["optional"] for block in asked if block["block_id"].endswith(".0")]
    if required != [one.required for one in reply.form.fields]:
        yield "other fields are required"
    read, want = Reader(names, voice).lines(view["blocks"]), expected(reply, names, voice)
    if read and read != want[: len(read)]:
        yield f"expected {want}, saw {read}"
