"""The app's manifest, made of the registry: what is typed into Slack's settings comes from here."""

from __future__ import annotations

from typing import Any

from adapters.slack.limits import COMMAND, COMMAND_HELP, COMMAND_HINT
from adapters.slack.web import EVENTS, REDIRECT
from core.chat.command import COMMANDS
from core.people import Rank
from core.speech.lengths import cut

Json = dict[str, Any]
SCOPES = {
    "channels:history": "finds a message that was posted just before the bot broke off",
    "channels:read": "sees whether it is in a channel, and when it is invited",
    "chat:write": "posts cards, announcements and direct messages",
    "commands": "has its commands",
    "files:write": "hands over an exported history, and pictures",
    "groups:history": "the same as channels:history in private channels",
    "groups:read": "the same as channels:read in private channels",
    "im:history": "the same as channels:history in direct messages",
    "im:write": "opens direct messages",
    "usergroups:read": "knows the user groups that staff gave a rank",
    "users:read": "knows names, languages, and who runs the workspace",
}
"""Every scope that is asked for, and what for."""
EVENT_SCOPES = {
    "app_home_opened": "", "app_uninstalled": "", "tokens_revoked": "",
    "channel_id_changed": "channels:read", "member_joined_channel": "channels:read",
    "subteam_created": "usergroups:read", "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read", "team_join": "users:read", "user_change": "users:read",
}  # fmt: skip
"""Every event that is heard, and the scope it takes (https://docs.slack.dev/reference/events)."""
SHORTCUT = "connects"
UNTAKEN = ("help",)
"""Words that are not made commands of their own: Slack has them, and /connects help says the same."""


def manifest(*, socket: bool, url: str = "", prefix: str = "", many: bool = False) -> Json:
    """The manifest for Socket Mode, or for HTTP at a public address. ``many``: workspaces install it."""
    requests = "" if socket else url.rstrip("/") + EVENTS
    features: Json = {
        "app_home": {
            "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True
        },
        "bot_user": {"display_name": "connects", "always_online": True},
        "shortcuts": [
            {"name": "Connects", "type": kind, "callback_id": f"{SHORTCUT}_{kind}", "description": said}
            for kind, said in (
                ("message", "Apply, or anything else, from here."),
                ("global", "Your Connects, jobs and proposals."),
            )
        ],
        "slash_commands": [_command(word, names, requests, prefix) for word, names in _words().items()],
    }  # fmt: skip
    interactivity: Json = {"is_enabled": True}
    events: Json = {"bot_events": sorted(EVENT_SCOPES)}
    if requests:
        interactivity |= {"request_url": requests, "message_menu_options_url": requests}
        events["request_url"] = requests
    oauth: Json = {"scopes": {"bot": sorted(SCOPES)}}
    if many:
        oauth["redirect_urls"] = [url.rstrip("/") + REDIRECT]
    return {
        "display_information": {
            "name": "Connects",
            "description": "A wallet of Connects for everybody, a board of jobs.",
            "background_color": "#1f6f54",
        },
        "features": features,
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": many,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": many,
        },
    }


def _words() -> dict[str, list[str]]:
    """The first words of all commands, with the commands that begin so."""
    found: dict[str, list[str]] = {}
    for name in COMMANDS:
        word = name.split()[0]
        if word not in UNTAKEN:
            found.setdefault(word, []).append(name)
    return dict(sorted(found.items()))


def _command(word: str, names: list[str], requests: str, prefix: str) -> Json:
    rests = [name.partition(" ")[2] for name in names]
    hint = "|".join(rest for rest in rests if rest) + ("|help" if any(rests) else "")
    if not any(rests):
        hint = COMMANDS[word].usage.partition(" ")[2] or "help"
    lowest = min(COMMANDS[name].rank for name in names)
    said = COMMANDS[names[0]].help if len(names) == 1 else _GROUPS.get(word, COMMANDS[names[0]].help)
    if lowest >= Rank.STAFF:
        said = f"{said} For staff."
    made = {
        "command": cut(f"/{prefix}{word}", COMMAND),
        "description": cut(said, COMMAND_HELP),
        "usage_hint": cut(hint, COMMAND_HINT),
        "should_escape": True,
    }
    return {**made, "url": requests} if requests else made


_GROUPS = {
    "admin": "Run the community: grants, plans, rules, channels.",
    "connects": "Your Connects: the balance, where they came from, the rules.",
    "job": "A job: publish, show, change, close it.",
    "proposal": "A proposal: withdraw, shortlist, decline, hire, interview.",
}
