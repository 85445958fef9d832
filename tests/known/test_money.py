"""Connects that others would have lost, doubled, or let somebody spend twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core.instants import DAY, parse
from core.ports import Unavailable
from tests.core.town import Clock, Town
from tests.laws.books import prove

NewTown = Callable[..., Awaitable[Town]]


async def at_once(town: Town, *said: tuple[str, str]) -> list[str]:
    """All is said in the same moment, each a delivery of its own; the keys of the answers."""
    return [one.key for one in await asyncio.gather(*(town.say(name, line) for name, line in said))]


async def transfers(town: Town, has: int) -> None:
    """Ana has so much, and may send it."""
    for name in ("ana", "bob", "staff"):
        await town.must(name, "connects balance")
    if has > 40:
        await town.must("staff", f"admin grant ana {has - 40}")
    await town.must("staff", "admin policy transfers on")
    await town.must("staff", "admin policy transfers.daily_limit 1000")


async def test_of_200_withdrawals_of_4_at_once_each_is_charged(town: Town) -> None:
    """Red's bank reads, awaits and sets: 200 at once were charged 8 in all instead of 800."""
    await transfers(town, 1_000)
    said = await at_once(town, *(("ana", f"connects send bob 4 {one}") for one in range(200)))
    assert len(set(said)) == 1
    assert town.balance("ana") == 200
    assert town.balance("bob") == 40 + 800
    prove(town)


async def test_the_same_connects_are_not_given_away_and_spent_in_the_same_moment(town: Town) -> None:
    """Dank Memer's rob and deposit, rob and buy: one balance, both done, and below zero."""
    await transfers(town, 40)
    await town.must("client", 'job post "A job" price:6')
    lines = ("connects send bob 38", "apply job-1 boost:32", "connects send bob 30", "connects send staff 35")
    said = await at_once(town, *(("ana", line) for line in lines))
    assert len([one for one in said if one == "wallet.short"]) == 3
    assert town.balance("ana") == 2
    assert town.balance("bob") == 78
    prove(town)


@pytest.mark.parametrize("first", [0, 1])
async def test_whichever_of_two_is_first_has_it_whole(town: Town, first: int) -> None:
    await transfers(town, 40)
    await town.must("client", 'job post "A job" price:6')
    lines = ["connects send bob 38", "apply job-1"]
    said = await at_once(town, *(("ana", line) for line in (lines[first], lines[1 - first])))
    assert said[1] == "wallet.short"
    assert town.balance("ana") == (2, 34)[first]


async def test_a_reward_pasted_fifty_times_is_paid_once(town: Town) -> None:
    """Dank Memer: `pls work` pasted fast paid twice, a quest's reward too."""
    await town.must("ana", "connects balance")
    answers = "connects test q1:b q2:c q3:a q4:c q5:b"
    said = await at_once(town, *(("ana", answers) for _ in range(50)))
    assert said.count("test.passed") == 1
    assert set(said) <= {"test.passed", "test.passed_already", "test.today", "repeat.asks"}
    assert town.balance("ana") == 80
    await town.must("client", 'job post "A job" price:4')
    await town.must("ana", "apply job-1")
    await town.must("client", "proposal interview proposal-1 When?")
    said = await at_once(town, *(("ana", f"proposal answer proposal-1 {one}") for one in range(50)))
    assert town.faults.seen == []
    assert town.balance("ana") == 80 - 4 + 10
    prove(town)


@pytest.mark.parametrize("when", ["begin", "load", "write", "commit", "committed"])
async def test_payday_is_paid_once_though_the_process_dies_in_the_middle(
    new_town: NewTown, when: str
) -> None:
    """A cron that pays and then notes that it paid, or notes and then pays: one is doubled, one is lost."""
    town = await new_town(clock=Clock(parse("2026-03-04")))
    names = [f"m{one}" for one in range(30)]
    await asyncio.gather(*(town.say(name, "connects balance") for name in names))
    town.clock.at = parse("2026-04-01")
    town.store.plan[when] = [None, Unavailable("it dies")] if when != "begin" else [Unavailable("it dies")]
    with_grants = asyncio.create_task(town.chores.run(town.clock.now()))
    await asyncio.wait([with_grants], timeout=5)
    with_grants.cancel()
    await asyncio.gather(with_grants, return_exceptions=True)
    await town.restart(crash=True)
    for _ in range(3):
        await town.tick()
    assert town.kinds().count("grant") == len(names)
    assert {town.balance(name) for name in names} == {50}
    prove(town)


async def test_a_month_is_a_month_though_the_bell_rings_from_everywhere(town: Town) -> None:
    """Two timers, a late one and one that was missed: what is due has a key, the bell has none."""
    await town.must("ana", "connects balance")
    town.clock.at = parse("2026-04-01") + DAY
    await asyncio.gather(*(town.tick() for _ in range(10)))
    assert town.kinds().count("grant") == 1
    assert town.kinds().count("grant.announced") == 1
