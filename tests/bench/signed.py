"""Signed slash commands a second over HTTP, the bot beside a bare Bolt app; each process by itself."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp

from adapters.slack.web import EVENTS
from tests.adapters.slack.process import BOARD, Process
from tests.adapters.slack.workspace import Workspace

MEMBERS, JOBS, MOST = 500, 5, 500
RATE, ACK = 0.5, 0.5
"""Targets: the rate beside the bare app's; seconds to the acknowledgement, 99 of 100."""
Said = tuple[str, str, str]
"""Who, the command, its text."""


@dataclass
class Load:
    """One measurement: seconds to each acknowledgement and to each answer, and how long all took."""

    seconds: float = 0.0
    acks: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds


Loads = dict[tuple[str, int], Load]


async def _load(workspace: Workspace, said: Sequence[Said], total: int, at_once: int) -> Load:
    """Say so much, so many at once."""
    found, turns = Load(), iter(range(total))

    async def person() -> None:
        for turn in turns:
            name, command, text = said[turn % len(said)]
            began = time.perf_counter()
            seen = await workspace.command(name, command, text, channel=BOARD)
            found.answers.append(time.perf_counter() - began)
            assert seen.messages

    workspace.acks.clear()
    began = time.perf_counter()
    await asyncio.gather(*(person() for _ in range(at_once)))
    found.seconds = time.perf_counter() - began
    found.acks = list(workspace.acks)
    return found


async def bare(folder: Path, sizes: dict[int, int]) -> Loads:
    """A constant, from nothing but the library."""
    async with _workspace() as (workspace, names):
        bot = Process(workspace, folder, by_socket=False)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.bare_slack", env={**os.environ, **bot.settings},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        workspace.target = f"http://127.0.0.1:{bot.port}{EVENTS}"
        try:
            await _listening(workspace.target)
            said = [(name, "/constant", "") for name in names]
            await _load(workspace, said, 50, 10)
            return {("constant", n): await _load(workspace, said, total, n) for n, total in sizes.items()}
        finally:
            process.kill()
            await process.wait()


async def _listening(target: str) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(target):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def ours(folder: Path, sizes: dict[int, int]) -> Loads:
    """A question and an order of the bot's, on a durable database."""
    async with _workspace() as (workspace, names):
        bot = Process(workspace, folder, by_socket=False)
        await bot.start()
        try:
            # Everybody has a wallet first, as in a community that has met the bot.
            asked = [(name, "/connects", "balance") for name in names]
            await _load(workspace, asked, len(asked), 50)
            found = {("balance", n): await _load(workspace, asked, total, n) for n, total in sizes.items()}
            for number, (at_once, total) in enumerate(sizes.items()):
                for job in range(JOBS):
                    await workspace.command("ada", "/job", f"post title:Job{number}{job} price:1", BOARD)
                first = number * JOBS + 1
                applied = [(n, "/apply", f"job-{job}") for job in range(first, first + JOBS) for n in names]
                found["apply", at_once] = await _load(workspace, applied, min(total, len(applied)), at_once)
            return found
        finally:
            await bot.stop()


@asynccontextmanager
async def _workspace() -> AsyncIterator[tuple[Workspace, list[str]]]:
    workspace = Workspace()
    workspace.checks = False
    await workspace.start()
    workspace.channels["jobs"] = BOARD
    workspace.staff.add("ada")
    workspace.owners.add("ada")
    names = [f"m{n}" for n in range(MEMBERS)]
    for name in ("ada", *names):
        workspace.person(name)
    try:
        yield workspace, names
    finally:
        await workspace.close()


async def measure(folder: Path, found: Any) -> None:
    """The bare app and ours in turns, so that both meet the same load."""
    for number in range(found.sizes.talks):
        place = folder / f"slack{number}"
        place.mkdir()
        found.commands.append(
            (await bare(place, found.sizes.talking), await ours(place, found.sizes.talking))
        )


def lines(found: Any) -> Iterator[str]:
    """As a table, each figure beside its target."""
    yield "Slash commands on Slack, signed, over HTTP; acknowledgement, and answer at the response_url"
    yield f"  {'':<38}{'per s':>9}{'ratio':>8}  {'ack median / 99% ms':<21}{'answer median / 99%':<24}target"
    for name in ("constant", "balance", "apply"):
        for at_once in found.sizes.talking:

            def mid(of: Any, kind: str = name, n: int = at_once) -> float:
                return median(
                    of((ours_ | bare_)[kind, n], bare_["constant", n]) for bare_, ours_ in found.commands
                )

            target = "" if name == "constant" else f"ratio ≥ {RATE:g}, ack 99% < {ACK * 1e3:g} ms"
            yield (
                f"  {('bare: ' if name == 'constant' else '/') + name + f', {at_once} at once':<38}"
                f"{mid(lambda one, _: one.per_second):>9,.0f}"
                f"{mid(lambda one, floor: one.per_second / floor.per_second):>8.2f}  "
                f"{mid(lambda one, _: median(one.acks) * 1e3):>7.1f} / "
                f"{mid(lambda one, _: quantiles(one.acks, n=100)[98] * 1e3):<11.1f}"
                f"{mid(lambda one, _: median(one.answers) * 1e3):>7.1f} / "
                f"{mid(lambda one, _: quantiles(one.answers, n=100)[98] * 1e3):<14.1f}{target}"
            ).rstrip()
