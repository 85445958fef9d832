"""The door: from what a person said to the answer they get; the one place that catches.

An order becomes a piece of work for the engine. A question is run on a Book that
reads a snapshot, with the same rules and the same way of fetching what it misses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import orjson

from core.book import Book
from core.chat.ask import Answer, Ask, unheard
from core.chat.asking import asking, must_rank, open_form, sealed
from core.chat.choices import choices
from core.chat.command import COMMANDS, Command, resolve
from core.chat.completion import plan, quoted
from core.chat.foresight import needs, then_needs
from core.chat.looking import Looking
from core.chat.parsing import gather, named, read
from core.chat.till import Till
from core.chat.voices import voice_of
from core.engine import Engine
from core.errors import Broken, Refusal
from core.people import Rank, Who
from core.pieces import Piece, refused
from core.ports import Clock, Faults, Queries, Tell, Unavailable, Unknown, Workshop
from core.rows import Want
from core.rules import members, places, staff
from core.speech.phrase import Code, Term
from core.speech.plain import typed
from core.speech.reply import Reply, reply
from core.speech.texts import Voice

T = TypeVar("T")


class Door:
    """Hears people and answers them."""

    def __init__(
        self, engine: Engine, queries: Queries, clock: Clock, faults: Faults, *, preset: str = "classic",
        workshop: Workshop | None = None,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._looking = Looking(queries, clock)
        self._clock = clock
        self._faults = faults
        self._preset = preset
        self._workshop = workshop
        self.till: Till | None = None  # where people pay, if the host takes money
        self.pepper = b""  # the key of this installation's own, see `sealed`
        self._communities: dict[tuple[str, str], int] = {}
        self._members: dict[tuple[int, str, str], int] = {}  # only hints of what to load

    # What people say ----------------------------------------------------------

    async def text(self, who: Who, line: str, key: str, tell: Tell = unheard) -> Answer:
        """Answer a typed line; ``tell`` hears how far what takes long has come."""
        command: Command | None = None
        try:
            command, parts, form = named(line)
            given = gather(command, parts)
        except Refusal as refusal:
            return Answer(command.name if command else "", refused(refusal))
        return await self._call(who, command, given, key, form=form, tell=tell)

    async def options(
        self, who: Who, name: str, given: Mapping[str, str], key: str, *,
        filled: bool = True, tell: Tell = unheard,
    ) -> Answer:  # fmt: skip
        """Answer a command whose options came apart already: a form, or a platform's own options."""
        command = COMMANDS.get(name)
        if command is None:
            return Answer("", refused(Refusal("command.unknown", typed=name[:60], help=Code("/help"))))
        return await self._call(who, command, given, key, filled=filled, tell=tell)

    async def _call(
        self, who: Who, command: Command, given: Mapping[str, str], key: str,
        *, filled: bool = False, form: bool = False, tell: Tell,
    ) -> Answer:  # fmt: skip
        community = 0
        try:
            community = await self.community(who.platform, who.place)
            values, missing = read(command, given, filled=filled)
            if (missing or form) and (not command.form or filled):
                raise Refusal("option.missing", option=(missing or ["?"])[0], usage=Code(command.usage))
            if missing or form:
                answer = await self._ask(community, who, key, partial(open_form, command, given))
            elif command.reads:
                answer = await self._question(community, who, command, given, values, key)
                if command.heavy and answer.ok and self._workshop is not None:
                    now = self._clock.now()
                    answer = await self._workshop.finish(command.heavy, community, answer, now, tell)
            else:
                answer = await self._order(community, who, command, given, values, key, filled=filled)
        except Refusal as refusal:
            answer = refused(refusal)
        except Unavailable as error:
            answer = refused(Refusal("unavailable", incident=self._faults.report(error, command.name)))
        except Exception as error:  # the person sees the incident's number, the log the rest
            answer = Reply("fault", {"incident": self._faults.report(error, command.name)}, ok=False)
        return Answer(command.name, answer, community)

    async def _order(
        self, community: int, who: Who, command: Command, given: Mapping[str, str],
        values: Mapping[str, Any], key: str, *, filled: bool = False, heard: bool = False,
    ) -> Reply:  # fmt: skip
        line = "" if heard else typed(command.name, given)[1:]
        content = orjson.dumps([who.platform, who.person, command.name, sorted(given.items())])

        def decide(book: Book) -> Reply:
            ask = asking(book, sealed(who, self.pepper), key, filled=filled, till=self.till)
            must_rank(command, ask)
            if command.rank == Rank.STAFF:
                staff.seen(book, ask.member)
            return command.run(ask, book, **resolve(book, ask, values))

        piece = Piece(
            community, key, decide, partial(self._meet, who),
            digest=sha256(content).hexdigest(), heard=heard, typed=line,
            wants=self._needs(community, who, key, command, values),
            more=partial(then_needs, who, key, command, values),
        )  # fmt: skip
        return await self._engine.submit(piece)

    async def _question(
        self, community: int, who: Who, command: Command, given: Mapping[str, str],
        values: Mapping[str, Any], key: str,
    ) -> Reply:  # fmt: skip
        if command.records is not None:
            recorded = Command(
                command.name, command.records, command.options, command.help, command.rank, reads=False
            )
            said = await self._order(community, who, recorded, given, values, f"{key}/record", heard=True)
            if not said.ok:
                return said

        def run(ask: Ask, book: Book) -> Reply:
            must_rank(command, ask)
            return command.run(ask, book, **resolve(book, ask, values))

        return await self._ask(community, who, key, run)

    # Reading -------------------------------------------------------------------

    async def _ask(self, community: int, who: Who, key: str, run: Callable[[Ask, Book], T]) -> T:
        """Run a question for a person, who is met first if they are new or have changed."""
        answers: list[T] = []

        def try_it(book: Book) -> bool:
            if not members.known(book, who):
                return False
            answers.append(run(asking(book, who, key, filled=False, till=self.till), book))
            return True

        wants, more = self._needs(community, who, key, None, {}), partial(then_needs, who, key, None, {})
        if not await self.look(community, try_it, wants, more):
            done, meet = Reply("met"), partial(self._meet, who)
            met = await self._engine.submit(Piece(community, f"{key}/meet", lambda _: done, meet, kept=False))
            if not met.ok:
                raise Refusal(met.key, **met.facts)
            if not await self.look(community, try_it, wants, more):
                raise Broken(f"{who.platform} {who.person} is not known after being met")
        return answers[-1]

    async def look(
        self, community: int, run: Callable[[Book], T], wants: Sequence[Want] = (),
        then: Callable[[Book], Sequence[Want]] = lambda book: (),
    ) -> T:  # fmt: skip
        """Run a question on one snapshot of a community. Raises Unavailable, Broken."""
        return await self._looking.look(community, run, wants, then)

    async def voice(
        self, community: int, replies: Sequence[Reply], locale: str = "", platform: str = ""
    ) -> Voice:
        """How these replies are read aloud on a platform: the names, texts and time zone they need."""
        if not community:
            return Voice(locale or "en")
        return await self.look(
            community, partial(voice_of, replies=replies, locale=locale, platform=platform)
        )

    async def choices(self, who: Who, command: str, option: str, prefix: str) -> Sequence[tuple[str, str]]:
        """What an option may be, by what has been typed of it; nothing if that can't be told."""
        found = COMMANDS[command].option(option) if command in COMMANDS else None
        if found is None:
            return ()
        community = await self.community(who.platform, who.place)

        def run(book: Book) -> Sequence[tuple[str, str]]:
            member = members.known(book, who) if found.spec.kind == "agency" else 0
            return choices(book, found, prefix, member) if book.community.policy else ()

        return await self.look(community, run)

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        """Words for the place of a line's last one, each with a hint."""
        found = plan(line)
        if not found.option:
            return found.offers
        values = await self.choices(who, found.command, found.option, found.prefix)
        return [*((f"{found.before}{quoted(text)}", hint) for text, hint in values), *found.offers]

    # What platforms report ------------------------------------------------------

    async def community(self, platform: str, place: str) -> int:
        """The community of a place, made if it is new. Refuses: leaving. Raises Unavailable."""
        number = self._communities.get((platform, place))
        if number is None:
            try:
                number = await self._engine.errand(lambda store: store.found(platform, place))
            except Unknown as error:  # made or not: whoever asks again finds the one that there is
                raise Unavailable(str(error)) from error
            self._communities[platform, place] = number
        return number

    async def joined(self, who: Who, key: str) -> Reply:
        """A person came: their wallet is opened and the gift paid, once for ever."""
        return await self.event(who, key, lambda book: Reply("joined"))

    async def left(self, who: Who, key: str) -> Reply:
        """A person went: no grants until they are back."""

        def decide(book: Book) -> Reply:
            members.leave(book, who)
            return Reply("left")

        return await self.event(who, key, decide, meets=False)

    async def ranked(self, who: Who, rank: Rank, key: str) -> Reply:
        """A rank of the bot's own, for platforms that have none."""

        def decide(book: Book) -> Reply:
            member = members.named(book, who.platform, who.person)
            members.rank(book, member, rank, by=0)
            return reply("ranked", rank=Term(rank.name.lower()))

        return await self.event(who, key, decide)

    async def event(
        self, who: Who, key: str, decide: Callable[[Book], Reply], *, meets: bool = True
    ) -> Reply:
        """Something a platform reported, once under its key."""
        community = await self.community(who.platform, who.place)
        prepare = partial(self._meet, who) if meets else (lambda book: 0)
        return await self._engine.submit(Piece(community, key, decide, prepare, digest=key, heard=True))

    async def place(self, platform: str, place: str, *, there: bool) -> None:
        """The platform let the bot into a place, or put it out: the books are kept, the chores rest."""
        community = await self.community(platform, place)
        move = places.back if there else places.leave

        def decide(book: Book) -> Reply:
            move(book)
            return Reply("moved")

        # The platform gives no key of its own; moving to where one is changes nothing.
        key = f"{platform}/place/{self._clock.now()}"
        await self._engine.submit(Piece(community, key, decide, kept=False, person=False))

    def answered(self, community: int, key: str) -> None:
        """The platform took the answer to this delivery."""
        if community:
            self._engine.marks.arrived(community, key)

    def undelivered(self, community: int, key: str) -> None:
        """The platform did not take the answer to this delivery."""
        self._engine.marks.undelivered(community, key)

    def _meet(self, who: Who, book: Book) -> int:
        number = members.meet(book, sealed(who, self.pepper), self._preset)
        self._members[book.number, who.platform, who.person] = number
        return number

    def _needs(
        self, community: int, who: Who, key: str, command: Command | None, values: Mapping[str, Any]
    ) -> list[Want]:
        member = self._members.get((community, who.platform, who.person), 0)
        return needs(who, member, key, command, values)
