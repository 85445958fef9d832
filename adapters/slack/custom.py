"""What a button carries: a command in its value, and in its action_id who it is.

``c0.1`` is the second button of a reply; ``k7.0`` moves Connects, and its key is
``press/7/0``. Of a command too long for a value, the long options stand in inputs
of the message, whose block_ids are ``w<index>.<option>.<part>``; they come back
with the press. An ephemeral message is not sent back with a press, so it can't
stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.limits import INPUT, LABEL, VALUE
from core.chat.parsing import understood
from core.speech.lengths import cut, head, size
from core.speech.phrase import Phrase, say
from core.speech.plain import plain_phrase, typed
from core.speech.reply import Button
from core.speech.texts import Voice

Json = dict[str, Any]
PRESS = re.compile(r"(?P<kind>[ck])(?P<number>[0-9]+)\.(?P<index>[0-9]+)")
_WRITTEN = re.compile(r"w(?P<index>[0-9]+)\.(?P<option>[a-z_]+[0-9]?)\.(?P<part>[0-9]+)")
_PART = re.compile(r"[0-9]{1,9}")
LONG = 200
"""An option longer than this moves to an input where its command is too long for a value."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed: the command's line, and the key of a press that counts once."""

    line: str
    key: str


def button(one: Button, number: int, index: int, voice: Voice) -> tuple[Json, list[Json]]:
    """A button, and the inputs that hold what is too long for it."""
    value = one.command
    inputs: list[Json] = []
    if size(value) > VALUE:
        value, inputs = _parted(one.command, index, voice)
    made: Json = {
        "type": "button",
        "text": {
            "type": "plain_text",
            "text": cut(plain_phrase(Phrase(one.label, one.facts), voice), LABEL) or "…",
            "emoji": False,
        },
        "action_id": f"{'k' if one.once and number else 'c'}{number}.{index}",
        "value": value,
    }
    if one.once:
        made["style"] = "danger"
    elif index == 0:
        made["style"] = "primary"
    return made, inputs


def _parted(line: str, index: int, voice: Voice) -> tuple[str, list[Json]]:
    meant = understood(line)
    if meant is None:
        raise ValueError("a button's command is none")
    command, given, form = meant
    inputs: list[Json] = []
    for name in [name for name, value in given.items() if size(value) > LONG]:
        rest, part = given.pop(name), 0
        while rest:
            some = head(rest, INPUT)
            label = plain_phrase(say(f"field-{name}"), voice)
            inputs.append(written(f"w{index}.{name}.{part}", label, some))
            rest, part = rest[len(some) :], part + 1
    return typed(command.name, given)[1:] + (" ?" if form else ""), inputs


def written(block_id: str, label: str, value: str) -> Json:
    """An input that holds what somebody wrote."""
    element = {"type": "plain_text_input", "action_id": "t", "multiline": True, "initial_value": value}
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": {"type": "plain_text", "text": label or "…", "emoji": False},
        "element": element,
    }


def pressed(action: Mapping[str, Any], state: Mapping[str, Any]) -> Pressed | None:
    """What a press carries; None if it carries nothing that this release made."""
    found = PRESS.fullmatch(str(action.get("action_id", "")))
    line = str(action.get("value") or "")
    if found is None or not line:
        return None
    more: dict[str, str] = {}
    for block_id in sorted(state, key=by_part):
        part = _WRITTEN.fullmatch(block_id)
        if part is not None and part["index"] == found["index"]:
            more[part["option"]] = more.get(part["option"], "") + str(state[block_id]["t"].get("value") or "")
    if more:
        meant = understood(line)
        if meant is None:
            return None
        line = typed(meant[0].name, {**meant[1], **more})[1:] + (" ?" if meant[2] else "")
    key = f"press/{found['number']}/{found['index']}" if found["kind"] == "k" else ""
    return Pressed(line, key)


def first_command(message: Mapping[str, Any]) -> str:
    """The command of a message's first button, if it is one of ours."""
    for block in message.get("blocks") or ():
        for element in block.get("elements") or ():
            found = pressed(element, {}) if isinstance(element, dict) else None
            if found is not None:
                return found.line
    return ""


def by_part(block_id: str) -> tuple[str, int]:
    """The order of parts that belong together."""
    head_, _, part = block_id.rpartition(".")
    return head_, int(part) if _PART.fullmatch(part) else 0
