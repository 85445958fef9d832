"""What Discord says about a person and what they sent, as the door takes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import discord

from core.people import Rank, Who

PLATFORM = "discord"
THEME = "dark"
"""What Discord looks like until somebody changes it."""
LATE = 2.8
"""Seconds after which Discord will hardly take a first response in time (it gives 3)."""
NAME = 80
_LANGUAGES: Mapping[str, str] = {"zh-CN": "zh", "zh-TW": "zh", "es-419": "es", "sv-SE": "sv"}


def key_of(interaction: discord.Interaction[Any]) -> str:
    """The delivery's key: Discord's own number of the interaction."""
    return f"{PLATFORM}/{interaction.id}"


def is_late(interaction: discord.Interaction[Any]) -> bool:
    """Whether an answer would come too late, so that nothing may be done at all."""
    return (discord.utils.utcnow() - interaction.created_at).total_seconds() > LATE


def who(interaction: discord.Interaction[Any]) -> Who:
    """Who asks, in the community where they ask."""
    user = interaction.user
    where = interaction.channel
    # What is said in a thread belongs to the channel around it.
    parent = where.parent_id if isinstance(where, discord.Thread) else None
    channel = str(parent or interaction.channel_id or "")
    roles = _roles(user) if isinstance(user, discord.Member) else ()
    return Who(
        PLATFORM, str(interaction.guild_id or ""), str(user.id), name_of(user), rank(interaction.permissions),
        roles, locale(interaction.locale), channel, _created(user),
        unsure=not isinstance(user, discord.Member), theme=THEME,
    )  # fmt: skip


def who_is(member: discord.Member, locale_: str = "") -> Who:
    """A member as an event or a look-up shows them."""
    return Who(
        PLATFORM, str(member.guild.id), str(member.id), name_of(member), rank(member.guild_permissions),
        _roles(member), locale_, created=_created(member),
    )  # fmt: skip


def _created(user: discord.abc.User) -> int:
    """When an account was opened, which its number tells (Discord's reference, "Snowflakes")."""
    return ((user.id >> 22) + discord.utils.DISCORD_EPOCH) * 1_000


def rank(permissions: discord.Permissions) -> Rank:
    """Who runs the server is staff here; what other roles mean, staff say with /admin role."""
    return Rank.STAFF if permissions.administrator or permissions.manage_guild else Rank.MEMBER


def name_of(user: discord.abc.User) -> str:
    """A display name without anything that steers a display."""
    return _shown(user.display_name) or str(user.id)


@lru_cache(maxsize=4_000)
def _shown(name: str) -> str:
    shown = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return " ".join(shown.split())[:NAME]


def locale(found: discord.Locale) -> str:
    """The reader's language, as the texts name languages."""
    return _LANGUAGES.get(found.value, found.value)


def _roles(member: discord.Member) -> tuple[str, ...]:
    return tuple(str(role.id) for role in member.roles if not role.is_default())


def footer_of(message: discord.Message | None) -> str:
    """The last footer of a message, where commands stand that are too long for their buttons."""
    if message is None or not message.embeds:
        return ""
    return message.embeds[-1].footer.text or ""
