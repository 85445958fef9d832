"""Grants around the changes of clocks: APScheduler's cron fired twice there, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from core import instants
from core.instants import HOUR, MINUTE, Instant, parse
from tests.core.town import Clock, Town

NewTown = Callable[..., Awaitable[Town]]
CHANGES = (
    ("America/Havana", "2026-10-30", "2026-11-01T00:00-04:00"),  # midnight comes twice
    ("America/New_York", "2026-10-30", "2026-11-01T00:00-04:00"),  # 01:30 comes twice
    ("America/Asuncion", "2023-09-29", "2023-10-01T01:00-03:00"),  # midnight does not exist
    ("America/Asuncion", "2026-09-29", "2026-10-01T00:00-03:00"),  # and now it always does
)


ODD = ["America/Havana", "America/Asuncion", "America/New_York", "Asia/Damascus", "Asia/Amman", "Asia/Gaza"]
"""Zones whose clocks changed at the midnight that begins a month, and one whose never did."""


@pytest.mark.parametrize(("zone", "start", "due"), CHANGES, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("asleep", [(), (-2, 3)], ids=["awake", "asleep meanwhile"])
async def test_a_grant_comes_once_and_at_its_instant(
    new_town: NewTown, zone: str, start: str, due: str, asleep: tuple[int, int]
) -> None:
    """The bell rings each half hour for half a day around it, or the process is down meanwhile."""
    town = await new_town(clock=Clock(parse(start)))
    await town.must("staff", f"admin zone {zone}")
    await town.must("ana", "connects balance")
    at: Instant = parse(due)
    for minutes in range(-6 * 60, 6 * 60, 30):
        town.clock.at = max(town.clock.at, at + minutes * MINUTE)
        if asleep and asleep[0] * HOUR <= minutes * MINUTE < asleep[1] * HOUR:
            continue
        await town.tick()
        paid = town.one(
            "SELECT count(*) FROM operation WHERE kind = 'grant' AND member = ?", town.member("ana")
        )
        assert paid == (1 if minutes >= 0 else 0), minutes
    assert town.balance("ana") == 50
    found = town.rows(
        "SELECT DISTINCT CASE due WHEN 0 THEN at ELSE due END FROM operation WHERE kind = 'grant'"
    )
    assert found == [(at,)]
    assert town.kinds().count("grant.announced") == 1


def changing(zones: Iterable[str]) -> list[tuple[str, int]]:
    """The months from 2000 to 2037 whose first midnight exists twice or not at all."""
    found = []
    for zone in zones:
        known = ZoneInfo(zone)
        for period in range(2000 * 12, 2038 * 12):
            wall = datetime(period // 12, period % 12 + 1, 1)
            first, second = (wall.replace(tzinfo=known, fold=fold) for fold in (0, 1))
            if first.utcoffset() != second.utcoffset():
                found.append((zone, period))
    return found


@pytest.mark.parametrize(
    ("zones", "least"),
    [(ODD, 20), pytest.param(sorted(available_timezones()), 40, marks=pytest.mark.soak)],
    ids=["some zones", "all zones"],
)
def test_every_month_that_begins_twice_or_not_at_midnight_begins_once(zones: list[str], least: int) -> None:
    """By the clocks on both sides of it, whatever our own rule says."""
    odd = changing(zones)
    assert len(odd) >= least  # as many as this machine's zones know
    for zone, period in odd:
        start = instants.start_of_period(period, zone)
        at = datetime.fromtimestamp(start / 1_000_000, UTC)
        here, before = (one.astimezone(ZoneInfo(zone)) for one in (at, at - timedelta(minutes=1)))
        assert here.year * 12 + here.month - 1 == period, (zone, period)
        assert before.year * 12 + before.month - 1 == period - 1, (zone, period)
        ends = instants.start_of_period(period + 1, zone)
        assert 27 * 24 * HOUR < ends - start < 32 * 24 * HOUR, (zone, period)
