"""Orders of Connects, and what became of them (RULES 30, 31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

UNPAID, PAID, LAPSED, REFUNDED, CHARGED_BACK = "unpaid", "paid", "lapsed", "refunded", "charged_back"
MANUAL, STRIPE = "manual", "stripe"
"""Who says that an order was paid: staff, or the payment service."""
ORDER_STATES = (UNPAID, PAID, LAPSED, REFUNDED, CHARGED_BACK)


@dataclass(slots=True, eq=False)
class BuyOrder:
    """Connects that somebody wants to buy.

    ``cents`` is what they cost in ``currency``. ``due`` is when it lapses unpaid. ``receipt`` is what
    it was paid with, ``lot`` what it came to; ``missing`` is what a refund could not take back.
    ``gone`` is how many cents the payment service says went back.
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
    provider: str = MANUAL
    receipt: str = ""
    lot: int = 0
    missing: int = 0
    gone: int = 0


REFUND, DISPUTE = "refund", "dispute"
GONE, LOST, CAME = "gone", "lost", "came"
"""Of money that went back: it is gone, it is gone for good, it came again after all."""
FURTHEST = (GONE, LOST, CAME)
"""In the order in which they can follow each other: what is heard late never leads back."""


@dataclass(slots=True, eq=False)
class MoneyBack:
    """A refund or a dispute that a payment service told of, by the service's own name of it.

    ``purchase`` is the order, ``payment`` the payment that it takes ``cents`` of. It is kept even where it is
    heard of before the payment itself.
    """

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    COUNTER: ClassVar[str] = ""
    name: str
    purchase: int
    payment: str
    kind: str
    cents: int
    state: str
    at: Instant


def state_at(order: BuyOrder, now: Instant) -> str:
    """What an order's state is once what is due on it has been settled."""
    return LAPSED if order.state == UNPAID and order.due <= now else order.state


UNPAID_OF = Index("unpaid_of", BuyOrder, ("member",), (("state", "=", UNPAID),), owners=("owners",))
RECEIPTS = Index("receipts", BuyOrder, ("receipt",), (("receipt", ">", ""),))
BACKS = Index("backs", MoneyBack, ("purchase",), owners=("orders",))
