"""Who asks, once the Book knows them: their number, their rank, and the form that opens for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import Command
from core.chat.till import Till
from core.errors import Refusal
from core.people import Identity, Member, Rank, Who
from core.rules import places
from core.speech.phrase import Code, Term
from core.speech.reply import Reply, reply


def sealed(who: Who, pepper: bytes) -> Who:
    """A person with the keyed digest that outlives their erasing (RULES 37)."""
    name = f"{who.platform}\0{who.place}\0{who.person}".encode("utf-8", "replace")
    return replace(who, digest=blake2b(name, key=pepper[:64], digest_size=32).hexdigest())


def asking(book: Book, who: Who, key: str, *, filled: bool, till: Till | None = None) -> Ask:
    """The Ask of a person who is known; their rank is the highest that anything gives them."""
    identity = book.the(Identity, (who.platform, who.person))
    member = book.the(Member, identity.member)
    rank = Rank(max(who.rank, member.rank, places.rank_of(book, who)))
    theirs = till if till is not None and till.serves(who) else None
    return Ask(who, key, member.number, rank, filled, book.now, theirs)


def must_rank(command: Command, ask: Ask) -> None:
    """Refuses: rank.needed."""
    if ask.rank < command.rank:
        raise Refusal("rank.needed", rank=Term(command.rank.name.lower()), whose=Code(f"/{command.name}"))


def open_form(command: Command, given: Mapping[str, str], ask: Ask, book: Book) -> Reply:
    """The form that asks for the rest of a command. Refuses: rank.needed."""
    must_rank(command, ask)
    if command.opens is not None:
        return command.opens(ask, book, given)
    return reply("form.open", form=command.form_of(given), command=Code(f"/{command.name}"))
