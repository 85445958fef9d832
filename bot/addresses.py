"""Where a notice goes on a platform: the channel's route, the person, the card that it changes."""

from __future__ import annotations

from dataclasses import dataclass

from core.book import Book
from core.ports import Courier
from core.queries import Names
from core.rules import deliveries
from core.speech.notice import OWNER, Card, Notice, Route
from core.speech.phrase import Code, Phrase, say


@dataclass(frozen=True, slots=True)
class Address:
    """``to`` and the message to edit; ``held`` says why there is none yet, ``nobody`` that none will be."""

    to: str
    card: str
    held: Phrase | None = None
    nobody: bool = False


def find(book: Book, notice: Notice, courier: Courier) -> Address:
    """Look a notice's address up."""
    platform, channel = courier.platform, notice.channel
    found = book.get(Card, (platform, notice.thing)) if notice.thing else None
    card = found.ref if found is not None else ""
    if not courier.routed or channel == OWNER:
        return Address("", card)
    if deliveries.is_channel(channel):
        route = book.get(Route, (platform, channel))
        to = route.to if route is not None else ""
        held = None if to else say(deliveries.UNROUTED, set=Code("/admin channel"))
        return Address(to, card, held)
    member = int(channel.partition("/")[2])
    known = book.ask(Names((member,))).get(member)
    person = known.persons.get(platform, "") if known is not None else ""
    return Address(person, card, nobody=not person)
