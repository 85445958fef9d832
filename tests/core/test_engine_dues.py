"""What the community itself has due is never forgotten by what happens before the bell rings."""

from __future__ import annotations

import pytest

from core.instants import parse
from tests.core.town import Town

TOUCHES = {
    "nothing": [],
    "a policy change": [("staff", "admin policy gift.signup 30")],
    "an interview answered": [("ana", "proposal answer proposal-1 yes")],
    "a newcomer": [("zoe", "connects balance")],
    "a touched wallet": [("staff", "admin take ana 1")],
}


@pytest.mark.parametrize("window", ["weekly", "rolling"])
@pytest.mark.parametrize("touch", TOUCHES)
async def test_a_grant_comes_with_the_bell_whatever_happened_before_it(
    town: Town, touch: str, window: str
) -> None:
    await town.must("staff", "connects balance")
    await town.must("bea", "connects balance")
    await town.must("ana", "connects balance")
    await town.must("staff", f"admin policy bonus.window {window}")
    await town.must("client", "job post Logo closes:200d")
    await town.must("ana", "apply job-1")
    town.clock.at = parse("2026-03-31T23:00")  # a Tuesday; the week began on the 30th
    await town.tick()
    await town.must("client", "proposal interview proposal-1 when")
    town.clock.at = parse("2026-04-01T00:00:10")
    for line in TOUCHES[touch]:
        await town.must(*line)
    await town.tick()
    assert town.balance("bea") == 50
    assert town.kinds().count("grant.announced") == 1


@pytest.mark.parametrize("touch", TOUCHES)
async def test_a_window_opens_with_the_bell_whatever_happened_before_it(town: Town, touch: str) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo closes:200d")
    await town.must("ana", "apply job-1")
    town.clock.at = parse("2026-03-08T23:00")
    await town.tick()
    await town.must("client", "proposal interview proposal-1 when")
    town.clock.at = parse("2026-03-09T00:00:10")
    for line in TOUCHES[touch]:
        await town.must(*line)
    await town.tick()
    assert town.kinds().count("window.reset") == 1
    assert town.one("SELECT window_start FROM community") == parse("2026-03-09")
    assert town.one("SELECT window_end FROM community") == parse("2026-03-16")
