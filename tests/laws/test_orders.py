"""Whatever becomes of an order: no more is taken back than was bought, and the books stay right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.instants import HOUR
from tests.core.town import Town
from tests.laws import books
from tests.laws.test_laws import FAST, in_towns

BOUGHT = 40
LINES = (
    "other> admin confirm order-1 R-1",
    'other> admin confirm order-1 "r -1"',
    "other> admin confirm order-2 R-1",
    "other> admin confirm order-2 R-2",
    "other> admin refund order-1",
    "other> admin refund order-2 sorry",
    "other> admin chargeback order-1",
    "other> admin chargeback order-2 bank",
    "ana> connects send ben 30",
    "ana> connects send ben 11",
    "ben> connects send ana 20",
    "ana> apply job-1",
    "ana> proposal withdraw proposal-1",
    "client> job cancel job-1",
    "ana> connects buy 40",
    "staff> admin take ana 70 all:yes",
    "staff> admin policy burn_order oldest_first",
    "1",
    "23",
    "24",
    "9000",
)
"""What somebody says, or how many hours go by."""


@settings(max_examples=40, **FAST)
@given(some=st.lists(st.sampled_from(LINES), min_size=8, max_size=30), rings=st.booleans())
def test_no_more_is_taken_back_than_was_bought(template: Path, some: list[str], rings: bool) -> None:
    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        for line in (
            "staff> admin policy transfers on", "staff> admin policy transfers.daily_limit 60",
            "ben> connects balance", "ana> connects buy 40", "ana> connects buy 40",
            "client> job post Logo price:6 closes:300d",
        ):  # fmt: skip
            await town.must(*line.split("> "))
        for line in some:
            if line.isdecimal():
                town.clock.at += int(line) * HOUR
                if rings:
                    await town.tick()
            else:
                await town.say(*line.split("> "))
            books.add_up(town)
            sold(town)
        town.clock.at += 48 * HOUR
        await town.tick()
        assert town.one("SELECT count(*) FROM buy_order WHERE state = 'unpaid'") == 0
        await books.replay(town)
        books.prove(town)
        assert town.faults.seen == []

    in_towns(template, live)


def sold(town: Town) -> None:
    """Of each order that was paid between nothing and all is taken back; of the others nothing was given."""
    paid = taken = 0
    for state, amount, missing in town.rows("SELECT state, amount, missing FROM buy_order"):
        assert amount == BOUGHT
        assert 0 <= missing <= amount
        paid += amount * (state in ("paid", "refunded", "charged_back"))
        taken += (amount - missing) * (state in ("refunded", "charged_back"))
    balance = sum(one for (one,) in town.rows("SELECT balance FROM account WHERE name = 'sales'"))
    assert balance == taken - paid
    assert taken <= paid
    assert town.one("SELECT min(balance) FROM wallet") >= 0
