"""``python -m tests.replicas.worker``: one process of several, which does what a test asks for.

What was acknowledged is printed at once, a line each: ``ack KEY``. At the end comes one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from statistics import quantiles
from typing import Any

import core.commands  # noqa: F401 - fills the registry
from bot.log import set_up
from bot.scheduler import ringing
from bot.wiring import Bot, open_bot
from core.instants import Instant, parse
from core.people import Rank, Who
from core.ports import Parcel
from core.speech.reply import Reply

PLATFORM = "bench"
MEMBERS, JOBS = 40, 12
MOVES = {"apply.paid", "admin.granted", "proposal.withdrawn", "job.posted"}
START = parse("2026-03-04T10:00")


class Clock:
    """Begins where it is put and goes as the machine's does; all processes begin at the same moment."""

    def __init__(self, at: Instant, since: float) -> None:
        self._at, self._since = at, since

    def now(self) -> Instant:
        return self._at + int((time.time() - self._since) * 1_000_000)

    def steady(self) -> Instant:
        return self.now()


class Courier:
    """Counts what it delivers."""

    platform, routed, width, pace = PLATFORM, False, 8, 0.0

    def __init__(self) -> None:
        self.sent: Counter[tuple[int, int]] = Counter()

    async def deliver(self, parcel: Parcel) -> str:
        await asyncio.sleep(0)
        if not parcel.again:  # else it may have been sent, and a platform would be asked first
            self.sent[parcel.community, parcel.notice.number] += 1
        return str(parcel.notice.number)


class Crowd:
    """People of some communities, who say things at random."""

    def __init__(self, bot: Bot, places: Sequence[str], seed: int) -> None:
        self._bot, self._places, self._random = bot, places, random.Random(seed)
        self._run = secrets.token_hex(4)
        self.said: Counter[str] = Counter()
        self.seconds: list[float] = []

    async def seed(self) -> None:
        """Members have something to spend, and there are jobs."""
        for place in self._places:
            boss = Who(PLATFORM, place, "boss", "boss", Rank.STAFF)
            await self._do(boss, "/admin policy gift.signup 1000", f"seed/{place}/gift")
            for number in range(JOBS):
                await self._do(boss, f"/job post title:Job{number} price:1", f"seed/{place}/{number}")

    async def talk(self, count: int, waiting: int) -> None:
        """So many commands, by so many at a time."""
        turns = iter(range(count))

        async def one() -> None:
            for turn in turns:
                who, line = self._line(turn)
                began = time.perf_counter()
                await self._do(who, line, f"{self._run}/{turn}")
                self.seconds.append(time.perf_counter() - began)

        await asyncio.gather(*(one() for _ in range(waiting)))

    def _line(self, turn: int) -> tuple[Who, str]:
        any_of, place = self._random.choice, self._random.choice(self._places)
        name = f"m{self._random.randrange(MEMBERS)}"
        who, boss = Who(PLATFORM, place, name, name), Who(PLATFORM, place, "boss", "boss", Rank.STAFF)
        job, proposal = self._random.randrange(1, JOBS + 1), self._random.randrange(1, MEMBERS)
        return any_of([
            *[(who, f"/apply job-{job} Hello, it is me number {turn}")] * 5,
            (who, f"/proposal withdraw proposal-{proposal}"),
            (who, "/connects balance"),
            (who, "/jobs"),
            (who, "/connects history"),
            (boss, f"/admin grant m{self._random.randrange(MEMBERS)} 1 reason:why"),
            (boss, f"/proposals job-{job}"),
        ])  # fmt: skip

    async def _do(self, who: Who, line: str, key: str) -> Reply:
        answer = await self._bot.door.text(who, line, key)
        self.said[answer.reply.key] += 1
        if answer.reply.key in MOVES:
            print("ack", key, flush=True)
        self._bot.door.answered(answer.community, key)
        return answer.reply


async def work(given: argparse.Namespace) -> dict[str, Any]:
    """Do what was asked for; what came of it."""
    clock, courier = Clock(parse(given.at) if given.at else START, given.since or time.time()), Courier()
    bot = await open_bot(given.url, clock, [courier], serving=True, life=given.life)
    places = [f"P{number}" for number in range(given.communities)]
    crowd = Crowd(bot, places, given.seed)
    helping: list[asyncio.Task[None]] = []
    began = 0.0
    try:
        if given.seeding:
            await crowd.seed()
        if given.chores or given.deliver:
            assert bot.several is not None
            helping.append(asyncio.create_task(bot.several.run()))
        if given.deliver:
            helping.append(asyncio.create_task(bot.outbox.run()))
        print("ready", flush=True)
        began, cpu = time.perf_counter(), time.process_time()
        if given.chores:
            with ringing(bot.chores.tick, every=0.2):
                await asyncio.sleep(given.seconds)
        else:
            await crowd.talk(given.count, given.waiting)
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        if given.deliver:
            await asyncio.sleep(given.seconds)
    finally:
        for task in helping:
            task.cancel()
        await asyncio.gather(*helping, return_exceptions=True)
        await bot.close()
    cuts = quantiles(crowd.seconds, n=100) if len(crowd.seconds) > 1 else [0.0] * 99
    return {
        "seconds": took, "cpu": cpu, "said": crowd.said, "median": cuts[49], "slowest": cuts[98],
        "sent": [[community, notice, times] for (community, notice), times in courier.sent.items()],
    }  # fmt: skip


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--communities", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeding", action="store_true")
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--waiting", type=int, default=64)
    parser.add_argument("--chores", action="store_true")
    parser.add_argument("--deliver", action="store_true")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--at", default="")
    parser.add_argument("--since", type=float, default=0.0)
    parser.add_argument("--life", type=float, default=12.0)
    set_up("warning")
    print(json.dumps(asyncio.run(work(parser.parse_args()))), flush=True)


if __name__ == "__main__":
    main()
