"""What is due is due, whether or not the bell rang; and the bell finds nothing left to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from core.instants import DAY, parse
from tests.core.town import START, Town

NewTown = Callable[..., Awaitable[Town]]


def journal(town: Town) -> list[tuple[object, ...]]:
    return town.rows("SELECT number, kind, due, member, job, hash FROM operation ORDER BY community, number")


async def quiet(town: Town) -> None:
    """Run every chore: nothing new may come of it."""
    before = journal(town)
    await town.tick()
    assert journal(town) == before


async def settle_announcements(town: Town) -> None:
    await town.tick()


async def test_an_expired_lot_is_booked_before_its_owner_pays(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("staff", "connects balance")
    await town.must("client", "job post Logo price:6")
    await town.must("staff", "admin take ana 36")
    town.clock.at = parse("2027-03-05T01:00")  # a year on, after the end of the day: the gift is over
    await town.must("client", "job post Site price:6")
    await town.must("ana", "apply job-2")
    kinds = [
        kind
        for kind, member in town.rows("SELECT kind, member FROM operation")
        if member == town.member("ana")
    ]
    assert kinds.index("lot.expired") < kinds.index("proposal.submitted")
    (expired,) = town.rows(
        "SELECT due, at, member FROM operation WHERE kind = 'lot.expired' AND member = ?", town.member("ana")
    )
    assert expired[:2] == (parse("2027-03-05"), town.clock.at)
    assert town.balance("ana") == 3 * 10 - 6, "three grants caught up, the gift gone"


async def test_a_lot_is_spent_until_its_very_last_moment(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo price:6")
    await town.must("client", "job edit job-1 closes:365d")
    town.clock.at = parse("2027-03-05") - 1
    answer = await town.must("ana", "connects balance")
    assert answer.facts["expiring"].connects == 40  # type: ignore[union-attr]
    town.clock.at += 1
    answer = await town.must("ana", "connects balance")
    assert answer.facts["balance"].connects == 30  # type: ignore[union-attr]


async def test_a_touch_settles_and_the_chores_find_nothing_left(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo price:6 closes:10d")
    await town.must("ana", "apply job-1")
    town.clock.at += 400 * DAY
    # Touch everything that has something due.
    await town.say("staff", "admin take ana 1")
    await town.say("staff", "admin take staff 1")
    await town.say("staff", "admin take client 1")
    await town.must("staff", "job remove job-1")
    await town.must("staff", "admin policy staff.daily_limit 500")
    touched = journal(town)
    kinds = {row[1] for row in touched}
    assert {
        "lot.expired",
        "grant",
        "job.expired",
        "job.removed",
        "proposal.returned",
        "window.reset",
    } <= kinds
    await town.tick()
    assert [row for row in journal(town) if row not in touched and row[1] != "grant.announced"] == []
    assert sum(row[1] == "grant.announced" for row in journal(town)) == 1
    await quiet(town)


async def test_the_chores_do_what_nobody_touched_and_twice_is_once(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo price:6 closes:10d")
    await town.must("ana", "apply job-1")
    town.clock.at += 400 * DAY
    await asyncio.gather(town.tick(), town.tick())
    kinds = {row[1] for row in journal(town)}
    assert {
        "lot.expired",
        "grant",
        "job.expired",
        "proposal.archived",
        "window.reset",
        "grant.announced",
    } <= kinds
    await quiet(town)
    before = journal(town)
    await town.must("ana", "connects balance")
    assert journal(town) == before, "a question finds it all done"


async def test_a_touch_and_the_chores_come_to_the_same(new_town: NewTown) -> None:
    balances = []
    for touch in (False, True):
        town = await new_town()
        await town.must("ana", "connects balance")
        await town.must("client", "job post Logo price:6 closes:10d")
        await town.must("ana", "apply job-1")
        for _ in range(14):
            town.clock.at += 31 * DAY
            if not touch:
                await town.tick()
        if touch:
            await town.must("staff", "admin take ana 1")
            await town.must("staff", "admin grant ana 1")
        else:
            await town.tick()
        balances.append((await town.must("ana", "connects balance")).facts["balance"])
    # Three periods at most are caught up, so who was looked after each month has more months' grants.
    months, late = (balance.connects for balance in balances)  # type: ignore[union-attr]
    assert late == 30
    assert months == 120, "a year of grants, the first ones gone again"


async def test_a_grant_is_due_by_the_policy_and_plan_in_force_then(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    town.clock.at = parse("2026-04-10")
    await town.must("staff", "admin plan ana plus")
    await town.must("staff", "admin policy grant.plus 90")
    assert town.balance("ana") == 92, "April's grant was Basic's, though nobody had looked"
    town.clock.at = parse("2026-05-10")
    await town.must("staff", "admin policy grant.plus 100")
    await town.tick()
    assert town.balance("ana") == 182, "May's grant was due before the policy changed again"
    versions = town.rows(
        "SELECT policy FROM operation WHERE kind = 'grant' AND member = ? ORDER BY number", town.member("ana")
    )
    assert versions == [(1,), (2,)]


async def test_a_job_closes_at_its_date_not_when_it_is_seen(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo closes:2026-03-10")
    town.clock.at = parse("2026-03-10T23:59:59")
    assert (await town.say("ana", "apply job-1")).key == "apply.paid"
    town.clock.at = parse("2026-03-11")
    assert (await town.say("bea", "apply job-1")).key == "job.closed"
    town.clock.at += DAY
    await town.tick()
    ((due, at),) = town.rows("SELECT due, at FROM operation WHERE kind = 'job.expired'")
    assert (due, at) == (parse("2026-03-11"), parse("2026-03-12"))


async def test_what_a_refused_order_settled_is_settled_by_the_next(town: Town) -> None:
    """A refusal leaves no trace, so what it saw settled must be settled again, once."""
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo closes:2026-03-10")
    town.clock.at = parse("2026-04-02")
    for _ in range(3):
        assert (await town.say("ana", "apply job-1")).key == "job.closed"
    await town.tick()
    assert town.kinds().count("job.expired") == 1
    assert town.kinds().count("grant") == 2


async def test_of_200_applications_at_once_ten_are_paid_by_who_can_pay_ten(town: Town) -> None:
    for number in range(200):
        await town.say("client", f"job post Job{number:03} price:4")
    await town.must("ana", "connects balance")
    answers = await asyncio.gather(*(town.say("ana", f"apply job-{number}") for number in range(1, 201)))
    keys = [answer.key for answer in answers]
    assert keys[:10] == ["apply.paid"] * 10
    assert keys[10:] == ["wallet.short"] * 190
    assert town.balance("ana") == 0
    assert town.kinds().count("proposal.submitted") == 10
    assert town.one('SELECT sum("left") FROM lot WHERE wallet = ?', town.member("ana")) == 0
    assert town.clock.at == START


async def test_of_50_applications_of_one_member_to_one_job_one_is_paid(town: Town) -> None:
    await town.must("client", "job post Logo price:4")
    await town.must("ana", "connects balance")
    answers = await asyncio.gather(*(town.say("ana", f'apply job-1 "letter {n}"') for n in range(50)))
    assert [answer.key for answer in answers] == ["apply.paid"] + ["proposal.twice"] * 49
    assert town.balance("ana") == 36


async def test_a_job_cancelled_while_people_apply_gives_everything_back(town: Town) -> None:
    await town.must("client", "job post Logo price:4")
    names = [f"m{n:02}" for n in range(30)]
    for name in names:
        await town.must(name, "connects balance")
    lines = [(name, "apply job-1") for name in names]
    lines.insert(17, ("client", "job cancel job-1"))
    answers = await asyncio.gather(*(town.say(*line) for line in lines))
    keys = [answer.key for answer in answers]
    assert keys == ["apply.paid"] * 17 + ["job.cancelled"] + ["job.closed"] * 13
    assert {town.balance(name) for name in names} == {40}
