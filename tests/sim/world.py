"""The bot of the simulation: the real one, on a database that is emptied for each seed, not made anew."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from adapters.storage import migrate
from adapters.storage.open import Storage, open_storage
from bot.outbox import Delivery
from bot.scheduler import Chores
from core.book import Book
from core.chat.door import Door
from core.engine import Engine
from core.pieces import Piece
from core.rules import wallets
from core.speech.reply import Reply
from tests.core.town import Clock, Town
from tests.sim.troubles import Fatal, Post

KEPT = ("alembic_version", "sqlite_stat1")


class Ground:
    """A database that many stories use, one after the other."""

    def __init__(self) -> None:
        fast = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="sim-", dir=fast if fast.is_dir() else None))
        self.path = self.folder / "connects.db"
        migrate.migrate(str(self.path))
        self.storage: Storage | None = None
        with contextlib.closing(sqlite3.connect(self.path)) as raw:
            tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        self.tables = [name for (name,) in tables if name not in KEPT]

    async def open(self) -> Storage:
        """The storage, opened where it is not."""
        if self.storage is None:
            self.storage = await open_storage(str(self.path), synchronous="OFF")
        return self.storage

    async def close(self) -> None:
        """Close it as a process that ends does."""
        if self.storage is not None:
            await self.storage.close()
            self.storage = None

    def clear(self) -> None:
        """Nothing has happened yet."""
        with contextlib.closing(sqlite3.connect(self.path)) as raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            with raw:
                for table in self.tables:
                    raw.execute(f"DELETE FROM {table}")

    async def leave(self) -> None:
        """Close it and remove it."""
        await self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class World(Town):
    """See the module."""

    store: Fatal

    def __init__(self, ground: Ground, start: int) -> None:
        self.post = Post()
        super().__init__(ground.path, clock=Clock(start), couriers=(self.post,))
        self.ground = ground

    async def take(self) -> Storage:
        """The database, for a process that begins."""
        return await self.ground.open()

    async def let_go(self) -> None:
        """A killed process has its database no longer."""
        await self.ground.close()

    async def open(self, *, run: bool = True) -> World:
        self.session += 1
        self.storage = await self.take()
        self.store = Fatal(self.storage.store)
        self.engine = Engine(self.store, self.clock, self.faults, lambda: b"grain" * 6, limits=self.limits)
        self.door = Door(self.engine, self.storage.queries, self.clock, self.faults, preset=self.preset)
        self.chores = Chores(self.engine, self.storage.queries, self.clock)
        self.outbox = Delivery(self.engine, self.storage.queries, self.door, self.clock, self.couriers)
        if run:
            self.start()
        return self

    async def stop(self, *, killed: bool) -> None:
        """The process ends; what it had in mind is lost. Only a killed one leaves its connections."""
        self.stop_reading()
        if self.runs is None:
            return
        if killed:
            dying = [self.runs, *self.outbox._busy.values()]
            for task in dying:
                task.cancel()
            await asyncio.gather(*dying, return_exceptions=True)
            await self.let_go()
        else:
            self.engine.leave()
            await asyncio.wait_for(self.runs, 20)
        self.runs = None

    def community_of(self, place: str) -> int:
        """The number of a place; 0 while nothing was said there."""
        found = self.rows("SELECT community FROM place WHERE platform = 'test' AND place = ?", place)
        return int(found[0][0]) if found else 0

    async def see(self, place: str, numbers: Sequence[int]) -> None:
        """Known: where cycle or zone change, what is due on another day waits for that day, or until it is
        seen."""
        community = await self.door.community("test", place)
        await self.do([Piece(community, f"see/{one}", partial(_see, one), kept=False) for one in numbers])


def _see(number: int, book: Book) -> Reply:
    wallets.of(book, number)
    return Reply("seen")
