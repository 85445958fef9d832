"""Wallets: seeing one settles it; paying from it and putting back into it."""

from __future__ import annotations

from core.board.jobs import SETTLING
from core.board.proposals import PROPOSALS_FOR, RETURNABLE, UNSEEN
from core.book import Book
from core.errors import Refusal
from core.instants import FOREVER, Instant
from core.ledger.accounts import SPENT, STAFF, Wallet
from core.ledger.lots import LOTS_LEFT, Lot, burn_order
from core.policy.policy import AGENCY
from core.rules import calendar, dues, returns, standing
from core.rules.journal import Record
from core.speech.phrase import Amount, Code, Mention, When


def of(book: Book, number: int) -> Wallet:
    """A wallet with everything due on it settled. Raises Broken if there is none."""
    wallet = book.the(Wallet, number)
    dues.age(book, wallet)
    if book.community.settling:
        for job in list(book.find(SETTLING, ())):
            for proposal in list(book.find(PROPOSALS_FOR, (job.number, number))):
                if proposal.state in RETURNABLE:
                    returns.settle(book, job, proposal)
    if book.community.unseen:
        returns.settle_unseen(book, book.find(UNSEEN, number))
    return wallet


def spend(record: Record, wallet: Wallet, amount: int) -> None:
    """Pay a price that the wallet can afford; see `afford`."""
    record.move(SPENT, amount)
    record.take(wallet, amount)


def afford(book: Book, wallet: Wallet, price: int, *, member: int = 0) -> None:
    """Refuses: wallet.short, with what it costs, what there is, and when more comes (RULES 18).

    Refuses: wallet.frozen, where its owner would pay.
    ``member`` names the wallet's owner where somebody else asks.
    """
    if wallet.frozen and not member:
        raise Refusal("wallet.frozen", member=None)
    if wallet.balance >= price:
        return
    at, amount = next_grant(book, wallet)
    raise Refusal(
        "wallet.short",
        price=Amount(price),
        balance=Amount(wallet.balance),
        missing=Amount(price - wallet.balance),
        next_grant=When(at),
        grant=Amount(amount),
        member=Mention(member) if member else standing.ref(wallet.number) if wallet.kind == AGENCY else None,
        buy=Code("/connects buy") if book.policy.order_payment != "off" else None,
    )


def next_grant(book: Book, wallet: Wallet) -> tuple[Instant, int]:
    """When the next grant comes and what it will be, as things stand; FOREVER if none."""
    amount = book.policy.monthly(wallet.plan)
    if not wallet.active or amount == 0:
        return FOREVER, 0
    return calendar.next_grant(book, wallet.period, wallet.day), amount


def lots(book: Book, wallet: Wallet) -> list[Lot]:
    """The lots that have something left, in burn order."""
    return burn_order(book.find(LOTS_LEFT, wallet.number), book.policy.burn_order)


def grant_by_staff(record: Record, wallet: Wallet, amount: int) -> None:
    """Connects that staff give, out of the staff account."""
    book = record.book
    record.move(STAFF, -amount)
    record.credit(wallet, amount, "staff", book.now, dues.expiry(book, book.now))


def take_by_staff(record: Record, wallet: Wallet, amount: int) -> None:
    """Connects that staff take, back into the staff account."""
    record.move(STAFF, amount)
    record.take(wallet, amount)
