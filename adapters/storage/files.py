"""Where the database is: an address or a path, and the private file that stands for memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import quote, unquote

from adapters.storage.errors import StorageError

MEMORY = ":memory:"
_SCHEMES = ("sqlite", "sqlite+aiosqlite")


def sqlite_path(url: str) -> Path | None:
    """The file that an address or a path names; None for ``:memory:``. Raises StorageError."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        if not url.strip():
            raise StorageError("The database's address is empty: give a path such as connects.db.")
        return None if url == MEMORY else Path(url).absolute()
    if scheme not in _SCHEMES:
        raise StorageError(
            f"A database address that begins with {scheme}:// is not supported: "
            "use sqlite:///connects.db or just the path of a file, or postgresql+asyncpg://user@host/name."
        )
    if rest in ("", "/", f"/{MEMORY}"):
        return None
    if not rest.startswith("/") or "?" in rest:
        raise StorageError(
            "An SQLite address is sqlite:/// and a path, with nothing after it: "
            "sqlite:///connects.db from here, sqlite:////var/lib/connects.db from the root."
        )
    return Path(unquote(rest[1:])).absolute()


def reading(path: Path) -> str:
    """The address under which SQLite opens a file for reading only."""
    return f"file:{quote(path.as_posix())}?mode=ro"


class Place:
    """A database's file; one that stood for memory is gone when it is closed."""

    def __init__(self, url: str) -> None:
        """Raises StorageError."""
        named = sqlite_path(url)
        self._private: tempfile.TemporaryDirectory[str] | None = None
        if named is None:
            self._private = tempfile.TemporaryDirectory(prefix="connects-")
            named = Path(self._private.name) / "connects.db"
        self.path = named
        if self.path.is_dir():
            raise StorageError(f"{self.path} is a folder: name a file in it, such as connects.db.")
        if not self.path.parent.is_dir():
            raise StorageError(
                f"The folder {self.path.parent} of the database does not exist: make it first."
            )

    def close(self) -> None:
        """Remove what is private."""
        if self._private is not None:
            self._private.cleanup()
