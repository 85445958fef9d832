"""The engine on PostgreSQL, beside asyncpg writing the same rows, and a call of PL/pgSQL for each apply.

The server is a real one from pip, with its own settings, and so with an fsync for each commit.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from adapters.storage import postgres_migrate
from adapters.storage.postgres import address, connect
from adapters.storage.statements import statements
from core.pieces import Limits
from tests.bench import house
from tests.bench.applies import Crowd, Rate
from tests.bench.floor import COMMIT_EVERY, Statement, noted
from tests.bench.measure import MOST, Found
from tests.bench.rowwise import FUNCTION
from tests.postgres import Server

WAITING = (1, 64, MOST)
MANY = 100
"""Communities, where there are many."""
CALLERS = 16
"""Connections that call the function at a time."""
RATIO, TIMES = 0.35, 3.0
"""Targets: at 512 waiting to the floor; and times as many as by calls of a function."""


@dataclass
class Round:
    """One turn of everything."""

    floor: float
    calls: float
    one: dict[int, Rate]
    many: dict[int, Rate]


@dataclass
class Seen:
    """What was measured."""

    rounds: list[Round] = field(default_factory=list)


@asynccontextmanager
async def server() -> AsyncIterator[Server]:
    """A server of one's own, with the settings that it comes with."""
    folder = Path(tempfile.mkdtemp(prefix="connects-bench-pg-"))
    folder.chmod(0o755)
    made = await asyncio.to_thread(Server, folder / "pg", lax=False)
    try:
        yield made
    finally:
        await asyncio.to_thread(made.server.cleanup)
        shutil.rmtree(folder, ignore_errors=True)


async def copy_of(made: Server, name: str, to: str) -> str:
    """A database that is as another one was."""
    await made.drop(to)
    return await made.create(to, name)


async def seeded(made: Server, name: str, size: int, places: Sequence[str]) -> str:
    """A database with communities of so many members; its planner knows how large they are."""
    url = await made.create(name)
    await postgres_migrate.apply(address(url))
    await house.seed(url, size, places)
    connection = await connect(address(url))
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
    return url


async def _rows_of_applies(url: str, size: int, count: int) -> list[list[Statement]]:
    """What so many applies write, apply by apply."""
    bot = await house.open_house(url, limits=Limits(pieces=1))
    try:
        return await noted(bot, statements("postgresql"), size, count)
    finally:
        await bot.close()


async def _floor(url: str, written: Sequence[Sequence[Statement]]) -> float:
    """The rate at which bare asyncpg writes these rows: an executemany a table, a commit for 64 applies."""
    connection = await connect(address(url))
    began = time.perf_counter()
    for start in range(0, len(written), COMMIT_EVERY):
        by_statement: dict[str, list[Any]] = {}
        for one in written[start : start + COMMIT_EVERY]:
            for sql, rows in one:
                by_statement.setdefault(sql, []).extend(rows)
        async with connection.transaction():
            for sql, rows in by_statement.items():
                await connection.executemany(sql, rows)
    took = time.perf_counter() - began
    await connection.close()
    return len(written) / took


async def _calls(url: str, size: int, count: int) -> float:
    """The rate of applies as one call of a function each, which moves row by row, and commits."""
    import asyncpg

    connection = await connect(address(url))
    await connection.execute(FUNCTION)
    await connection.close()
    pairs, numbers = house.pairs(size), itertools.count(1)
    turns = iter(range(count))
    async with asyncpg.create_pool(address(url).dsn, min_size=CALLERS, max_size=CALLERS) as pool:

        async def call() -> None:
            for _ in turns:
                member, job = next(pairs)
                async with pool.acquire() as mine:
                    # Members are numbered after the staff and the client.
                    await mine.execute(
                        "SELECT bench_apply(1, $1, $2, $3, $4, $5)",
                        member + 3, job, house.PRICE, f"calls/{next(numbers)}", house.LETTER,
                    )  # fmt: skip

        began = time.perf_counter()
        await asyncio.gather(*(call() for _ in range(CALLERS * 4)))
        return count / (time.perf_counter() - began)


async def measure(folder: Path, found: Found) -> None:
    """Everything, in turns, so that all meet the same load."""
    sizes = found.sizes
    counts = {waiting: max(waiting, sizes.applies[waiting] // 2) for waiting in WAITING}
    seen = Seen()
    found.postgres.append(seen)
    places = [house.PLACE] + [f"B{number}" for number in range(2, MANY + 1)]
    few = max(1, sizes.members // 10)
    async with server() as made:
        await seeded(made, "one", sizes.members, [house.PLACE])
        await seeded(made, "many", few, places if sizes.members > 100 else places[:3])
        places = places if sizes.members > 100 else places[:3]
        written = await _rows_of_applies(await copy_of(made, "one", "scratch"), sizes.members, sizes.floor)
        for _ in range(sizes.rounds):
            floor = await _floor(await copy_of(made, "one", "scratch"), written)
            calls = await _calls(await copy_of(made, "one", "scratch"), sizes.members, sizes.floor // 4)
            rates: list[dict[int, Rate]] = []
            for name, size, where in (("one", sizes.members, [house.PLACE]), ("many", few, places)):
                url = await copy_of(made, name, "scratch")
                bot = await house.open_house(url)
                try:
                    crowd = Crowd(bot, size, where)
                    await crowd.apply(MOST, counts[MOST] // 2)  # what is compiled and prepared once
                    rates.append(
                        {waiting: await crowd.apply(waiting, count) for waiting, count in counts.items()}
                    )
                finally:
                    await bot.close()
                found.invariants, offenders = house.offenders(url)
                found.offenders += offenders
            seen.rounds.append(Round(floor, calls, *rates))


def lines(found: Found) -> Iterator[str]:
    """The table."""
    (seen,) = found.postgres
    floor = median(one.floor for one in seen.rounds)
    calls = median(one.calls for one in seen.rounds)
    yield f"Durable applies on PostgreSQL, {found.sizes.members:,} members"
    yield f"  {'':<46}{'per s':>9}{'ratio':>8}{'CPU µs':>9}  {'median / 99% ms':<19}target"
    yield f"  {f'floor: asyncpg, a commit per {COMMIT_EVERY}':<46}{floor:>9,.0f}{1:>8.2f}"
    yield f"  {'a call of PL/pgSQL and a commit each':<46}{calls:>9,.0f}{calls / floor:>8.2f}"
    for where in ("one", "many"):
        for waiting in WAITING:
            rates = [getattr(one, where)[waiting] for one in seen.rounds]
            ratio = median(rate.per_second / one.floor for rate, one in zip(rates, seen.rounds, strict=True))
            more = median(rate.per_second / one.calls for rate, one in zip(rates, seen.rounds, strict=True))
            rate = median(rate.per_second for rate in rates)
            cpu = median(rate.cpu / len(rate.latencies) for rate in rates) * 1e6
            latency = (
                f"{median(r.median for r in rates) * 1e3:.1f} / {median(r.slowest for r in rates) * 1e3:.1f}"
            )
            target = (
                f"ratio ≥ {RATIO:g}, ×{more:.1f} ≥ {TIMES:g} calls" if waiting == MOST else f"×{more:.1f}"
            )
            name = f"{waiting} waiting, {'one community' if where == 'one' else 'many communities'}"
            yield f"  {name:<46}{rate:>9,.0f}{ratio:>8.2f}{cpu:>9,.0f}  {latency:<19}{target}"
