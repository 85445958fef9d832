"""Reads a file of balances, whichever it is of those that are known."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.moving import exports, table
from adapters.moving.lines import File

MOST_BYTES = 20_000_000
MOST_LINES = 100_000
FORMATS = ("auto", "csv", "red", "unbelievaboat")


class Unreadable(Exception):
    """The file can't be read as balances; the words say why and what to do."""


def read(path: Path, form: str = "auto", *, guild: str = "", which: str = "total") -> File:
    """Read a file of balances. Raises Unreadable, OSError."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"{path} has {size:,} bytes, and at most {MOST_BYTES:,} are read: divide it.")
    body = path.read_bytes()
    digest = sha256(body).hexdigest()[:16]
    text = _text(path, body)
    if text.count("\n") > MOST_LINES * 40:
        raise Unreadable(f"{path} has too many lines: divide it.")
    data = _json(text) if form in ("auto", "red", "unbelievaboat") else None
    try:
        file = _read(text, data, form, digest, guild, which)
    except (table.NoTable, exports.NoExport) as error:
        raise Unreadable(f"{path} can't be moved in: {error}") from None
    if len(file.lines) + len(file.bad) > MOST_LINES:
        raise Unreadable(f"{path} has more than {MOST_LINES:,} members: divide it.")
    return file


def _read(text: str, data: Any, form: str, digest: str, guild: str, which: str) -> File:
    if form == "red" or (form == "auto" and exports.is_red(data)):
        if not exports.is_red(data):
            raise exports.NoExport("it is not the settings.json of Red's bank (cogs/Bank/settings.json).")
        file = File("red", digest, "account")
        exports.read_red(data, guild, file)
    elif form == "unbelievaboat" or (form == "auto" and exports.is_unbelievaboat(data)):
        if not exports.is_unbelievaboat(data):
            raise exports.NoExport("it is no leaderboard of UnbelievaBoat's: a list with user_id and total.")
        file = File("unbelievaboat", digest, "user")
        exports.read_unbelievaboat(data, which, file)
    elif data is not None:
        raise exports.NoExport("it is JSON, but neither Red's bank nor UnbelievaBoat's leaderboard.")
    else:
        file = File("csv", digest)
        table.read(text, file)
    return file


def _text(path: Path, body: bytes) -> str:
    """A file's text, without the mark that some programs put before it."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{path} is in UTF-16: save it as CSV UTF-8.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{path} is not in UTF-8 (line {line}): save it as CSV UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(f"{path} has a NUL in line {line}, so it is no text file that was exported whole.")
    return text


def _json(text: str) -> Any:
    """A document, or None where the text is none."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("The file begins like JSON and is none: export it again, whole.") from None
