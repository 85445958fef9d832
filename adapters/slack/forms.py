"""A Form as Slack's modal, and what comes back from one. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from adapters.slack import custom, render, rich
from adapters.slack.limits import (
    INPUT,
    INPUT_LABEL,
    METADATA,
    OPTION,
    OPTION_VALUE,
    PLACEHOLDER,
    VIEW_BLOCKS,
)
from adapters.slack.render import words
from adapters.slack.rich import Manner
from core.chat.command import COMMANDS, Command
from core.chat.parsing import read, understood
from core.errors import Refusal
from core.speech.lengths import cut, head, size
from core.speech.phrase import say
from core.speech.plain import plain_phrase, typed
from core.speech.reply import Field, Form, Para, Reply
from core.speech.texts import Voice

Json = dict[str, Any]
FORM, LINE = "form", "line"
"""The callback_ids of a command's form, and of the one that takes any command's line."""
VERSION = 1
_FIELD = re.compile(r"f\.(?P<name>[a-z_]+[0-9]?)\.(?P<part>[0-9]+)")
_LOOKED_UP = ("job", "role")
"""What a select offers while it is typed; what nothing is offered for is typed."""
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
HERE = "here"
"""The place of whatever is typed, in the form that takes any command."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came out of a form."""

    command: Command
    given: dict[str, str]
    origin: str


def modal(reply: Reply, voice: Voice, manner: Manner, *, origin: str = "") -> Json | None:
    """The form of a reply; None if what stands already is too long for a view to carry.

    ``origin`` is where its command was said, as the platform names it.
    """
    form = reply.form
    assert form is not None
    metadata = _carried(typed(form.command, dict(form.given))[1:], origin)
    if size(metadata) > METADATA:
        return None
    blocks = _about(reply, voice, manner)
    for one in form.fields:
        blocks += _inputs(form, one, voice)
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": metadata,
        "title": words(say(form.title), voice),
        "submit": words(say("slack.send"), voice),
        "close": words(say("slack.close"), voice),
        "blocks": blocks[:VIEW_BLOCKS],
    }


def _carried(line: str, origin: str) -> str:
    return orjson.dumps({"v": VERSION, "line": line, "origin": origin}).decode()


def _about(reply: Reply, voice: Voice, manner: Manner) -> list[Json]:
    """What stands above the fields, unless it says no more than the title."""
    if reply.key == "form.open":
        return []
    parts = rich.section(rich.line(reply.phrase, voice, manner))
    if not reply.ok:
        parts[0]["elements"][:0] = [{"type": "emoji", "name": render.WARNING}, {"type": "text", "text": " "}]
    for block in reply.body:
        if isinstance(block, Para):
            parts += rich.parts_of(block, voice, manner)
    return [rich.block(group) for group in rich.laid(parts)]


def _inputs(form: Form, field: Field, voice: Voice) -> list[Json]:
    """A field's inputs: one, or several where what stands is longer than an input holds."""
    chunks = [field.value[:0]]
    if field.kind in ("text", "long"):
        rest, chunks = field.value, []
        while rest or not chunks:
            chunks.append(head(rest, INPUT))
            rest = rest[len(chunks[-1]) :]
    made = []
    for part, value in enumerate(chunks):
        element = _element(form, field, value, voice)
        if element["type"] == "plain_text_input" and len(chunks) > 1:
            element = {**element, "max_length": INPUT, "min_length": 0}
        made.append(
            {
                "type": "input",
                "block_id": f"f.{field.name}.{part}",
                "optional": not field.required or part > 0,
                "label": words(field.phrase, voice, INPUT_LABEL),
                "element": element,
            }
        )
    return made


def _element(form: Form, field: Field, value: str, voice: Voice) -> Json:
    match field.kind:
        case "choice" | "flag":
            said = {word: plain_phrase(label, voice) for word, label in field.offered}
            options = [_option(word, shown=said.get(word, "")) for word in field.choices or ("yes", "no")]
            found = [one for one in options if one["value"] == field.value]
            chosen: Json = {"initial_option": found[0]} if found else {}
            return _of("static_select", field, options=options, **chosen)
        case "member":
            known = rich.PERSON.fullmatch(field.value)
            return _of("users_select", field, **({"initial_user": field.value} if known else {}))
        case "channel":
            known = _CHANNEL.fullmatch(field.value)
            more: Json = {"initial_conversation": field.value} if known else {}
            filtered = {"include": ["public", "private"], "exclude_bot_users": True}
            return _of("conversations_select", field, filter=filtered, **more)
        case kind if kind in _LOOKED_UP:
            more = {"initial_option": _option(field.value)} if 0 < size(field.value) <= OPTION else {}
            return _of("external_select", field, min_query_length=0, **more)
    return _text(form, field, value)


def _text(form: Form, field: Field, value: str) -> Json:
    element = _of("plain_text_input", field, multiline=field.kind == "long")
    most = field.maximum if field.kind in ("text", "long") and field.maximum else 100
    # What stands already may be longer by Slack's count than by the option's.
    element["max_length"] = most = min(max(most, size(value)), INPUT)
    option = COMMANDS[form.command].option(field.name)
    if option is not None and field.kind != "long" and option.spec.example():
        element["placeholder"] = {
            "type": "plain_text", "text": cut(option.spec.example(), PLACEHOLDER), "emoji": False
        }  # fmt: skip
    value = head(value if field.kind in ("text", "long") else field.value, most)
    return {**element, "initial_value": value} if value else element


def _of(kind: str, field: Field, **more: Any) -> Json:
    return {"type": kind, "action_id": field.name, **more}


def _option(value: str, hint: str = "", shown: str = "") -> Json:
    shown = shown or (f"{value} · {hint}" if hint else value)
    return {
        "text": {"type": "plain_text", "text": cut(shown, OPTION), "emoji": False},
        "value": head(value, OPTION_VALUE),
    }


def options(values: Sequence[tuple[str, str]]) -> Json:
    """What a look-up of a field's values is answered with."""
    return {"options": [_option(value, hint) for value, hint in values if value]}


def asks_line(voice: Voice, origin: str, value: str = "") -> Json:
    """A form that takes any command, for places where Slack takes none, such as threads."""
    element: Json = {
        "type": "plain_text_input", "action_id": HERE, "max_length": INPUT,
        "placeholder": {"type": "plain_text", "text": "apply job-42", "emoji": False},
    }  # fmt: skip
    if value:
        element["initial_value"] = head(value, INPUT)
    asked = {
        "type": "input",
        "block_id": "f.line.0",
        "label": words(say("slack.line"), voice, INPUT_LABEL),
        "element": element,
    }
    return {
        "type": "modal",
        "callback_id": LINE,
        "private_metadata": _carried("", origin),
        "title": words(say("slack.title"), voice),
        "submit": words(say("slack.send"), voice),
        "close": words(say("slack.close"), voice),
        "blocks": [asked],
    }


# Coming back ---------------------------------------------------------------------


def carried(view: Mapping[str, Any]) -> tuple[str, str] | None:
    """The line and the origin that a view carries; None if it is none of this release's."""
    try:
        found = orjson.loads(view.get("private_metadata") or "{}")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(found, dict) or found.get("v") != VERSION:
        return None
    return str(found.get("line", "")), str(found.get("origin", ""))


def submitted(view: Mapping[str, Any]) -> Submitted | None:
    """What a submitted form says; None if it is none of ours.

    What was left empty overrules what stood, so that a field can be emptied.
    """
    found = carried(view)
    if found is None:
        return None
    meant = understood(found[0])
    return Submitted(meant[0], {**meant[1], **filled(view)}, found[1]) if meant is not None else None


def filled(view: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a submitted view; the parts of a long one are joined again."""
    values = view.get("state", {}).get("values", {})
    found: dict[str, str] = {}
    for block_id in sorted(values, key=custom.by_part):
        part = _FIELD.fullmatch(block_id)
        for element in values[block_id].values() if part is not None else ():
            assert part is not None
            found[part["name"]] = found.get(part["name"], "") + _value(element)
    return found


def _value(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    for value in (
        element.get("value"), chosen.get("value"), element.get("selected_user"),
        element.get("selected_conversation"), element.get("selected_channel"), element.get("selected_date"),
    ):  # fmt: skip
        if value:
            return str(value)
    return ""


def wrong(found: Submitted, voice: Voice) -> dict[str, str]:
    """What is wrong with fields, by their blocks, as far as that can be told without the records."""
    try:
        _, missing = read(found.command, found.given, filled=True)
    except Refusal as refusal:
        option = str(refusal.facts.get("option") or _thing(refusal))
        if option in found.command.form:
            return {f"f.{option}.0": plain_phrase(say(refusal.key, **refusal.facts), voice)}  # type: ignore[arg-type]
        return {}
    needed = plain_phrase(say("slack.needed"), voice)
    return {f"f.{name}.0": needed for name in missing if name in found.command.form}


def _thing(refusal: Refusal) -> str:
    """``job`` of ``job.unknown``: the option that a refusal without one is about."""
    return refusal.key.partition(".")[0]
