"""Freezing a wallet: nothing can be paid from it until staff thaw it (RULES 33)."""

from __future__ import annotations

from core.book import Book
from core.errors import Refusal
from core.rules import journal, notices, wallets
from core.speech.phrase import Code, Mention, Words

BY_STAFF = "staff"


def freeze(book: Book, by: int, member: int, reason: str) -> None:
    """Let nothing be paid from a member's wallet; what comes to it still comes. Refuses: freeze.already."""
    wallet = wallets.of(book, member)
    if wallet.frozen:
        raise Refusal("freeze.already", member=Mention(member), thaw=Code("/admin thaw"))
    with journal.record(book, "wallet.frozen", actor=by, member=member) as record:
        said = record.text(reason, by)
        book.change(wallet, frozen=BY_STAFF)
    _tell(book, by, member, "frozen", said)


def thaw(book: Book, by: int, member: int, reason: str) -> None:
    """Let a frozen wallet pay again. Refuses: freeze.not."""
    wallet = wallets.of(book, member)
    if wallet.frozen != BY_STAFF:  # an agency's thaws with its owner
        raise Refusal("freeze.not", member=Mention(member))
    with journal.record(book, "wallet.thawed", actor=by, member=member) as record:
        said = record.text(reason, by)
        book.change(wallet, frozen="")
    _tell(book, by, member, "thawed", said)


def _tell(book: Book, by: int, member: int, what: str, reason: int) -> None:
    notices.log(book, f"log.{what}", by, member=Mention(member), reason=Words(reason))
    if by != member:
        notices.to_member(book, member, f"wallet.was_{what}", by=Mention(by), reason=Words(reason))
