"""What Stripe's deliveries say, in the core's words. Pure: an event in, what to hear or to look up out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.payments.setup import Setup, Whose, whose
from core.board.orders import CAME, DISPUTE, GONE, LOST, REFUND
from core.board.payments import Back, Heard, Paid

PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
FAILED = "checkout.session.async_payment_failed"
EXPIRED = "checkout.session.expired"
"""Nothing comes of it: the order lapses by itself."""
BACK = ("charge.refunded", "charge.refund.", "refund.", "charge.dispute.")
LISTENED = (
    *PAID, FAILED, EXPIRED, "charge.refunded", "refund.created", "refund.updated", "refund.failed",
    "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed",
    "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
)  # fmt: skip
"""What an endpoint is to be sent."""
ODD = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What comes of something signed that has another shape than Stripe's documents say."""
MOST = 10**12
_NAME = re.compile(r"[A-Za-z0-9_]{1,120}", re.ASCII)
_REFUNDS = {"failed": CAME, "canceled": CAME}
_DISPUTES = {"won": CAME, "lost": LOST}
_INQUIRIES = ("warning_needs_response", "warning_under_review", "warning_closed", "prevented")
"""Questions of the bank's: no money has gone."""


@dataclass(frozen=True, slots=True)
class Told:
    """An order's payment and what was said of it. Without ``whose`` the payment has to be looked up."""

    heard: Heard
    whose: Whose | None = None


def read(event: Mapping[str, Any], setup: Setup) -> Told | None:
    """What an event tells, None if it is nothing of ours. Raises one of ODD."""
    kind, thing = str(event["type"]), event["data"]["object"]
    if kind in (*PAID, FAILED):
        ours = whose(thing.get("metadata"), setup.installation)
        if ours is None:
            return None
        paid = None
        if kind in PAID and thing["payment_status"] == "paid":
            paid = paid_of(thing["amount_total"], thing["currency"])
        payment = _payment(thing) or named(thing["id"])
        failed = kind == FAILED
        return Told(Heard(ours.order, payment, paid, failed=failed, wrong=_wrong(event, setup)), ours)
    if kind.startswith(BACK):
        payment = _payment(thing)
        if not payment:
            return None
        back = back_of(thing)
        return Told(Heard(0, payment, backs=() if back is None else (back,), wrong=_wrong(event, setup)))
    return None


def back_of(thing: Mapping[str, Any]) -> Back | None:
    """A refund or a dispute; None of what is none, or has taken no money."""
    kind, state = thing.get("object"), str(thing.get("status"))
    if kind == "refund":
        return Back(named(thing["id"]), REFUND, cents_of(thing["amount"]), _REFUNDS.get(state, GONE))
    if kind == "dispute" and state not in _INQUIRIES:
        return Back(named(thing["id"]), DISPUTE, cents_of(thing["amount"]), _DISPUTES.get(state, GONE))
    return None


def _wrong(event: Mapping[str, Any], setup: Setup) -> str:
    if event.get("account"):
        return "account"
    return "" if bool(event["livemode"]) == setup.live else "mode"


def paid_of(cents: Any, currency: Any) -> Paid:
    """So much money. Raises ValueError."""
    if not isinstance(currency, str) or not re.fullmatch("[A-Za-z]{3}", currency, re.ASCII):
        raise ValueError("no currency")
    return Paid(cents_of(cents), currency)


def cents_of(value: Any) -> int:
    """A sum in the smallest unit. Raises ValueError."""
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError("no sum")
    return value


def named(value: Any) -> str:
    """A name of Stripe's own, such as pi_3Abc. Raises ValueError."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("no name")
    return value


def _payment(thing: Mapping[str, Any]) -> str:
    """The payment that something is about, where it stands alone or with all that it is; empty if none."""
    found = thing.get("payment_intent")
    found = found["id"] if isinstance(found, Mapping) else found
    return "" if found is None else named(found)
