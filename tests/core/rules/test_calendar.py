"""When grants fall due: one a period, at the right instant, whatever zones came and went (RULES 9 to 11)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import instants
from core.book import Book
from core.instants import DAY, FOREVER, HOUR, parse
from core.people import Community
from core.policy.shipped import document, preset
from core.policy.values import changed
from core.policy.versions import POLICIES, PolicyVersion
from core.rules import calendar

ZONES = [
    "UTC",
    "America/Havana",
    "America/Asuncion",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Asia/Kolkata",
]


def a_book(now: int, versions: list[tuple[int, str]]) -> Book:
    """A community's Book; the versions are (since, zone)."""
    book = Book(1)
    book.put(Community, (), Community(at=0, head="", policy=len(versions)))
    rows = [
        PolicyVersion(number, since, 1, document(changed(preset("classic"), "time_zone", zone)))
        for number, (since, zone) in enumerate(versions, 1)
    ]
    book.put_list(POLICIES, (), rows)
    book.begin(now, b"")
    return book


def due_by_walking(period: int, versions: list[tuple[int, str]]) -> int:
    """The first instant at which the month had begun on the clocks that held then."""
    for place, (since, zone) in enumerate(versions):
        until = versions[place + 1][0] if place + 1 < len(versions) else FOREVER
        begins = instants.start_of_period(period, zone)
        at = begins if place == 0 else max(begins, since)
        if at <= until:  # what falls due at the very instant of a change was due before it
            return at
    raise AssertionError("it never falls due")


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, str]]:
    """Changes of zone, many of them about the beginning of a month."""
    at = parse("2026-03-04")
    versions = [(at, draw(st.sampled_from(ZONES)))]
    for _ in range(draw(st.integers(0, 5))):
        near = draw(st.booleans())
        if near:
            period = instants.period(at, "UTC") + draw(st.integers(1, 3))
            at = max(at + 1, instants.start_of_period(period, "UTC") + draw(st.integers(-30, 30)) * HOUR)
        else:
            at += draw(st.integers(1, 100 * 24)) * HOUR
        versions.append((at, draw(st.sampled_from(ZONES))))
    return versions


@settings(max_examples=200)
@given(histories())
def test_a_period_falls_due_once_at_the_right_instant(versions: list[tuple[int, str]]) -> None:
    last = versions[-1][0] + 90 * DAY
    book = a_book(last, versions)
    first = instants.period(versions[0][0], versions[0][1]) + 1
    dues = [calendar.grant_due(book, period) for period in range(first, calendar.period_now(book) + 1)]
    assert dues == [due_by_walking(period, versions) for period in range(first, first + len(dues))]
    assert dues == sorted(dues), "in the order of the months"
    assert all(due <= last for due in dues)
    assert calendar.next_grant(book, 0, 1) > last


@settings(max_examples=200)
@given(histories(), st.integers(0, 200 * 24))
def test_the_period_now_is_the_newest_that_is_due(versions: list[tuple[int, str]], hours: int) -> None:
    now = versions[-1][0] + hours * HOUR
    book = a_book(now, versions)
    newest = calendar.period_now(book)
    assert calendar.grant_due(book, newest) <= now < calendar.grant_due(book, newest + 1)
    walked = newest
    while due_by_walking(walked + 1, versions) <= now:
        walked += 1
    assert walked == newest


@settings(max_examples=100)
@given(histories(), st.integers(1, 300 * 24))
def test_a_due_that_is_past_never_moves(versions: list[tuple[int, str]], hours: int) -> None:
    """What a later change of zone finds done stays done: no month is granted anew or forgotten."""
    now = versions[-1][0] + hours * HOUR
    book = a_book(now, versions)
    newest = calendar.period_now(book)
    for zone in ZONES:
        later = a_book(now, [*versions, (now, zone)])
        assert calendar.period_now(later) >= newest
        for period in range(newest - 3, newest + 1):
            assert calendar.grant_due(later, period) == calendar.grant_due(book, period)
        upcoming = calendar.period_now(later) + 1
        assert calendar.grant_due(later, upcoming) == instants.start_of_period(upcoming, zone)


@pytest.mark.parametrize(
    ("zone", "period", "due"),
    [
        ("UTC", "2026-12", "2026-12-01T00:00Z"),
        ("America/Havana", "2026-11", "2026-11-01T00:00-04:00"),
        ("America/Asuncion", "2023-10", "2023-10-01T01:00-03:00"),
        ("Pacific/Apia", "2012-01", "2012-01-01T00:00+14:00"),
    ],
)
def test_a_grant_falls_due_on_the_first_at_midnight(zone: str, period: str, due: str) -> None:
    book = a_book(parse("2026-12-15"), [(parse("2010-01-01"), zone)])
    assert calendar.grant_due(book, instants.parse_period(period)) == parse(due)


def test_a_due_that_a_new_zone_has_behind_it_falls_due_with_the_change() -> None:
    changed_at = parse("2026-03-31T20:00Z")
    book = a_book(parse("2026-04-02"), [(parse("2026-03-04"), "UTC"), (changed_at, "Asia/Tokyo")])
    assert calendar.grant_due(book, instants.parse_period("2026-04")) == changed_at


def test_a_due_that_a_new_zone_has_ahead_waits_for_it() -> None:
    changed_at = parse("2026-03-31T20:00Z")
    book = a_book(parse("2026-04-01T05:00Z"), [(parse("2026-03-04"), "UTC"), (changed_at, "Pacific/Niue")])
    april = instants.parse_period("2026-04")
    assert calendar.period_now(book) == april - 1
    assert calendar.next_grant(book, 0, 1) == parse("2026-04-01T00:00-11:00")


def test_a_due_that_was_behind_stays_behind_though_the_new_zone_has_it_ahead() -> None:
    changed_at = parse("2026-04-01T02:00Z")
    book = a_book(changed_at, [(parse("2026-03-04"), "UTC"), (changed_at, "Pacific/Niue")])
    april = instants.parse_period("2026-04")
    assert calendar.grant_due(book, april) == parse("2026-04-01")
    assert calendar.period_now(book) == april
    assert calendar.next_grant(book, 0, 1) == parse("2026-05-01T00:00-11:00")


def test_the_policy_of_a_moment_is_the_one_in_force_then() -> None:
    at = parse("2026-03-04")
    book = a_book(at + 9 * DAY, [(at, "UTC"), (at + DAY, "Asia/Tokyo"), (at + DAY, "Asia/Kolkata")])
    zones = [calendar.policy_at(book, at + span)[1].time_zone for span in (-DAY, 0, DAY - 1, DAY, 9 * DAY)]
    assert zones == ["UTC", "UTC", "UTC", "Asia/Kolkata", "Asia/Kolkata"]
    assert [calendar.policy_at(book, at + span)[0] for span in (-DAY, DAY)] == [1, 3]
