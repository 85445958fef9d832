"""A database that an older release made is brought up to this one with all that is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.schema import metadata
from core.book import Book
from core.rules import places
from tests.adapters.storage.test_opening import schema
from tests.adapters.storage.test_verify_story import FIRST, decide, found, told

Rows = dict[str, list[tuple[Any, ...]]]
RELEASED = {
    "0001_first.py": "069b16dbca0ccca2f12ecd1d2d7cfe56d4995d30f6115b8ecf055b1d36cf8d98",
    "0002_places.py": "0e8d5717f353d94f194658465a6733ae35c86fc08f8b4f466f544c34ed2beb30",
    "0003_rulebook.py": "5e02304786dff8c2dc49efa8db5a3958ab64c7ef1ff804070f6790634f54ceb3",
    "0004_erasing.py": "0027d71e2947852c63a8853208750a1b8bde5353ba167842a96f1712710458f3",
}
VERSIONS = Path(migrate.__file__).with_name("migrations") / "versions"


def fields(connection: sqlite3.Connection, table: str) -> str:
    return ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})"))


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """The tables with their columns, but for those that are not ours."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = (name for name in names if name != "alembic_version" and not name.startswith("sqlite_"))
    return {name: fields(connection, name) for name in ours}


def read_all(path: Path, columns: dict[str, str]) -> Rows:
    """All rows of these columns."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {some} FROM {table}"))
            for table, some in columns.items()
        }


@pytest.fixture
def first(path: Path, tmp_path: Path) -> dict[str, str]:
    """A database that the first migration alone has made, with a story in it; its tables and columns."""
    source = tmp_path / "told.db"
    source.write_bytes(told(FIRST))
    migrate._upgrade(path, migrate._SCRIPTS, "0001")
    with closing(sqlite3.connect(path)) as connection:
        columns = tables(connection)
        for table, rows in read_all(source, columns).items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} ({columns[table]}) VALUES ({marks})", rows)
        connection.commit()
    return columns


def test_a_database_of_the_first_schema_keeps_every_row_and_is_clean(
    path: Path, first: dict[str, str]
) -> None:
    assert migrate.version(path) == "0001"
    assert {"route", "role_rank"}.isdisjoint(first) and "away" not in first["community"]
    before = read_all(path, first)
    assert len(before["operation"]) > 100
    with pytest.raises(StorageError, match="older schema"):
        found(path)
    assert migrate.migrate(str(path)) == list(migrate.REVISIONS[1:])
    after = read_all(path, first)
    dues = [row[-1] for row in before["wallet"]], [row[-1] for row in after["wallet"]]
    assert all(new <= old for old, new in zip(*dues, strict=True)), "a due may be early, never late"
    for rows in (before, after):
        rows["wallet"] = [row[:-1] for row in rows["wallet"]]
    assert after == before
    assert found(path) == {}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT away FROM community").fetchall() == [(0,)]


def test_a_migrated_database_is_what_the_schema_says_to_the_planner_too(
    path: Path, tmp_path: Path, first: dict[str, str]
) -> None:
    migrate.migrate(str(path))
    migrate.migrate(str(tmp_path / "new.db"))
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(tmp_path / "new.db")) as new:
        with closing(sqlite3.connect(":memory:")) as made:
            metadata.create_all(create_engine("sqlite://", creator=lambda: made))
            assert schema(old) == schema(made)
        told_planner = [
            sorted(one.execute("SELECT tbl, idx, stat FROM sqlite_stat1"), key=str) for one in (old, new)
        ]
        assert told_planner[0] == told_planner[1]
        assert {"route", "role_rank"} <= {table for table, _, _ in told_planner[0]}


async def test_the_bot_goes_on_in_a_migrated_database(path: Path, first: dict[str, str]) -> None:
    def map_and_leave(book: Book) -> None:
        places.map_role(book, "console", "Hirers", "client", 1)
        places.choose(book, "console", "jobs", "#hall", 1)
        places.leave(book)

    await decide(path, map_and_leave)
    assert migrate.version(path) == migrate.HEAD
    assert found(path) == {}
    await decide(path, places.back, "test/back")
    assert found(path) == {}


def test_a_migration_that_fails_leaves_the_older_schema_as_it_was(
    path: Path, tmp_path: Path, first: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((VERSIONS.parent / "env.py").read_text("utf-8"), "utf-8")
    for file in VERSIONS.glob("*.py"):
        text = file.read_text("utf-8")
        if not file.name.startswith("0001"):
            text = text.replace("\n\ndef downgrade", '\n    op.execute("SELECT nonsense")\n\n\ndef downgrade')
        (scripts / "versions" / file.name).write_text(text, "utf-8")
    before = read_all(path, first)
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    with pytest.raises(StorageError, match="could not be migrated and is as it was"):
        migrate.migrate(str(path))
    assert migrate.version(path) == "0001"
    with closing(sqlite3.connect(path)) as connection:
        assert tables(connection) == first
    assert read_all(path, first) == before


def test_a_released_migration_is_never_changed() -> None:
    for name, digest in RELEASED.items():
        assert sha256((VERSIONS / name).read_text("utf-8").encode()).hexdigest() == digest, name
