"""A platform that nobody had thought of works: cards, edits, buttons, deliveries twice, restarts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

import core.commands  # noqa: F401 - fills the registry
from adapters.storage.verify import CHECKS, proof
from bot.clock import SystemClock
from bot.wiring import Bot, open_bot
from tests.adapters import tiny_platform
from tests.adapters.tiny_platform import Lines
from tests.adapters.tiny_server import Server


@contextlib.asynccontextmanager
async def running(database: Path, port: int) -> AsyncIterator[Bot]:
    platform, clock = Lines(port), SystemClock()
    bot = await open_bot(str(database), clock, [platform], system=clock)
    await platform.start(bot)
    delivering = asyncio.create_task(bot.outbox.run())
    yield bot
    await platform.close()
    await bot.outbox.finish(1)
    await bot.close()
    delivering.cancel()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    found = Server()
    found.port = await found.start()
    yield found
    await found.close()


async def test_a_job_is_posted_applied_for_and_answered_on_a_platform_that_nobody_had_thought_of(
    server: Server, tmp_path: Path
) -> None:
    database = tmp_path / "connects.db"
    async with running(database, server.port):
        posted = await server.say("ada", "/job post Logo price:4", operator=True, channel="#jobs")
        assert "job-1" in posted["text"]
        card = await server.seen(lambda one: one["to"] == "#jobs")
        paid = await server.say("ben", "/apply job-1")
        assert "36 Connects" in paid["text"]
        again = await server.say("ben", "/apply job-1", id=2)
        assert again["text"] == paid["text"], "the same delivery has one effect and one answer"
        await server.seen(lambda one: one["to"] == "ada" and "ben" in one["text"])
        await server.seen(lambda one: one["to"] == "#jobs" and "Proposals: 1" in one["text"])
        assert len([one for one in server.posts.values() if one["to"] == "#jobs"]) == 1, "edited, not anew"
    async with running(database, server.port):
        form = await server.press("cleo", card, 1)
        assert "left after that: 36 Connects" in form["text"], "a card's buttons outlive a restart"
        assert "You have 40 Connects" in (await server.say("cleo", "/connects balance"))["text"]
    with proof(str(database)) as books:
        assert not [check.name for check in CHECKS if books.count(check).offenders]


def test_it_takes_less_than_150_lines_to_add_a_platform() -> None:
    assert len(Path(tiny_platform.__file__).read_text("utf-8").splitlines()) < 150
