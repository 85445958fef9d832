"""The loopback Discord's routes of the application, its commands, users and guilds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adapters.discord.server_gateway import PRIVILEGED
from tests.adapters.discord.server_messages import Call
from tests.adapters.discord.server_world import Json, Refused, invalid, snowflake

FLAGS = {"members": 1 << 15, "presences": 1 << 13, "message_content": 1 << 19}
"""How an application says which privileged intents it was granted."""


def show_me(call: Call) -> Json:
    """GET /users/@me."""
    return call.world.me | {"verified": True, "mfa_enabled": True, "locale": "en-US", "flags": 0}


def show_user(call: Call) -> Json:
    """GET /users/{user}."""
    if call.args[0] not in call.world.users:
        raise Refused(404, 10013, "Unknown User")
    return call.world.users[call.args[0]]


def own_guilds(call: Call) -> list[Json]:
    """GET /users/@me/guilds."""
    return [
        {"id": guild.id, "name": guild.name, "icon": None, "owner": False, "permissions": "0", "features": []}
        for guild in call.world.guilds.values()
        if guild.here
    ]


def show_application(call: Call) -> Json:
    """GET /oauth2/applications/@me and GET /applications/@me."""
    granted = call.discord.gateway.privileged
    flags = sum(FLAGS[name] for name, bit in PRIVILEGED.items() if granted & bit)
    return {
        "id": call.world.application, "name": call.world.me["username"], "icon": None, "description": "",
        "bot_public": True, "bot_require_code_grant": False, "owner": call.world.operator, "team": None,
        "verify_key": "0" * 64, "flags": flags, "summary": "", "tags": [], "bot": call.world.me,
    }  # fmt: skip


def show_gateway(call: Call) -> Json:
    """GET /gateway."""
    return {"url": call.discord.gateway_url}


def show_bot_gateway(call: Call) -> Json:
    """GET /gateway/bot."""
    used = call.discord.gateway.counts["identifies"]
    limit = {"total": 1000, "remaining": max(0, 1000 - used), "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.discord.gateway_url, "shards": call.discord.shards, "session_start_limit": limit}


def show_guild(call: Call) -> Json:
    """GET /guilds/{guild}."""
    guild = call.world.known_guild(call.args[0])
    counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
    return call.world.described(guild) | (counts if call.query.get("with_counts") in ("1", "true") else {})


def guild_channels(call: Call) -> list[Json]:
    """GET /guilds/{guild}/channels, without threads."""
    return [call.world.channels[one] for one in call.world.known_guild(call.args[0]).channels]


def guild_roles(call: Call) -> list[Json]:
    """GET /guilds/{guild}/roles."""
    return list(call.world.known_guild(call.args[0]).roles.values())


def show_member(call: Call) -> Json:
    """GET /guilds/{guild}/members/{user}."""
    guild, user = call.world.known_guild(call.args[0]), call.args[1]
    if user not in guild.members:
        if user in call.world.users:
            raise Refused(404, 10007, "Unknown Member")
        raise Refused(404, 10013, "Unknown User")
    return guild.members[user]


def _scope(call: Call) -> str:
    """The guild of a tree of commands, or nothing for the one that is for all."""
    if call.args[0] != call.world.application:
        raise Refused(403, 20012, "You are not authorized to perform this action on this application")
    if len(call.args) == 1:
        return ""
    guild = call.world.guilds.get(call.args[1])
    if guild is None or not guild.here:
        raise Refused(403, 50001, "Missing Access")
    return guild.id


def show_commands(call: Call) -> list[Json]:
    """GET /applications/{application}[/guilds/{guild}]/commands."""
    return call.discord.commands.get(_scope(call), [])


def put_commands(call: Call) -> list[Json]:
    """PUT /applications/{application}[/guilds/{guild}]/commands: the whole tree anew."""
    scope, tree = _scope(call), call.body
    call.discord.puts += 1
    if not isinstance(tree, list):
        raise invalid("commands", "Must be a list.")
    call.discord.received("tree", tree)
    names = [(command.get("type", 1), command.get("name")) for command in tree]
    if len({*names}) < len(names):
        raise invalid("0.name", "Application command names must be unique")
    known = {(one["type"], one["name"]): one["id"] for one in call.discord.commands.get(scope, ())}
    made = []
    for command in tree:
        kind = command.get("type", 1)
        entry: Json = {
            "description": "", "options": [], "default_member_permissions": None, "nsfw": False,
            "contexts": None, "integration_types": [0], "dm_permission": True, **command,
            "id": known.get((kind, command["name"])) or snowflake(), "version": snowflake(), "type": kind,
            "application_id": call.world.application,
        }  # fmt: skip
        needed = entry["default_member_permissions"]
        entry["default_member_permissions"] = None if needed is None else str(needed)
        made.append(entry | ({"guild_id": scope} if scope else {}))
    call.discord.commands[scope] = made
    return made


ROUTES: dict[str, Callable[[Call], Any]] = {
    "GET /users/@me": show_me,
    "GET /users/@me/guilds": own_guilds,
    "GET /users/*": show_user,
    "GET /oauth2/applications/@me": show_application,
    "GET /applications/@me": show_application,
    "GET /gateway/bot": show_bot_gateway,
    "GET /guilds/*": show_guild,
    "GET /guilds/*/channels": guild_channels,
    "GET /guilds/*/roles": guild_roles,
    "GET /guilds/*/members/*": show_member,
    "GET /applications/*/commands": show_commands,
    "PUT /applications/*/commands": put_commands,
    "GET /applications/*/guilds/*/commands": show_commands,
    "PUT /applications/*/guilds/*/commands": put_commands,
}
