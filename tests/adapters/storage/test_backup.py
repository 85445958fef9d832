"""A backup is whole, proven and of one moment, or there is none."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage import migrate
from adapters.storage.backup import take
from adapters.storage.errors import StorageError
from adapters.storage.verify import CHECKS, proof
from core.instants import DAY, SECOND, parse
from tests.adapters.storage.test_verify_story import books, damage
from tests.core.town import Town

NOW = parse("2026-11-23T09:00:00+00:00")
ROOT = Path(__file__).parents[3]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def offends(path: Path) -> list[str]:
    with proof(str(path)) as found:
        return [check.name for check in CHECKS if found.count(check).offenders]


async def test_a_backup_under_load_is_of_one_moment_and_holds_up_nobody(town: Town, tmp_path: Path) -> None:
    await town.must("staff", "job post Logo price:1")
    stop = False
    done: list[int] = []

    async def people(lane: int) -> None:
        while not stop:
            done.append(1)
            await town.must(f"p{lane}-{len(done)}", "apply job-1")

    working = [asyncio.create_task(people(lane)) for lane in range(8)]
    kept = []
    for n in range(3):
        while len(done) < (n + 1) * 40:
            await asyncio.sleep(0.01)
        before = int(town.one("SELECT operations FROM community"))
        at = len(done)
        kept.append(await asyncio.to_thread(take, str(town.path), tmp_path / f"b{n}.db", NOW))
        assert len(done) > at, "people went on meanwhile"
        after = int(town.one("SELECT operations FROM community"))
        assert before <= kept[-1].operations <= after
    stop = True
    await asyncio.gather(*working)
    for one in kept:
        assert one.proven and offends(one.path) == []
        assert rows(one.path, "SELECT operations FROM community") == [(one.operations,)]
    assert kept[0].operations < kept[1].operations < kept[2].operations
    assert sorted(path.name for path in tmp_path.glob("b*")) == ["b0.db", "b1.db", "b2.db"], "no file beside"


def test_a_backup_tells_what_it_holds_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = books(tmp_path)
    written = take(str(path), tmp_path / "copy.db", NOW)
    ((operations, last),) = rows(path, "SELECT count(*), max(at) FROM operation")
    assert (written.communities, written.operations, written.last) == (1, operations, last)
    assert written.size == (tmp_path / "copy.db").stat().st_size
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    path = books(tmp_path)
    (tmp_path / "copy.db").write_text("dear to somebody")
    with pytest.raises(StorageError, match="already: name another one"):
        take(str(path), tmp_path / "copy.db", NOW)
    assert (tmp_path / "copy.db").read_text() == "dear to somebody"


def test_a_folder_keeps_the_newest_of_its_own_and_whatever_else_is_there(tmp_path: Path) -> None:
    path = books(tmp_path)
    folder = tmp_path / "kept"
    folder.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('pepper', 'ours')")
        connection.commit()
    others = folder / "books-20200101T000000Z.db"
    take(str(path), others, NOW, invariants=False)
    with closing(sqlite3.connect(others)) as connection:
        connection.execute("UPDATE meta SET value = 'theirs' WHERE name = 'pepper'")
        connection.commit()
    (folder / "books-before-the-move.db").write_text("ours too, but named by a person")
    stale, fresh = (folder / f".books-20260101T00000{n}Z.db.99{n}.part" for n in (1, 2))
    for one in (stale, fresh):
        one.write_text("half")
    os.utime(stale, (time.time() - 2 * 86_400,) * 2)
    for day in range(4):
        take(str(path), folder, NOW + day * DAY, keep=2, invariants=False)
    assert sorted(one.name for one in folder.iterdir()) == [
        fresh.name, others.name, "books-20261125T090000Z.db", "books-20261126T090000Z.db",
        "books-before-the-move.db",
    ]  # fmt: skip


def test_a_database_of_an_older_schema_is_backed_up_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate._upgrade(path, migrate._SCRIPTS, "0001")
    written = take(str(path), tmp_path / "copy.db", NOW)
    assert (written.schema, written.proven) == ("0001", False)
    assert migrate.version(tmp_path / "copy.db") == migrate.version(path) == "0001"


def test_books_that_do_not_add_up_are_no_backup_unless_one_asks_for_it(tmp_path: Path) -> None:
    path = books(tmp_path)
    damage(path, "UPDATE account SET balance = balance + 1 WHERE name = 'spent'")
    with pytest.raises(StorageError, match=r"do not add up .*--no-verify"):
        take(str(path), tmp_path / "copy.db", NOW)
    assert not [one for one in tmp_path.iterdir() if "copy" in one.name]
    assert not take(str(path), tmp_path / "copy.db", NOW, invariants=False).proven


def test_killed_in_the_middle_it_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    path = books(tmp_path)
    final = tmp_path / "copy.db"
    for delay in (0.0, 0.05):
        with subprocess.Popen(command("backup", "--db", str(path), "--to", str(final)), cwd=ROOT) as process:
            while not list(tmp_path.glob("*.part")):
                assert process.poll() is None
                time.sleep(0.002)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
        assert not final.exists()
    assert take(str(path), final, NOW).proven, "what was left is in nobody's way"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    path = books(tmp_path)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    ended = subprocess.run(
        command("backup", "--db", str(path), "--to", str(tmp_path / "copy.db")),
        cwd=ROOT, preexec_fn=small, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "could not be written, and is gone" in ended.stderr
    assert not [one for one in tmp_path.iterdir() if "copy" in one.name]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("none/copy.db", "Nothing can be written in"),
        ("none/", "There is no folder"),
        ("file/x.db", "Nothing"),
    ],
)
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, to: str, said: str) -> None:
    path = books(tmp_path)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match=said):
        take(str(path), f"{tmp_path}/{to}", NOW)


async def test_the_moment_of_a_backup_goes_with_it(town: Town, tmp_path: Path) -> None:
    await town.must("ana", "connects balance")
    take(str(town.path), tmp_path / "copy.db", NOW + SECOND)
    assert rows(tmp_path / "copy.db", "SELECT value FROM meta WHERE name = 'backup'") == [
        (str(NOW + SECOND),)
    ]
    assert town.rows("SELECT value FROM meta WHERE name = 'backup'") == []
