"""The stories once more, through the Slack adapter: the same answers, the same operations."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.stories import on_slack, playing
from tests.stories.elsewhere import Elsewhere, by_addressee, plain
from tests.stories.grammar import names, read

STORIES = names()


def both(name: str, *, socket: bool) -> tuple[playing.Run, Elsewhere]:
    """A story in the terminal and on Slack."""

    async def play() -> tuple[playing.Run, Elsewhere]:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            run = await playing.play(read(name), Path(one))
            with capture_logs() as logged:
                there = await on_slack.play(read(name), Path(other), run.objects, socket=socket)
            there.wrong += [str(one) for one in logged if one["log_level"] not in ("debug", "info")]
            return run, there

    return asyncio.run(play())


def must_be_true(name: str, record_property: Callable[[str, object], None], *, socket: bool) -> None:
    """A story on Slack comes to what it comes to in the terminal."""
    run, there = both(name, socket=socket)
    for why in there.skipped.values():
        record_property("not on Slack", why)  # counted at the end of the output
    assert not there.wrong
    told = read(name).expected.items()
    marked = {number: one.never["slack"] for number, one in told if "slack" in one.never}
    assert there.skipped == marked
    assert not there.unsaid
    for number, said in run.objects.items():
        got = there.objects.get(number)
        if got is None:
            assert not said["ok"]
            continue
        want, have = plain(said, {}), plain(got, there.names)
        assert by_addressee(have.pop("notices")) == by_addressee(want.pop("notices"))
        assert have == want
    assert plain(there.journal, there.names) == plain(run.journal, {})


@pytest.mark.parametrize("name", STORIES)
def test_story_is_true_on_slack(name: str, record_property: Callable[[str, object], None]) -> None:
    must_be_true(name, record_property, socket=True)


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_story_is_true_on_slack_over_http(name: str, record_property: Callable[[str, object], None]) -> None:
    must_be_true(name, record_property, socket=False)
