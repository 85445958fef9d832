"""What whoever watches the bot asks of all communities at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, literal_column, select

from adapters.storage.candidates import later, of
from adapters.storage.questions import Run
from adapters.storage.schema import EVER_DUE, IS_UNPAID, PLACE, TABLES, WAITING
from core.board.jobs import Job
from core.board.orders import BuyOrder
from core.instants import FOREVER, Instant
from core.ledger.accounts import Wallet
from core.people import Community
from core.speech.notice import Notice
from core.vitals import OldestDue, Queue, Queues

COMMUNITY, NOTICE = TABLES[Community], TABLES[Notice]


def _oldest(name: type[Any], condition: str) -> Select[Any]:
    """The first that is due, read from its index up to the first whose community's chores run."""
    table = TABLES[name]
    there = and_(COMMUNITY.c.community == table.c.community, COMMUNITY.c.paused == 0, COMMUNITY.c.away == 0)
    runs = select(literal_column("1")).select_from(COMMUNITY).where(there).correlate(table).exists()
    return (
        select(table.c.due).where(table.c.due >= 0, of(table, condition), runs).order_by(table.c.due).limit(1)
    )


async def oldest_due(run: Run, _: int, ask: OldestDue) -> Instant:
    """The earliest moment at which something falls or fell due."""
    oldest: Instant = FOREVER
    for name, condition in ((Wallet, EVER_DUE), (Job, EVER_DUE), (BuyOrder, IS_UNPAID)):
        found = await run(_oldest(name, condition))
        oldest = min([oldest, *(int(due) for (due,) in found)])
    table = COMMUNITY
    found = await run(
        select(table.c.due)
        .where(table.c.due >= 0, of(table, EVER_DUE), table.c.paused == 0, table.c.away == 0)
        .order_by(table.c.due)
        .limit(1)
    )
    return min([oldest, *(int(due) for (due,) in found)])


async def queues(run: Run, _: int, ask: Queues) -> Sequence[Queue]:
    """What waits, by platform."""
    its: Any = literal_column("+notice.community")  # as in `platforms.outbox`: what waits is read first
    found = await run(
        select(PLACE.c.platform, func.count(), func.min(NOTICE.c.at))
        .select_from(NOTICE)
        .join(PLACE, PLACE.c.community == its)
        .join(COMMUNITY, and_(COMMUNITY.c.community == its, COMMUNITY.c.away == 0))
        .where(of(NOTICE, WAITING), later(NOTICE, (0, 0)))
        .group_by(PLACE.c.platform)
    )
    return [Queue(str(platform), int(length), int(since)) for platform, length, since in found]


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    OldestDue: oldest_due,
    Queues: queues,
}
