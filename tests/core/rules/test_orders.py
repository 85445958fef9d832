"""Orders for agencies, by whoever runs them; and what a frozen wallet can't do."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from core.board.agencies import ACTIVE, ADMIN, INVITED, MEMBER, OWNER
from core.book import Book
from core.ledger.accounts import Wallet
from core.people import Member
from core.rules import orders
from core.speech.reply import Reply
from tests.core.town import Town
from tests.laws import books


async def agency(town: Town, name: str, *parts: tuple[str, str, str]) -> int:
    """An agency of these people, its owner first, each with a role and a state; its number."""
    owner = parts[0][0]
    made = await town.must(owner, f'agency create "{name}"')
    number = int(made.facts["agency"].number)  # type: ignore[union-attr]
    for one, role, state in parts[1:]:
        await town.must(owner, f"agency invite {one} agency-{number}")
        if state == ACTIVE:
            await town.must(one, f"agency accept agency-{number}")
            await town.must(owner, f"agency role {one} {role} agency-{number}")
    return number


async def people(town: Town, *names: str) -> None:
    for name in names:
        await town.must(name, "connects balance")


@pytest.mark.parametrize("typed", ["yes", "ALL", "7", "agency-7", "AGENCY-7", "#7", '"ink AND paper"'])
async def test_an_agency_is_meant_by_number_by_name_or_as_the_only_one(town: Town, typed: str) -> None:
    await people(town, "staff", "other", "ana", "ben", "cam", "dan")
    assert await agency(town, "Ink and Paper", ("ana", OWNER, ACTIVE), ("ben", ADMIN, ACTIVE)) == 7
    made = await town.must("ben", f"connects buy 150 agency:{typed}")
    assert made.key == "order.made"
    await town.must("staff", "admin confirm order-1 R-1")
    assert (town.one("SELECT balance FROM wallet WHERE number = 7"), town.balance("ben")) == (150, 40)
    books.prove(town)


async def test_only_who_runs_an_agency_buys_for_it(town: Town) -> None:
    await people(town, "ana", "ben", "cam", "dan")
    await agency(
        town, "Ink", ("ana", OWNER, ACTIVE), ("ben", MEMBER, ACTIVE), ("cam", ADMIN, INVITED)
    )  # fmt: skip
    assert (await town.say("ben", "connects buy 150 agency:ink")).key == "agency.rank"
    assert (await town.say("cam", "connects buy 150 agency:ink")).key == "agency.unknown"
    assert (await town.say("dan", "connects buy 150 agency:yes")).key == "agency.unknown"
    assert (await town.say("ana", "connects buy 150 agency:inkwell")).key == "agency.unknown"
    assert (await town.say("ana", "connects buy 150")).key == "order.bundle"
    await town.must("ana", "connects buy 40 agency:ink")
    await agency(town, "Paper", ("dan", OWNER, ACTIVE), ("ana", ADMIN, ACTIVE))
    assert (await town.say("ana", "connects buy 150 agency:yes")).key == "agency.which"
    await town.must("ana", "connects buy 300 agency:paper")


async def test_the_menu_for_an_agency_has_its_bundles_and_its_buttons(town: Town) -> None:
    await people(town, "ana")
    number = await agency(town, "Ink", ("ana", OWNER, ACTIVE))
    menu = await town.must("ana", "connects buy agency:yes")
    assert menu.key == "order.menu"
    assert [one.command for one in menu.buttons][-2:] == [
        f"connects buy {amount} agency:agency-{number}" for amount in (150, 300)
    ]


async def test_an_order_for_an_agency_of_ones_own_is_ones_own(town: Town) -> None:
    await people(town, "staff", "other", "ana")
    await town.must("other", "admin grant ana 1")
    await agency(town, "Ink", ("ana", OWNER, ACTIVE), ("staff", MEMBER, ACTIVE))
    await town.must("ana", "connects buy 150 agency:ink")
    assert (await town.say("staff", "admin confirm order-1 R-1")).key == "admin.self"
    await town.must("other", "admin confirm order-1 R-1")


async def test_nothing_is_sent_from_a_frozen_wallet_and_all_can_be_sent_to_it(town: Town) -> None:
    await people(town, "staff", "ana", "ben")
    await town.must("staff", "admin policy transfers on")
    number = town.member("ana")

    def freeze(book: Book) -> Reply:
        book.the(Member, number)
        book.change(book.the(Wallet, number), frozen="why not")
        return Reply("frozen")

    await town.do([town.piece(town.key(), freeze, kept=False)])
    assert (await town.say("ana", "connects send ben 1")).key == "wallet.frozen"
    await town.must("ben", "connects send ana 1")
    assert town.balance("ana") == 41


@pytest.mark.parametrize("again", ["bank 17", "BANK17", "  b ank\u00a01 7", "ｂａｎｋ 17"])
def test_receipts_are_compared_without_case_width_and_spaces(again: str) -> None:
    assert orders.normal(again) == orders.normal("Bank 17")


async def test_two_confirmations_in_one_batch_use_a_receipt_once(still: Town) -> None:
    town = still
    town.start()
    await people(town, "staff", "ana")
    await town.must("ana", "connects buy 40")
    await town.must("ana", "connects buy 40")
    keys = _answers(await _together(town, "staff", [f"admin confirm order-{n} R-1" for n in (1, 2)]))
    assert keys == ["order.paid", "receipt.used"]
    keys = _answers(await _together(town, "staff", ["admin refund 1", "admin chargeback 1"]))
    assert keys == ["order.refunded", "order.state"]
    assert town.balance("ana") == 40
    books.prove(town)


async def test_orders_come_in_pages_that_buttons_lead_through(town: Town) -> None:
    await people(town, "staff", "ana", "ben")
    await town.must("ben", "connects buy 40")
    for number in range(2, 14):
        await town.must("ana", "connects buy 10")
        await town.must("staff", f"admin confirm {number} R-{number}")
    for name, line, count in (("ana", "connects orders", 12), ("staff", "admin orders state:paid", 12)):
        first = await town.must(name, line)
        second = await town.must(name, first.buttons[0].command)
        numbers = [one.facts["order"].number for page in (first, second) for one in page.facts["orders"]]  # type: ignore[union-attr]
        assert numbers == list(range(count + 1, 1, -1))
        assert not second.buttons
        typed = await town.must(name, f"{line} page:2")
        assert typed.facts["orders"] == second.facts["orders"]


async def _together(town: Town, name: str, lines: Sequence[str]) -> list[Reply]:
    return await asyncio.gather(*(town.say(name, line) for line in lines))


def _answers(replies: Sequence[Reply]) -> list[str]:
    return [one.key for one in replies]
