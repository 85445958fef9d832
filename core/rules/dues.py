"""What is due on a wallet happens before anybody sees it, whether or not the bell rang."""

from __future__ import annotations

from core import instants
from core.book import Book
from core.instants import DAY, FOREVER, Instant
from core.ledger.accounts import EXPIRED, GIFTS, GRANTS, PeriodPaid, Wallet
from core.ledger.lots import LOTS_LEFT, Lot, burn
from core.rules import calendar, journal, notices, reminding
from core.speech.phrase import Amount, Code, When, say
from core.speech.reply import Items

BOUGHT = "bought"
"""The source of lots that the rollover limit may pass over."""


def age(book: Book, wallet: Wallet) -> None:
    """Book what is due on a wallet, in the order of the dues.

    What falls due at one instant: expiry, rollover, grant (RULES 10).
    """
    periods = _ungranted(book, wallet)
    while True:
        lot = _expired(book, wallet)
        due = calendar.grant_due(book, periods[0], wallet.day) if periods else 0
        if lot is not None and (not periods or lot.expires <= due):
            _expire(book, wallet, lot)
        elif periods:
            _roll_over(book, wallet, periods[0], due)
            _grant(book, wallet, periods.pop(0), due)
        else:
            break
    now = calendar.period_now(book, wallet.day)
    if wallet.active and wallet.period < now:
        book.change(wallet, period=now)
    if wallet.due <= book.now:
        _pay_gift(book, wallet)
        _warn(book, wallet)
        _reckon(book, wallet)


def _ungranted(book: Book, wallet: Wallet) -> list[int]:
    now = calendar.period_now(book, wallet.day)
    if not wallet.active or wallet.period >= now:
        return []
    first = max(wallet.period + 1, now - book.policy.grant_catch_up + 1)
    return list(range(first, now + 1))


def _expired(book: Book, wallet: Wallet) -> Lot | None:
    if wallet.due > book.now:
        return None
    lots: list[Lot] = book.find(LOTS_LEFT, wallet.number)
    soonest = min(lots, key=lambda lot: (lot.expires, lot.issued, lot.number), default=None)
    return soonest if soonest is not None and soonest.expires <= book.now else None


def _expire(book: Book, wallet: Wallet, lot: Lot) -> None:
    version, _ = calendar.policy_at(book, lot.expires)
    with journal.record(
        book, "lot.expired", key=f"expire/lot-{lot.number}", due=lot.expires, policy=version,
        member=wallet.number, lot=lot.number,
    ) as record:  # fmt: skip
        record.move(EXPIRED, lot.left)
        record.take_from(wallet, lot, lot.left)


def _roll_over(book: Book, wallet: Wallet, period: int, due: Instant) -> None:
    """What is beyond the limit does not come along into a new cycle, soonest-expiring first (RULES 5)."""
    version, policy = calendar.policy_at(book, due)
    limit = policy.rollover(wallet.plan)
    if not limit:
        return
    lots = [
        lot
        for lot in book.find(LOTS_LEFT, wallet.number)
        if not (policy.rollover_bought_exempt and lot.source == BOUGHT)
    ]
    surplus = sum(lot.left for lot in lots) - limit
    if surplus <= 0:
        return
    name = instants.period_name(period)
    with journal.record(
        book, "rollover.expired", key=f"rollover/{name}/{wallet.number}", due=due, policy=version,
        member=wallet.number, period=name, amount=surplus, limit=limit,
    ) as record:  # fmt: skip
        record.move(EXPIRED, surplus)
        for lot, part in burn(lots, surplus, "soonest_expiry"):
            record.take_from(wallet, lot, part)


def _grant(book: Book, wallet: Wallet, period: int, due: Instant) -> None:
    version, policy = calendar.policy_at(book, due)
    amount = policy.monthly(wallet.plan)
    book.change(wallet, period=period, top=amount)
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


def hold_gift(book: Book, wallet: Wallet, due: Instant) -> None:
    """Keep the sign-up gift back until then; FOREVER while only a role can open the gate (RULES 7)."""
    book.change(wallet, gift=due, due=min(wallet.due, due))


def _pay_gift(book: Book, wallet: Wallet) -> None:
    if wallet.active and 0 < wallet.gift <= book.now:  # for who has left it waits until they are back
        give_gift(book, wallet, wallet.gift)


def give_gift(book: Book, wallet: Wallet, due: Instant) -> None:
    """Pay the sign-up gift, once for ever."""
    book.change(wallet, gift=0)
    version, policy = calendar.policy_at(book, due)
    if not policy.gift_signup:
        return
    with journal.record(
        book, "gift", key=f"gift/signup/{wallet.number}", due=due, policy=version, member=wallet.number
    ) as record:
        record.move(GIFTS, -policy.gift_signup)
        record.credit(wallet, policy.gift_signup, "gift", due, expiry(book, due))


def _warn(book: Book, wallet: Wallet) -> None:
    """Tell a member, once a lot, of what ends soon (RULES 3); who left and agencies are told nothing."""
    ends = book.now + book.policy.lot_warn_days * DAY
    soon = [lot for lot in book.find(LOTS_LEFT, wallet.number) if not lot.warned and lot.expires <= ends]
    for lot in soon:
        book.change(lot, warned=True)
    if not soon or not wallet.active or wallet.kind != "member":
        return
    if not reminding.tells(book, wallet.number, reminding.EXPIRING):
        return
    soon.sort(key=lambda lot: (lot.expires, lot.number))
    lines = tuple(
        say(
            "lot.line",
            left=Amount(lot.left),
            origin=say(f"source.{lot.source}"),
            expires=When(lot.expires - 1),
        )
        for lot in soon
    )
    notices.to_member(
        book, wallet.number, "lot.expiring", body=(Items(lines),) if len(lines) > 1 else (),
        expiring=Amount(sum(lot.left for lot in soon)), expires=When(soon[0].expires - 1), count=len(lines),
        jobs=Code("/jobs"),
    )  # fmt: skip


def remind(book: Book, wallet: Wallet) -> None:
    """Reckon anew when a wallet's lots are to be warned of: the policy's days may have changed."""
    age(book, wallet)
    _reckon(book, wallet)
    age(book, wallet)


def _reckon(book: Book, wallet: Wallet) -> None:
    lots: list[Lot] = book.find(LOTS_LEFT, wallet.number)
    due = min((journal.due_of(book, lot) for lot in lots), default=FOREVER)
    book.change(wallet, due=min(due, wallet.gift or FOREVER) if wallet.active else due)


def expiry(book: Book, issued: Instant) -> Instant:
    """When a lot issued at a moment ends: a year on, at the end of the local day (RULES 3)."""
    _, policy = calendar.policy_at(book, issued)
    return instants.after_years(issued, policy.lot_years, policy.time_zone)
