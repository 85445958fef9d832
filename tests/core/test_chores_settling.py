"""The bell and a large job that is being settled meet in one piece of work."""

from __future__ import annotations

import pytest

from core.pieces import Limits
from core.rules import returns
from tests.core.town import Town


async def test_many_wallets_are_seen_while_a_job_they_all_applied_to_is_being_settled(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "AT_ONCE", 1)
    town.engine._limits = Limits(alone=10)  # far fewer passes than people
    people = [f"m{number}" for number in range(30)]
    await town.must("client", "job post One price:1")
    for name in people:
        await town.must(name, "apply job-1")
    await town.must("client", "job cancel job-1")
    town.clock.at += 31 * 24 * 3_600_000_000
    await town.tick()
    assert town.faults.seen == []
    assert town.kinds().count("grant") == 31
    assert town.kinds().count("proposal.returned") == 30
