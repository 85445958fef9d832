"""Open a database: make it or migrate it, see that nobody else has it, and hand out its two sides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import Place
from adapters.storage.lock import Lock
from adapters.storage.postgres import is_postgres
from adapters.storage.queries import SqliteQueries
from adapters.storage.store import SqliteStore, Synchronous
from core.ports import Queries, Store, Unavailable

if TYPE_CHECKING:
    from adapters.storage.postgres_leases import PostgresLeases


class Storage:
    """An open database: the writer's side, the readers' side, and where it is."""

    def __init__(
        self,
        url: str,
        store: Store,
        queries: Queries,
        close: Callable[[], Awaitable[None]],
        leases: PostgresLeases | None = None,
    ) -> None:
        self.url = url
        """Its address; a private one's is that of its file."""
        self.store = store
        self.queries = queries
        self.leases = leases
        """Where processes agree who does what; None where there can be only one."""
        self._close = close

    @property
    def shared(self) -> bool:
        """Whether other processes may serve from it at the same time."""
        return self.leases is not None

    async def close(self) -> None:
        """Close the readers, then the writer; then let the next process in."""
        await self._close()


async def open_storage(url: str, *, synchronous: Synchronous = "FULL", timed: bool = False) -> Storage:
    """Open the database at an address or a path. Raises StorageError.

    ``timed``: the time of what is decided is the database's where it is shared, so that all replicas
    agree; else the process's clock is asked.
    """
    if is_postgres(url):
        return await _open_postgres(url, timed=timed)
    return await _open_sqlite(url, synchronous)


async def _open_sqlite(url: str, synchronous: Synchronous) -> Storage:
    place = Place(url)
    try:
        lock = Lock(place.path)
        try:
            if migrate.pending(place.path):
                await asyncio.to_thread(migrate.apply, place.path)
            store = await SqliteStore.open(place.path, synchronous=synchronous)
        except BaseException:
            lock.release()
            raise
    except BaseException:
        place.close()
        raise
    queries = SqliteQueries(place.path)

    async def close() -> None:
        try:
            await queries.close()
            await store.close()  # which checkpoints
        finally:
            lock.release()
            place.close()

    return Storage(str(place.path), store, queries, close)


async def _open_postgres(url: str, *, timed: bool) -> Storage:
    from adapters.storage import postgres_migrate
    from adapters.storage.postgres import address
    from adapters.storage.postgres_leases import PostgresLeases
    from adapters.storage.postgres_queries import PostgresQueries
    from adapters.storage.postgres_store import PostgresStore

    where = address(url)
    lacking = await postgres_migrate.pending(where)
    if len(lacking) == len(migrate.REVISIONS):
        await postgres_migrate.apply(where)
    elif lacking:
        raise StorageError(
            f"The database {where.name} has an older schema: run `connects migrate` first; "
            "processes of the older release stop when they see it."
        )
    store, queries = PostgresStore(where, timed=timed), PostgresQueries(where)
    try:
        await store.open()
    except Unavailable as error:
        raise StorageError(f"The database {where.name} can't be reached: {error}.") from error

    async def close() -> None:
        await queries.close()
        await store.close()

    return Storage(url, store, queries, close, PostgresLeases(store, where.name))
