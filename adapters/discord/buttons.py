"""Buttons and selects that outlive the process: found by their custom_ids, which carry commands."""

from __future__ import annotations

from typing import Any

from discord import ui

from adapters.discord import custom


class Press(ui.DynamicItem[ui.Button[Any]], template=custom.PRESS):
    """Any button of the bot's, alive after any restart: its custom_id is the command."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any) -> Press:
        """Made of what Discord sends back."""
        return cls(item)

    async def callback(self, interaction: Any) -> None:
        """It was pressed."""
        await interaction.client.pressed(interaction, self.custom_id)


class Choose(ui.DynamicItem[ui.Select[Any]], template=custom.SELECT):
    """Any select of the bot's: its options are buttons."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any) -> Choose:
        """Made of what Discord sends back."""
        return cls(item)

    async def callback(self, interaction: Any) -> None:
        """One of its options was chosen."""
        await interaction.client.pressed(interaction, interaction.data["values"][0])
