"""A connection used on the loop's own thread, for a moment: handing work to a thread is the dearer thing.

A hop to a thread and back takes a tenth of a millisecond, and more where threads wait for one
interpreter; a few keys in pages that are in memory are found in less.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

AT_ONCE = 0.002
"""Seconds that the loop can wait for."""
SOON, LATER = 1_000, 100_000
"""Steps of SQLite's machine between two looks at the clock: on the loop, and in a thread."""
_SLOW = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)


class Hurry:
    """Ends what a connection does after a while. A broken off SELECT leaves its transaction as it was."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._until = inf
        raw.set_progress_handler(self._is_late, SOON)

    def _is_late(self) -> bool:
        return monotonic() > self._until

    def at_once(self, work: Callable[..., T], *given: Any) -> T | None:
        """Read something here and now; None if that takes too long, or somebody holds the file."""
        self._until = monotonic() + AT_ONCE
        try:
            return work(self._raw, *given)
        except (sqlite3.Error, DBAPIError) as error:
            found = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(found, sqlite3.OperationalError) and found.sqlite_errorcode in _SLOW:
                return None
            raise
        finally:
            self._until = inf

    def within(self, seconds: float, work: Callable[..., T], *given: Any) -> T:
        """Read something in this thread, which may take so long."""
        self._until = monotonic() + seconds
        self._raw.set_progress_handler(self._is_late, LATER)
        try:
            return work(self._raw, *given)
        finally:
            self._raw.set_progress_handler(self._is_late, SOON)
            self._until = inf
