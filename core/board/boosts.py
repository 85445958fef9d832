"""Boosts: bids of proposals in the auction of a job's opening, and how they rank (RULES 23 to 26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

HELD, SPENT, RETURNED, LEFT = "held", "spent", "returned", "left"
"""What became of a bid: in the auction; spent, but ranked still; given back; spent and off the table."""
RANKED = (HELD, SPENT)
"""The states of the bids that stand on the table while the auction runs."""


@dataclass(slots=True, eq=False)
class Bid:
    """What a proposal bids to stand further up.

    ``round`` is the job's opening whose auction it is of. ``amount`` is all that was paid,
    ``operations`` the numbers of those that paid it, between commas. ``at`` and ``turn`` are the
    moment and the operation of its last raise. ``place`` is the one it held when the auction closed.
    """

    KEY: ClassVar[tuple[str, ...]] = ("proposal",)
    COUNTER: ClassVar[str] = "proposals"
    proposal: int
    job: int
    round: int
    member: int
    wallet: int
    amount: int
    at: Instant
    turn: int
    operations: str
    state: str = HELD
    place: int = 0


BIDS = Index("bids", Bid, ("job", "round"), owners=("jobs",))


def paid_by(bid: Bid) -> tuple[int, ...]:
    """The operations that paid a bid."""
    return tuple(int(one) for one in bid.operations.split(",") if one)


def table(bids: Iterable[Bid]) -> list[Bid]:
    """The bids that stand on the table, best first: the higher one, then the earlier (RULES 24)."""
    return sorted(
        (bid for bid in bids if bid.state in RANKED), key=lambda bid: (-bid.amount, bid.at, bid.turn)
    )
