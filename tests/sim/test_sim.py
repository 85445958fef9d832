"""The simulation: whole communities from one seed, and a simple model beside them that has to agree."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.sim.seeds import STEPS, Stage
from tests.sim.shrinking import shortest
from tests.sim.two import TwoStage

SEEDS, AT_ONCE, TWO = 300, 50, 6
SHORT = 12
"""Steps of a seed in the suite, which may take 20 seconds; the long runs live each for longer."""


async def lived(
    first: int, count: int, make: Callable[[], Stage] = Stage, *, steps: int = STEPS
) -> dict[int, str]:
    """What went wrong in these seeds, with the first of them as the shortest story that shows it."""
    stage = make()
    wrong: dict[int, str] = {}
    try:
        for seed in range(first, first + count):
            came = await stage.seed(seed, steps)
            if came.wrong:
                told = came if wrong else await shortest(stage, came)
                wrong[seed] = f"{told.wrong}\n{told.story}"
        return wrong
    finally:
        await stage.leave()


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_bot_and_model_agree_on_every_seed(first: int) -> None:
    assert asyncio.run(lived(first, AT_ONCE, steps=SHORT)) == {}


def test_two_processes_on_one_postgresql_agree_with_the_model() -> None:
    assert asyncio.run(lived(0, TWO, TwoStage)) == {}


@pytest.mark.soak
def test_two_processes_agree_with_the_model_for_long() -> None:
    assert asyncio.run(lived(TWO, 1000, TwoStage)) == {}


@pytest.mark.soak
@pytest.mark.parametrize("first", range(SEEDS, 20_000 + SEEDS, 1000))
def test_bot_and_model_agree_on_twenty_thousand_seeds(first: int) -> None:
    assert asyncio.run(lived(first, 1000)) == {}
