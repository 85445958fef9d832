"""A small community in rows: at least one of each kind, all that points pointing somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from core.board.agencies import Agency, AgencyMember, AgencySpent
from core.board.awards import Award, Erased
from core.board.boosts import Bid
from core.board.jobs import EXPIRED, OPEN, Invitation, Job
from core.board.orders import BuyOrder, MoneyBack
from core.board.proposals import ARCHIVED, SUBMITTED, Proposal
from core.instants import FOREVER
from core.ledger.accounts import Account, Earned, Pair, PeriodPaid, StaffDay, TransferDay, Wallet
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Community, Identity, Member, Receipt, RolePlan, RoleRank, Text
from core.policy.versions import PolicyVersion
from core.ports import Changes
from core.rows import key_of
from core.speech.notice import QUEUED, SENDING, SENT, Card, Notice, Route

HASH = "a" * 64
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""For a test of what only SQLite does."""
ON_POSTGRES = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def operation(number: int, kind: str, at: int, **values: Any) -> Operation:
    """An operation."""
    fields = {
        "key": f"test/{number}", "actor": 1, "due": 0, "policy": 1, "job": 0, "proposal": 0, "member": 1,
        "facts": "{}", "form": 1, "hash": HASH,
    }  # fmt: skip
    return Operation(number=number, kind=kind, at=at, **{**fields, **values})


def job(number: int, **values: Any) -> Job:
    """A job."""
    fields = {
        "client": 2, "state": OPEN, "title": 0, "description": 0, "budget": 0, "category": "code",
        "skills": ",python,sql,", "price": 4, "hires": 1, "opened": 100, "closes": 1_000,
    }  # fmt: skip
    values.setdefault("due", FOREVER if "ended" in values else values.get("closes", 1_000))
    return Job(number=number, **{**fields, **values})


def world() -> list[Any]:
    """The rows of one community, the community's own not among them."""
    return [
        operation(1, "gift", 100),
        operation(2, "proposal.submitted", 200, job=1, proposal=1),
        operation(3, "proposal", 300, job=2, proposal=2),
        PolicyVersion(1, 0, 1, "{}"),
        Member(1, 0, 100),
        Member(2, 1, 100, acted=300),
        Member(3, 0, 100, left=250),
        Identity("discord", "10", 1, "Ada"),
        Identity("slack", "U10", 1, "Ada L."),
        Identity("discord", "20", 2, "Émile_"),
        Identity("discord", "30", 3, "Adam"),
        RoleRank("discord", "500", 1),
        RoleRank("slack", "S5", 2),
        Text(1, 2, 1, "s1", "A Ledger in Python"),
        Text(2, 2, 1, "s2", "Straße nach Übersee, 100%"),
        Text(3, 1, 2, "s3", "I can"),
        Account("gifts", -100),
        Account("spent", 8),
        Wallet(1, "member", 92, "basic", 5, due=900),
        Wallet(2, "member", 0, "basic", 6),
        Wallet(3, "member", 0, "basic", 5, active=False),
        Lot(1, 1, 1, "gift", 60, 52, 100, 900),
        Lot(2, 1, 1, "gift", 40, 40, 100, FOREVER),
        Lot(3, 2, 1, "gift", 5, 0, 100, 900),
        Entry(1, 1, "wallet", 1, 100, 0, 100),
        Entry(1, 2, "gifts", 0, -100, 0, 0),
        Entry(2, 1, "wallet", 1, -4, 100, 96),
        Entry(2, 2, "spent", 0, 4, 0, 0),
        Entry(3, 1, "wallet", 1, -4, 96, 92),
        Entry(3, 2, "spent", 0, 4, 0, 0),
        Use(2, 1, 4),
        Use(3, 1, 4),
        PeriodPaid(5, 1, 100),
        StaffDay(2, 738_000, 10, 0),
        TransferDay(1, 738_000, 3, 0),
        Earned(1, "[]"),
        Pair(2, 1, 200),
        RolePlan("discord", "900", "plus"),
        Erased("ab12", "[]"),
        Award(1, "badge", "top_rated", 2),
        Wallet(4, "agency", 0, "agency", 99),
        Agency(4, 1, 1, 100),
        AgencyMember(4, 1, "owner", "active", 100),
        AgencySpent(4, 1, 5, 6),
        BuyOrder(1, 1, 1, 40, 600, "USD", 100, 800),
        BuyOrder(2, 1, 1, 20, 300, "USD", 100, 800, "paid", "manual", "R-1", 2),
        MoneyBack("re_1", 2, "pi_1", "refund", 100, "gone", 300),
        Invitation(1, 2, 200),
        Bid(1, 1, 0, 1, 1, 4, 200, 2, "2,3"),
        job(1, title=1, description=2),
        job(2, state=EXPIRED, ended=400, unsettled=1, category="art", skills=",sql,", closes=400),
        Proposal(1, 1, 1, 1, 2, 4, 3, SUBMITTED, 200),
        Proposal(2, 2, 1, 1, 3, 4, 0, SUBMITTED, 300),
        Proposal(3, 2, 2, 2, 3, 0, 0, ARCHIVED, 310),
        Notice(1, "jobs", "job-1", "", 2, 200, SENT, 1, "900"),
        Notice(2, "jobs", "job-1", "", 2, 300),
        Notice(3, "member/2", "", "{}", 2, 300, SENDING, 1),
        Notice(4, "log", "", "{}", 2, 300, QUEUED),
        Card("discord", "job-1", "jobs", "900"),
        Route("discord", "jobs", "700", "", 200),
        Route("discord", "log", "", "route.none", 300),
        Receipt("discord/1", 1, "d1", True, "{}", 200, True),
        Receipt("discord/2", 1, "d2", True, "{}", 300, False),
        Receipt("discord/3", 1, "d3", False, "{}", 310, False),
        Receipt("discord/0", 1, "d0", True, "", 50, False),
    ]


def by_kind(rows: Iterable[Any]) -> Mapping[Any, list[Any]]:
    """Rows by their kinds."""
    sorted_rows: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        sorted_rows[type(row)].append(row)
    return sorted_rows


async def write(store: Any, community: int, fresh: Iterable[Any] = (), dirty: Iterable[Any] = ()) -> None:
    """Write rows and commit."""
    transaction = await store.begin([community])
    try:
        await transaction.write([Changes(community, by_kind(fresh), by_kind(dirty))])
        await transaction.commit()
    finally:
        await transaction.rollback()


async def read(source: Any, what: Any, *keys: tuple[int, Any]) -> list[Any]:
    """What is found under some keys, as tuples, with those of the first key first."""
    found = (await source.load({what: keys}))[what]
    return [fields_of(row) for key in keys for row in found.get(key, ())]


def fields_of(row: Any) -> tuple[Any, ...]:
    """A row's values with its kind, for comparing: rows are not equal by value."""
    return (
        type(row).__name__,
        *(getattr(row, name) for name in type(row).__dataclass_fields__ if name.islower()),
    )


def keyed(row: Any) -> Any:
    """A row's key."""
    kind: Any = type(row)
    return key_of(kind)(row)


def settled(**values: Any) -> Community:
    """A community's row after some work."""
    return Community(**{"at": 300, "head": HASH, "operations": 3, "due": 700, **values})
