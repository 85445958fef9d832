"""What was measured as a table, each figure beside its target. Nothing is judged here but by who reads it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from tests.bench.floor import COMMIT_EVERY
from tests.bench.grants import CHUNK
from tests.bench.measure import MOST, Found, Round

T = TypeVar("T")
RATIO, MEDIAN, SIZE = 0.4, 3.0, 0.8
"""Targets: 512 waiting to the floor; milliseconds of a single command; 100,000 members to 1,000."""


def head(folder: Path, rounds: int) -> str:
    """Where this was measured."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors, "
        f"load {load}, files in {folder}\nmedians of {rounds} rounds; synchronous=FULL\n"
    )


def _mid(rounds: Sequence[T], of: Callable[[T], float]) -> float:
    return median(of(one) for one in rounds)


def _row(name: str, rate: float, ratio: str, cpu: float, latency: str = "", target: str = "") -> str:
    return f"  {name:<38}{rate:>9,.0f}{ratio:>8}{cpu * 1e6:>9,.0f}  {latency:<19}{target}".rstrip()


def applies(found: Found) -> Iterator[str]:
    """Durable applies, by how many wait at a time."""
    rounds = found.rounds
    yield f"Durable applies, {found.sizes.members:,} members"
    yield f"  {'':<38}{'per s':>9}{'ratio':>8}{'CPU µs':>9}  {'median / 99% ms':<19}target"
    yield _row(
        f"floor: sqlite3, a commit per {COMMIT_EVERY}",
        _mid(rounds, lambda one: one.floor.per_second), "1.00",
        _mid(rounds, lambda one: one.floor.cpu / one.floor.applies),
    )  # fmt: skip
    yield _row(
        "floor: sqlite3, a commit each", _mid(rounds, lambda one: one.alone.per_second), "",
        _mid(rounds, lambda one: one.alone.cpu / one.alone.applies),
        f"{_mid(rounds, lambda one: median(one.alone.commits)) * 1e3:.2f}",
    )  # fmt: skip
    for waiting, count in found.sizes.applies.items():
        target = {1: f"median < {MEDIAN:g} ms", MOST: f"ratio ≥ {RATIO:g}"}.get(waiting, "")
        yield _waiting(rounds, waiting, count, target)


def _waiting(rounds: Sequence[Round], waiting: int, count: int, target: str) -> str:
    def mid(of: Callable[[Round], float]) -> float:
        return _mid(rounds, of)

    batches = mid(lambda one: count / one.rates[waiting].batches)
    return _row(
        f"{waiting} waiting (batches of {batches:.0f})",
        mid(lambda one: one.rates[waiting].per_second),
        f"{mid(lambda one: one.rates[waiting].per_second / one.floor.per_second):.2f}",
        mid(lambda one: one.rates[waiting].cpu / count),
        f"{mid(lambda one: one.rates[waiting].median) * 1e3:.2f} / "
        f"{mid(lambda one: one.rates[waiting].slowest) * 1e3:.2f}",
        target,
    )


def size(found: Found) -> Iterator[str]:
    """Few members beside many."""
    count = found.sizes.applies[MOST]
    ratios = [many.per_second / few.per_second for few, many in zip(found.few, found.many, strict=True)]
    yield f"Size of the community, {MOST} waiting"
    for members, rates, ratio, target in (
        (found.sizes.members, found.few, "1.00", ""),
        (found.sizes.many, found.many, f"{median(ratios):.2f}", f"ratio ≥ {SIZE:g}"),
    ):
        yield _row(
            f"{members:,} members", _mid(rates, lambda one: one.per_second), ratio,
            _mid(rates, lambda one: one.cpu / count),
            f"{_mid(rates, lambda one: one.median) * 1e3:.2f} / "
            f"{_mid(rates, lambda one: one.slowest) * 1e3:.2f}", target,
        )  # fmt: skip


def month(found: Found) -> Iterator[str]:
    """The grant."""
    grant = found.grant
    assert grant is not None
    bare, ratio = found.grant_floor, found.grant_floor / grant.seconds
    yield f"The monthly grant, {found.sizes.many:,} members, all due at once"
    yield f"  {'':<38}{'per s':>9}{'ratio':>8}{'s':>9}"
    for name, seconds, one in (
        (f"floor: sqlite3, {CHUNK} members a commit", bare, "1.00"),
        ("the chores", grant.seconds, f"{ratio:.2f}"),
    ):
        yield f"  {name:<38}{grant.members / seconds:>9,.0f}{one:>8}{seconds:>9.2f}"
    yield (
        f"  {grant.members:,} wallets paid in {grant.batches} batches, announced {grant.announced} time(s) "
        f"(target 1); a second ring wrote {grant.again} operation(s) (target 0)"
    )


def books(found: Found) -> str:
    """Whether the books add up after all this."""
    if found.offenders:
        return f"DO NOT HOLD: {', '.join(sorted(set(found.offenders)))}"
    return f"all {found.invariants} invariants hold afterwards"
