"""Questions look at one moment, however long they look."""

from __future__ import annotations

import pytest

from tests.core.town import Town


@pytest.mark.parametrize("asked", ["admin stats", "admin stats 7", "connects history days:3", "top"])
async def test_a_question_goes_by_one_time_while_the_clock_goes_on(town: Town, asked: str) -> None:
    await town.must("staff", "connects balance")
    town.clock.ticks = 1
    await town.must("staff", asked)
