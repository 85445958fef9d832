"""What a wallet may earn in a window, to the microsecond (RULES 27, 28)."""

from __future__ import annotations

import json

import pytest

from core.instants import DAY, HOUR, parse
from core.speech.reply import Reply
from tests.core.town import Town


async def a_town(town: Town, *policies: str, jobs: int = 8) -> Town:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    await town.must("staff", "admin grant ana 100")
    for policy in ("bonus.once_per_pair off", *policies):
        await town.must("staff", f"admin policy {policy}")
    for number in range(1, jobs + 1):
        await town.must("client", f"job post Work{number} price:1 closes:360d")
        await town.must("ana", f"apply job-{number}")
    return town


async def answer(town: Town, number: int) -> Reply:
    await town.must("client", f"proposal interview proposal-{number} when")
    return await town.must("ana", f"proposal answer proposal-{number} now")


def earned(reply: Reply) -> tuple[int, str]:
    return reply.facts["bonus"].connects, str(reply.facts["why"])  # type: ignore[union-attr]


async def test_a_bonus_that_would_pass_the_cap_pays_the_rest(town: Town) -> None:
    await a_town(town, "bonus.cap 25")
    assert [earned(await answer(town, number)) for number in range(1, 5)] == [
        (10, ""), (10, ""), (5, "cap"), (0, "cap"),
    ]  # fmt: skip
    assert town.balance("ana") == 40 + 100 - 8 + 25


@pytest.mark.parametrize("zone", ["UTC", "America/Havana", "Pacific/Kiritimati"])
async def test_a_week_ends_with_monday_in_the_communitys_zone(town: Town, zone: str) -> None:
    await town.must("staff", f"admin zone {zone}")
    await a_town(town, "bonus.cap 10")
    ((start, end),) = town.rows("SELECT window_start, window_end FROM community")
    town.clock.at = end - 1
    assert earned(await answer(town, 1)) == (10, "")
    assert earned(await answer(town, 2)) == (0, "cap")
    town.clock.at = end
    assert earned(await answer(town, 3)) == (10, ""), "whether or not the bell rang"
    await town.tick()
    assert earned(await answer(town, 4)) == (0, "cap")
    assert town.kinds().count("window.reset") >= 1
    assert start < end


async def test_a_rolling_window_is_the_last_168_hours(town: Town) -> None:
    await a_town(town, "bonus.window rolling", "bonus.cap 10")
    first = town.clock.at
    assert earned(await answer(town, 1)) == (10, "")
    town.clock.at = first + 168 * HOUR - 1
    assert earned(await answer(town, 2)) == (0, "cap")
    town.clock.at = first + 168 * HOUR
    assert earned(await answer(town, 3)) == (10, "")


async def test_a_week_missed_by_the_bell_opens_the_present_one(town: Town) -> None:
    await a_town(town, "bonus.cap 10")
    assert earned(await answer(town, 1)) == (10, "")
    town.clock.at = parse("2026-03-25T12:00")
    assert earned(await answer(town, 2)) == (10, "")
    assert town.rows("SELECT window_start, window_end FROM community") == [
        (parse("2026-03-23"), parse("2026-03-30")),
    ]


async def test_a_window_begun_keeps_its_end_though_the_zone_changes(town: Town) -> None:
    await a_town(town, "bonus.cap 10")
    assert earned(await answer(town, 1)) == (10, "")
    await town.must("staff", "admin zone Pacific/Kiritimati")
    town.clock.at = parse("2026-03-09") - 1
    assert earned(await answer(town, 2)) == (0, "cap")
    town.clock.at = parse("2026-03-09")
    assert earned(await answer(town, 3)) == (10, "")


async def test_changing_the_kind_of_window_makes_no_room(town: Town) -> None:
    await a_town(town, "bonus.cap 10")
    assert earned(await answer(town, 1)) == (10, "")
    await town.must("staff", "admin policy bonus.window rolling")
    assert earned(await answer(town, 2)) == (0, "cap")
    await town.must("staff", "admin policy bonus.window weekly")
    assert earned(await answer(town, 3)) == (0, "cap")


async def test_one_bonus_a_window_for_the_same_client_and_freelancer(town: Town) -> None:
    await a_town(town, "bonus.once_per_pair on")
    assert earned(await answer(town, 1)) == (10, "")
    assert earned(await answer(town, 2)) == (0, "pair")
    town.clock.at += 7 * DAY
    assert earned(await answer(town, 3)) == (10, "")


@pytest.mark.parametrize(("days", "bonus"), [(14, (10, "")), (15, (0, "late"))])
async def test_a_late_answer_is_delivered_and_earns_nothing(
    town: Town, days: int, bonus: tuple[int, str]
) -> None:
    await a_town(town)
    await town.must("client", "proposal interview proposal-1 when")
    town.clock.at += days * DAY
    assert earned(await town.must("ana", "proposal answer proposal-1 now")) == bonus
    assert town.one("SELECT answered FROM proposal WHERE number = 1") == town.clock.at


@pytest.mark.parametrize("window", ["weekly", "rolling"])
async def test_what_lies_in_no_window_is_forgotten(town: Town, window: str) -> None:
    await a_town(town, f"bonus.window {window}", jobs=12)
    for number in range(1, 13):
        assert earned(await answer(town, number)) == (10, "")
        town.clock.at += 8 * DAY
    (recent,) = town.rows("SELECT recent FROM earned")
    assert len(json.loads(recent[0])) <= 2
