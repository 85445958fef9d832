"""What is said and kept at the edges of the rules: who is named, from which number on, until when."""

from __future__ import annotations

from typing import Any

from core.instants import DAY
from core.speech.reply import Reply
from tests.core.town import Town


def said(reply: Reply) -> dict[str, Any]:
    """The facts of a reply and of all that stands in it."""
    found = dict(reply.facts)
    for block in reply.body:
        phrase = getattr(block, "phrase", None)
        found |= dict(phrase.facts) if phrase is not None else {}
    return found


async def bidders(town: Town, *bids: int) -> None:
    await town.must("client", "job post Logo price:1")
    for number, bid in enumerate(bids, 1):
        await town.must(f"m{number}", f"apply job-1 boost:{bid}")


async def test_the_least_that_takes_a_place_is_one_more_than_the_last_that_holds_one(town: Town) -> None:
    await bidders(town, 9, 7, 5, 3)
    await town.must("late", "apply job-1")
    assert said(await town.must("late", "boost proposal-5 ?"))["least"].connects == 4
    await town.must("late", "boost proposal-5 4")
    assert said(await town.must("late", "boost proposal-5 ?"))["least"].connects == 5


async def test_bids_are_told_from_place_one_on_and_the_result_by_place_then_by_bid(town: Town) -> None:
    await bidders(town, 2, 7, 5, 3, 1, 9)
    shown = (await town.must("client", "job show job-1")).facts["boosts"]
    assert [line.facts["place"] for line in shown] == [1, 2, 3, 4, 5, 6]
    town.clock.at += 7 * DAY
    await town.tick()
    result = (await town.must("client", "job show job-1")).facts["boosts"]
    assert [line.facts["boost"].connects for line in result] == [9, 7, 5, 3, 2, 1]


async def test_a_bid_that_a_client_spends_keeps_its_place_in_the_journal(town: Town) -> None:
    await bidders(town, 9, 7)
    await town.must("client", "proposal shortlist proposal-2")
    facts = town.one("SELECT facts FROM operation WHERE kind = 'boost.spent'")
    assert '"place":2' in facts.replace(" ", "")


async def test_taking_from_who_has_nothing_says_so(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("staff", "admin take ana 40")
    refused = await town.say("staff", "admin take ana 1 all:yes")
    assert refused.key == "wallet.empty"


async def test_an_agency_that_is_none_is_unknown_to_who_applies_for_it(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    refused = await town.say("ana", "apply job-1 agency:agency-99")
    assert (refused.key, refused.facts["agency"]) == ("agency.unknown", "agency-99")


async def test_what_an_upgrade_pays_is_a_grant(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("staff", "admin plan ana plus")
    assert town.rows("SELECT source FROM lot ORDER BY number DESC LIMIT 1") == [("grant",)]


async def test_who_takes_an_agency_over_does_so_from_that_moment_on(town: Town) -> None:
    await town.must("ana", "agency create Studio")
    for name in ("ben", "cat"):
        await town.must(name, "connects balance")
        await town.must("ana", f"agency invite {name} agency-2")
        await town.must(name, "agency accept agency-2")
    await town.must("ana", "agency role ben admin agency-2")
    town.clock.at += DAY
    await town.must("ana", "agency handover ben agency-2")
    assert town.rows("SELECT since FROM agency_member WHERE role = 'owner'") == [(town.clock.at,)]


async def test_an_admin_of_an_agency_gives_no_roles(town: Town) -> None:
    await town.must("ana", "agency create Studio")
    for name in ("ben", "cat"):
        await town.must(name, "connects balance")
        await town.must("ana", f"agency invite {name} agency-2")
        await town.must(name, "agency accept agency-2")
    await town.must("ana", "agency role ben admin agency-2")
    refused = await town.say("ben", "agency role cat admin agency-2")
    assert not refused.ok


async def test_a_job_that_opens_again_is_in_its_next_round(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    for round_ in (1, 2):
        await town.must("client", "job close job-1")
        await town.must("client", "job reopen job-1")
        assert town.one("SELECT round FROM job") == round_
