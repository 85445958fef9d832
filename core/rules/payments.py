"""What a payment service says of an order's money: it came, it went back, it came again (RULES 30).

It is said in any order, twice and late. Of each refund and dispute the furthest state is kept that was heard
of, and what an order comes to is worked out from what is kept; so whatever was heard first, the end is one.
"""

from __future__ import annotations

from typing import Any

from core import instants
from core.board.orders import (
    BACKS,
    CAME,
    CHARGED_BACK,
    DISPUTE,
    FURTHEST,
    LAPSED,
    PAID,
    RECEIPTS,
    REFUNDED,
    STRIPE,
    UNPAID,
    BuyOrder,
    MoneyBack,
)
from core.board.payments import Back, Heard
from core.book import Book
from core.ledger.accounts import SALES
from core.ledger.lots import Lot
from core.rules import dues, journal, notices, orders, wallets
from core.speech.notice import LOG
from core.speech.phrase import Amount, Code, Mention, Money, Ref, Term
from core.speech.reply import Reply, reply

NOTHING = "nothing"


def hear(book: Book, heard: Heard) -> Reply:
    """Take in what was said of a payment; what came of it is the answer's ``outcome``.

    What can't be is never credited: staff are told why, and what they can do.
    """
    if heard.wrong:
        return _odd(book, heard, heard.wrong)
    order = orders.known(book, heard.order)
    if order is None or order.provider != STRIPE:
        return _odd(book, heard, "unknown")
    for back in heard.backs:
        _keep(book, order, heard.payment, back)
    came = _credit(book, order, heard) if heard.paid is not None else reply("payment.heard", outcome=NOTHING)
    went = _reckon(book, order)
    if heard.failed and order.state == UNPAID:
        notices.to_member(
            book, order.member, "order.pay_failed", order=orders.ref(order),
            list=Code("/connects orders"),
        )  # fmt: skip
    return went or came


def share(order: BuyOrder, cents: int) -> int:
    """How many of an order's Connects so much of its money bought, rounded down; all of it bought all."""
    return order.amount * cents // order.cents


def state_of(order: BuyOrder, backs: list[MoneyBack]) -> tuple[int, str]:
    """How many cents of a paid order's money are gone, and which state that means."""
    gone = [one for one in backs if one.payment == order.receipt and one.state != CAME]
    cents = min(order.cents, sum(one.cents for one in gone))
    if any(one.kind == DISPUTE for one in gone):
        return cents, CHARGED_BACK
    return cents, REFUNDED if cents >= order.cents else PAID


def _keep(book: Book, order: BuyOrder, payment: str, back: Back) -> None:
    """Note a refund or a dispute; what was heard late never leads back."""
    known = book.get(MoneyBack, back.name)
    if known is None:
        book.add(MoneyBack(back.name, order.number, payment, back.kind, back.cents, back.state, book.now))
    elif FURTHEST.index(back.state) > FURTHEST.index(known.state):
        book.change(known, state=back.state)


def _credit(book: Book, order: BuyOrder, heard: Heard) -> Reply:
    """Credit a paid order, once."""
    assert heard.paid is not None
    if order.receipt == heard.payment:
        return reply("payment.heard", outcome=NOTHING)
    if (heard.paid.cents, heard.paid.currency.upper()) != (order.cents, order.currency):
        return _odd(book, heard, "amount")
    if order.state not in (UNPAID, LAPSED):
        return _odd(book, heard, "twice")
    if book.find(RECEIPTS, heard.payment):
        return _odd(book, heard, "used")
    late = order.state == LAPSED
    kind = "order.bought_late" if late else "order.bought"
    wallet = wallets.of(book, order.wallet)
    with journal.record(
        book, kind, key=f"stripe/order-{order.number}", member=order.member, order=order.number,
        amount=order.amount, cents=order.cents, currency=order.currency, payment=heard.payment,
    ) as record:  # fmt: skip
        record.move(SALES, -order.amount)
        lot = record.credit(wallet, order.amount, orders.BOUGHT, book.now, dues.expiry(book, book.now))
        book.change(order, state=PAID, receipt=heard.payment, lot=lot.number)
    said: dict[str, Any] = {
        "order": orders.ref(order), "amount": Amount(order.amount),
        "cents": Money(order.cents, order.currency),
    }  # fmt: skip
    notices.post(book, LOG, "log.bought", member=Mention(order.member), late=late, **said)
    notices.to_member(
        book, order.member, "order.was_bought", balance=Amount(wallet.balance), late=late,
        agency=wallet.number != order.member, **said,
    )  # fmt: skip
    return reply("payment.heard", outcome="late" if late else "credited")


def _reckon(book: Book, order: BuyOrder) -> Reply | None:
    """Bring an order to what its money came to; None if it is there already."""
    if not order.lot:
        return None
    gone, state = state_of(order, book.find(BACKS, order.number))
    if (gone, state) == (order.gone, order.state):
        return None
    more = share(order, gone) - share(order, order.gone)
    if more < 0:
        _give_back(book, order, gone, state, -more)
    else:
        _take_back(book, order, gone, state, more)
    return reply("payment.heard", outcome=order.state if order.state != PAID else "changed")


def _take_back(book: Book, order: BuyOrder, gone: int, state: str, wanted: int) -> None:
    """Take what is left of the order's lot, and tell staff of the rest."""
    wallet = wallets.of(book, order.wallet)  # a lot that has ended has nothing left after this
    lot = book.the(Lot, order.lot)
    taken = min(lot.left, wanted)
    missing = order.missing + wanted - taken
    with journal.record(
        book, "order.taken_back", member=order.member, order=order.number, state=state, taken=taken,
        missing=missing, gone=gone, cents=order.cents, currency=order.currency,
    ) as record:  # fmt: skip
        if taken:
            record.move(SALES, taken)
            record.take_from(wallet, lot, taken)
        book.change(order, state=state, gone=gone, missing=missing)
    notices.post(
        book, LOG, "log.money_gone", order=orders.ref(order), member=Mention(order.member),
        state=Term(state), gone=Money(gone, order.currency), cents=Money(order.cents, order.currency),
        taken=Amount(taken), missing=Amount(missing),
    )  # fmt: skip
    _tell(book, order, "order.money_gone", gone, taken)


def _give_back(book: Book, order: BuyOrder, gone: int, state: str, wanted: int) -> None:
    """What could not be taken is owed no more, and what was taken goes back to its lot (RULES 4)."""
    wallet = wallets.of(book, order.wallet)
    lot = book.the(Lot, order.lot)
    returned = max(0, wanted - order.missing)
    missing = max(0, order.missing - wanted)
    with journal.record(
        book, "order.given_back", member=order.member, order=order.number, state=state, returned=returned,
        missing=missing, gone=gone, cents=order.cents, currency=order.currency,
    ) as record:  # fmt: skip
        record.move(SALES, -returned)
        if returned and lot.expires > book.now:
            record.take_from(wallet, lot, -returned)
        elif returned:
            zone, days = book.policy.time_zone, book.policy.lot_returned_days
            record.credit(wallet, returned, "return", book.now, instants.after_days(book.now, days, zone))
        book.change(order, state=state, gone=gone, missing=missing)
    notices.post(
        book, LOG, "log.money_came", order=orders.ref(order), member=Mention(order.member),
        cents=Money(order.cents, order.currency), returned=Amount(returned),
    )  # fmt: skip
    _tell(book, order, "order.money_came", gone, returned)


def _tell(book: Book, order: BuyOrder, key: str, gone: int, moved: int) -> None:
    wallet = wallets.of(book, order.wallet)
    notices.to_member(
        book, order.member, key, order=orders.ref(order), gone=Money(gone, order.currency),
        moved=Amount(moved), balance=Amount(wallet.balance), agency=wallet.number != order.member,
    )  # fmt: skip


def _odd(book: Book, heard: Heard, why: str) -> Reply:
    """It is not credited; staff read why and where to look."""
    paid = Money(heard.paid.cents, heard.paid.currency.upper()) if heard.paid is not None else None
    notices.post(
        book, LOG, "payment.odd", why=why, order=Ref("order", heard.order), payment=Code(heard.payment),
        paid=paid, grant=Code("/admin grant"),
    )  # fmt: skip
    return reply("payment.heard", outcome=why)
