"""`connects run`: the platforms that are configured, the bell and the outbox, until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, Protocol

import structlog

from bot import log
from bot.clock import SystemClock
from bot.condition import Condition
from bot.config import Settings
from bot.meter import SILENT, MeasuredCourier, Meter, hearing, rung
from bot.scheduler import ringing
from bot.wiring import Bot, open_bot
from core.chat.pace import Pace
from core.ports import Courier

DRAIN, SENDING, ENDING = 5.0, 2.0, 0.5
"""Seconds for what is being answered, what is being posted, what else is at work; a host gives 10 in all."""

_log = structlog.get_logger(__name__)


class Platform(Protocol):
    """One platform's side of a running bot."""

    courier: Courier

    async def start(self, bot: Bot) -> None:
        """Sign in. Raises Failed."""

    async def serve(self) -> None:
        """Serve until closed; returns only then. Raises Failed."""

    def is_connected(self) -> bool:
        """Whether what the platform sends can arrive."""

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and finish what is being answered."""

    async def close(self) -> None:
        """Let the connection go."""


class Payments(Protocol):
    """A payment service's side of a running bot."""

    async def start(self, bot: Bot) -> None:
        """Take money from now on. Raises Failed."""

    async def close(self) -> None:
        """Take no more."""


async def serve(settings: Settings, platforms: Sequence[Platform], payments: Payments | None = None) -> None:
    """Serve until a signal or a failure. Raises Failed, StorageError."""
    condition = Condition(platforms)
    async with _watched(settings, condition) as meter:
        system = SystemClock()
        couriers = [MeasuredCourier(platform.courier, meter) for platform in platforms]
        bot = await open_bot(
            settings.database(), system, couriers, preset=settings.preset, system=system, serving=True,
            meter=meter, pace=Pace(settings.member_burst, settings.member_rate, slowed=meter.slowed),
        )  # fmt: skip
        condition.bot = bot
        kept = asyncio.all_tasks()  # the engine's, the health server's and this one
        try:
            if payments is not None:
                await payments.start(bot)
            await _serve(bot, platforms, condition, meter)
        finally:
            condition.stopping = lambda: True
            if payments is not None:
                await payments.close()
            for platform in platforms:
                with contextlib.suppress(Exception):  # a connection that breaks now is going anyway
                    await platform.close()
            await _ended(asyncio.all_tasks() - kept)
            await bot.close()
            _log.info("stopped")


@contextlib.asynccontextmanager
async def _watched(settings: Settings, condition: Condition) -> AsyncIterator[Meter]:
    """Whoever counts, and the server that tells of it, if one is wanted. Raises Failed."""
    if not settings.health_port:
        yield SILENT
        return
    from bot.health import Health
    from bot.metrics import Prometheus

    metrics = Prometheus(condition)
    health = Health(settings.health_host, settings.health_port, condition, metrics)
    await health.start()
    deaf = log.listen(hearing(metrics))
    try:
        yield metrics
    finally:
        deaf()
        await health.close()


async def _serve(bot: Bot, platforms: Sequence[Platform], condition: Condition, meter: Meter) -> None:
    async with _told_to_stop() as stop:
        condition.stopping = stop.is_set
        for platform in platforms:
            if await _unless(stop, platform.start(bot)):
                return
        await bot.recover()
        delivering = asyncio.create_task(bot.outbox.run())
        serving = [asyncio.create_task(platform.serve()) for platform in platforms]
        if bot.several is not None:
            serving.append(asyncio.create_task(bot.several.run()))
        waiting = asyncio.create_task(stop.wait())
        bot.outbox.woken.set()
        _log.info("serving", platforms=[platform.courier.platform for platform in platforms])
        try:
            with ringing(rung(bot.chores.tick, meter)):
                await asyncio.wait([*serving, waiting], return_when=asyncio.FIRST_COMPLETED)
            for task in serving:
                if task.done():
                    task.result()  # a failure is the process's
            stop.set()
            await asyncio.gather(*(platform.drain(DRAIN) for platform in platforms))
        finally:
            await bot.outbox.finish(SENDING)
            waiting.cancel()
            await _ended({delivering, waiting})
            for platform in platforms:
                await platform.close()
            if bot.several is not None:
                serving[-1].cancel()
            await asyncio.gather(*serving, return_exceptions=True)


async def _ended(tasks: set[asyncio.Task[Any]]) -> None:
    """Let tasks come to their end, and end what takes too long."""
    # Not cancelled at once: a reader's connection that is just being opened would be left behind, and its
    # thread would keep the process from ending; so would one that is in use while the storage closes.
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=ENDING)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=ENDING)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do something unless told to stop meanwhile; whether one was told."""
    task = asyncio.create_task(work)
    told = asyncio.create_task(stop.wait())
    both: set[asyncio.Task[Any]] = {task, told}
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if task.done():
        task.result()
        return False
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return True


@contextlib.asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for one in signals:
        with contextlib.suppress(NotImplementedError):  # Windows: a loop has no signal handlers there
            loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            with contextlib.suppress(NotImplementedError):  # Windows: a loop has no signal handlers there
                loop.remove_signal_handler(one)
