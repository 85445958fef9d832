"""Put a backup in a database's place: proven before it is there, and the old one kept beside it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from dataclasses import replace as replaced
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from adapters.storage import backup, epoch, migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import Place, reading, sqlite_path
from adapters.storage.lock import Lock
from adapters.storage.postgres import Address, address, is_postgres
from adapters.storage.verify import existing
from core.instants import Instant
from core.rules.restoring import Restored

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Back:
    """What came back: what it holds, of when it is, where the one before it is kept, what was migrated."""

    written: backup.Written
    restored: Restored
    kept: Path | None
    migrated: tuple[str, ...]


def restore(source: Path, url: str, now: Instant, *, replace: bool = False, invariants: bool = True) -> Back:
    """Put a backup in a database's place, while no bot uses it.

    Raises StorageError, and then the database is as it was.
    """
    if sqlite_path(url) is None:
        raise StorageError("A database in memory is gone when its bot ends: name a file with --db.")
    existing(str(source.absolute()))
    path = Place(url).path
    if path.exists() and path.samefile(source):
        raise StorageError(f"{source} is the database itself: name a backup with --from.")
    lock = Lock(path)
    try:
        full = _holds_something(path)
        if full and not replace:
            raise StorageError(
                f"The database {path} is not empty: --replace puts the backup in its place and keeps it."
            )
        with backup.part_of(path) as part:
            backup.copy(source, part)
            backup.look(part, source, invariants=False)
            migrated = migrate.apply(part)
            restored = marked(part, now, above=_epoch(path))
            written = backup.look(part, source, invariants=invariants)
            _stand_alone(part)
            backup.sync(part)
            kept = _keep(path, now) if full else None
            part.replace(path)
            backup.sync(path.parent)
        there = backup.look(path, path, invariants=False)
        return Back(replaced(there, proven=written.proven), restored, kept, tuple(migrated))
    finally:
        lock.release()


def came_back(url: str, now: Instant) -> Restored:
    """Note that other tools brought a database back, while no bot uses it. Raises StorageError."""
    if is_postgres(url):
        return asyncio.run(_came_back(address(url), now))
    path = existing(url)
    lock = Lock(path)
    try:
        migrate.apply(path)
        return marked(path, now)
    finally:
        lock.release()


async def _came_back(where: Address, now: Instant) -> Restored:
    from adapters.storage import postgres_migrate
    from adapters.storage.postgres_leases import unserved

    await postgres_migrate.apply(where)
    await unserved(where)
    async with postgres_migrate.changing(where, "be told") as connection:
        return await connection.run_sync(epoch.mark, now)


def marked(path: Path, now: Instant, *, above: int = 0) -> Restored:
    """Begin a new epoch in a database. Raises StorageError."""
    return _within(path, lambda connection: epoch.mark(connection, now, above=above))


def _within(path: Path, work: Callable[[Connection], T]) -> T:
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            return work(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StorageError(f"The database {path} can't be written: {error}.") from error
    finally:
        engine.dispose()


def _holds_something(path: Path) -> bool:
    """Whether there is a file that is more than an empty database of this bot's."""
    if not path.exists() or path.stat().st_size == 0:
        return any(_beside(path, end).exists() for end in ("-wal", "-journal"))
    try:
        with closing(sqlite3.connect(reading(path), uri=True)) as connection:
            return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM community)").fetchone()[0])
    except sqlite3.Error:
        return True


def _epoch(path: Path) -> int:
    """How often what is replaced came back; 0 if it can't say."""
    if not path.exists() or path.stat().st_size == 0:
        return 0
    try:
        return _within(path, epoch.epoch_of)
    except (StorageError, ValueError):
        return 0


def _keep(path: Path, now: Instant) -> Path:
    """Let the old database have a second name; the first is never without one. Raises StorageError."""
    kept = path.with_name(f"{path.name}.before-restore-{backup.stamp(now)}")
    if kept.exists():
        raise StorageError(f"There is a file {kept} already: move it away first.")
    if not path.exists():  # only what was beside it is left
        path.touch(0o600)
    _stand_alone(path)
    for end in ("-wal", "-journal"):
        # Only a broken database has one now. It must not be taken for the new one's.
        with contextlib.suppress(FileNotFoundError):
            _beside(path, end).rename(_beside(kept, end))
    with contextlib.suppress(FileNotFoundError):
        _beside(path, "-shm").unlink()
    try:
        os.link(path, kept)
    except OSError:  # a file system without links
        path.rename(kept)
    return kept


def _stand_alone(path: Path) -> None:
    """Bring a write-ahead log into its database. Raises StorageError while somebody reads there."""
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        busy = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:  # broken; that may be why it is replaced
        busy = False
    if busy:
        raise StorageError(
            f"Another program is reading the database {path}: end it (an export, a check, a shell) first."
        )


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
