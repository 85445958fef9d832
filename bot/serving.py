"""`connects run`: the platforms that are configured, the bell and the outbox, until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, Protocol

import structlog

from bot.clock import SystemClock
from bot.config import Settings
from bot.scheduler import ringing
from bot.wiring import Bot, open_bot
from core.ports import Courier

DRAIN, SENDING = 5.0, 2.0
"""Seconds for what is being answered, and for what is being posted; a host gives 10 in all."""

_log = structlog.get_logger(__name__)


class Platform(Protocol):
    """One platform's side of a running bot."""

    courier: Courier

    async def start(self, bot: Bot) -> None:
        """Sign in. Raises Failed."""

    async def serve(self) -> None:
        """Serve until closed; returns only then. Raises Failed."""

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and finish what is being answered."""

    async def close(self) -> None:
        """Let the connection go."""


async def serve(settings: Settings, platforms: Sequence[Platform]) -> None:
    """Serve until a signal or a failure. Raises Failed, StorageError."""
    system = SystemClock()
    couriers = [platform.courier for platform in platforms]
    bot = await open_bot(settings.database(), system, couriers, preset=settings.preset, system=system)
    try:
        await _serve(bot, platforms)
    finally:
        for platform in platforms:
            with contextlib.suppress(Exception):  # a connection that breaks now is going anyway
                await platform.close()
        await bot.close()
        _log.info("stopped")


async def _serve(bot: Bot, platforms: Sequence[Platform]) -> None:
    async with _told_to_stop() as stop:
        for platform in platforms:
            if await _unless(stop, platform.start(bot)):
                return
        await bot.recover()
        delivering = asyncio.create_task(bot.outbox.run())
        serving = [asyncio.create_task(platform.serve()) for platform in platforms]
        waiting = asyncio.create_task(stop.wait())
        bot.outbox.woken.set()
        _log.info("serving", platforms=[platform.courier.platform for platform in platforms])
        try:
            with ringing(bot.chores.tick):
                await asyncio.wait([*serving, waiting], return_when=asyncio.FIRST_COMPLETED)
            for task in serving:
                if task.done():
                    task.result()  # a failure is the process's
            await asyncio.gather(*(platform.drain(DRAIN) for platform in platforms))
        finally:
            delivering.cancel()
            waiting.cancel()
            await asyncio.gather(delivering, waiting, return_exceptions=True)
            await bot.outbox.finish(SENDING)
            for platform in platforms:
                await platform.close()
            await asyncio.gather(*serving, return_exceptions=True)


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
        with contextlib.suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(one, stop.set)
    try:
        yield stop
    finally:
        for one in signals:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(one)
