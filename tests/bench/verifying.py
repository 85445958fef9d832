"""`python -m tests.bench.verifying FOLDER [MEMBERS APPLIES]`: large books are checked while the bot serves.

The books are made once and kept in the folder; a million operations are 40000 410000, and take seven minutes.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import quantiles

from tests.bench import house, quarter

PAUSE = 0.01
"""Seconds between two commands."""
ALONE = 500


async def measure(folder: Path, members: int, applies: int) -> None:
    """Verify, while one person after another asks for their balance; then those without it."""
    path = folder / f"quarter-{members}-{applies}.db"
    if not path.exists():
        await quarter.seed(path, members, applies)
    bot = await house.open_house(path)
    try:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "verify", "--db", str(path), stdout=asyncio.subprocess.PIPE
        )
        waiting = asyncio.create_task(process.communicate())
        beside = [await _one(bot, 0)]
        while not waiting.done():
            beside.append(await _one(bot, len(beside)))
            await asyncio.sleep(PAUSE)
        took = time.perf_counter() - began
        alone = [await _one(bot, number) for number in range(ALONE)]
    finally:
        await bot.close()
    print(f"verify: {took:.1f} s, code {process.returncode}")
    for name, times in (("beside it", beside), ("without", alone)):
        cuts = quantiles(times, n=100)
        print(f"{name}: {len(times)} commands, median {cuts[49]:.1f} ms, 99% {cuts[98]:.1f} ms")


async def _one(bot: house.Bot, number: int) -> float:
    who = house.person(number % 1_000)
    began = time.perf_counter()
    await bot.door.options(who, "connects balance", {}, f"bench/{began}")
    return 1_000 * (time.perf_counter() - began)


if __name__ == "__main__":
    some = [int(one) for one in sys.argv[2:4]] or [40_000, 410_000]
    asyncio.run(measure(Path(sys.argv[1]), *some))
