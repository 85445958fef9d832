"""What Slack refuses of an app's manifest, and what it would install without telling what is missing.

Written from https://docs.slack.dev/reference/app-manifest, Slack's own schema (github.com/slackapi/
manifest-schema, version 2) and the pages of /reference/events and /reference/scopes. Parts of a manifest that
are for workflows, functions, agents and the Marketplace are refused: the app has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.adapters.slack.limits_text import Check, Fields, Json, many, one_of, string, thing, unique, whole

_SCOPE_NAMES = """
app_mentions:read assistant:write bookmarks:read bookmarks:write calls:read calls:write canvases:read
canvases:write channels:history channels:join channels:manage channels:read channels:write.invites
channels:write.topic chat:write chat:write.customize chat:write.public commands
conversations.connect:manage conversations.connect:read conversations.connect:write dnd:read emoji:read
files:read files:write groups:history groups:read groups:write groups:write.invites groups:write.topic
im:history im:read im:write im:write.topic incoming-webhook links.embed:write links:read links:write
lists:read lists:write metadata.message:read mpim:history mpim:read mpim:write mpim:write.topic pins:read
pins:write reactions:read reactions:write reminders:read reminders:write remote_files:read
remote_files:share remote_files:write team.billing:read team.preferences:read team:read usergroups:read
usergroups:write users.profile:read users:read users:read.email users:write workflow.steps:execute
"""
BOT_SCOPES = frozenset(_SCOPE_NAMES.split())
"""/reference/scopes, those of bots."""
_READS = ("channels:read", "groups:read", "im:read", "mpim:read")
_EVENTS = {
    "": "app_home_opened app_rate_limited app_uninstalled entity_details_requested function_executed "
    "grid_migration_finished grid_migration_started message.app_home team_access_granted team_access_revoked "
    "tokens_revoked",
    "app_mentions:read": "app_mention",
    "assistant:write": "app_context_changed assistant_thread_context_changed assistant_thread_started",
    "calls:read": "call_rejected",
    "channels:read": "channel_archive channel_created channel_deleted channel_left channel_rename "
    "channel_unarchive",
    "channels:history groups:history mpim:history": "channel_history_changed",
    " ".join(_READS): "channel_id_changed channel_shared channel_unshared",
    "channels:read groups:read": "member_joined_channel member_left_channel",
    "channels:history": "message.channels",
    "groups:history": "group_history_changed message.groups",
    "im:history": "im_history_changed message.im",
    "mpim:history": "message.mpim",
    "conversations.connect:manage": "shared_channel_invite_accepted shared_channel_invite_approved "
    "shared_channel_invite_declined shared_channel_invite_requested",
    "conversations.connect:read conversations.connect:write": "shared_channel_invite_received",
    "dnd:read": "dnd_updated_user",
    "emoji:read": "emoji_changed",
    "files:read": "file_change file_created file_deleted file_public file_shared file_unshared",
    "groups:read": "group_archive group_close group_deleted group_left group_open group_rename "
    "group_unarchive",
    "im:read": "im_close im_created im_open",
    "links:read": "link_shared",
    "metadata.message:read": "message_metadata_deleted message_metadata_posted message_metadata_updated",
    "pins:read": "pin_added pin_removed",
    "reactions:read": "reaction_added reaction_removed",
    "team:read": "email_domain_changed team_domain_change team_rename",
    "usergroups:read": "subteam_created subteam_members_changed subteam_self_added subteam_self_removed "
    "subteam_updated",
    "users:read": "team_join user_change user_huddle_changed user_profile_changed user_status_changed",
}
BOT_EVENTS = {event: frozenset(scopes.split()) for scopes, some in _EVENTS.items() for event in some.split()}
"""/reference/events, those that bots may subscribe to, each with the scopes of which it needs one."""

FLAG = one_of(True, False)


def _url(high: int) -> Check:
    return string(high, like=r"https://[^\s/]+(?:/\S*)?")


COMMAND = thing(
    {"command": string(32, like=r"/[a-z0-9_-]+"), "description": string(2000)},
    {"usage_hint": string(1000), "should_escape": FLAG, "url": _url(3000)},
)
SHORTCUT = thing(
    {
        "name": string(24),
        "type": one_of("message", "global"),
        "callback_id": string(255),
        "description": string(150),
    }
)
APP_HOME = thing(
    {},
    dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), FLAG),
)
_SCOPES: Fields = {"bot": many(one_of(*sorted(BOT_SCOPES)), 1, 255, once=True)}
_ADDRESS = r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|/)|(?=$|/))){4}(?:/(?:3[0-2]|[12]?\d))?"
SHAPE = thing(
    {
        "display_information": thing(
            {"name": string(35)},
            {
                "description": string(140),
                # The page says 174 to 4,000, the schema 175.
                "long_description": string(4000, low=175),
                "background_color": string(7, like="#(?:[0-9a-fA-F]{3}){1,2}"),
            },
        )
    },
    {
        "_metadata": thing({}, {"major_version": whole(1, 2), "minor_version": whole(0, 99)}),
        "features": thing(
            {},
            {
                "app_home": APP_HOME,
                "bot_user": thing({"display_name": string(80)}, {"always_online": FLAG}),
                "shortcuts": many(SHORTCUT, 1, 10),
                "slash_commands": many(COMMAND, 1, 50),
                "unfurl_domains": many(string(255, like="[a-z0-9][-a-z0-9.]*[a-z0-9]"), 1, 5, once=True),
            },
        ),
        "oauth_config": thing(
            {}, {"redirect_urls": many(_url(2500), 1, 1000, once=True), "scopes": thing({}, _SCOPES)}
        ),
        "settings": thing(
            {},
            {
                "allowed_ip_address_ranges": many(string(18, like=_ADDRESS), 1, 50, once=True),
                "event_subscriptions": thing(
                    {},
                    {
                        "request_url": _url(3500),
                        "bot_events": many(one_of(*sorted(BOT_EVENTS)), 1, 100, once=True),
                    },
                ),
                "interactivity": thing(
                    {"is_enabled": FLAG},
                    {"request_url": _url(3500), "message_menu_options_url": _url(3500)},
                ),
                "org_deploy_enabled": FLAG,
                "socket_mode_enabled": FLAG,
                "token_rotation_enabled": FLAG,
            },
        ),
    },
)


def manifest(found: Any, at: str = "manifest") -> Iterator[str]:
    """What of a manifest is refused, and what of it cannot work together."""
    yield from SHAPE(found, at)
    features, settings, oauth = (_in(found, name) for name in ("features", "settings", "oauth_config"))
    commands, shortcuts = _list(features, "slash_commands"), _list(features, "shortcuts")
    events, talks = _in(settings, "event_subscriptions"), _in(settings, "interactivity")
    yield from unique([one.get("command") for one in commands], f"{at}.features.slash_commands.command")
    yield from unique([one.get("callback_id") for one in shortcuts], f"{at}.features.shortcuts.callback_id")
    yield from _places(commands, events, talks, settings.get("socket_mode_enabled") is True, at)
    scopes = _in(oauth, "scopes").get("bot")
    scopes = set(map(str, scopes)) if isinstance(scopes, list | tuple) else set()
    home = _in(features, "app_home")
    shown = home.get("home_tab_enabled")
    if (commands or shortcuts) and "commands" not in scopes:
        yield f"{at}: commands or shortcuts without the scope commands"
    if shortcuts and talks.get("is_enabled") is not True:
        yield f"{at}: shortcuts without interactivity"
    if "commands" in scopes and not commands and not shortcuts:
        yield f"{at}: the scope commands, and there are none"
    wanted = events.get("bot_events")
    for event in wanted if isinstance(wanted, list | tuple) else ():
        needs = BOT_EVENTS.get(event, frozenset()) if isinstance(event, str) else frozenset()
        if needs and not needs & scopes:
            yield f"{at}: {event} without one of the scopes {', '.join(sorted(needs))}"
        if event == "app_home_opened" and not (shown or home.get("messages_tab_enabled")):
            yield f"{at}: app_home_opened, and no tab is enabled"
    if (scopes or wanted) and not _in(features, "bot_user"):
        yield f"{at}: scopes or events of a bot, and there is none"


def _places(commands: list[Json], events: Json, talks: Json, socket: bool, at: str) -> Iterator[str]:
    """Where Slack sends things: to addresses, or over the socket to none."""
    wanted = [(f"{at}.features.slash_commands[{n}].url", "url" in one) for n, one in enumerate(commands)]
    if events.get("bot_events"):
        wanted.append((f"{at}.settings.event_subscriptions.request_url", "request_url" in events))
    if talks.get("is_enabled") is True:
        wanted.append((f"{at}.settings.interactivity.request_url", "request_url" in talks))
    if socket:
        menus = "message_menu_options_url"
        given = [*wanted, (f"{at}.settings.interactivity.{menus}", menus in talks)]
        yield from (f"{where}: in socket mode" for where, is_there in given if is_there)
    else:
        yield from (f"{where}: missing" for where, is_there in wanted if not is_there)


def _in(owner: Any, name: str) -> Json:
    value = owner.get(name) if isinstance(owner, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _list(owner: Json, name: str) -> list[Json]:
    value = owner.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
