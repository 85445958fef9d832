"""Paying by card: the real library, real sockets, a loopback Stripe."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from adapters.payments.reconciling import dry, into, reconcile
from core.chat.looking import Looking
from core.errors import Refusal
from core.instants import HOUR, MINUTE
from core.ports import Unavailable, Unknown
from core.rules.payments import NOTHING
from core.speech.plain import plain
from core.speech.texts import Voice
from tests.adapters.payments.server import SECRET
from tests.adapters.payments.till import Shop, shop


async def test_from_the_order_to_the_connects(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        page = await here.order()
        status, url = await here.open(page)
        assert status == 303
        assert (await here.open(page))[1] == url, "asked again it is the same page"
        assert len(here.stripe.sessions) == 1
        event = here.stripe.pay(url)
        assert "As soon as Stripe confirms" in (await here.open(f"{page}/thanks"))[1]
        assert [await here.stripe.deliver(event) for _ in range(3)] == [200] * 3
        assert here.balance() == 80
        assert "is paid" in (await here.open(page))[1]
        assert "is paid" in (await here.open(f"{page}/thanks"))[1]
        listed = await here.town.must("ana", "connects orders")
        assert listed.facts["orders"][0].facts["pay"] is None  # type: ignore[index,union-attr]
        assert (await here.town.say("staff", "admin refund order-1")).key == "order.service"
        assert (await here.town.say("staff", "admin confirm order-1 R-1")).key == "order.service"


async def test_what_is_not_signed_by_stripe_is_not_heard(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        event = here.stripe.pay(url)
        assert await here.stripe.deliver(event, secret="whsec_another") == 401
        assert await here.stripe.deliver(event, at=time.time() - 301) == 401
        for signature in ("", "t=1,v1=", "v1=00", "t=x,v1=00", "t=1"):
            assert await here.stripe.deliver(event, **{"Stripe-Signature": signature}) == 401
        assert await here.stripe.deliver(b"\xff\xfe") == 401
        assert await here.stripe.deliver(b" " * 300_000) == 413
        for odd in (b"[]", b"{}", b"null", b'{"type": "refund.created", "data": {"object": 7}}'):
            assert await here.stripe.deliver(odd) == 400
        assert await here.stripe.deliver(here.stripe.event("customer.created", {"id": "cus_1"})) == 200
        assert here.balance() == 40


async def test_what_is_not_ours_is_passed_over_and_what_is_wrong_is_told_to_staff(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        good = here.stripe.pay(url)

        def like(event: dict[str, Any] = good, outside: Any = None, **inside: Any) -> dict[str, Any]:
            made = json.loads(json.dumps(event))
            made["id"] = f"evt_{time.monotonic_ns()}"
            made["data"]["object"].update(inside)
            return {**made, **(outside or {})}

        other = {**good["data"]["object"]["metadata"], "connects": "another"}
        for foreign in (
            like(metadata=other), like(metadata={}), like(metadata=None),
            like(metadata={**other, "connects": "inst1", "community": "99"}),
            like(metadata={**other, "connects": "inst1", "order": "1; --"}),
        ):  # fmt: skip
            assert await here.stripe.deliver(foreign) == 200
        assert "payment.odd" not in here.told_staff()
        for wrong in (
            like(amount_total=599), like(currency="eur"), like(outside={"livemode": True}),
            like(outside={"account": "acct_1"}),
            like(metadata={**other, "connects": "inst1", "order": "9"}),
        ):  # fmt: skip
            assert await here.stripe.deliver(wrong) == 200
        assert here.told_staff().count("payment.odd") == 5
        assert (here.balance(), here.order_state()) == (40, "unpaid")
        assert await here.stripe.deliver(like(payment_status="unpaid")) == 200
        assert here.balance() == 40
        assert (
            await here.stripe.deliver(like({**good, "type": "checkout.session.async_payment_failed"})) == 200
        )
        assert await here.stripe.deliver(
            like({**good, "type": "checkout.session.async_payment_succeeded"})
        ) == 200  # fmt: skip
        assert await here.stripe.deliver(good) == 200
        assert here.balance() == 80


async def test_money_goes_back_in_parts_and_comes_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        payment = await here.paid()
        assert "through Stripe" in plain(await here.town.must("ana", "connects rules"), Voice(strict=True))
        charge, refund = here.stripe.refund(payment, 150)
        assert await here.stripe.deliver(charge) == await here.stripe.deliver(refund) == 200
        assert (here.balance(), here.order_state()) == (70, "paid")
        dispute = here.stripe.dispute(payment, 450)
        assert await here.stripe.deliver(dispute) == 200
        assert (here.balance(), here.order_state()) == (40, "charged_back")
        won = here.stripe.decide(dispute, "won")
        assert await here.stripe.deliver(won) == await here.stripe.deliver(dispute) == 200
        assert (here.balance(), here.order_state()) == (70, "paid")
        told = [plain(await here.town.must("ana", line), Voice(strict=True)) for line in (
            "connects history kind:order", "connects why", "connects orders",
            *(f"connects why {number}" for (number,) in here.town.rows(
                "SELECT number FROM operation WHERE kind LIKE 'order.%'")),
        )]  # fmt: skip
        assert "US$1.50 of US$6.00 for order-1 gone back" in told[0]
        assert any("signed" in one for one in told)


async def test_a_refund_that_arrives_before_the_payment(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        paid = here.stripe.pay(url)
        payment = paid["data"]["object"]["payment_intent"]
        for event in (*here.stripe.refund(payment, 600), paid):
            assert await here.stripe.deliver(event) == 200
        assert (here.balance(), here.order_state()) == (40, "refunded")
        assert here.town.one("SELECT count(*) FROM operation WHERE kind = 'order.bought'") == 1


async def test_an_inquiry_takes_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        dispute = here.stripe.dispute(await here.paid(), 600)
        here.stripe.decide(dispute, "warning_needs_response")
        dispute["data"]["object"]["status"] = "warning_needs_response"
        assert await here.stripe.deliver(dispute) == 200
        assert here.balance() == 80


async def test_paid_after_it_lapsed_it_is_credited_all_the_same(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        page = await here.order()
        _, url = await here.open(page)
        session = next(iter(here.stripe.sessions.values()))
        assert session["expires_at"] * 1_000_000 <= here.town.one("SELECT due FROM buy_order")
        here.town.clock.at += 25 * HOUR
        await here.town.tick()
        assert "be paid any more" in (await here.open(page))[1]
        assert await here.stripe.deliver(here.stripe.pay(url)) == 200
        assert (here.balance(), here.order_state()) == (80, "paid")
        assert here.town.one("SELECT count(*) FROM operation WHERE kind = 'order.bought_late'") == 1


async def test_a_second_payment_is_told_and_not_credited(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        payment = await here.paid()
        session = next(iter(here.stripe.sessions.values()))
        assert await here.stripe.deliver(here.stripe.pay(session["url"])) == 200
        assert here.balance() == 80
        assert here.told_staff().count("payment.odd") == 1
        second = session["payment_intent"]
        assert second != payment
        assert await here.stripe.deliver(here.stripe.refund(second, 600)[1]) == 200
        assert here.balance() == 80


async def test_while_stripe_is_down_people_hear_what_to_do(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        page = await here.order()
        here.stripe.faults = [500] * 3
        status, words = await here.open(page)
        assert status == 503
        assert "Nothing was paid, and the order stands until" in words
        here.stripe.faults = [0]  # a connection that breaks is tried again, with the same key
        assert (await here.open(page))[0] == 303
        assert len(here.stripe.sessions) == 1


@pytest.mark.parametrize("trouble", [Unavailable("gone"), Refusal("busy")])
async def test_what_can_not_be_written_is_not_taken_as_delivered(tmp_path: Path, trouble: Exception) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        event = here.stripe.pay(url)
        here.town.store.plan["begin"] = [trouble] * 5
        assert await here.stripe.deliver(event) == 503
        here.town.store.plan.clear()
        here.town.faults.seen.clear()
        assert await here.stripe.deliver(event) == 200
        assert here.balance() == 80


async def test_what_the_bank_refused_can_be_paid_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        page = await here.order()
        _, url = await here.open(page)
        assert await here.stripe.deliver(here.stripe.refuse(url)) == 200
        assert here.balance() == 40
        status, again = await here.open(page)
        assert (status, again == url) == (303, False)
        event = here.stripe.pay(again)
        assert "As soon as Stripe confirms" in (await here.open(page))[1], "not to be paid twice meanwhile"
        assert await here.stripe.deliver(event) == 200
        assert here.balance() == 80


async def test_a_commit_of_unknown_outcome_credits_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        event = here.stripe.pay(url)
        here.town.store.plan["committed"] = [Unknown("the answer was lost")]
        assert await here.stripe.deliver(event) == 200
        assert await here.stripe.deliver(event) == 200
        assert here.balance() == 80


async def test_addresses_that_nobody_here_made_lead_nowhere(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        page = await here.order()
        head, _, seal = page.rpartition("-")
        for forged in (f"{head}-{'A' * 20}", page.replace("1-1-", "1-2-"), page[:-1], f"{page}/../x", head):
            assert (await here.open(forged))[0] in (404, 405)
        assert here.stripe.asked == []
        for spoken in ('xx-"><script>', "../../etc", "*", "de-AT,de;q=0.9", "\u00e9" * 40):
            status, _ = await here.open(f"{page}/thanks", **{"Accept-Language": spoken})
            assert status == 200
        assert seal


async def test_an_order_of_some_days_can_be_paid_to_its_last_hour(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        await here.town.must("staff", "admin policy order.hours 60")
        page = await here.order()
        found = set()
        for _ in range(58):
            status, url = await here.open(page)
            assert status == 303
            found.add(url)
            here.town.clock.at += HOUR
        assert len(found) == 3
        here.town.clock.at += 119 * MINUTE
        assert "too soon to pay it" in (await here.open(page))[1]


async def test_a_card_pays_no_tiny_and_no_huge_sum(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        await here.town.must("staff", "admin policy order.bundles any")
        assert (await here.town.say("ana", "connects buy 3")).key == "order.sum"
        await here.town.must("staff", "admin policy order.cents 100000")
        assert (await here.town.say("ana", "connects buy 10000")).key == "order.sum"


async def test_a_community_that_is_not_named_does_not_sell_by_card(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        till = here.town.door.till
        assert till is not None
        here.town.door.till = type(till)(till.base, till.key, frozenset({"test/T2"}))
        assert (await here.town.say("ana", "connects buy 40")).key == "order.no_till"


# Held beside each other ----------------------------------------------------------------


async def compared(here: Shop, *, really: bool = True) -> list[tuple[int, str]]:
    looking = Looking(here.town.storage.queries, here.town.clock)
    put = into(here.hearing, looking) if really else dry(looking)
    lines = await reconcile(here.api, here.town.storage.queries, put, here.town.clock.now(), 7)
    return [(line.order, line.came) for line in lines]


async def test_what_was_never_delivered_is_found_and_mended_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        urls = [(await here.open(await here.order(amount)))[1] for amount in (40, 40, 20, 10)]
        paid = [here.stripe.pay(url) for url in urls[:3]]
        payments = [event["data"]["object"]["payment_intent"] for event in paid]
        here.stripe.refund(payments[1], 600)
        assert await here.stripe.deliver(paid[2]) == 200
        here.stripe.dispute(payments[2], 300)
        wanted = [(1, "credited"), (2, "credited"), (2, "refunded"), (3, "charged_back")]
        seen = await compared(here, really=False)
        assert sorted(seen) == sorted(
            [(1, "credited"), (2, "credited"), (2, "refunded"), (3, "charged_back")]
        )
        assert here.balance() == 60, "a look changes nothing"
        assert sorted(await compared(here)) == sorted(wanted)
        assert here.balance() == 80
        assert await compared(here) == []
        for event in paid:  # and the deliveries come after all
            assert await here.stripe.deliver(event) == 200
        assert here.balance() == 80


async def test_what_is_paid_here_and_unknown_there_is_named(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        payment = await here.paid()
        here.stripe.payments.pop(payment)
        here.stripe.sessions.clear()
        assert await compared(here) == [(1, "unknown")]
        assert NOTHING == "nothing"


async def test_one_delivery_twenty_times_at_once_is_one(tmp_path: Path) -> None:
    async with shop(tmp_path) as here:
        _, url = await here.open(await here.order())
        event = here.stripe.pay(url)
        again = {**event, "id": "evt_other", "type": "checkout.session.async_payment_succeeded"}
        both = [here.stripe.deliver(one) for one in (event, again) for _ in range(10)]
        assert set(await asyncio.gather(*both)) == {200}
        assert here.balance() == 80
        assert SECRET not in str(here.town.rows("SELECT document FROM notice"))
