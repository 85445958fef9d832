"""Orders of Connects, and what became of them (RULES 30, 31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

UNPAID, PAID, LAPSED, REFUNDED, CHARGED_BACK = "unpaid", "paid", "lapsed", "refunded", "charged_back"
ORDER_STATES = (UNPAID, PAID, LAPSED, REFUNDED, CHARGED_BACK)


@dataclass(slots=True, eq=False)
class BuyOrder:
    """Connects that somebody wants to buy.

    ``cents`` is what they cost in ``currency``. ``due`` is when it lapses unpaid. ``receipt`` is what
    it was paid with, ``lot`` what it came to; ``missing`` is what a refund could not take back.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "orders"
    number: int
    member: int
    wallet: int
    amount: int
    cents: int
    currency: str
    at: Instant
    due: Instant
    state: str = UNPAID
    provider: str = "manual"
    receipt: str = ""
    lot: int = 0
    missing: int = 0


def state_at(order: BuyOrder, now: Instant) -> str:
    """What an order's state is once what is due on it has been settled."""
    return LAPSED if order.state == UNPAID and order.due <= now else order.state


UNPAID_OF = Index("unpaid_of", BuyOrder, ("member",), (("state", "=", UNPAID),), owners=("owners",))
RECEIPTS = Index("receipts", BuyOrder, ("receipt",), (("receipt", ">", ""),))
