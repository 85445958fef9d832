"""The simulation: whole communities from one seed, and a simple model beside them that has to agree."""

from __future__ import annotations

import asyncio

import pytest

from tests.sim.seeds import Stage

SEEDS, AT_ONCE = 300, 50


async def lived(first: int, count: int) -> dict[int, str]:
    """What went wrong in these seeds; the story that shows it comes from ``python -m tests.sim --seed``."""
    stage = Stage()
    try:
        return {
            seed: came.wrong for seed in range(first, first + count) if (came := await stage.seed(seed)).wrong
        }
    finally:
        await stage.leave()


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_bot_and_model_agree_on_every_seed(first: int) -> None:
    assert asyncio.run(lived(first, AT_ONCE)) == {}


@pytest.mark.soak
@pytest.mark.parametrize("first", range(SEEDS, 20_000 + SEEDS, 1000))
def test_bot_and_model_agree_on_twenty_thousand_seeds(first: int) -> None:
    assert asyncio.run(lived(first, 1000)) == {}
