"""What a disk holds when the power goes: what was synced, and any part of what was not.

A write that was not synced may be there, be missing, or be torn: sectors of 512 bytes are written each by
itself, in any order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
HOW = ("none", "some", "torn", "a part")
"""What of the unsynced writes is there: none, some, any sectors, or those up to one that is torn."""
Event = tuple[Any, ...]


@dataclass
class Recorder:
    """Writes down what SQLite does to its files, and what people were told meanwhile."""

    events: list[Event] = field(default_factory=list)

    def on_file(self, *what: Any) -> None:
        """As the VFS tells it."""
        self.events.append((what[0], Path(what[1]).name, *what[2:]))

    def acknowledged(self, key: str) -> None:
        """Somebody was told that this was done."""
        self.events.append(("acked", key))


@dataclass(eq=False)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)
    with_folder: bool = False
    """Whether its first sync is one of the folder as well: SQLite does that for a new journal or log."""


class Disk:
    """Follows a recording; `cut` shows what may be left at the moment it has come to.

    Names are kept in the folder, which has to be synced as well: until then any number of the last things
    that were done to it may be undone, in their order, as file systems with a journal do.
    """

    def __init__(self) -> None:
        self._names: dict[str, _File] = {}
        self._folder: list[dict[str, _File]] = [{}]
        """What names there are for certain, and then after each change that was not synced."""
        self.acked: list[str] = []

    def follow(self, event: Event) -> None:
        """One more thing was done."""
        what, name, *more = event
        if what == "acked":
            self.acked.append(name)
        elif what == "open":
            if name not in self._names:
                self._names[name] = _File(with_folder=name.endswith(("-wal", "-journal")))
                self._folder.append(dict(self._names))
        elif what == "delete":
            if self._names.pop(name, None) is not None:
                self._folder.append(dict(self._names))
            if more[0]:
                self._folder = [dict(self._names)]
        elif what == "sync":
            file = self._names[name]
            for one in file.pending:
                _apply(file.synced, one)
            file.pending.clear()
            if file.with_folder:
                file.with_folder = False
                self._folder = [dict(self._names)]
        else:
            self._names[name].pending.append((what, *more))

    @property
    def unsynced(self) -> int:
        """How many writes would be lost."""
        return sum(len(file.pending) for file in self._names.values())

    def cut(self, how: str, pick: random.Random) -> dict[str, bytes]:
        """The files that somebody finds who switches it on again."""
        names = self._folder[0] if how == "none" else pick.choice(self._folder)
        found = {}
        for name, file in names.items():
            content = bytearray(file.synced)
            for one in _left(file.pending, how, pick):
                _apply(content, one)
            found[name] = bytes(content)
        return found


def _apply(content: bytearray, event: Event) -> None:
    if event[0] == "truncate":
        size = event[1]
        content[size:] = b"" if size <= len(content) else bytes(size - len(content))
    else:
        offset, data = event[1:]
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset : offset + len(data)] = data


def _left(pending: Sequence[Event], how: str, pick: random.Random) -> Iterator[Event]:
    if how == "none":
        return
    until = pick.randrange(len(pending) + 1)
    share = pick.random()
    for number, one in enumerate(pending):
        if how == "some":
            if pick.random() < share:
                yield one
        elif how == "a part":
            if number < until:
                yield one
            elif number == until:
                yield from _torn(one, 0.5, pick)
        else:
            yield from _torn(one, share, pick)


def _torn(event: Event, share: float, pick: random.Random) -> Iterator[Event]:
    if event[0] != "write":
        if pick.random() < share:
            yield event
        return
    _, offset, data = event
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (offset + start) % SECTOR)
        if pick.random() < share:
            yield ("write", offset + start, data[start:end])
        start = end
