"""The floor: bare sqlite3, one thread, writing the very rows that the engine writes."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from adapters.storage.statements import Statements, statements, writes
from bot.wiring import Bot
from core.pieces import Limits
from core.ports import Changes, Store, Transaction, Wanted
from core.ports import Loaded as Found
from tests.bench import house

Statement = tuple[str, list[tuple[Any, ...]]]
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "temp_store = MEMORY", "cache_size = -65536")
COMMIT_EVERY = 64


class _Noting:
    """A transaction that notes what is written through it."""

    def __init__(self, inner: Transaction, into: list[list[Statement]], known: Statements) -> None:
        self._inner, self._into, self._known = inner, into, known
        self.time = inner.time

    async def load(self, wanted: Wanted) -> Found:
        return await self._inner.load(wanted)

    async def write(self, changes: Sequence[Changes]) -> None:
        self._into.append([(write.sql, rows) for write, rows in writes(self._known, changes)])
        await self._inner.write(changes)

    async def commit(self) -> None:
        await self._inner.commit()

    async def rollback(self) -> None:
        await self._inner.rollback()


class NotingStore:
    """A store around the real one whose transactions note what is written."""

    def __init__(self, inner: Store, known: Statements) -> None:
        self._inner, self._known = inner, known
        self.together, self.width = inner.together, inner.width
        self.written: list[list[Statement]] = []

    async def begin(self, communities: Sequence[int]) -> Transaction:
        return _Noting(await self._inner.begin(communities), self.written, self._known)

    async def found(self, platform: str, place: str) -> int:
        return await self._inner.found(platform, place)


async def rows_of_applies(seeded: Path, scratch: Path, size: int, count: int) -> list[list[Statement]]:
    """What so many applies write, apply by apply: each is a batch of its own here, so it writes all its rows.

    The lazy mark that an answer arrived is not among them, though the engine writes it too.
    """
    bot = await house.open_house(house.copy(seeded, scratch), synchronous="OFF", limits=Limits(pieces=1))
    try:
        return await noted(bot, statements("sqlite"), size, count)
    finally:
        await bot.close()
        scratch.unlink()


async def noted(bot: Bot, known: Statements, size: int, count: int) -> list[list[Statement]]:
    """What a bot that decides one by one says to its database for so many applies, apply by apply."""
    noting = NotingStore(bot.storage.store, known)
    bot.engine._store = noting
    for number, (member, job) in enumerate(islice(house.pairs(size), count)):
        given = {"job": f"job-{job}", "message": house.LETTER}
        answer = await bot.door.options(house.person(member), "apply", given, f"floor/{number}")
        assert answer.reply.ok, answer.reply
    return noting.written


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the writer's settings."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    try:
        for pragma in (*PRAGMAS, "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        yield connection
    finally:
        connection.close()


@dataclass(frozen=True)
class Floor:
    """How fast bare sqlite3 wrote the rows of some applies."""

    applies: int
    cpu: float
    commits: list[float]
    """Seconds from each BEGIN to the end of its COMMIT."""

    @property
    def per_second(self) -> float:
        return self.applies / sum(self.commits)


def _write(path: Path, written: Sequence[Sequence[Statement]], every: int) -> Floor:
    commits: list[float] = []
    cpu = time.process_time()
    with bare(path) as connection:
        for start in range(0, len(written), every):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            for one in written[start : start + every]:
                connection.execute("SAVEPOINT apply")
                for sql, rows in one:
                    if len(rows) == 1:
                        connection.execute(sql, rows[0])
                    else:
                        connection.executemany(sql, rows)
                connection.execute("RELEASE apply")
            connection.execute("COMMIT")
            commits.append(time.perf_counter() - began)
    return Floor(len(written), time.process_time() - cpu, commits)


async def applies(
    seeded: Path, scratch: Path, written: Sequence[Sequence[Statement]], *, every: int = COMMIT_EVERY
) -> Floor:
    """Write the rows of the applies to a copy: a savepoint each, a commit after so many."""
    path = house.copy(seeded, scratch)
    try:
        return await asyncio.to_thread(_write, path, written, every)
    finally:
        path.unlink()
