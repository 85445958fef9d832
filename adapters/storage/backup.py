"""A copy of an SQLite database as of one moment, made beside the running bot and proven before it counts.

SQLite's own backup copies page by page on a connection that has begun to read: all pages are of
that moment, a writer is held up at no time, and what it commits meanwhile does not start the copy
anew, as it would without that transaction. (VACUUM INTO writes every index once more, which takes
several times as long, and can't be ended on the way.)
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import reading
from adapters.storage.verify import CHECKS, existing, proof
from core import instants
from core.instants import Instant
from core.rules.restoring import BACKUP

STEP = 1_000
"""Pages at a time; between two of them Ctrl-C is heard."""
PART = ".part"
STALE = 86_400.0
"""Seconds after which nobody writes a part any more: what made it was killed."""
_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Written:
    """What a database holds: for those who made a copy of it."""

    path: Path
    size: int
    schema: str
    communities: int
    operations: int
    last: Instant
    """The newest operation's time; 0 if there is none."""
    proven: bool
    """Whether the invariants were checked: an older schema's can't be."""


def take(url: str, where: str | Path, now: Instant, *, keep: int = 0, invariants: bool = True) -> Written:
    """Write a backup to a file, or under the time's name into a folder, where the newest ``keep`` stay.

    Raises StorageError, and then leaves nothing behind.
    """
    source = existing(url)
    migrate.pending(source)  # a newer schema is another release's to vouch for
    to = Path(where)
    folder = to.is_dir() or str(where).endswith(("/", os.sep))
    if folder and not to.is_dir():
        raise StorageError(f"There is no folder {to}: make it first.")
    if keep and not folder:
        raise StorageError("--keep is for backups in a folder: name one with --to.")
    final = (to / f"{source.stem}-{stamp(now)}.db" if folder else to).absolute()
    if final.exists():
        raise StorageError(f"There is a file {final} already: name another one.")
    with part_of(final) as part:
        copy(source, part)
        _note(part, now)
        written = look(part, final, invariants=invariants)
        sync(part)
        give_name(part, final)
    if folder:
        _tidy(to, source, keep, final)
    return written


@contextmanager
def part_of(final: Path) -> Iterator[Path]:
    """A private file beside another; gone at the end, if it has no name by then. Raises StorageError."""
    part = final.with_name(f".{final.name}.{os.getpid()}{PART}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"Nothing can be written in {final.parent}: {error.strerror}.") from error
    try:
        yield part
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"The copy for {final} could not be written, and is gone: {error}.") from error
    finally:
        for end in ("", *_BESIDE):
            with contextlib.suppress(OSError):
                part.with_name(part.name + end).unlink()


def copy(source: Path, to: Path) -> None:
    """Copy a database as of one moment over an empty file, which then stands alone. Raises StorageError."""
    with (
        closing(sqlite3.connect(reading(source), uri=True, isolation_level=None)) as there,
        closing(sqlite3.connect(to, isolation_level=None)) as here,
    ):
        try:
            there.execute("BEGIN")
            there.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on one moment
        except sqlite3.Error as error:
            raise StorageError(f"The database {source} can't be read: {error}.") from error
        here.execute("PRAGMA journal_mode = OFF")
        here.execute("PRAGMA synchronous = OFF")  # it counts only once it is whole
        there.backup(here, pages=STEP, sleep=0.01)
        here.execute("PRAGMA journal_mode = DELETE")  # no second file belongs to it


def look(path: Path, named: Path, *, invariants: bool = True) -> Written:
    """What a whole database holds, every page and invariant of it checked. Raises StorageError."""
    schema = migrate.version(path)
    with closing(sqlite3.connect(reading(path), uri=True)) as connection:
        try:
            ((said, *_), *_) = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if said != "ok":
                raise StorageError(f"The database in {named} is broken: {said}.")
            (communities,) = connection.execute("SELECT count(*) FROM community").fetchone()
            operations, last = connection.execute(
                "SELECT count(*), coalesce(max(at), 0) FROM operation"
            ).fetchone()
        except sqlite3.Error as error:
            raise StorageError(f"The database in {named} is broken: {error}.") from error
    proven = invariants and not migrate.pending(path)
    if proven:
        with proof(str(path)) as books:
            wrong = [check.name for check in CHECKS if books.count(check).offenders]
        if wrong:
            raise StorageError(
                f"The books in {named} do not add up ({', '.join(wrong)}): `connects verify` says more; "
                "--no-verify leaves these checks out."
            )
    return Written(named, path.stat().st_size, schema, communities, operations, last, proven)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    with contextlib.suppress(PermissionError):  # Windows opens no folder
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def give_name(part: Path, final: Path) -> None:
    """Let a file have its name, at once and over no other. Raises StorageError."""
    try:
        os.link(part, final)  # unlike a rename it refuses a name that is taken
    except FileExistsError as error:
        raise StorageError(f"There is a file {final} already: name another one.") from error
    except OSError:  # a file system without links
        if final.exists():
            raise StorageError(f"There is a file {final} already: name another one.") from None
        part.rename(final)
    sync(final.parent)


def stamp(now: Instant) -> str:
    """A moment as it stands in a file's name."""
    return re.sub(r"[-:]", "", instants.iso(now)[:19]) + "Z"


def _note(part: Path, now: Instant) -> None:
    """Let the copy know of which moment it is, for those whom a restored one tells."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (BACKUP, str(now)))


def _tidy(folder: Path, source: Path, keep: int, newest: Path) -> None:
    """Remove the oldest backups of this very database, and what a killed backup left of its own."""
    name = re.escape(source.stem) + r"-\d{8}T\d{6}Z\.db"
    for left in folder.iterdir():
        if re.fullmatch(rf"\.{name}\.\d+{re.escape(PART)}", left.name):
            with contextlib.suppress(OSError):
                if left.stat().st_mtime < time.time() - STALE:
                    left.unlink()
    if keep:
        mine = pepper(newest)
        own = sorted(one for one in folder.iterdir() if re.fullmatch(name, one.name) and pepper(one) == mine)
        for old in own[:-keep]:
            old.unlink()


def pepper(path: Path) -> str | None:
    """The installation that a database is of, None if that can't be read."""
    try:
        with closing(sqlite3.connect(reading(path), uri=True)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = 'pepper'").fetchone()
    except sqlite3.Error:
        return None
    return str(found[0]) if found else ""
