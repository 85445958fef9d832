"""One process at a time may write a database file; readers are not held up."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from adapters.storage.errors import StorageError

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        os.lseek(file, 1 << 30, os.SEEK_SET)  # far beyond the text, which others may read
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """The operating system's lock on ``<database>.lock``; it goes with the process, however that ends."""

    def __init__(self, database: Path) -> None:
        """Take it. Raises StorageError if another process, or this one, has it."""
        path = database.with_name(database.name + ".lock")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                f"The database's lock file {path} can't be opened: {error.strerror}."
            ) from error
        try:
            _take(self._file)
        except OSError as error:
            owner = self._owner()
            os.close(self._file)
            raise StorageError(
                f"The database {database} is already in use by another Connects process{owner}: "
                "stop that one first, or give this one a database of its own; "
                "verify and export work while the bot runs."
            ) from error
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, str(os.getpid()).encode())

    def _owner(self) -> str:
        # The number is a help for people only, so whatever keeps it from being read is passed over.
        with contextlib.suppress(OSError, ValueError):
            os.lseek(self._file, 0, os.SEEK_SET)
            return f" (process {int(os.read(self._file, 20))})"
        return ""

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two in."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
