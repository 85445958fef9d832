"""The disk is in trouble from the n-th write or sync on: what is refused, what goes on, and how it mends.

The database's own file layer answers as SQLite's does when a disk is full, broken or not to be written to,
so everything above it is the real thing. Nothing is started again: the same process goes on.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.condition import Condition
from bot.meter import Silent
from core import engine
from core.pieces import Batch
from core.speech.reply import Reply
from tests.crash.crowd import count_keys, missed
from tests.crash.forking import add_up, fork
from tests.crash.life import DATABASE, Life, fingerprint, said_of
from tests.crash.vfs import watch

FULL, READ_ONLY, BROKEN_WRITE, BROKEN_SYNC = 13, 8, 778, 1034
"""SQLite's result codes: FULL, READONLY, IOERR_WRITE, IOERR_FSYNC (sqlite.org/rescode.html)."""
PATIENCE = 10
"""Seconds in which a disk that only hangs is let go, if the question never comes through."""
BETWEEN = 0.002
"""Seconds between two tries of the engine at most: with its own, thousands of cases would take hours."""
REFUSED = ("unavailable", "outcome.unknown")


@dataclass(frozen=True)
class Kind:
    """A trouble: what it falls on, and what SQLite hears of it; 0 hangs, and says nothing."""

    falls: tuple[str, ...]
    code: int


KINDS = {
    "disk full": Kind(("write",), FULL),
    "write broken": Kind(("write",), BROKEN_WRITE),
    "sync broken": Kind(("sync",), BROKEN_SYNC),
    "read-only": Kind(("write", "truncate"), READ_ONLY),
    "slow": Kind(("sync",), 0),
}
LINES = (
    ("client", "job post Text price:2"),
    ("ana", 'apply job-1 message:"Me, please"'),
    ("ben", "apply job-1 boost:3"),
    ("cam", "apply job-2"),
    ("ana", "boost proposal-1 5"),
    ("client", 'proposal interview proposal-1 "When?"'),
    ("ana", 'proposal answer proposal-1 "Tomorrow"'),
    ("cam", "proposal withdraw proposal-3"),
    ("cam", "connects buy 40"),
    ("staff", "admin confirm order-1 R-1"),
    ("staff", "admin grant ben 5 reason:thanks"),
    ("client", "job cancel job-1"),
    ("staff", "job remove job-2 reason:spam"),
)  # fmt: skip
BEFORE = (
    ("client", "job post Logo price:4 hires:2"),
    ("client", "job post Site price:6"),
    *((name, "connects test q1:b") for name in ("ana", "ben", "cam")),
)


class Disk:
    """Counts what falls under a trouble, and is in it from the ``fatal``-th on until it is mended."""

    def __init__(self, kind: Kind, fatal: int) -> None:
        self.kind, self.fatal = kind, fatal
        self.armed = self.struck = False
        self.passed = 0
        self.let_go = threading.Event()

    def on_file(self, what: str, *_: Any) -> int:
        """The watch that `vfs.watch` is given."""
        if not self.armed or what not in self.kind.falls:
            return 0
        self.passed += 1
        if self.fatal == 0 or self.passed < self.fatal:
            return 0
        if not self.struck:
            self.struck = True
            if not self.kind.code:
                self.let_go.wait(PATIENCE)
        return self.kind.code

    def mend(self) -> None:
        """From now on it is a disk as any."""
        self.armed = False
        self.let_go.set()


class Faults:
    """Cases: a trouble and the place at which it comes. ``prepare`` first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.undisturbed: Any = None
        self.places: dict[str, int] = {}

    def prepare(self) -> None:
        """Make the beginning, and see how it ends on a good disk. Raises AssertionError."""
        start = self.folder / "start"
        start.mkdir(parents=True)
        self._must(lambda: self._begin(start))
        for name, kind in KINDS.items():
            here = self._fresh()
            self._must(lambda here=here, kind=kind: self._live(here, Disk(kind, 0)))  # type: ignore[misc]
            found = json.loads((here / "found").read_text())
            assert found["wrong"] == [], found
            self.places[name], self.undisturbed = found["passed"], fingerprint(here)

    def cases(self) -> list[tuple[str, int]]:
        """Every trouble at every place."""
        return [(name, place) for name, count in self.places.items() for place in range(1, count + 1)]

    def strike(self, name: str, place: int) -> str:
        """What is wrong, or nothing."""
        here = self._fresh()
        if fork(lambda: self._live(here, Disk(KINDS[name], place)), self.log) != 0:
            return f"it ended: {self.log.read_text()[-500:]}"
        wrong: list[str] = json.loads((here / "found").read_text())["wrong"]
        if fingerprint(here) != self.undisturbed:
            wrong.append("it did not end as on a good disk")
        return "; ".join(wrong)

    def end(self, name: str) -> str:
        """What is wrong, or nothing, if the disk is in trouble when the bot is told to stop."""
        here = self._fresh()
        for work in (lambda: self._stop(here, Disk(KINDS[name], 1)), lambda: self._again(here)):
            if fork(work, self.log) != 0:
                return f"it ended: {self.log.read_text()[-500:]}"
        return "; ".join(json.loads((here / "found").read_text())["wrong"])

    async def _stop(self, here: Path, disk: Disk) -> None:
        watch(disk.on_file)
        life = await Life.begin(here)
        for turn, (name, line) in enumerate(LINES):
            assert (await life.say(name, line, f"turn/{turn}")).ok, line
        disk.armed = True  # the marks of what was answered, and the log's way back, are still to be written
        await asyncio.wait_for(life.end(), PATIENCE)
        assert disk.struck or not disk.kind.code, "no trouble came"

    async def _again(self, here: Path) -> None:
        life = await Life.begin(here)
        await life.end()
        keys = {f"turn/{turn}" for turn in range(len(LINES))}
        wrong = missed(keys, *count_keys(here)) + add_up(str(here / DATABASE))
        (here / "found").write_text(json.dumps({"wrong": wrong}))

    async def _begin(self, here: Path) -> None:
        life = await Life.begin(here)
        for turn, (name, line) in enumerate(BEFORE):
            reply = await life.say(name, line, f"before/{turn}")
            assert reply.ok, (line, reply)
        await life.bot.outbox.deliver()
        await life.end()

    async def _live(self, here: Path, disk: Disk) -> None:
        watch(disk.on_file)
        engine.LONGEST = BETWEEN
        seen = _Seen()
        life = await Life.begin(here, meter=seen)
        seen.condition.bot = life.bot
        # As after hours of work: the log is written back again and again, so that falls under it too.
        await life.bot.storage.store._connection.execute("PRAGMA wal_autocheckpoint = 20")  # type: ignore[attr-defined]
        disk.armed = True
        wrong: list[str] = []
        done: set[str] = set()
        for turn, (name, line) in enumerate(LINES):
            key = f"turn/{turn}"
            reply = await self._say(life, disk, seen.condition, name, line, key, wrong)
            if not reply.ok:
                wrong.append(f"{line}: {reply.key} {dict(reply.facts)}")
            done.add(key)
            again = await life.say(name, line, key)
            if said_of(again) != said_of(reply):
                wrong.append(f"{line}: told {said_of(reply)}, then {said_of(again)}")
        disk.mend()
        lacking = await seen.condition.lacking()
        if lacking:
            wrong.append(f"in the end it lacks {lacking}")
        if disk.fatal and not disk.struck:
            wrong.append("no trouble came")
        await life.bot.outbox.deliver()
        await life.end()
        wrong += missed(done, *count_keys(here)) + add_up(str(here / DATABASE))
        (here / "found").write_text(json.dumps({"wrong": wrong, "passed": disk.passed}))

    async def _say(
        self, life: Life, disk: Disk, condition: Condition, name: str, line: str, key: str, wrong: list[str]
    ) -> Reply:
        """Say a line until it is done, looking around while the disk is in trouble."""
        saying = asyncio.create_task(life.say(name, line, key))
        while not disk.kind.code and not saying.done() and not disk.let_go.is_set():
            if disk.struck:
                await self._ask(life, key, wrong)
                if saying.done():
                    wrong.append(f"{line}: done before its disk was")
                disk.mend()
            await asyncio.sleep(0.001)
        reply = await saying
        if reply.key not in REFUSED:
            return reply
        await self._ask(life, key, wrong)
        if "database" not in await condition.lacking():
            wrong.append(f"{line}: refused, and health says nothing of it")
        second = await life.say(name, line, key)
        if second.ok and reply.key == "unavailable":
            wrong.append(f"{line}: done on a disk in trouble")
        disk.mend()
        return second if second.ok else await life.say(name, line, key)

    async def _ask(self, life: Life, key: str, wrong: list[str]) -> None:
        for line in ("connects balance", "jobs"):
            question = await life.say("ana", line, f"ask/{key}/{line}")
            if not question.ok:
                wrong.append(f"{line} in trouble: {question.key}")

    def _must(self, work: Callable[[], Any]) -> None:
        assert fork(work, self.log) == 0, self.log.read_text()

    def _fresh(self) -> Path:
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(self.folder / "start", here)
        return here


class _Seen(Silent):
    """Tells the condition what the engine tried, as a served bot's does."""

    def __init__(self) -> None:
        self.condition = Condition(())

    def batch(self, batch: Batch) -> None:
        self.condition.batch(batch)
