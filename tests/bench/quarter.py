"""A community's busy quarter: everybody joins, applies, is interviewed, hired or passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import core.commands  # noqa: F401 - fills the registry
from bot.wiring import Bot, open_bot
from core.board.boosts import Bid
from core.board.jobs import Invitation, Job
from core.board.proposals import INTERVIEWING, PROPOSALS_OF, Proposal
from core.book import Book
from core.errors import Refusal
from core.instants import DAY, HOUR, Instant
from core.ledger.accounts import Earned, Pair, Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Identity, Rank
from core.pieces import Limits, Piece
from core.rules import interviews, jobs, proposals
from core.speech.notice import UNSENT_CARDS
from core.speech.reply import Reply
from tests.bench import house

DAYS = 89
CHUNK = 100
EACH = 210
"""So many apply to a job."""
DONE = Reply("done")


class Clock:
    """Stands where it is put."""

    def __init__(self, at: Instant) -> None:
        self.at = at

    def now(self) -> Instant:
        return self.at

    def steady(self) -> Instant:
        return self.at


class Quarter:
    """Lives through it on a bot with a clock of its own."""

    def __init__(self, bot: Bot, clock: Clock, members: int, applies: int) -> None:
        self._bot, self._clock = bot, clock
        self._members, self._applies = members, applies
        self._pick = Random(7)
        self._pieces = 0
        self._community = 0
        self._client = 0
        self._first = 0
        self._sent = 0

    async def live(self) -> None:
        bot, clock = self._bot, self._clock
        await house.order(bot, house.CLIENT, "job post", {"title": "The first"}, "quarter/first")
        self._community = await bot.door.community(house.PLATFORM, house.PLACE)
        people = [house.person(number) for number in range(self._members)]
        for some in _chunks(people, CHUNK * 40):
            await asyncio.gather(*(self._do(partial(_meet, people=one)) for one in _chunks(some, CHUNK)))
        posted = 1
        for day in range(DAYS):
            clock.at += DAY
            await bot.chores.tick()
            per_day = self._applies * (day + 1) // DAYS - self._sent
            new = max(1, per_day // EACH)
            await self._do(partial(_post, count=new))
            board = range(posted + 1, posted + new + 1)
            posted += new
            await self._apply(board, per_day)
            clock.at += HOUR
        clock.at += DAY
        await bot.chores.tick()

    async def _apply(self, board: Sequence[int], count: int) -> None:
        """So many proposals, each member's turn in order; some are interviewed, answered, decided on."""
        first = 2  # after the client
        pairs = [
            (first + (self._sent + one) % self._members, board[one % len(board)]) for one in range(count)
        ]
        before = self._sent
        self._sent += count
        for some in _chunks(pairs, CHUNK * 20):
            await asyncio.gather(*(self._do(partial(_submit, pairs=one)) for one in _chunks(some, CHUNK)))
        numbers = list(range(before + 1, self._sent + 1))
        talked = self._pick.sample(numbers, count // 8)
        for one in _chunks(talked, CHUNK):
            await self._do(partial(_talk, numbers=one))
        for one in _chunks(self._pick.sample(numbers, count // 10), CHUNK):
            await self._do(partial(_decline, numbers=one))
        if self._pick.random() < 0.3:
            await self._do(partial(_cancel, number=board[0]))

    async def _do(self, decide: Callable[[Book], None]) -> None:
        self._pieces += 1

        def run(book: Book) -> Reply:
            decide(book)
            return DONE

        answer = await self._bot.engine.submit(
            Piece(self._community, f"quarter/{self._pieces}", run, kept=False)
        )
        if not answer.ok:
            raise RuntimeError(f"{answer.key} {answer.facts}")


def _chunks(of: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [of[start : start + size] for start in range(0, len(of), size)]


def _meet(book: Book, people: Sequence[Any]) -> None:
    wants = [(Identity, (who.platform, who.person)) for who in people]
    house._meet(book, people, wants)


def _client(book: Book) -> int:
    return book.the(Identity, (house.PLATFORM, house.CLIENT.person)).member


def _post(book: Book, count: int) -> None:
    for number in range(count):
        jobs.post(book, _client(book), jobs.Wish(title=f"Job {number}", price=2))


def _submit(book: Book, pairs: Sequence[tuple[int, int]]) -> None:
    book.need(
        *((Job, number) for _, number in pairs), *((UNSENT_CARDS, f"job-{number}") for _, number in pairs),
        *((kind, member) for member, _ in pairs for kind in (Wallet, LOTS_LEFT)),
        *((PROPOSALS_OF, (number, member)) for member, number in pairs),
        *((Invitation, (number, member)) for member, number in pairs),
    )  # fmt: skip
    for member, number in pairs:
        job = jobs.at(book, number)
        try:
            proposals.submit(book, member, job, "I have done this before.")
        except Refusal as refusal:
            if refusal.key not in ("proposal.twice", "wallet.short"):
                raise


def _need(book: Book, numbers: Sequence[int]) -> None:
    book.need(*((kind, number) for number in numbers for kind in (Proposal, Bid)))
    found = [one for number in numbers if (one := _there(book, number)) is not None]
    book.need(
        *((Job, one.job) for one in found), *((UNSENT_CARDS, f"job-{one.job}") for one in found),
        *((kind, one.wallet) for one in found for kind in (Wallet, LOTS_LEFT, Earned)),
        *((Pair, (_client(book), one.wallet)) for one in found),
    )  # fmt: skip


def _there(book: Book, number: int) -> Proposal | None:
    return book.get(Proposal, number)


def _talk(book: Book, numbers: Sequence[int]) -> None:
    client = _client(book)
    _need(book, numbers)
    for number in numbers:
        if book.community.proposals < number:
            continue
        try:
            interviews.ask(book, client, Rank.STAFF, number, "When?")
            proposal, _ = proposals.at(book, number)
            interviews.answer(book, proposal.member, number, "Tomorrow.")
        except Refusal:
            continue


def _decline(book: Book, numbers: Sequence[int]) -> None:
    client = _client(book)
    _need(book, numbers)
    for number in numbers:
        if book.community.proposals < number:
            continue
        try:
            proposal, _ = proposals.at(book, number)
            if proposal.state != INTERVIEWING:
                proposals.move(book, client, Rank.STAFF, number, "declined", "")
        except Refusal:
            continue


def _cancel(book: Book, number: int) -> None:
    jobs.cancel(book, _client(book), jobs.at(book, number))


async def seed(path: Path, members: int, applies: int) -> Instant:
    """A database of so many members and proposals; the moment it ends at."""
    clock = Clock(house.START)
    limits = Limits(seconds=5, changes=400_000)
    bot = await open_bot(str(path), clock, [house.NoCourier()], synchronous="OFF", limits=limits)
    try:
        await Quarter(bot, clock, members, applies).live()
    finally:
        await bot.close()
    return clock.at
