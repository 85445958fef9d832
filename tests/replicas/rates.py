"""``python -m tests.replicas.rates``: mixed commands by one, two and four processes on one PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter

from tests.replicas.process import Worker, add_up, fetch, server_of_ones_own

COMMUNITIES = 16
WRONG = ("fault", "unavailable", "outcome.unknown", "busy")


async def run(each: int) -> None:
    """Measure, and see that every acknowledged command is there once, and that the books add up."""
    async with server_of_ones_own() as (_, url):
        await (await Worker.start(url, "--seeding", "--communities", COMMUNITIES)).end()
        for processes in (1, 2, 4):
            given = (
                "--communities",
                COMMUNITIES,
                "--count",
                each // processes,
                "--waiting",
                256 // processes,
            )
            workers = [await Worker.start(url, *given, "--seed", n + processes) for n in range(processes)]
            began = time.perf_counter()
            found = [await worker.end(3_600) for worker in workers]
            took = time.perf_counter() - began
            said: Counter[str] = Counter()
            for one in found:
                said.update(one["said"])
            slowest = max(one["slowest"] for one in found) * 1e3
            wrong = {key: said[key] for key in WRONG if said[key]} or "none"
            cpu = sum(one["cpu"] for one in found) / each * 1e6
            print(
                f"{processes} processes: {each / took:,.0f} mixed commands a second, 99% within "
                f"{slowest:.0f} ms, {cpu:,.0f} µs of processor each, trouble: {wrong}",
                flush=True,
            )
            keys = await fetch(url, "SELECT key FROM operation")
            done = Counter(key.removeprefix("bench/") for (key,) in keys)
            assert all(done[key] == 1 for worker in workers for key in worker.acknowledged)
        ((deadlocks,),) = await fetch(
            url, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        )
        await add_up(url)
        print(f"deadlocks: {deadlocks}; every invariant holds", flush=True)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.replicas.rates", description=__doc__)
    parser.add_argument("--count", type=int, default=34_000, help="commands by each number of processes")
    asyncio.run(run(parser.parse_args().count))


if __name__ == "__main__":
    main()
