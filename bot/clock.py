"""The system's clock, and the suspicion that it has jumped."""

from __future__ import annotations

import time

from core.instants import HOUR, Instant


def _steady() -> int:
    """Microseconds on a clock that nobody sets; it counts a suspended machine's time where it can."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.monotonic_ns() if boot is None else time.clock_gettime_ns(boot)) // 1000


class SystemClock:
    """The wall's time, checked against the machine's steady one.

    A difference of more than an hour within one process is a jump: until it is accepted
    (the communities' chores are paused by then) the time goes on as if it had not happened.
    """

    def __init__(self) -> None:
        self._wall = time.time_ns() // 1000
        self._since = _steady()
        self._accepted = 0  # microseconds by which the wall has jumped and that `now` follows

    def now(self) -> Instant:
        """The wall's time, or the steady one while a jump is not accepted."""
        drift = self._drift()
        return self.steady() + (self._accepted if self._is_jump(drift) else drift)

    def steady(self) -> Instant:
        """The time as it would be had the wall's clock never jumped."""
        return self._wall + _steady() - self._since

    def jumped(self) -> bool:
        """Whether the wall's clock has jumped by more than an hour since it was last accepted."""
        return self._is_jump(self._drift())

    def jump_seconds(self) -> float:
        """By how much, for the log."""
        return (self._drift() - self._accepted) / 1e6

    def accept(self) -> None:
        """Follow the wall's clock as it is now."""
        self._accepted = self._drift()

    def _drift(self) -> int:
        return time.time_ns() // 1000 - self.steady()

    def _is_jump(self, drift: int) -> bool:
        return abs(drift - self._accepted) > HOUR
