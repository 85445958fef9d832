"""Moments, local days, months and weeks.

An Instant is a count of microseconds since 1970-01-01 UTC: comparable, storable, exact.
Local times are worked out here with zoneinfo; one that does not exist is the first
instant after the gap, one that exists twice is the first (RULES 11).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

Instant = int
Period = int
"""A month, counted ``year * 12 + month - 1``."""

SECOND: int = 1_000_000
MINUTE: int = 60 * SECOND
HOUR: int = 60 * MINUTE
DAY: int = 24 * HOUR
FOREVER: Instant = 2**62
"""Later than anything that will fall due."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SPANS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_SPAN = re.compile(r"(?:[0-9]{1,9}[smhdw])+", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_PERIOD = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_OF_THIS_MACHINE = ("localtime", "posixrules", "posix/", "right/")
"""Files beside the zones that are none: another machine has others, or counts leap seconds."""


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of this name, the same on every machine."""
    if name.startswith(_OF_THIS_MACHINE):
        return False
    try:
        _zone(name)
    except (ValueError, OSError, KeyError):  # what zoneinfo raises for odd names, files and missing keys
        return False
    return bool(name)


def _instant(moment: datetime) -> Instant:
    return (moment - _EPOCH) // _MICROSECOND


def parse(text: str) -> Instant:
    """An ISO 8601 moment; without an offset it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return _instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def moment(instant: Instant, zone: str) -> datetime:
    """The moment on a zone's clocks."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(_zone(zone))


def iso(instant: Instant) -> str:
    """The moment as ``2026-12-01T00:00:00+00:00``."""
    return (_EPOCH + timedelta(microseconds=instant)).isoformat()


def local(zone: str, year: int, month: int, day_: int, hour: int = 0, minute: int = 0) -> Instant:
    """When a zone's clocks first show this time, or what first comes after it if they skip it."""
    wall = datetime(year, month, day_, hour, minute)
    first = _instant(wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC))
    if _wall(first, zone) == wall:
        return first
    # Skipped. The gap is somewhere within two days of any reading of this time: find where the
    # clocks first show something later.
    low, high = first - 2 * DAY, first + 2 * DAY
    while high - low > 1:
        middle = (low + high) // 2
        if _wall(middle, zone) < wall:
            low = middle
        else:
            high = middle
    return high


def _wall(instant: Instant, zone: str) -> datetime:
    return moment(instant, zone).replace(tzinfo=None, fold=0)


def day(instant: Instant, zone: str) -> date:
    """The local day of a moment."""
    return moment(instant, zone).date()


def start_of_day(zone: str, of: date) -> Instant:
    """When a local day begins."""
    return local(zone, of.year, of.month, of.day)


def end_of_day(zone: str, of: date) -> Instant:
    """When a local day is over: the start of the next."""
    return start_of_day(zone, of + timedelta(days=1))


def after_days(instant: Instant, days: int, zone: str) -> Instant:
    """The end of the local day that lies ``days`` after the moment's own."""
    return end_of_day(zone, day(instant, zone) + timedelta(days=days))


def after_years(instant: Instant, years: int, zone: str) -> Instant:
    """The end of the same local day years on; 29 February ends with 1 March where there is none (RULES 3)."""
    start = day(instant, zone)
    try:
        last = start.replace(year=start.year + years)
    except ValueError:
        last = date(start.year + years, 3, 1)
    return end_of_day(zone, last)


def period(instant: Instant, zone: str) -> Period:
    """The month of a moment on a zone's clocks."""
    at = moment(instant, zone)
    return at.year * 12 + at.month - 1


def period_name(number: Period) -> str:
    """A month's name, ``2026-12``."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def parse_period(name: str) -> Period:
    """The month of a name. Raises ValueError."""
    named = _PERIOD.fullmatch(name)
    if named is None:
        raise ValueError(name)
    return int(named[1]) * 12 + int(named[2]) - 1


@lru_cache(maxsize=1_000)
def start_of_period(number: Period, zone: str) -> Instant:
    """When a month begins: the 1st at 00:00 on a zone's clocks."""
    return local(zone, number // 12, number % 12 + 1, 1)


def start_of_week(instant: Instant, zone: str) -> Instant:
    """Monday 00:00 on a zone's clocks, at or before the moment."""
    today = day(instant, zone)
    start = start_of_day(zone, today - timedelta(days=today.weekday()))
    return start if start <= instant else start_of_day(zone, today - timedelta(days=today.weekday() + 7))


def next_week(instant: Instant, zone: str) -> Instant:
    """The first Monday 00:00 on a zone's clocks that is after the moment."""
    today = day(instant, zone)
    monday = today - timedelta(days=today.weekday())
    while (start := start_of_day(zone, monday)) <= instant:
        monday += timedelta(days=7)
    return start


def parse_span(text: str) -> int:
    """Microseconds of ``31d``, ``90m`` or ``1d12h``. Raises ValueError."""
    if not _SPAN.fullmatch(text):
        raise ValueError(text)
    return sum(int(count) * _SPANS[unit] for count, unit in re.findall(r"([0-9]+)([smhdw])", text))


def parse_date(text: str, zone: str) -> Instant:
    """The end of a local day named ``2026-12-24``. Raises ValueError."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    try:
        return end_of_day(zone, date.fromisoformat(text))
    except OverflowError:  # the calendar ends with 9999, and its last day with a moment beyond it
        raise ValueError(text) from None
