"""Buying Connects: orders, what they cost, how they are paid or lapse (RULES 30, 31)."""

from __future__ import annotations

import unicodedata

from core.board.agencies import ACTIVE, ADMIN, OWNER, Agency, AgencyMember
from core.board.orders import (
    LAPSED,
    MANUAL,
    PAID,
    RECEIPTS,
    STRIPE,
    UNPAID,
    UNPAID_OF,
    BuyOrder,
    state_at,
)
from core.book import Book
from core.errors import Refusal
from core.instants import HOUR
from core.ledger.accounts import SALES
from core.policy.policy import Policy
from core.rules import calendar, dues, journal, notices, staff, standing, wallets
from core.speech.notice import LOG
from core.speech.phrase import Amount, Code, Mention, Money, Ref, Term, When, Words
from core.speech.reply import Button

MOST = 10_000
"""How many can be bought at once where the policy names no bundles."""
WAITING = 5
"""So many orders of one member may wait to be paid."""
LEAST_CENTS, MOST_CENTS = 50, 99_999_999
"""What a card can pay at once, as Stripe has it of dollars and euros (of pounds from 30 pence on)."""
BOUGHT = "bought"
"""The source of lots that were paid for."""


def ref(order: BuyOrder) -> Ref:
    """How an order is said."""
    return Ref("order", order.number)


def at(book: Book, number: int) -> BuyOrder:
    """An order, lapsed if its time is over. Refuses: order.unknown."""
    order = book.get(BuyOrder, number)
    if order is None:
        raise Refusal("order.unknown", order=number, list=Code("/connects orders"))
    if state_at(order, book.now) != order.state:
        version, _ = calendar.policy_at(book, order.due)
        with journal.record(
            book, "order.lapsed", key=f"lapse/order-{number}", due=order.due, policy=version,
            member=order.member, order=number,
        ):  # fmt: skip
            book.change(order, state=LAPSED)
    return order


def known(book: Book, number: int) -> BuyOrder | None:
    """An order as `at` sees it, None where there is none."""
    return None if book.get(BuyOrder, number) is None else at(book, number)


def bundles(policy: Policy, *, agency: bool) -> tuple[int, ...]:
    """How many can be bought at once; nothing where it may be any number."""
    if not policy.order_bundles:
        return ()
    return (*policy.order_bundles, *(policy.order_agency_bundles if agency else ()))


def must_sell(policy: Policy) -> None:
    """Refuses: order.off."""
    if policy.order_payment == "off":
        raise Refusal("order.off", rules=Code("/connects rules"))


def make(book: Book, by: int, amount: int, agency: int | str) -> BuyOrder:
    """Order Connects; nothing is credited until staff, or the payment service, say that they were paid for.

    Refuses: order.off, order.bundle, order.sum, order.many, agency.unknown, agency.which,
    agency.rank.
    """
    policy = book.policy
    must_sell(policy)
    wallet = payer(book, by, agency)
    _must_be_sold(policy, amount, agency=wallet != by)
    waiting = [at(book, one.number) for one in list(book.find(UNPAID_OF, by))]
    if sum(one.state == UNPAID for one in waiting) >= WAITING:
        raise Refusal("order.many", count=WAITING, list=Code("/connects orders"))
    cents, currency = amount * policy.order_cents, policy.order_currency
    service = policy.order_payment == STRIPE
    if service and not LEAST_CENTS <= cents <= MOST_CENTS:
        least, most = Money(LEAST_CENTS, currency), Money(MOST_CENTS, currency)
        raise Refusal("order.sum", cents=Money(cents, currency), least=least, most=most)
    number, until = book.next("orders"), book.now + policy.order_hours * HOUR
    with journal.record(
        book, "order.made", actor=by, member=by, order=number, wallet=wallet, amount=amount, cents=cents,
        currency=currency, until=until, provider=STRIPE if service else None,
    ):  # fmt: skip
        provider = STRIPE if service else MANUAL
        order = book.add(
            BuyOrder(number, by, wallet, amount, cents, currency, book.now, until, provider=provider)
        )
    if service:
        return order  # nobody of the staff has anything to do
    notices.post(
        book, LOG, "order.waiting", buttons=(Button("button-confirm", f"admin confirm order-{number}"),),
        order=ref(order), member=Mention(by), amount=Amount(amount), cents=Money(cents, currency),
        due=When(until, "time"),
    )  # fmt: skip
    return order


def _must_be_sold(policy: Policy, amount: int, *, agency: bool) -> None:
    """Refuses: order.bundle."""
    offered = bundles(policy, agency=agency)
    if amount in offered or (not offered and amount <= MOST):
        return
    theirs = not agency and amount in bundles(policy, agency=True)
    raise Refusal(
        "order.bundle", amount=Amount(amount), bundles=tuple(str(one) for one in offered), most=MOST,
        agency=theirs, example=Code(f"/connects buy {offered[0] if offered else MOST}"),
    )  # fmt: skip


def payer(book: Book, member: int, agency: int | str) -> int:
    """The wallet that a member buys for: their own, or that of an agency which they run.

    Refuses: agency.unknown, agency.which, agency.rank.
    """
    if not agency:
        return member
    part = standing.named(book, standing.active_in(book, member), agency)
    if part.role not in (OWNER, ADMIN):
        name = book.the(Agency, part.agency).name
        raise Refusal("agency.rank", agency=Words(name), buy=Code("/connects buy"))
    return part.agency


def confirm(book: Book, by: int, number: int, receipt: str) -> tuple[BuyOrder, int]:
    """Staff saw that an order was paid; the order, and the balance of the wallet that it was for.

    Refuses: order.unknown, order.service, order.state, receipt.used, admin.self, admin.limit.
    """
    order = at(book, number)
    must_be_manual(order)
    if order.state != UNPAID:
        raise wrong_state(order, PAID)
    good = normal(receipt)
    used: list[BuyOrder] = book.find(RECEIPTS, good)
    if used:
        raise Refusal("receipt.used", order=ref(used[0]), list=Code("/admin orders"))
    alone = staff.counts(book, by, by if _is_own(book, by, order) else order.member, order.amount)
    wallet = wallets.of(book, order.wallet)
    with journal.record(
        book, "order.paid", actor=by, member=order.member, order=number, amount=order.amount,
        cents=order.cents, currency=order.currency,
    ) as record:  # fmt: skip
        record.move(SALES, -order.amount)
        lot = record.credit(wallet, order.amount, BOUGHT, book.now, dues.expiry(book, book.now))
        said = record.text(receipt, by)
        book.change(order, state=PAID, receipt=good, lot=lot.number)
    amount, cents = Amount(order.amount), Money(order.cents, order.currency)
    notices.log(
        book, "log.paid_self" if alone else "log.paid", by, order=ref(order), member=Mention(order.member),
        amount=amount, cents=cents, receipt=Words(said),
    )  # fmt: skip
    if by != order.member:
        notices.to_member(
            book, order.member, "order.was_paid", order=ref(order), amount=amount, cents=cents,
            balance=Amount(wallet.balance), agency=wallet.number != order.member,
        )  # fmt: skip
    return order, wallet.balance


def _is_own(book: Book, by: int, order: BuyOrder) -> bool:
    """Whether somebody would be confirming what they get themselves, or an agency that they run."""
    if by == order.member or order.wallet == order.member:
        return by == order.member
    part = book.get(AgencyMember, (order.wallet, by))
    return part is not None and part.state == ACTIVE


def must_be_manual(order: BuyOrder) -> None:
    """Refuses: order.service, where the payment service says what becomes of it."""
    if order.provider != MANUAL:
        raise Refusal("order.service", order=ref(order), grant=Code("/admin grant"))


def normal(receipt: str) -> str:
    """A receipt as it is compared: without case and spaces."""
    return "".join(unicodedata.normalize("NFKC", receipt).split()).casefold()


def wrong_state(order: BuyOrder, wanted: str) -> Refusal:
    """That an order can't come to a state from the one it is in."""
    return Refusal("order.state", order=ref(order), state=Term(order.state), wanted=Term(wanted))
