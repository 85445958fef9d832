"""Local times by zoneinfo, against brute force over the zone's own clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core import instants
from core.instants import DAY, HOUR, MINUTE, SECOND, parse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = sorted(name for name in available_timezones() if instants.is_zone(name))
STRANGE = [
    "America/Havana", "America/New_York", "America/Asuncion", "America/Sao_Paulo", "Pacific/Apia",
    "Asia/Beirut",
    "Asia/Amman", "Asia/Tehran", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe", "Europe/Dublin",
    "America/Scoresbysund", "Asia/Gaza", "Pacific/Fakaofo", "Pacific/Kwajalein", "Antarctica/Troll",
    "Asia/Kolkata",
    "Asia/Pyongyang", "America/Caracas", "Europe/Volgograd", "UTC", "Asia/Kathmandu", "Pacific/Chatham",
]  # fmt: skip


def shown(at: int, zone: str) -> datetime:
    """What a zone's clocks show, without anything of ours."""
    return (EPOCH + timedelta(microseconds=at)).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def brute(zone: str, wall: datetime) -> int:
    """The first instant at which the clocks show this time; if none, the first after which they are past it.

    Walks over the hours of five days around, then over minutes; changes of clocks since 2000 fall on
    whole minutes.
    """
    start = (wall.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1) - 40 * HOUR
    before = -1
    for at in range(start, start + 80 * HOUR, 15 * MINUTE):
        now = shown(at, zone)
        if now == wall:
            return at
        if now > wall and before >= 0 and shown(before, zone) < wall:
            return next(one for one in range(before, at + 1, MINUTE) if shown(one, zone) >= wall)
        before = at
    raise AssertionError("not within eighty hours")


days = st.dates(date(2000, 1, 1), date(2037, 12, 31))


@settings(max_examples=150)
@given(
    st.sampled_from(STRANGE) | st.sampled_from(ZONES),
    days,
    st.sampled_from([(0, 0), (0, 30), (2, 0), (2, 30), (1, 0)]),
)
@example("America/Havana", date(2026, 11, 1), (0, 0))
@example("America/Havana", date(2026, 3, 8), (0, 0))
@example("America/New_York", date(2026, 11, 1), (1, 0))
@example("America/New_York", date(2026, 3, 8), (2, 30))
@example("America/Asuncion", date(2023, 10, 1), (0, 0))
@example("Pacific/Apia", date(2011, 12, 30), (0, 0))
@example("Pacific/Apia", date(2011, 12, 30), (2, 30))
@example("Pacific/Fakaofo", date(2011, 12, 30), (0, 0))
@example("Australia/Lord_Howe", date(2026, 10, 4), (2, 0))
def test_a_local_time_is_the_first_instant_that_shows_it_or_the_first_after_the_gap(
    zone: str, day: date, time: tuple[int, int]
) -> None:
    wall = datetime(day.year, day.month, day.day, *time)
    assert instants.local(zone, day.year, day.month, day.day, *time) == brute(zone, wall)


def changes(zone: str, first: int = 2000, last: int = 2037) -> list[tuple[int, int]]:
    """Where a zone's clocks change: the instant, and by how much."""
    found, at = [], parse(f"{first}-01-01")
    offset = lambda one: shown(one, zone) - shown(one, "UTC")  # noqa: E731
    end = parse(f"{last}-12-31")
    while at < end:
        after = at + 5 * DAY
        if offset(at) != offset(after):
            low, high = at, after
            while high - low > MINUTE:
                middle = (low + high) // 2 // MINUTE * MINUTE
                low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
            found.append((high, (offset(high) - offset(high - MINUTE)) // timedelta(microseconds=1)))
        at = after
    return found


@pytest.mark.parametrize("zone", STRANGE[:10])
def test_around_every_change_of_clocks_the_days_follow_each_other(zone: str) -> None:
    for at, _ in changes(zone, 2008, 2027):
        today = shown(at, zone).date()
        for day in (today - timedelta(days=1), today):
            start, end = instants.start_of_day(zone, day), instants.end_of_day(zone, day)
            assert start <= end
            assert start == brute(zone, datetime(day.year, day.month, day.day))
            if start < end:  # a day that was skipped is none
                assert shown(start - 1, zone).date() < day <= shown(start, zone).date()


def test_midnight_in_havana_comes_twice_and_the_first_counts() -> None:
    first = instants.start_of_period(2026 * 12 + 10, "America/Havana")
    assert first == parse("2026-11-01T00:00-04:00")
    assert first == parse("2026-11-01T00:00-05:00") - HOUR


def test_midnight_in_asuncion_was_skipped_and_the_grant_comes_at_one() -> None:
    assert instants.start_of_period(2023 * 12 + 9, "America/Asuncion") == parse("2023-10-01T01:00-03:00")


def test_a_whole_day_was_skipped_in_apia() -> None:
    start = instants.start_of_day("Pacific/Apia", date(2011, 12, 30))
    assert start == parse("2011-12-31T00:00+14:00")
    assert start == instants.start_of_day("Pacific/Apia", date(2011, 12, 31))
    assert instants.end_of_day("Pacific/Apia", date(2011, 12, 29)) == start


def test_new_york_has_an_hour_twice_and_another_never() -> None:
    assert instants.local("America/New_York", 2026, 11, 1, 1, 30) == parse("2026-11-01T01:30-04:00")
    assert instants.local("America/New_York", 2026, 3, 8, 2, 30) == parse("2026-03-08T03:00-04:00")


@settings(max_examples=100)
@given(st.sampled_from(STRANGE) | st.sampled_from(ZONES), st.integers(2000 * 12, 2037 * 12 + 11))
def test_a_month_begins_when_it_is_that_month_and_was_not(zone: str, period: int) -> None:
    start = instants.start_of_period(period, zone)
    assert instants.period(start, zone) == period
    assert instants.period(start - 1, zone) == period - 1
    name = instants.period_name(period)
    assert instants.parse_period(name) == period
    assert name == shown(start, zone).strftime("%Y-%m")


@settings(max_examples=150)
@given(
    st.sampled_from(STRANGE) | st.sampled_from(ZONES), st.integers(parse("2000-01-01"), parse("2037-12-31"))
)
def test_a_week_begins_on_monday_and_ends_with_the_next(zone: str, at: int) -> None:
    start, end = instants.start_of_week(at, zone), instants.next_week(at, zone)
    assert start <= at < end
    assert instants.next_week(start, zone) == end
    assert instants.start_of_week(end, zone) == end
    for edge in (start, end):
        monday = shown(edge, zone)
        assert monday.weekday() == 0
        assert brute(zone, monday.replace(hour=0, minute=0, second=0, microsecond=0)) == edge
    assert abs(end - start - 7 * DAY) <= DAY


@settings(max_examples=100)
@given(st.sampled_from(STRANGE), st.integers(parse("2000-01-01"), parse("2037-12-31")), st.integers(0, 400))
def test_so_many_days_on_ends_with_the_end_of_that_local_day(zone: str, at: int, count: int) -> None:
    day = shown(at, zone).date() + timedelta(days=count + 1)
    assert instants.after_days(at, count, zone) == brute(zone, datetime(day.year, day.month, day.day))


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2026-03-04T10:00", 1, "2027-03-05"),
        ("2026-03-04T00:00", 1, "2027-03-05"),
        ("2026-03-04T23:59:59.999999", 1, "2027-03-05"),
        ("2026-12-31T12:00", 1, "2028-01-01"),
        ("2028-02-29T12:00", 1, "2029-03-02"),  # a lot of 29 February ends with 1 March
        ("2028-02-29T12:00", 4, "2032-03-01"),
        ("2027-02-28T12:00", 1, "2028-02-29"),
    ],
)
def test_a_year_ends_with_the_local_day(start: str, years: int, end: str) -> None:
    assert instants.after_years(parse(start), years, "UTC") == parse(end)


def test_a_year_ends_with_the_local_day_of_the_zone() -> None:
    at = parse("2026-03-04T23:30+00:00")  # the 5th in Madrid
    assert instants.after_years(at, 1, "Europe/Madrid") == parse("2027-03-06T00:00+01:00")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("31d", 31 * DAY),
        ("90m", 90 * MINUTE),
        ("1d12h", 36 * HOUR),
        ("2w", 14 * DAY),
        ("5s", 5 * SECOND),
        ("0d", 0),
    ],
)
def test_a_span_is_read(text: str, span: int) -> None:
    assert instants.parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "d", "1", "1 d", "-1d", "1.5d", "1y", "1d ", "\u0661d", "1000000000000d"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it carries what was typed, nothing else
        instants.parse_span(text)


def test_a_date_is_its_end() -> None:
    assert instants.parse_date("2026-12-24", "UTC") == parse("2026-12-25")
    assert instants.parse_date("2026-12-24", "Asia/Tokyo") == parse("2026-12-25T00:00+09:00")


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-02-29", "26-01-01", "2026-1-1", "0000-01-01", "", "2026-12-24 ", "9999-12-31"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it carries what was typed, nothing else
        instants.parse_date(text, "UTC")


@pytest.mark.parametrize("name", ["2026-13", "2026-00", "2026", "26-1x", "-1-1", "2026-12-01"])
def test_what_is_no_month_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - it carries what was typed, nothing else
        instants.parse_period(name)


def test_moments_are_read_with_and_without_an_offset() -> None:
    assert parse("2026-03-04T10:00") == parse("2026-03-04T10:00Z") == parse("2026-03-04T12:00+02:00")
    assert parse("1970-01-01") == 0
    assert instants.iso(parse("2026-03-04T10:00:00.000001")) == "2026-03-04T10:00:00.000001+00:00"


@given(st.integers(0, parse("2500-01-01")))
def test_a_moment_written_is_the_moment_read(at: int) -> None:
    assert parse(instants.iso(at)) == at


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mars/Olympus",
        "../../etc/passwd",
        "/etc/localtime",
        "Europe",
        "zone.tab",
        "a\0b",
        "UTC\n",
        "Europe/Madrid ",
    ],
)
def test_what_is_no_zone(name: str) -> None:
    assert not instants.is_zone(name)


@pytest.mark.parametrize("name", ["UTC", "Europe/Madrid", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_what_is_a_zone(name: str) -> None:
    assert instants.is_zone(name)


@pytest.mark.soak
def test_every_month_of_every_zone_begins_once() -> None:
    """PROOF 13: in 32 cases the 1st at 00:00 does not exist, in 14 it comes twice."""
    for zone in ZONES:
        for period in range(2000 * 12, 2038 * 12):
            wall = datetime(period // 12, period % 12 + 1, 1)
            assert instants.start_of_period(period, zone) == brute(zone, wall), (zone, period)
