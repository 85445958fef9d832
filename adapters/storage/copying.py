"""Copy a database's rows as of one moment, from either kind to either, and prove that they arrived.

What reads at length (the checks, the preview, exports) reads SQLite; of a PostgreSQL database it
reads a private copy, so that there is one set of checks and nothing is held up meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import orjson
from sqlalchemy import Table

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import reading
from adapters.storage.postgres import Address, connect
from adapters.storage.schema import META, PLACE, TABLES

PAGE = 5_000
Rows = list[tuple[Any, ...]]
WHOLE: tuple[Table, ...] = (*TABLES.values(), PLACE, META)
"""Every table, in an order in which they can be written."""
OF_ONE = WHOLE[:-1]
"""Those of which a community has a part."""


class Source(Protocol):
    """Where rows come from."""

    def pages(self, table: Table, community: int) -> AsyncIterator[Rows]:
        """A table's rows in the order of their keys; of one community, or of all (0)."""


class Target(Protocol):
    """Where they go."""

    async def put(self, table: Table, rows: Rows) -> None:
        """Some more rows of a table."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A table that was copied: its rows and their digest."""

    table: str
    rows: int
    digest: str


def _select(table: Table, community: int) -> str:
    fields = ", ".join(f'"{column.name}"' for column in table.c)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    some = f" WHERE community = {int(community)}" if community else ""
    return f'SELECT {fields} FROM "{table.name}"{some} ORDER BY {keys}'


class SqliteSource:
    """An SQLite file, in a read transaction of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @staticmethod
    @contextmanager
    def open(path: Path) -> Iterator[SqliteSource]:
        """Raises StorageError."""
        try:
            connection = sqlite3.connect(
                reading(path), uri=True, isolation_level=None, check_same_thread=False
            )
            with closing(connection):
                connection.execute("BEGIN")
                yield SqliteSource(connection)
        except sqlite3.Error as error:
            raise StorageError(f"The database {path} can't be read: {error}.") from error

    async def pages(self, table: Table, community: int) -> AsyncIterator[Rows]:
        """A table's rows in the order of their keys."""
        cursor = self._connection.execute(_select(table, community))
        while rows := cursor.fetchmany(PAGE):
            yield rows


class PostgresSource:
    """A PostgreSQL database, in a read transaction of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @staticmethod
    @asynccontextmanager
    async def open(where: Address) -> AsyncIterator[PostgresSource]:
        """Raises StorageError."""
        connection = await connect(where)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield PostgresSource(connection)
        finally:
            await connection.close()

    async def pages(self, table: Table, community: int) -> AsyncIterator[Rows]:
        """A table's rows in the order of their keys."""
        # A cursor of SQL's: the driver's own is a prepared statement, which a pooler mixes up with others'.
        # Its name is the table's, for the driver remembers by a statement's text what columns it has.
        name = f"pages_of_{table.name}"
        await self._connection.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {_select(table, community)}")
        while found := await self._connection.fetch(f"FETCH {PAGE} FROM {name}"):
            yield list(map(tuple, found))
        await self._connection.execute(f"CLOSE {name}")


class SqliteTarget:
    """A new SQLite file that has the schema and no rows; its indexes are made at the end, all at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @staticmethod
    @contextmanager
    def open(path: Path, *, private: bool) -> Iterator[SqliteTarget]:
        """All of it or nothing. A ``private`` one takes rows that break a rule: the checks are to see them.

        Raises StorageError.
        """
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
            try:
                connection.execute(f"PRAGMA synchronous = {'OFF' if private else 'FULL'}")
                connection.execute(f"PRAGMA ignore_check_constraints = {'ON' if private else 'OFF'}")
                connection.execute("PRAGMA cache_size = -262144")
                connection.execute("BEGIN IMMEDIATE")
                indexes = connection.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
                ).fetchall()
                told = connection.execute("SELECT * FROM sqlite_stat1").fetchall()  # it goes with the indexes
                for name, _ in indexes:
                    connection.execute(f"DROP INDEX {name}")
                yield SqliteTarget(connection)
                for _, sql in indexes:
                    connection.execute(sql)
                connection.execute("DELETE FROM sqlite_stat1")
                connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", told)
                if not private and (broken := connection.execute("PRAGMA foreign_key_check").fetchone()):
                    raise StorageError(
                        f"A row of {broken[0]} points to a row of {broken[2]} that is not there."
                    )
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise StorageError(f"The database {path} does not take the copy: {error}.") from error

    async def put(self, table: Table, rows: Rows) -> None:
        """Some more rows of a table."""
        signs = ", ".join("?" * len(table.c))
        self._connection.executemany(f'INSERT INTO "{table.name}" VALUES ({signs})', rows)


class PostgresTarget:
    """A PostgreSQL database that has the schema and no rows; what points to what is checked at the end."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @staticmethod
    @asynccontextmanager
    async def open(where: Address) -> AsyncIterator[PostgresTarget]:
        """All of it or nothing. Raises StorageError."""
        import asyncpg

        connection = await connect(where)
        try:
            async with connection.transaction():
                pointing = await connection.fetch(
                    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
                )
                for table, name, _ in pointing:
                    await connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
                yield PostgresTarget(connection)
                for table, name, rule in pointing:
                    await connection.execute(
                        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}', timeout=None
                    )
            await connection.execute("ANALYZE", timeout=None)
        except asyncpg.PostgresError as error:
            raise StorageError(f"The database {where.name} does not take the copy: {error}.") from error
        finally:
            await connection.close()

    async def put(self, table: Table, rows: Rows) -> None:
        """Some more rows of a table."""
        await self._connection.copy_records_to_table(
            table.name, records=rows, columns=[column.name for column in table.c]
        )


async def pour(
    source: Source, target: Target, community: int = 0, tell: Callable[[Copied], None] = lambda copied: None
) -> list[Copied]:
    """Copy all rows, or those of one community."""
    done = []
    for table in OF_ONE if community else WHOLE:
        count, digest = 0, hashlib.sha256()
        async for rows in source.pages(table, community):
            await target.put(table, rows)
            count += len(rows)
            digest.update(orjson.dumps(rows))
        done.append(Copied(table.name, count, digest.hexdigest()))
        tell(done[-1])
    return done


async def read(source: Source) -> list[Copied]:
    """What there is, as `pour` would copy it."""

    class Nowhere:
        """Takes everything and keeps nothing."""

        async def put(self, table: Table, rows: Rows) -> None:
            """Some more rows of a table."""

    return await pour(source, Nowhere())


@contextmanager
def private_copy(where: Address, community: int = 0) -> Iterator[Path]:
    """An SQLite file with all of a PostgreSQL database, or one community, as it is now; gone at the end.

    Raises StorageError.
    """
    with tempfile.TemporaryDirectory(prefix="connects-copy-") as folder:
        path = Path(folder) / "connects.db"
        # Whoever asks may run a loop already, and its own thread is the one that waits.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _copy_out(where, path, community)).result()
        yield path


async def _copy_out(where: Address, path: Path, community: int) -> None:
    from adapters.storage import postgres_migrate

    if await postgres_migrate.pending(where):
        raise StorageError(f"The database {where.name} has an older schema: run `connects migrate` first.")
    migrate.make(path)
    async with PostgresSource.open(where) as source:
        with SqliteTarget.open(path, private=True) as target:
            await pour(source, target, community)
