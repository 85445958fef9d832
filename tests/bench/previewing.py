"""A preview of another policy on a large community, and how commands fare meanwhile."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bot.wiring import Bot
from tests.bench import house, quarter
from tests.bench.measure import Found

LIMIT, SLOWEST = 30.0, 250.0
"""Targets: seconds of a preview; milliseconds of a command meanwhile, 99th percentile."""
PAUSE = 0.01
"""Seconds between two commands."""
ABOUT = {"name": "grant.basic", "value": "5"}


@dataclass(frozen=True)
class Preview:
    """One preview, and the commands beside it and without it."""

    operations: int
    seconds: float
    heard: int
    beside: list[float]
    alone: list[float]
    same: bool
    """Whether no row of any table was another afterwards."""


async def measure(folder: Path, found: Found) -> None:
    """Ask for a preview while one person after another asks for their balance; then without it."""
    members, applies = found.sizes.preview
    path = folder / "quarter.db"
    end = await quarter.seed(path, members, applies)
    bot = await house.open_house(path, at=end)
    heard: list[int] = []
    try:
        await bot.door.options(house.STAFF, "connects balance", {}, "bench/staff")  # who is met only now
        before = _digest(path)
        began = time.perf_counter()
        asked = asyncio.create_task(
            bot.door.options(house.STAFF, "admin preview", ABOUT, "bench/preview", tell=heard.append)
        )
        beside: list[float] = []
        while not asked.done():
            beside.append(await _one(bot, len(beside)))
            await asyncio.sleep(PAUSE)
        took = time.perf_counter() - began
        answer = await asked
        if answer.reply.key != "preview":
            raise RuntimeError(f"/admin preview: {answer.reply.key} {answer.reply.facts}")
        same = _digest(path) == before
        alone = []
        for number in range(len(beside)):
            alone.append(await _one(bot, number))
            await asyncio.sleep(PAUSE)
    finally:
        await bot.close()
    with closing(sqlite3.connect(path)) as connection:
        ((operations,),) = connection.execute("SELECT count(*) FROM operation")
    found.preview.append(Preview(operations, took, len(heard), beside, alone, same))


async def _one(bot: Bot, number: int) -> float:
    began = time.perf_counter()
    answer = await bot.door.options(house.person(number % 100), "connects balance", {}, f"bench/{number}")
    if not answer.reply.ok:
        raise RuntimeError(f"/connects balance: {answer.reply.key}")
    return time.perf_counter() - began


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        for (name,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def lines(found: Found) -> Iterator[str]:
    """What it came to, each figure beside its target."""
    for one in found.preview:
        beside, alone = ([cut * 1e3 for cut in _cuts(some)] for some in (one.beside, one.alone))
        members = found.sizes.preview[0]
        yield f"A preview of the last 90 days, {members:,} members, {one.operations:,} operations"
        yield f"  answered in {one.seconds:.1f} s, {one.heard} words on the way    target < {LIMIT:g} s"
        yield (
            f"  {len(one.beside)} commands meanwhile, median / 99% ms: {beside[49]:.1f} / {beside[98]:.1f}"
            f" (without it {alone[49]:.1f} / {alone[98]:.1f})    target 99% < {SLOWEST:g} ms"
        )
        yield f"  tables as they were: {'yes' if one.same else 'NO'}    target yes"


def _cuts(some: list[float]) -> list[float]:
    return quantiles(some, n=100, method="inclusive")
