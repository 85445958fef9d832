"""A Reply as Slack's messages and views. Pure: facts in, blocks out, within Slack's limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import custom, rich
from adapters.slack.limits import ANSWERS, BLOCKS, IN_ROW, METADATA, TITLE, TOTAL, VIEW_BLOCKS
from adapters.slack.rich import Manner
from core.speech.lengths import cut
from core.speech.phrase import Phrase, say
from core.speech.plain import plain_phrase, typed
from core.speech.reply import Button, Fields, Reply
from core.speech.texts import Voice

Json = dict[str, Any]
WARNING, BROKEN = "warning", "rotating_light"
"""Signs before a refusal and before a fault; the words say it as well."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its blocks, and the words for where blocks can't be shown."""

    text: str
    blocks: list[Json]

    def body(self) -> Json:
        """As every method that sends takes it; nothing in it is looked for links or names."""
        return {"text": self.text, "blocks": self.blocks}


def _parts(reply: Reply, voice: Voice, manner: Manner, *, bold: bool = False) -> list[Json]:
    opening = rich.line(reply.phrase, voice, manner)
    if bold:
        opening = [{**one, "style": {"bold": True}} if one["type"] == "text" else one for one in opening]
    if not reply.ok:
        sign = BROKEN if reply.key == "fault" else WARNING
        opening = [{"type": "emoji", "name": sign}, {"type": "text", "text": " "}, *opening]
    parts = rich.section(opening)
    for block in reply.body:
        parts += rich.parts_of(block, voice, manner)
    return parts


def answer(reply: Reply, voice: Voice, manner: Manner) -> list[Message]:
    """An answer as one message, or several where it is long; of what is longer still the end is left out."""
    parts = _parts(reply, voice, manner)
    whole = [rich.fallback(parts, voice)]
    pages = rich.laid(parts, TOTAL)
    if len(pages) > ANSWERS:
        pages = pages[:ANSWERS]
        pages[-1] = [*pages[-1], *rich.section([{"type": "text", "text": "…"}])]
    texts = whole if len(pages) == 1 else [rich.fallback(page, voice) for page in pages]
    made = [Message(text, _blocks(page)) for text, page in zip(texts, pages, strict=True)]
    rows = _rows(reply.buttons, reply.number, voice)
    made[-1] = Message(made[-1].text, [*made[-1].blocks, *rows][:BLOCKS])
    return made


def _blocks(parts: Sequence[Json]) -> list[Json]:
    return [rich.block(group) for group in rich.laid(parts)]


def _rows(buttons: Sequence[Button], number: int, voice: Voice) -> list[Json]:
    """Inputs for what is too long for a button, and the buttons in rows."""
    made, inputs = [], []
    for index, one in enumerate(buttons):
        element, written = custom.button(one, number, index, voice)
        made.append(element)
        inputs += written
    rows = [{"type": "actions", "elements": made[at : at + IN_ROW]} for at in range(0, len(made), IN_ROW)]
    return [*inputs, *rows]


def posted(reply: Reply, voice: Voice, manner: Manner, mark: str) -> Message:
    """A notice as one message; ``mark`` is its first block's name, so that it can be found again."""
    is_card = reply.key == "job.card"
    shown = reply
    if is_card:  # the facts stand above the text, however long that is
        body = sorted(reply.body, key=lambda block: not isinstance(block, Fields))
        shown = Reply(reply.key, reply.facts, body, reply.buttons, number=reply.number)
    parts = _parts(shown, voice, manner, bold=is_card)
    pages = rich.laid(parts, TOTAL)
    page = pages[0]
    if len(pages) > 1:
        page = [*page, *rich.section([{"type": "text", "text": "…"}])]
    blocks = [*_blocks(page), *_rows(reply.buttons, reply.number, voice)][:BLOCKS]
    blocks[0] = {**blocks[0], "block_id": mark}
    return Message(rich.fallback(page, voice), blocks)


def mark_of(message: Any) -> str:
    """The mark of a message that was read back; empty if it has none."""
    blocks = message.get("blocks") or [{}]
    return str(blocks[0].get("block_id") or "")


def opens_form(reply: Reply) -> Reply:
    """An answer with a button that opens a form, where the form itself can't be opened."""
    form = reply.form
    assert form is not None
    command = typed(form.command, dict(form.given))[1:] + " ?"
    return Reply(reply.key, reply.facts, reply.body, (Button("button-form", command),))


# Views ---------------------------------------------------------------------------


def view(reply: Reply, voice: Voice, manner: Manner, *, metadata: str = "") -> Json:
    """An answer as a modal."""
    parts = _parts(reply, voice, manner)
    blocks = [*_blocks(parts), *_rows(reply.buttons, reply.number, voice)][:VIEW_BLOCKS]
    return shown(blocks, voice, metadata=metadata)


def waiting(voice: Voice) -> Json:
    """What stands in a modal while the answer is made."""
    return shown([rich.block(rich.section(rich.line(say("slack.moment"), voice, Manner())))], voice)


def shown(blocks: list[Json], voice: Voice, *, metadata: str = "") -> Json:
    """A modal that asks for nothing."""
    made: Json = {
        "type": "modal",
        "callback_id": "shown",
        "title": words(say("slack.title"), voice),
        "close": words(say("slack.close"), voice),
        "blocks": blocks,
    }
    return {**made, "private_metadata": metadata} if 0 < len(metadata) <= METADATA else made


def words(phrase: Phrase, voice: Voice, most: int = TITLE) -> Json:
    """Plain text, as labels and titles take it."""
    return {"type": "plain_text", "text": cut(plain_phrase(phrase, voice), most) or "…", "emoji": False}


def home(replies: Sequence[Reply], voice: Voice, manner: Manner) -> Json:
    """Several answers below each other, as somebody's Home."""
    blocks: list[Json] = []
    for number, reply in enumerate(replies):
        if number:
            blocks.append({"type": "divider"})
        blocks += _blocks(_parts(reply, voice, manner))
        for row in _rows(reply.buttons, reply.number, voice):
            blocks.append({**row, "block_id": row.get("block_id") or f"h{number}.{len(blocks)}"})
    return {"type": "home", "callback_id": "home", "blocks": blocks[:VIEW_BLOCKS]}
