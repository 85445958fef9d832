"""What a terminal can't show is laid down as a file, and its path is told."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import platformdirs

from core.speech.reply import File, Reply

KEPT = 50
"""Files; older ones make room."""


@dataclass(frozen=True, slots=True)
class Shelved(File):
    """A file that lies at ``path``."""

    path: str = ""


def shelved(reply: Reply) -> Reply:
    """The Reply with its drawn files laid down in this user's cache, where the last 50 are kept."""
    if not any(isinstance(file.content, bytes) for file in reply.files):
        return reply
    return replace(reply, files=tuple(_shelved(file) for file in reply.files))


def _shelved(file: File) -> File:
    if not isinstance(file.content, bytes):
        return file
    folder = _folder()
    stem, _, end = file.name.rpartition(".")
    path = folder / f"{stem}-{sha256(file.content).hexdigest()[:8]}.{end}"
    path.write_bytes(file.content)
    for old in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)[:-KEPT]:
        with contextlib.suppress(OSError):  # another terminal was faster
            old.unlink()
    return Shelved(file.name, str(path), file.alt, str(path))


def _folder() -> Path:
    try:
        folder = platformdirs.user_cache_path("connects", appauthor=False) / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that can't be written to, or none
        return Path(tempfile.mkdtemp(prefix="connects-pictures-"))
    return folder
