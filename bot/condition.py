"""The condition that a running bot is in: whether it lives, whether it can answer, and what lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.wiring import Bot
from core.instants import FOREVER, Instant
from core.pieces import Batch
from core.ports import Courier
from core.queries import Remembered
from core.vitals import OldestDue, Queue, Queues

PATIENCE = 2.0
"""Seconds in which the database has to answer."""
RECENT = 30.0
"""Seconds for which a commit that failed counts: with nothing to do, no other would show that it is over."""
DATABASE = {"Unavailable", "Interrupted", "Unknown"}
"""The engine's troubles that are the database's."""


class Connected(Protocol):
    """A platform, as far as its connection goes."""

    courier: Courier

    def is_connected(self) -> bool:
        """Whether it is connected."""


@dataclass(slots=True)
class Seen:
    """What there was to see. ``queues``: None if the database did not answer."""

    lacking: Mapping[str, str]
    now: Instant = 0
    leads: bool = False
    people: int = 0
    chores: int = 0
    connected: Mapping[str, bool] = field(default_factory=dict)
    queues: Sequence[Queue] | None = None
    due: Instant = FOREVER


class Condition:
    """Looks at a bot from its start to its end."""

    def __init__(self, platforms: Sequence[Connected]) -> None:
        self._platforms = platforms
        self.bot: Bot | None = None
        self.stopping: Callable[[], bool] = lambda: False
        self._failed = ""
        self._failed_at = 0.0

    def batch(self, batch: Batch) -> None:
        """Remember a commit that failed until one succeeds."""
        if batch.trouble in DATABASE:
            self._failed, self._failed_at = batch.trouble, asyncio.get_running_loop().time()
        elif not batch.trouble and batch.changes:
            self._failed = ""

    def ended(self) -> str:
        """Why the process does not live any more, empty if it does: that it answers shows the rest."""
        return "the engine has ended" if self.bot is not None and not self.bot.is_running() else ""

    async def lacking(self) -> dict[str, str]:
        """What is not ready, each with a word on it; nothing if the bot can answer."""
        lacks: dict[str, str] = {}
        if self.stopping():
            lacks["draining"] = "told to stop; what was begun is being finished"
        if self.bot is None:
            return {**lacks, "database": "is being opened"}
        if self.ended():
            lacks["engine"] = self.ended()
        said = await self._asked(self.bot)
        if said:
            lacks["database"] = said
        elif self._failed and asyncio.get_running_loop().time() - self._failed_at < RECENT:
            lacks["database"] = f"the last commit failed: {self._failed}"
        for platform in self._platforms:
            if not platform.is_connected():
                lacks[platform.courier.platform] = "is not connected"
        return lacks

    async def _asked(self, bot: Bot) -> str:
        try:
            async with asyncio.timeout(PATIENCE), bot.storage.queries.snapshot() as snapshot:
                await snapshot.ask(0, Remembered("pepper"))
        except Exception as error:  # whatever it is, the host has to know
            return f"does not answer: {type(error).__name__}"
        return ""

    async def look(self) -> Seen:
        """Everything that is to be seen at this moment."""
        seen = Seen(await self.lacking())
        seen.connected = {one.courier.platform: one.is_connected() for one in self._platforms}
        bot = self.bot
        if bot is None:
            return seen
        seen.now, seen.leads = bot.clock.now(), bot.several is None or bot.several.leads()
        seen.people, seen.chores = bot.engine.waiting(person=True), bot.engine.waiting(person=False)
        try:
            async with asyncio.timeout(PATIENCE), bot.storage.queries.snapshot() as snapshot:
                seen.due, seen.queues = await snapshot.ask(0, OldestDue()), await snapshot.ask(0, Queues())
        except Exception:  # what can't be read is not shown; `lacking` says why
            seen.queues = None
        return seen
