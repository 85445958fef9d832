"""A bare discord.py bot of one command that answers a constant: the floor beside the bot on Discord."""

from __future__ import annotations

import os
from typing import Any

import discord
import yarl
from discord import app_commands


class Bare(discord.AutoShardedClient):
    """Nothing but the library."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Send the tree."""
        await self.tree.sync()


def main() -> None:
    """Serve until killed."""
    discord.http.Route.BASE = os.environ["DISCORD_API_BASE"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    bot = Bare()

    @bot.tree.command(name="constant", description="Answers a constant.")
    async def constant(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("You have 40 Connects.", ephemeral=True)

    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
