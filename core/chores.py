"""What happens by itself: who may have something due, and the pieces that see to it.

A chore asks for candidates, page by page, and hands pieces to the engine; under the
lock each piece looks again, so running one twice, late or together with another
changes nothing. What falls due at one instant is done in the order of `ALL` (RULES 10).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from core.board.jobs import SETTLING, Job
from core.board.proposals import PROPOSALS_OF, Proposal
from core.book import Book
from core.instants import DAY, MINUTE, Instant
from core.ledger.accounts import PeriodPaid, Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Receipt
from core.pieces import Piece
from core.queries import (
    DueCommunities,
    DueJobs,
    DueWallets,
    OldReceipts,
    Query,
    Unanswered,
    Ungranted,
    Unsettled,
)
from core.rules import calendar, communities, jobs, journal, notices, proposals, returns, wallets
from core.rules.returns import AT_ONCE
from core.speech import codec
from core.speech.phrase import Amount, Period, When
from core.speech.reply import Para, Reply

PAGE = 2_000
CHUNK = 200
RECEIPT_LIFE = 30 * DAY
UNSAID = 15 * MINUTE
DONE = Reply("done")


Steps = Generator[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Page:
    """A question for candidates, asked about one community (0: about all)."""

    community: int
    query: Query[Any]


class Chore:
    """One kind of thing that happens by itself.

    `run` is a generator: it yields Pages and is sent their answers, and yields
    lists of pieces, which are done before it goes on.
    """

    name: ClassVar[str] = ""

    def run(self, now: Instant) -> Steps:
        """Everything of this kind that is due at ``now``."""
        yield from ()


def _piece(community: int, key: str, decide: Any, wants: Sequence[Any] = ()) -> Piece:
    return Piece(community, f"chore/{key}", decide, kept=False, person=False, wants=wants)


def _touch(book: Book, numbers: Sequence[int]) -> Reply:
    """See wallets, which settles what is due on them."""
    book.need(*((Wallet, number) for number in numbers), *((LOTS_LEFT, number) for number in numbers))
    # What is settled with them is asked for together: one by one it would take too many passes.
    for job in list(book.find(SETTLING, ())):
        book.need(*((PROPOSALS_OF, (job.number, number)) for number in numbers))
        some = [one for number in numbers for one in book.find(PROPOSALS_OF, (job.number, number))]
        returns.settle_all(book, job, some)
    for number in numbers:
        wallets.of(book, number)
    return DONE


def _touching(name: str, community: int, numbers: Sequence[int]) -> list[Piece]:
    pieces = []
    for start in range(0, len(numbers), CHUNK):
        some = tuple(numbers[start : start + CHUNK])
        wants = [(what, number) for what in (Wallet, LOTS_LEFT) for number in some]
        pieces.append(_piece(community, f"{name}/{some[0]}", partial(_touch, numbers=some), wants))
    return pieces


class Expiry(Chore):
    """Lots past their end are booked as expired."""

    name = "expiry"

    def run(self, now: Instant) -> Steps:
        after = (0, 0)
        while page := (yield Page(0, DueWallets(now, PAGE, after))):
            by_community: dict[int, list[int]] = {}
            for community, wallet in page:
                by_community.setdefault(community, []).append(wallet)
            yield [piece for one, some in by_community.items() for piece in _touching("expiry", one, some)]
            after = page[-1]


class Grants(Chore):
    """The monthly grant, and its announcement once everybody has theirs (RULES 9, 10)."""

    name = "grants"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            for community in page:
                period: list[int] = []
                yield [_piece(community, "grants/period", partial(_note_period, period))]
                last = 0
                while period and (some := (yield Page(community, Ungranted(period[0], PAGE, last)))):
                    yield _touching(f"grants/{period[0]}", community, some)
                    last = some[-1]
                yield [_piece(community, "grants/announce", _announce)]
            after = page[-1]


def _note_period(into: list[int], book: Book) -> Reply:
    into[:] = [calendar.period_now(book)]
    return DONE


def _announce(book: Book) -> Reply:
    """Tell the community of every period paid since the last announcement; once for the newest."""
    community, newest = book.community, calendar.period_now(book)
    if community.announced < newest:
        first = max(community.announced + 1, newest - book.policy.grant_catch_up + 1)
        numbers = range(first, newest + 1)
        book.need(*((PeriodPaid, number) for number in numbers))
        paid = [row for number in numbers if (row := book.get(PeriodPaid, number)) is not None]
        with journal.record(
            book, "grant.announced", key=f"announce/grant/{newest}", due=calendar.grant_due(book, newest),
            periods=[row.period for row in paid], members=max((row.members for row in paid), default=0),
            connects=sum(row.connects for row in paid),
        ):  # fmt: skip
            book.change(community, announced=newest)
        if paid:
            notices.announce(
                book, "grant.announced", late=len(paid) > 1,
                period=Period(newest), members=max(row.members for row in paid),
                connects=Amount(sum(row.connects for row in paid)),
                periods=tuple(Period(row.period) for row in paid),
            )  # fmt: skip
        calendar.reckon(book)
    return DONE


class Windows(Chore):
    """Weekly bonus windows close and open (RULES 28)."""

    name = "windows"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            yield [_piece(community, "windows", _reset) for community in page]
            after = page[-1]


def _reset(book: Book) -> Reply:
    communities.settle_window(book)
    calendar.reckon(book)
    return DONE


class Jobs(Chore):
    """Jobs past their closing date close; ended jobs settle on their proposals, in chunks."""

    name = "jobs"

    def run(self, now: Instant) -> Steps:
        after = (0, 0)
        while page := (yield Page(0, DueJobs(now, PAGE, after))):
            yield [_piece(one, f"jobs/{job}", partial(_see, number=job), [(Job, job)]) for one, job in page]
            for community, job in page:
                before: Sequence[int] = ()
                while (some := (yield Page(community, Unsettled(job, AT_ONCE)))) and some != before:
                    before = some  # the same again: its piece broke, and will be tried at the next bell
                    wants = [(Proposal, number) for number in some]
                    yield [
                        _piece(
                            community, f"settle/{job}", partial(_settle, job=job, numbers=tuple(some)), wants
                        )
                    ]
            after = page[-1]


def _see(book: Book, number: int) -> Reply:
    jobs.at(book, number)
    return DONE


def _settle(book: Book, job: int, numbers: Sequence[int]) -> Reply:
    proposals.settle(book, job, numbers)
    return DONE


class Receipts(Chore):
    """Receipts lose their text after 30 days; the operations keep their keys for ever."""

    name = "receipts"

    def run(self, now: Instant) -> Steps:
        before: dict[int, list[str]] = {}
        while page := (yield Page(0, OldReceipts(now - RECEIPT_LIFE, PAGE))):
            by_community: dict[int, list[str]] = {}
            for community, key in page:
                by_community.setdefault(community, []).append(key)
            if by_community == before:
                return  # its pieces broke
            before = by_community
            yield [
                _piece(
                    community,
                    f"receipts/{some[0]}",
                    partial(_forget, keys=tuple(some)),
                    [(Receipt, key) for key in some],
                )
                for community, some in by_community.items()
            ]


def _forget(book: Book, keys: Sequence[str]) -> Reply:
    book.need(*((Receipt, key) for key in keys))
    for key in keys:
        receipt = book.get(Receipt, key)
        if receipt is not None:
            book.change(receipt, document="")
    return DONE


class Unsaid(Chore):
    """After a crash: what was done in the last minutes and may never have been said is said now."""

    name = "unsaid"

    def run(self, now: Instant) -> Steps:
        page = yield Page(0, Unanswered(now - UNSAID, PAGE))
        yield [
            _piece(community, f"unsaid/{receipt.key}", partial(_say_done, key=receipt.key))
            for community, receipt in page
        ]


def _say_done(book: Book, key: str) -> Reply:
    receipt = book.get(Receipt, key)
    if receipt is not None and receipt.done and not receipt.answered:
        book.change(receipt, answered=True)
        if receipt.document and receipt.member:
            said = codec.read(receipt.document)
            notices.to_member(
                book,
                receipt.member,
                "receipt.done",
                body=(Para(said.phrase), *said.body),
                when=When(receipt.at, "time"),
            )
    return DONE


AT_START: tuple[Chore, ...] = (Unsaid(),)
ALL: tuple[Chore, ...] = (Expiry(), Grants(), Windows(), Jobs(), Receipts())
