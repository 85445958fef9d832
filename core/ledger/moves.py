"""From where to where each kind of operation moves Connects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.ledger.accounts import (
    AWARDS,
    BONUSES,
    EXPIRED,
    GIFTS,
    GRANTS,
    HELD,
    MOVED,
    RETURNS,
    SALES,
    SPENT,
    STAFF,
    SYSTEM,
    WALLET,
)
from core.ledger.operations import Entry, Operation

UNDO = "operation.undone"


class Flow(NamedTuple):
    """Where a kind of operation takes Connects from, and where it may put them.

    ``fact`` is the fact that says how many; ``burns``: it pays from a wallet, in burn order;
    ``always``: it is not written at all where it would move nothing.
    """

    come: tuple[str, ...]
    go: tuple[str, ...]
    fact: str = ""
    burns: bool = False
    always: bool = False


FLOWS: dict[str, Flow] = {
    "grant": Flow((GRANTS,), (WALLET,), always=True),
    "plan.set": Flow((GRANTS,), (WALLET,), "paid"),
    "gift": Flow((GIFTS,), (WALLET,), always=True),
    "test.passed": Flow((AWARDS,), (WALLET,), "paid"),
    "award.paid": Flow((AWARDS,), (WALLET,), "paid"),
    "interview.answered": Flow((BONUSES,), (WALLET,), "bonus"),
    "staff.granted": Flow((STAFF,), (WALLET,), "amount"),
    "staff.taken": Flow((WALLET,), (STAFF,), "amount", burns=True),
    "moved.in": Flow((MOVED,), (WALLET,), "amount", always=True),
    "moved.back": Flow((WALLET,), (MOVED,), "amount", always=True),
    "transfer.sent": Flow((WALLET,), (WALLET,), "amount", burns=True, always=True),
    "order.paid": Flow((SALES,), (WALLET,), "amount", always=True),
    "order.bought": Flow((SALES,), (WALLET,), "amount", always=True),
    "order.bought_late": Flow((SALES,), (WALLET,), "amount", always=True),
    "order.taken_back": Flow((WALLET,), (SALES,), "taken"),
    "order.given_back": Flow((SALES,), (WALLET,), "returned"),
    "order.refunded": Flow((WALLET,), (SALES,), "taken"),
    "order.charged_back": Flow((WALLET,), (SALES,), "taken"),
    "proposal.submitted": Flow((WALLET,), (SPENT,), "paid", burns=True),
    "boost.placed": Flow((WALLET,), (HELD,), "paid", burns=True, always=True),
    "boost.spent": Flow((HELD,), (SPENT,), "amount", always=True),
    "auction.closed": Flow((HELD,), (SPENT, WALLET)),
    "proposal.returned": Flow((RETURNS, SPENT), (WALLET,)),
    "proposal.unseen": Flow((SPENT, HELD), (WALLET,), "returned"),
    "job.cancelled": Flow((SPENT,), (RETURNS,), "returned"),
    "job.removed": Flow((SPENT,), (RETURNS,), "returned"),
    "job.expired": Flow((SPENT,), (RETURNS,), "returned"),
    "lot.expired": Flow((WALLET,), (EXPIRED,), always=True),
    "rollover.expired": Flow((WALLET,), (EXPIRED,), "amount", always=True),
    UNDO: Flow((WALLET, *SYSTEM), (WALLET, *SYSTEM)),
}
"""All other kinds move none. An undoing moves back what the undone one moved, which `verify` looks at."""
NOTHING = Flow((), ())


def flow_of(kind: str) -> Flow:
    """Where a kind of operation moves Connects."""
    return FLOWS.get(kind, NOTHING)


def moves_well(op: Operation, entries: Sequence[Entry], facts: Mapping[str, object]) -> bool:
    """Whether an operation moves Connects as its kind does, and as many as its facts say."""
    flow, moved, well = FLOWS.get(op.kind, NOTHING), 0, True
    for entry in entries:
        if entry.amount > 0:
            moved += entry.amount
            well = well and entry.account in flow.go
        elif entry.amount < 0:
            well = well and entry.account in flow.come
    if flow.fact and facts.get(flow.fact, 0) != moved:
        return False
    return well if entries else not flow.always
