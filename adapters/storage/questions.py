"""What people ask: wallets' histories, the board, names, texts, the journal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, func, literal_column, or_, select, text

from adapters.storage.schema import OF_WALLET, TABLES, maker
from core.board.agencies import AgencyMember
from core.board.jobs import DRAFT, Job
from core.board.orders import BuyOrder
from core.board.proposals import Proposal
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Identity, Member, Text
from core.queries import (
    Board,
    Bodies,
    History,
    Journal,
    Known,
    Line,
    MembersLike,
    Names,
    Orders,
    OrdersBy,
    ProposalsBy,
    ProposalsFor,
    ProposalsOn,
)
from core.rows import Kind, columns

Run = Callable[[Executable], Awaitable[Sequence[Any]]]
"""Runs a statement in the snapshot; its rows are tuples."""

ENTRY, OPERATION, JOB, PROPOSAL = (TABLES[kind] for kind in (Entry, Operation, Job, Proposal))
IDENTITY, MEMBER, TEXT, ORDER = (TABLES[kind] for kind in (Identity, Member, Text, BuyOrder))
PART = TABLES[AgencyMember]
_OPERATION_WIDTH = len(columns(Operation)) + 1


def rows(kind: Kind, found: Iterable[Any]) -> list[Any]:
    """What the database found, as rows of a kind."""
    make = maker(kind)
    return [make(row) for row in found]


def says(column: ColumnElement[str], words: str, *, begins: bool = False) -> ColumnElement[bool]:
    """Whether a text has these words in it, without case.

    SQLite knows the case of ASCII only, so other letters are looked for in several.
    """
    spellings = (
        {words}
        if words.isascii()
        else {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    )
    escaped = (one.replace("/", "//").replace("%", "/%").replace("_", "/_") for one in sorted(spellings))
    return or_(*(column.ilike(f"{one}%" if begins else f"%{one}%", escape="/") for one in escaped))


async def history(run: Run, community: int, ask: History) -> Sequence[Line]:
    """A wallet's operations that moved Connects, newest first."""
    query = (
        select(*OPERATION.c, ENTRY.c.amount, ENTRY.c.before, ENTRY.c.after)
        .join(
            ENTRY, and_(OPERATION.c.community == ENTRY.c.community, OPERATION.c.number == ENTRY.c.operation)
        )
        .where(ENTRY.c.community == community, ENTRY.c.wallet == ask.wallet, text(OF_WALLET))
        .order_by(ENTRY.c.operation.desc())
        .limit(ask.limit)
    )
    if ask.before:
        query = query.where(ENTRY.c.operation < ask.before)
    if ask.since:
        # Numbers and times grow together, so the first operation since then bounds the walk.
        first = (
            select(OPERATION.c.number)
            .where(OPERATION.c.community == community, OPERATION.c.at >= ask.since)
            .order_by(OPERATION.c.at, OPERATION.c.number)
            .limit(1)
            .correlate(None)
        )
        query = query.where(ENTRY.c.operation >= first.scalar_subquery())
    if ask.kind:
        query = query.where(
            or_(OPERATION.c.kind == ask.kind, OPERATION.c.kind.startswith(f"{ask.kind}.", autoescape=True))
        )
    make = maker(Operation)
    return [Line(make(row[:_OPERATION_WIDTH]), *row[_OPERATION_WIDTH:]) for row in await run(query)]


async def journal(
    run: Run, community: int, ask: Journal
) -> Sequence[tuple[Operation, Sequence[Entry], Sequence[Use], Sequence[Lot]]]:
    """Operations in order, with what belongs to them."""
    operations: list[Operation] = rows(
        Operation,
        await run(
            select(*OPERATION.c)
            .where(OPERATION.c.community == community, OPERATION.c.number > ask.after)
            .order_by(OPERATION.c.number)
            .limit(ask.limit)
        ),
    )
    if not operations:
        return []
    parts: list[dict[int, list[Any]]] = []
    for kind, order in ((Entry, "line"), (Use, "lot"), (Lot, "number")):
        table = TABLES[kind]
        found = await run(
            select(*table.c)
            .where(
                table.c.community == community,
                table.c.operation.between(operations[0].number, operations[-1].number),
            )
            .order_by(table.c.operation, table.c[order])
        )
        grouped = groupby(rows(kind, found), key=lambda row: int(row.operation))
        parts.append({number: list(some) for number, some in grouped})
    return [(one, *(part.get(one.number, []) for part in parts)) for one in operations]  # type: ignore[misc]


async def board(run: Run, community: int, ask: Board) -> Sequence[Job]:
    """Jobs, newest first."""
    query = select(*JOB.c).where(JOB.c.community == community).order_by(JOB.c.number.desc()).limit(ask.limit)
    if ask.before:
        query = query.where(JOB.c.number < ask.before)
    if not ask.client:
        query = query.where(JOB.c.state != DRAFT)  # nobody else sees them
    for column, want in (
        (JOB.c.state, ask.state),
        (JOB.c.category, ask.category),
        (JOB.c.client, ask.client),
    ):
        if want:
            query = query.where(column == want)
    if ask.skill:
        query = query.where(JOB.c.skills.contains(f",{ask.skill},", autoescape=True))
    if ask.text:
        words = TEXT.alias("words")
        query = query.where(
            select(literal_column("1"))
            .where(
                words.c.community == JOB.c.community,
                words.c.number.in_((JOB.c.title, JOB.c.description)),
                says(words.c.body, ask.text),
            )
            .exists()
        )
    return rows(Job, await run(query))


async def proposals_on(run: Run, community: int, ask: ProposalsOn) -> Sequence[Proposal]:
    """A job's proposals; their numbers are in the order of their times."""
    query = (
        select(*PROPOSAL.c)
        .where(PROPOSAL.c.community == community, PROPOSAL.c.job == ask.job, PROPOSAL.c.number > ask.after)
        .order_by(PROPOSAL.c.number)
        .limit(ask.limit)
    )
    return rows(Proposal, await run(query))


async def proposals_by(run: Run, community: int, ask: ProposalsBy) -> Sequence[Proposal]:
    """A member's proposals, newest first."""
    query = (
        select(*PROPOSAL.c)
        .where(PROPOSAL.c.community == community, PROPOSAL.c.member == ask.member)
        .order_by(PROPOSAL.c.number.desc())
        .limit(ask.limit)
    )
    if ask.before:
        query = query.where(PROPOSAL.c.number < ask.before)
    return rows(Proposal, await run(query))


async def orders_by(run: Run, community: int, ask: OrdersBy) -> Sequence[BuyOrder]:
    """A member's orders, newest first."""
    return await _orders(run, community, ask.limit, ask.before, ORDER.c.member == ask.member)


async def orders(run: Run, community: int, ask: Orders) -> Sequence[BuyOrder]:
    """All orders, newest first."""
    return await _orders(
        run, community, ask.limit, ask.before, *([ORDER.c.state == ask.state] if ask.state else [])
    )


async def _orders(
    run: Run, community: int, limit: int, before: int, *which: ColumnElement[bool]
) -> Sequence[BuyOrder]:
    query = select(*ORDER.c).where(ORDER.c.community == community, *which)
    if before:
        query = query.where(ORDER.c.number < before)
    return rows(BuyOrder, await run(query.order_by(ORDER.c.number.desc()).limit(limit)))


async def proposals_for(run: Run, community: int, ask: ProposalsFor) -> Sequence[Proposal]:
    """An agency's proposals, found by whoever is or was in it, newest first."""
    people = select(PART.c.member).where(PART.c.community == community, PART.c.agency == ask.agency)
    query = (
        select(*PROPOSAL.c)
        .where(
            PROPOSAL.c.community == community,
            PROPOSAL.c.member.in_(people),
            PROPOSAL.c.wallet == ask.agency,
        )
        .order_by(PROPOSAL.c.number.desc())
        .limit(ask.limit)
    )
    if ask.before:
        query = query.where(PROPOSAL.c.number < ask.before)
    return rows(Proposal, await run(query))


async def names(run: Run, community: int, ask: Names) -> dict[int, Known]:
    """What members are called; where platforms differ, the first one's name stands."""
    found = await run(
        select(IDENTITY.c.member, IDENTITY.c.platform, IDENTITY.c.person, IDENTITY.c.name)
        .where(IDENTITY.c.community == community, IDENTITY.c.member.in_(ask.members))
        .order_by(IDENTITY.c.member, IDENTITY.c.platform, IDENTITY.c.person)
    )
    known: dict[int, Known] = {}
    for member, some in groupby(found, key=lambda row: int(row[0])):
        identities = list(some)
        # Of two persons of one platform the first one is told.
        persons = {platform: person for _, platform, person, _ in reversed(identities)}
        known[member] = Known(identities[0][3], persons)
    return known


async def bodies(run: Run, community: int, ask: Bodies) -> dict[int, str]:
    """Free texts."""
    query = select(TEXT.c.number, TEXT.c.body).where(
        TEXT.c.community == community, TEXT.c.number.in_(ask.texts)
    )
    return {int(number): body for number, body in await run(query)}


async def members_like(run: Run, community: int, ask: MembersLike) -> Sequence[tuple[int, str]]:
    """Members who are here and whose name begins so, by name."""
    here = and_(MEMBER.c.community == IDENTITY.c.community, MEMBER.c.number == IDENTITY.c.member)
    lower = func.lower(IDENTITY.c.name)
    found = await run(
        select(IDENTITY.c.member, IDENTITY.c.name, lower)
        .distinct()
        .join(MEMBER, here)
        .where(
            IDENTITY.c.community == community,
            MEMBER.c.left == 0,
            says(IDENTITY.c.name, ask.prefix, begins=True),
        )
        .order_by(lower, IDENTITY.c.member, IDENTITY.c.name)
        .limit(ask.limit)
    )
    return [(int(member), name) for member, name, _ in found]


ANSWERS: dict[type[Any], Callable[[Run, int, Any], Awaitable[Any]]] = {
    History: history,
    Journal: journal,
    Board: board,
    ProposalsOn: proposals_on,
    ProposalsBy: proposals_by,
    ProposalsFor: proposals_for,
    OrdersBy: orders_by,
    Orders: orders,
    Names: names,
    Bodies: bodies,
    MembersLike: members_like,
}
