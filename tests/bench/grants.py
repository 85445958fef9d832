"""The monthly grant of everybody at once, and the floor of writing the same rows."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.instants import HOUR, parse
from tests.bench import house
from tests.bench.floor import bare

DUE = parse("2026-04-01T00:00") + HOUR
CHUNK = 200
"""So many members a commit on the floor."""
INSERTS = (
    ("operation", "number", "kind = 'grant'"),
    ("lot", "operation", "source = 'grant'"),
    ("entry", "operation", "operation IN (SELECT number FROM operation WHERE kind = 'grant')"),
)
"""A table, the field that names its operation, and which of its rows the grant wrote."""


@dataclass(frozen=True)
class Grant:
    """A month's grant through the engine."""

    members: int
    seconds: float
    batches: int
    announced: int
    again: int
    """Operations that a second ring of the same bell wrote."""


async def grant(path: Path) -> Grant:
    """Ring the bell an hour after the month began, twice."""
    bot = await house.open_house(path, at=DUE)
    try:
        began = time.perf_counter()
        await bot.chores.tick()
        took = time.perf_counter() - began
        batches = bot.engine.batches
        count = "SELECT count(*) FROM operation"
        had = _one(path, count)
        await bot.chores.tick()
        again = _one(path, count) - had
    finally:
        await bot.close()
    paid = _one(path, "SELECT count(*) FROM operation WHERE kind = 'grant'")
    return Grant(paid, took, batches, _announcements(path), again)


def _one(path: Path, sql: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(sql).fetchone()[0])


def _announcements(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        news = connection.execute("SELECT document FROM notice WHERE channel = 'news'").fetchall()
    return sum(json.loads(document)[1].startswith("grant") for (document,) in news)


@dataclass(frozen=True)
class Rows:
    """What a grant wrote, in order of its operations."""

    inserts: list[tuple[str, list[list[tuple[Any, ...]]]]]  # a statement, and its rows chunk by chunk
    wallets: list[list[tuple[int, int, int]]]


def rows(path: Path) -> Rows:
    """Read off a database what the grant wrote, in chunks of so many members."""
    with closing(sqlite3.connect(path)) as connection:
        first = connection.execute("SELECT min(number) FROM operation WHERE kind = 'grant'").fetchone()[0]
        inserts = []
        for table, field, which in INSERTS:
            found = connection.execute(f"SELECT * FROM {table} WHERE {which} ORDER BY {field}").fetchall()
            names = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
            place = names.index(field)
            chunks: dict[int, list[tuple[Any, ...]]] = {}
            for row in found:
                chunks.setdefault((row[place] - first) // CHUNK, []).append(row)
            inserts.append(
                (f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", list(chunks.values()))
            )
        wallets = connection.execute(
            "SELECT wallet.balance, wallet.period, wallet.number FROM operation JOIN wallet"
            " ON wallet.community = operation.community AND wallet.number = operation.member"
            " WHERE operation.kind = 'grant' ORDER BY operation.number"
        ).fetchall()
    return Rows(inserts, [wallets[start : start + CHUNK] for start in range(0, len(wallets), CHUNK)])


def _write(path: Path, what: Rows) -> float:
    began = time.perf_counter()
    with bare(path) as connection:
        for place, wallets in enumerate(what.wallets):
            connection.execute("BEGIN IMMEDIATE")
            for sql, chunks in what.inserts:
                connection.executemany(sql, chunks[place])
            connection.executemany(
                "UPDATE wallet SET balance = ?, period = ? WHERE number = ? AND community = 1", wallets
            )
            connection.execute("COMMIT")
        return time.perf_counter() - began


async def floor(seeded: Path, granted: Path, scratch: Path) -> float:
    """Seconds of bare sqlite3 for the same rows: an executemany a table, a commit per 200 members."""
    path = house.copy(seeded, scratch)
    try:
        return await asyncio.to_thread(_write, path, rows(granted))
    finally:
        path.unlink()
