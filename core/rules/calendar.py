"""When a community's grants and windows fall due, under whatever policies held (RULES 9 to 11, 28)."""

from __future__ import annotations

from core import instants
from core.book import Book
from core.instants import FOREVER, Instant, Period
from core.policy.policy import Policy
from core.policy.versions import PolicyVersion, policy_of


def policy_at(book: Book, at: Instant) -> tuple[int, Policy]:
    """The version in force at a moment, and its policy; the first one for any moment before it."""
    found: PolicyVersion | None = None
    for version in book.policies():
        if found is None or version.since <= at:
            found = version
    assert found is not None
    return found.version, policy_of(found)


def grant_due(book: Book, period: Period) -> Instant:
    """When a period's grant falls due: the 1st at 00:00 in the time zone in force then.

    A change of zone applies to dues still ahead: one that is past in the new zone and was ahead
    in the old one falls due with the change.
    """
    cache: dict[Period, Instant] = book.memory.setdefault("grant_due", {})
    if period not in cache:
        versions = book.policies()
        due = FOREVER
        for place, version in enumerate(versions):
            start = instants.start_of_period(period, policy_of(version).time_zone)
            due = start if place == 0 else max(start, version.since)
            if place + 1 == len(versions) or due <= versions[place + 1].since:
                break
        cache[period] = due
    return cache[period]


def period_now(book: Book) -> Period:
    """The newest period whose grant is due."""
    found = book.memory.get("period_now")
    if found is None:
        found = instants.period(book.now, book.policy.time_zone) + 1
        while grant_due(book, found) > book.now:
            found -= 1
        book.memory["period_now"] = found
    return int(found)


def next_grant(book: Book) -> Instant:
    """When the next period's grant falls due."""
    return grant_due(book, period_now(book) + 1)


def reckon(book: Book) -> None:
    """Set when the community itself has something due next.

    A grant that is due and not announced yet stays due: this may run before the chore has.
    """
    book.memory.clear()
    community = book.community
    window = community.window_end if book.policy.bonus_window == "weekly" else FOREVER
    book.change(community, due=min(grant_due(book, community.announced + 1), window))
