"""The app's manifest: from the registry, fresh in deploy/, and asking for what is used and no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.slack.events import Events
from adapters.slack.manifest import EVENT_SCOPES, SCOPES, UNTAKEN, manifest
from bot.slack import manifest_of
from core.chat.command import COMMANDS
from tests.adapters.slack import limits

ROOT = Path(__file__).parents[3]
URL = "https://connects.example.org"
METHODS = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "files_upload_v2": {"files:write"},
    "usergroups_list": {"usergroups:read"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "auth_test": set(),
    "apps_connections_open": set(),
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
"""Every method that is called, with the scopes it takes (https://docs.slack.dev/reference/methods)."""


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_manifests_in_deploy_are_fresh(mode: str) -> None:
    kept = (ROOT / "deploy" / "manifests" / f"slack-{mode}.json").read_text("utf-8")
    assert kept == manifest_of(mode, URL, "", many=False) + "\n", "connects slack manifest writes it anew"


@pytest.mark.parametrize("many", [True, False])
@pytest.mark.parametrize("socket", [True, False])
def test_a_manifest_is_as_slack_wants_it(socket: bool, many: bool) -> None:
    made = manifest(socket=socket, url=URL, prefix="acme-", many=many)
    assert limits.problems("manifest", made) == []
    urls = [one.get("url") for one in made["features"]["slash_commands"]]
    assert all(urls) != socket


def test_every_command_of_the_registry_can_be_typed() -> None:
    made = manifest(socket=True)
    words = {one["command"] for one in made["features"]["slash_commands"]}
    assert words == {f"/{name.split()[0]}" for name in COMMANDS} - {f"/{word}" for word in UNTAKEN}
    assert all(one["should_escape"] for one in made["features"]["slash_commands"])


def test_the_scopes_are_those_that_are_used_and_no_others() -> None:
    source = "\n".join(one.read_text("utf-8") for one in (ROOT / "adapters" / "slack").glob("*.py"))
    source += (ROOT / "bot" / "slack.py").read_text("utf-8")
    prefixes = "api|apps|auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views"
    called = set(re.findall(rf"\.((?:{prefixes})_[a-zA-Z_0-9]+)\(", source)) - {"files_of"}
    assert called == set(METHODS)
    needed = set().union(*METHODS.values()) | {scope for scope in EVENT_SCOPES.values() if scope}
    assert needed | {"commands"} == set(SCOPES)


def test_the_events_subscribed_to_are_those_that_are_heard() -> None:
    heard = set(Events(None, lambda _: None).listeners())  # type: ignore[arg-type]
    assert heard == set(EVENT_SCOPES)
    assert set(manifest(socket=True)["settings"]["event_subscriptions"]["bot_events"]) == heard
