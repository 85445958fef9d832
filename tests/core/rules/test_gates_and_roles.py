"""Sign-up gates, and plans that roles give (RULES 7, 8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.instants import DAY, Instant, parse
from core.people import Who
from core.speech.plain import plain
from tests.core.town import START, Town
from tests.laws.books import prove


def somebody(name: str, *roles: str, created: Instant = 0) -> Who:
    return Who("test", "T1", name, name, roles=roles, created=created)


def plan(town: Town, name: str) -> str:
    return str(town.one("SELECT plan FROM wallet WHERE number = ?", town.member(name)))


@pytest.fixture
async def gated(town: Town) -> Town:
    """A community where the gift waits for an account of 30 days and for a role."""
    await town.must("staff", "connects balance")
    await town.must("staff", "admin policy gate.account_days 30")
    return town


async def say(town: Town, who: Who, line: str = "connects balance") -> str:
    answer = await town.door.text(who, line, town.key())
    assert answer.reply.ok, answer.reply
    voice = await town.door.voice(answer.community, [answer.reply])
    return plain(answer.reply, voice)


async def test_a_young_account_gets_the_gift_when_it_is_old_enough(gated: Town) -> None:
    new = somebody("new", created=START - 10 * DAY)
    said = await say(gated, new)
    assert gated.balance("new") == 0
    assert "The sign-up gift of 40 Connects comes on 24 March 2026" in said
    gated.clock.at = START + 20 * DAY - 1
    await gated.tick()
    assert gated.balance("new") == 0
    gated.clock.at += 1
    await gated.tick()
    assert gated.balance("new") == 40, "the chore pays it, though nobody spoke"
    gated.clock.at += 90 * DAY
    await say(gated, new)
    assert gated.kinds().count("gift") == 2, "once for ever: staff's and this one"


async def test_an_old_account_and_one_whose_age_is_not_told_get_it_at_once(gated: Town) -> None:
    await say(gated, somebody("old", created=START - 31 * DAY))
    await say(gated, somebody("slack"))
    assert (gated.balance("old"), gated.balance("slack")) == (40, 40)


async def test_a_missing_role_holds_the_gift_back_until_it_is_there(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin policy gate.role <@&77>")
    assert "waits until you have the role" in await say(town, somebody("new", "12"))
    assert town.balance("new") == 0
    town.clock.at += 40 * DAY
    await town.tick()
    assert town.balance("new") == 10, "the grants come all the same"
    await say(town, somebody("new", "12", "77"))
    assert town.balance("new") == 50
    await say(town, somebody("new", "12"))
    assert town.balance("new") == 50


async def test_who_waits_gets_the_gift_once_the_gate_is_taken_away(gated: Town) -> None:
    new = somebody("new", created=START)
    await say(gated, new)
    await gated.must("staff", "admin policy gate.account_days 0")
    await say(gated, new)
    assert gated.balance("new") == 40


async def test_a_role_gives_a_plan_and_takes_it_away(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin roleplan 55 plus")
    await say(town, somebody("ana"))
    assert (town.balance("ana"), plan(town, "ana")) == (40, "basic")
    await say(town, somebody("ana", "55"), "connects balance")
    left, days = 28, 31  # of March, the 4th among them
    assert (town.balance("ana"), plan(town, "ana")) == (40 + 60 * left // days, "plus")
    paid = town.balance("ana")
    await say(town, somebody("ana"))
    assert plan(town, "ana") == "basic"
    await say(town, somebody("ana", "55"))
    assert (town.balance("ana"), plan(town, "ana")) == (paid, "plus"), "a month pays a plan's total once"


async def test_of_a_chosen_plan_and_a_roles_the_higher_counts(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin roleplan 55 plus")
    await say(town, somebody("ana", "55"))
    await town.must("staff", "admin plan ana basic")
    assert plan(town, "ana") == "plus"
    await town.must("staff", "admin plan ana plus")
    await say(town, somebody("ana"))
    assert plan(town, "ana") == "plus"
    await town.must("staff", "admin plan ana basic")
    assert plan(town, "ana") == "basic"


async def test_a_plan_by_role_stands_while_the_platform_can_not_tell_the_roles(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin roleplan 55 plus")
    await say(town, somebody("ana", "55"))
    await say(town, replace(somebody("ana"), unsure=True))
    assert plan(town, "ana") == "plus"


async def test_a_role_is_meant_by_its_whole_name(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin policy gate.role @Verified")
    await say(town, somebody("new", "Ver", "fied"))
    assert town.balance("new") == 0
    await say(town, somebody("new", "Verified"))
    assert town.balance("new") == 40


async def test_a_held_gift_waits_for_who_has_left(gated: Town) -> None:
    new = somebody("new", created=START - 10 * DAY)
    await say(gated, new)
    await gated.door.left(new, gated.key())
    gated.clock.at = START + 25 * DAY
    await gated.tick()
    assert gated.balance("new") == 0
    await say(gated, new)
    assert gated.balance("new") == 40
    prove(gated)


async def test_who_comes_back_in_a_later_month_can_be_upgraded_for_the_rest_of_it(town: Town) -> None:
    ana = somebody("ana")
    await say(town, ana)
    await town.must("staff", "connects balance")
    await town.must("staff", "admin plan ana plus")
    await town.must("staff", "admin plan ana basic")
    await town.door.left(ana, town.key())
    town.clock.at += 45 * DAY  # 18 April
    await say(town, ana)
    before = town.balance("ana")
    await town.must("staff", "admin plan ana plus")
    assert town.balance("ana") - before == 60 * 13 // 30
    prove(town)


async def test_who_joined_on_a_31st_and_returns_gets_no_grant_before_the_next_month(town: Town) -> None:
    ana = somebody("ana")
    await town.must("staff", "connects balance")
    await town.must("staff", "admin policy grant.cycle anniversary")
    town.clock.at = parse("2026-03-31T12:00")
    await say(town, ana)
    await town.must("staff", "admin plan ana plus")
    assert town.balance("ana") == 100, "the first of April is counted as the day of joining"
    await town.door.left(ana, town.key())
    await say(town, ana)
    town.clock.at = parse("2026-04-20")
    await town.tick()
    assert town.balance("ana") == 100
    town.clock.at = parse("2026-05-01")
    await town.tick()
    assert town.balance("ana") == 170
    prove(town)


async def test_a_policy_that_warns_earlier_moves_the_warnings_of_what_there_is(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("staff", "admin policy grant.basic 0")
    await town.must("staff", "admin policy lot.warn_days 0")
    await say(town, somebody("ana"))
    await town.must("staff", "admin policy lot.warn_days 30")
    await town.tick()
    ends = town.one('SELECT expires FROM lot WHERE wallet = ? AND "left" > 0', town.member("ana"))
    warned = "SELECT count(*) FROM lot WHERE wallet = ? AND warned = 1"
    town.clock.at = int(ends) - 30 * DAY - 1
    await town.tick()
    assert town.one(warned, town.member("ana")) == 0
    town.clock.at += 1
    await town.tick()
    assert town.one(warned, town.member("ana")) == 1
    prove(town)
