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


@dataclass(frozen=True, slots=True)
class Course(Query[Sequence[tuple[Instant, Instant, int, int, int, int]]]):
    """Of each span since then, when a wallet's first and last moves were, the balance before and after.

    The lowest and the highest balance in it follow. Spans without a move are left out.
    """

    wallet: int
    since: Instant
    span: int


@dataclass(frozen=True, slots=True)
class Flows(Query[Sequence[tuple[int, str, int, int]]]):
    """(slot, kind, came, went): what operations of each kind brought into wallets and took out of them.

    The slots are the spans since then, counted from 0.
    """

    since: Instant
    span: int


@dataclass(frozen=True, slots=True)
class PerJob(Query[Mapping[int, int]]):
    """By number of proposals, how many of the jobs posted since then got so many."""

    since: Instant


POSTED = ("job.posted", "job.published")
"""The kinds of operation that put a job on the board for the first time."""


class Week(NamedTuple):
    """What some days brought: jobs, proposals, hires, and Connects that were spent."""

    posted: int
    proposals: int
    hired: int
    spent: int


@dataclass(frozen=True, slots=True)
class WeekOf(Query[Week]):
    """What happened from one moment on and before another."""

    since: Instant
    until: Instant
