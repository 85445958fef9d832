"""The weekly summary: when it falls due, which days it is of, and telling it once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from core import instants
from core.book import Book
from core.instants import FOREVER, Instant
from core.ledger.operations import BY_KEY
from core.policy.policy import Policy
from core.rules import journal, notices
from core.speech.phrase import Amount, Code, When
from core.tallies import Week

HOUR = 9
"""When it is told, on the community's clocks."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOLD = "digest.told"


class Span(NamedTuple):
    """A summary: when it is due, the days that it is of (from, and until before), and its key."""

    due: Instant
    since: Instant
    until: Instant
    key: str


def of_day(day: date, zone: str) -> Span:
    """The summary that is told on a local day: of the seven days before it, by ISO 8601's week and day."""
    year, week, weekday = day.isocalendar()
    due = instants.local(zone, day.year, day.month, day.day, HOUR)
    since, until = (instants.start_of_day(zone, one) for one in (day - timedelta(days=7), day))
    return Span(due, since, until, f"digest/{year}-W{week:02d}-{weekday}")


def newest(policy: Policy, now: Instant) -> Span | None:
    """The summary that fell due last; None where there are none."""
    if policy.digest_day == "off":
        return None
    today = instants.day(now, policy.time_zone)
    day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(policy.digest_day)) % 7)
    found = of_day(day, policy.time_zone)
    return found if found.due <= now else of_day(day - timedelta(days=7), policy.time_zone)


def due(book: Book) -> Instant:
    """When the next one is due that is not decided yet, which may be past; FOREVER for never."""
    last = newest(book.policy, book.now)
    if last is None:
        return FOREVER
    if last.due > book.community.digested:
        return last.due
    zone = book.policy.time_zone
    return of_day(instants.day(last.due, zone) + timedelta(days=7), zone).due


def wanted(book: Book) -> Span | None:
    """The summary that is to be told now; of several that were missed the newest."""
    last = newest(book.policy, book.now)
    return last if last is not None and last.due > book.community.digested else None


def tell(book: Book, span: Span, week: Week) -> None:
    """Tell of a week, once; of one in which nothing happened nothing is told."""
    if wanted(book) != span:
        return  # it was done meanwhile, or staff chose another day
    if any(week) and not book.find(BY_KEY, span.key):
        with journal.record(
            book, TOLD, key=span.key, due=span.due, since=span.since, until=span.until, **week._asdict()
        ):
            pass
        notices.announce(
            book, TOLD, since=When(span.since), until=When(span.until - 1), posted=week.posted,
            proposals=week.proposals, hired=week.hired, spent=Amount(week.spent), jobs=Code("/jobs"),
        )  # fmt: skip
    book.change(book.community, digested=span.due)
