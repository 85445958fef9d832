"""A Form as Discord's modal, and what comes back from one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from adapters.discord import custom
from adapters.discord.limits import (
    INPUT,
    MODAL_ABOUT,
    MODAL_LABEL,
    MODAL_PARTS,
    MODAL_TITLE,
    OPTION,
    PLACEHOLDER,
    SELECT,
)
from adapters.discord.markup import line, pages
from core.chat.command import COMMANDS
from core.chat.parsing import understood
from core.speech.lengths import cut, size
from core.speech.phrase import say
from core.speech.plain import plain_phrase, typed
from core.speech.reply import Field, Form, Para, Reply
from core.speech.texts import Voice

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""What fields may be, by their names: values with hints."""
ABOUT = 1000
"""So much is said above the fields."""


def modal(reply: Reply, voice: Voice, choices: Choices, *, place: str = "") -> ui.Modal | None:
    """The form of a reply; None if what stands already is too long for a modal to carry."""
    form = reply.form
    assert form is not None
    custom_id = custom.form(typed(form.command, dict(form.given))[1:], place)
    if not custom_id or len(form.fields) > MODAL_PARTS or not form.fields:
        return None
    title = cut(plain_phrase(say(form.title), voice), MODAL_TITLE)
    shown = ui.Modal(title=title, custom_id=custom_id, timeout=None)
    if reply.key != "form.open" and len(form.fields) < MODAL_PARTS:
        shown.add_item(ui.TextDisplay(_about(reply, voice)))
    for one in form.fields:
        label, more = _called(one, voice)
        part = _part(form, one, choices.get(one.name, ()), voice)
        shown.add_item(ui.Label(text=label, description=more or None, component=part))
    shown.stop()  # or the library would keep it for ever; submits are found by the custom_id
    return shown


def _about(reply: Reply, voice: Voice) -> str:
    parts = line(reply.phrase, voice)
    for block in reply.body:
        if isinstance(block, Para):
            parts += ["\n", *line(block.phrase, voice)]
    return pages(parts, ABOUT)[0]


def _called(field: Field, voice: Voice) -> tuple[str, str]:
    """What a field is called, and what stands below that: a title too long for a label stands there."""
    words = plain_phrase(field.phrase, voice)
    if field.title is None or size(words) <= MODAL_LABEL:
        return cut(words, MODAL_LABEL), ""
    return cut(plain_phrase(say(field.label), voice), MODAL_LABEL), cut(words, MODAL_ABOUT)


def _part(form: Form, field: Field, values: Sequence[tuple[str, str]], voice: Voice) -> ui.Item[Any]:
    required = field.required
    match field.kind:
        case "choice" | "flag":
            words = field.choices or ("yes", "no")
            return _select(field, [(word, "") for word in words[:SELECT]], voice)
        case "member":
            return ui.UserSelect(custom_id=field.name, required=required, min_values=int(required))
        case "channel":
            return ui.ChannelSelect(custom_id=field.name, required=required, min_values=int(required))
        case "role":
            return ui.RoleSelect(custom_id=field.name, required=required, min_values=int(required))
        case "job" if values and len(values) < SELECT and field.value in ("", *(one for one, _ in values)):
            return _select(field, values, voice)
    option = COMMANDS[form.command].option(field.name)
    long = field.kind == "long"
    most = field.maximum if field.kind in ("text", "long") and field.maximum else 100
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        required=required,
        default=cut(field.value, min(most, INPUT)) or None,
        max_length=min(max(most, 1), INPUT),
        placeholder=cut(option.spec.example(), PLACEHOLDER) if option is not None and not long else None,
    )


def _select(field: Field, values: Sequence[tuple[str, str]], voice: Voice) -> ui.Item[Any]:
    said = {word: plain_phrase(label, voice) for word, label in field.offered}
    options = [
        discord.SelectOption(
            label=cut(said.get(value, value), OPTION), value=value, description=cut(hint, OPTION) or None,
            default=value == field.value,
        )
        for value, hint in values
    ]  # fmt: skip
    return ui.Select(
        custom_id=field.name, options=options, required=field.required, min_values=int(field.required)
    )


def submitted(custom_id: str, components: Sequence[Any]) -> tuple[str, dict[str, str], str] | None:
    """The command, its options and the place of a submitted modal; None if it is none of ours.

    What was left empty overrules what stood, so that a field can be emptied.
    """
    found = custom.formed(custom_id)
    if found is None:
        return None
    meant = understood(found[0])
    return (meant[0].name, {**meant[1], **_filled(components)}, found[1]) if meant is not None else None


def _filled(components: Sequence[Any]) -> dict[str, str]:
    filled: dict[str, str] = {}
    for component in components:
        inner = component.get("component")
        filled |= _filled([*component.get("components", ()), *([inner] if inner else [])])
        if "custom_id" in component:
            values = component.get("values")
            value = component.get("value", "") if values is None else next(iter(values), "")
            filled[str(component["custom_id"])] = str(value or "")
    return filled
