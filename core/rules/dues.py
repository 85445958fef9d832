"""What is due on a wallet happens before anybody sees it, whether or not the bell rang."""

from __future__ import annotations

from core import instants
from core.book import Book
from core.instants import FOREVER, Instant
from core.ledger.accounts import EXPIRED, GRANTS, PeriodPaid, Wallet
from core.ledger.lots import LOTS_LEFT, Lot
from core.rules import calendar, journal


def age(book: Book, wallet: Wallet) -> None:
    """Book the expiries and grants that are due on a wallet, in the order of their dues.

    What falls due at one instant: expiry before grants (RULES 10).
    """
    periods = _ungranted(book, wallet)
    while True:
        lot = _expired(book, wallet)
        if lot is not None and (not periods or lot.expires <= calendar.grant_due(book, periods[0])):
            _expire(book, wallet, lot)
        elif periods:
            _grant(book, wallet, periods.pop(0))
        else:
            break
    now = calendar.period_now(book)
    if wallet.active and wallet.period < now:
        book.change(wallet, period=now)


def _ungranted(book: Book, wallet: Wallet) -> list[int]:
    now = calendar.period_now(book)
    if not wallet.active or wallet.period >= now:
        return []
    first = max(wallet.period + 1, now - book.policy.grant_catch_up + 1)
    return list(range(first, now + 1))


def _expired(book: Book, wallet: Wallet) -> Lot | None:
    if wallet.due > book.now:
        return None
    lots: list[Lot] = book.find(LOTS_LEFT, wallet.number)
    soonest = min(lots, key=lambda lot: (lot.expires, lot.issued, lot.number), default=None)
    if soonest is not None and soonest.expires <= book.now:
        return soonest
    book.change(wallet, due=soonest.expires if soonest is not None else FOREVER)
    return None


def _expire(book: Book, wallet: Wallet, lot: Lot) -> None:
    version, _ = calendar.policy_at(book, lot.expires)
    with journal.record(
        book, "lot.expired", key=f"expire/lot-{lot.number}", due=lot.expires, policy=version,
        member=wallet.number, lot=lot.number,
    ) as record:  # fmt: skip
        record.move(EXPIRED, lot.left)
        record.take_from(wallet, lot, lot.left)


def _grant(book: Book, wallet: Wallet, period: int) -> None:
    due = calendar.grant_due(book, period)
    version, policy = calendar.policy_at(book, due)
    book.change(wallet, period=period)
    amount = policy.monthly(wallet.plan)
    if amount == 0:
        return
    name = instants.period_name(period)
    with journal.record(
        book, "grant", key=f"grant/{name}/{wallet.number}", due=due, policy=version,
        member=wallet.number, period=name, plan=wallet.plan,
    ) as record:  # fmt: skip
        record.move(GRANTS, -amount)
        record.credit(wallet, amount, "grant", due, expiry(book, due))
    paid = book.get(PeriodPaid, period)
    if paid is None:
        paid = book.add(PeriodPaid(period, 0, 0))
    book.change(paid, members=paid.members + 1, connects=paid.connects + amount)


def expiry(book: Book, issued: Instant) -> Instant:
    """When a lot issued at a moment ends: a year on, at the end of the local day (RULES 3)."""
    _, policy = calendar.policy_at(book, issued)
    return instants.after_years(issued, policy.lot_years, policy.time_zone)
