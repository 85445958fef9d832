"""The questions whose answers are counts: who is most active, what became of Connects and jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.instants import Instant
from core.queries import Query


@dataclass(frozen=True, slots=True)
class Top(Query[Sequence[tuple[int, int]]]):
    """(member, count) of whom most operations of a kind are about since then, most first.

    Without those who left, who are erased, and who do not want to be named.
    """

    kind: str
    since: Instant
    limit: int


class Lately(NamedTuple):
    """What happened in a community; ``moved`` is, by kind of operation, what came into wallets and went.

    ``hired`` are those of the proposals ``sent``; ``waits`` are the times from a job's posting to the
    first interview on it; ``active`` are the members who did something; ``open`` jobs are those of now.
    """

    moved: Mapping[str, tuple[int, int]]
    posted: int
    sent: int
    hired: int
    waits: tuple[int, ...]
    active: int
    open: int


@dataclass(frozen=True, slots=True)
class Stats(Query[Lately]):
    """What happened since then."""

    since: Instant


@dataclass(frozen=True, slots=True)
class Headcount(Query[int]):
    """How many members are here."""
