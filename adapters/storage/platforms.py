"""What adapters and couriers ask: places, persons, what waits to be delivered there."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, literal_column, or_, select

from adapters.storage.candidates import later, of
from adapters.storage.dialects import listed
from adapters.storage.questions import Run
from adapters.storage.schema import META, PLACE, TABLES, WAITING, maker
from core.people import Community, Identity, Member
from core.queries import SHARES, Outbox, Persons, Places, Remembered, RememberedAll, Waiting
from core.speech.notice import Notice, Route

COMMUNITY, IDENTITY, MEMBER = TABLES[Community], TABLES[Identity], TABLES[Member]
NOTICE, ROUTE = TABLES[Notice], TABLES[Route]
# With the sign it is no column to SQLite's planner, which else begins with the places and sorts the notices.
_ITS_COMMUNITY: Any = literal_column("+notice.community")


async def outbox(run: Run, _: int, ask: Outbox) -> Sequence[Waiting]:
    """Notices that wait or are in somebody's hands, where somebody could take them."""
    closed = (
        select(literal_column("1"))
        .select_from(ROUTE)
        .where(
            ROUTE.c.community == NOTICE.c.community,
            ROUTE.c.platform == PLACE.c.platform,
            ROUTE.c.channel == NOTICE.c.channel,
            ROUTE.c.error != "",
            ROUTE.c.at > ask.retry,
        )
        .correlate(NOTICE, PLACE)
        .exists()
    )
    # One argument however many they are, read once.
    without = listed(json.dumps([f"{community}/{channel}" for community, channel in ask.without]))
    here = cast(NOTICE.c.community, Text) + "/" + NOTICE.c.channel
    found = await run(
        select(*NOTICE.c, PLACE.c.platform, PLACE.c.place)
        .select_from(NOTICE)
        .join(PLACE, PLACE.c.community == _ITS_COMMUNITY)
        .join(COMMUNITY, and_(COMMUNITY.c.community == _ITS_COMMUNITY, COMMUNITY.c.away == 0))
        .where(of(NOTICE, WAITING), later(NOTICE, ask.after), PLACE.c.platform.in_(ask.platforms), ~closed)
        .where(here.not_in(select(without.table_valued("value", name="without").c.value)))
        .where(*(_shared(platform, rests) for platform, rests in ask.shares))
        .order_by(NOTICE.c.community, NOTICE.c.number)
        .limit(ask.limit)
    )
    make = maker(Notice)
    return [Waiting(int(row[0]), make(row[:-2]), row[-2], row[-1]) for row in found]


def _shared(platform: str, rests: Sequence[int]) -> ColumnElement[bool]:
    """Whether a notice is another platform's, or in one of these shares of this one's."""
    return or_(PLACE.c.platform != platform, (NOTICE.c.community % SHARES).in_(rests))


async def places(run: Run, _: int, ask: Places) -> Sequence[tuple[str, int, bool]]:
    """A platform's places, by place."""
    found = await run(
        select(PLACE.c.place, PLACE.c.community, COMMUNITY.c.away)
        .join(COMMUNITY, COMMUNITY.c.community == PLACE.c.community)
        .where(PLACE.c.platform == ask.platform, PLACE.c.place > ask.after)
        .order_by(PLACE.c.place)
        .limit(ask.limit)
    )
    return [(place, int(community), away == 1) for place, community, away in found]


async def persons(run: Run, community: int, ask: Persons) -> Sequence[str]:
    """A platform's persons who are here, in order."""
    found = await run(
        select(IDENTITY.c.person)
        .join(MEMBER, and_(MEMBER.c.community == IDENTITY.c.community, MEMBER.c.number == IDENTITY.c.member))
        .where(
            IDENTITY.c.community == community,
            IDENTITY.c.platform == ask.platform,
            IDENTITY.c.person > ask.after,
            MEMBER.c.left == 0,
        )
        .order_by(IDENTITY.c.person)
        .limit(ask.limit)
    )
    return [person for (person,) in found]


async def remembered(run: Run, _: int, ask: Remembered) -> str:
    """A value of this installation's own."""
    found = await run(select(META.c.value).where(META.c.name == ask.name))
    return str(found[0][0]) if found else ""


async def remembered_all(run: Run, _: int, ask: RememberedAll) -> Mapping[str, str]:
    """Values of this installation's own."""
    end = ask.prefix + "\U0010ffff"
    found = await run(
        select(META.c.name, META.c.value)
        .where(META.c.name >= ask.prefix, META.c.name < end)
        .order_by(META.c.name)
    )
    return {str(name): str(value) for name, value in found}


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    Outbox: outbox,
    Places: places,
    Persons: persons,
    Remembered: remembered,
    RememberedAll: remembered_all,
}
