"""Who somebody is to Slack: their rank, their groups, and whether they may have a wallet here.

Payloads don't say it, so it is asked for and kept for a few minutes.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.api import GONE, TROUBLED, UNREACHABLE, Api, code_of
from adapters.slack.inbound import PLATFORM, Source
from adapters.slack.workspaces import Gone, Workspaces, client
from core.errors import Refusal
from core.people import Rank, Who

FRESH, STALE = 300.0, 3600.0
"""Seconds for which what Slack said holds, and for which it will do while Slack can't be asked."""
SOON = 10.0
"""Seconds after which Slack is asked for groups again where it was in trouble."""
MOST = 50_000
Key = tuple[str, str, str]
Members = Mapping[str, frozenset[str]]
"""Who is in groups, by their numbers."""
Names = Mapping[str, str]
"""What groups are called, by their numbers."""
NAME = 80
GUESTS, STRANGERS = "guests", "connect"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """A user as ``users.info`` shows them. ``why``: the key of the refusal if they may not take part."""

    name: str
    locale: str
    rank: Rank
    why: str = ""


class Persons:
    """What is known of users and groups, for some minutes."""

    def __init__(self, api: Api, workspaces: Workspaces) -> None:
        self._api = api
        self._workspaces = workspaces
        self._kept: dict[Key, tuple[float, Person]] = {}
        self._turn = asyncio.Lock()
        self._untold: set[tuple[str, str]] = set()  # where Slack did not say who is in which group
        self._groups: dict[
            tuple[str, str], tuple[float, Mapping[str, frozenset[str]], Mapping[str, str]]
        ] = {}

    async def who(self, source: Source) -> Who:
        """Who asks. Refuses: slack.guest, .stranger, .bot, .unsure, .uninstalled."""
        person = await self.person(source)
        if person.why:
            raise Refusal(person.why)
        members, _ = await self._of_groups(source)
        groups = tuple(sorted(group for group, users in members.items() if source.person in users))
        return Who(
            PLATFORM, source.place, source.person, person.name, person.rank, groups, person.locale,
            source.channel if source.channel[:1] in ("C", "G") else "",
            unsure=(source.place, source.team) in self._untold,
        )  # fmt: skip

    def known(self, source: Source) -> Person | None:
        """What was last said of somebody."""
        kept = self._kept.get(_key(source))
        return kept[1] if kept is not None else None

    def locale(self, source: Source) -> str:
        """How somebody reads, as far as that is known without asking."""
        kept = self._kept.get(_key(source))
        return kept[1].locale if kept is not None else ""

    async def person(self, source: Source) -> Person:
        """A user. Refuses: slack.unsure, .uninstalled."""
        key, now = _key(source), time.monotonic()
        kept = self._kept.get(key)
        if kept is not None and kept[0] + FRESH > now:
            return kept[1]
        try:
            # Who is known needs no waiting for leave to ask: what was said before will do meanwhile.
            patient = kept is None
            web = await client(self._api, self._workspaces, source.place, source.team, patient=patient)
            said = await web.users_info(user=source.person, include_locale=True)
            return self.note(source, said["user"])
        except Gone:
            raise Refusal("slack.uninstalled") from None
        except (SlackApiError, *UNREACHABLE) as error:
            why = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            if why in GONE:
                raise Refusal("slack.uninstalled") from None
            if why in ("user_not_found", "user_not_visible"):
                raise Refusal("slack.stranger") from None
            _log.warning("person_unknown", why=why)
            if kept is not None and kept[0] + STALE > now:
                return kept[1]
            raise Refusal("slack.unsure") from None

    def note(self, source: Source, user: Mapping[str, Any]) -> Person:
        """Keep what Slack says of a user."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        person = read(user, source, self._api.setup.allow)
        self._kept[_key(source)] = time.monotonic(), person
        return person

    def forget_groups(self, place: str) -> None:
        """The groups have changed."""
        for key in [key for key in self._groups if key[0] == place]:
            del self._groups[key]

    async def groups(self, source: Source) -> Mapping[str, str]:
        """The groups' names, by number; none where Slack does not say."""
        return (await self._of_groups(source))[1]

    async def _of_groups(self, source: Source) -> tuple[Members, Names]:
        """The groups with their users. A workspace without groups, or a bot without the scope, has none."""
        kept = self._groups.get((source.place, source.team))
        if kept is not None and kept[0] + FRESH > time.monotonic():
            return kept[1], kept[2]
        async with self._turn:
            return await self._asked_groups(source)

    async def _asked_groups(self, source: Source) -> tuple[Members, Names]:
        kept, now = self._groups.get((source.place, source.team)), time.monotonic()
        if kept is not None and kept[0] + FRESH > now:
            return kept[1], kept[2]
        asked_at = now
        try:
            # Everybody's answer waits for this one, so it waits for nothing itself.
            web = await client(self._api, self._workspaces, source.place, source.team, patient=False)
            more: dict[str, Any] = {"team_id": source.team} if source.org_wide and source.team else {}
            said = await web.usergroups_list(include_users=True, **more)
            some = said.get("usergroups") or []
            self._untold.discard((source.place, source.team))
        except (Gone, SlackApiError, *UNREACHABLE) as error:
            if kept is not None and kept[0] + STALE > now:
                return kept[1], kept[2]
            some = []
            self._untold.add((source.place, source.team))
            if not isinstance(error, SlackApiError) or code_of(error) in ("", "ratelimited", *TROUBLED):
                asked_at = now - FRESH + SOON
        members = {str(one["id"]): frozenset(one.get("users") or ()) for one in some}
        names = {str(one["id"]): f"@{one.get('handle') or one.get('name') or ''}" for one in some}
        self._groups[source.place, source.team] = asked_at, members, names
        return members, names


def _key(source: Source) -> Key:
    # Who runs one workspace of an organisation need not run another.
    return source.place, source.team, source.person


def read(user: Mapping[str, Any], source: Source, allow: frozenset[str]) -> Person:
    """A user of ``users.info`` as the bot sees them."""
    return Person(name_of(user), locale_of(user), rank_of(user, source), why_not(user, source, allow))


def rank_of(user: Mapping[str, Any], source: Source) -> Rank:
    """Who runs the workspace is staff; of an organisation that installed the bot as one, who runs that."""
    whole = user.get("enterprise_user") if source.org_wide else user
    signs = ("is_admin", "is_owner", "is_primary_owner")
    return Rank.STAFF if any((whole or {}).get(sign) for sign in signs) else Rank.MEMBER


def why_not(user: Mapping[str, Any], source: Source, allow: frozenset[str]) -> str:
    """The key of the refusal of a user who may not take part; empty for all others."""
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT":
        return "slack.bot"
    if user.get("deleted"):
        return "slack.stranger"
    if is_stranger(user, source) and STRANGERS not in allow:
        return "slack.stranger"
    if (user.get("is_restricted") or user.get("is_ultra_restricted")) and GUESTS not in allow:
        return "slack.guest"
    return ""


def is_stranger(user: Mapping[str, Any], source: Source) -> bool:
    """Whether a user belongs to another organisation and shares no more than a channel."""
    if user.get("is_stranger"):
        return True
    whole = user.get("enterprise_user") or {}
    if source.enterprise and whole.get("enterprise_id"):
        return bool(whole["enterprise_id"] != source.enterprise)
    team = str(user.get("team_id") or "")
    return bool(team and source.team and team not in (source.team, source.enterprise))


def name_of(user: Mapping[str, Any]) -> str:
    """A display name without anything that steers a display."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    for one in names:
        shown = "".join(sign for sign in str(one or "") if unicodedata.category(sign)[0] != "C")
        if shown.split():
            return " ".join(shown.split())[:NAME]
    return str(user.get("id") or "")


def locale_of(user: Mapping[str, Any]) -> str:
    """The reader's language, as the texts name languages."""
    language, _, region = str(user.get("locale") or "").partition("-")
    return f"{language}-{region}" if (language, region) == ("pt", "BR") else language
