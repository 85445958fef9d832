"""Bugs that are planted into the rules: the simulation finds each, and tells it as a short story."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.sim import planted
from tests.sim.seeds import Came, Stage
from tests.sim.shrinking import kind, shortest
from tests.sim.story import read

WITHIN = 100
"""Seeds from the first on, among which each is found; most are found among the first twenty."""


async def first_wrong(stage: Stage) -> Came | None:
    for seed in range(WITHIN):
        came = await stage.seed(seed)
        if came.wrong:
            return came
    return None


async def found(bug: Callable[[pytest.MonkeyPatch], None]) -> bool:
    stage = Stage()
    try:
        with pytest.MonkeyPatch.context() as patch:
            bug(patch)
            return await first_wrong(stage) is not None
    finally:
        await stage.leave()


@pytest.mark.parametrize("bug", planted.QUICK, ids=lambda bug: bug.__name__)
def test_a_planted_bug_is_found(bug: Callable[[pytest.MonkeyPatch], None]) -> None:
    assert asyncio.run(found(bug))


@pytest.mark.soak
@pytest.mark.parametrize("bug", planted.OTHERS, ids=lambda bug: bug.__name__)
def test_a_bug_that_takes_longer_is_found(bug: Callable[[pytest.MonkeyPatch], None]) -> None:
    assert asyncio.run(found(bug))


async def told(bug: Callable[[pytest.MonkeyPatch], None]) -> tuple[Came, Came, Came, Came]:
    """A bug's story as it was drawn, as short as it can be, read back and played, and without the bug."""
    stage = Stage()
    try:
        with pytest.MonkeyPatch.context() as patch:
            bug(patch)
            came = await first_wrong(stage)
            assert came is not None
            short = await shortest(stage, came)
            again = await stage.story(read(str(short.story).splitlines()))
        return came, short, again, await stage.story(short.story)
    finally:
        await stage.leave()


def test_a_bug_is_told_as_a_short_story_that_can_be_played_again() -> None:
    came, short, again, mended = asyncio.run(told(planted.a_job_closes_a_day_late))
    assert len(short.story.steps) <= 4 < len(came.story.steps), str(short.story)
    assert kind(again.wrong) == kind(came.wrong)
    assert mended.wrong == "", "without the bug nothing is wrong with it"
