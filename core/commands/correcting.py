"""What staff say to put things right: /admin undo, freeze, thaw."""

from __future__ import annotations

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order
from core.chat.options import Flag, Named, OperationNumber, Reason
from core.people import Rank
from core.rules import freezing, undoing
from core.speech.phrase import Amount, Mention
from core.speech.reply import Reply, reply


@order("admin undo", rank=Rank.STAFF)
def undo(ask: Ask, book: Book, operation: OperationNumber, reason: Reason = "", all_: Flag = False) -> Reply:
    """Take an operation back, once; with all:yes what is left of it, if part was spent."""
    done = undoing.undo(book, ask.member, operation, reason, everything=all_)
    return reply(
        "undo.done", operation=operation, kind=done.operation.kind, amount=Amount(done.amount),
        member=Mention(done.operation.member), balance=Amount(done.wallet.balance),
    )  # fmt: skip


@order("admin freeze", rank=Rank.STAFF)
def freeze(ask: Ask, book: Book, member: Named, reason: Reason = "") -> Reply:
    """Let nothing be paid from a member's wallet, for a reason."""
    number = int(member)  # type: ignore[call-overload]
    freezing.freeze(book, ask.member, number, reason)
    return reply("freeze.done", member=Mention(number))


@order("admin thaw", rank=Rank.STAFF)
def thaw(ask: Ask, book: Book, member: Named, reason: Reason = "") -> Reply:
    """Let a frozen wallet pay again."""
    number = int(member)  # type: ignore[call-overload]
    freezing.thaw(book, ask.member, number, reason)
    return reply("freeze.undone", member=Mention(number))
