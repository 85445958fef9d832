"""Slack sends once more, at once, after a minute and after five, what it heard no answer to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.log import INCIDENT
from core.ports import Unavailable
from tests.adapters.slack.offline import Offline, button, offline, text_of


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Offline]:
    async with offline(template, tmp_path) as found:
        await found.say("ada", '/job post title:"A logo" price:4')
        yield found


@pytest.mark.parametrize("dies", [False, True], ids=["it goes on", "it dies after each"])
async def test_a_command_that_comes_four_times_is_done_once(here: Offline, dies: bool) -> None:
    heard = []
    for _ in range(4):
        heard.append(text_of(await here.say("bob", "/apply job-1 hi", trigger_id="9.9.same")))
        if dies:
            await here.restart()
    assert len(set(heard)) == 1
    assert "36 Connects left" in heard[0]
    assert (await here.kinds()).count("proposal.submitted") == 1


async def test_so_are_a_press_and_a_form(here: Offline) -> None:
    done = await here.say("bob", "/apply job-1 hi")
    withdraw = button(done.messages[-1]["blocks"], "Withdraw")
    for _ in range(3):
        await here.workspace.press("bob", withdraw, seen=done)
        await here.restart()
    assert (await here.kinds()).count("proposal.withdrawn") == 1
    opened = await here.say("ada", "/job post")
    for _ in range(3):
        await here.workspace.submit("ada", opened.view or {}, {"title": "Another", "price": "2"})
    assert (await here.kinds()).count("job.posted") == 2


async def test_what_failed_the_first_time_is_done_by_the_second(here: Offline) -> None:
    """To ignore every retry would lose what the first one never did (bolt-python #731)."""
    store: Any = here.bot.storage.store
    begin = store.begin

    async def gone(communities: Any) -> Any:
        raise Unavailable("the database is away")

    store.begin = gone
    here.expected = [INCIDENT]
    first = await here.say("bob", "/apply job-1 hi", trigger_id="9.9.again")
    store.begin = begin
    assert "nothing was done" in text_of(first)
    second = await here.say("bob", "/apply job-1 hi", trigger_id="9.9.again")
    assert "36 Connects left" in text_of(second)
    third = await here.say("bob", "/apply job-1 hi", trigger_id="9.9.again")
    assert text_of(third) == text_of(second)
    assert (await here.kinds()).count("proposal.submitted") == 1
