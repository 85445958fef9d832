"""Open a database: migrate it, lock it, and hand out its two sides."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.storage import migrate
from adapters.storage.files import Place
from adapters.storage.lock import Lock
from adapters.storage.queries import SqliteQueries
from adapters.storage.store import SqliteStore, Synchronous


class Storage:
    """An open database: the writer's side, the readers' side, and where it is."""

    def __init__(self, place: Place, lock: Lock, store: SqliteStore, queries: SqliteQueries) -> None:
        self._place = place
        self._lock = lock
        self.store = store
        self.queries = queries

    @property
    def path(self) -> Path:
        """The file."""
        return self._place.path

    async def close(self) -> None:
        """Close the readers, then the writer, whose closing checkpoints; then let the next process in."""
        try:
            await self.queries.close()
            await self.store.close()
        finally:
            self._lock.release()
            self._place.close()


async def open_storage(url: str, *, synchronous: Synchronous = "FULL") -> Storage:
    """Open the database at an address or a path, made or migrated if need be. Raises StorageError."""
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
    return Storage(place, lock, store, SqliteQueries(place.path))
