"""`connects run` begins and ends as it should: nothing is left at work that would keep the process."""

from __future__ import annotations

import asyncio
import shutil
import signal
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot import serving
from bot.config import Settings
from bot.failing import Failed
from bot.wiring import Bot, open_bot
from core.ports import Courier, Parcel
from core.queries import NextDue
from tests.bot.test_outbox import post, states
from tests.core.town import Clock, Mailbox, Town

NewTown = Callable[..., Awaitable[Town]]


class Stage:
    """A platform that does what a test says, and notes what is asked of it."""

    def __init__(self, courier: Courier | None = None) -> None:
        self.courier = courier or Mailbox("stage")
        self.asked: list[str] = []
        self.bot: Bot | None = None
        self.closed = asyncio.Event()
        self.starting: Callable[[], Awaitable[None]] = self._nothing
        self.serving: Callable[[], Awaitable[None]] = self._told

    async def _nothing(self) -> None:
        return None

    async def _told(self) -> None:
        signal.raise_signal(signal.SIGTERM)
        await self.closed.wait()

    async def start(self, bot: Bot) -> None:
        self.bot = bot
        self.asked.append("start")
        await self.starting()

    async def serve(self) -> None:
        self.asked.append("serve")
        await self.serving()

    def is_connected(self) -> bool:
        return "serve" in self.asked and not self.closed.is_set()

    async def drain(self, seconds: float) -> None:
        self.asked.append("drain")

    async def close(self) -> None:
        self.asked.append("close")
        self.closed.set()


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    """A database of a test's own, and no platform."""
    path = tmp_path / "connects.db"
    shutil.copy(template, path)
    return Settings(_env_file=None, database_url=str(path))  # type: ignore[call-arg]


def readers() -> list[threading.Thread]:
    """The threads of the database's connections, which a process outlives none of."""
    return [one for one in threading.enumerate() if "_connection_worker" in one.name]


async def serve(settings: Settings, stage: Stage) -> None:
    """Serve until it ends, which takes less than a host would wait."""
    before = set(readers())
    try:
        async with asyncio.timeout(9):
            await serving.serve(settings, [stage])
    finally:
        left = [one for one in readers() if one not in before]
        for one in left:
            await asyncio.to_thread(one.join, 2)
        assert not any(one.is_alive() for one in left)
        # The database is free for the next.
        await (await open_bot(settings.database(), Clock(), ())).close()


async def test_told_to_stop_it_drains_first_and_closes_then(settings: Settings) -> None:
    stage = Stage()
    await serve(settings, stage)
    assert stage.asked[:4] == ["start", "serve", "drain", "close"]


async def test_told_to_stop_while_signing_in_it_does_not_go_on(settings: Settings) -> None:
    stage = Stage()

    async def told() -> None:
        signal.raise_signal(signal.SIGTERM)
        await asyncio.Event().wait()

    stage.starting = told
    await serve(settings, stage)
    assert set(stage.asked) == {"start", "close"}


@pytest.mark.parametrize("when", ["starting", "serving"])
async def test_a_platforms_failure_is_the_process_s(settings: Settings, when: str) -> None:
    stage = Stage()

    async def fail() -> None:
        raise Failed("the token is wrong.")

    setattr(stage, when, fail)
    with pytest.raises(Failed, match="the token is wrong"):
        await serve(settings, stage)
    assert stage.asked[-1] == "close"


async def test_who_still_reads_when_it_stops_does_not_keep_the_process(settings: Settings) -> None:
    stage = Stage()
    tasks = []

    async def read_for_ever(bot: Bot, reading: asyncio.Event) -> None:
        async with bot.storage.queries.snapshot() as snapshot:
            await snapshot.ask(0, NextDue(0))
            reading.set()
            await asyncio.Event().wait()

    async def told() -> None:
        assert stage.bot is not None
        reading = asyncio.Event()
        tasks.append(asyncio.create_task(read_for_ever(stage.bot, reading)))
        await reading.wait()
        await stage._told()

    stage.serving = told
    await serve(settings, stage)


class Slow(Mailbox):
    """A courier that takes its time, and breaks once its connection is closed."""

    def __init__(self, seconds: float) -> None:
        super().__init__("test", width=8)
        self.seconds = seconds
        self.begun = 0

    async def deliver(self, parcel: Parcel) -> str:
        self.begun += 1
        await asyncio.sleep(self.seconds)
        return await super().deliver(parcel)


async def test_what_is_being_posted_is_finished_and_no_more_is_begun(new_town: NewTown) -> None:
    slow = Slow(0.1)
    town = await new_town(couriers=[slow])
    await town.must("ana", "connects balance")
    await post(town, *((channel, f"n{n}") for n in range(20) for channel in ("a", "b")))
    delivering = asyncio.create_task(town.outbox.run())
    town.outbox.woken.set()
    async with asyncio.timeout(5):
        while not slow.got:
            await asyncio.sleep(0.01)
        await town.outbox.finish(2)
        await delivering  # nobody cancelled it
    assert slow.begun == len(slow.got) == states(town).count("sent") < 20
    assert town.rows("SELECT max(tries) FROM notice") == [(0,)]


async def test_an_outbox_that_breaks_once_goes_on(new_town: NewTown, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.outbox.TROUBLE", 0.05)
    town = await new_town(couriers=[Mailbox()])
    await town.must("ana", "connects balance")
    begin, broken = town.outbox._begin, [ValueError("no such thing")]

    async def once_broken(resting: Any) -> Any:
        if broken:
            raise broken.pop()
        return await begin(resting)

    monkeypatch.setattr(town.outbox, "_begin", once_broken)
    await post(town, ("a", "one"))
    delivering = asyncio.create_task(town.outbox.run())
    town.outbox.woken.set()
    async with asyncio.timeout(5):
        while not town.mail.got:
            await asyncio.sleep(0.01)
        await town.outbox.finish(1)
        await delivering
