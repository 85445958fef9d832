"""The bell: a tick that asks the chores what is due. Only the chores know; late or twice changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog

from bot.clock import SystemClock
from bot.replicas import ALONE, Replicas
from core import chores, upkeep
from core.engine import Engine
from core.errors import Refusal
from core.instants import DAY, MINUTE, Instant
from core.pieces import Piece
from core.ports import Clock, Queries
from core.queries import Communities, NextDue
from core.rules import communities
from core.speech.reply import Reply

EVERY = 5.0
"""Seconds between two rings; what is touched meanwhile is settled on touch."""

_log = structlog.get_logger(__name__)


class Chores:
    """Runs the chores through the engine."""

    def __init__(
        self,
        engine: Engine,
        queries: Queries,
        clock: Clock,
        system: SystemClock | None = None,
        replicas: Replicas = ALONE,
        *,
        daily: Sequence[upkeep.Chore] = (),
    ) -> None:
        self._engine = engine
        self._queries = queries
        self._clock = clock
        self._system = system
        self._replicas = replicas
        self._looked: Instant = 0
        self._daily = daily
        self._day = -1

    async def tick(self) -> None:
        """Everything due now. If the system's clock has jumped, the communities are paused first."""
        if not self._replicas.leads():
            return  # another process does
        if self._system is not None and self._system.jumped():
            _log.warning("clock_jumped", by_seconds=self._system.jump_seconds())
            await self.pause_all()
            self._system.accept()
        now = self._clock.now()
        if self._replicas is not ALONE and now - self._looked >= MINUTE:
            self._looked = now
            await self.run(now, chores.AMONG_OTHERS)
        await self.run(now)
        if self._daily and now // DAY != self._day:
            await self.run(now, self._daily)
            self._day = now // DAY if self._replicas.leads() else -1

    async def recover(self) -> None:
        """After a start: say what may never have been said. Among others their leader does it in time."""
        if self._replicas is ALONE:
            await self.run(self._clock.now(), chores.AT_START)

    async def run(self, now: Instant, some: Sequence[upkeep.Chore] = chores.ALL) -> None:
        """Do everything that is due at ``now``, in its order."""
        for chore in some:
            steps = chore.run(now)
            answer: Any = None
            while True:
                try:
                    step = steps.send(answer)
                except StopIteration:
                    break
                if not self._replicas.leads():
                    return  # another process has taken over, and begins anew
                if isinstance(step, upkeep.Page):
                    async with self._queries.snapshot() as snapshot:
                        answer = await snapshot.ask(step.community, step.query)
                else:
                    answer = await asyncio.gather(*(self.submit(piece) for piece in step))

    async def submit(self, piece: Piece) -> Reply:
        """Submit a chore's piece; while the queue is full it waits its turn."""
        while True:
            try:
                return await self._engine.submit(piece)
            except Refusal as refusal:
                if refusal.key != "busy":
                    raise
                await asyncio.sleep(0.05)

    async def next_due(self, after: Instant) -> Instant:
        """When something may fall due next."""
        async with self._queries.snapshot() as snapshot:
            return await snapshot.ask(0, NextDue(after))

    async def pause_all(self) -> None:
        """Pause every community's chores, until its staff say /admin resume."""
        after = 0
        while True:
            async with self._queries.snapshot() as snapshot:
                page = await snapshot.ask(0, Communities(1_000, after))
            if not page:
                return
            pieces = [
                Piece(number, f"chore/pause/{number}", _pause, kept=False, person=False) for number in page
            ]
            await asyncio.gather(*(self.submit(piece) for piece in pieces))
            after = page[-1]


def _pause(book: Any) -> Reply:
    communities.pause(book)
    return Reply("paused")


@contextmanager
def ringing(ring: Callable[[], Awaitable[None]], every: float = EVERY) -> Iterator[None]:
    """Ring every so many seconds while the block lasts: in UTC, coalesced, never skipped for being late.

    A ring that fails is logged, and the next one comes all the same.
    """
    from apscheduler.schedulers.asyncio import AsyncIOScheduler  # slow to import, not always needed

    async def guarded() -> None:
        try:
            await ring()
        except Exception:
            _log.exception("tick_failed")

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        guarded, "interval", seconds=every, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
