"""A drill: the books come back from a backup, and what people see meets them again."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.storage import migrate
from adapters.storage.backup import take
from adapters.storage.errors import StorageError
from adapters.storage.restore import came_back, restore
from adapters.storage.verify import CHECKS, proof
from bot.restoring import reconcile
from core.instants import DAY, MINUTE, SECOND
from core.ports import Parcel
from core.rules.restoring import LEAST
from core.speech.notice import LOG
from tests.adapters.process import ROOT
from tests.core.town import Mailbox, Town

NewTown = Callable[..., Awaitable[Town]]


class Screen(Mailbox):
    """A platform: what was posted stays there whatever becomes of the books, and is found by its mark."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, tuple[str, Parcel]] = {}
        self.doubled: list[str] = []
        self.looked: list[int] = []

    async def deliver(self, parcel: Parcel) -> str:
        self.trouble(parcel)
        self.got.append(parcel)
        mark = f"{parcel.community}.{parcel.notice.number}"
        known = {mark for mark, _ in self.posts.values()}
        if parcel.again:
            self.looked.append(parcel.notice.number)
        if parcel.edits in self.posts:
            self.posts[parcel.edits] = (self.posts[parcel.edits][0], parcel)
            return parcel.edits
        if parcel.again and mark in known:
            return next(ref for ref, (one, _) in self.posts.items() if one == mark)
        if mark in known:
            self.doubled.append(mark)
        ref = f"m{len(self.posts) + 1}"
        self.posts[ref] = (mark, parcel)
        return ref

    def count(self, key: str) -> int:
        return sum(parcel.reply.phrase.key == key for _, parcel in self.posts.values())

    def of_job(self, job: int) -> list[Parcel]:
        return [parcel for _, parcel in self.posts.values() if parcel.notice.thing == f"job-{job}"]


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def offends(path: Path) -> list[str]:
    with proof(str(path)) as found:
        return [check.name for check in CHECKS if found.count(check).offenders]


async def start(town: Town) -> None:
    """As the bot starts: nobody is heard before the restore has been dealt with."""
    await town.open()
    await reconcile(town.engine, town.storage.queries, town.clock)
    await town.recover()


async def come_back(town: Town, kept: Path) -> None:
    await town.close()
    restore(kept, str(town.path), town.clock.at, replace=True)
    await start(town)


async def test_a_restore_doubles_no_message_and_gives_no_number_twice(
    new_town: NewTown, tmp_path: Path
) -> None:
    screen = Screen()
    town = await new_town(couriers=[screen])
    await town.must("staff", "job post First price:4")
    await town.must("ana", "apply job-1")
    await town.outbox.deliver()
    sent_before = len(screen.posts)
    await town.must("ben", "apply job-1")  # its message to the client waits when the backup is taken
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)

    # The lost time: what waited is sent, a job comes and another's card changes.
    town.clock.at += 5 * MINUTE
    await town.outbox.deliver()
    waited = [parcel for _, parcel in list(screen.posts.values())[sent_before:]]
    assert len(waited) >= 1
    lost = await town.must("staff", "job post Second price:6")
    await town.must("cleo", "apply job-1")
    await town.must("cleo", "apply job-2")
    await town.outbox.deliver()
    shown = len(screen.posts)
    assert screen.of_job(1)[0].reply.facts["proposals"] == 3
    highest = int(town.one("SELECT notices FROM community"))

    town.clock.at += 5 * MINUTE
    screen.looked.clear()
    await come_back(town, kept)
    assert town.rows("SELECT max(number) FROM job") == [(1,)]
    await town.outbox.deliver()
    assert screen.doubled == []
    assert screen.looked == [one.notice.number for one in waited] + [
        number for number in screen.looked if number not in {one.notice.number for one in waited}
    ]
    assert len(screen.posts) == shown + 1, "nothing but the word to the staff is new"
    assert screen.count("books.restored") == 1
    assert list(screen.posts.values())[-1][1].notice.channel == LOG
    assert screen.of_job(1)[0].reply.facts["proposals"] == 2, "the card says what the books say"

    # A number of the lost time is not given again: neither to a job, nor to a reply or a message.
    assert (await town.say("dora", "apply job-2")).key == "job.unknown"
    again = await town.must("staff", "job post Third price:1")
    assert town.rows("SELECT max(number) FROM job") == [(1 + LEAST + 1,)]
    assert again.number > lost.number + 1
    await town.outbox.deliver()
    assert screen.doubled == []
    assert min(parcel.notice.number for _, parcel in list(screen.posts.values())[shown:]) > highest
    assert town.faults.seen == []

    await town.restart()
    await reconcile(town.engine, town.storage.queries, town.clock)
    await town.outbox.deliver()
    assert screen.count("books.restored") == 1, "staff are told once"
    await town.close()
    assert offends(town.path) == []


async def test_what_waits_for_a_closed_address_is_looked_for_when_it_opens(
    new_town: NewTown, tmp_path: Path
) -> None:
    from core.ports import Undeliverable
    from core.speech.phrase import say

    screen = Screen()
    town = await new_town(couriers=[screen])
    await town.must("staff", "job post First price:4")
    await town.outbox.deliver()
    await town.must("ana", "apply job-1")
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)
    await town.outbox.deliver()
    await come_back(town, kept)
    shown = len(screen.posts)

    def closed(parcel: Parcel) -> None:
        if parcel.notice.channel.startswith("member/"):
            raise Undeliverable(say("notice.broken"), closes=True)

    screen.trouble = closed
    await town.outbox.deliver()
    screen.trouble = lambda parcel: None
    town.clock.at += 2 * 3_600 * SECOND
    await town.restart(crash=False)
    await town.outbox.deliver()
    assert screen.doubled == []
    assert town.rows("SELECT DISTINCT state FROM notice") == [("sent",)]
    assert screen.count("books.restored") == 1
    assert len(screen.posts) <= shown + 3


async def test_the_same_backup_restored_twice_begins_two_epochs(new_town: NewTown, tmp_path: Path) -> None:
    town = await new_town()
    await town.must("staff", "job post First price:4")
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)
    numbers = []
    for _ in range(2):
        town.clock.at += DAY
        await come_back(town, kept)
        said = await town.must("staff", "job post Again price:4")
        ((job, notice),) = town.rows("SELECT jobs, notices FROM community")
        numbers.append((job, notice, said.number))
    for first, second in zip(*numbers, strict=True):
        assert second > first
    assert town.rows("SELECT value FROM meta WHERE name = 'epoch'") == [("2",)]
    assert [key for (key,) in town.rows("SELECT key FROM operation WHERE kind = 'books.restored'")] == [
        "restore/2"
    ]
    await town.close()
    assert offends(town.path) == []


async def test_killed_while_it_reconciles_it_goes_on_at_the_next_start(
    new_town: NewTown, tmp_path: Path
) -> None:
    town = await new_town()
    for n in range(3):
        await town.must("staff", f"job post Job{n} price:4")
    await town.outbox.deliver()
    await town.must("ana", "apply job-2")
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)
    await town.close()
    restore(kept, str(town.path), town.clock.at, replace=True)
    for pieces in range(1, 4):
        await town.open(run=False)
        working = asyncio.create_task(reconcile(town.engine, town.storage.queries, town.clock))
        town.start()
        while town.engine.pieces < pieces and not working.done():
            await asyncio.sleep(0)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await town.crash()
    await start(town)
    assert town.kinds().count("books.restored") == 1
    assert town.rows("SELECT count(*) FROM notice WHERE channel = 'log'") == [(1,)]
    assert town.rows("SELECT jobs FROM community") == [(3 + LEAST,)]
    assert town.rows("SELECT 1 FROM meta WHERE name = 'restored'") == []
    await town.outbox.deliver()
    await town.close()
    assert offends(town.path) == []


async def test_while_the_bot_runs_nothing_is_restored(town: Town, tmp_path: Path) -> None:
    await town.must("ana", "connects balance")
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)
    for work in (
        lambda: restore(kept, str(town.path), town.clock.at, replace=True),
        lambda: came_back(str(town.path), town.clock.at),
    ):
        with pytest.raises(StorageError, match="already in use by another Connects process"):
            work()
    await town.must("ana", "connects balance")


async def test_over_a_database_only_with_replace_and_then_the_old_one_is_kept_whole(
    town: Town, tmp_path: Path
) -> None:
    await town.must("ana", "connects balance")
    kept = tmp_path / "kept.db"
    take(str(town.path), kept, town.clock.at)
    await town.must("staff", "admin grant ana 5")
    await town.crash()
    before = rows(town.path, "SELECT operations FROM community")
    with pytest.raises(StorageError, match="--replace"):
        restore(kept, str(town.path), town.clock.at)
    # As after a kill: the last commits are in the write-ahead log alone.
    with closing(sqlite3.connect(town.path)) as held:
        held.execute("PRAGMA journal_mode = WAL")
        held.execute("PRAGMA wal_autocheckpoint = 0")
        held.execute("INSERT INTO meta VALUES ('in', 'the log')")
        held.commit()
        copies = {end: Path(f"{town.path}{end}").read_bytes() for end in ("", "-wal")}
    for end, text in copies.items():
        Path(f"{town.path}{end}").write_bytes(text)
    back = restore(kept, str(town.path), town.clock.at, replace=True)
    assert back.kept is not None
    assert rows(back.kept, "SELECT operations FROM community") == before
    assert rows(back.kept, "SELECT value FROM meta WHERE name = 'in'") == [("the log",)]
    assert rows(town.path, "SELECT value FROM meta WHERE name = 'in'") == []
    assert offends(town.path) == [] == offends(back.kept)


def test_a_broken_backup_changes_nothing(template: Path, tmp_path: Path) -> None:
    path, kept = tmp_path / "connects.db", tmp_path / "kept.db"
    path.write_bytes(template.read_bytes())
    text = bytearray(template.read_bytes())
    text[4_096 * 3 : 4_096 * 5] = b"\xff" * 8_192
    kept.write_bytes(bytes(text))
    (tmp_path / "words.db").write_text("no database at all, but long enough to be looked at" * 100)
    before = path.read_bytes()
    for source in (kept, tmp_path / "words.db", tmp_path / "nothing.db"):
        with pytest.raises(StorageError):
            restore(source, str(path), 1, replace=True)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_an_older_backup_is_migrated_and_a_broken_database_can_be_replaced(
    template: Path, tmp_path: Path
) -> None:
    path, kept = tmp_path / "connects.db", tmp_path / "kept.db"
    migrate._upgrade(kept, migrate._SCRIPTS, "0002")
    path.write_text("what a dying disk left of it" * 1_000)
    back = restore(kept, str(path), 1_764_000_000 * SECOND, replace=True)
    assert back.migrated == migrate.REVISIONS[2:] and back.written.schema == migrate.HEAD
    assert back.kept is not None and back.kept.read_text().startswith("what a dying disk")
    assert migrate.version(kept) == "0002", "the backup stays what it is"
    assert offends(path) == []


async def test_a_database_that_other_tools_brought_back_is_reconciled_too(town: Town) -> None:
    await town.must("staff", "job post First price:4")
    await town.close()
    told = came_back(str(town.path), town.clock.at)
    assert (told.epoch, told.since) == (1, town.clock.at), "of when it is its newest operation tells"
    await start(town)
    assert town.kinds()[-1] == "books.restored"
    assert town.rows("SELECT jobs FROM community") == [(1 + LEAST,)]


async def test_verify_knows_which_numbers_were_passed_over(town: Town) -> None:
    await town.must("staff", "job post First price:4")
    await town.close()
    came_back(str(town.path), town.clock.at)
    await start(town)
    await town.must("staff", "job post Second price:4")
    await town.close()
    assert offends(town.path) == []
    for wrong in ("jobs = jobs + 1", "jobs = jobs - 1", "proposals = proposals - 1"):
        with closing(sqlite3.connect(town.path)) as connection:
            connection.execute(f"UPDATE community SET {wrong}")
            connection.commit()
        assert offends(town.path) == ["rows.counters"]
        back = wrong.translate(str.maketrans("+-", "-+"))
        with closing(sqlite3.connect(town.path)) as connection:
            connection.execute(f"UPDATE community SET {back}")
            connection.commit()
    assert offends(town.path) == []


def test_a_full_disk_leaves_the_database_as_it_was(template: Path, tmp_path: Path) -> None:
    path, kept = tmp_path / "connects.db", tmp_path / "kept.db"
    path.write_bytes(template.read_bytes())
    take(str(template), kept, 1)
    before = path.read_bytes()

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    ended = subprocess.run(
        [sys.executable, "-m", "bot", "restore", "--db", str(path), "--from", str(kept), "--replace"],
        cwd=ROOT, preexec_fn=small, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1
    assert "could not be written, and is gone" in ended.stderr
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part")) and not list(tmp_path.glob("*before-restore*"))
