"""A wallet of the model: lots in a list, whole numbers, nothing else (RULES 1 to 5)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sim.hours import NEVER


@dataclass
class Lot:
    """Some Connects that came together."""

    number: int
    left: int
    source: str
    issued: int
    expires: int
    by: int = 0
    """The delivery that brought it, for an undoing."""


Paid = list[tuple[Lot, int]]
"""What a payment took from which lots."""


@dataclass
class Purse:
    """A wallet: its lots, its plan, and up to which month its grants have been decided."""

    number: int
    kind: str
    day: int
    last: int
    top: int
    plan: str = "basic"
    active: bool = True
    frozen: str = ""
    lots: list[Lot] = field(default_factory=list)
    earned: list[list[int]] = field(default_factory=list)
    """Bonuses: when, and how much."""

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots)

    def holds(self) -> list[tuple[int, int, int, str]]:
        """What is compared: the lots that have something left."""
        return sorted((lot.left, lot.issued, lot.expires, lot.source) for lot in self.lots if lot.left)

    def burn(self, amount: int, order: str) -> Paid:
        """Take from the lot that ends soonest, then the oldest, then the lowest number (RULES 2)."""
        paid: Paid = []
        for lot in sorted(self.lots, key=_oldest if order == "oldest_first" else _soonest):
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                paid.append((lot, part))
        assert amount == 0, "the model pays only what there is"
        return paid

    def ended(self, now: int) -> Lot | None:
        """The lot that ended first of those that have ended."""
        over = [lot for lot in self.lots if lot.left and lot.expires <= now]
        return min(over, key=_soonest, default=None)

    def next_end(self) -> int:
        """When the next lot ends."""
        return min((lot.expires for lot in self.lots if lot.left), default=NEVER)


def _soonest(lot: Lot) -> tuple[int, int, int]:
    return lot.expires, lot.issued, lot.number


def _oldest(lot: Lot) -> tuple[int, int, int]:
    return lot.issued, lot.number, 0
