"""A database is copied whole, from either kind to either, or not at all."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.storage.copying import WHOLE
from adapters.storage.errors import StorageError
from adapters.storage.open import open_storage
from adapters.storage.postgres import address, connect
from bot.copying import copy
from bot.replicas import Several
from tests.adapters.storage.world import settled, world, write
from tests.postgres import database
from tests.stories.grammar import read
from tests.stories.playing import nowhere, play


@pytest_asyncio.fixture
async def postgres() -> AsyncIterator[str]:
    async with database(empty=True) as url:
        yield url


async def lived(folder: Path) -> Path:
    """A database in which a story was played."""
    await play(read("rule-32-an-agency-and-its-people"), folder, nowhere)
    return folder / "connects.db"


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and what SQLite is told of its indexes."""
    with closing(sqlite3.connect(path)) as database:
        names = (*(table.name for table in WHOLE), "alembic_version", "sqlite_stat1")
        found = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        found["schema"] = database.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
        ).fetchall()
        return {name: sorted(rows, key=repr) for name, rows in found.items()}


async def test_there_and_back_again_nothing_has_changed(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = await lived(tmp_path)
    assert await copy(str(first), postgres) == 0
    assert await copy(postgres, str(tmp_path / "second.db")) == 0
    assert await copy(str(tmp_path / "second.db"), f"sqlite:///{tmp_path}/third.db") == 0
    assert dump(first) == dump(tmp_path / "second.db") == dump(tmp_path / "third.db")
    said = capsys.readouterr()
    assert len(re.findall("invariants hold in the copy", said.err)) == 3
    assert "operation " in said.out


async def test_nothing_is_copied_over_something(tmp_path: Path, postgres: str) -> None:
    first = await lived(tmp_path)
    await copy(str(first), postgres)
    with pytest.raises(StorageError, match=r"not empty .* name a new one"):
        await copy(str(first), postgres)
    second = tmp_path / "second.db"
    second.write_text("mine")
    with pytest.raises(StorageError, match=r"something at .* already"):
        await copy(postgres, str(second))
    assert second.read_text() == "mine"
    with pytest.raises(StorageError, match="another database"):
        await copy(str(first), str(first))


async def test_who_serves_is_to_be_stopped_first(tmp_path: Path, postgres: str) -> None:
    first = await lived(tmp_path)
    opened = await open_storage(str(first))
    with pytest.raises(StorageError, match="already in use"):
        await copy(str(first), postgres)
    await opened.close()
    await copy(str(first), postgres)

    opened = await open_storage(postgres)
    assert opened.leases is not None
    replica = Several(opened.leases, ["discord"])
    await replica.claim()
    with pytest.raises(StorageError, match=r"1 processes serve from .*: stop them first"):
        await copy(postgres, str(tmp_path / "second.db"))
    await replica.leave()
    await opened.close()
    assert await copy(postgres, str(tmp_path / "second.db")) == 0


async def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, postgres: str) -> None:
    """A row that points nowhere is found at the end, when most was written."""
    first = await lived(tmp_path)
    with closing(sqlite3.connect(first)) as database:
        database.execute("DELETE FROM member WHERE number = 1")
        database.commit()
    with pytest.raises(StorageError, match="does not take the copy"):
        await copy(str(first), postgres)
    connection = await connect(address(postgres))
    assert await connection.fetchval("SELECT count(*) FROM operation") == 0
    assert await connection.fetchval("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") > 20
    await connection.close()
    with pytest.raises(StorageError, match="not there"):
        await copy(str(first), str(tmp_path / "second.db"))
    assert not (tmp_path / "second.db").exists()


async def test_books_that_do_not_add_up_are_copied_as_they_are_and_it_is_said(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = await open_storage(str(tmp_path / "odd.db"), synchronous="OFF")
    number = await opened.store.found("discord", "1")
    await write(opened.store, number, world(), [settled()])
    await opened.close()
    assert await copy(str(tmp_path / "odd.db"), postgres) == 1
    assert "what was copied breaks" in capsys.readouterr().err


def test_the_same_by_the_documented_command(tmp_path: Path) -> None:
    from bot.cli import main

    path = asyncio.run(lived(tmp_path))
    assert main(["copy", "--from", str(path), "--to", str(tmp_path / "second.db")]) == 0
    assert main(["verify", "--db", str(tmp_path / "second.db")]) == 0
