"""A few inputs for every parser and renderer; ``python -m tests.fuzz`` takes its time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.fuzz import platforms
from tests.fuzz.targets import SLOW, TARGETS, Target

assert platforms  # it fills the targets


@pytest.mark.parametrize("name", sorted(TARGETS))
async def test_whatever_is_fed_ends_within_its_limits(name: str) -> None:
    target = TARGETS[name]

    @given(target.feed)
    @settings(max_examples=15)
    def law(value: Any) -> None:
        target.check(value)

    law()


def test_an_input_that_takes_long_is_found() -> None:
    slow = Target("slow", None, lambda _: sum(range(10_000_000)) and None)
    with pytest.raises(AssertionError, match="took"):
        slow("x")
    assert SLOW == 0.05
