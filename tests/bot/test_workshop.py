"""What takes long is done by a process of its own: one a community, two in all, gone with who waits."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

import core.commands  # noqa: F401 - fills the registry
from bot.wiring import Bot, open_bot
from bot.workshop import Processes
from core.errors import Broken, Refusal
from core.people import Rank, Who
from core.policy.policy import Policy
from core.policy.shipped import document
from core.speech.reply import Reply, reply
from tests.core.town import START, Clock, copy_of

ADA = Who("test", "T1", "ada", "ada", Rank.STAFF)
ASKED = reply("preview.asked", old=document(Policy()), new=document(Policy()), save="")


def unheard(percent: int) -> None:
    pass


@pytest_asyncio.fixture
async def bot(template: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    found = await open_bot(str(copy_of(template, tmp_path / "connects.db")), Clock(START), ())
    await found.door.text(ADA, "connects balance", "k1")
    yield found
    await found.close()


def rows(path: Path) -> str:
    """Every row of every table, as one digest."""
    with closing(sqlite3.connect(path)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


async def asked(workshop: Processes, community: int = 1) -> Reply:
    return await workshop.finish("preview", community, ASKED, START, unheard)


async def test_the_answer_comes_from_elsewhere_with_word_of_how_far_it_is_and_nothing_is_written(
    bot: Bot,
) -> None:
    path, heard = bot.storage.url, list[int]()
    before = rows(path)
    answer = await bot.door.text(ADA, "admin preview grant.basic 25", "k2", heard.append)
    assert (answer.reply.key, answer.reply.facts["gifts"]) == ("preview", 40)
    assert heard
    assert rows(path) == before


async def test_a_community_has_one_thing_worked_out_at_a_time_and_all_together_two(bot: Bot) -> None:
    workshop = Processes(bot.storage.url)
    first = asyncio.create_task(asked(workshop))
    await asyncio.sleep(0)
    with pytest.raises(Refusal, match=r"work\.busy"):
        await asked(workshop)
    other = asyncio.create_task(asked(workshop, 2))
    await asyncio.sleep(0)
    with pytest.raises(Refusal, match=r"work\.busy"):
        await asked(workshop, 3)
    assert (await first).key == "preview"
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    assert (await asked(workshop)).key == "preview"


async def test_what_takes_too_long_is_stopped_and_said_so(bot: Bot) -> None:
    workshop = Processes(bot.storage.url, seconds=0.01)
    with pytest.raises(Refusal, match=r"work\.long"):
        await asked(workshop)
    assert not workshop._working


async def test_the_process_ends_with_whoever_waits_for_it(bot: Bot) -> None:
    workshop = Processes(bot.storage.url)
    waiting = asyncio.create_task(asked(workshop))
    while workshop._working.get(1) is None:
        await asyncio.sleep(0.01)
    process = workshop._working[1]
    assert process is not None
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert process.returncode is not None
    assert not workshop._working


async def test_closing_ends_what_is_at_work(bot: Bot) -> None:
    workshop = Processes(bot.storage.url)
    waiting = asyncio.create_task(asked(workshop))
    while workshop._working.get(1) is None:
        await asyncio.sleep(0.01)
    await workshop.close()
    with pytest.raises(Broken):
        await waiting


async def test_what_breaks_there_is_a_fault_here_with_its_traceback(bot: Bot) -> None:
    with pytest.raises(Broken, match="Traceback"):
        await Processes(bot.storage.url).finish("unknown", 1, ASKED, START, unheard)
