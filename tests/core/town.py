"""A bot in a test: the real engine, door, chores and database, with a clock that stands."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import core.commands  # noqa: F401 - fills the registry
from adapters.storage.open import Storage, open_storage
from bot.outbox import Delivery
from bot.scheduler import Chores
from core import chores
from core.book import Book
from core.chat.door import Door
from core.engine import Engine
from core.errors import Refusal
from core.instants import Instant, parse
from core.ledger.accounts import Account
from core.people import Rank, Who
from core.pieces import Limits, Piece
from core.ports import Changes, Courier, Parcel
from core.speech.reply import Reply

START = parse("2026-03-04T10:00")
RANKS = {"staff": Rank.STAFF, "other": Rank.STAFF, "client": Rank.CLIENT, "buyer": Rank.CLIENT}
"""Whom the platform gives a rank, by name."""


class Clock:
    """A clock that stands where it was put, back in time too."""

    def __init__(self, at: Instant = START) -> None:
        self.at = at
        self.ahead = 0
        """By how much the wall has jumped."""
        self.ticks = 0
        """How far it goes with every look."""

    def now(self) -> Instant:
        self.at += self.ticks
        return self.at + self.ahead

    def steady(self) -> Instant:
        return self.at


class Faults:
    """What broke, in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[BaseException, str]] = []

    def report(self, error: BaseException, doing: str) -> str:
        self.seen.append((error, doing))
        return f"I{len(self.seen)}"


class Troubled:
    """A store around the real one, on which trouble comes as a test asks for it.

    ``plan`` is read one step at each event (begin, load, write, commit, committed): None lets
    it pass, an exception is raised instead of it, or after it for ``committed``.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.together: bool = inner.together
        self.width: int = inner.width
        self.plan: dict[str, list[BaseException | None]] = {}
        self.written: list[list[Changes]] = []
        self.events: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def meet(self, event: str) -> None:
        self.events.append(event)
        todo = self.plan.get(event)
        trouble = todo.pop(0) if todo else None
        if trouble is not None:
            raise trouble

    async def begin(self, communities: Sequence[int]) -> Any:
        await self.gate.wait()
        self.meet("begin")
        return TroubledTransaction(self, await self.inner.begin(communities))

    async def found(self, platform: str, place: str) -> int:
        return int(await self.inner.found(platform, place))

    async def remember(self, name: str, value: str) -> None:
        await self.inner.remember(name, value)

    async def settle(self, name: str, value: str) -> str:
        return str(await self.inner.settle(name, value))

    async def take(self, name: str) -> str:
        return await self.inner.take(name)


class TroubledTransaction:
    """See `Troubled`."""

    def __init__(self, store: Troubled, inner: Any) -> None:
        self.store = store
        self.inner = inner
        self.time: Instant = inner.time

    async def load(self, wanted: Any) -> Any:
        self.store.meet("load")
        return await self.inner.load(wanted)

    async def write(self, changes: Sequence[Changes]) -> None:
        self.store.meet("write")
        await self.inner.write(changes)
        self.store.written.append(list(changes))

    async def commit(self) -> None:
        self.store.meet("commit")
        await self.inner.commit()
        self.store.meet("committed")

    async def rollback(self) -> None:
        await self.inner.rollback()


class Mailbox:
    """A courier that takes what comes; ``trouble`` is asked first and may raise."""

    def __init__(
        self, platform: str = "test", *, routed: bool = False, width: int = 1, pace: float = 0.0
    ) -> None:
        self.platform = platform
        self.routed = routed
        self.width = width
        self.pace = pace
        self.got: list[Parcel] = []
        self.trouble: Callable[[Parcel], None] = lambda parcel: None

    async def deliver(self, parcel: Parcel) -> str:
        self.trouble(parcel)
        self.got.append(parcel)
        return parcel.edits or f"m{len(self.got)}"

    def channels(self) -> list[str]:
        return [parcel.notice.channel for parcel in self.got]


class Town:
    """A running bot. ``community`` is the number of its first place, ``mail`` the first of its couriers."""

    storage: Storage
    store: Troubled
    engine: Engine
    door: Door
    chores: Chores
    mail: Mailbox
    outbox: Delivery
    community: int

    def __init__(
        self,
        path: Path,
        *,
        limits: Limits = Limits(),
        clock: Clock | None = None,
        preset: str = "classic",
        couriers: Sequence[Courier] = (),
    ) -> None:
        self.path = path
        self.limits = limits
        self.clock = clock or Clock()
        self.preset = preset
        self.faults = Faults()
        self.couriers = couriers or (Mailbox(),)
        self.mail = self.couriers[0]  # type: ignore[assignment]
        self.runs: asyncio.Task[None] | None = None
        self._keys = 0
        self._reader: sqlite3.Connection | None = None
        self.session = 0
        self.url = ""
        """Of another database than the file; what is in it is then seen in a copy at that path."""

    async def open(self, *, run: bool = True) -> Town:
        self.session += 1
        self.storage = await open_storage(self.url or str(self.path), synchronous="OFF")
        self.store = Troubled(self.storage.store)
        self.engine = Engine(self.store, self.clock, self.faults, lambda: b"grain" * 6, limits=self.limits)
        self.door = Door(self.engine, self.storage.queries, self.clock, self.faults, preset=self.preset)
        self.chores = Chores(self.engine, self.storage.queries, self.clock)
        self.outbox = Delivery(self.engine, self.storage.queries, self.door, self.clock, self.couriers)
        self.community = await self.storage.store.found("test", "T1")
        if run:
            self.start()
        return self

    def start(self) -> None:
        self.runs = asyncio.create_task(self.engine.run())

    async def close(self) -> None:
        if self.runs is not None:
            self.engine.leave()
            await asyncio.wait_for(self.runs, 20)
            self.runs = None
        self.stop_reading()
        await self.storage.close()

    async def crash(self) -> None:
        """End as a killed process does: nothing is finished."""
        if self.runs is not None:
            self.runs.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.runs
            self.runs = None
        self.stop_reading()
        await self.storage.close()

    async def restart(self, *, crash: bool = True) -> None:
        await (self.crash() if crash else self.close())
        await self.open()

    # What people do -----------------------------------------------------------

    def who(self, name: str, place: str = "T1", **more: Any) -> Who:
        return Who("test", place, name, name, RANKS.get(name, Rank.MEMBER), **more)

    def key(self) -> str:
        self._keys += 1
        return f"test/{self.session}/{self._keys}"

    async def say(self, name: str, line: str, key: str = "", place: str = "T1") -> Reply:
        """Somebody says something and has the answer."""
        key = key or self.key()
        answer = await self.door.text(self.who(name, place), line, key)
        return answer.reply

    async def must(self, name: str, line: str, **more: Any) -> Reply:
        """Somebody says something that is to be done."""
        key = self.key()
        answer = await self.door.text(self.who(name, **more), line, key)
        assert answer.reply.ok, (line, answer.reply.key, answer.reply.facts, self.faults.seen)
        self.door.answered(answer.community, key)
        return answer.reply

    async def tick(self) -> None:
        await self.chores.run(self.clock.now())

    async def recover(self) -> None:
        await self.chores.run(self.clock.now(), chores.AT_START)

    async def settle_marks(self) -> None:
        """Have the lazy marks written now."""
        timer = self.engine.marks._timer
        if timer is not None:
            timer.cancel()
        self.engine.marks.write()
        await self.engine.submit(
            self.piece("after-marks", lambda book: Reply("done"), kept=False, person=False)
        )

    # Pieces of work -------------------------------------------------------------

    def piece(self, key: str, decide: Callable[[Book], Reply], **more: Any) -> Piece:
        more.setdefault("community", self.community)
        return Piece(key=key, decide=decide, **more)

    def queue(self, pieces: Sequence[Piece]) -> list[asyncio.Task[Any]]:
        """Submit pieces in order, without waiting."""
        return [asyncio.create_task(self.engine.submit(piece)) for piece in pieces]

    async def do(self, pieces: Sequence[Piece]) -> list[Any]:
        """Submit pieces together; their answers, or what was raised."""
        return await asyncio.wait_for(asyncio.gather(*self.queue(pieces), return_exceptions=True), 30)

    # What is in the database ------------------------------------------------------

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        if self._reader is None:
            self._reader = sqlite3.connect(self.path)
        return self._reader.execute(statement, values).fetchall()

    def stop_reading(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def one(self, statement: str, *values: Any) -> Any:
        ((value,),) = self.rows(statement, *values)
        return value

    def notes(self) -> list[str]:
        """What `note` wrote, in the order of writing."""
        return [name for (name,) in self.rows("SELECT name FROM account ORDER BY community, balance")]

    def member(self, name: str) -> int:
        return int(self.one("SELECT member FROM identity WHERE person = ? AND community = 1", name))

    def balance(self, name: str) -> int:
        return int(
            self.one("SELECT balance FROM wallet WHERE community = 1 AND number = ?", self.member(name))
        )

    def kinds(self) -> list[str]:
        return [
            kind for (kind,) in self.rows("SELECT kind FROM operation WHERE community = 1 ORDER BY number")
        ]


def note(name: str) -> Callable[[Book], Reply]:
    """A decision that writes its name down, numbered in order."""

    def decide(book: Book) -> Reply:
        book.add(Account(name, book.next("jobs")))
        return Reply("noted", {"name": name})

    return decide


def poison(book: Book) -> Reply:
    """A decision that the core takes for good and the database refuses."""
    book.add(Account("poison", 10**17))
    return Reply("noted")


def fault(book: Book) -> Reply:
    """A decision that breaks half-way."""
    book.add(Account("half", book.next("jobs")))
    raise ZeroDivisionError("a bug of ours")


def refuse(book: Book) -> Reply:
    """A decision that says no half-way."""
    book.add(Account("half", book.next("jobs")))
    raise Refusal("busy", what="no")


def copy_of(template: Path, path: Path) -> Path:
    """A database that is empty and has its tables."""
    shutil.copy(template, path)
    return path
