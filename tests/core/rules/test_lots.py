"""Lots: what is returned, what expires, in which order (RULES 2 to 4, 10, 21)."""

from __future__ import annotations

import pytest

from core import chores
from core.instants import DAY, parse
from core.rules import returns
from tests.core.town import Town


async def begin(town: Town, *lines: str) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    for line in lines:
        await town.must("staff", line)


def lots(town: Town, name: str) -> list[tuple[str, int, int]]:
    """What is left of whose lots: source, how much, until when."""
    return town.rows(
        'SELECT source, "left", expires FROM lot WHERE wallet = ? AND "left" > 0 ORDER BY number',
        town.member(name),
    )


async def test_a_return_goes_to_the_lots_that_paid(town: Town) -> None:
    await begin(town, "admin grant ana 5", "admin take ana 38")
    await town.must("client", "job post Logo price:6")
    before = lots(town, "ana")
    assert [left for _, left, _ in before] == [2, 5]
    await town.must("ana", "apply job-1")
    assert [left for _, left, _ in lots(town, "ana")] == [1]
    await town.must("client", "job cancel job-1")
    assert lots(town, "ana") == before


async def test_a_return_to_a_lot_that_has_expired_is_a_new_lot_of_seven_days(town: Town) -> None:
    await begin(town, "admin policy grant.basic 0", "admin grant ana 1")
    town.clock.at = parse("2027-03-01T12:00")
    await town.must("client", "job post Logo price:6 closes:60d")
    await town.must("staff", "admin take ana 36")  # 4 of the gift are left, and 1 that staff gave
    await town.must("staff", "admin grant ana 7")
    await town.must("ana", "apply job-1")
    town.clock.at = parse("2027-03-20T12:00")
    await town.tick()
    assert lots(town, "ana") == [("staff", 6, parse("2028-03-02"))]
    await town.must("client", "job cancel job-1")
    assert lots(town, "ana") == [
        ("staff", 7, parse("2028-03-02")),
        ("return", 5, parse("2027-03-28")),  # the end of the seventh day on
    ]
    assert town.balance("ana") == 12
    town.clock.at = parse("2027-03-28")
    await town.tick()
    assert town.balance("ana") == 7


async def test_what_comes_back_into_an_empty_lot_expires_with_it(town: Town) -> None:
    """The wallet had forgotten when that lot ends."""
    await begin(
        town, "admin policy grant.basic 0", "admin take ana 40", "admin policy burn_order oldest_first"
    )
    await town.must("staff", "admin policy lot.years 2")
    await town.must("staff", "admin grant ana 4")  # until 2028
    await town.must("staff", "admin policy lot.years 1")
    await town.must("staff", "admin grant ana 3")  # until 2027
    town.clock.at = parse("2027-02-01")
    await town.must("client", "job post Logo price:4 closes:100d")
    await town.must("ana", "apply job-1")
    assert [left for _, left, _ in lots(town, "ana")] == [3], "the oldest has paid"
    town.clock.at = parse("2027-03-06")
    await town.tick()
    assert lots(town, "ana") == []
    await town.must("client", "job cancel job-1")
    assert lots(town, "ana") == [("staff", 4, parse("2028-03-05"))]
    town.clock.at = parse("2028-03-05")
    await town.tick()
    assert lots(town, "ana") == []
    assert town.balance("ana") == 0


async def test_dues_are_booked_in_the_order_in_which_they_fell_due(town: Town) -> None:
    await begin(town)
    town.clock.at = parse("2027-04-15")
    await town.must("staff", "admin grant ana 1")
    booked = town.rows(
        "SELECT kind, due FROM operation WHERE member = ? AND due > 0 ORDER BY number", town.member("ana")
    )
    assert booked == [
        ("grant", parse("2027-02-01")),
        ("grant", parse("2027-03-01")),
        ("lot.expired", parse("2027-03-05")),
        ("grant", parse("2027-04-01")),
    ]


async def test_of_one_instant_expiry_comes_before_the_grant(town: Town) -> None:
    town.clock.at = parse("2026-03-31T10:00")  # a gift that ends with 31 March
    await begin(town)
    town.clock.at = parse("2027-04-01T01:00")
    await town.must("staff", "admin take ana 1")
    booked = town.rows(
        "SELECT kind FROM operation WHERE member = ? AND due = ? ORDER BY number",
        town.member("ana"),
        parse("2027-04-01"),
    )
    assert booked == [("lot.expired",), ("grant",)]


@pytest.mark.parametrize("settled", [0, 1, 2, 3])
async def test_an_ended_job_that_is_removed_while_it_is_settled_gives_all_back(
    town: Town, monkeypatch: pytest.MonkeyPatch, settled: int
) -> None:
    monkeypatch.setattr(returns, "AT_ONCE", 1)
    monkeypatch.setattr(chores, "AT_ONCE", 1)
    names = ["ana", "ben", "cam"]
    await begin(town)
    await town.must("client", "job post Logo price:6")
    for name in names:
        await town.must(name, "apply job-1")
    await town.must("client", "job close job-1")
    assert town.rows("SELECT live, unsettled FROM job") == [(0, 3)]
    for name in names[:settled]:
        await town.must("staff", f"admin grant {name} 1")  # a touch settles what is due on the wallet
    assert town.one("SELECT unsettled FROM job") == 3 - settled
    await town.must("staff", "job remove job-1")
    assert town.one("SELECT settling FROM community") == 1
    await town.tick()
    assert town.one("SELECT settling FROM community") == 0
    assert [town.balance(name) for name in names] == [40 + (n < settled) for n in range(3)]
    assert {state for (state,) in town.rows("SELECT state FROM proposal")} == {"returned"}
    assert town.one("SELECT balance FROM account WHERE name = 'returns'") == 0


async def test_a_return_is_there_before_its_owner_pays_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "AT_ONCE", 1)
    await begin(town, "admin take ana 34")
    await town.must("client", "job post Logo price:6")
    await town.must("client", "job post Site price:6")
    for name in ("ana", "ben", "cam"):
        await town.must(name, "apply job-1")
    assert (await town.say("ana", "apply job-2")).key == "wallet.short"
    await town.must("client", "job cancel job-1")
    assert town.one("SELECT balance FROM account WHERE name = 'returns'") == 18
    assert (await town.say("ana", "apply job-2")).key == "apply.paid", "what is owed to her is paid out first"
    assert town.one("SELECT balance FROM account WHERE name = 'returns'") == 12
    assert (town.clock.at - parse("2026-03-04")) < DAY
