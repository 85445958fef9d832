"""Interactions a second through real sockets, the bot beside a bare one; each process by itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.adapters.discord.control import Control, launched, slash
from tests.adapters.discord.process import Process

MEMBERS, JOBS, MOST = 500, 5, 500
RATE, SLOW = 0.5, ", 99% ≤ 2, < 3 s"
"""Targets: the rate beside the bare bot's, with the most at once the 99th percentile; Discord gives 3 s."""


@dataclass
class Load:
    """One measurement: seconds to the first response of each, and how long all took."""

    seconds: float
    taken: list[float]
    lost: int

    @property
    def per_second(self) -> float:
        return len(self.taken) / self.seconds

    @property
    def slowest(self) -> float:
        """The 99th percentile."""
        return quantiles(self.taken, n=100)[98] if len(self.taken) > 1 else self.taken[0]


Loads = dict[tuple[str, int], Load]


async def _load(control: Control, specs: list[Any], total: int, at_once: int) -> Load:
    done = await control.load(specs, total, at_once, timeout=30, keep=False)
    return Load(done["seconds"], done["taken"], done["lost"])


async def bare(folder: Path, sizes: dict[int, int]) -> Loads:
    """A constant, from nothing but the library."""
    async with _town() as (control, channel, users, _):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.bare", env={**Process(control, folder).settings}
        )
        try:
            await control.connected(timeout=30)
            specs = [slash("constant", one, channel) for one in users]
            await _load(control, specs, 50, 10)
            return {("constant", n): await _load(control, specs, total, n) for n, total in sizes.items()}
        finally:
            process.kill()
            await process.wait()


async def ours(folder: Path, sizes: dict[int, int]) -> Loads:
    """A question and an order of the bot's, on a durable database."""
    async with _town() as (control, channel, users, boss):
        bot = Process(control, folder)
        await bot.start()
        try:
            # Everybody has a wallet first, as in a community that has met the bot.
            asked = [slash("connects balance", one, channel) for one in users]
            await _load(control, asked, len(asked), 50)
            found = {("balance", n): await _load(control, asked, total, n) for n, total in sizes.items()}
            for number, (at_once, total) in enumerate(sizes.items()):
                for job in range(JOBS):
                    title = {"title": f"Job {number} {job}", "price": 1}
                    await control.ask(slash("job post", boss, channel, title))
                first = number * JOBS + 1
                applied = [
                    slash("apply", one, channel, {"job": f"job-{job}"})
                    for job in range(first, first + JOBS) for one in users
                ]  # fmt: skip
                found["apply", at_once] = await _load(control, applied, min(total, len(applied)), at_once)
            return found
        finally:
            await bot.stop()


@asynccontextmanager
async def _town() -> Any:
    async with launched() as control:
        await control.configure(records=False)
        guild = await control.guild("Freelancers")
        channel = await control.channel(guild["id"], "jobs")
        staff = await control.role(guild["id"], "staff", "manage_guild")
        (boss,) = await control.join(guild["id"], "boss", roles=[staff])
        users = await control.join(guild["id"], *(f"m{n}" for n in range(MEMBERS)))
        yield control, channel, users, boss


async def measure(folder: Path, found: Any) -> None:
    """The bare bot and ours in turns, so that both meet the same load."""
    for number in range(found.sizes.talks):
        place = folder / f"discord{number}"
        place.mkdir()
        found.talks.append((await bare(place, found.sizes.talking), await ours(place, found.sizes.talking)))


def lines(found: Any) -> Iterator[str]:
    """As a table, each figure beside its target."""
    yield "Interactions on Discord, through real sockets; first response"
    yield f"  {'':<38}{'per s':>9}{'ratio':>8}  {'median / 99% ms':<19}of the bare 99%  target"
    for name in ("constant", "balance", "apply"):
        for at_once in found.sizes.talking:

            def mid(of: Any, kind: str = name, n: int = at_once) -> float:
                return median(
                    of((ours_ | bare_)[kind, n], bare_["constant", n]) for bare_, ours_ in found.talks
                )

            lost = sum({**b, **a}[name, at_once].lost for b, a in found.talks)
            target = ""
            if name != "constant":
                target = f"ratio ≥ {RATE:g}" + (SLOW if at_once == MOST else "")
            yield (
                f"  {('bare: ' if name == 'constant' else '/') + name + f', {at_once} at once':<38}"
                f"{mid(lambda one, _: one.per_second):>9,.0f}"
                f"{mid(lambda one, floor: one.per_second / floor.per_second):>8.2f}  "
                f"{mid(lambda one, _: median(one.taken) * 1e3):>7.1f} / "
                f"{mid(lambda one, _: one.slowest * 1e3):<9.1f}"
                f"{mid(lambda one, floor: one.slowest / floor.slowest):>15.2f}  {target}"
                + (f"  LOST {lost}" if lost else "")
            ).rstrip()
