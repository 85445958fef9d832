"""What goes wrong with the database is told apart from what is wrong with a row."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from adapters.storage import store
from adapters.storage.errors import StorageError
from adapters.storage.open import Storage, open_storage
from core.ledger.operations import Operation
from core.people import Text
from core.ports import Changes, Unavailable, Unknown
from tests.adapters.storage.world import by_kind, operation, write

pytestmark = pytest.mark.asyncio


@pytest.fixture
def url(path: Path) -> str:
    """What is told here is told of SQLite."""
    return str(path)


NEW = [operation(4, "gift", 400)]


async def test_somebody_elses_lock_makes_it_unavailable_not_rejected(
    lived: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY", 20)
    with closing(sqlite3.connect(lived.url, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            await lived.store.begin([1])
        other.execute("ROLLBACK")
    await write(lived.store, 1, NEW)


async def test_a_full_disk_is_unavailable_and_nobodys_fault(lived: Storage) -> None:
    ((pages,),) = await lived.store._connection.execute_fetchall("PRAGMA page_count")
    await lived.store._connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [Text(number, 1, 1, "s", "x" * 4_000) for number in range(10, 200)]
    with pytest.raises(Unavailable, match="full"):
        await write(lived.store, 1, many)
    await lived.store._connection.execute("PRAGMA max_page_count = 1000000")
    await write(lived.store, 1, many)


@pytest.mark.parametrize(
    ("first", "raised"), [("SELECT 1", Unavailable), ("COMMIT", Unknown), ("ROLLBACK", Unknown)]
)
async def test_a_commit_that_fails_is_unknown_unless_its_transaction_still_stands(
    first: str, raised: type[Exception], lived: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(connection: sqlite3.Connection) -> None:
        connection.execute(first)
        raise sqlite3.OperationalError("disk I/O error")

    transaction = await lived.store.begin([1])
    await transaction.write([Changes(1, by_kind(NEW))])
    with monkeypatch.context() as patch:
        patch.setattr(store, "_commit", failing)
        with pytest.raises(raised, match="disk I/O error"):
            await transaction.commit()
    await transaction.rollback()
    transaction = await lived.store.begin([1])
    assert bool((await transaction.load({Operation: [(1, 4)]}))[Operation]) == (first == "COMMIT")
    await transaction.rollback()


async def test_a_closed_database_is_unavailable(path: Path) -> None:
    opened = await open_storage(str(path), synchronous="OFF")
    await opened.close()
    with pytest.raises(Unavailable):
        await opened.store.begin([1])


async def test_the_pragmas_hold(path: Path) -> None:
    opened = await open_storage(str(path))
    for name, value in {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }.items():
        assert list(await opened.store._connection.execute_fetchall(f"PRAGMA {name}")) == [(value,)]
    await opened.close()


async def test_a_pragma_that_does_not_take_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await open_storage(str(path), synchronous="OFF")).close()
    asked = aiosqlite.Connection.execute_fetchall

    async def deaf(self: aiosqlite.Connection, sql: str, parameters: Any = None) -> Any:
        return [("delete",)] if sql == "PRAGMA journal_mode" else await asked(self, sql, parameters)

    monkeypatch.setattr(aiosqlite.Connection, "execute_fetchall", deaf)
    with pytest.raises(
        StorageError, match=r"did not take journal_mode = WAL on .*connects\.db \(it says delete\)"
    ):
        await open_storage(str(path), synchronous="OFF")
    monkeypatch.undo()
    await (await open_storage(str(path), synchronous="OFF")).close()


async def test_somebody_elses_lock_holds_up_the_loop_no_more_than_a_moment(lived: Storage) -> None:
    with closing(sqlite3.connect(lived.url, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        beginning = asyncio.create_task(lived.store.begin([1]))
        loop = asyncio.get_running_loop()
        for _ in range(10):
            asked = loop.time()
            await asyncio.sleep(0.01)
            assert loop.time() - asked < 0.5
        assert not beginning.done()
        other.execute("ROLLBACK")
        await (await beginning).rollback()
