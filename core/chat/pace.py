"""How fast one member may go on: a bucket each, looked at before anything else is done for them.

Pure arithmetic: whoever asks brings the time. Buckets are sized so that a person never meets
their end; a program that types for one does, and then neither engine nor database hears of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from core.errors import Refusal

MOST = 10_000
"""So many buckets are kept; of more, those that were not looked at for longest are forgotten, and full."""
SAYING = 1.0
"""Seconds between two answers that somebody goes too fast; between them there is silence."""
Bucket = tuple[str, str, str]
"""Platform, community and person, as the platform names them."""


class Slower(Exception):
    """Too fast: nothing is to be done. ``said`` is what to answer; ``quiet``, that it was said just now."""

    def __init__(self, said: Refusal, *, quiet: bool) -> None:
        super().__init__("too fast")
        self.said = said
        self.quiet = quiet


@dataclass(slots=True)
class _Left:
    tokens: float
    at: float
    said: float


class Pace:
    """A bucket of tokens for each member of a community. ``burst`` 0: there is no limit.

    ``slowed`` hears the platform of whatever was too fast.
    """

    def __init__(
        self, burst: int = 0, rate: float = 1.0, *,
        slowed: Callable[[str], None] = lambda platform: None, most: int = MOST,
    ) -> None:  # fmt: skip
        self._burst = burst
        self._rate = rate
        self._slowed = slowed
        self._most = most
        self._left: dict[Bucket, _Left] = {}

    @property
    def buckets(self) -> int:
        """How many are kept now."""
        return len(self._left)

    def is_hushed(self, platform: str, place: str, person: str, now: float) -> bool:
        """Whether a member would be passed over in silence now; that is counted, and nothing else changes."""
        left = self._left.get((platform, place, person))
        if left is None or now - left.said >= SAYING:
            return False
        if left.tokens + max(0.0, now - left.at) * self._rate >= 1:
            return False
        self._slowed(platform)
        return True

    def go(self, platform: str, place: str, person: str, now: float) -> None:
        """Let a member go on with one thing, at a time in seconds of any steady clock. Raises Slower."""
        if not self._burst:
            return
        key = platform, place, person
        left = self._left.pop(key, None)
        if left is None:
            left = _Left(float(self._burst), now, now - SAYING)
            if len(self._left) >= self._most:
                del self._left[next(iter(self._left))]
        self._left[key] = left  # the last, so that the first is who was silent for longest
        elapsed = max(0.0, now - left.at)
        left.tokens = min(float(self._burst), left.tokens + elapsed * self._rate)
        left.at = now
        if left.tokens >= 1:
            left.tokens -= 1
            return
        self._slowed(platform)
        quiet = now - left.said < SAYING
        if not quiet:
            left.said = now
        raise Slower(Refusal("slower", seconds=ceil((1 - left.tokens) / self._rate)), quiet=quiet)
