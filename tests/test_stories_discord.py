"""The stories once more, through the Discord adapter: the same answers, the same operations."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.offline import hurry
from tests.stories import on_discord, playing
from tests.stories.elsewhere import TWICE, Elsewhere, by_addressee, plain
from tests.stories.grammar import names, read

STORIES = names()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for its own sake."""
    hurry(monkeypatch)


@cache
def both(name: str) -> tuple[playing.Run, Elsewhere]:
    """A story in the terminal and on Discord."""

    async def play() -> tuple[playing.Run, Elsewhere]:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            run = await playing.play(read(name), Path(one))
            with capture_logs() as logged:
                there = await on_discord.play(read(name), Path(other), run.objects)
            there.wrong += [str(one) for one in logged if one["log_level"] not in ("debug", "info")]
            return run, there

    return asyncio.run(play())


@pytest.mark.parametrize("name", STORIES)
def test_story_is_true_on_discord(name: str, record_property: Callable[[str, object], None]) -> None:
    run, there = both(name)
    for why in there.skipped.values():
        record_property("not on Discord", why)  # counted at the end of the output
    assert not there.wrong
    marked = {
        number: one.never["discord"] for number, one in read(name).expected.items() if "discord" in one.never
    }
    assert there.skipped == marked
    assert not there.unsaid
    for number, said in run.objects.items():
        got = there.objects.get(number)
        if got is None:
            assert there.skipped[number] == TWICE or not said["ok"]
            continue
        want, have = plain(said, {}), plain(got, there.names)
        assert by_addressee(have.pop("notices")) == by_addressee(want.pop("notices"))
        assert have == want
    assert plain(there.journal, there.names) == plain(run.journal, {})
