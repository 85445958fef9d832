"""Notices to Slack: posted once, updated where they stand, and what Slack refuses told to staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.api import GONE, TROUBLED, UNREACHABLE, code_of, patience, status_of
from adapters.slack.client import Client
from adapters.slack.inbound import PLATFORM, Source
from adapters.slack.render import Message
from adapters.slack.rich import Manner
from adapters.slack.surfaces import QUIET
from adapters.slack.workspaces import Gone as NotInstalled
from adapters.slack.workspaces import Workspace
from core.instants import MINUTE, SECOND
from core.ports import Later, Parcel, Undeliverable
from core.speech.notice import CHANNELS, OWNER
from core.speech.phrase import Code, Place, say

TROUBLE = 5.0
"""Seconds to wait when Slack can't be reached; when it is in trouble itself, some more."""
LOOK_BACK, PAGE = 600, 200
"""So many messages are looked through for one that may have been posted already."""
LOST = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
"""A message that can't be updated any more is posted anew."""
NOBODY = frozenset(
    {"user_not_found", "users_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot"}
)
NO_DIRECT = frozenset(
    {
        "messages_tab_disabled",
        "not_allowed_token_type",
        "restricted_action",
        "method_not_supported_for_channel_type",
    }
)
CLOSED = {
    "channel_not_found": "slack.unknown_channel",
    "is_archived": "slack.archived",
    "not_in_channel": "slack.not_in_channel",
}


def mark_of(parcel: Parcel) -> str:
    """What a posted notice is found again by."""
    return f"n.{parcel.community}.{parcel.notice.number}"


class SlackCourier:
    """A Courier on a client; until that is there everything has to wait."""

    platform = PLATFORM
    routed = True
    width = 32
    pace = 1.05
    """Seconds between two messages of a channel; Slack takes about one a second."""

    def __init__(self) -> None:
        self.client: Client | None = None
        self._direct: dict[tuple[str, str], str] = {}
        self._owners: dict[str, str] = {}

    async def deliver(self, parcel: Parcel) -> str:
        """Post or update; ``channel/ts``. Raises Later, Undeliverable."""
        client = self.client
        if client is None:
            raise Later(1.0)
        try:
            return await self._deliver(client, parcel)
        except NotInstalled:
            raise Later(TROUBLE * 12) from None
        except SlackApiError as error:
            code = code_of(error)
            if code == "ratelimited" or status_of(error) == 429:
                raise Later(patience(error)) from error
            if code in TROUBLED or not code or status_of(error) >= 500:
                raise Later(TROUBLE * 4) from error
            if code in GONE:
                await self._put_out(client, parcel.place)
                raise Later(TROUBLE) from error
            raise _refused(parcel, code, error) from error
        except UNREACHABLE as error:
            raise Later(TROUBLE) from error

    async def _deliver(self, client: Client, parcel: Parcel) -> str:
        found = await client.reach.workspaces.of(parcel.place)
        for number, workspace in enumerate(found):
            try:
                return await self._post(client, workspace, parcel)
            except SlackApiError as error:
                # A community of several workspaces has a channel in one of them.
                if code_of(error) != "channel_not_found" or number + 1 == len(found):
                    raise
        raise NotInstalled(parcel.place)

    async def _post(self, client: Client, workspace: Workspace, parcel: Parcel) -> str:
        web = client.reach.api.web(workspace.token, patient=False)
        direct = parcel.notice.channel not in CHANNELS
        message = await self._drawn(client, workspace, parcel, calls=direct)
        channel, _, ts = parcel.edits.partition("/")
        if parcel.edits and await _update(web, channel, ts, message):
            return parcel.edits
        person = ""
        if direct:
            person = parcel.to
            if parcel.notice.channel == OWNER:
                person = await self._owner(web, parcel.place)
            to = await self._opened(web, parcel.place, person)
        else:
            to = parcel.to
        if parcel.again:
            ref = await _find(web, to, parcel)
            if ref:
                return ref
        said = await web.chat_postMessage(channel=to, text=message.text, blocks=message.blocks, **QUIET)
        if person:
            client.homes.changed(_source(workspace, person))
        return f"{said['channel']}/{said['ts']}"

    async def _drawn(self, client: Client, workspace: Workspace, parcel: Parcel, *, calls: bool) -> Message:
        groups: Mapping[str, str] = {}
        if any(isinstance(fact, Place) and fact.kind == "role" for fact in parcel.reply.facts.values()):
            groups = await client.reach.persons.groups(_source(workspace))
        manner = Manner(client.reach.manner.prefix, calls=calls, groups=groups)
        return render.posted(parcel.reply, parcel.voice, manner, mark_of(parcel))

    async def _opened(self, web: AsyncWebClient, place: str, person: str) -> str:
        """The conversation with a person."""
        found = self._direct.get((place, person))
        if found is None:
            said = await web.conversations_open(users=[person])
            channel: Any = said["channel"]
            found = self._direct[place, person] = str(channel["id"])
        return found

    async def _owner(self, web: AsyncWebClient, place: str) -> str:
        """The workspace's primary owner. Raises Undeliverable."""
        if place not in self._owners:
            cursor = ""
            while True:
                said = await web.users_list(limit=PAGE * 5, cursor=cursor or None)
                users: Any = said.get("members") or []
                owner = next((user for user in users if user.get("is_primary_owner")), None)
                more: Any = said.get("response_metadata") or {}
                cursor = str(more.get("next_cursor") or "")
                if owner is not None:
                    self._owners[place] = str(owner["id"])
                    break
                if not cursor:
                    raise Undeliverable(say("slack.no_owner"))
        return self._owners[place]

    async def _put_out(self, client: Client, place: str) -> None:
        """The token is none any more: the community rests until the bot is installed again."""
        for one in await client.reach.workspaces.all():
            if one.place == place:
                await client.events.gone(Source(one.team, one.enterprise, "", "", one.org_wide))


def _source(workspace: Workspace, person: str = "") -> Source:
    return Source(workspace.team, workspace.enterprise, person, "", workspace.org_wide)


async def _update(web: AsyncWebClient, channel: str, ts: str, message: Message) -> bool:
    """Put a message in another's place; false if that is gone."""
    try:
        await web.chat_update(channel=channel, ts=ts, text=message.text, blocks=message.blocks)
    except SlackApiError as error:
        if code_of(error) in LOST:
            return False
        raise
    return True


async def _find(web: AsyncWebClient, channel: str, parcel: Parcel) -> str:
    """A message that a process before this one may have posted without living to note it."""
    oldest = str(max(0, (parcel.notice.at - MINUTE) // SECOND))
    cursor, seen = "", 0
    while seen < LOOK_BACK:
        try:
            said = await web.conversations_history(
                channel=channel, oldest=oldest, limit=PAGE, cursor=cursor or None
            )
        except SlackApiError as error:
            if code_of(error) in ("missing_scope", "not_in_channel"):
                return ""  # then at most the one in flight is posted twice
            raise
        messages: Any = said.get("messages") or []
        for one in messages:
            if render.mark_of(one) == mark_of(parcel):
                return f"{channel}/{one['ts']}"
        seen += len(messages)
        more: Any = said.get("response_metadata") or {}
        cursor = str(more.get("next_cursor") or "")
        if not cursor or not messages:
            break
    return ""


def _refused(parcel: Parcel, code: str, error: SlackApiError) -> Undeliverable:
    """What a refusal means, and what staff can do."""
    direct = parcel.notice.channel not in CHANNELS
    if direct and code in NOBODY:
        return Undeliverable(say("slack.not_here"), gone=True)
    if code == "missing_scope":
        response: Any = error.response
        return Undeliverable(
            say("slack.missing", scope=Code(str(response.get("needed") or "?"))), closes=True
        )
    if direct and code in NO_DIRECT:
        return Undeliverable(say("slack.no_messages"), closes=True)
    if not direct and (code in CLOSED or code.startswith("restricted_action")):
        where = Place("channel", parcel.to)
        return Undeliverable(say(CLOSED.get(code, "slack.restricted"), channel=where), closes=True)
    return Undeliverable(say("slack.refused", code=code))
