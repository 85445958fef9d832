"""Lots: what was credited together, and in which order lots are burned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index


@dataclass(slots=True, eq=False)
class Lot:
    """Connects credited by one operation, ageing together."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "lots"
    number: int
    wallet: int
    operation: int
    source: str
    amount: int
    left: int
    issued: Instant
    expires: Instant
    warned: bool = False  # its owner knows that it ends soon


@dataclass(slots=True, eq=False)
class Use:
    """What one operation took from a lot; below zero where it put something back."""

    KEY: ClassVar[tuple[str, ...]] = ("operation", "lot")
    COUNTER: ClassVar[str] = ""
    operation: int
    lot: int
    amount: int


LOTS_LEFT = Index("lots_left", Lot, ("wallet",), (("left", ">", 0),), owners=("owners",))
USES = Index("uses", Use, ("operation",), owners=("operations",))


def burn_order(lots: Iterable[Lot], order: str) -> list[Lot]:
    """The lots in the order in which they are burned (RULES 2).

    ``soonest_expiry``: expiry, then age, then number; ``oldest_first``: age, then number.
    """
    if order == "oldest_first":
        return sorted(lots, key=lambda lot: (lot.issued, lot.number))
    return sorted(lots, key=lambda lot: (lot.expires, lot.issued, lot.number))


def burn(lots: Iterable[Lot], amount: int, order: str) -> list[tuple[Lot, int]]:
    """How much to take of which lot to burn ``amount``; less comes back if there is less."""
    taken: list[tuple[Lot, int]] = []
    for lot in burn_order(lots, order):
        if amount == 0:
            break
        part = min(lot.left, amount)
        taken.append((lot, part))
        amount -= part
    return taken
