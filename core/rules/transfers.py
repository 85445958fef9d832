"""Connects that members send each other, where the policy lets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core import instants
from core.book import Book
from core.errors import Refusal
from core.instants import Instant
from core.ledger.accounts import TransferDay
from core.ledger.lots import LOTS_LEFT, burn
from core.people import Member
from core.rules import journal, notices, wallets
from core.speech.phrase import Amount, Code, Mention, When, Words

SENT_ON = "transfer"
"""The source of lots that came from another member."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a transfer came to: the sender's balance, and what they may still send today."""

    balance: int
    left: int


def send(book: Book, by: int, to: int, amount: int, reason: str) -> Sent:
    """Send Connects, those first that are burned first; each keeps the end that it had.

    Refuses: transfer.off, transfer.self, transfer.left, transfer.limit, wallet.frozen, wallet.short.
    """
    policy = book.policy
    if policy.transfers == "off":
        raise Refusal("transfer.off", rules=Code("/connects rules"))
    if by == to:
        raise Refusal("transfer.self", example=Code("/connects send"))
    if book.the(Member, to).left:
        raise Refusal("transfer.left", member=Mention(to))
    payer, payee = wallets.of(book, by), wallets.of(book, to)
    if payer.frozen:
        raise Refusal("wallet.frozen", member=None)
    wallets.afford(book, payer, amount)
    today = instants.day(book.now, policy.time_zone)
    days = [_day(book, one, today) for one in (by, to)]
    _must_fit(book, days[0], days[0].sent, amount, today)
    _must_fit(book, days[1], days[1].received, amount, today, whose=to)
    with journal.record(book, "transfer.sent", actor=by, member=to, amount=amount) as record:
        ends: dict[Instant, int] = {}
        for lot, part in burn(book.find(LOTS_LEFT, by), amount, policy.burn_order):
            record.take_from(payer, lot, part)
            ends[lot.expires] = ends.get(lot.expires, 0) + part
        for expires, part in sorted(ends.items()):
            record.credit(payee, part, SENT_ON, book.now, expires)
        said = record.text(reason, by)
        book.change(days[0], sent=days[0].sent + amount)
        book.change(days[1], received=days[1].received + amount)
    notices.to_member(
        book, to, "transfer.received", by=Mention(by), amount=Amount(amount), balance=Amount(payee.balance),
        reason=Words(said),
    )  # fmt: skip
    return Sent(payer.balance, policy.transfers_daily_limit - days[0].sent)


def _day(book: Book, member: int, today: date) -> TransferDay:
    key = (member, today.toordinal())
    return book.get(TransferDay, key) or book.add(TransferDay(*key, 0, 0))


def _must_fit(
    book: Book, day: TransferDay, used: int, amount: int, today: date, *, whose: int = 0
) -> None:  # fmt: skip
    """Refuses: transfer.limit; ``whose`` is the receiver, where it is theirs."""
    limit = book.policy.transfers_daily_limit
    if used + amount > limit:
        again = instants.end_of_day(book.policy.time_zone, today)
        raise Refusal(
            "transfer.limit", amount=Amount(amount), limit=Amount(limit), left=Amount(max(0, limit - used)),
            again=When(again, "time"), member=Mention(whose) if whose else None,
        )  # fmt: skip
