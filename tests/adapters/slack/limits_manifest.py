"""What Slack refuses of an app's manifest, written from its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
SHAPE: dict[str, set[str]] = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"},
    "features.app_home": {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
    "features.bot_user": {"display_name", "always_online"},
    "oauth_config": {"redirect_urls", "scopes"},
    "oauth_config.scopes": {"bot", "user"},
    "settings": {
        "allowed_ip_address_ranges", "event_subscriptions", "interactivity", "org_deploy_enabled",
        "socket_mode_enabled", "token_rotation_enabled",
    },
    "settings.event_subscriptions": {"request_url", "bot_events", "user_events"},
    "settings.interactivity": {"is_enabled", "request_url", "message_menu_options_url"},
}  # fmt: skip
NEEDS = {
    "app_home_opened": (), "app_uninstalled": (), "tokens_revoked": (),
    "channel_id_changed": ("channels:read", "groups:read", "mpim:read", "im:read"),
    "member_joined_channel": ("channels:read", "groups:read"),
    "subteam_created": ("usergroups:read",), "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",), "team_join": ("users:read",), "user_change": ("users:read",),
}  # fmt: skip
"""Events, and the scopes of which each takes one."""
SCOPES = {
    "channels:history", "channels:read", "chat:write", "commands", "files:write", "groups:history",
    "groups:read", "im:history", "im:write", "usergroups:read", "users:read",
}  # fmt: skip


def manifest(found: Json) -> Iterator[str]:
    """What Slack would refuse."""
    yield from _shape(found, "")
    about = found.get("display_information", {})
    if not 0 < len(about.get("name", "")) <= 35 or len(about.get("description", "")) > 140:
        yield "name or description"
    if not re.fullmatch("#[0-9a-fA-F]{6}", about.get("background_color", "#000000")):
        yield "background_color"
    features, settings = found.get("features", {}), found.get("settings", {})
    if not 0 < len(features.get("bot_user", {}).get("display_name", "")) <= 80:
        yield "display_name"
    socket = settings.get("socket_mode_enabled", False)
    commands = features.get("slash_commands", ())
    if len(commands) > 50 or len({one["command"] for one in commands}) != len(commands):
        yield "too many commands, or one twice"
    for one in commands:
        yield from _command(one, socket=socket)
    for one in features.get("shortcuts", ()):
        if set(one) != {"name", "type", "callback_id", "description"} or one["type"] not in (
            "message",
            "global",
        ):
            yield "shortcut"
        if len(one["name"]) > 24 or len(one["description"]) > 150 or len(one["callback_id"]) > 255:
            yield "shortcut too long"
    events, interactivity = settings.get("event_subscriptions", {}), settings.get("interactivity", {})
    if socket == ("request_url" in events) or socket == ("request_url" in interactivity):
        yield "request_url"
    scopes = set(found.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    yield from (f"scope {one}" for one in scopes - SCOPES)
    if commands and "commands" not in scopes:
        yield "commands without their scope"
    for one in events.get("bot_events", ()):
        if one not in NEEDS:
            yield f"event {one}"
        elif NEEDS[one] and not scopes & set(NEEDS[one]):
            yield f"event {one} without its scope"


def _shape(found: Json, path: str) -> Iterator[str]:
    for name, value in found.items():
        inner = f"{path}.{name}" if path else name
        if name not in SHAPE[path]:
            yield f"unknown {inner}"
        elif isinstance(value, Mapping):
            if inner not in SHAPE:
                yield f"{inner} is no group"
            else:
                yield from _shape(value, inner)


def _command(one: Json, *, socket: bool) -> Iterator[str]:
    if set(one) - {"command", "url", "description", "usage_hint", "should_escape"}:
        yield "unknown part of a command"
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", one.get("command", "")):
        yield f"command {one.get('command')}"
    if not 0 < len(one.get("description", "")) <= 2000 or len(one.get("usage_hint", "")) > 1000:
        yield "description of a command"
    if ("url" in one) == socket:
        yield "url of a command"
