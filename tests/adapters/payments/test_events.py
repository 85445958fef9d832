"""What is signed may still be of any shape: it is understood, passed over, or odd; nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from adapters.payments.events import LISTENED, MOST, ODD, Told, read
from adapters.payments.setup import Setup

SETUP = Setup("sk_test_key00000001", ("whsec_1",), "https://connects.example.org", "inst1")
NAMES = (
    "id", "object", "payment_intent", "payment_status", "amount_total", "amount", "currency", "status",
    "metadata", "connects", "community", "order",
)  # fmt: skip
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.sampled_from(("pi_1", "re_1", "refund", "dispute", "paid", "usd", "inst1", "1", "won", "failed")),
)  # fmt: skip
things = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=8)
    ),
    max_leaves=20,
)


@given(kind=st.sampled_from(LISTENED), thing=things, live=st.one_of(st.booleans(), leaves))
def test_whatever_is_signed_is_understood_or_odd(kind: str, thing: Any, live: Any) -> None:
    event = json.loads(json.dumps({"id": "evt_1", "type": kind, "livemode": live, "data": {"object": thing}}))
    try:
        told = read(event, SETUP)
    except ODD:
        return
    if told is not None:
        fits(told)


def fits(told: Told) -> None:
    """Everything of it fits into the books."""
    heard = told.heard
    assert heard.payment.isascii()
    assert len(heard.payment) <= 120
    for cents in [one.cents for one in heard.backs] + ([heard.paid.cents] if heard.paid else []):
        assert 0 <= cents <= MOST
    if told.whose is not None:
        assert 0 <= told.whose.community < 10**18
        assert 0 <= heard.order < 10**18


def test_an_order_is_told_with_its_whole_payment_or_only_its_name() -> None:
    session = {
        "payment_status": "paid", "amount_total": 600, "currency": "usd",
        "metadata": {"connects": "inst1", "community": "3", "order": "4"},
    }  # fmt: skip
    for payment in ("pi_1", {"id": "pi_1", "object": "payment_intent"}):
        told = read(
            {
                "id": "evt_1",
                "type": LISTENED[0],
                "livemode": False,
                "data": {"object": {**session, "payment_intent": payment}},
            },
            SETUP,
        )
        assert told is not None
        assert told.heard.payment == "pi_1"


def test_the_library_is_there_with_the_first_payment_and_not_before() -> None:
    # It takes a quarter of a second, which whoever sells by hand should not wait for.
    said = "import sys, bot.stripe, bot.serving; print('stripe' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
