"""Where every day is somebody's grant's, the bell misses none, whatever else moves the community's due."""

from __future__ import annotations

from typing import Any

from core import chores, upkeep
from core.instants import DAY, SECOND, parse
from tests.core.town import Town


async def _town(town: Town) -> None:
    town.clock.at = parse("2026-01-15T09:00")
    await town.must("staff", "admin policy grant.cycle anniversary")
    await town.must("ana", "connects balance")
    await town.tick()
    town.clock.at = parse("2026-02-14T22:00")
    await town.tick()
    assert town.balance("ana") == 40


async def test_a_policy_that_is_changed_before_the_bell_rings_puts_no_grant_off(town: Town) -> None:
    await _town(town)
    town.clock.at = parse("2026-02-15T08:00")  # nobody has rung since midnight
    await town.must("staff", "admin policy bonus.cap 40")
    await town.tick()
    assert town.balance("ana") == 50


async def test_a_zone_in_which_it_is_tomorrow_already_brings_tomorrows_grants(town: Town) -> None:
    await _town(town)
    await town.must("staff", "admin zone Pacific/Kiritimati")
    await town.tick()
    assert town.balance("ana") == 50


async def test_a_ring_that_lasts_beyond_midnight_leaves_the_new_days_grants_due(town: Town) -> None:
    await _town(town)
    midnight = parse("2026-02-15T00:00")
    town.clock.at = midnight - SECOND
    await town.must("staff", "admin policy bonus.cap 40")
    await _ring_until(town, midnight)
    assert town.balance("ana") == 40
    await town.tick()
    assert town.balance("ana") == 50


async def test_a_day_whose_grants_are_given_is_not_looked_at_again(town: Town) -> None:
    await _town(town)
    await town.tick()  # the week's end was booked by the one before
    assert town.one("SELECT due FROM community WHERE community = 1") == parse("2026-02-15T00:00")
    town.clock.at += DAY
    await town.tick()
    assert town.one("SELECT due FROM community WHERE community = 1") == parse("2026-02-16T00:00")


async def _ring_until(town: Town, then: int) -> None:
    """Ring for the grants; when all are given it is ``then``."""
    steps, answer = chores.Grants().run(town.clock.now()), None
    while True:
        try:
            step: Any = steps.send(answer)
        except StopIteration:
            return
        if isinstance(step, upkeep.Page):
            async with town.storage.queries.snapshot() as snapshot:
                answer = await snapshot.ask(step.community, step.query)
        else:
            if any(piece.key.endswith("announce") for piece in step):
                town.clock.at = then
            answer = [await town.chores.submit(piece) for piece in step]
