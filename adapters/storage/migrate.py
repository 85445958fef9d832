"""Bring a database to this release's schema: forward only, all of it or nothing.

Alembic is read in only when there is something to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.storage.errors import StorageError
from adapters.storage.files import reading, sqlite_path
from adapters.storage.lock import Lock

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision this release knows, oldest first; a test holds it to the folder."""
HEAD = REVISIONS[-1]
_SCRIPTS = Path(__file__).with_name("migrations")


def version(path: Path) -> str:
    """The schema a database has, empty for a new or missing one. Raises StorageError."""
    if not path.exists() or path.stat().st_size == 0:
        return ""
    try:
        _roll_back(path)
        with closing(sqlite3.connect(reading(path), uri=True)) as connection:
            names = {
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            found = (
                connection.execute("SELECT version_num FROM alembic_version").fetchall()
                if ("alembic_version" in names)
                else []
            )
    except sqlite3.Error as error:
        raise StorageError(f"The file {path} can't be read as a database: {error}.") from error
    if names and not found:
        raise StorageError(f"The file {path} is a database, but not one of Connects: choose another path.")
    return str(found[0][0]) if found else ""


def _roll_back(path: Path) -> None:
    """Take back what a process left half-written that died in its first start, before there was a WAL.

    SQLite does so when the file is next read, but only for who may write; readers could not open it.
    """
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()


def pending(path: Path) -> tuple[str, ...]:
    """The revisions that a database still lacks. Raises StorageError if it is newer than this release."""
    have = version(path)
    if not have:
        return REVISIONS
    if have not in REVISIONS:
        raise unknown(str(path), have)
    return REVISIONS[REVISIONS.index(have) + 1 :]


def unknown(name: str, have: str) -> StorageError:
    """What is said of a schema that this release does not know."""
    return StorageError(
        f"The database {name} has schema {have}, made by a newer release of Connects "
        f"(this one knows up to {HEAD}): install the newer release, "
        "or restore the backup from before its update."
    )


def migrate(url: str) -> list[str]:
    """Apply what is lacking, under the writer's lock; the revisions applied. Raises StorageError."""
    path = sqlite_path(url)
    if path is None:
        return []
    lock = Lock(path)
    try:
        return apply(path)
    finally:
        lock.release()


def apply(path: Path) -> list[str]:
    """Apply what a database lacks; whoever calls has its lock. Raises StorageError."""
    todo = pending(path)
    if todo:
        _upgrade(path, _SCRIPTS)
    return list(todo)


def make(path: Path) -> None:
    """A new database as this release knows it, at once: for what is thrown away."""

    def create(connection: Connection) -> None:
        from adapters.storage.schema import metadata

        metadata.create_all(connection, checkfirst=False)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")

    _change(path, create)


def _upgrade(path: Path, scripts: Path, to: str = "head") -> None:
    _change(path, partial(run_to, scripts=scripts, to=to))


def _change(path: Path, change: Callable[[Connection], None]) -> None:
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    from adapters.storage import planner

    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None),
        poolclass=NullPool,
    )
    # Python's driver would commit before each CREATE; so BEGIN is said here, and one COMMIT ends all.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            change(connection)
            planner.tell(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StorageError(f"The database {path} could not be migrated and is as it was: {error}.") from error
    finally:
        engine.dispose()


def run_to(connection: Connection, scripts: Path = _SCRIPTS, to: str = "head") -> None:
    """Apply what a database lacks in a transaction that the caller has begun."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
