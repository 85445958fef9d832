"""What the bot has to be allowed, and the names by which Discord's settings call it."""

from __future__ import annotations

from typing import Any

import discord

NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Posts",
    "send_messages_in_threads": "Send Messages in Threads and Posts",
    "manage_threads": "Manage Threads and Posts",
}
"""As the English settings of a channel name them."""
TEXT = ("view_channel", "send_messages", "embed_links", "read_message_history")
FORUM = (
    "view_channel", "send_messages", "embed_links", "read_message_history", "create_public_threads",
    "send_messages_in_threads", "manage_threads",
)  # fmt: skip
"""In a forum, Send Messages is what makes posts."""


def invite(*, forum: bool) -> discord.Permissions:
    """The least permissions to ask for."""
    return discord.Permissions(**dict.fromkeys(FORUM if forum else TEXT, True))


def lacking(channel: Any) -> tuple[str, ...]:
    """The names of what the bot may not do in a channel and has to."""
    needed = FORUM if isinstance(channel, discord.ForumChannel) else TEXT
    guild = getattr(channel, "guild", None)
    if guild is None or guild.me is None:
        return ()
    allowed = channel.permissions_for(guild.me)
    return tuple(NAMES[name] for name in needed if not getattr(allowed, name))


def needed(channel: Any) -> tuple[str, ...]:
    """The names of all that the bot needs there, where it can't tell what is missing."""
    return tuple(NAMES[name] for name in (FORUM if isinstance(channel, discord.ForumChannel) else TEXT))
