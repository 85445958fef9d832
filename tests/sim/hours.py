"""Local days, weeks and months of the model: its own, so that an error in the core's is seen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY
NEVER = 10**18


def _shown(at: int, zone: str) -> datetime:
    """What a zone's clocks show."""
    return (EPOCH + at * MICRO).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@cache
def midnight(zone: str, day: date) -> int:
    """The first moment at which a zone's clocks have come to a day; what they skip is over at once."""
    wall = datetime(day.year, day.month, day.day)
    low = (wall.replace(tzinfo=UTC) - EPOCH) // MICRO - 30 * HOUR
    if zone == "UTC":
        return low + 30 * HOUR
    # Clocks may go back over midnight, and then it is the first time that counts: looked for from below.
    high = low
    while _shown(high, zone) < wall:
        low, high = high, high + HOUR // 4
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (middle, high) if _shown(middle, zone) < wall else (low, middle)
    return high


def day_of(at: int, zone: str) -> date:
    """The local day of a moment."""
    return _shown(at, zone).date()


def after_days(at: int, days: int, zone: str) -> int:
    """The end of the local day that is so many days on."""
    return midnight(zone, day_of(at, zone) + timedelta(days=days + 1))


def after_years(at: int, years: int, zone: str) -> int:
    """The end of the same local day years on; that of a 29 February is 1 March."""
    day = day_of(at, zone)
    if (day.month, day.day) == (2, 29):
        try:
            last = day.replace(year=day.year + years)
        except ValueError:
            last = date(day.year + years, 3, 1)
    else:
        last = day.replace(year=day.year + years)
    return midnight(zone, last + timedelta(days=1))


def month_of(at: int, zone: str) -> int:
    """The local month of a moment, counted from year 0."""
    day = day_of(at, zone)
    return day.year * 12 + day.month - 1


def first_of(month: int, day: int, zone: str) -> int:
    """When a day of a month begins."""
    return midnight(zone, date(month // 12, month % 12 + 1, day))


def monday(at: int, zone: str) -> int:
    """When the local week of a moment began."""
    day = day_of(at, zone)
    return midnight(zone, day - timedelta(days=day.weekday()))


def next_monday(at: int, zone: str) -> int:
    """The first local Monday that begins after a moment."""
    day = day_of(at, zone)
    found = midnight(zone, day + timedelta(days=7 - day.weekday()))
    return found if found > at else midnight(zone, day + timedelta(days=14 - day.weekday()))
