"""The outbox's delivery loop: every notice, in order within its channel, once.

A notice is marked as in hand before it is sent and as sent after; both marks are
pieces of work in the engine's queue. What a crash left in hand is sent again, so at
most the one in flight is doubled, and none is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog

from core.board.jobs import Job
from core.book import Book
from core.chat.door import Door
from core.commands.jobs import card
from core.engine import Engine
from core.errors import Refusal
from core.pieces import Piece
from core.ports import Courier, Later, Parcel, Queries, Unavailable, Undeliverable
from core.queries import Outbox
from core.rules import notices
from core.speech import codec
from core.speech.notice import ASIDE, LOG, QUEUED, SENDING, SENT, Card, Notice
from core.speech.phrase import Code
from core.speech.reply import Reply

PAGE = 200
PATIENCE = 8
"""Tries before a notice that always fails is set aside."""
TROUBLE = 5.0
"""Seconds to wait when the database is in trouble."""

_log = structlog.get_logger(__name__)


class Delivery:
    """Empties the outbox through one platform's courier."""

    def __init__(self, engine: Engine, queries: Queries, door: Door, courier: Courier) -> None:
        self._engine = engine
        self._queries = queries
        self._door = door
        self._courier = courier
        self._turn = asyncio.Lock()
        self.woken = asyncio.Event()

    async def run(self) -> None:
        """Deliver whenever something was queued, until cancelled; trouble is logged and tried again."""
        while True:
            await self.woken.wait()
            self.woken.clear()
            try:
                wait = await self.deliver()
            except (Refusal, Unavailable) as trouble:
                _log.warning("deliveries_wait", why=str(trouble))
                wait = TROUBLE
            if wait:
                asyncio.get_running_loop().call_later(wait, self.woken.set)

    async def deliver(self) -> float:
        """Send what can be sent; the seconds after which to try the rest, 0 if nothing is left."""
        async with self._turn:
            wait, after = 0.0, (0, 0)
            blocked: set[tuple[int, str]] = set()
            while True:
                async with self._queries.snapshot() as snapshot:
                    page = await snapshot.ask(0, Outbox(PAGE, after))
                if not page:
                    return wait
                after = (page[-1][0], page[-1][1].number)
                by_community: dict[int, list[Notice]] = {}
                for community, notice in page:
                    by_community.setdefault(community, []).append(notice)
                for community, some in by_community.items():
                    wait = max(wait, await self._send(community, some, blocked))

    async def _send(self, community: int, some: Sequence[Notice], blocked: set[tuple[int, str]]) -> float:
        """Send a community's notices in their order; a channel that has to stop holds up no other."""
        queued = {notice.number: (SENDING, "", "") for notice in some if notice.state == QUEUED}
        if queued:
            await self._mark(community, queued)
        wait = 0.0
        for notice in some:
            if (community, notice.channel) not in blocked:
                stopped = await self._one(community, notice)
                if stopped:
                    blocked.add((community, notice.channel))
                wait = max(wait, stopped)
        return wait

    async def _one(self, community: int, notice: Notice) -> float:
        """Send one notice and mark it, before the next is sent; the wait if its channel has to stop."""
        wait = 0.0
        try:
            edits = await self._card_ref(community, notice) if notice.thing else ""
            reply = await self._reply(community, notice)
            ref = await self._courier.deliver(Parcel(community, notice, reply, edits))
            mark = (SENT, ref, "")
        except Later as later:
            return later.seconds
        except Undeliverable as error:
            mark = (ASIDE, "", str(error))
        except Exception as error:  # a courier's fault must not stop the other channels
            _log.exception("notice_failed", community=community, notice=notice.number)
            last = notice.tries + 1 >= PATIENCE
            mark = (ASIDE if last else SENDING, "", type(error).__name__)
            wait = 0.0 if last else 2.0**notice.tries
        # Shielded: what was sent is marked although the process is being stopped.
        await asyncio.shield(self._mark(community, {notice.number: mark}))
        return wait

    async def _card_ref(self, community: int, notice: Notice) -> str:
        def run(book: Book) -> str:
            found = book.get(Card, (self._courier.platform, notice.thing))
            return found.ref if found else ""

        return await self._door.look(community, run)

    async def _reply(self, community: int, notice: Notice) -> Reply:
        if not notice.thing:
            return codec.read(notice.document)
        number = int(notice.thing.removeprefix("job-"))
        return await self._door.look(community, partial(card, number=number), [(Job, number)])

    async def _mark(self, community: int, marks: dict[int, tuple[str, str, str]]) -> None:
        wants = [(Notice, number) for number in marks]
        piece = Piece(
            community, "outbox/mark", partial(_mark, marks=marks, platform=self._courier.platform),
            kept=False, person=False, wants=wants,
        )  # fmt: skip
        answer = await self._engine.submit(piece)
        if not answer.ok:
            raise Refusal(answer.key, **answer.facts)


def _mark(book: Book, marks: dict[int, tuple[str, str, str]], platform: str) -> Reply:
    book.need(*((Notice, number) for number in marks))
    for number, (state, ref, error) in marks.items():
        notice = book.the(Notice, number)
        if notice.state == state and not error:
            continue  # run again after a commit whose outcome was unknown
        was = notice.state
        tries = notice.tries + (1 if error else 0)
        book.change(notice, state=state, ref=ref, error=error, tries=tries)
        if state == SENT and notice.thing:
            key = (platform, notice.thing)
            found = book.get(Card, key)
            if found is None:
                book.add(Card(*key, notice.channel, ref))
            else:
                book.change(found, channel=notice.channel, ref=ref)
        if state == ASIDE and was != ASIDE and notice.channel != LOG:
            notices.post(book, LOG, "notice.aside", channel=Code(notice.channel), error=error)
    return Reply("marked")
