"""What staff do to wallets, and what holds them back (RULES 33, 34)."""

from __future__ import annotations

from core import instants
from core.book import Book
from core.errors import Refusal
from core.instants import DAY
from core.ledger.accounts import StaffDay, Wallet
from core.people import STAFF_SEEN, Member
from core.rules import journal, notices, wallets
from core.speech.phrase import Amount, Mention, When, Words

SEEN = 90 * DAY


def seen(book: Book, member: int) -> None:
    """Note that a member acted as staff, at most once a day."""
    row = book.the(Member, member)
    if row.acted + DAY <= book.now or row.acted == 0:
        book.change(row, acted=book.now)


def grant(book: Book, by: int, member: int, amount: int, reason: str) -> Wallet:
    """Give Connects. Refuses: admin.self, admin.limit."""
    alone = _not_to_oneself(book, by, member)
    wallet = wallets.of(book, member)
    _count(book, by, granted=amount)
    with journal.record(book, "staff.granted", actor=by, member=member, amount=amount) as record:
        wallets.grant_by_staff(record, wallet, amount)
        said = record.text(reason, by)
    _log(book, "log.granted_self" if alone else "log.granted", by, member, amount, said)
    if by != member:
        notices.to_member(
            book, member, "wallet.granted", amount=Amount(amount), balance=Amount(wallet.balance),
            by=Mention(by), reason=Words(said),
        )  # fmt: skip
    return wallet


def take(
    book: Book, by: int, member: int, amount: int, reason: str, *, everything: bool
) -> tuple[Wallet, int]:
    """Take Connects, or with ``everything`` as many of them as there are; how many it were.

    Refuses: wallet.short, wallet.empty, admin.limit.
    """
    wallet = wallets.of(book, member)
    if everything:
        amount = min(amount, wallet.balance)
    if everything and amount == 0:
        raise Refusal("wallet.empty", member=Mention(member))
    wallets.afford(book, wallet, amount, member=member)
    _count(book, by, taken=amount)
    with journal.record(book, "staff.taken", actor=by, member=member, amount=amount) as record:
        if amount:
            wallets.take_by_staff(record, wallet, amount)
        said = record.text(reason, by)
    _log(book, "log.taken", by, member, amount, said)
    if by != member:
        notices.to_member(
            book, member, "wallet.taken", amount=Amount(amount), balance=Amount(wallet.balance),
            by=Mention(by), reason=Words(said),
        )  # fmt: skip
    return wallet, amount


def look(book: Book, by: int, member: int) -> None:
    """Look into somebody's wallet, which is written down and shown in the log channel."""
    with journal.record(book, "wallet.shown", actor=by, member=member):
        pass
    notices.log(book, "log.looked", by, member=Mention(member))


def counts(book: Book, by: int, member: int, amount: int) -> bool:
    """Count what staff let somebody have towards their day, as a grant; whether it was to themselves, alone.

    Refuses: admin.self, admin.limit.
    """
    alone = _not_to_oneself(book, by, member)
    if amount:
        _count(book, by, granted=amount)
    return alone


def _not_to_oneself(book: Book, by: int, member: int) -> bool:
    """Whether somebody gives to themselves as the only staff there is. Refuses: admin.self."""
    if by != member:
        return False
    others = [one for one in book.find(STAFF_SEEN, ()) if one.number != by and one.acted > book.now - SEEN]
    if others:
        raise Refusal("admin.self")
    return True


def _count(book: Book, by: int, *, granted: int = 0, taken: int = 0) -> None:
    policy = book.policy
    day = instants.day(book.now, policy.time_zone)
    row = book.get(StaffDay, (by, day.toordinal()))
    if row is None:
        row = book.add(StaffDay(by, day.toordinal(), 0, 0))
    limit, used = policy.staff_daily_limit, row.granted if granted else row.taken
    if used + granted + taken > limit:
        again = instants.end_of_day(policy.time_zone, day)
        raise Refusal(
            "admin.limit", amount=Amount(granted + taken), limit=Amount(limit),
            left=Amount(max(0, limit - used)), again=When(again, "time"),
        )  # fmt: skip
    book.change(row, granted=row.granted + granted, taken=row.taken + taken)


def _log(book: Book, key: str, by: int, member: int, amount: int, reason: int) -> None:
    notices.log(book, key, by, member=Mention(member), amount=Amount(amount), reason=Words(reason))
