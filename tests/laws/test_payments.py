"""In whatever order a payment service tells and however often: order and wallet are as a model says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.board.orders import CAME, DISPUTE, GONE, LOST, REFUND
from core.board.payments import Back, Heard, Paid
from core.chat.till import Till
from core.instants import HOUR
from core.rules import payments
from tests.core.town import Town
from tests.laws import books
from tests.laws.test_laws import FAST, in_towns

TILL = Till("https://connects.example.org/pay", b"k" * 32)
GOOD, SECOND = "pi_good", "pi_second"
CENTS, AMOUNT = 600, 40
PAID = Heard(1, GOOD, Paid(CENTS, "usd"))
TOLD = (
    PAID,
    PAID,
    Heard(1, GOOD, failed=True),
    Heard(1, GOOD, Paid(CENTS - 1, "usd")),
    Heard(1, GOOD, Paid(CENTS, "eur")),
    Heard(1, GOOD, Paid(CENTS, "usd"), wrong="mode"),
    Heard(1, GOOD, Paid(CENTS, "usd"), wrong="account"),
    Heard(7, GOOD, Paid(CENTS, "usd")),
    Heard(1, GOOD, backs=(Back("re_1", REFUND, 150, GONE),)),
    Heard(1, GOOD, backs=(Back("re_1", REFUND, 150, GONE), Back("re_2", REFUND, 100, GONE))),
    Heard(1, GOOD, backs=(Back("re_2", REFUND, 100, CAME),)),
    Heard(1, GOOD, backs=(Back("re_3", REFUND, 450, GONE),)),
    Heard(1, GOOD, backs=(Back("dp_1", DISPUTE, 600, GONE),)),
    Heard(1, GOOD, backs=(Back("dp_1", DISPUTE, 600, LOST),)),
    Heard(1, GOOD, backs=(Back("dp_1", DISPUTE, 600, CAME),)),
    Heard(1, SECOND, backs=(Back("re_9", REFUND, 600, GONE),)),
)
"""What Stripe may say of an order of 40 for 6.00 USD: each in any order, any number of times."""


@dataclass
class Model:
    """What the order has to come to: the last word on each refund and dispute, and whether it was paid."""

    paid: bool = False
    words: dict[str, tuple[str, int, str]] = field(default_factory=dict)

    def hear(self, heard: Heard) -> None:
        if heard.wrong or heard.order != 1:
            return
        self.paid |= heard.paid == Paid(CENTS, "usd")
        if heard.payment == GOOD:
            for one in heard.backs:
                before = self.words.get(one.name, ("", 0, GONE))[2]
                stronger = max(before, one.state, key=[GONE, LOST, CAME].index)
                self.words[one.name] = (one.kind, one.cents, stronger)

    def gone(self) -> int:
        return min(CENTS, sum(cents for _, cents, state in self.words.values() if state != CAME))

    def state(self, unpaid: str) -> str:
        if not self.paid:
            return unpaid
        if any(kind == DISPUTE and state != CAME for kind, _, state in self.words.values()):
            return "charged_back"
        return "refunded" if self.gone() == CENTS else "paid"

    def left(self) -> int:
        """Of the Connects that were bought, where nobody spends any."""
        return AMOUNT - AMOUNT * self.gone() // CENTS if self.paid else 0


async def ordered(build: Callable[..., Town]) -> Town:
    town = await build().open()
    town.door.till = TILL
    await town.must("staff", "admin policy order.payment stripe")
    await town.must("ana", "connects buy 40")
    return town


async def told(town: Town, heard: Heard, key: str) -> None:
    (said,) = await town.do([town.piece(key, partial(payments.hear, heard=heard), heard=True, digest=key)])
    assert said.key == "payment.heard", said


@settings(max_examples=35, **FAST)
@given(
    some=st.lists(st.sampled_from(range(len(TOLD))), min_size=1, max_size=16),
    lapse=st.integers(0, 16),
    data=st.data(),
)
def test_every_order_of_deliveries_comes_to_the_same(
    template: Path, some: list[int], lapse: int, data: st.DataObject
) -> None:
    again = data.draw(st.permutations([*some, *some]))

    async def live(build: Callable[..., Town]) -> None:
        town, model = await ordered(build), Model()
        for place, number in enumerate(again):
            if place == lapse:
                town.clock.at += 25 * HOUR
                await town.tick()
            model.hear(TOLD[number])
            # A delivery that comes twice has its key; its sign of life is the same.
            await told(town, TOLD[number], f"stripe/evt_{number}")
            state, gone, missing = town.rows("SELECT state, gone, missing FROM buy_order")[0]
            lapsed = "lapsed" if lapse <= place else "unpaid"
            assert state == model.state(lapsed), (TOLD[number], state)
            assert (gone, missing) == (model.gone() if model.paid else 0, 0)
            assert town.balance("ana") == 40 + model.left()
            books.add_up(town)
        assert town.one("SELECT count(*) FROM operation WHERE kind LIKE 'order.bought%'") == model.paid
        await books.replay(town)
        books.prove(town)
        assert town.faults.seen == []

    in_towns(template, live)


SPENDING = (*range(len(TOLD)), "spend", "return", "expire")


@settings(max_examples=25, **FAST)
@given(some=st.lists(st.sampled_from(SPENDING), min_size=6, max_size=24))
def test_a_wallet_never_goes_below_zero_and_no_more_is_taken_than_was_bought(
    template: Path, some: list[int | str]
) -> None:
    async def live(build: Callable[..., Town]) -> None:
        town, spent = await ordered(build), 0
        await town.must("staff", "admin policy transfers on")
        await town.must("staff", "admin policy price.allowed any")
        await town.must("staff", "admin policy burn_order oldest_first")
        await town.must("client", "job post Logo price:70 closes:300d")
        for place, what in enumerate(some):
            if what == "spend":
                spent += (await town.say("ana", "apply job-1")).ok
            elif what == "return":
                await town.say("client", "job cancel job-1")
            elif what == "expire":
                town.clock.at += 200 * 24 * HOUR
                await town.tick()
            else:
                await told(town, TOLD[int(what)], f"stripe/{place}")
            books.add_up(town)
            missing, gone = town.rows("SELECT missing, gone FROM buy_order")[0]
            assert 0 <= missing <= AMOUNT * gone // CENTS
            assert town.one("SELECT min(balance) FROM wallet") >= 0
        await books.replay(town)
        books.prove(town)
        assert town.faults.seen == []

    in_towns(template, live)
