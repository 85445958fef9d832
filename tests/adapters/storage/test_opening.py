"""Where a database is, who may open it, and how it comes to this release's schema."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import MEMORY, reading, sqlite_path
from adapters.storage.open import Storage, open_storage
from adapters.storage.schema import metadata
from core.queries import Communities

OPEN_AND_HOLD = """
import asyncio, sys
from adapters.storage.open import open_storage
from adapters.storage.errors import StorageError
async def main():
    try:
        await open_storage(sys.argv[1], synchronous="OFF")
    except StorageError as error:
        print("refused:", error, flush=True)
        return
    print("open", flush=True)
    sys.stdin.read()
asyncio.run(main())
"""


@pytest.fixture
def url(path: Path) -> str:
    """What is told here is told of SQLite."""
    return str(path)


@contextmanager
def another(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that opens the database and holds it until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", OPEN_AND_HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        yield process
        process.kill()


def says(process: subprocess.Popen[str]) -> str:
    """The next line a process prints."""
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.asyncio
async def test_a_second_process_is_refused_and_told_what_to_do(storage: Storage) -> None:
    with another(storage.url) as process:
        said = await asyncio.to_thread(says, process)
    assert said.startswith(f"refused: The database {storage.url} is already in use")
    assert f"(process {os.getpid()})" in said and "stop that one first" in said


@pytest.mark.asyncio
async def test_a_killed_process_leaves_no_lock(path: Path) -> None:
    with another(path) as process:
        assert await asyncio.to_thread(says, process) == "open\n"
        with pytest.raises(StorageError, match=f"process {process.pid}"):
            await open_storage(str(path))
    await (await open_storage(str(path), synchronous="OFF")).close()


@pytest.mark.asyncio
async def test_closing_lets_the_next_one_in(path: Path) -> None:
    for _ in range(2):
        await (await open_storage(str(path), synchronous="OFF")).close()
    assert not path.with_name(path.name + "-wal").exists()


@pytest.mark.asyncio
async def test_a_reader_of_its_own_is_not_refused(lived: Storage) -> None:
    with closing(sqlite3.connect(reading(Path(lived.url)), uri=True)) as reader:
        assert reader.execute("SELECT count(*) FROM operation").fetchall() == [(3,)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM operation")


@pytest.mark.asyncio
async def test_memory_is_a_private_file_that_goes(tmp_path: Path) -> None:
    one, two = [await open_storage(MEMORY, synchronous="OFF") for _ in range(2)]
    assert one.url != two.url
    await one.store.found("discord", "1")
    async with two.queries.snapshot() as snapshot:
        assert await snapshot.ask(0, Communities(10)) == []
    for opened in (one, two):
        await opened.close()
        assert not Path(opened.url).parent.exists()


def test_an_address_names_a_file() -> None:
    here = Path.cwd()
    assert sqlite_path("sqlite:///a/b.db") == here / "a/b.db"
    assert sqlite_path("sqlite:////a/b%20c.db") == Path("/a/b c.db")
    assert sqlite_path("sqlite+aiosqlite:////a/b.db") == Path("/a/b.db")
    assert sqlite_path("b.db") == here / "b.db"
    assert sqlite_path(":memory:") is None
    assert sqlite_path("sqlite://") is None
    assert sqlite_path("sqlite:///:memory:") is None


@pytest.mark.parametrize(
    ("url", "says"),
    {
        "mysql://host/db": "begins with mysql:// is not supported",
        "": "address is empty",
        "sqlite://host/db": "nothing after it",
        "sqlite:///a.db?mode=ro": "nothing after it",
    }.items(),
)
def test_another_address_is_refused(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=re.escape(says)):
        sqlite_path(url)


@pytest.mark.asyncio
async def test_a_name_with_marks_in_it_is_a_file_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "a b%20?#.db"
    opened = await open_storage(str(path), synchronous="OFF")
    await opened.store.found("discord", "1")
    async with opened.queries.snapshot() as snapshot:
        assert await snapshot.ask(0, Communities(10)) == [1]
    await opened.close()
    assert path.exists() and migrate.version(path) == migrate.HEAD


@pytest.mark.asyncio
async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere of the database does not exist"):
        await open_storage(str(tmp_path / "nowhere" / "connects.db"))


# The schema -----------------------------------------------------------------


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """What was created, in its own words, spaces aside."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    strange = ("alembic_version", "sqlite_stat1", "sqlite_stat4")
    return {name: " ".join(sql.split()) for name, sql in rows if name not in strange}


def test_the_migrations_make_what_the_schema_says(path: Path) -> None:
    assert migrate.migrate(str(path)) == list(migrate.REVISIONS)
    with closing(sqlite3.connect(path)) as migrated, closing(sqlite3.connect(":memory:")) as made:
        metadata.create_all(create_engine("sqlite://", creator=lambda: made))
        assert schema(migrated) == schema(made)


def test_every_revision_in_the_folder_is_known() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrate.HEAD]
    assert [one.revision for one in scripts.walk_revisions()][::-1] == list(migrate.REVISIONS)
    with pytest.raises(NotImplementedError, match="forward only"):
        scripts.get_revision(migrate.HEAD).module.downgrade()


def test_migrating_twice_does_nothing_the_second_time(path: Path) -> None:
    assert migrate.version(path) == ""
    migrate.migrate(str(path))
    assert migrate.version(path) == migrate.HEAD
    assert migrate.migrate(f"sqlite:///{path}") == []


def test_a_newer_schema_is_refused(path: Path) -> None:
    migrate.migrate(str(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StorageError, match="has schema 9999, made by a newer release"):
        asyncio.run(open_storage(str(path)))


def test_another_programs_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name)")
    with pytest.raises(StorageError, match="not one of Connects"):
        asyncio.run(open_storage(str(path)))


def test_what_is_no_database_is_refused(path: Path) -> None:
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StorageError, match="can't be read as a database"):
        asyncio.run(open_storage(str(path)))


def test_a_migration_that_fails_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    there = Path(migrate.__file__).with_name("migrations")
    (scripts / "env.py").write_text((there / "env.py").read_text())
    first = (there / "versions" / "0001_first.py").read_text()
    bad = first.replace("\n\ndef downgrade", '\n    op.execute("SELECT nonsense")\n\n\ndef downgrade')
    assert bad != first
    (scripts / "versions" / "0001_first.py").write_text(bad)
    monkeypatch.setattr(migrate, "_SCRIPTS", scripts)
    with pytest.raises(StorageError, match="could not be migrated and is as it was"):
        migrate.migrate(str(path))
    assert migrate.version(path) == ""
    monkeypatch.undo()
    assert migrate.migrate(str(path)) == list(migrate.REVISIONS)


def test_opening_what_is_up_to_date_reads_in_no_alembic(path: Path) -> None:
    migrate.migrate(str(path))
    program = (
        "import asyncio, sys\n"
        "from adapters.storage.open import open_storage\n"
        "async def main():\n    await (await open_storage(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print([one for one in ('alembic', 'sqlalchemy.orm') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout == "[]\n"
