"""The readers: questions answered from one moment each, beside the writer."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import aiosqlite
from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoReader

from adapters.storage import candidates, platforms, questions
from adapters.storage.files import reading
from adapters.storage.statements import calls, statements
from adapters.storage.store import fetch, in_thread
from core.ports import Loaded, Unavailable, Wanted
from core.queries import Query

if TYPE_CHECKING:  # read in at the first question: it brings the whole ORM, 80 ms at every start
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

SECONDS = 5.0
"""So long may a snapshot last: an old one keeps the write-ahead log from being used anew."""
READERS = 4
_ANSWERS = {**questions.ANSWERS, **candidates.ANSWERS, **platforms.ANSWERS}


class SqliteSnapshot:
    """One read transaction; its moment is that of the first question."""

    def __init__(self, connection: AsyncConnection, raw: aiosqlite.Connection) -> None:
        self._connection = connection
        self._raw = raw
        self._begun = False

    async def load(self, wanted: Wanted) -> Loaded:
        """As a Transaction loads, without a lock."""
        loaded: dict[Any, dict[tuple[int, Any], list[Any]]] = {}
        asked = calls(statements("sqlite"), wanted)
        # In one hop to the driver's thread, as the writer does: hop by hop it took three times as long.
        work = fetch if self._begun else _begin_and_fetch
        self._begun = True
        found = await in_thread(self._raw, work, [(load.sql, argument) for _, load, argument in asked])
        for (what, load, _), some in zip(asked, found, strict=True):
            load.gather(some, loaded.setdefault(what, {}))
        return loaded

    async def ask(self, community: int, query: Query[T]) -> T:
        """Answer a question. Raises TypeError for one that storage does not know."""
        answer = _ANSWERS.get(type(query))
        if answer is None:
            raise TypeError(f"storage knows no answer to {type(query).__name__}")
        return cast("T", await answer(self._run, community, query))

    async def _run(self, statement: Executable) -> Sequence[Any]:
        if not self._begun:
            self._begun = True
            await self._connection.exec_driver_sql("BEGIN")
        return (await self._connection.execute(statement)).all()


def _begin_and_fetch(connection: sqlite3.Connection, asked: Sequence[tuple[str, Any]]) -> list[list[Any]]:
    connection.execute("BEGIN")
    return fetch(connection, asked)


class SqliteQueries:
    """The readers' side of an SQLite database: a few connections that can't write."""

    def __init__(self, path: Path, *, seconds: float = SECONDS) -> None:
        self._path = path
        self._seconds = seconds
        self._engine: AsyncEngine | None = None
        self._stopping: set[asyncio.Future[None]] = set()

    def _readers(self) -> AsyncEngine:
        if self._engine is None:
            from sqlalchemy.ext.asyncio import create_async_engine
            from sqlalchemy.pool import AsyncAdaptedQueuePool

            self._engine = create_async_engine(
                "sqlite+aiosqlite://",
                async_creator=self._connect,
                poolclass=AsyncAdaptedQueuePool,
                pool_size=READERS,
                max_overflow=0,
                pool_timeout=self._seconds,
            )
        return self._engine

    async def _connect(self) -> aiosqlite.Connection:
        return await aiosqlite.connect(reading(self._path), uri=True, isolation_level=None)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SqliteSnapshot]:
        """A read transaction of its own, at most 5 s long. Raises Unavailable."""
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit, self._readers().connect() as connection:
                raw = cast("aiosqlite.Connection", (await connection.get_raw_connection()).driver_connection)

                def stop(raw: aiosqlite.Connection = raw) -> None:
                    self._stopping.add(task := asyncio.ensure_future(raw.interrupt()))
                    task.add_done_callback(self._stopping.discard)

                # The limit ends the wait only; the statement itself runs in the driver's thread.
                end = asyncio.get_running_loop().call_later(self._seconds, stop)
                try:
                    yield SqliteSnapshot(connection, raw)
                finally:
                    end.cancel()
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise Unavailable(f"a question took more than {self._seconds:g} s") from error
        except (DBAPIError, NoReader, sqlite3.Error) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Close the connections."""
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
