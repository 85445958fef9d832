"""What can be read on Discord, in the words of a terminal: markup taken away, people and moments by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.instants import SECOND
from core.speech.phrase import When
from core.speech.plain import plain
from core.speech.reply import Reply
from core.speech.texts import Voice, words_of_when

_MARKUP = re.compile(
    r"\\(?P<sign>[^0-9A-Za-z\s])|`(?P<code>[^`]*)`|(?P<bold>\*\*)|<(?:@&?|#)(?P<number>[0-9]+)>"
    r"|<t:(?P<seconds>[0-9]+):(?P<style>[DfR])>|\[(?P<words>(?:\\.|[^\]\\])*)\]\((?P<url>[^)]*)\)"
)
_STYLES = {"D": "date", "f": "time", "R": "relative"}


def words(text: str, names: Mapping[str, str], voice: Voice) -> str:
    """Discord's markup as plain words. Whatever a backslash stands before is no markup."""

    def said(found: re.Match[str]) -> str:
        if found["sign"] is not None:
            return found["sign"]
        if found["code"] is not None:
            return found["code"]
        if found["number"] is not None:
            return names[found["number"]]
        if found["seconds"] is not None:
            return words_of_when(When(int(found["seconds"]) * SECOND, _STYLES[found["style"]]), voice)
        return "" if found["bold"] is not None else f"{found['words']} ({found['url']})"

    return _MARKUP.sub(said, text)


def read(messages: Sequence[Any], names: Mapping[str, str], voice: Voice) -> list[str]:
    """The lines that can be read in messages, but for footers and buttons."""
    parts: list[str | None] = []
    for message in messages:
        for embed in message.embeds:
            parts += [embed.title, embed.description, *(f"{one.name}: {one.value}" for one in embed.fields)]
    return lines("\n".join(words(part, names, voice) for part in parts if part))


def lines(text: str) -> list[str]:
    """Lines as they are compared: a blank is a blank, and a mark that ends code has no other."""
    found = (" ".join(line.split()) for line in text.replace("`", "ˋ").split("\n"))
    return [line for line in found if line not in ("", "⠀")]


def expected(reply: Reply, names: Mapping[str, str], voice: Voice) -> list[str]:
    """The lines of a reply in a terminal, without buttons, form and files."""
    text = plain(replace(reply, buttons=(), form=None, files=()), voice)
    for number, name in names.items():  # a terminal would say the name of a channel
        text = text.replace(number, name)
    return lines(text)


def unlike_answer(
    reply: Reply, messages: Sequence[Any], names: Mapping[str, str], voice: Voice
) -> Iterator[str]:
    """What an answer's messages say otherwise than the terminal does."""
    seen, want = read(messages, names, voice), expected(reply, names, voice)
    # A refused form says below its answer what was written; pages may end within a line.
    if seen[: len(want)] != want and not "".join(seen).startswith("".join(want)):
        yield f"expected {want}, saw {seen}"
    labels = [one.label for row in messages[-1].message.components for one in row.children]
    if len(labels) < len(reply.buttons):
        yield f"{labels} of {len(reply.buttons)} buttons"
    files = [one.filename for one in messages[-1].attachments]
    if files[: len(reply.files)] != [one.name for one in reply.files]:
        yield f"the files {files}"
    colour = {0x5865F2} if reply.ok else {0xF0B232}
    if {embed.colour.value for one in messages for embed in one.embeds} != colour:
        yield "another colour"
    if not all(one.ephemeral for one in messages):
        yield "everybody sees it"


def unlike_notice(reply: Reply, message: Any, names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """What a posted message says otherwise; fields stand below everything else there."""
    seen, want = read([message], names, voice), expected(reply, names, voice)
    cut = any(line.endswith("…") for line in seen)
    if sorted(seen) != sorted(want) and not cut:
        yield f"expected {want}, saw {seen}"
    labels = [one.label for row in message.components for one in row.children]
    if len(labels) != len(reply.buttons):
        yield f"{labels} of {len(reply.buttons)} buttons"


def unlike_form(reply: Reply, modal: Any, names: Mapping[str, str], voice: Voice) -> Iterator[str]:
    """What a form asks otherwise than the terminal does."""
    assert reply.form is not None
    asked = [one["component"] for one in modal["components"] if "component" in one]
    if [one["custom_id"] for one in asked] != [one.name for one in reply.form.fields]:
        yield f"the fields {[one['custom_id'] for one in asked]}"
    if [bool(one.get("required", True)) for one in asked] != [one.required for one in reply.form.fields]:
        yield "other fields are required"
    about = "\n".join(one["content"] for one in modal["components"] if one["type"] == 10)
    want, seen = expected(reply, names, voice), lines(words(about, names, voice))
    if about and seen != want[: len(seen)]:
        yield f"expected {want}, saw {seen}"
