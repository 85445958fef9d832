"""SQLite's own file layer, watched: what it writes, cuts, syncs and deletes is told before it is done.

A VFS that is the default one but for `xOpen` and `xDelete`; each file it opens keeps its methods, but for
those that write. It needs an interpreter whose sqlite3 is linked to a shared libsqlite3.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

Watch = Callable[..., int | None]
"""Called with what is done ("open", "write", "truncate", "sync", "delete"), the path, and what is special.

A result code of SQLite's that it answers with is what a write, cut or sync ends with, undone.
"""

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Close = CFUNCTYPE(c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int), ("size", c_int), ("longest", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), ("open", _Open), ("delete", _Delete), ("rest", c_void_p * 14),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", c_int), ("close", _Close), ("read", c_void_p), ("write", _Write),
        ("truncate", _Truncate), ("sync", _Sync), ("rest", c_void_p * 13),
    )  # fmt: skip


class NotShared(Exception):
    """This interpreter's SQLite can't be watched."""


_kept: list[Any] = []
"""What C code points to must not be collected."""


def watch(tell: Watch) -> None:
    """From now on every database that this process opens is watched. Once a process. Raises NotShared."""
    assert not _kept, "this process is watched already"
    try:
        library = ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    except (OSError, AttributeError) as error:
        raise NotShared("There is no shared libsqlite3 here.") from error
    base = library.sqlite3_vfs_find(None)
    real_open, real_delete = base.contents.open, base.contents.delete
    paths: dict[int, str] = {}
    known: dict[int, tuple[Any, _Methods]] = {}

    def told(what: str, file: int | str, *more: Any) -> int:
        path = file if isinstance(file, str) else paths.get(file)
        try:
            return (tell(what, path, *more) or 0) if path else 0
        except BaseException:  # C code can't raise
            traceback.print_exc()
            return 0

    def own(real: int) -> _Methods:
        """The methods of a file, with ours in front of those that change it."""
        if real in known:
            return known[real][1]
        there = _Methods.from_address(real)
        mine = _Methods()
        ctypes.memmove(ctypes.byref(mine), real, ctypes.sizeof(_Methods) if there.version >= 3 else 112)

        def close(file: int) -> int:
            paths.pop(file, None)
            return int(there.close(file))

        def write(file: int, buffer: int, amount: int, offset: int) -> int:
            code = told("write", file, offset, ctypes.string_at(buffer, amount))
            return code or int(there.write(file, buffer, amount, offset))

        def truncate(file: int, size: int) -> int:
            code = told("truncate", file, size)
            return code or int(there.truncate(file, size))

        def sync(file: int, flags: int) -> int:
            code = told("sync", file)
            return code or int(there.sync(file, flags))

        mine.close, mine.write = _Close(close), _Write(write)
        mine.truncate, mine.sync = _Truncate(truncate), _Sync(sync)
        known[real] = (there, mine)
        return mine

    def open_(_: int, name: int, file: int, flags: int, out: int) -> int:
        code = int(real_open(ctypes.cast(base, c_void_p), name, file, flags, out))
        real = c_void_p.from_address(file).value
        if code == 0 and real and name:
            path = ctypes.string_at(name).decode()
            paths[file] = path
            told("open", path)
            c_void_p.from_address(file).value = ctypes.addressof(own(real))
        return code

    def delete(_: int, name: bytes, with_folder: int) -> int:
        told("delete", name.decode(), bool(with_folder))
        return int(real_delete(ctypes.cast(base, c_void_p), name, with_folder))

    mine = _Vfs()
    ctypes.memmove(ctypes.byref(mine), base, ctypes.sizeof(_Vfs))
    mine.name, mine.next = b"watched", None
    mine.open, mine.delete = _Open(open_), _Delete(delete)
    _kept.extend((library, mine, known, paths, base))
    if library.sqlite3_vfs_register(ctypes.byref(mine), 1) != 0:
        raise NotShared("SQLite did not take the watched VFS.")
    _prove(paths)


def _prove(paths: dict[int, str]) -> None:
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "proof")) as connection:
        connection.execute("PRAGMA user_version")
        if not paths:
            raise NotShared("Python's sqlite3 is not the shared libsqlite3: its files can't be watched.")
