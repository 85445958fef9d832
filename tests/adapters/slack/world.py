"""What a workspace of the tests knows: its people, channels, views, and what each method of Slack's does."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.slack import limits

Json = dict[str, Any]
TEAM, BOT = "T0001", "U0BOT"
TOKEN, APP_TOKEN, SECRET = "xoxb-1-workspace", "xapp-1-workspace", "the workspace's own signing secret"
SCOPES = {
    "auth.test": "", "views.open": "", "views.update": "", "views.publish": "",
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "conversations.open": "im:write",
    "conversations.info": "channels:read groups:read",
    "conversations.history": "channels:history groups:history im:history",
    "files.getUploadURLExternal": "files:write", "files.completeUploadExternal": "files:write",
    "usergroups.list": "usergroups:read", "users.info": "users:read", "users.list": "users:read",
}  # fmt: skip
"""Every method that there is, and the scopes of which it takes one."""
PATIENCE, LATE = 10.0, 3.0
LOST, BROKEN = "lost", "broken"
"""Done, but the answer does not arrive; not done, and Slack itself is in trouble."""


@dataclass
class Seen:
    """What a person sees after doing something: messages to them alone, a view, or errors at fields."""

    messages: list[Json] = field(default_factory=list)
    view: Json | None = None
    errors: dict[str, str] = field(default_factory=dict)
    url: str = ""


class World:
    """One workspace, with the bot in all of its channels."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.staff: set[str] = set()
        self.owners: set[str] = set()
        self.gone: set[str] = set()
        self.channels: dict[str, str] = {}
        self.outside: set[str] = set()  # channels that the bot is not in
        self.groups: dict[str, str] = {}
        self.grouped: dict[str, set[str]] = {}  # by person
        self.posted: dict[str, dict[str, Json]] = {}
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.files: list[tuple[str, str]] = []
        self.faults: dict[str, list[str | None]] = {}
        """What is answered next to a method: Slack's word for an error, LOST, BROKEN."""
        self.patience = "7"
        self.silent = False
        """Whether answers come to nobody."""
        self.holding: set[str] = set()
        """Methods that do what they are told and never say so."""
        self.calls: list[tuple[str, Json]] = []
        self.token, self.app_token = TOKEN, APP_TOKEN
        self.scopes = {scope for some in SCOPES.values() for scope in some.split()}
        self.refused: list[tuple[str, str]] = []
        """Calls that were refused, and why."""
        self.acks: list[float] = []
        """Seconds to each acknowledgement."""
        self.checks = True
        """Whether what is sent is held against Slack's limits, and kept."""
        self.wrong: list[str] = []
        """What of what was sent is beyond Slack's limits."""
        self.origin = ""
        self._numbers = itertools.count(1)
        self._effects: dict[str, Seen] = {}
        self._told: dict[str, asyncio.Event] = {}
        self._triggers: dict[str, float] = {}

    # Its people ----------------------------------------------------------------

    def person(self, name: str) -> str:
        """Somebody's number; they are there as soon as they are spoken of."""
        if name not in self.people:
            self.people[name] = f"U0{len(self.people):03}PERSON"
        return self.people[name]

    def channel(self, name: str) -> str:
        """A channel's number."""
        if name not in self.channels:
            self.channels[name] = f"C0{len(self.channels):03}CHANNEL"
        return self.channels[name]

    def group(self, name: str) -> str:
        """A user group's number."""
        if name not in self.groups:
            self.groups[name] = f"S0{len(self.groups):03}GROUP"
        return self.groups[name]

    def give(self, name: str, groups: Iterable[str]) -> tuple[bool, tuple[str, ...]]:
        """Put somebody into these groups and no others: whether that changed anything, and their numbers."""
        person, wanted = self.person(name), {self.group(one) for one in groups}
        changed = wanted != self.grouped.get(person, set())
        self.grouped[person] = wanted
        return changed, tuple(sorted(wanted))

    def user(self, number: str) -> Json:
        """A user as Slack shows them."""
        name = next((one for one, known in self.people.items() if known == number), number)
        return {
            "id": number, "team_id": TEAM, "name": name.lower(), "deleted": name in self.gone,
            "is_bot": number == BOT, "is_admin": name in self.staff, "is_owner": False,
            "is_primary_owner": name in self.owners, "is_restricted": False, "locale": "en-GB",
            "profile": {"display_name": name},
        }  # fmt: skip

    def _see(self, key: str, *, message: Json | None = None, view: Json | None = None) -> None:
        seen = self._effects.get(key)
        if seen is None:
            return
        if message is not None:
            seen.messages.append(message)
        seen.view = view or seen.view
        self._told[key].set()

    def _check(self, kind: str, payload: Json) -> None:
        if self.checks:
            self.wrong += limits.problems(kind, payload)

    def _in(self, group: str) -> list[str]:
        return [person for person, groups in self.grouped.items() if group in groups]

    # What the bot asks -------------------------------------------------------------

    def _refused(self, method: str, given: Json, said: str) -> str:
        """Slack's word for what is wrong with a call; empty if nothing is."""
        token = str(given.get("token") or said.removeprefix("Bearer "))
        if method == "apps.connections.open":
            return "" if token == self.app_token else "invalid_auth"
        if token != self.token:
            return "invalid_auth" if token else "not_authed"
        if method not in SCOPES:
            return "unknown_method"
        if SCOPES[method] and not set(SCOPES[method].split()) & self.scopes:
            return "missing_scope"
        if method in ("views.open", "views.push"):
            at = self._triggers.pop(str(given.get("trigger_id")), None)
            if at is None:
                return "exchanged_trigger_id"
            if time.monotonic() - at > 3:
                return "expired_trigger_id"
        if method == "views.update" and str(given.get("view_id")) not in self.views:
            return "not_found"
        if method == "chat.update" and given["ts"] not in self.posted.get(given["channel"], {}):
            return "message_not_found"
        return ""

    def _method(self, method: str, given: Json) -> Json:
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1", "url": self.origin}
            case "apps.connections.open":
                return {"url": f"{self.origin.replace('http', 'ws')}/link"}
            case "users.info":
                return {"user": self.user(given["user"])}
            case "users.list":
                return {"members": [self.user(one) for one in self.people.values()]}
            case "usergroups.list":
                return {
                    "usergroups": [
                        {"id": one, "handle": name.strip("@"), "users": self._in(one)}
                        for name, one in self.groups.items()
                    ]
                }
            case "conversations.open":
                return {"channel": {"id": f"D{given['users'][1:]}"}}
            case "conversations.info":
                there = given["channel"] not in self.outside
                return {"channel": {"id": given["channel"], "is_member": there, "is_archived": False}}
            case "conversations.history":
                found = self.posted.get(given["channel"], {})
                return {"messages": [{"ts": ts, **one} for ts, one in reversed(found.items())]}
            case "chat.postMessage":
                self._check("post", {**given, "unfurl_links": False, "unfurl_media": False})
                ts = f"{next(self._numbers)}.000001"
                self.posted.setdefault(given["channel"], {})[ts] = given
                return {"channel": given["channel"], "ts": ts}
            case "chat.update":
                self._check("message", given)
                self.posted[given["channel"]][given["ts"]] = given
                return {"channel": given["channel"], "ts": given["ts"]}
            case "views.open" | "views.update":
                return {"view": self._viewed(given)}
            case "views.publish":
                self._check("home", given["view"])
                self.homes[given["user_id"]] = given["view"]
                return {"view": {**given["view"], "id": "V0HOME", "hash": str(next(self._numbers))}}
            case "files.getUploadURLExternal":
                name = given["filename"]
                return {"upload_url": f"{self.origin}/upload/{name}", "file_id": f"F{next(self._numbers)}"}
            case "files.completeUploadExternal":
                return {"files": [{"id": "F1"}]}
        raise AssertionError(f"the bot called {method}")

    def _viewed(self, given: Json) -> Json:
        self._check("modal", given["view"])
        number = str(given.get("view_id") or f"V{next(self._numbers)}")
        view = {**given["view"], "id": number, "hash": str(next(self._numbers))}
        self.views[number] = view
        if view["callback_id"] != "shown" or "moment" not in json.dumps(view["blocks"]):
            self._see(str(given.get("trigger_id") or number), view=view)
        else:  # the answer follows where this waits
            key = str(given.get("trigger_id") or "")
            if key in self._effects:
                self._effects[number], self._told[number] = self._effects[key], self._told[key]
        return view


def state_of(blocks: list[Json]) -> Json:
    """What the inputs of a message hold."""
    return {
        block["block_id"]: {block["element"]["action_id"]: {"value": block["element"].get("initial_value")}}
        for block in blocks
        if block["type"] == "input"
    }


def filled(element: Json, values: Mapping[str, str | None], block: Json) -> Json:
    """An input's state: what a person put there, or what stood."""
    name = block["block_id"].split(".")[1]
    value = values[name] if name in values else _stands(element)
    match element["type"]:
        case "static_select" | "external_select":
            return {"type": element["type"], "selected_option": {"value": value} if value else None}
        case "users_select":
            return {"type": element["type"], "selected_user": value or None}
        case "conversations_select":
            return {"type": element["type"], "selected_conversation": value or None}
    return {"type": element["type"], "value": value or None}


def _stands(element: Json) -> str:
    option = element.get("initial_option") or {}
    return str(
        element.get("initial_value") or option.get("value") or element.get("initial_user")
        or element.get("initial_conversation") or ""
    )  # fmt: skip


def signed(data: str) -> dict[str, str]:
    """What Slack proves itself with."""
    stamp = str(int(time.time()))
    sign = hmac.new(SECRET.encode(), f"v0:{stamp}:{data}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={sign}"}
