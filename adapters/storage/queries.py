"""The readers' side: questions answered from one moment each, beside the writer."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError

from adapters.storage import candidates, keeping, platforms, questions, statistics
from adapters.storage.statements import calls, statements
from adapters.storage.store import fetch
from core.ports import Loaded, Unavailable, Wanted
from core.queries import Query

if TYPE_CHECKING:
    from adapters.storage.readers import Reader, Readers

T = TypeVar("T")

SECONDS = 5.0
"""So long may a snapshot last: an old one keeps the write-ahead log from being used anew."""
_ANSWERS = {
    **questions.ANSWERS,
    **candidates.ANSWERS,
    **platforms.ANSWERS,
    **statistics.ANSWERS,
    **keeping.ANSWERS,
}


class SqliteSnapshot:
    """One read transaction; its moment is that of the first question."""

    def __init__(self, readers: Readers, reader: Reader, ends: float) -> None:
        self._readers = readers
        self._reader = reader
        self._ends = ends

    async def load(self, wanted: Wanted) -> Loaded:
        """As a Transaction loads, without a lock."""
        loaded: dict[Any, dict[tuple[int, Any], list[Any]]] = {}
        asked = calls(statements("sqlite"), wanted)
        given = [(load.sql, argument) for _, load, argument in asked]
        found = await self._read(lambda raw: fetch(raw, given))
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
        connection = self._reader.connection
        return await self._read(lambda _: connection.execute(statement).all())

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        raw = self._reader.raw
        if not raw.in_transaction:
            raw.execute("BEGIN")
        left = self._ends - asyncio.get_running_loop().time()
        return await self._readers.read(self._reader, work, left)


class SqliteQueries:
    """The readers' side of an SQLite database: a few connections that can't write."""

    def __init__(self, path: Path, *, seconds: float = SECONDS) -> None:
        self._path = path
        self._seconds = seconds
        self._readers: Readers | None = None

    def _open(self) -> Readers:
        if self._readers is None:
            from adapters.storage.readers import Readers

            self._readers = Readers(self._path)
        return self._readers

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SqliteSnapshot]:
        """A read transaction of its own, at most 5 s long. Raises Unavailable."""
        limit = asyncio.timeout(self._seconds)
        readers = self._readers or self._open()
        try:
            async with limit:
                reader = await readers.take()
                try:
                    yield SqliteSnapshot(readers, reader, limit.when() or 0.0)
                finally:
                    readers.give_back(reader)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise Unavailable(f"a question took more than {self._seconds:g} s") from error
        except (DBAPIError, sqlite3.Error) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        """Close the connections."""
        if self._readers is not None:
            await self._readers.close()
