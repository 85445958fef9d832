"""Slash commands on their way in, and the tree on its way out: sent when it has changed, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog
from discord import app_commands

from adapters.discord import answering, inbound, tree
from adapters.discord.answering import Asked
from adapters.discord.inbound import PLATFORM
from core.chat.ask import Answer
from core.errors import Refusal
from core.pieces import refused
from core.queries import Remembered

if TYPE_CHECKING:
    from adapters.discord.client import Client

_log = structlog.get_logger(__name__)


class Tree(app_commands.CommandTree["Client"]):
    """The commands; each interaction is looked at before anything happens."""

    async def interaction_check(self, interaction: discord.Interaction[Client], /) -> bool:
        """Whether to go on with it."""
        if interaction.type is discord.InteractionType.autocomplete:
            return await answering.goes_on(interaction.client.desk, interaction)
        return await interaction.client.takes(interaction)

    async def on_error(
        self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError, /
    ) -> None:
        """A command that this release does not have, or not so; anything else is a fault."""
        old = isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch)
        if not old:
            _log.error("command_failed", key=inbound.key_of(interaction), exc_info=error)
        if interaction.type is discord.InteractionType.autocomplete or interaction.response.is_done():
            return
        client = interaction.client
        asked = Asked(client.door, interaction, inbound.who(interaction), inbound.key_of(interaction))

        async def work() -> Answer:
            return Answer("", refused(Refusal("tree.old")))

        await asked.answer(work())


async def sync(client: Client, *, force: bool = False) -> int:
    """Send the tree if it has changed since it was last sent; how many commands were sent."""
    guild = discord.Object(client.setup.guild) if client.setup.guild else None
    commands = client.tree
    if guild is not None:
        commands.copy_global_to(guild=guild)
    payload = [
        await one.get_translated_payload(commands, commands.translator)
        if commands.translator is not None else one.to_dict(commands)
        for one in commands.get_commands(guild=guild)
    ]  # fmt: skip
    name = f"{PLATFORM}/tree/{client.application_id}/{client.setup.guild or 'global'}"
    digest = tree.digest(payload)
    async with client.desk.queries.snapshot() as snapshot:
        was = await snapshot.ask(0, Remembered(name))
    if not force and was == digest:
        return 0
    sent = await commands.sync(guild=guild)
    await client.desk.remember(name, digest)
    _log.info("commands_sent", count=len(sent))
    return len(sent)
