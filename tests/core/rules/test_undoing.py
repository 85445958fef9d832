"""What was done is undone, whatever became of the job meanwhile."""

from __future__ import annotations

import pytest

from core.instants import DAY
from tests.core.town import Town
from tests.laws import books


@pytest.mark.parametrize("days", [0, 1, 70])
async def test_a_bonus_is_undone_though_its_job_has_ended_and_the_bell_has_not_rung(
    town: Town, days: int
) -> None:
    await town.must("client", "job post Logo price:4 closes:60d")
    await town.must("ana", "apply job-1")
    await town.must("client", 'proposal interview proposal-1 "When?"')
    await town.must("ana", 'proposal answer proposal-1 "Tomorrow"')
    number = town.one("SELECT number FROM operation WHERE kind = 'interview.answered'")
    before = town.balance("ana")
    town.clock.at += days * DAY
    reply = await town.must("staff", f"admin undo {number} reason:wrong")
    assert reply.key == "undo.done"
    assert not town.faults.seen
    assert town.kinds()[-1] == "operation.undone"
    if days < 7:
        assert town.balance("ana") == before - 10
    books.prove(town)


async def test_of_two_bonuses_of_one_moment_only_the_undone_one_makes_room(town: Town) -> None:
    await town.must("staff", "admin policy bonus.once_per_pair off")
    for number in (1, 2):
        await town.must("client", "job post Logo price:4")
        await town.must("ana", f"apply job-{number}")
        await town.must("client", f'proposal interview proposal-{number} "When?"')
    for number in (1, 2):
        await town.must("ana", f'proposal answer proposal-{number} "Tomorrow"')
    number = town.one("SELECT min(number) FROM operation WHERE kind = 'interview.answered'")
    await town.must("staff", f"admin undo {number} reason:wrong")
    reply = await town.must("ana", "connects balance")
    assert reply.facts["window_used"] == 10
    books.prove(town)
