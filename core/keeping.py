"""The questions of those that look after what is kept: what is old, what came back from a backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.instants import Instant
from core.queries import Query


@dataclass(frozen=True, slots=True)
class OldNotices(Query[Sequence[tuple[int, int]]]):
    """(community, number) of notices from before then that were sent or set aside, the oldest first."""

    before: Instant
    limit: int


@dataclass(frozen=True, slots=True)
class Unsent(Query[Sequence[tuple[int, str]]]):
    """(number, thing) of a community's notices queued or in somebody's hands, after a number."""

    limit: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Carded(Query[Sequence[tuple[str, str]]]):
    """(platform, thing) of a community's cards, in order, after one of them."""

    limit: int
    after: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Routed(Query[bool]):
    """Whether a community has an address for a channel on any platform."""

    channel: str
