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


@pytest.mark.parametrize("end", ["expires", "is closed", "is filled", "is cancelled", "is removed"])
@pytest.mark.parametrize("at_once", [1, 200])
async def test_however_a_job_ends_its_many_proposals_are_settled_in_few_passes(
    town: Town, monkeypatch: pytest.MonkeyPatch, end: str, at_once: int
) -> None:
    monkeypatch.setattr(returns, "AT_ONCE", at_once)
    town.engine._limits = Limits(alone=10)
    people = [f"m{number}" for number in range(30)]
    await town.must("client", "job post One price:1")
    for name in people:
        await town.must(name, f"apply job-1 boost:{1 + len(name)}" if name.endswith("1") else "apply job-1")
    match end:
        case "expires":
            town.clock.at += 31 * 24 * 3_600_000_000
        case "is closed":
            await town.must("client", "job close job-1")
        case "is filled":
            await town.must("client", "proposal hire proposal-7")
        case "is cancelled":
            await town.must("client", "job cancel job-1")
        case "is removed":
            await town.must("staff", "job remove job-1 spam")
    await town.tick()
    await town.tick()
    assert town.faults.seen == []
    assert town.one("SELECT unsettled FROM job") == 0
    left = town.one("SELECT count(*) FROM proposal WHERE state = 'submitted'")
    assert left == 0
