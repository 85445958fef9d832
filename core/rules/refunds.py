"""Money that went back: what is left of the lot it bought goes back, too (RULES 30)."""

from __future__ import annotations

from core.board.orders import PAID, BuyOrder
from core.book import Book
from core.ledger.accounts import SALES
from core.ledger.lots import Lot
from core.rules import journal, notices, orders, wallets
from core.speech.phrase import Amount, Mention, Money, Term, Words


def take_back(book: Book, by: int, number: int, state: str, reason: str) -> tuple[BuyOrder, int, int]:
    """Take back what is left of a refunded order's lot, and tell staff of the rest.

    ``state`` says whether it was refunded or charged back. The order, how much was taken, and the
    balance of its wallet. Refuses: order.unknown, order.service,
    order.state.
    """
    order = orders.at(book, number)
    orders.must_be_manual(order)
    if order.state != PAID:
        raise orders.wrong_state(order, state)
    wallet = wallets.of(book, order.wallet)  # a lot that has ended has nothing left after this
    lot = book.the(Lot, order.lot)
    taken, missing = lot.left, order.amount - lot.left
    with journal.record(
        book, f"order.{state}", actor=by, member=order.member, order=number, taken=taken, missing=missing,
        cents=order.cents, currency=order.currency,
    ) as record:  # fmt: skip
        if taken:
            record.move(SALES, taken)
            record.take_from(wallet, lot, taken)
        said = record.text(reason, by)
        book.change(order, state=state, missing=missing)
    notices.log(
        book, "log.taken_back", by, order=orders.ref(order), member=Mention(order.member), state=Term(state),
        taken=Amount(taken), missing=Amount(missing), cents=Money(order.cents, order.currency),
        reason=Words(said),
    )  # fmt: skip
    if by != order.member:
        notices.to_member(
            book, order.member, "order.was_taken_back", order=orders.ref(order), state=Term(state),
            taken=Amount(taken), balance=Amount(wallet.balance), reason=Words(said),
            agency=wallet.number != order.member,
        )  # fmt: skip
    return order, taken, wallet.balance
