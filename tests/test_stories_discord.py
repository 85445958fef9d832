"""The stories once more, through the Discord adapter: the same answers, the same operations."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.offline import hurry
from tests.stories import on_discord, playing
from tests.stories.discord_house import TWICE
from tests.stories.grammar import names, read
from tests.stories.on_discord import OnDiscord

STORIES = names()
_SOURCE = re.compile(r"(console|discord|direct|press)/[\w/.:-]+")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for its own sake."""
    hurry(monkeypatch)


@cache
def both(name: str) -> tuple[playing.Run, OnDiscord]:
    """A story in the terminal and on Discord."""

    async def play() -> tuple[playing.Run, OnDiscord]:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            run = await playing.play(read(name), Path(one))
            with capture_logs() as logged:
                there = await on_discord.play(read(name), Path(other), run.objects)
            there.wrong += [str(one) for one in logged if one["log_level"] not in ("debug", "info")]
            return run, there

    return asyncio.run(play())


def plain(value: Any, called: dict[str, str]) -> Any:
    """As both say it: people by their names, deliveries by no source."""
    text = json.dumps(value, sort_keys=True)
    for number, name in called.items():
        text = text.replace(number, json.dumps(name)[1:-1])
    return json.loads(_SOURCE.sub("*", text))


def by_addressee(notices: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Between addressees there is no order."""
    found: dict[str, list[Any]] = {}
    for one in notices:
        found.setdefault(one["to"], []).append({key: one[key] for key in ("key", "facts", "text")})
    return found


@pytest.mark.parametrize("name", STORIES)
def test_story_is_true_on_discord(name: str, record_property: Callable[[str, object], None]) -> None:
    run, there = both(name)
    for why in there.skipped.values():
        record_property("not on Discord", why)  # counted at the end of the output
    assert not there.wrong
    marked = {number: one.never for number, one in read(name).expected.items() if one.never}
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
