"""Applies: so many people waiting at a time, each with the next apply as soon as the last is answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from bot.wiring import Bot
from tests.bench import house


@dataclass(frozen=True)
class Rate:
    """How fast some applies were answered."""

    seconds: float
    cpu: float
    """Seconds of processor time, of all threads: what others' load changes least."""
    latencies: list[float]
    batches: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def median(self) -> float:
        return self._cuts[49]

    @property
    def slowest(self) -> float:
        """The 99th percentile."""
        return self._cuts[98]

    @property
    def _cuts(self) -> list[float]:
        return quantiles(self.latencies, n=100, method="inclusive")


class Crowd:
    """The members of one bot; no pair of member and job applies twice."""

    def __init__(self, bot: Bot, size: int, places: Sequence[str] = (house.PLACE,)) -> None:
        self._bot = bot
        self._places = itertools.cycle(places)
        self._first = places[0]
        self._pairs = house.pairs(size)
        self._numbers = itertools.count(1)

    async def apply(self, waiting: int, count: int) -> Rate:
        """So many applies by so many who wait at a time, each durable before it is answered."""
        turns = iter(range(count))
        latencies: list[float] = []
        batches = self._bot.engine.batches
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(self._client(turns, latencies) for _ in range(waiting)))
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        return Rate(took, cpu, latencies, self._bot.engine.batches - batches)

    async def _client(self, turns: Iterator[int], latencies: list[float]) -> None:
        for _ in turns:
            place = next(self._places)
            if place == self._first:
                self._pair = next(self._pairs)  # one in each community in turn
            member, job = self._pair
            who, given = house.person(member, place), {"job": f"job-{job}", "message": house.LETTER}
            key = f"bench/{next(self._numbers)}"
            began = time.perf_counter()
            await house.order(self._bot, who, "apply", given, key)
            latencies.append(time.perf_counter() - began)
