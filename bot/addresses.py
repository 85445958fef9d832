"""What a notice needs before it can go: where to, the card that it changes, its words, how they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.board.jobs import Job
from core.book import Book
from core.chat.voices import voice_of
from core.commands.jobs import card
from core.ports import Courier
from core.rows import Want
from core.rules import deliveries
from core.speech import codec
from core.speech.notice import OWNER, Card, Notice, Route
from core.speech.phrase import Code, Phrase, say
from core.speech.reply import Reply
from core.speech.texts import Voice


@dataclass(frozen=True, slots=True)
class Address:
    """``to`` and the message to edit; ``held`` says why there is none yet, ``nobody`` that none will be."""

    to: str = ""
    card: str = ""
    reply: Reply = field(default_factory=lambda: Reply(""))
    voice: Voice = field(default_factory=Voice)
    held: Phrase | None = None
    nobody: bool = False


def find(book: Book, notice: Notice, courier: Courier) -> Address:
    """Look all of it up on one page of the books."""
    platform, channel, thing = courier.platform, notice.channel, notice.thing
    reply = card(book, int(thing.removeprefix("job-"))) if thing else codec.read(notice.document)
    found = book.get(Card, (platform, thing)) if thing else None
    ref = found.ref if found is not None else ""
    direct = courier.routed and channel != OWNER and not deliveries.is_channel(channel)
    member = int(channel.partition("/")[2]) if direct else 0
    voice = voice_of(book, [reply], platform=platform, also=(member,) if direct else ())
    if direct:
        person = voice.persons.get(member, "")
        return Address(person, ref, reply, voice, nobody=not person)
    if not courier.routed or channel == OWNER:
        return Address("", ref, reply, voice)
    route = book.get(Route, (platform, channel))
    to = route.to if route is not None else ""
    held = None if to else say(deliveries.UNROUTED, set=Code("/admin channel"))
    return Address(to, ref, reply, voice, held)


def wants(notice: Notice, courier: Courier) -> list[Want]:
    """What will surely be looked at."""
    platform, thing = courier.platform, notice.thing
    found: list[Want] = [(Route, (platform, notice.channel))] if deliveries.is_channel(notice.channel) else []
    if thing:
        found += [(Card, (platform, thing)), (Job, int(thing.removeprefix("job-")))]
    return found
