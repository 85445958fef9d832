"""``python -m tests.bench.million``: a million members in a thousand communities, on both databases.

One community is lived in and then copied under a thousand numbers: nothing that a journal says or hashes
names its community, so each copy is a true one, as `connects verify` of some of them shows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

from adapters.storage import postgres_migrate, verify
from adapters.storage.copying import WHOLE, PostgresTarget, Rows
from adapters.storage.postgres import address, connect
from core import chores
from core.instants import parse
from tests.bench import house
from tests.bench.applies import Crowd, Rate
from tests.bench.postgres import copy_of, seeded, server

MOST = 512
DUE = parse("2026-04-01T00:00:10")
STARTING = """
import asyncio, json, resource, sys, time
began = time.time()
from tests.bench import house
async def main():
    bot = await house.open_house(sys.argv[1])
    place = await bot.door.community(house.PLATFORM, "B1")
    answer = await bot.door.text(house.person(1), "/connects balance", "start/1")
    assert answer.reply.ok, answer.reply
    print(json.dumps([time.time() - float(sys.argv[2]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
    await bot.close()
asyncio.run(main())
"""


def _place(number: int) -> str:
    return f"B{number}"


async def _rows(url: str) -> list[tuple[Any, Rows]]:
    """Every row of the one community."""
    connection = await connect(address(url))
    try:
        names = {
            table: ", ".join(f'"{one.name}"' for one in table.c) for table in WHOLE if table.name != "meta"
        }
        return [
            (table, [tuple(row) for row in await connection.fetch(f'SELECT {some} FROM "{table.name}"')])
            for table, some in names.items()
        ]
    finally:
        await connection.close()


def _moved(table: Any, rows: Rows, number: int) -> Rows:
    """The same rows under another community's number."""
    if table.name == "place":
        return [(row[0], _place(number), number) for row in rows]
    return [(number, *row[1:]) for row in rows]


async def multiply(url: str, one: str, communities: int) -> None:
    """Fill a new PostgreSQL database."""
    await postgres_migrate.apply(address(url))
    rows = await _rows(one)
    async with PostgresTarget.open(address(url)) as target:
        for table, some in rows:
            for start in range(1, communities + 1, 50):
                numbers = range(start, min(start + 50, communities + 1))
                await target.put(table, [row for number in numbers for row in _moved(table, some, number)])
    connection = await connect(address(url))
    await connection.execute("VACUUM ANALYZE", timeout=None)
    await connection.execute("CHECKPOINT", timeout=None)
    await connection.close()


async def multiply_file(path: Path, one: str, communities: int) -> None:
    """Fill a new SQLite file."""
    from adapters.storage import migrate

    migrate.apply(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous = OFF")
        for table, rows in await _rows(one):
            signs = ", ".join("?" * len(table.c))
            for number in range(1, communities + 1):
                database.executemany(
                    f'INSERT INTO "{table.name}" VALUES ({signs})', _moved(table, rows, number)
                )
        database.commit()


def start(url: str) -> tuple[float, int]:
    """Seconds from a new process to the first answer, and its largest size in kilobytes."""
    said = subprocess.run(
        [sys.executable, "-c", STARTING, url, str(time.time())], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )  # fmt: skip
    seconds, size = json.loads(said.stdout.splitlines()[-1])
    return float(seconds), int(size)


async def rates(url: str, places: Sequence[str], members: int, *, skip: int = 0) -> dict[int, Rate]:
    """Applies by how many wait at a time."""
    bot = await house.open_house(url)
    try:
        crowd = Crowd(bot, members, places, skip=skip)
        await crowd.apply(MOST, 2_048)
        return {
            waiting: await crowd.apply(waiting, count)
            for waiting, count in ((1, 200), (64, 2_000), (MOST, 8_192))
        }
    finally:
        await bot.close()


async def grant(url: str, members: int) -> tuple[float, int, list[float], int]:
    """The monthly grant of all of them while commands go on: seconds, granted, the commands', kilobytes."""
    bot = await house.open_house(url, at=DUE)
    latencies: list[float] = []
    over = asyncio.Event()

    async def talk(first: int) -> None:
        number = 0
        while not over.is_set():
            number += 1
            who = house.person((first * 7 + number) % members, _place((first * 31 + number * 17) % 1000 + 1))
            began = time.perf_counter()
            line = "/apply job-3 Hello" if number % 2 else "/connects balance"
            await bot.door.text(who, line, f"month/{first}/{number}")
            latencies.append(time.perf_counter() - began)
            await asyncio.sleep(0.2)

    talking = [asyncio.create_task(talk(first)) for first in range(10)]
    began = time.perf_counter()
    await bot.chores.run(bot.clock.now(), [chores.Grants()])
    took = time.perf_counter() - began
    over.set()
    await asyncio.gather(*talking)
    await bot.close()
    connection = await connect(address(url))
    granted = int(await connection.fetchval("SELECT count(*) FROM operation WHERE kind = 'grant'"))
    await connection.close()
    return took, granted, latencies, _size()


def _size() -> int:
    """This process's size in kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if "VmRSS" in line).split()[1])


def _said(name: str, found: dict[int, Rate]) -> str:
    return f"  {name:<34}" + "".join(
        f"{waiting:>5}: {rate.per_second:>6,.0f}/s {rate.median * 1e3:>6.1f} ms"
        for waiting, rate in found.items()
    )


async def run(communities: int, members: int, folder: Path) -> None:
    """Measure and print."""
    async with server() as made:
        one = await seeded(made, "one", members, [_place(1)])
        url = await made.create("million")
        began = time.perf_counter()
        await multiply(url, one, communities)
        print(
            f"{communities * members:,} members in {communities:,} communities, "
            f"{time.perf_counter() - began:.0f} s to load"
        )
        for name, where in (("PostgreSQL", url), ("PostgreSQL, 1,000 members", one)):
            seconds, size = start(where)
            print(f"  start to the first answer, {name}: {seconds:.2f} s, {size / 1024:.0f} MB")
        places = [_place(number) for number in range(1, communities + 1)]
        for turn in range(3):
            few = await rates(await copy_of(made, "one", "scratch"), [_place(1)], members)
            alone = await rates(url, [_place(turn + 1)], members)
            spread = await rates(url, places[10:], members, skip=turn * 2_000)
            print(_said(f"{members:,} members, one community", few))
            print(_said("all of them, one community", alone))
            print(_said("all of them, all communities", spread), flush=True)
        took, granted, latencies, size = await grant(url, members)
        cuts = quantiles(latencies, n=100)
        print(
            f"  the month: {granted:,} grants in {took:.0f} s ({granted / took:,.0f}/s), "
            f"{size / 1024:.0f} MB; "
            f"{len(latencies)} commands meanwhile, {cuts[49] * 1e3:.0f} ms, 99% {cuts[98] * 1e3:.0f} ms"
        )
        for number in (1, communities // 2, communities):
            with verify.reader(url, number) as connection:
                books = verify.Proof(connection)
                assert not [one.name for one in verify.CHECKS if books.count(one).offenders], number
        print("  the books of three of them add up", flush=True)
        path = folder / "million.db"
        await multiply_file(path, one, communities)
        seconds, size = start(str(path))
        print(
            f"  start to the first answer, SQLite ({path.stat().st_size / 1e9:.1f} GB): "
            f"{seconds:.2f} s, {size / 1024:.0f} MB"
        )


def main() -> None:
    """Read the arguments."""
    import tempfile

    parser = argparse.ArgumentParser(prog="python -m tests.bench.million", description=__doc__)
    parser.add_argument("--communities", type=int, default=1_000)
    parser.add_argument("--members", type=int, default=1_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="connects-million-") as folder:
        asyncio.run(run(given.communities, given.members, Path(folder)))


if __name__ == "__main__":
    main()
