"""What Slack reports, and what it could not report while nobody listened.

Bolt acknowledges an event before its listener runs, so one that is lost then never comes
again. Nothing that counts rests on an event alone: at each start and every few hours the
places and the people known are compared with those that Slack names.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import inbound, pacing
from adapters.slack.api import GONE, UNREACHABLE, code_of
from adapters.slack.inbound import PLATFORM, Source
from adapters.slack.reach import Reach
from adapters.slack.workspaces import Gone, Many, Workspace
from core.book import Book
from core.errors import Refusal
from core.people import Identity, Member, Who
from core.ports import Unavailable
from core.queries import Persons, Places
from core.rules import places
from core.speech.notice import CHANNELS, Route
from core.speech.reply import Reply

PAGE = 500
USERS = 1000
Context = Mapping[str, Any]
Body = Mapping[str, Any]
Listener = Callable[..., Awaitable[None]]

_log = structlog.get_logger(__name__)


class Events:
    """Hears what happens in the workspaces."""

    def __init__(self, reach: Reach, opened: Callable[[Source], None]) -> None:
        self._reach = reach
        self._opened = opened

    def listeners(self) -> dict[str, Listener]:
        """Who hears which event; the app's manifest subscribes to these and to no others."""
        return {
            "app_home_opened": self._home_opened,
            "app_uninstalled": self._uninstalled,
            "channel_id_changed": self._renumbered,
            "member_joined_channel": self._let_in,
            "subteam_created": self._groups_changed,
            "subteam_members_changed": self._groups_changed,
            "subteam_updated": self._groups_changed,
            "team_join": self._joined,
            "tokens_revoked": self._revoked,
            "user_change": self._changed,
        }

    async def _home_opened(self, context: Context, event: Body) -> None:
        if event.get("tab", "home") == "home":
            source = _of(inbound.source(context), str(event["user"]))
            if pacing.slower(self._reach, source) is None:
                self._opened(source)

    async def _joined(self, context: Context, body: Body, event: Body) -> None:
        source = _of(inbound.source(context), str(event["user"]["id"]))
        person = self._reach.persons.note(source, event["user"])
        if not person.why:
            await self._reach.door.joined(await self._reach.persons.who(source), _key(body))

    async def _changed(self, context: Context, body: Body, event: Body) -> None:
        user = event["user"]
        source = _of(inbound.source(context), str(user["id"]))
        was = self._reach.persons.known(source)
        person = self._reach.persons.note(source, user)
        who = Who(PLATFORM, source.place, source.person, person.name, person.rank, (), person.locale)
        if user.get("deleted"):
            await self._reach.door.left(who, _key(body))
        elif not person.why and (was is None or was.why) and await self.is_known(source, left=True):
            await self._reach.door.joined(await self._reach.persons.who(source), _key(body))

    async def is_known(self, source: Source, *, left: bool = False) -> bool:
        """Whether somebody has a wallet here, and has left it if that is asked."""
        community = await self._reach.door.community(PLATFORM, source.place)

        def look(book: Book) -> bool:
            identity = book.get(Identity, (PLATFORM, source.person))
            return identity is not None and (not left or bool(book.the(Member, identity.member).left))

        return await self._reach.door.look(community, look)

    async def _groups_changed(self, context: Context) -> None:
        self._reach.persons.forget_groups(inbound.source(context).place)

    async def _let_in(self, context: Context, body: Body, event: Body) -> None:
        """The bot was invited into a channel: what waits for it can go there now."""
        source = inbound.source(context)
        try:
            bots = {one.bot_user for one in await self._reach.workspaces.of(source.place, source.team)}
        except Gone:
            return
        if str(event.get("user")) in bots:
            await self._routed(source, _key(body), str(event.get("channel") or ""))

    async def _renumbered(self, context: Context, body: Body, event: Body) -> None:
        """A channel has another number since it is shared."""
        was, now = str(event.get("old_channel_id") or ""), str(event.get("new_channel_id") or "")
        if was and now:
            await self._routed(inbound.source(context), _key(body), was, now)

    async def _routed(self, source: Source, key: str, channel: str, now: str = "") -> None:
        """Take a channel's routes up again, perhaps by another number; nobody else's."""

        def decide(book: Book) -> Reply:
            book.need(*((Route, (PLATFORM, name)) for name in CHANNELS))
            for name in CHANNELS:
                route = book.get(Route, (PLATFORM, name))
                if route is not None and route.to == channel:
                    places.point(book, PLATFORM, name, now or channel)
            return Reply("routed")

        who = Who(PLATFORM, source.place, "", "")
        await self._reach.door.event(who, key, decide, meets=False)
        self._reach.woken()

    async def _uninstalled(self, context: Context) -> None:
        await self.gone(inbound.source(context))

    async def _revoked(self, context: Context, event: Body) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await self.gone(inbound.source(context))

    async def gone(self, source: Source) -> None:
        """The bot was put out: its tokens are forgotten, its books kept, its chores rest."""
        reach = self._reach
        if isinstance(reach.workspaces, Many):
            await reach.workspaces.forget(source.enterprise, "" if source.org_wide else source.team)
            try:
                if await reach.workspaces.of(source.place):
                    return  # another workspace of the organisation still has it
            except Gone:
                pass
        _log.warning("uninstalled", place=source.place)
        await reach.door.place(PLATFORM, source.place, there=False)

    async def is_in(self, source: Source, channel: str) -> bool:
        """Whether the bot can post in a channel, as far as Slack says."""
        try:
            web = await self._reach.web(source)
            said = await web.conversations_info(channel=channel)
        except (Gone, SlackApiError, *UNREACHABLE):
            return False
        found: Any = said["channel"]
        return bool(found.get("is_member")) and not found.get("is_archived")

    # What was missed --------------------------------------------------------------

    async def reconcile(self) -> None:
        """Note where the bot was let in or put out meanwhile, and who has left."""
        here: dict[str, Workspace] = {}
        for one in await self._reach.workspaces.all():
            if await self._holds(one):
                here.setdefault(one.place, one)
        async for place, away in self._places():
            if (place not in here) != away:
                await self._reach.door.place(PLATFORM, place, there=place in here)
            if place in here:
                await self._left(here[place])

    async def _holds(self, one: Workspace) -> bool:
        """Whether an installation's token is still one; trouble on the way says nothing against it."""
        try:
            await (await self._reach.web(_at(one))).auth_test()
        except Gone:
            return False
        except SlackApiError as error:
            return code_of(error) not in GONE
        except UNREACHABLE:
            return True
        return True

    async def _places(self) -> AsyncIterator[tuple[str, bool]]:
        after = ""
        while True:
            async with self._reach.desk.queries.snapshot() as snapshot:
                page = await snapshot.ask(0, Places(PLATFORM, PAGE, after))
            if not page:
                return
            for place, _, away in page:
                yield place, away
            after = page[-1][0]

    async def _left(self, one: Workspace) -> None:
        """Note those who were put out of a workspace while nobody listened."""
        try:
            there = await self._users(one)
        except (Gone, SlackApiError, *UNREACHABLE) as error:
            why = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.warning("members_unknown", place=one.place, why=why)
            return
        door, after, moment = self._reach.door, "", int(time.time())
        community = await door.community(PLATFORM, one.place)
        while True:
            async with self._reach.desk.queries.snapshot() as snapshot:
                page = await snapshot.ask(community, Persons(PLATFORM, PAGE, after))
            if not page:
                return
            for person in page:
                # Who is not among them may be of another workspace of the organisation.
                if there.get(person, bool(one.enterprise)) is False:
                    who = Who(PLATFORM, one.place, person, "")
                    try:
                        await door.left(who, f"{PLATFORM}/left/{person}/{moment}")
                    except (Refusal, Unavailable):
                        return
            after = page[-1]

    async def _users(self, one: Workspace) -> dict[str, bool]:
        """A workspace's users, and whether they are still there."""
        web = await self._reach.web(_at(one))
        found: dict[str, bool] = {}
        cursor = ""
        while True:
            said = await web.users_list(limit=USERS, cursor=cursor or None, include_locale=True)
            members: Any = said.get("members") or []
            for user in members:  # so that few have to be asked for one by one
                source = _of(_at(one), str(user["id"]))
                self._reach.persons.note(source, user)
            found.update({str(user["id"]): not user.get("deleted") for user in members})
            more: Any = said.get("response_metadata") or {}
            cursor = str(more.get("next_cursor") or "")
            if not cursor:
                return found


def _at(one: Workspace) -> Source:
    return Source(one.team, one.enterprise, "", "", one.org_wide)


def _of(source: Source, person: str) -> Source:
    return Source(source.team, source.enterprise, person, "", source.org_wide)


def _key(body: Body) -> str:
    return f"{PLATFORM}/{body.get('event_id') or int(time.time() * 1000)}"
