"""A journal added up once more: what is right passes, each wrong has its name."""

from __future__ import annotations

from typing import Any

import pytest

from core.ledger.accounts import GIFTS, RETURNS, SPENT, SYSTEM, WALLET
from core.ledger.lots import Lot, Use
from core.ledger.moves import FLOWS, moves_well
from core.ledger.operations import Entry, Operation
from core.ledger.replay import Replay

EARLY, LATE = 1_000, 2_000


def op(number: int, kind: str, at: int = 0, policy: int = 1) -> Operation:
    return Operation(number, f"test/{number}", kind, 1, at, 0, policy, 0, 0, 1, "{}", 1, "")


def entry(account: str, amount: int, before: int = 0) -> Entry:
    after = before + amount if account == WALLET else 0
    return Entry(1, 1, account, 1 if account == WALLET else 0, amount, before, after)


def lot(number: int, amount: int, expires: int = LATE, issued: int = 0) -> Lot:
    return Lot(number, 1, 1, "gift", amount, amount, issued, expires)


def begun(order: str = "soonest_expiry") -> Replay:
    """A wallet with two lots of ten; the second one ends first."""
    replay = Replay(lambda version: order if version == 1 else "oldest_first")
    for number, expires in ((1, LATE), (2, EARLY)):
        gift = [entry(WALLET, 10, 10 * number - 10), entry(GIFTS, -10)]
        assert list(replay.see(op(number, "gift"), gift, [], [lot(number, 10, expires, number)])) == []
    return replay


def pay(amount: int, before: int = 20) -> list[Entry]:
    return [entry(WALLET, -amount, before), entry(SPENT, amount)]


def uses(**amounts: int) -> list[Use]:
    return [Use(3, int(name[1:]), amount) for name, amount in amounts.items()]


@pytest.mark.parametrize(
    ("kind", "at", "entries", "used", "names"),
    [
        ("proposal.submitted", 5, pay(4), uses(l2=4), []),
        ("proposal.submitted", 5, pay(14), uses(l1=4, l2=10), []),
        ("proposal.submitted", 5, pay(4), uses(l1=4), ["uses.order"]),
        ("proposal.submitted", 5, pay(14), uses(l1=10, l2=4), ["uses.order"]),
        ("proposal.submitted", 5, pay(4), uses(l2=5), ["uses.entries"]),
        ("proposal.submitted", 5, pay(4, 19), uses(l2=4), ["entries.chain"]),
        ("proposal.submitted", EARLY - 1, pay(4), uses(l2=4), []),
        ("proposal.submitted", EARLY, pay(4), uses(l2=4), ["uses.expired"]),
        ("lot.expired", EARLY, pay(10), uses(l2=10), []),
        ("lot.expired", EARLY - 1, pay(10), uses(l2=10), ["uses.expired"]),
        ("lot.expired", EARLY, pay(4), uses(l2=4), ["uses.expired"]),
        ("proposal.returned", 5, pay(-4), uses(l2=-4), ["lots.replay"]),
        ("proposal.returned", 5, pay(-4), uses(l9=-4), ["lots.replay", "uses.entries"]),
    ],
)
def test_an_operation_on_two_lots(
    kind: str, at: int, entries: list[Entry], used: list[Use], names: list[str]
) -> None:
    assert list(begun().see(op(3, kind, at), entries, used, [])) == names


def test_the_burn_order_is_that_of_the_operations_own_policy() -> None:
    assert list(begun().see(op(3, "proposal.submitted", policy=2), pay(4), uses(l1=4), [])) == []
    assert list(begun().see(op(3, "proposal.submitted", policy=2), pay(4), uses(l2=4), [])) == ["uses.order"]


def test_what_is_returned_can_be_spent_again_and_what_is_over_is_forgotten() -> None:
    replay = begun()
    assert list(replay.see(op(3, "proposal.submitted"), pay(10), uses(l2=10), [])) == []
    assert list(replay.see(op(4, "proposal.returned"), pay(-10, 10), uses(l2=-10), [])) == []
    assert list(replay.see(op(5, "proposal.submitted"), pay(12), uses(l1=2, l2=10), [])) == []
    replay._sweep = 1
    replay.sweep(EARLY)
    assert set(replay._lots) == {1}


MOVED: list[tuple[str, list[Entry], dict[str, Any], bool]] = [
    ("gift", [entry(WALLET, 4), entry(GIFTS, -4)], {}, True),
    ("gift", [entry(WALLET, 4), entry(RETURNS, -4)], {}, False),
    ("gift", [], {}, False),
    ("proposal.submitted", pay(4), {"paid": 4}, True),
    ("proposal.submitted", pay(4), {"paid": 5}, False),
    ("proposal.submitted", pay(-4), {"paid": 4}, False),
    ("proposal.submitted", [], {"paid": 0}, True),
    ("proposal.submitted", [], {"paid": 4}, False),
    ("plan.set", [], {}, True),
    ("plan.set", pay(4), {}, False),
]


@pytest.mark.parametrize(("kind", "entries", "facts", "well"), MOVED)
def test_a_kind_moves_what_it_may(kind: str, entries: list[Entry], facts: dict[str, Any], well: bool) -> None:
    assert moves_well(op(1, kind), entries, facts) is well


def test_every_kind_moves_between_accounts_of_the_chart() -> None:
    chart = {WALLET, *SYSTEM}
    assert all({*flow.come, *flow.go} <= chart and flow.come and flow.go for flow in FLOWS.values())
    assert all(flow.come == (WALLET,) for flow in FLOWS.values() if flow.burns)
