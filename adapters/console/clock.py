"""The console's clock, which people may move forward."""

from __future__ import annotations

import time

from core.instants import Instant
from core.ports import Clock


class ConsoleClock:
    """A Clock. Given a start it stands still until moved; without one it follows the system's clock.

    Moving a clock that follows the system keeps it that far ahead. It never goes
    back: an earlier moment is a ValueError.
    """

    def __init__(self, start: Instant | None = None, system: Clock | None = None) -> None:
        self._system = system
        self.stands = start is not None
        self._ahead: Instant = start or 0  # of the system's clock, or of nothing where the clock stands

    def now(self) -> Instant:
        """The console's time."""
        return self._ahead if self.stands else self._now() + self._ahead

    def steady(self) -> Instant:
        """The system's steady time, as far ahead: moving this clock is no jump."""
        if self.stands or self._system is None:
            return self.now()
        return self._system.steady() + self._ahead

    def advance(self, microseconds: int) -> None:
        """Move forward by a span. Raises ValueError for a negative one."""
        if microseconds < 0:
            raise ValueError("the clock can't go back")
        self._ahead += microseconds

    def set(self, moment: Instant) -> None:
        """Move forward to a moment. Raises ValueError for one that is past."""
        if self.stands:
            self.advance(moment - self._ahead)
        else:
            self.advance(moment - self.now())

    def start_at_least(self, moment: Instant) -> None:
        """Move forward to a moment unless it is past: the database may be later than the clock."""
        if moment > self.now():
            self.set(moment)

    def _now(self) -> Instant:
        return time.time_ns() // 1000 if self._system is None else self._system.now()
