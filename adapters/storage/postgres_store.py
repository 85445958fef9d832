"""The writer's side of a PostgreSQL database: a transaction for each batch, of one community.

Whoever wants to change a community locks its row first and only then reads: read in one
statement with the lock, its row was new and its wallets were old.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from adapters.storage.bulk import BulkStatements, bulk_statements, loading, writing
from adapters.storage.errors import StorageError
from adapters.storage.postgres import IDLE, LOCK, STATEMENT, Address, connecting, lost, trouble
from adapters.storage.statements import Write, calls, writes
from core.instants import Instant
from core.ledger.chain import GENESIS
from core.people import Community
from core.ports import Changes, Loaded, Rejected, Unavailable, Unknown, Wanted
from core.rows import columns

if TYPE_CHECKING:
    import asyncpg

_SETTINGS = {
    "lock_timeout": f"{LOCK}s",
    "idle_in_transaction_session_timeout": f"{IDLE}s",
    "statement_timeout": f"{STATEMENT}s",
    # Everything is found by its key, so one plan does for all values; left to choose it would plan each
    # lone command's writing anew, which takes longer than the writing.
    "plan_cache_mode": "force_generic_plan",
}
_BEGIN = "; ".join(["BEGIN", *(f"SET LOCAL {name} = '{value}'" for name, value in _SETTINGS.items())])
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT"
_LOCK = "SELECT 1 FROM community WHERE community = {} FOR NO KEY UPDATE"
_TAKE = "LOCK TABLE place IN SHARE ROW EXCLUSIVE MODE"


class PostgresTransaction:
    """One batch's transaction on a connection of its own."""

    def __init__(self, store: PostgresStore, connection: asyncpg.Connection[Any], *, timed: bool) -> None:
        self._store = store
        self._connection: asyncpg.Connection[Any] | None = connection
        self._changes: list[Changes] = []
        self._timed = timed
        self.time: Instant = 0

    async def load(self, wanted: Wanted) -> Loaded:
        """All of it in one statement. Raises Rejected, Interrupted, Unavailable."""
        try:
            loaded, self.time = await fetch(self._open, wanted, self.time, timed=self._timed)
        except Exception as error:
            raise trouble(error) from error
        return loaded

    async def write(self, changes: Sequence[Changes]) -> None:
        """All of it in one statement, said together with the commit."""
        self._changes += changes

    async def commit(self) -> None:
        """Raises Rejected, Interrupted, Unavailable (surely not committed) or Unknown."""
        changes, self._changes = self._changes, []
        connection = self._open
        try:
            for todo in steps(self._store.known, changes):
                said = writing(todo)
                found = tuple(await connection.fetchrow(said.sql, *said.values))
                if found != tuple(said.counts):
                    raise Rejected(f"{found} of {said.counts} rows: {said.sql}")
        except Rejected:
            raise
        except Exception as error:
            raise trouble(error) from error
        try:
            await connection.execute("COMMIT")
        except Exception as error:
            if lost(error):
                raise Unknown(f"{type(error).__name__}: {error}") from error
            raise trouble(error) from error
        await self._let_go()

    async def rollback(self) -> None:
        """Give everything back; never raises."""
        self._changes.clear()
        if self._connection is not None:
            with contextlib.suppress(Exception):
                await self._connection.execute("ROLLBACK")
            await self._let_go()

    @property
    def _open(self) -> asyncpg.Connection[Any]:
        assert self._connection is not None, "the transaction is over"
        return self._connection

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._store.give_back(connection)


async def fetch(
    connection: asyncpg.Connection[Any], wanted: Wanted, time: Instant = 0, *, timed: bool = False
) -> tuple[Loaded, Instant]:
    """What is wanted, and the time: that of the database if it is ``timed`` and none was there yet."""
    asked = calls(bulk_statements(), wanted)
    said = loading(asked)
    ask_time = timed and not time
    found = await connection.fetchrow(f"{said.sql}, ({_NOW})" if ask_time else said.sql, *said.values)
    loaded: dict[Any, dict[tuple[int, Any], list[Any]]] = {}
    for (what, load, _), text in zip(asked, found, strict=False):
        load.gather(orjson.loads(text) if text else (), loaded.setdefault(what, {}))
    return loaded, int(found[-1]) if ask_time else time


def steps(
    known: BulkStatements, changes: Sequence[Changes]
) -> list[list[tuple[Write, list[tuple[Any, ...]]]]]:
    """What is written, in steps: what goes away goes first, so that something else may have its key."""
    todo = writes(known, changes)
    gone = [one for one in todo if one[0].sql.startswith("DELETE")]
    rest = [one for one in todo if not one[0].sql.startswith("DELETE")]
    return [step for step in (gone, rest) if step]


class PostgresStore:
    """The engine's side of a PostgreSQL database; a batch is of one community."""

    together = False

    def __init__(self, where: Address, *, timed: bool) -> None:
        self._where = where
        self._timed = timed  # whether the database's clock is the one that counts
        self._pool: asyncpg.Pool[Any] | None = None
        self.width = where.connections

    @property
    def known(self) -> BulkStatements:
        """What can be said."""
        return bulk_statements()

    async def open(self) -> None:
        """Make the first connection. Raises Interrupted, Unavailable."""
        import asyncpg

        async def as_it_is(_: asyncpg.Connection[Any]) -> None:
            """Every transaction ends by itself, so nothing has to be reset: that would take a round trip."""

        try:
            self._pool = await asyncpg.create_pool(
                **connecting(self._where), min_size=1, max_size=self.width + 1, reset=as_it_is,
                max_inactive_connection_lifetime=600.0,
            )  # fmt: skip
        except Exception as error:
            raise trouble(error) from error

    async def begin(self, communities: Sequence[int]) -> PostgresTransaction:
        """Lock a community. Raises Interrupted, Unavailable."""
        (community,) = communities
        return await self._begin(_LOCK.format(int(community)))

    async def _begin(self, lock: str) -> PostgresTransaction:
        if self._pool is None:
            raise Unavailable("the database is closed")
        try:
            connection: asyncpg.Connection[Any] = await self._pool.acquire()
        except Exception as error:
            raise trouble(error) from error
        try:
            await connection.execute(f"{_BEGIN}; {lock}")
        except BaseException as error:
            # Whoever went away meanwhile leaves a connection that nobody would end; one that broke is gone.
            with contextlib.suppress(Exception):
                connection.terminate()
            await self.give_back(connection)
            raise trouble(error) if isinstance(error, Exception) else error from error
        return PostgresTransaction(self, connection, timed=self._timed)

    async def give_back(self, connection: asyncpg.Connection[Any]) -> None:
        """A connection is free again; one in the middle of something is closed. Never raises."""
        with contextlib.suppress(Exception):
            if connection.is_in_transaction():
                connection.terminate()
            if self._pool is not None:
                await asyncio.shield(self._pool.release(connection))

    @contextlib.asynccontextmanager
    async def alone(self, lock: str = "SELECT 1") -> AsyncIterator[asyncpg.Connection[Any]]:
        """A transaction outside all communities, committed at the end.

        Raises Rejected, Interrupted, Unavailable, Unknown.
        """
        transaction = await self._begin(lock)
        try:
            try:
                yield transaction._open
            except StorageError:
                raise
            except Exception as error:
                raise trouble(error) from error
            await transaction.commit()
        finally:
            await transaction.rollback()

    async def found(self, platform: str, place: str) -> int:
        """The number of the community that a platform's place points to, made if new.

        Raises Rejected, Interrupted, Unavailable, Unknown.
        """
        async with self.alone() as connection:
            number = await connection.fetchval(self.known.place, platform, place)
        if number is not None:
            return int(number)
        async with self.alone(_TAKE) as connection:  # of several who found one at once each waits here
            number = await connection.fetchval(self.known.place, platform, place)
            if number is None:
                new = Community(at=0, head=GENESIS)
                fields = [getattr(new, name) for name in columns(Community)]
                number = await connection.fetchval(self.known.found, *fields)
                await connection.execute(self.known.point, platform, place, number)
        return int(number)

    async def remember(self, name: str, value: str) -> None:
        """Keep a value of this installation's own. Raises Rejected, Interrupted, Unavailable, Unknown."""
        async with self.alone() as connection:
            await connection.execute(self.known.remember, name, value)

    async def settle(self, name: str, value: str) -> str:
        """Keep a value unless there is one; the one that stands. Raises as `remember` does."""
        async with self.alone() as connection:
            return str(await connection.fetchval(self.known.settle, name, value))

    async def take(self, name: str) -> str:
        """Forget such a value; it, or empty if there is none. Raises as `remember` does."""
        async with self.alone() as connection:
            return str(await connection.fetchval(self.known.take, name) or "")

    async def close(self) -> None:
        """Close the connections."""
        pool, self._pool = self._pool, None
        if pool is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(5):
                    await pool.close()
            pool.terminate()
