"""A few rounds of what `python -m tests.concurrency` plays ten thousand times."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.concurrency.games import GAMES, play
from tests.concurrency.racing import ORDERS, outcome

ROUNDS = {"spends": 1, "bonuses": 1, "gifts": 1, "auctions": 2, "grants": 2, "endings": 2}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", GAMES)
async def test_who_speak_at_once_are_served_as_if_one_after_the_other(name: str) -> None:
    await play(name, "sqlite", ROUNDS[name])


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["bonuses", "gifts"])
async def test_so_are_they_by_two_processes_on_postgresql(name: str) -> None:
    await play(name, "postgres", 1)


@pytest.mark.soak
@pytest.mark.asyncio
@pytest.mark.parametrize("name", GAMES)
async def test_and_in_whatever_they_do(name: str) -> None:
    await play(name, "postgres", ROUNDS[name])


def test_the_table_of_endings_knows_every_order() -> None:
    assert len(ORDERS) == 120
    back = {order for order in ORDERS if outcome(order)[1]}
    # It comes back where the job is called off before the proposal is hired or withdrawn.
    for order in permutations(("withdraw", "cancel", "hire")):
        assert (outcome(order)[1] > 0) == (order[0] == "cancel")
    # Who withdraws before it is called off has nothing back, unless the job's end took the proposal first.
    for order in back:
        ends = min(order.index(one) for one in ("cancel", "remove", "close"))
        assert ends < order.index("withdraw")
