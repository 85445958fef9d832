"""A Reply as Discord's messages. Pure: facts in, embeds and components out, within Discord's limits.

Embeds, not Components V2: an embed holds a job's 4,000 signs of description besides everything
else (6,000 in all) where V2 allows 4,000 for the whole message, a V2 message can never become
another kind again, links that members write unfurl in neither, and every client shows embeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import discord
from discord import ui

from adapters.discord import custom
from adapters.discord.limits import (
    ALT,
    DESCRIPTION,
    FIELD_NAME,
    FIELD_VALUE,
    FIELDS,
    FOOTER,
    IN_ROW,
    LABEL,
    OPTION,
    ROWS,
    SELECT,
    TITLE,
    TOTAL,
)
from adapters.discord.markup import hung, line, pages, tokens
from core.speech.lengths import cut, size
from core.speech.phrase import Code, Phrase, Term, say
from core.speech.plain import plain_phrase, typed
from core.speech.reply import Block, Button, Fields, File, Items, Para, Quote, Reply
from core.speech.texts import Voice, spell

SAID, REFUSED, BROKEN = 0x5865F2, 0xF0B232, 0xED4245
OPEN, FILLED, ENDED = 0x23A55A, 0x5865F2, 0x80848E
MESSAGES = 5
"""So many messages answer at most; what is longer is handed over as a file."""
FILES = 10
RESERVED = 500
"""Signs of a posted message that its fields leave to its text."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send or to put in another's place."""

    embed: discord.Embed
    rows: tuple[tuple[Any, ...], ...] = ()
    files: tuple[File, ...] = field(default=())

    def view(self) -> ui.View | None:
        """Its buttons and selects, or nothing; stopped, since presses are found by their custom_ids."""
        if not self.rows:
            return None
        view = ui.View(timeout=None)
        for number, row in enumerate(self.rows):
            for make in row:
                item = make()
                item.row = number
                view.add_item(item)
        view.stop()  # or the library would keep it for ever
        return view

    def components(self) -> list[dict[str, Any]]:
        """The same as Discord takes them."""
        return [
            {"type": discord.ComponentType.action_row.value,
             "components": [make().to_component_dict() for make in row]}
            for row in self.rows
        ]  # fmt: skip

    def attachments(self) -> list[discord.File]:
        """Its files, made anew for each try to send them."""
        return [
            discord.File(BytesIO(one.data), one.name, description=one.alt[:ALT] or None) for one in self.files
        ]


def answer(reply: Reply, voice: Voice, *, place: str = "") -> list[Message]:
    """An answer as one message, or several where it is long; ``place`` is for buttons in direct messages."""
    body = list(_body(reply, voice))
    texts = pages(_joined([line(reply.phrase, voice), *body]), DESCRIPTION)
    files = tuple(reply.files)[:FILES]
    if len(texts) > MESSAGES:
        whole = "\n".join(texts)
        files = (*files[: FILES - 1], File("answer.txt", whole))
        texts = texts[:MESSAGES]
    colour = SAID if reply.ok else BROKEN if reply.key == "fault" else REFUSED
    embeds = [discord.Embed(description=text, colour=colour) for text in texts or ["\u2800"]]
    rows, footer = _rows(reply.buttons, reply.number, voice, place)
    if footer:
        embeds[-1].set_footer(text=footer)
    found = [Message(embed) for embed in embeds]
    found[-1] = Message(embeds[-1], rows, files)
    return found


def posted(reply: Reply, voice: Voice, mark: str, *, place: str = "") -> Message:
    """A notice as one message; ``mark`` stands in its footer, so that it can be found again."""
    shown = [block for block in reply.body if not isinstance(block, Fields)]
    parts = [_lines(block, voice) for block in shown]
    title = line(reply.phrase, voice)
    state = reply.facts.get("state")
    if reply.key == "job.card" and isinstance(state, Term):
        embed = discord.Embed(colour={"open": OPEN, "filled": FILLED}.get(state.word, ENDED))
        embed.title = _fitted(title, TITLE)
    else:
        embed = discord.Embed(colour=SAID)
        parts = [title, *parts]
    for pair in [pair for block in reply.body if isinstance(block, Fields) for pair in block.pairs][:FIELDS]:
        name, value = (
            _fitted(line(one, voice), most) for one, most in zip(pair, (FIELD_NAME, FIELD_VALUE), strict=True)
        )
        if size(name) + size(value) + _length(embed) <= TOTAL - RESERVED:
            embed.add_field(name=name or "\u2800", value=value or "\u2800", inline=True)
    embed.set_footer(text=mark)
    embed.description = _fitted(_joined(parts), min(DESCRIPTION, TOTAL - _length(embed) - 1)) or None
    return Message(embed, _rows(reply.buttons, reply.number, voice, place)[0])


def _length(embed: discord.Embed) -> int:
    """An embed's signs as Discord counts them: the library counts an emoji as one."""
    fields = [part for one in embed.fields for part in (one.name, one.value)]
    return sum(size(one or "") for one in (embed.title, embed.description, embed.footer.text, *fields))


def opens_form(reply: Reply, voice: Voice, *, place: str = "") -> list[Message]:
    """A message with a button that opens a form, where the form itself can't be opened."""
    form = reply.form
    assert form is not None
    command = typed(form.command, dict(form.given))[1:] + " ?"
    asked = Button("button-form", command)
    return answer(Reply(reply.key, reply.facts, reply.body, (asked,)), voice, place=place)


def _fitted(parts: Sequence[str], most: int) -> str:
    """Tokens on one page, with … where there is more."""
    whole = pages(parts, most) or [""]
    return whole[0] if len(whole) < 2 else pages(parts, most - 1)[0] + "…"


def _joined(blocks: Sequence[Sequence[str]]) -> list[str]:
    """The tokens of several blocks, a line between them."""
    found: list[str] = []
    for block in blocks:
        if found and block:
            found.append("\n")
        found.extend(block)
    return found


def _body(reply: Reply, voice: Voice) -> Iterator[list[str]]:
    for block in reply.body:
        yield _lines(block, voice)


def _lines(block: Block, voice: Voice) -> list[str]:
    """A block as tokens."""
    match block:
        case Para(phrase=phrase):
            return line(phrase, voice)
        case Items(phrases=phrases):
            return _joined([["• ", *hung(line(phrase, voice))] for phrase in phrases])
        case Fields(pairs=pairs):
            return _joined(
                [["**", *line(label, voice), ":** ", *hung(line(phrase, voice))] for label, phrase in pairs]
            )
        case Quote(words=words):
            said = tokens(spell(say("quoted", words=words), voice), voice)
            return ["> ", *(part.replace("\n", "\n> ") for part in said)]


def _rows(
    buttons: Sequence[Button], number: int, voice: Voice, place: str
) -> tuple[tuple[tuple[Any, ...], ...], str]:
    """Rows of buttons, or of selects where there are too many; and the footer that long commands stand in."""
    made, footer = [], []
    for index, button in enumerate(buttons):
        custom_id = custom.press(button, number, index, place)
        if custom_id.endswith("#"):
            footer.append(custom.footed(button, index))
        label = plain_phrase(Phrase(button.label, button.facts), voice)
        made.append((cut(label, LABEL), custom_id, _style(button, index)))
    foot = "\n".join(footer)
    if size(foot) > FOOTER:
        raise ValueError("buttons of a reply are too long for its footer")
    if len(made) <= ROWS * IN_ROW:
        rows = [made[start : start + IN_ROW] for start in range(0, len(made), IN_ROW)]
        return tuple(tuple(_button(*one) for one in row) for row in rows), foot
    some = [made[start : start + SELECT] for start in range(0, min(len(made), ROWS * SELECT), SELECT)]
    return tuple((_select(index, part, place, voice),) for index, part in enumerate(some)), foot


def _style(button: Button, index: int) -> discord.ButtonStyle:
    if button.once:
        return discord.ButtonStyle.danger
    return discord.ButtonStyle.primary if index == 0 else discord.ButtonStyle.secondary


def _button(label: str, custom_id: str, style: discord.ButtonStyle) -> Any:
    return lambda: ui.Button(label=label or "…", custom_id=custom_id, style=style)


def _select(
    index: int, some: Sequence[tuple[str, str, discord.ButtonStyle]], place: str, voice: Voice
) -> Any:
    options = [discord.SelectOption(label=cut(label, OPTION) or "…", value=one) for label, one, _ in some]
    custom_id = f"s{index}@{place}" if place else f"s{index}"
    hint = plain_phrase(say("select.choose"), voice)
    return lambda: ui.Select(custom_id=custom_id, options=list(options), placeholder=hint)


def kept(reply: Reply, written: Sequence[str], command: str) -> Reply:
    """A refused form's answer: with what was written, so that it is not lost."""
    body: list[Block] = list(reply.body)
    if written:
        body.append(Para(say("form.kept", command=Code(f"/{command}"))))
        body += [Quote(text) for text in written]
    return Reply(reply.key, reply.facts, body, reply.buttons, None, reply.files, reply.ok, reply.number)
