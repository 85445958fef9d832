"""What is counted: who is most active, and what became of Connects and jobs since a moment.

What happened since then is a range of the journal, found by its index over the time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select, text

from adapters.storage.questions import ENTRY, IDENTITY, JOB, MEMBER, OPERATION, PROPOSAL, Run
from adapters.storage.schema import OF_WALLET
from core.board.jobs import OPEN
from core.board.proposals import HIRED
from core.instants import Instant
from core.ledger.accounts import SPENT
from core.tallies import POSTED, Course, Flows, Headcount, Lately, PerJob, Stats, Top, Week, WeekOf


def _since(community: int, since: Instant) -> ColumnElement[bool]:
    return and_(OPERATION.c.community == community, OPERATION.c.at > since)


async def top(run: Run, community: int, ask: Top) -> Sequence[tuple[int, int]]:
    """Members by how many operations of a kind are about them; of two with as many the first came first."""
    named = exists().where(
        IDENTITY.c.community == OPERATION.c.community, IDENTITY.c.member == OPERATION.c.member
    )
    count = func.count()
    found = await run(
        select(OPERATION.c.member, count)
        .join(
            MEMBER,
            and_(MEMBER.c.community == OPERATION.c.community, MEMBER.c.number == OPERATION.c.member),
        )
        .where(
            _since(community, ask.since), OPERATION.c.kind == ask.kind,
            MEMBER.c.left == 0, MEMBER.c.hidden == 0, named,
        )
        .group_by(OPERATION.c.member)
        .order_by(count.desc(), OPERATION.c.member)
        .limit(ask.limit)
    )  # fmt: skip
    return [(int(member), int(number)) for member, number in found]


async def stats(run: Run, community: int, ask: Stats) -> Lately:
    """What happened since a moment."""
    lately = _since(community, ask.since)
    amount = ENTRY.c.amount
    came, went = (case((amount > 0, amount), else_=0), case((amount < 0, -amount), else_=0))
    moved = await run(
        select(OPERATION.c.kind, func.sum(came), func.sum(went))
        .join(
            ENTRY, and_(ENTRY.c.community == OPERATION.c.community, ENTRY.c.operation == OPERATION.c.number)
        )
        .where(lately, ENTRY.c.wallet > 0)
        .group_by(OPERATION.c.kind)
    )
    ((sent, hired),) = await run(
        select(func.count(), func.sum(case((PROPOSAL.c.state == HIRED, 1), else_=0)))
        .select_from(OPERATION)
        .join(
            PROPOSAL,
            and_(PROPOSAL.c.community == OPERATION.c.community, PROPOSAL.c.number == OPERATION.c.proposal),
        )
        .where(lately, OPERATION.c.kind == "proposal.submitted")
    )
    asked = await run(
        select(OPERATION.c.job, func.min(PROPOSAL.c.asked) - OPERATION.c.at)
        .join(
            PROPOSAL,
            and_(PROPOSAL.c.community == OPERATION.c.community, PROPOSAL.c.job == OPERATION.c.job),
        )
        .where(lately, OPERATION.c.kind == "job.posted", PROPOSAL.c.asked > 0)
        .group_by(OPERATION.c.job, OPERATION.c.at)
    )
    ((posted, active),) = await run(
        select(
            func.sum(case((OPERATION.c.kind == "job.posted", 1), else_=0)),
            func.count(case((OPERATION.c.actor > 0, OPERATION.c.actor)).distinct()),
        ).where(lately)
    )
    ((open_,),) = await run(select(func.count()).where(JOB.c.community == community, JOB.c.state == OPEN))
    return Lately(
        {kind: (int(into), int(out)) for kind, into, out in moved},
        int(posted or 0), int(sent), int(hired or 0), tuple(sorted(int(wait) for _, wait in asked)),
        int(active), int(open_),
    )  # fmt: skip


async def headcount(run: Run, community: int, ask: Headcount) -> int:
    """How many members have not left."""
    found = await run(
        select(func.count()).select_from(MEMBER).where(MEMBER.c.community == community, MEMBER.c.left == 0)
    )
    return int(found[0][0])


async def course(run: Run, community: int, ask: Course) -> Sequence[tuple[int, ...]]:
    """A wallet's balance over time."""
    spans = (
        select(
            func.min(ENTRY.c.operation).label("first"), func.max(ENTRY.c.operation).label("last"),
            func.min(ENTRY.c.after).label("low"), func.max(ENTRY.c.after).label("high"),
        )
        .join(
            OPERATION,
            and_(OPERATION.c.community == ENTRY.c.community, OPERATION.c.number == ENTRY.c.operation),
        )
        .where(
            ENTRY.c.community == community, ENTRY.c.wallet == ask.wallet, text(OF_WALLET),
            OPERATION.c.at > ask.since,
        )
        .group_by((OPERATION.c.at - ask.since) // ask.span)
        .subquery()
    )  # fmt: skip
    (began, before), (ended, after) = ((OPERATION.alias(), ENTRY.alias()) for _ in range(2))
    found = await run(
        select(began.c.at, ended.c.at, before.c.before, after.c.after, spans.c.low, spans.c.high)
        .select_from(spans)
        .join(began, and_(began.c.community == community, began.c.number == spans.c.first))
        .join(ended, and_(ended.c.community == community, ended.c.number == spans.c.last))
        .join(before, _of(before, community, ask.wallet, spans.c.first))
        .join(after, _of(after, community, ask.wallet, spans.c.last))
        .order_by(spans.c.last)
    )
    return [tuple(int(value) for value in row) for row in found]


def _of(entry: Any, community: int, wallet: int, operation: ColumnElement[int]) -> ColumnElement[bool]:
    """A wallet's line of an operation."""
    return and_(entry.c.community == community, entry.c.operation == operation, entry.c.wallet == wallet)


async def flows(run: Run, community: int, ask: Flows) -> Sequence[tuple[int, str, int, int]]:
    """What came into wallets and left them, span by span."""
    amount = ENTRY.c.amount
    came, went = (case((amount > 0, amount), else_=0), case((amount < 0, -amount), else_=0))
    slot = ((OPERATION.c.at - ask.since) // ask.span).label("slot")
    found = await run(
        select(slot, OPERATION.c.kind, func.sum(came), func.sum(went))
        .join(
            ENTRY, and_(ENTRY.c.community == OPERATION.c.community, ENTRY.c.operation == OPERATION.c.number)
        )
        .where(_since(community, ask.since), ENTRY.c.wallet > 0)
        .group_by("slot", OPERATION.c.kind)  # by its name: PostgreSQL can't tell that two parameters are one
    )
    return [(int(place), kind, int(into), int(out)) for place, kind, into, out in found]


async def per_job(run: Run, community: int, ask: PerJob) -> Mapping[int, int]:
    """How many proposals the jobs of late got."""
    found = await run(
        select(JOB.c.proposals, func.count())
        .join(OPERATION, and_(OPERATION.c.community == JOB.c.community, OPERATION.c.job == JOB.c.number))
        .where(_since(community, ask.since), OPERATION.c.kind == "job.posted")
        .group_by(JOB.c.proposals)
    )
    return {int(sent): int(jobs) for sent, jobs in found}


async def week_of(run: Run, community: int, ask: WeekOf) -> Week:
    """What some days brought."""
    then = and_(OPERATION.c.community == community, OPERATION.c.at >= ask.since, OPERATION.c.at < ask.until)
    kinds = (*POSTED, "proposal.submitted", "proposal.hired")
    found = await run(
        select(OPERATION.c.kind, func.count())
        .where(then, OPERATION.c.kind.in_(kinds))
        .group_by(OPERATION.c.kind)
    )
    counts = {kind: int(count) for kind, count in found}
    ((spent,),) = await run(
        select(func.sum(ENTRY.c.amount))
        .select_from(OPERATION)
        .join(
            ENTRY, and_(ENTRY.c.community == OPERATION.c.community, ENTRY.c.operation == OPERATION.c.number)
        )
        .where(then, ENTRY.c.account == SPENT, ENTRY.c.amount > 0)
    )
    return Week(
        sum(counts.get(kind, 0) for kind in POSTED), counts.get(kinds[-2], 0), counts.get(kinds[-1], 0),
        int(spent or 0),
    )  # fmt: skip


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    Top: top,
    Stats: stats,
    Headcount: headcount,
    Course: course,
    Flows: flows,
    PerJob: per_job,
    WeekOf: week_of,
}
