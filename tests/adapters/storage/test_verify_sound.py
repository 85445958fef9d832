"""Lives that are as they should be, and that a check once took for damaged."""

from __future__ import annotations

from core.instants import DAY, parse
from tests.core.town import Town
from tests.laws.books import prove


async def test_a_return_of_what_nobody_looked_at_may_come_late(town: Town) -> None:
    await town.must("client", "job post Logo price:4 closes:90d")
    await town.must("ana", "apply job-1")
    await town.must("staff", "admin policy returns.unseen_after_days 3")
    town.clock.at += 28 * DAY  # with the bot down
    await town.tick()
    assert "proposal.unseen" in town.kinds()
    prove(town)


async def test_a_return_of_what_nobody_looked_at_may_be_due_before_the_policy_had_it_so(town: Town) -> None:
    await town.must("client", "job post Logo price:4 closes:90d")
    await town.must("ana", "apply job-1")
    town.clock.at += 28 * DAY
    await town.must("staff", "admin policy returns.unseen_after_days 3")
    await town.tick()
    assert "proposal.unseen" in town.kinds()
    prove(town)


async def test_an_upgrade_is_paid_by_the_month_as_it_was_to_be(town: Town) -> None:
    town.clock.at = parse("2028-02-27T21:00")
    await town.must("ana", "connects balance")
    await town.must("staff", "admin plan ana plus")
    await town.must("staff", "admin zone Europe/Madrid")  # where March begins an hour earlier
    prove(town)
