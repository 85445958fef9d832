"""Whose rows a process asks its database for, and what a community's rows are."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from adapters.storage.open import Storage
from adapters.storage.schema import TABLES


class Watched:
    """A storage whose every question is noted: ``asked`` are the communities, 0 for none."""

    def __init__(self, storage: Storage) -> None:
        self.asked: set[int] = set()
        store: Any = storage.store
        queries: Any = storage.queries
        begin, snapshot = store.begin, queries.snapshot

        async def began(communities: Any) -> Any:
            self.asked |= set(communities)
            transaction = await begin(communities)
            self._loads(transaction)
            return transaction

        @asynccontextmanager
        async def taken() -> Any:
            async with snapshot() as found:
                yield _Asking(found, self)

        store.begin, queries.snapshot = began, taken

    def _loads(self, transaction: Any) -> None:
        load = transaction.load

        async def loaded(wanted: Any) -> Any:
            self.note(wanted)
            return await load(wanted)

        transaction.load = loaded

    def note(self, wanted: Any) -> None:
        """The communities of some keys."""
        self.asked |= {community for keys in wanted.values() for community, _ in keys}


class _Asking:
    def __init__(self, snapshot: Any, watched: Watched) -> None:
        self._snapshot = snapshot
        self._watched = watched

    async def load(self, wanted: Any) -> Any:
        self._watched.note(wanted)
        return await self._snapshot.load(wanted)

    async def ask(self, community: int, query: Any) -> Any:
        self._watched.asked.add(community)
        return await self._snapshot.ask(community, query)


def rows_of(path: Path, community: int) -> dict[str, list[tuple[Any, ...]]]:
    """All that a community has, by table."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table.name: database.execute(
                f'SELECT * FROM "{table.name}" WHERE community = ? ORDER BY 1, 2', (community,)
            ).fetchall()
            for table in TABLES.values()
        }
