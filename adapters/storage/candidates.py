"""What chores ask: what may be due, what was never answered, what has had its time.

A due may be early, never late; whoever acts on an answer checks again under the lock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    union,
)

from adapters.storage.questions import Run
from adapters.storage.schema import (
    EVER_DUE,
    HAS_LEFT,
    HAS_TEXT,
    HAS_UNSEEN,
    IS_ACTIVE,
    IS_UNPAID,
    IS_UNSEEN,
    TABLES,
    maker,
)
from core.board.jobs import GIVES_BACK, Job
from core.board.orders import BuyOrder
from core.board.proposals import LIVE, RETURNABLE, Proposal
from core.instants import DAY, FOREVER, Instant
from core.ledger.accounts import Wallet
from core.ledger.lots import Lot
from core.people import Community, Receipt
from core.queries import (
    Communities,
    DueCommunities,
    DueJobs,
    DueOrders,
    DueUnseen,
    DueWallets,
    NextDue,
    OldReceipts,
    Unanswered,
    Ungranted,
    Unsettled,
    Unwarned,
)

COMMUNITY, WALLET, JOB = TABLES[Community], TABLES[Wallet], TABLES[Job]
LOT = TABLES[Lot]
PROPOSAL, RECEIPT, ORDER = TABLES[Proposal], TABLES[Receipt], TABLES[BuyOrder]


def later(table: Table, after: tuple[int, int]) -> ColumnElement[bool]:
    """Rows after one of them, by community and number."""
    return tuple_(table.c.community, table.c.number) > tuple_(literal(after[0]), literal(after[1]))


def of(table: Table, condition: str) -> Any:
    """A partial index's condition, in the very words in which the index states it."""
    return text(f"{table.name}.{condition}")


def _running(query: Select[Any], table: Table) -> Select[Any]:
    """Only of communities that are neither paused nor away."""
    there = and_(COMMUNITY.c.community == table.c.community, COMMUNITY.c.paused == 0, COMMUNITY.c.away == 0)
    return query.where(
        select(literal_column("1")).select_from(COMMUNITY).where(there).correlate(table).exists()
    )


async def due_wallets(run: Run, _: int, ask: DueWallets) -> Sequence[tuple[int, int]]:
    """Wallets whose due has come."""
    query = _running(
        select(WALLET.c.community, WALLET.c.number)
        .where(WALLET.c.due <= ask.now, of(WALLET, EVER_DUE), later(WALLET, ask.after))
        .order_by(WALLET.c.community, WALLET.c.number)
        .limit(ask.limit),
        WALLET,
    )
    return [(int(community), int(number)) for community, number in await run(query)]


async def due_communities(run: Run, _: int, ask: DueCommunities) -> Sequence[int]:
    """Communities whose due has come."""
    table = COMMUNITY
    found = await run(
        select(table.c.community)
        .where(
            table.c.due <= ask.now,
            of(table, EVER_DUE),
            table.c.community > ask.after,
            table.c.paused == 0,
            table.c.away == 0,
        )
        .order_by(table.c.community)
        .limit(ask.limit)
    )
    return [int(community) for (community,) in found]


async def ungranted(run: Run, community: int, ask: Ungranted) -> Sequence[int]:
    """Active wallets whose grant of a period has not been decided."""
    table = WALLET
    found = await run(
        select(table.c.number)
        .where(
            table.c.community == community,
            table.c.period < ask.period,
            or_(table.c.day <= ask.day, table.c.period < ask.period - 1),
            of(table, IS_ACTIVE),
            table.c.number > ask.after,
        )
        .order_by(table.c.number)
        .limit(ask.limit)
    )
    return [int(number) for (number,) in found]


async def unwarned(run: Run, community: int, ask: Unwarned) -> Sequence[int]:
    """Wallets with a lot whose warning comes before their due."""
    found = await run(
        select(WALLET.c.number)
        .where(
            WALLET.c.community == community,
            WALLET.c.number > ask.after,
            select(literal_column("1"))
            .select_from(LOT)
            .where(
                LOT.c.community == community,
                LOT.c.wallet == WALLET.c.number,
                of(LOT, HAS_LEFT),
                LOT.c.warned == 0,
                LOT.c.expires - ask.span < WALLET.c.due,
            )
            .correlate(WALLET)
            .exists(),
        )
        .order_by(WALLET.c.number)
        .limit(ask.limit)
    )
    return [int(number) for (number,) in found]


async def due_jobs(run: Run, _: int, ask: DueJobs) -> Sequence[tuple[int, int]]:
    """Jobs on which something has fallen due, and ended ones with proposals to settle."""
    which = (and_(JOB.c.due <= ask.now, of(JOB, EVER_DUE)), of(JOB, "unsettled > 0"))
    both: CompoundSelect[Any] = union(
        *(
            _running(select(JOB.c.community, JOB.c.number).where(one, later(JOB, ask.after)), JOB)
            for one in which
        )
    )
    query = select(both.subquery("due")).order_by(text("1"), text("2")).limit(ask.limit)
    return [(int(community), int(number)) for community, number in await run(query)]


async def due_orders(run: Run, _: int, ask: DueOrders) -> Sequence[tuple[int, int]]:
    """Unpaid orders whose time is over."""
    query = _running(
        select(ORDER.c.community, ORDER.c.number)
        .where(ORDER.c.due <= ask.now, of(ORDER, IS_UNPAID), later(ORDER, ask.after))
        .order_by(ORDER.c.community, ORDER.c.number)
        .limit(ask.limit),
        ORDER,
    )
    return [(int(community), int(number)) for community, number in await run(query)]


def _unseen() -> Select[Any]:
    """Proposals that their clients have left alone, where such are returned, with the days they have."""
    there = and_(COMMUNITY.c.community == PROPOSAL.c.community, of(COMMUNITY, HAS_UNSEEN))
    return select(PROPOSAL.c.community, PROPOSAL.c.wallet, PROPOSAL.c.at, COMMUNITY.c.unseen).join_from(
        COMMUNITY, PROPOSAL, and_(there, _is_unseen())
    )


def _is_unseen() -> Any:
    return text(" AND ".join(f"proposal.{one}" for one in IS_UNSEEN.split(" AND ")))


async def due_unseen(run: Run, _: int, ask: DueUnseen) -> Sequence[tuple[int, int]]:
    """Wallets with a proposal that its client has left alone for too long."""
    query = (
        _unseen()
        .with_only_columns(PROPOSAL.c.community, PROPOSAL.c.wallet)
        .distinct()
        .where(
            PROPOSAL.c.at <= ask.now - COMMUNITY.c.unseen * DAY,
            COMMUNITY.c.paused == 0,
            COMMUNITY.c.away == 0,
            tuple_(PROPOSAL.c.community, PROPOSAL.c.wallet)
            > tuple_(literal(ask.after[0]), literal(ask.after[1])),
        )
        .order_by(PROPOSAL.c.community, PROPOSAL.c.wallet)
        .limit(ask.limit)
    )
    return [(int(community), int(wallet)) for community, wallet in await run(query)]


async def unsettled(run: Run, community: int, ask: Unsettled) -> Sequence[int]:
    """Proposals of an ended job that still stand as they stood when it ended."""
    states = (JOB.c.state.in_(GIVES_BACK), RETURNABLE), (JOB.c.state.not_in(GIVES_BACK), LIVE)
    found = await run(
        select(PROPOSAL.c.number)
        .join(JOB, and_(JOB.c.community == PROPOSAL.c.community, JOB.c.number == PROPOSAL.c.job))
        .where(
            PROPOSAL.c.community == community,
            PROPOSAL.c.job == ask.job,
            JOB.c.ended > 0,
            or_(*(and_(ended, PROPOSAL.c.state.in_(still)) for ended, still in states)),
        )
        .order_by(PROPOSAL.c.number)
        .limit(ask.limit)
    )
    return [int(number) for (number,) in found]


async def next_due(run: Run, _: int, ask: NextDue) -> Instant:
    """The first moment after this one at which something may fall due."""
    soonest: Instant = FOREVER
    for table, column, condition in (
        (WALLET, WALLET.c.due, EVER_DUE),
        (COMMUNITY, COMMUNITY.c.due, EVER_DUE),
        (JOB, JOB.c.due, EVER_DUE),
        (ORDER, ORDER.c.due, IS_UNPAID),
    ):
        ((found,),) = await run(select(func.min(column)).where(column > ask.after, of(table, condition)))
        soonest = min(soonest, FOREVER if found is None else int(found))
    due = PROPOSAL.c.at + COMMUNITY.c.unseen * DAY
    ((found,),) = await run(_unseen().with_only_columns(func.min(due)).where(due > ask.after))
    return min(soonest, FOREVER if found is None else int(found))


async def communities(run: Run, _: int, ask: Communities) -> Sequence[int]:
    """All communities."""
    number = COMMUNITY.c.community
    found = await run(select(number).where(number > ask.after).order_by(number).limit(ask.limit))
    return [int(community) for (community,) in found]


async def unanswered(run: Run, _: int, ask: Unanswered) -> Sequence[tuple[int, Receipt]]:
    """Orders done whose answer nobody saw delivered; one without its text has no answer left."""
    found = await run(
        select(*RECEIPT.c)
        .where(RECEIPT.c.at >= ask.since, RECEIPT.c.at < ask.before)
        .where(of(RECEIPT, HAS_TEXT), RECEIPT.c.answered == 0, RECEIPT.c.done == 1)
        .order_by(RECEIPT.c.at, RECEIPT.c.community, RECEIPT.c.key)
        .limit(ask.limit)
    )
    make = maker(Receipt)
    return [(int(row[0]), make(row)) for row in found]


async def old_receipts(run: Run, _: int, ask: OldReceipts) -> Sequence[tuple[int, str]]:
    """Receipts whose text has had its time."""
    found = await run(
        select(RECEIPT.c.community, RECEIPT.c.key)
        .where(RECEIPT.c.at < ask.before, of(RECEIPT, HAS_TEXT))
        .order_by(RECEIPT.c.at, RECEIPT.c.community, RECEIPT.c.key)
        .limit(ask.limit)
    )
    return [(int(community), key) for community, key in found]


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    DueWallets: due_wallets,
    DueCommunities: due_communities,
    Ungranted: ungranted,
    Unwarned: unwarned,
    DueJobs: due_jobs,
    DueOrders: due_orders,
    DueUnseen: due_unseen,
    Unsettled: unsettled,
    NextDue: next_due,
    Communities: communities,
    Unanswered: unanswered,
    OldReceipts: old_receipts,
}
