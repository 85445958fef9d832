"""What the doctor finds of an SQLite database: its folder, its disk, its file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import reading
from adapters.storage.lock import Lock
from bot.finding import OK, WARNING, WRONG, Finding
from core import instants

NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs",
    "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
}  # fmt: skip
LITTLE, TOO_LITTLE = 1 << 30, 100 << 20
JOURNALS = ("-wal", "-journal")


def folder(path: Path) -> Iterator[Finding]:
    """Whether the database's folder can be used."""
    there = path.parent
    if not there.is_dir():
        yield Finding(WRONG, f"The database's folder {there} does not exist.", f"mkdir -p {there}")
        return
    if not os.access(there, os.W_OK | os.X_OK):
        yield Finding(WRONG, f"The database's folder {there} can't be written to.", "give the bot's user it.")
    else:
        yield Finding(OK, f"The database's folder {there} can be written to.")
    free = shutil.disk_usage(there).free
    said = f"{free / (1 << 30):.1f} GB are free on its disk."
    if free < LITTLE:
        yield Finding(WRONG if free < TOO_LITTLE else WARNING, said, "make room.")
    else:
        yield Finding(OK, said)
    mounts = Path("/proc/mounts")
    kind = filesystem(there, mounts.read_text("utf-8", "replace")) if mounts.exists() else ""
    if kind in NETWORK:
        yield Finding(
            WRONG,
            f"The database's folder is on a network file system ({kind}), where SQLite's locks do not hold.",
            "put the database on a local disk.",
        )
    elif kind:
        yield Finding(OK, f"Its file system is a local one ({kind}).")


def filesystem(there: Path, mounts: str) -> str:
    """The kind of file system that a folder is on, as the text of /proc/mounts has it; empty if unknown."""
    folders, best, kind = (there.resolve(), *there.resolve().parents), -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        mounted = Path(parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # The last of several mounts on one folder is the one that is seen.
        if mounted in folders and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), parts[2]
    return kind


def database(path: Path) -> Iterator[Finding]:
    """Whether the database is one of this release, and who has it."""
    if not path.exists():
        yield Finding(OK, f"There is no database at {path} yet; the bot makes it when it starts.")
        return
    if not os.access(path, os.R_OK | os.W_OK):
        yield Finding(WRONG, f"The database {path} can't be read and written.", "give the bot's user it.")
        return
    try:
        todo = migrate.pending(path)
    except StorageError as error:
        yield Finding(WRONG, str(error))
        return
    if todo:
        yield Finding(WARNING, f"The database lacks the schema {', '.join(todo)}.", "connects migrate")
    else:
        yield Finding(OK, f"The database has schema {migrate.HEAD}, the newest this release knows.")
        yield from ahead(path, time.time())
    lock = path.with_name(path.name + ".lock")
    if lock.exists():
        if not os.access(lock, os.R_OK | os.W_OK):
            yield Finding(WRONG, f"The lock file {lock} can't be written to.", "give the bot's user it.")
            return
        try:
            Lock(path).release()
        except StorageError:
            yield Finding(OK, "Another Connects process has the database in use, which is fine.")
            return
    yield Finding(OK, "No other process has the database in use.")


def ahead(path: Path, now: float) -> Iterator[Finding]:
    """Whether the database's own time is later than the clock's, which a community's never goes back to."""
    try:
        with closing(sqlite3.connect(reading(path), uri=True)) as connection:
            ((last,),) = connection.execute("SELECT coalesce(max(at), 0) FROM community").fetchall()
    except sqlite3.Error as error:
        yield Finding(WRONG, f"The database can't be read: {error}.", "restore a backup.")
        return
    if last > int(now) * instants.SECOND + instants.HOUR:
        yield Finding(
            WARNING,
            f"The database's last operation is of {instants.iso(last)}, later than the clock.",
            "set the clock, unless this database was played with on the console.",
        )


def others_may_read(path: Path) -> bool:
    """Whether every user of this machine can read a file, or look into a folder."""
    return os.name != "nt" and bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH))


def private(path: Path) -> Iterator[Finding]:
    """Whether the database is for the bot's user alone."""
    there = [one for one in (path, *(path.with_name(path.name + end) for end in JOURNALS)) if one.exists()]
    if others_may_read(path.parent) and any(others_may_read(one) for one in there):
        yield Finding(
            WARNING,
            f"Every user of this machine can read the database {path}, members' words and all.",
            f"chmod 700 {path.parent}, or chmod 600 {' '.join(map(str, there))}",
        )
    elif there:
        yield Finding(OK, "Not every user of this machine can read the database.")


def journals(path: Path) -> Iterator[Finding]:
    """Journal files that were left behind by a database that was moved or removed."""
    left = [one for end in JOURNALS if (one := path.with_name(path.name + end)).exists()]
    if left and any(one.stat().st_size for one in left) and (not path.exists() or not path.stat().st_size):
        names = " and ".join(one.name for one in left)
        yield Finding(
            WRONG,
            f"{names} in {path.parent} belong to a database that is not there, and hold its last changes.",
            f"put the database back as {path.name} beside them; if it is lost for good, move them away.",
        )
