"""The readers' side of a PostgreSQL database: questions answered from one moment each."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Executable

from adapters.storage.answers import answer
from adapters.storage.postgres import Address, connecting, trouble
from adapters.storage.postgres_store import fetch
from adapters.storage.walls import guard
from core.ports import Loaded, Unavailable, Wanted
from core.queries import Query

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

SECONDS = 5.0
"""So long may a snapshot last: an old one keeps what was changed since from being cleared away."""
AGAIN = 0.1
"""Seconds between two tries to reach a database that is away."""
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresSnapshot:
    """One read transaction; its moment is that of the first question."""

    def __init__(self, connection: AsyncConnection, raw: Any) -> None:
        self._connection = connection
        self._raw = raw

    async def load(self, wanted: Wanted) -> Loaded:
        """As a Transaction loads, without a lock."""
        loaded, _ = await fetch(self._raw, wanted)
        return loaded

    async def ask(self, community: int, query: Query[T]) -> T:
        """Answer a question. Raises TypeError for one that storage does not know."""
        return await answer(self._run, community, query)

    async def _run(self, statement: Executable) -> Sequence[Any]:
        return (await self._connection.execute(statement)).all()


class PostgresQueries:
    """A few connections that only read."""

    def __init__(self, where: Address, *, seconds: float = SECONDS) -> None:
        self._where = where
        self._seconds = seconds
        self._engine: AsyncEngine | None = None
        self._closed = False
        self._room = asyncio.Semaphore(where.readers)

    def _open(self) -> AsyncEngine:
        from sqlalchemy.ext.asyncio import create_async_engine

        more: dict[str, Any] = {}
        if self._where.pooler:  # which hands out another session each time: nothing is prepared for later
            more = {"prepared_statement_cache_size": 0, "prepared_statement_name_func": lambda: ""}
        # Without transactions of its own: each snapshot begins one, in the one way that it needs.
        engine = create_async_engine(
            "postgresql+asyncpg://",
            isolation_level="AUTOCOMMIT",
            json_deserializer=str,  # which would else be told to the driver
            connect_args={**connecting(self._where), **more},
            pool_size=self._where.readers,
            max_overflow=0,
            pool_timeout=self._seconds,
            pool_use_lifo=True,
            pool_reset_on_return=None,
        )
        guard(engine.sync_engine)
        return engine

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[PostgresSnapshot]:
        """A read transaction of its own, at most 5 s long, after at most 5 s in the queue for one.

        Raises Interrupted, Unavailable.
        """
        from sqlalchemy.exc import DBAPIError
        from sqlalchemy.exc import TimeoutError as NoneFree

        if self._closed:
            raise Unavailable("the database is closed")
        self._engine = engine = self._engine or self._open()
        # Who only waits for the others holds no moment of the database, and loses none of their own time.
        try:
            async with asyncio.timeout(self._seconds):
                await self._room.acquire()
        except TimeoutError as error:
            raise Unavailable(f"{self._where.readers} questions at once, and none ended") from error
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit, _begun(engine) as (connection, raw):
                yield PostgresSnapshot(connection, raw)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise Unavailable(f"a question took more than {self._seconds:g} s") from error
        except NoneFree as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
        except DBAPIError as error:
            raise _trouble((error.orig and error.orig.__cause__) or error) from error
        except Exception as error:
            if _is_drivers(error):
                raise _trouble(error) from error
            raise
        finally:
            self._room.release()

    async def close(self) -> None:
        """Close the connections."""
        self._closed = True
        if self._engine is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5):
                    await self._engine.dispose()


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[tuple[AsyncConnection, Any]]:
    """A connection in a transaction that only reads, and the driver's own of it.

    While the database is away, or has ended a connection that stood idle, it tries again.
    """
    from sqlalchemy.exc import DBAPIError

    while True:
        connection: AsyncConnection | None = None
        raw: Any = None
        try:
            connection = await engine.connect()
            raw = (await connection.get_raw_connection()).driver_connection
            await raw.execute(_BEGIN)
            break
        except BaseException as error:
            await _drop(connection, raw)
            if not (isinstance(error, DBAPIError) or (isinstance(error, Exception) and _is_drivers(error))):
                raise
        await asyncio.sleep(AGAIN)
    ended = False
    try:
        yield connection, raw
        await raw.execute("ROLLBACK")
        ended = True
    finally:
        if ended:
            with contextlib.suppress(Exception):
                await asyncio.shield(connection.close())
        else:  # whatever went wrong or away: the next one gets another connection
            await _drop(connection, raw)


async def _drop(connection: AsyncConnection | None, raw: Any) -> None:
    with contextlib.suppress(Exception):
        if raw is not None:
            raw.terminate()
        if connection is not None:
            await asyncio.shield(connection.invalidate())
            await asyncio.shield(connection.close())


def _trouble(error: BaseException) -> Unavailable:
    """What went wrong with a question; no row of it can be to blame."""
    found = trouble(error)
    return found if isinstance(found, Unavailable) else Unavailable(str(found))


def _is_drivers(error: Exception) -> bool:
    """Whether an error is the driver's or the network's, not one of whoever asked."""
    import asyncpg

    return isinstance(
        error, asyncpg.PostgresError | asyncpg.InterfaceError | asyncpg.InternalClientError | OSError
    )
