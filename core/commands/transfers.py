"""What people say to send each other Connects: /connects send."""

from __future__ import annotations

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order
from core.chat.options import Amount as Whole
from core.chat.options import Named, Reason
from core.rules import transfers
from core.speech.phrase import Amount, Mention
from core.speech.reply import Button, Reply, reply


@order("connects send")
def send(ask: Ask, book: Book, member: Named, amount: Whole, reason: Reason = "") -> Reply:
    """Send a member some of your Connects, where this place allows it."""
    number = int(member)  # type: ignore[call-overload]
    sent = transfers.send(book, ask.member, number, amount, reason)
    return reply(
        "transfer.sent", member=Mention(number), amount=Amount(amount), balance=Amount(sent.balance),
        left=Amount(sent.left), buttons=(Button("button-history", "connects history"),),
    )  # fmt: skip
