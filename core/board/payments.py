"""What a payment service says, in the core's own words (RULES 30)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paid:
    """So much money came."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class Back:
    """A refund or a dispute by its name at the service; its kinds and states are those of `MoneyBack`."""

    name: str
    kind: str
    cents: int
    state: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of one payment of an order.

    ``failed``: the money that was on its way did not come. ``wrong`` says why nothing of it may be believed:
    account (another one's), mode (test money in earnest, or the other way round).
    """

    order: int
    payment: str
    paid: Paid | None = None
    backs: tuple[Back, ...] = ()
    failed: bool = False
    wrong: str = ""
