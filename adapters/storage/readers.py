"""The readers' connections: what is found at once is read on the loop, what takes longer in a thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from adapters.storage.files import reading
from adapters.storage.hurry import Hurry
from adapters.storage.walls import guard

T = TypeVar("T")

READERS = 4
BUSY = 1_000
"""Milliseconds that a thread waits for whoever holds the file."""


class Reader:
    """One connection that can't write; it has one user at a time, on whatever thread."""

    def __init__(self, path: Path) -> None:
        # With no time to wait, for the loop would wait as well.
        self.raw = sqlite3.connect(
            reading(path), uri=True, timeout=0, isolation_level=None, check_same_thread=False,
            cached_statements=256,
        )  # fmt: skip
        engine = create_engine("sqlite://", creator=lambda: self.raw, poolclass=NullPool)
        guard(engine)
        self.connection: Connection = engine.connect()
        self.hurry = Hurry(self.raw)

    def aside(self, work: Callable[[sqlite3.Connection], T], seconds: float) -> T:
        """Read something in this thread, which may take so long."""
        self.raw.execute(f"PRAGMA busy_timeout = {BUSY}")
        try:
            return self.hurry.within(seconds, work)
        finally:
            self.raw.execute("PRAGMA busy_timeout = 0")

    def end(self) -> None:
        """End the transaction, if there is one."""
        if self.connection.in_transaction():
            self.connection.rollback()
        elif self.raw.in_transaction:
            self.raw.rollback()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


class Readers:
    """A few connections, each for one snapshot at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._room = asyncio.Semaphore(READERS)
        self._idle: list[Reader] = []
        self._working: dict[Reader, asyncio.Future[Any]] = {}
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._closed = False

    async def take(self) -> Reader:
        """A connection, when there is one. Raises sqlite3.Error."""
        await self._room.acquire()
        try:
            if self._closed:
                raise sqlite3.ProgrammingError("the database is closed")
            return self._idle.pop() if self._idle else Reader(self._path)
        except BaseException:
            self._room.release()
            raise

    def give_back(self, reader: Reader) -> None:
        """It is free again, or will be once its thread has come to an end."""
        if reader in self._working:
            reader.raw.interrupt()
            self._working[reader].add_done_callback(lambda _: self._free(reader))
        else:
            self._free(reader)

    def _free(self, reader: Reader) -> None:
        reader.end()
        if self._closed:
            reader.close()
        else:
            self._idle.append(reader)
        self._room.release()

    async def read(self, reader: Reader, work: Callable[[sqlite3.Connection], T], seconds: float) -> T:
        """Read something, in a thread if it can't be done at once. It may be begun a second time."""
        found = reader.hurry.at_once(work)
        if found is not None:
            return found
        loop = asyncio.get_running_loop()
        working = self._working[reader] = loop.run_in_executor(self._threads, reader.aside, work, seconds)

        def done(_: asyncio.Future[Any]) -> None:
            del self._working[reader]
            working.exception()  # nobody may be left to hear of it

        working.add_done_callback(done)
        return await asyncio.shield(working)  # whoever goes away leaves the thread at work: see `give_back`

    async def close(self) -> None:
        """Close the connections; no thread is left."""
        self._closed = True
        for reader in self._working:
            reader.raw.interrupt()
        if self._working:
            await asyncio.wait(self._working.values())
        self._threads.shutdown()
        while self._idle:
            self._idle.pop().close()
