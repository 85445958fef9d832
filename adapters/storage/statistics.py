"""What is counted: who is most active, and what became of Connects and jobs since a moment.

What happened since then is a range of the journal, found by its index over the time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from adapters.storage.questions import ENTRY, IDENTITY, JOB, MEMBER, OPERATION, PROPOSAL, Run
from core.board.jobs import OPEN
from core.board.proposals import HIRED
from core.instants import Instant
from core.tallies import Headcount, Lately, Stats, Top


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


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    Top: top,
    Stats: stats,
    Headcount: headcount,
}
