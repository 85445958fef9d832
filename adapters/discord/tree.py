"""Discord's command tree, made from the registry: groups, options, limits, choices, words."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import discord
import orjson
from discord import app_commands

from adapters.discord.limits import CHOICE, CHOICES, COMMAND_TEXT, STRING, WHOLE
from core.chat.command import COMMANDS, Command, Option
from core.chat.options import TextSpec, WholeSpec
from core.speech.fluent import FALLBACK
from core.speech.lengths import cut
from core.speech.phrase import say
from core.speech.plain import plain_phrase
from core.speech.texts import Voice, has_text, languages

Called = Callable[[discord.Interaction[Any], str, dict[str, str]], Awaitable[None]]
"""A command was called with these options."""
Completes = Callable[[discord.Interaction[Any], str, str, str], Awaitable[Sequence[tuple[str, str]]]]
"""What may an option of a command be, by what was typed of it?"""
COMPLETED = ("job", "proposal", "operation", "agency")


def grow(tree: app_commands.CommandTree[Any], called: Called, completes: Completes) -> None:
    """Put every command of the registry into a tree."""
    groups: dict[str, app_commands.Group] = {}
    where = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
    how = app_commands.AppInstallationType(guild=True, user=False)
    for command in COMMANDS.values():
        first, _, second = command.name.partition(" ")
        made = _command(command, second or first, called, completes)
        if not second:
            made.allowed_contexts, made.allowed_installs = where, how
            tree.add_command(made)
            continue
        if first not in groups:
            text = app_commands.locale_str(_group_text(first), key=f"group.{first}")
            groups[first] = app_commands.Group(
                name=first, description=text, allowed_contexts=where, allowed_installs=how
            )
            tree.add_command(groups[first])
        groups[first].add_command(made)


def _group_text(name: str) -> str:
    return cut(plain_phrase(say(f"group.{name}"), Voice()), COMMAND_TEXT)


def _command(
    command: Command, name: str, called: Called, completes: Completes
) -> app_commands.Command[Any, ..., None]:
    """One command; its callback takes whatever options the registry names."""

    async def callback(interaction: discord.Interaction[Any], **options: Any) -> None:
        given = {_named(command, key): _text(value) for key, value in options.items() if value is not None}
        await called(interaction, command.name, given)

    shown = [option for option in command.options if not option.hidden]
    parameters = [
        inspect.Parameter(
            option.parameter, inspect.Parameter.KEYWORD_ONLY, annotation=_annotation(option),
            default=inspect.Parameter.empty if is_required(command, option) else None,
        )
        for option in shown
    ]  # fmt: skip
    asker = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction
    )
    callback.__signature__ = inspect.Signature([asker, *parameters])  # type: ignore[attr-defined]
    described: Any = callback
    for option in shown:
        text = app_commands.locale_str(_option_text(option), key=f"option.{option.name}")
        described = app_commands.describe(**{option.parameter: text})(described)
        if option.parameter != option.name:
            described = app_commands.rename(**{option.parameter: option.name})(described)
        choices = getattr(option.spec, "choices", ())[:CHOICES]
        if choices:
            listed = [app_commands.Choice(name=one, value=one) for one in choices]
            described = app_commands.choices(**{option.parameter: listed})(described)
        elif option.spec.kind in COMPLETED:
            complete = _completion(command, option, completes)
            described = app_commands.autocomplete(**{option.parameter: complete})(described)
    help_text = app_commands.locale_str(cut(command.help, COMMAND_TEXT), key=f"help.{command.name}")
    return app_commands.Command(name=name, description=help_text, callback=described)


def is_required(command: Command, option: Option) -> bool:
    """Whether Discord insists on it: not where a form asks for it."""
    return option.required and option.name not in command.form


def _named(command: Command, parameter: str) -> str:
    return next(option.name for option in command.options if option.parameter == parameter)


def _text(value: Any) -> str:
    """An option's value as a person would type it: things of the platform are their numbers."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, app_commands.Choice):
        return str(value.value)
    return str(getattr(value, "id", value))


def _annotation(option: Option) -> Any:
    spec = option.spec
    match spec.kind:
        case "whole" if isinstance(spec, WholeSpec):
            return app_commands.Range[int, spec.minimum, min(spec.maximum, WHOLE)]
        case "flag":
            return bool
        case "member":
            return discord.User
        case "channel":
            return discord.TextChannel | discord.ForumChannel
        case "role":
            return discord.Role
        case "text" if isinstance(spec, TextSpec):
            return app_commands.Range[str, max(1, spec.minimum), min(spec.maximum, STRING)]
    return str


def _option_text(option: Option) -> str:
    return cut(plain_phrase(say(f"option.{option.name}"), Voice()), COMMAND_TEXT)


def _completion(command: Command, option: Option, completes: Completes) -> Any:
    async def complete(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        found = await completes(interaction, command.name, option.name, current)
        return [
            app_commands.Choice(
                name=cut(f"{value} · {hint}" if hint else value, CHOICE), value=value[:CHOICE]
            )
            for value, hint in found[:CHOICES]
        ]

    return complete


class Words(app_commands.Translator):
    """The registry's words in a reader's language, where the texts have them."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """A description in another language; None leaves it as it is."""
        key, language = string.extras.get("key"), _language(locale.value)
        if key is None or language is None or not has_text(key.replace(" ", "-"), language):
            return None
        return cut(plain_phrase(say(key.replace(" ", "-")), Voice(language)), COMMAND_TEXT)


def _language(locale: str) -> str | None:
    """The language of ours that a locale reads, other than the one that stands in the tree itself."""
    for name in (locale, locale.partition("-")[0]):
        if name in languages():
            return None if name == FALLBACK else name
    return None


def digest(payload: Sequence[Mapping[str, Any]]) -> str:
    """What a tree is recognised by: it is sent only if this has changed."""
    return sha256(orjson.dumps(list(payload), option=orjson.OPT_SORT_KEYS)).hexdigest()
