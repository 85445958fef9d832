"""Agencies where a story would be long: many proposals at once, one name twice, completion."""

from __future__ import annotations

import asyncio

from tests.core.town import Town
from tests.laws import books


async def pens(town: Town, *names: str) -> None:
    """An agency of ana's with these people in it, and 150 Connects."""
    for name in ("staff", "client", "ana", *names):
        await town.must(name, "connects balance")
    await town.must("ana", "agency create Red Pens")
    for name in names:
        await town.must("ana", f"agency invite {name}")
        await town.must(name, "agency accept")
    await town.must("ana", "connects buy 150 agency:yes")
    await town.must("staff", "admin confirm order-1 R-1")


async def test_an_agency_is_completed_by_number_and_name_for_who_is_in_it(town: Town) -> None:
    await pens(town, "ben")
    offered = await town.door.choices(town.who("ben"), "apply", "agency", "")
    assert list(offered) == [("agency-5", "Red Pens")]
    assert await town.door.choices(town.who("ben"), "apply", "agency", "pen") == offered
    assert await town.door.choices(town.who("ben"), "apply", "agency", "agency-5") == offered
    assert not await town.door.choices(town.who("ben"), "apply", "agency", "blue")
    assert not await town.door.choices(town.who("client"), "apply", "agency", "")
    assert not await town.door.choices(town.who("nobody"), "apply", "agency", "")


async def test_of_two_agencies_of_one_name_the_number_tells(town: Town) -> None:
    await pens(town, "ben")
    await town.must("ben", 'agency create "red pens"')
    assert (await town.say("ben", 'agency show agency:"Red Pens"')).key == "agency.which"
    assert (await town.must("ben", "agency show 6")).key == "agency.shown"
    assert (await town.must("ana", "agency show yes")).key == "agency.shown"


async def test_in_one_batch_only_one_of_an_agency_applies_and_a_limit_holds(town: Town) -> None:
    await pens(town, "ben", "cam")
    for _ in range(3):
        await town.must("client", "job post Work price:4")
    both = await asyncio.gather(*(town.say(name, "apply 1 agency:yes") for name in ("ben", "cam")))
    assert [one.key for one in both] == ["apply.paid", "proposal.twice"]
    await town.must("ana", "agency limit ben 8")
    both = await asyncio.gather(*(town.say("ben", f"apply {job} agency:yes") for job in (2, 3)))
    assert [one.key for one in both] == ["apply.paid", "agency.limit"]
    books.prove(town)


async def test_what_comes_back_goes_to_the_agency_and_is_told_to_who_is_in_it(town: Town) -> None:
    names = [f"p{number}" for number in range(30)]
    await pens(town, *names)
    await town.must("staff", "admin policy price.allowed any")
    for _ in names:
        await town.must("client", "job post Work price:1 hires:2")
    for number, name in enumerate(names, 1):
        await town.must(name, f"apply {number} agency:yes")
    for name in names[:15]:
        await town.must(name, "agency leave")
    for number in range(1, len(names) + 1):
        await town.must("client", f"job cancel {number}")
    assert town.one("SELECT balance FROM wallet WHERE number = 34") == 150
    told = {to for (to,) in town.rows("SELECT channel FROM notice WHERE document LIKE '%proposal.returned%'")}
    assert told == {f"member/{town.member(name)}" for name in ("ana", *names[15:])}
    books.prove(town)


async def test_each_agencys_owner_hears_of_its_proposal_once_the_sender_has_left(town: Town) -> None:
    for name in ("staff", "client", *(f"o{n}" for n in range(12)), *(f"s{n}" for n in range(12))):
        await town.must(name, "connects balance")
    await town.must("staff", "admin policy price.allowed any")
    await town.must("client", "job post Work price:0")
    for n in range(12):
        await town.must(f"o{n}", f"agency create Number{n}")
        await town.must(f"o{n}", f"agency invite s{n}")
        await town.must(f"s{n}", "agency accept")
        await town.must(f"s{n}", "apply 1 agency:yes")
        await town.must(f"s{n}", "agency leave")
    await town.must("client", "job close 1")
    told = {to for (to,) in town.rows("SELECT channel FROM notice WHERE document LIKE '%proposal.closed%'")}
    assert told == {f"member/{town.member(f'o{n}')}" for n in range(12)}
    books.prove(town)
