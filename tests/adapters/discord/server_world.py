"""What the loopback Discord knows: users, guilds, roles, members, channels, what the bot may do where."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

Json = dict[str, Any]

EPOCH = 1_420_070_400_000
TEXT, DM, ANNOUNCEMENT, THREAD, FORUM = 0, 1, 5, 11, 15
KINDS = {"text": TEXT, "announcement": ANNOUNCEMENT, "forum": FORUM}
BITS = {
    "administrator": 1 << 3, "manage_channels": 1 << 4, "manage_guild": 1 << 5, "view_channel": 1 << 10,
    "send_messages": 1 << 11, "manage_messages": 1 << 13, "embed_links": 1 << 14, "attach_files": 1 << 15,
    "read_message_history": 1 << 16, "mention_everyone": 1 << 17, "manage_roles": 1 << 28,
    "use_application_commands": 1 << 31, "manage_threads": 1 << 34, "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}  # fmt: skip
ALL = (1 << 51) - 1
EVERYONE = (
    "view_channel", "send_messages", "embed_links", "attach_files", "read_message_history",
    "use_application_commands", "create_public_threads", "send_messages_in_threads",
)  # fmt: skip
BOT = (*EVERYONE, "manage_threads")
REQUIRES_TAG = 1 << 4


class Refused(Exception):
    """An answer of Discord's that says no."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code, **more}


def invalid(where: str, why: str) -> Refused:
    """A form that Discord does not take."""
    errors: Json = {"_errors": [{"code": "INVALID", "message": why}]}
    for part in reversed(where.split(".")):
        errors = {part: errors}
    return Refused(400, 50035, "Invalid Form Body", errors=errors)


def bits(names: Iterable[str]) -> int:
    """The sum of permissions by their names."""
    total = 0
    for name in names:
        total |= BITS[name]
    return total


_numbers = count(1)


def snowflake(age: float = 0.0) -> str:
    """A new number of the present, or of some seconds ago."""
    return str((int((time.time() - age) * 1000) - EPOCH) << 22 | next(_numbers) & 0x3FFFFF)


def instant() -> str:
    """The present, as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(slots=True)
class Guild:
    """A server, whether or not the bot is in it."""

    id: str
    name: str
    owner: str
    locale: str = "en-US"
    here: bool = True
    roles: dict[str, Json] = field(default_factory=dict)
    members: dict[str, Json] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)

    def partial(self) -> Json:
        """What an interaction says of its guild."""
        return {"id": self.id, "locale": self.locale, "features": []}


class World:
    """Everything that is, but for messages and interactions."""

    def __init__(self, application: str) -> None:
        self.application = application
        self.users: dict[str, Json] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Json] = {}
        self.lacks: dict[str, set[str]] = {}
        self.closed: set[str] = set()
        self.directs: dict[str, str] = {}
        self.me = self.user("connects", number=application, bot=True)
        self.operator = self.user("operator")

    # Making ------------------------------------------------------------------

    def user(self, name: str, *, number: str = "", bot: bool = False) -> Json:
        """A new user."""
        made: Json = {
            "id": number or snowflake(), "username": name.lower().replace(" ", "_")[:32],
            "discriminator": "0", "global_name": name, "avatar": None, "bot": bot, "public_flags": 0,
        }  # fmt: skip
        self.users[made["id"]] = made
        return made

    def guild(self, name: str, *, locale: str = "en-US", permissions: Sequence[str] = BOT) -> Guild:
        """A new guild with an owner and the bot in it."""
        owner = self.user(f"{name} owner")["id"]
        made = Guild(snowflake(), name, owner, locale)
        self.guilds[made.id] = made
        self.role(made, "@everyone", EVERYONE, number=made.id)
        managed = self.role(made, self.me["username"], permissions)
        managed["managed"] = True
        self.member(made, owner)
        self.member(made, self.application, roles=[managed["id"]])
        return made

    def role(self, guild: Guild, name: str, permissions: Iterable[str] = (), *, number: str = "") -> Json:
        """A new role."""
        made: Json = {
            "id": number or snowflake(), "name": name, "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False, "icon": None, "unicode_emoji": None, "position": len(guild.roles),
            "permissions": str(bits(permissions)), "managed": False, "mentionable": False, "flags": 0,
        }  # fmt: skip
        guild.roles[made["id"]] = made
        return made

    def member(self, guild: Guild, user: str, *, roles: Sequence[str] = (), nick: str | None = None) -> Json:
        """Somebody in a guild."""
        made: Json = {
            "user": self.users[user], "nick": nick, "avatar": None, "banner": None, "roles": list(roles),
            "joined_at": instant(), "premium_since": None, "deaf": False, "mute": False, "flags": 0,
            "pending": False, "communication_disabled_until": None,
        }  # fmt: skip
        guild.members[user] = made
        return made

    def channel(self, guild: Guild, name: str, kind: str = "text", *, tags: Sequence[str] = ()) -> Json:
        """A new channel of a guild."""
        made: Json = {
            "id": snowflake(), "type": KINDS[kind], "guild_id": guild.id, "name": name,
            "position": len(guild.channels), "permission_overwrites": [], "topic": None, "nsfw": False,
            "parent_id": None, "last_message_id": None, "rate_limit_per_user": 0, "flags": 0,
        }  # fmt: skip
        if kind == "forum":
            made |= {
                "available_tags": [self.tag({"name": tag}) for tag in tags], "default_reaction_emoji": None,
                "default_sort_order": None, "default_forum_layout": 0,
                "default_thread_rate_limit_per_user": 0,
            }  # fmt: skip
        self.channels[made["id"]] = made
        guild.channels.append(made["id"])
        return made

    def tag(self, given: Json) -> Json:
        """A tag of a forum, new unless it has a number."""
        if not 1 <= len(str(given.get("name") or "")) <= 20:
            raise invalid("available_tags.0.name", "Must be between 1 and 20 in length.")
        return {
            "id": str(given.get("id") or snowflake()), "name": given["name"],
            "moderated": bool(given.get("moderated")), "emoji_id": given.get("emoji_id"),
            "emoji_name": given.get("emoji_name"),
        }  # fmt: skip

    def thread(self, parent: Json, name: str, owner: str, tags: Sequence[str] = ()) -> Json:
        """A new public thread, which in a forum is a post."""
        made: Json = {
            "id": snowflake(), "type": THREAD, "guild_id": parent["guild_id"], "parent_id": parent["id"],
            "owner_id": owner, "name": name, "last_message_id": None, "message_count": 0, "member_count": 1,
            "total_message_sent": 0, "rate_limit_per_user": 0, "flags": 0, "applied_tags": list(tags),
            "thread_metadata": {
                "archived": False, "locked": False, "archive_timestamp": instant(),
                "auto_archive_duration": 4320, "create_timestamp": instant(),
            },
        }  # fmt: skip
        self.channels[made["id"]] = made
        return made

    def direct(self, user: str) -> Json:
        """The bot's direct messages with a user."""
        if user in self.directs:
            return self.channels[self.directs[user]]
        made: Json = {
            "id": snowflake(), "type": DM, "last_message_id": None, "flags": 0,
            "recipients": [self.users[user]],
        }  # fmt: skip
        self.channels[made["id"]] = made
        self.directs[user] = made["id"]
        return made

    def lack(self, channel: str, names: Iterable[str]) -> None:
        """From now on the bot may not do these things in a channel, and no others."""
        self.lacks[channel] = lacks = set(names)
        denied = {"id": self.application, "type": 1, "allow": "0", "deny": str(bits(lacks))}
        self.channels[channel]["permission_overwrites"] = [denied] if lacks else []

    # Asking ------------------------------------------------------------------

    def known_guild(self, number: str) -> Guild:
        """A guild that the bot is in, or a refusal."""
        guild = self.guilds.get(number)
        if guild is None or not guild.here:
            raise Refused(404, 10004, "Unknown Guild")
        return guild

    def permissions(self, guild: Guild, user: str) -> int:
        """What a member may do in a guild."""
        if user == guild.owner:
            return ALL
        total = int(guild.roles[guild.id]["permissions"])
        for role in guild.members[user]["roles"]:
            total |= int(guild.roles[role]["permissions"])
        return ALL if total & BITS["administrator"] else total

    def own(self, channel: Json) -> int:
        """What the bot may do in a channel."""
        if channel["type"] == DM:
            return bits(EVERYONE)
        guild = self.guilds[channel["guild_id"]]
        total = self.permissions(guild, self.application)
        parent = channel["parent_id"] if channel["type"] == THREAD else channel["id"]
        return total if total == ALL else total & ~bits(self.lacks.get(parent, ()))

    def need(self, channel: Json, *names: str) -> None:
        """Refuse what the bot may not do in a channel."""
        if channel["type"] == DM:
            return
        allowed = self.own(channel)
        if not allowed & BITS["view_channel"]:
            raise Refused(403, 50001, "Missing Access")
        if any(not allowed & BITS[name] for name in names):
            raise Refused(403, 50013, "Missing Permissions")

    def known_channel(self, number: str, *names: str) -> Json:
        """A channel where the bot may do these things, or a refusal."""
        channel = self.channels.get(number)
        if channel is None:
            raise Refused(404, 10003, "Unknown Channel")
        if channel["type"] != DM and not self.guilds[channel["guild_id"]].here:
            raise Refused(403, 50001, "Missing Access")
        self.need(channel, *names)
        return channel

    def reachable(self, user: str) -> None:
        """Refuse a direct message that would not arrive."""
        if user in self.closed or self.users[user]["bot"]:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if not any(guild.here and user in guild.members for guild in self.guilds.values()):
            raise Refused(403, 50278, "Cannot send messages to this user due to having no mutual guilds")

    def threads(self, guild: str) -> list[Json]:
        """The threads of a guild that are not archived."""
        return [
            channel
            for channel in self.channels.values()
            if channel["type"] == THREAD
            and channel["guild_id"] == guild
            and not channel["thread_metadata"]["archived"]
        ]

    def described(self, guild: Guild, *, events: bool = False) -> Json:
        """A guild as REST says it; as the gateway does, with what is in it."""
        said: Json = {
            "id": guild.id, "name": guild.name, "icon": None, "owner_id": guild.owner, "features": [],
            "roles": list(guild.roles.values()), "emojis": [], "stickers": [], "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
            "afk_timeout": 300, "system_channel_flags": 0, "premium_tier": 0, "nsfw": False,
            "preferred_locale": guild.locale, "max_members": 500_000, "premium_progress_bar_enabled": False,
        }  # fmt: skip
        if not events:
            return said
        first = [guild.members[user] for user in (self.application, guild.owner) if user in guild.members]
        return said | {
            "channels": [self.channels[channel] for channel in guild.channels], "members": first,
            "threads": self.threads(guild.id), "member_count": len(guild.members), "presences": [],
            "joined_at": guild.members[self.application]["joined_at"], "large": len(guild.members) > 250,
            "voice_states": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }  # fmt: skip
