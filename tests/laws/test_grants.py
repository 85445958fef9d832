"""Grants against an oracle: one a period, at the right instant, whichever cycle (RULES 9 to 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.instants import DAY, HOUR, Instant, is_zone, parse
from core.ledger.operations import Operation
from core.rules import calendar, wallets
from tests.laws.whole import Place

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = sorted(zone for zone in available_timezones() if is_zone(zone))
ODD = (
    "UTC", "America/Havana", "America/Asuncion", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Niue",
    "Asia/Kolkata", "Africa/Cairo", "Asia/Gaza", "America/Sao_Paulo", "Asia/Tehran", "Atlantic/Azores",
)  # fmt: skip
CATCH_UP = 3
History = list[tuple[str, int, str, str]]


def midnight(zone: str, day: date) -> Instant:
    """When a day begins on a zone's clocks, found among the offsets about it; in a gap, at its end."""
    tz, wall = ZoneInfo(zone), datetime(day.year, day.month, day.day)
    utc = wall.replace(tzinfo=UTC)
    offsets = {(utc + timedelta(hours=hours)).astimezone(tz).utcoffset() for hours in (-30, 0, 30)}
    moments = sorted(utc - offset for offset in offsets if offset is not None)
    fitting = [one for one in moments if one.astimezone(tz).replace(tzinfo=None) == wall]
    if fitting:
        return (fitting[0] - EPOCH) // timedelta(microseconds=1)
    low, high = moments[0] - timedelta(hours=2), moments[-1] + timedelta(hours=2)
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(tz).replace(tzinfo=None) < wall:
            low = middle
        else:
            high = middle
    return (high - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Held:
    """What held since a moment."""

    since: Instant
    zone: str
    cycle: str


def due(period: int, day: int, versions: list[Held]) -> Instant:
    """When a period's grant falls due: the first moment at which what then holds says that it has come."""
    for place, held in enumerate(versions):
        until = versions[place + 1].since if place + 1 < len(versions) else None
        on = date(period // 12, period % 12 + 1, 1 if held.cycle == "calendar" else day)
        begins = midnight(held.zone, on)
        at = begins if place == 0 else max(begins, held.since)
        if until is None or at <= until:
            return at
    raise AssertionError


@dataclass
class Somebody:
    """A member as the oracle sees them."""

    number: int
    day: int
    last: int
    paid: dict[int, Instant]

    def look(self, now: Instant, versions: list[Held]) -> None:
        """What a look at the wallet pays."""
        pending = []
        period = self.last + 1
        while (at := due(period, self.day, versions)) <= now:
            pending.append((period, at))
            period += 1
        for one, at in pending[-CATCH_UP:]:
            self.paid[one] = at
        if pending:
            self.last = pending[-1][0]


def joined(number: int, now: Instant, versions: list[Held]) -> Somebody:
    """Who joins has the present period behind them; on a 29th, 30th or 31st they join with the next."""
    held = versions[-1]
    local = (EPOCH + timedelta(microseconds=now)).astimezone(ZoneInfo(held.zone))
    day, month = local.day, local.year * 12 + local.month - 1
    late = day > 28
    day = 1 if late else day
    last = month + 2
    while due(last, day, versions) > now:
        last -= 1
    if held.cycle == "anniversary":
        last = max(last, month + late)
    return Somebody(number, day, last, {})


steps = st.tuples(
    st.sampled_from(("join", "look", "look", "zone", "cycle", "wait")),
    st.integers(0, 200 * 24),
    st.sampled_from(ODD),
    st.sampled_from(("calendar", "anniversary")),
)


def live(at: Instant, history: History) -> None:
    """Live through it on the real rules and by the oracle, and compare."""
    place = Place("gift.signup 0", "lot.warn_days 0", at=at)
    versions = [Held(at, "UTC", "calendar")]
    people: list[Somebody] = []
    for what, hours, zone, cycle in [*history, ("look", 24 * 45, "UTC", "calendar")]:
        place.at += hours * HOUR
        if what == "join":
            people.append(joined(place.member(f"m{len(people)}"), place.at, versions))
        elif what == "zone":
            place.say(f"time_zone {zone}")
            versions.append(Held(place.at, zone, versions[-1].cycle))
        elif what == "cycle":
            place.say(f"grant.cycle {cycle}")
            versions.append(Held(place.at, versions[-1].zone, cycle))
        elif what == "look":
            for one in people:
                with place.order() as book:
                    wallets.of(book, one.number)
                one.look(place.at, versions)
    granted: dict[int, dict[int, Instant]] = {one.number: {} for one in people}
    for op in place.book.all(Operation):
        if op.kind == "grant":
            name = op.key.split("/")[1]
            period = int(name[:4]) * 12 + int(name[5:]) - 1
            assert period not in granted[op.member], "never two grants in one period"
            granted[op.member][period] = op.due or op.at
    assert granted == {one.number: one.paid for one in people}


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 37 * 365 * 24), st.lists(steps, max_size=14))
def test_each_period_is_paid_once_at_its_instant(
    hours: int, history: list[tuple[str, int, str, str]]
) -> None:
    live(parse("2000-01-01") + hours * HOUR, [("join", 0, "UTC", "calendar"), *history])


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(st.integers(0, 37 * 365 * 24), st.lists(steps, max_size=30))
def test_each_period_is_paid_once_at_length(hours: int, history: History) -> None:
    live(parse("2000-01-01") + hours * HOUR, [("join", 0, "UTC", "calendar"), *history])


def every_month(zone: str, day: int, cycle: str) -> None:
    """All months of 2000 to 2037 in one zone and cycle."""
    place = Place(f"time_zone {zone}", f"grant.cycle {cycle}", at=parse("1999-12-01"))
    place.book.begin(place.at, b"")
    for period in range(2000 * 12, 2038 * 12):
        on = date(period // 12, period % 12 + 1, day if cycle == "anniversary" else 1)
        assert calendar.grant_due(place.book, period, day) == midnight(zone, on), (zone, period)


@pytest.mark.parametrize("zone", ODD)
@pytest.mark.parametrize("cycle", ["calendar", "anniversary"])
def test_every_month_of_odd_zones_begins_at_its_first_instant(zone: str, cycle: str) -> None:
    every_month(zone, 15, cycle)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_every_month_of_every_zone_begins_at_its_first_instant(zone: str) -> None:
    for cycle, day in (("calendar", 1), ("anniversary", 28), ("anniversary", 10)):
        every_month(zone, day, cycle)


def test_a_day_of_the_law_is_a_day() -> None:
    assert midnight("UTC", date(2026, 12, 1)) == parse("2026-12-01")
    assert midnight("Europe/Madrid", date(2026, 12, 2)) - midnight("Europe/Madrid", date(2026, 12, 1)) == DAY
