"""The composition root: the parts of a running bot, put together and taken apart in order."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache

from adapters.console.clock import ConsoleClock
from adapters.console.house import PLACE, PLATFORM
from adapters.storage.open import Storage, open_storage
from adapters.storage.store import Synchronous
from bot.clock import SystemClock
from bot.drawing import Drawing
from bot.log import LoggedFaults
from bot.meter import SILENT, MeasuredDoor, Meter
from bot.outbox import Delivery
from bot.replicas import ALONE, LIFE, Several
from bot.restoring import reconcile
from bot.scheduler import Chores
from bot.workshop import Processes
from core.anchoring import Anchors
from core.book import Book
from core.chat.ask import Answer, unheard
from core.chat.desk import Desk
from core.chat.pace import Pace
from core.engine import Engine
from core.errors import Broken
from core.instants import Instant
from core.ledger.operations import BY_KEY
from core.people import Rank, Who
from core.pieces import Limits
from core.ports import Clock, Courier, Tell
from core.queries import Remembered
from core.speech.reply import Reply
from core.speech.texts import Voice

PATIENT = Limits(tries=9, seconds=0.15)
"""Of a database that can be restarted, or lost from sight for a moment: tries for about nine seconds. Its
batches run beside each other, and each is shorter."""


class Bot:
    """Store, engine, door, chores and outbox of one process."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        couriers: Sequence[Courier],
        preset: str,
        limits: Limits,
        system: SystemClock | None,
        several: Several | None = None,
        meter: Meter = SILENT,
        pace: Pace | None = None,
        *,
        serving: bool = False,
    ) -> None:
        faults = LoggedFaults()
        replicas = several or ALONE
        self.several = several
        self.storage = storage
        self.clock = clock
        self.engine = Engine(
            storage.store, clock, faults, lambda: secrets.token_bytes(32), limits=limits, told=self._told,
            seen=meter.batch,
        )  # fmt: skip
        self.workshop = Processes(storage.url)
        self.door = MeasuredDoor(
            self.engine, storage.queries, clock, faults, preset=preset, workshop=self.workshop
        )
        self.drawing = Drawing()
        self.door.meter, self.door.drawing, self.door.faults = meter, self.drawing, faults
        self.desk = Desk(self.door, storage.queries, self._remember, self._take, pace or Pace())
        daily = (Anchors(),) if serving else ()
        self.chores = Chores(self.engine, storage.queries, clock, system, replicas, daily=daily)
        self.outbox = Delivery(self.engine, storage.queries, self.door, clock, couriers, replicas)
        if several is not None:
            several.busy, several.gained = lambda: tuple(self.outbox.busy), self._told
        self._running = asyncio.create_task(self.engine.run())

    async def _remember(self, name: str, value: str) -> None:
        await self.engine.errand(lambda store: store.remember(name, value))

    async def _take(self, name: str) -> str:
        return await self.engine.errand(lambda store: store.take(name))

    def _told(self) -> None:
        self.outbox.woken.set()

    def is_running(self) -> bool:
        """Whether the engine's task is at work."""
        return not self._running.done()

    async def recover(self) -> None:
        """After a start: say what may never have been said."""
        await self.chores.recover()

    async def close(self) -> None:
        """Take nothing more, finish what was accepted, let the database go."""
        await self.workshop.close()
        await self.drawing.close()
        self.engine.leave()
        await self._running
        if self.several is not None:
            await self.several.leave()
        await self.storage.close()


async def open_bot(
    url: str, clock: Clock, couriers: Sequence[Courier], *, preset: str = "classic",
    synchronous: Synchronous = "FULL", limits: Limits | None = None, system: SystemClock | None = None,
    serving: bool = False, life: float = LIFE, meter: Meter = SILENT, pace: Pace | None = None,
) -> Bot:  # fmt: skip
    """Open the database and start the engine. Raises StorageError.

    ``serving``: others may serve from the same database, so its clock counts and work is divided.
    ``pace``: how fast one member may go on; where nobody but the host types there is no limit.
    """
    # A clock that a test or a terminal has set is no machine's: then it counts, and not the database's.
    storage = await open_storage(url, synchronous=synchronous, timed=serving and clock is system)
    _spare_the_collector()
    limits = limits or (PATIENT if storage.shared else Limits())
    several = None
    if serving and storage.leases is not None:
        several = Several(storage.leases, [courier.platform for courier in couriers], life=life)
    bot = Bot(storage, clock, couriers, preset, limits, system, several, meter, pace, serving=serving)
    bot.door.pepper = await _pepper(bot)
    await reconcile(bot.engine, storage.queries, clock)
    return bot


async def _pepper(bot: Bot) -> bytes:
    """The key of this installation's own: made once, and kept beside the books that it is for."""
    async with bot.storage.queries.snapshot() as snapshot:
        kept = await snapshot.ask(0, Remembered("pepper"))
    if not kept:
        kept = await bot.engine.errand(lambda store: store.settle("pepper", secrets.token_hex(32)))
    return bytes.fromhex(kept)


@cache
def _spare_the_collector() -> None:
    """Once a process: let Python look for cycles of garbage rarely, since a batch makes none.

    At its defaults the collector took a third of the engine's time at 512 waiting.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class ConsoleHouse:
    """A bot as the console needs it."""

    def __init__(self, bot: Bot, clock: ConsoleClock, community: int, tell: Tell) -> None:
        self.bot = bot
        self.clock = clock
        self._community = community
        self._tell = tell

    async def text(self, who: Who, line: str, key: str) -> Answer:
        """Somebody typed a command."""
        return await self.bot.door.text(who, line, key, self._tell)

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Answer:
        """Somebody submitted a form."""
        return await self.bot.door.options(who, command, given, key, tell=self._tell)

    async def joined(self, who: Who, key: str) -> None:
        """Somebody joined."""
        _must(await self.bot.door.joined(who, key))

    async def left(self, who: Who, key: str) -> None:
        """Somebody left."""
        _must(await self.bot.door.left(who, key))

    async def ranked(self, who: Who, rank: Rank, key: str) -> None:
        """Somebody gets a rank; the first ever is kept under a key of its own, see `empty`."""
        _must(await self.bot.door.ranked(who, rank, _FIRST if await self.empty() else key))

    async def empty(self) -> bool:
        """Whether nobody has spoken or got a rank yet: the first to speak gets one."""
        return await self.bot.door.look(self._community, lambda book: not book.find(BY_KEY, _FIRST))

    async def tick(self) -> None:
        """Run what is due, then deliver."""
        await self.bot.chores.tick()
        await self.deliver()

    async def deliver(self) -> None:
        """Empty the outbox."""
        await self.bot.outbox.deliver()

    async def next_due(self, after: Instant) -> Instant:
        """When something may fall due next."""
        return await self.bot.chores.next_due(after)

    async def voice(self, replies: Sequence[Reply], locale: str = "") -> Voice:
        """How these replies are read."""
        return await self.bot.door.voice(self._community, replies, locale)

    async def answered(self, key: str) -> None:
        """The person has seen the answer."""
        self.bot.door.answered(self._community, key)

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        """What may stand in place of the last word."""
        return await self.bot.door.complete(who, line)

    async def close(self) -> None:
        """Finish and let go."""
        await self.bot.close()


_FIRST = "console/first"


def _must(answer: Reply) -> None:
    """An event that was not taken is a fault: nobody waits who could be told. Raises Broken."""
    if not answer.ok:
        raise Broken(f"an event was answered {answer.key}: {dict(answer.facts)}")


def console_opener(
    url: str,
    clock: ConsoleClock,
    courier: Courier,
    *,
    preset: str = "classic",
    synchronous: Synchronous = "FULL",
    system: SystemClock | None = None,
    tell: Tell = unheard,
) -> Callable[[], Awaitable[ConsoleHouse]]:
    """How a console opens its house, the first time and after `!restart`."""

    async def open_house() -> ConsoleHouse:
        bot = await open_bot(url, clock, [courier], preset=preset, synchronous=synchronous, system=system)
        try:
            community = await bot.door.community(PLATFORM, PLACE)
            house = ConsoleHouse(bot, clock, community, tell)
            clock.start_at_least(await bot.door.look(community, _last_time))
            await bot.recover()
        except BaseException:
            with contextlib.suppress(Exception):
                await bot.close()
            raise
        return house

    return open_house


def _last_time(book: Book) -> Instant:
    return book.community.at
