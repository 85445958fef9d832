"""One life of a bot: it is opened on a database, hears people, and writes down what it told them.

Everything that outlives it is in a folder: the database, the diary of what was begun and acknowledged,
and the platform, on which what was posted stays.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import core.commands  # noqa: F401 - fills the registry
from bot.meter import SILENT, Meter
from bot.wiring import Bot, open_bot
from core.errors import Refusal
from core.instants import Instant
from core.people import Rank, Who
from core.ports import Parcel
from core.speech import codec
from core.speech.reply import Reply
from tests.crash.flows import RANKS, START, span

PLATFORM, PLACE = "test", "T1"
DATABASE, DIARY, POSTS = "connects.db", "diary", "posts"
Point = Callable[[str], None]
Entry = list[Any]


def nothing(_: str) -> None:
    """A failpoint at which nobody dies."""


def write_line(path: Path, entry: Sequence[Any]) -> None:
    """Add a line that a kill can't tear: one write, and the operating system has it."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, json.dumps(entry).encode() + b"\n")
    finally:
        os.close(file)


def lines(path: Path) -> list[Entry]:
    """What was written so."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def said_of(reply: Reply) -> list[Any]:
    """What of an answer has to be the same when it is given again."""
    return [reply.key, reply.ok, json.loads(codec.document(Reply(reply.key, reply.facts)))]


class Clock:
    """A clock that stands where it was put."""

    def __init__(self, at: Instant = START) -> None:
        self.at = at

    def now(self) -> Instant:
        return self.at

    def steady(self) -> Instant:
        return self.at


class Platform:
    """Takes every message, and can be asked whether it has one already."""

    platform, routed, width, pace = PLATFORM, False, 4, 0.0

    def __init__(self, posts: Path, at: Point = nothing) -> None:
        self._posts, self._at = posts, at

    async def deliver(self, parcel: Parcel) -> str:
        number = parcel.notice.number
        ref = f"m{parcel.community}-{number}"
        if parcel.again and any(one[:2] == [parcel.community, number] for one in lines(self._posts)):
            return parcel.edits or ref
        self._at("before the post")
        kind = ["thing", parcel.notice.thing] if parcel.notice.thing else ["message", parcel.notice.channel]
        write_line(self._posts, [parcel.community, number, *kind, parcel.reply.key])
        self._at("after the post, before the mark")
        return parcel.edits or ref


class Life:
    """A bot that is running; ``at`` is told the places that it passes."""

    def __init__(self, folder: Path, bot: Bot, clock: Clock, at: Point) -> None:
        self.folder, self.bot, self.clock, self._at = folder, bot, clock, at
        self.diary = folder / DIARY

    @classmethod
    async def begin(
        cls, folder: Path, *, url: str = "", at: Point = nothing, now: Instant = START,
        synchronous: Literal["FULL", "NORMAL", "OFF"] = "FULL", meter: Meter = SILENT,
    ) -> Life:  # fmt: skip
        """Open it, and do what is done after every start."""
        clock = Clock(now)
        courier = Platform(folder / POSTS, at)
        bot = await open_bot(
            url or str(folder / DATABASE), clock, [courier], synchronous=synchronous, meter=meter
        )
        bot.engine._grain = lambda: b"grain" * 6  # so that two runs come out the same, to the last hash
        life = cls(folder, bot, clock, at)
        await bot.recover()
        await bot.outbox.deliver()
        return life

    async def say(self, name: str, line: str, key: str, place: str = PLACE) -> Reply:
        """Somebody says something, and is answered."""
        who = Who(PLATFORM, place, name, name, RANKS.get(name, Rank.MEMBER))
        write_line(self.diary, ["begun", key, name, line, place])
        if line == "!left":
            reply = await self.bot.door.left(who, key)
        elif line == "!joined":
            reply = await self.bot.door.joined(who, key)
        else:
            try:
                answer = await self.bot.door.text(who, line, key)
            except Refusal as refusal:  # it is leaving, or has too much to do
                return Reply(refusal.key, ok=False)
            reply = answer.reply
            self.bot.door.answered(answer.community, key)
        write_line(self.diary, ["acked", key, said_of(reply)])
        return reply

    async def step(self, line: str, key: str) -> None:
        """A line of a flow, and then what it has put into the outbox. Raises AssertionError."""
        moved = span(line)
        if moved:
            write_line(self.diary, ["begun", key, "", line, PLACE])
            self.clock.at += moved
            await self.bot.chores.run(self.clock.now())
            write_line(self.diary, ["acked", key, ["moved", True, None]])
        else:
            if line.startswith("!"):
                line, _, name = line.partition(" ")
            else:
                name, _, line = line.partition("> ")
            reply = await self.say(name, line, key)
            assert reply.ok, (name, line, reply.key, dict(reply.facts))
        self._at("between the answer and the outbox")
        await self.bot.outbox.deliver()
        self._at("after the outbox")

    async def end(self) -> None:
        """Close it as it should be."""
        await self.bot.close()


_UNLIKE = {
    "community": ("notices",), "receipt": None, "notice": None, "meta": None, "card": ("ref",),
    "sqlite_stat1": None, "sqlite_sequence": None,
}  # fmt: skip
"""What a crash adds to: the word that something was done; and what is kept of a delivery."""


def fingerprint(folder: Path) -> dict[str, list[Entry]]:
    """All that a flow leaves, the journal's hashes as well."""
    found: dict[str, list[Entry]] = {}
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in names:
            without = _UNLIKE.get(table, ())
            if without is not None:
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                some = ", ".join(f'"{name}"' for name in columns if name not in without)
                found[table] = [list(row) for row in connection.execute(f"SELECT {some} FROM {table}")]
                found[table].sort(key=repr)
    posted = lines(folder / POSTS)
    found["messages"] = sorted(one[2:] for one in posted if one[2] == "message" and one[4] != "receipt.done")
    found["cards"] = [list(one) for one in {one[3]: one[4] for one in posted if one[2] == "thing"}.items()]
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def doubled(folder: Path) -> list[Entry]:
    """Messages that the platform has twice."""
    numbers = [tuple(one[:2]) for one in lines(folder / POSTS)]
    return [list(one) for one in sorted(set(numbers)) if numbers.count(one) > 1]
