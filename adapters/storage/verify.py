"""Every invariant of the books, checked in one read transaction beside the running bot."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from adapters.storage import (
    migrate,
    verify_agencies,
    verify_awards,
    verify_board,
    verify_bonuses,
    verify_boosts,
    verify_digests,
    verify_dues,
    verify_imports,
    verify_journal,
    verify_ledger,
    verify_orders,
    verify_places,
    verify_rows,
    verify_rules,
    verify_undone,
)
from adapters.storage.copying import private_copy
from adapters.storage.errors import StorageError
from adapters.storage.files import reading, sqlite_path
from adapters.storage.postgres import address, is_postgres
from adapters.storage.verify_beside import Beside, begin, beside
from adapters.storage.verify_case import Check

CHECKS: tuple[Check, ...] = (
    *verify_rows.CHECKS,
    *verify_ledger.CHECKS,
    *verify_journal.CHECKS,
    *verify_board.CHECKS,
    *verify_rules.CHECKS,
    *verify_dues.CHECKS,
    *verify_bonuses.CHECKS,
    *verify_boosts.CHECKS,
    *verify_places.CHECKS,
    *verify_orders.CHECKS,
    *verify_awards.CHECKS,
    *verify_agencies.CHECKS,
    *verify_undone.CHECKS,
    *verify_imports.CHECKS,
    *verify_digests.CHECKS,
)
"""All of them, in the order in which they are printed. A new one is one more line in its area's list."""
_IN_SQL = tuple(check.name for check in CHECKS if check.sql or check.count)
WALKERS = (
    verify_journal.Ledger,
    verify_board.Board,
    verify_rules.Given,
    verify_dues.Dues,
    verify_bonuses.Bonuses,
    verify_boosts.Boosts,
    verify_places.Places,
    verify_orders.Bought,
    verify_orders.Transfers,
    verify_awards.Earned,
    verify_agencies.Agencies,
    verify_undone.Undone,
    verify_imports.Imports,
    verify_digests.Digests,
)


class Found(NamedTuple):
    """How many offend, and what helps to find the first."""

    offenders: int
    note: str = ""


class Stopped(Exception):
    """Who asked for the checks went away."""


class Proof:
    """The checks of a database as of one moment."""

    def __init__(self, connection: sqlite3.Connection, beside: Beside | None = None) -> None:
        self._connection = connection
        self._beside = beside
        self._walk: verify_journal.Walk | None = None
        self._found: dict[str, Found] = {}
        self._shared = False
        self._stopped = False

    def count(self, check: Check) -> Found:
        """Count a check's offenders. Raises Stopped."""
        if self._beside is not None and not self._shared:
            self._shared = True
            for name, count, note in self._beside.told(self._carry_on):
                self._found[name] = Found(count, note)
        if check.name not in self._found:
            self._found[check.name] = self._count(check)
        return self._found[check.name]

    def _count(self, check: Check) -> Found:
        self._carry_on()
        try:
            if check.sql:
                return Found(int(self._connection.execute(check.sql).fetchone()[0]))
            if check.count is not None:
                return Found(check.count(self._connection))
            return self._walked(check.name)
        except (sqlite3.Error, OverflowError) as error:
            self._carry_on()
            # A file so broken that it can't be counted in: whatever it is, it offends.
            return Found(1, f"it could not be counted: {error}")

    def _walked(self, name: str) -> Found:
        if self._walk is None:
            walk = verify_journal.Walk()
            if self._beside is None or not self._beside.walk(walk, self._carry_on):
                walk = verify_journal.Walk()
                walk.go(self._connection, WALKERS, self._carry_on)
            self._walk = walk
        where = self._walk.first.get(name)
        note = f"the first is operation {where[1]} of community {where[0]}" if where else ""
        return Found(self._walk.counts[name], note)

    def _carry_on(self) -> None:
        if self._stopped:
            raise Stopped

    def stop(self) -> None:
        """End what runs, from another thread."""
        self._stopped = True
        self._connection.interrupt()


@contextmanager
def reader(url: str, community: int = 0) -> Iterator[sqlite3.Connection]:
    """One read transaction on a connection that can't write. Raises StorageError.

    Of a PostgreSQL database it is on a private copy: of all of it, or of one community.
    """
    with _file(url, community) as path, opened(path) as connection:
        yield connection


@contextmanager
def _file(url: str, community: int = 0) -> Iterator[Path]:
    if is_postgres(url):
        with private_copy(address(url), community) as path:
            yield path
    else:
        yield existing(url)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One read transaction of a file. Raises StorageError."""
    if migrate.pending(path):
        raise StorageError(f"The database {path} has an older schema: run `connects migrate` first.")
    try:
        connection = sqlite3.connect(reading(path), uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise StorageError(f"The database {path} can't be read: {error}.") from error
    try:
        try:
            connection.execute("PRAGMA query_only = ON")
            begin(connection)
        except sqlite3.Error as error:
            raise StorageError(f"The database {path} can't be read: {error}.") from error
        yield connection
    finally:
        connection.close()


def existing(url: str) -> Path:
    """The file of a database that must be there. Raises StorageError."""
    path = sqlite_path(url)
    if path is None:
        raise StorageError("A database in memory is gone when its bot ends: name a file.")
    if not path.is_file() or path.stat().st_size == 0:
        raise StorageError(f"There is no database at {path}: say where it is with --db.")
    return path


@contextmanager
def proof(url: str) -> Iterator[Proof]:
    """The checks of a database as it is now; the bot may go on. Raises StorageError."""
    with _file(url) as path, opened(path) as connection, beside(path, connection, _IN_SQL) as others:
        yield Proof(connection, others)
