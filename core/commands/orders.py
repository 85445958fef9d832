"""What people say to buy Connects: /connects buy, /connects orders; and what staff do with orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from core.board.orders import CHARGED_BACK, ORDER_STATES, REFUNDED, STRIPE, UNPAID, BuyOrder, state_at
from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import AgencyName, BeforeOrder, ChoiceSpec, OrderNumber, Page, Reason, TextSpec
from core.chat.options import Amount as Whole
from core.chat.till import Till
from core.commands.paging import more, page_of
from core.errors import Refusal
from core.people import Rank
from core.policy.policy import Policy
from core.queries import Orders, OrdersBy
from core.rules import orders, refunds
from core.speech.phrase import Amount, Code, Fact, Link, Mention, Money, Phrase, Term, When, say
from core.speech.reply import Block, Button, Items, Para, Reply, reply

State = Annotated[str, ChoiceSpec(ORDER_STATES)]
Receipt = Annotated[str, TextSpec(60, 3, sample="INV-2026-17")]
SHOWN = 10
"""So many bundles have a button."""


@order("connects buy")
def buy(ask: Ask, book: Book, amount: Whole = 0, agency: AgencyName = "") -> Reply:
    """Order Connects, for yourself or for an agency that you run."""
    must_have_till(book.policy, ask.till)
    if not amount:
        return _menu(ask, book, agency)
    made = orders.make(book, ask.member, amount, agency)
    due = When(made.due, "time")
    if page := _page(ask.till, book, made):
        body = (Para(say("order.pay", link=page, due=due)),)
    else:
        body = (Para(say("order.how", order=orders.ref(made), due=due)),)
    return Reply("order.made", _facts(made), body, (Button("button-orders", "connects orders"),))


def must_have_till(policy: Policy, till: Till | None) -> None:
    """Refuses: order.no_till."""
    if policy.order_payment == STRIPE and till is None:
        raise Refusal("order.no_till", manual=Code("/admin policy order.payment manual"))


def _page(till: Till | None, book: Book, one: BuyOrder) -> Link | None:
    """Where an order is paid, as long as it waits for that."""
    if till is None or one.provider != STRIPE or state_at(one, book.now) != UNPAID:
        return None
    return Link(till.page(book.number, one.number), "")


def _facts(made: BuyOrder) -> dict[str, Fact]:
    return {
        "order": orders.ref(made), "amount": Amount(made.amount), "cents": Money(made.cents, made.currency),
        "currency": made.currency, "due": When(made.due, "time"),
    }  # fmt: skip


def _menu(ask: Ask, book: Book, agency: int | str) -> Reply:
    """What can be bought, a button for each."""
    policy = book.policy
    orders.must_sell(policy)
    payer = orders.payer(book, ask.member, agency)
    theirs = payer != ask.member
    sold = orders.bundles(policy, agency=theirs)
    whose = f" agency:agency-{payer}" if theirs else ""
    buttons = [
        Button("button-buy", f"connects buy {one}{whose}", once=True, facts=_price(policy, one))
        for one in sold[:SHOWN]
    ]
    body: list[Block] = []
    if not sold:
        body.append(Para(say("order.any", most=orders.MOST, example=Code("/connects buy 40"))))
    elif not theirs and policy.order_agency_bundles:
        listed = tuple(str(one) for one in policy.order_agency_bundles)
        example = Code(f"/connects buy {listed[0]} agency:yes")
        body.append(Para(say("order.for_agency", bundles=listed, example=example)))
    facts: dict[str, Fact] = {
        "price": Money(policy.order_cents, policy.order_currency), "bundles": tuple(str(one) for one in sold)
    }  # fmt: skip
    return Reply("order.menu", facts, body, buttons)


def _price(policy: Policy, amount: int) -> dict[str, Fact]:
    return {"amount": Amount(amount), "cents": Money(amount * policy.order_cents, policy.order_currency)}


@question("connects orders")
def listing(ask: Ask, book: Book, page: Page = 1, before: BeforeOrder = 0) -> Reply:
    """See your orders and what became of them."""
    rows = book.ask(OrdersBy(ask.member, page_of(page, before), before))
    return _listed(book, rows, page, before, "connects orders", ask.till)


@question("admin orders", rank=Rank.STAFF)
def all_orders(ask: Ask, book: Book, state: State = "", page: Page = 1, before: BeforeOrder = 0) -> Reply:
    """See everybody's orders, or those in one state."""
    rows = book.ask(Orders(page_of(page, before), before, state))
    return _listed(book, rows, page, before, f"admin orders{f' state:{state}' if state else ''}")


def _listed(
    book: Book, rows: Sequence[BuyOrder], page: int, before: int, typed: str, till: Till | None = None
) -> Reply:
    shown, rest = more(rows, page, before)
    lines = tuple(_line(book, one, till) for one in shown)
    buttons = []
    if rest:
        buttons.append(Button("button-more", f"{typed} page:{page + 1} before:{shown[-1].number}"))
    body = (Items(lines),) if lines else (Para(say("orders.none", buy=Code("/connects buy"))),)
    return Reply("orders", {"orders": lines, "count": len(lines), "page": page}, body, buttons)


def _line(book: Book, one: BuyOrder, till: Till | None) -> Phrase:
    return say(
        "orders.line", **_facts(one), member=Mention(one.member), at=When(one.at),
        state=Term(state_at(one, book.now)), missing=Amount(one.missing),
        pay=_page(till, book, one),
    )  # fmt: skip


@order("admin confirm", rank=Rank.STAFF, form=("order", "receipt"))
def confirm(ask: Ask, book: Book, order: OrderNumber, receipt: Receipt) -> Reply:
    """Confirm with a receipt that an order was paid."""
    paid, balance = orders.confirm(book, ask.member, order, receipt)
    facts: dict[str, Fact] = {"member": Mention(paid.member), "balance": Amount(balance)}
    return Reply("order.paid", _facts(paid) | facts)


@order("admin refund", rank=Rank.STAFF)
def refund(ask: Ask, book: Book, order: OrderNumber, reason: Reason = "") -> Reply:
    """Note that an order's money was given back; what is left of its Connects is taken."""
    return _taken_back(ask, book, order, REFUNDED, reason)


@order("admin chargeback", rank=Rank.STAFF)
def chargeback(ask: Ask, book: Book, order: OrderNumber, reason: Reason = "") -> Reply:
    """Note that an order's payment was taken back by the bank; what is left of its Connects is taken."""
    return _taken_back(ask, book, order, CHARGED_BACK, reason)


def _taken_back(ask: Ask, book: Book, number: int, state: str, reason: str) -> Reply:
    done, taken, balance = refunds.take_back(book, ask.member, number, state, reason)
    return reply(
        f"order.{state}", order=orders.ref(done), member=Mention(done.member), taken=Amount(taken),
        missing=Amount(done.missing), balance=Amount(balance), cents=Money(done.cents, done.currency),
    )  # fmt: skip
