"""The writer: the one connection that changes an SQLite database."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import aiosqlite

from adapters.storage.errors import StorageError
from adapters.storage.hurry import Hurry
from adapters.storage.statements import Statements, calls, statements, writes
from core.instants import Instant
from core.ledger.chain import GENESIS
from core.people import Community
from core.ports import Changes, Loaded, Rejected, Unavailable, Unknown, Wanted
from core.rows import columns

T = TypeVar("T")
Synchronous = Literal["FULL", "NORMAL", "OFF"]
OLDEST = (3, 38, 0)
BUSY = 5_000
"""Milliseconds to wait for a backup or a shell that holds the file."""
FEW = 100
"""So many keys are worth a try on the loop; a full batch has thousands."""
_SYNCHRONOUS = {"OFF": 0, "NORMAL": 1, "FULL": 2}
_BAD = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeError,
)
"""What SQLite and its driver say of a row that can't be stored."""


def _pragmas(synchronous: Synchronous) -> tuple[tuple[str, str, Any], ...]:
    return (
        ("busy_timeout", str(BUSY), BUSY),
        ("journal_mode", "WAL", "wal"),
        ("synchronous", synchronous, _SYNCHRONOUS[synchronous]),
        ("fullfsync", "ON", 1),  # macOS keeps an fsync in the drive's cache without it
        ("foreign_keys", "ON", 1),
        ("secure_delete", "ON", 1),  # what is erased leaves no letters in the file
        ("wal_autocheckpoint", "1000", 1000),
        ("temp_store", "MEMORY", 2),
        ("cache_size", "-65536", -65536),
    )


def _trouble(error: Exception) -> Rejected | Unavailable:
    """Who is to blame for what went wrong: a row, or the database."""
    if isinstance(error, _BAD) and "closed" not in str(error):
        return Rejected(f"{type(error).__name__}: {error}")
    return Unavailable(f"{type(error).__name__}: {error}")


async def in_thread(connection: aiosqlite.Connection, work: Callable[..., T], *what: Any) -> T:
    """Do several statements in one hop to the driver's thread.

    A hop costs more than most statements: one by one, a lone command spent half its time on hops.
    This is a private part of aiosqlite, so its version is pinned. Only the connection's one user comes here.
    """
    execute: Any = connection._execute
    done: T = await execute(work, connection._conn, *what)
    return done


def _begin(connection: sqlite3.Connection) -> bool:
    connection.execute("PRAGMA busy_timeout = 0")  # or the loop would wait
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY}")
    return True


def fetch(connection: sqlite3.Connection, asked: Sequence[tuple[str, Any]]) -> list[list[Any]]:
    """The rows of several statements."""
    return [connection.execute(sql, (given,)).fetchall() for sql, given in asked]


def _put(connection: sqlite3.Connection, rows: Sequence[tuple[str, Sequence[Any]]]) -> None:
    for sql, some in rows:
        cursor = connection.executemany(sql, some)
        if cursor.rowcount != len(some):
            raise Rejected(f"{cursor.rowcount} of {len(some)} rows were there: {sql}")


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("COMMIT")


def _put_and_commit(connection: sqlite3.Connection, rows: Sequence[tuple[str, Sequence[Any]]]) -> None:
    try:
        _put(connection, rows)
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise _trouble(error) from error
    try:
        _commit(connection)
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.rollback()
            raise _trouble(error) from error
        # SQLite has given up by itself; what reached the file only the receipts tell.
        raise Unknown(f"{type(error).__name__}: {error}") from error


class SqliteTransaction:
    """One batch's transaction on the writer's connection."""

    time: Instant = 0

    def __init__(self, connection: aiosqlite.Connection, known: Statements, hurry: Hurry) -> None:
        self._connection = connection
        self._known = known
        self._hurry = hurry
        self._rows: list[tuple[str, Sequence[Any]]] = []

    async def load(self, wanted: Wanted) -> Loaded:
        """One statement a kind. Raises Unavailable."""
        loaded: dict[Any, dict[tuple[int, Any], list[Any]]] = {}
        try:
            asked = calls(self._known, wanted)
            given = [(load.sql, argument) for _, load, argument in asked]
            found = None
            if sum(map(len, wanted.values())) <= FEW:
                found = self._hurry.at_once(fetch, given)
            if found is None:
                found = await in_thread(self._connection, fetch, given)
            for (what, load, _), rows in zip(asked, found, strict=True):
                load.gather(rows, loaded.setdefault(what, {}))
        except (sqlite3.Error, ValueError) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
        return loaded

    async def write(self, changes: Sequence[Changes]) -> None:
        """One executemany a table, said together with the commit. Raises Rejected."""
        self._rows += [(write.sql, some) for write, some in writes(self._known, changes)]

    async def commit(self) -> None:
        """Raises Rejected, Unavailable (surely not committed) or Unknown."""
        rows, self._rows = self._rows, []
        try:
            await in_thread(self._connection, _put_and_commit, rows)
        except ValueError as error:  # the connection is closed
            raise Unavailable(f"{type(error).__name__}: {error}") from error

    async def rollback(self) -> None:
        """Give everything back; never raises."""
        self._rows.clear()
        with contextlib.suppress(sqlite3.Error, ValueError):  # begin makes sure of it once more
            await self._connection.rollback()


class SqliteStore:
    """The engine's side of an SQLite database; a batch may hold several communities."""

    together = True
    width = 1

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._known = statements("sqlite")
        self._hurry = Hurry(connection._conn)

    @classmethod
    async def open(cls, path: Path, *, synchronous: Synchronous = "FULL") -> SqliteStore:
        """Open the writer's connection, and read back what was asked of it. Raises StorageError."""
        if sqlite3.sqlite_version_info < OLDEST:
            raise StorageError(
                f"SQLite {sqlite3.sqlite_version} is too old: "
                f"Connects needs {'.'.join(map(str, OLDEST))} or newer."
            )
        try:
            connection = await aiosqlite.connect(
                path, isolation_level=None, cached_statements=256, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StorageError(f"The database {path} can't be opened: {error}.") from error
        try:
            for name, value, expected in _pragmas(synchronous):
                await connection.execute(f"PRAGMA {name} = {value}")
                ((found,),) = await connection.execute_fetchall(f"PRAGMA {name}")
                if found != expected:
                    raise StorageError(
                        f"SQLite did not take {name} = {value} on {path} (it says {found}): "
                        "put the database on a local disk and use a current SQLite."
                    )
        except sqlite3.Error as error:
            await connection.close()
            raise StorageError(f"The database {path} can't be used: {error}.") from error
        except BaseException:
            await connection.close()
            raise
        return cls(connection)

    async def begin(self, communities: Sequence[int]) -> SqliteTransaction:
        """Lock the database. Raises Unavailable."""
        try:
            if self._connection.in_transaction:
                await self._connection.rollback()
            if self._hurry.at_once(_begin) is None:
                # It may have been broken off after it had begun, and before it was patient again.
                await self._connection.execute(f"PRAGMA busy_timeout = {BUSY}")
                if not self._connection.in_transaction:
                    await self._connection.execute("BEGIN IMMEDIATE")
        except (sqlite3.Error, ValueError) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error
        except BaseException:
            # The caller went away while SQLite was at it; nobody else would end what began.
            await SqliteTransaction(self._connection, self._known, self._hurry).rollback()
            raise
        return SqliteTransaction(self._connection, self._known, self._hurry)

    async def found(self, platform: str, place: str) -> int:
        """The number of the community that a platform's place points to, made if new.

        Raises Rejected, Unavailable, Unknown.
        """
        transaction = await self.begin(())
        try:
            for (number,) in await self._connection.execute_fetchall(self._known.place, (platform, place)):
                return int(number)
            new = Community(at=0, head=GENESIS)
            fields = [getattr(new, name) for name in columns(Community)]
            ((number,),) = await self._connection.execute_fetchall(self._known.found, fields)
            await self._connection.execute(self._known.point, (platform, place, number))
            await transaction.commit()
            return int(number)
        except (sqlite3.Error, ValueError) as error:
            raise _trouble(error) from error
        finally:
            await transaction.rollback()

    async def remember(self, name: str, value: str) -> None:
        """Keep a value of this installation's own. Raises Rejected, Unavailable, Unknown."""
        await self._alone(self._known.remember, (name, value))

    async def settle(self, name: str, value: str) -> str:
        """Keep a value unless there is one; the one that stands. Raises as `remember` does."""
        return await self._alone(self._known.settle, (name, value))

    async def take(self, name: str) -> str:
        """Forget such a value; it, or empty. Raises as `remember` does."""
        return await self._alone(self._known.take, (name,))

    async def _alone(self, sql: str, values: tuple[str, ...]) -> str:
        """A statement in a transaction of its own; the value that it answers with."""
        transaction = await self.begin(())
        try:
            found = list(await self._connection.execute_fetchall(sql, values))
            await transaction.commit()
            return str(found[0][0]) if found else ""
        except (sqlite3.Error, ValueError) as error:
            raise _trouble(error) from error
        finally:
            await transaction.rollback()

    async def close(self) -> None:
        """Close the connection, which checkpoints if it is the last one."""
        await self._connection.close()
