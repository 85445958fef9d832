"""The bell only rings: what is due is the chores' to know, and a jump of the clock pauses them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from bot.clock import SystemClock
from bot.scheduler import Chores, ringing
from core.instants import DAY, HOUR, MINUTE, parse
from core.pieces import Limits
from core.ports import Unavailable
from tests.core.town import START, Town

NewTown = Callable[..., Awaitable[Town]]


class Wall:
    """The system's clock in a test's hands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.steady = START, DAY
        monkeypatch.setattr(time, "time_ns", lambda: self.wall * 1000)
        monkeypatch.setattr(time, "clock_gettime_ns", lambda which: self.steady * 1000)

    def passes(self, span: int) -> None:
        self.wall += span
        self.steady += span


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


async def a_town(new_town: NewTown, wall: Wall) -> tuple[Town, Chores, SystemClock]:
    clock = SystemClock()
    town = await new_town(clock=clock)
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    return town, Chores(town.engine, town.storage.queries, clock, clock), clock


async def test_a_tick_does_what_is_due(new_town: NewTown, wall: Wall) -> None:
    town, chores, _ = await a_town(new_town, wall)
    await chores.tick()
    assert "grant" not in town.kinds()
    wall.passes(28 * DAY)
    await chores.tick()
    await chores.tick()
    assert town.kinds().count("grant") == 2
    assert town.kinds().count("grant.announced") == 1


@pytest.mark.parametrize("jump", [2 * HOUR, 40 * DAY, 4000 * DAY, -2 * HOUR, -40 * DAY])
async def test_a_jump_of_the_clock_pauses_the_chores_until_staff_resume(
    new_town: NewTown, wall: Wall, jump: int
) -> None:
    town, chores, _ = await a_town(new_town, wall)
    wall.passes(MINUTE)
    wall.wall += jump
    await chores.tick()
    await chores.tick()
    assert town.kinds().count("chores.paused") == 1
    assert not {"grant", "lot.expired", "window.reset"} & set(town.kinds())
    assert town.one("SELECT at FROM community") == START + MINUTE, "the jumped time is nowhere written"

    wall.passes(MINUTE)
    await town.must("staff", "admin grant ana 1")
    assert town.one("SELECT at FROM community") == START + 2 * MINUTE
    await town.must("staff", "admin resume")
    await chores.tick()
    paid = {40 * DAY: 2, 4000 * DAY: 6}.get(jump, 0)
    assert town.kinds().count("grant") == paid
    times = [at for (at,) in town.rows("SELECT at FROM operation ORDER BY number")]
    assert times == sorted(times)


async def test_a_jump_right_again_before_anybody_resumed_changes_nothing(
    new_town: NewTown, wall: Wall
) -> None:
    town, chores, _ = await a_town(new_town, wall)
    wall.wall += 40 * DAY
    await chores.tick()
    wall.wall -= 40 * DAY
    await chores.tick()
    await town.must("staff", "admin resume")
    wall.passes(MINUTE)
    await chores.tick()
    await town.must("staff", "admin grant ana 1")
    assert town.one("SELECT at FROM community") == START + MINUTE
    assert "grant" not in town.kinds()


async def test_downtime_is_no_jump(new_town: NewTown, wall: Wall) -> None:
    town, _, _ = await a_town(new_town, wall)
    await town.close()
    wall.wall += 70 * DAY
    town.clock = clock = SystemClock()  # type: ignore[assignment]
    await town.open()
    await Chores(town.engine, town.storage.queries, clock, clock).tick()
    assert "chores.paused" not in town.kinds()
    due = town.rows("SELECT DISTINCT due FROM operation WHERE kind = 'grant' ORDER BY due")
    assert due == [(parse("2026-04-01"),), (parse("2026-05-01"),)]


async def test_a_tick_that_fails_is_not_the_last(new_town: NewTown, wall: Wall) -> None:
    town, chores, _ = await a_town(new_town, wall)
    wall.passes(28 * DAY)
    rings = 0

    async def ring() -> None:
        nonlocal rings
        rings += 1
        if rings < 3:
            raise RuntimeError("no luck")
        await chores.tick()

    with ringing(ring, every=0.01):
        await until(lambda: town.kinds().count("grant.announced") == 1)
    assert town.kinds().count("grant") == 2


@pytest.mark.parametrize("trouble", [[None] * fine + [Unavailable("gone")] * 2 for fine in range(6)])
async def test_what_a_database_that_was_gone_left_undone_is_done_at_the_next_tick(
    trouble: list[Unavailable | None], new_town: NewTown, wall: Wall
) -> None:
    town, chores, _ = await a_town(new_town, wall)
    wall.passes(28 * DAY)
    town.store.plan["begin"] = trouble
    for _ in range(4):
        await chores.tick()
    assert town.kinds().count("grant") == 2
    assert town.kinds().count("grant.announced") == 1
    told = town.kinds().index("grant.announced")
    assert "grant" not in town.kinds()[told:], "nobody hears of it before it is there"


async def test_the_bell_rings_once_at_a_time_and_no_more_when_it_is_over() -> None:
    running = most = rings = 0

    async def ring() -> None:
        nonlocal running, most, rings
        running += 1
        rings += 1
        most = max(most, running)
        await asyncio.sleep(0.03)
        running -= 1

    with ringing(ring, every=0.01):
        await until(lambda: rings >= 3)
    await asyncio.sleep(0.05)
    before = rings
    await asyncio.sleep(0.05)
    assert (most, rings) == (1, before)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to pass")


async def test_wallets_of_two_chunks_are_granted_in_pieces_of_a_queue_that_is_small(
    new_town: NewTown,
) -> None:
    town = await new_town(limits=Limits(queue=4, queue_each=4))
    for n in range(0, 240, 4):
        await asyncio.gather(*(town.say(f"m{n + k:03}", "connects balance") for k in range(4)))
    town.clock.at += 28 * DAY
    await town.tick()
    assert town.kinds().count("grant") == 240
    assert town.kinds().count("grant.announced") == 1
    ((members, connects),) = town.rows("SELECT members, connects FROM period_paid")
    assert (members, connects) == (240, 2400)
