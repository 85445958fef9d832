"""When a community's grants and windows fall due, under whatever policies held (RULES 9 to 11, 28)."""

from __future__ import annotations

from datetime import date

from core import instants
from core.book import Book
from core.instants import FOREVER, Instant, Period
from core.ledger.accounts import Wallet
from core.policy.policy import Policy
from core.policy.versions import PolicyVersion, policy_of
from core.rules import digests


def policy_at(book: Book, at: Instant) -> tuple[int, Policy]:
    """The version in force at a moment, and its policy; the first one for any moment before it."""
    found: PolicyVersion | None = None
    for version in book.policies():
        if found is None or version.since <= at:
            found = version
    assert found is not None
    return found.version, policy_of(found)


def grant_due(book: Book, period: Period, day: int = 1) -> Instant:
    """When a period's grant falls due: at 00:00 of the 1st, or of ``day`` where anniversaries count.

    By the time zone and the cycle in force then. A change of either applies to dues still ahead: one
    that is past by the new ones and was ahead by the old ones falls due with the change.
    """
    cache: dict[tuple[Period, int], Instant] = book.memory.setdefault("grant_due", {})
    if (period, day) not in cache:
        versions = book.policies()
        due = FOREVER
        for place, version in enumerate(versions):
            start = _start(policy_of(version), period, day)
            due = start if place == 0 else max(start, version.since)
            if place + 1 == len(versions) or due <= versions[place + 1].since:
                break
        cache[period, day] = due
    return cache[period, day]


def _start(policy: Policy, period: Period, day: int) -> Instant:
    if policy.grant_cycle == "calendar" or day == 1:
        return instants.start_of_period(period, policy.time_zone)
    return instants.start_of_day(policy.time_zone, date(period // 12, period % 12 + 1, day))


def day_of_joining(book: Book) -> int:
    """The day of the month on which the grants of who joins now fall due; no day is beyond the 28th.

    Who joins on a 29th, 30th or 31st counts as having joined on the 1st of the next month (RULES 9).
    """
    day = instants.day(book.now, book.policy.time_zone).day
    return day if day <= 28 else 1


def period_of_joining(book: Book) -> Period:
    """The newest period whose grant is not for who joins now."""
    day = day_of_joining(book)
    now = period_now(book, day)
    if book.policy.grant_cycle == "anniversary":
        return max(now, instants.period(book.now, book.policy.time_zone) + (day == 1 and _is_late(book)))
    return now


def _is_late(book: Book) -> bool:
    return instants.day(book.now, book.policy.time_zone).day > 28


def period_now(book: Book, day: int = 1) -> Period:
    """The newest period whose grant is due, for those who joined on this day of a month."""
    cache: dict[int, Period] = book.memory.setdefault("period_now", {})
    found = cache.get(day)
    if found is None:
        found = instants.period(book.now, book.policy.time_zone) + 1
        while grant_due(book, found, day) > book.now:
            found -= 1
        cache[day] = found
    return found


def begin_again(book: Book, wallet: Wallet) -> None:
    """Who is back is in the present cycle: missed months are not paid, the next grant is the next one's."""
    period = max(wallet.period, period_now(book, wallet.day))
    top = wallet.top if period == wallet.period else book.policy.monthly(wallet.plan)
    due = min(wallet.due, wallet.gift or FOREVER)  # a gift that a gate holds back waited for them as well
    book.change(wallet, active=True, period=period, top=top, due=due)


def next_grant(book: Book, decided: Period, day: int) -> Instant:
    """When the grant of the next period falls due that has not been decided and is still ahead."""
    return grant_due(book, max(period_now(book, day), decided) + 1, day)


def day_now(book: Book) -> int:
    """Up to which day of the month grants of the newest period are due."""
    if book.policy.grant_cycle == "calendar":
        return 28
    return min(28, instants.day(book.now, book.policy.time_zone).day)


def days_left(book: Book, decided: Period, day: int) -> tuple[int, int]:
    """How many local days of the present cycle are left, today among them, and how many it has.

    Of a wallet whose next period is decided already, as of one who joined on a 31st, it is that one.
    """
    zone, period = book.policy.time_zone, max(decided, period_now(book, day))
    first, end = (instants.day(grant_due(book, one, day), zone) for one in (period, period + 1))
    total = max(1, (end - first).days)
    return min(total, (end - instants.day(book.now, zone)).days), total


def reckon(book: Book, *, given: bool = False) -> None:
    """Set when the community itself has something due next.

    A grant that is due and not announced yet stays due: this may run before the chore has.
    ``given``: the chore has given what is due today; where every day is somebody's only it knows.
    """
    book.memory.clear()
    community = book.community
    window = community.window_end if book.policy.bonus_window == "weekly" else FOREVER
    zone = book.policy.time_zone
    if book.policy.grant_cycle == "anniversary":  # every day is somebody's
        grants = instants.end_of_day(zone, instants.day(book.now, zone)) if given else book.now
    else:
        grants = grant_due(book, community.announced + 1)
    book.change(community, due=min(grants, window, digests.due(book)))
