"""What is asked to look after what is kept; see `core.keeping`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import literal, select, tuple_

from adapters.storage.candidates import of
from adapters.storage.questions import Run
from adapters.storage.schema import DELIVERED, PLACE, TABLES, WAITING
from core.keeping import Carded, OldNotices, Routed, Unsent
from core.speech.notice import Card, Notice, Route

NOTICE, CARD, ROUTE = TABLES[Notice], TABLES[Card], TABLES[Route]


async def old_notices(run: Run, _: int, ask: OldNotices) -> Sequence[tuple[int, int]]:
    """Notices that nobody waits for any more."""
    found = await run(
        select(NOTICE.c.community, NOTICE.c.number)
        .where(NOTICE.c.at < ask.before, of(NOTICE, DELIVERED))
        .order_by(NOTICE.c.at, NOTICE.c.community, NOTICE.c.number)
        .limit(ask.limit)
    )
    return [(int(community), int(number)) for community, number in found]


async def unsent(run: Run, community: int, ask: Unsent) -> Sequence[tuple[int, str]]:
    """Notices that wait or are in somebody's hands."""
    found = await run(
        select(NOTICE.c.number, NOTICE.c.thing)
        .where(NOTICE.c.community == community, NOTICE.c.number > ask.after, of(NOTICE, WAITING))
        .order_by(NOTICE.c.number)
        .limit(ask.limit)
    )
    return [(int(number), str(thing)) for number, thing in found]


async def carded(run: Run, community: int, ask: Carded) -> Sequence[tuple[str, str]]:
    """What has a card somewhere."""
    after = tuple_(literal(ask.after[0]), literal(ask.after[1]))
    found = await run(
        select(CARD.c.platform, CARD.c.thing)
        .where(CARD.c.community == community, tuple_(CARD.c.platform, CARD.c.thing) > after)
        .order_by(CARD.c.platform, CARD.c.thing)
        .limit(ask.limit)
    )
    return [(str(platform), str(thing)) for platform, thing in found]


async def routed(run: Run, community: int, ask: Routed) -> bool:
    """Whether what is for a channel has somewhere to go."""
    places = await run(select(PLACE.c.platform).where(PLACE.c.community == community))
    found = await run(
        select(ROUTE.c.to)
        .where(ROUTE.c.community == community, ROUTE.c.platform.in_([platform for (platform,) in places]))
        .where(ROUTE.c.channel == ask.channel, ROUTE.c.to != "")
        .limit(1)
    )
    return bool(found)


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    OldNotices: old_notices,
    Unsent: unsent,
    Carded: carded,
    Routed: routed,
}
