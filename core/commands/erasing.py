"""What people say to be forgotten: /connects erase."""

from __future__ import annotations

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order
from core.chat.options import Flag
from core.rules import erasing, wallets
from core.speech.phrase import Amount, Code, say
from core.speech.reply import Button, Items, Para, Reply, reply


@order("connects erase")
def erase(ask: Ask, book: Book, confirm: Flag = False) -> Reply:
    """Have your name and everything you wrote erased, for good."""
    if not confirm:
        wallet = wallets.of(book, ask.member)
        lines = Items((say("erase.goes"), say("erase.ends"), say("erase.expires"), say("erase.stays")))
        first = Para(say("erase.first", export=Code("/connects export format:personal")))
        yes = Button("button-erase", "connects erase confirm:yes", once=True)
        return Reply("erase.asks", {"balance": Amount(wallet.balance)}, (lines, first), (yes,))
    gone = erasing.erase(book, ask.who, ask.member)
    return reply("erase.done", texts=gone.texts, connects=Amount(gone.connects))
