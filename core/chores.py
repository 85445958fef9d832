"""What happens by itself: who may have something due, and the pieces that see to it.

A chore asks for candidates, page by page, and hands pieces to the engine; under the
lock each piece looks again, so running one twice, late or together with another
changes nothing. What falls due at one instant is done in the order of `ALL` (RULES 10).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from core.board.jobs import SETTLING, Job
from core.board.orders import BuyOrder
from core.board.proposals import PROPOSALS_FOR, Proposal
from core.book import Book
from core.digesting import Digests
from core.instants import DAY, MINUTE, Instant
from core.ledger.accounts import PeriodPaid, Wallet
from core.ledger.lots import LOTS_LEFT
from core.pieces import Piece
from core.policy.versions import policy_of
from core.queries import (
    DueCommunities,
    DueJobs,
    DueOrders,
    DueUnseen,
    DueWallets,
    Ungranted,
    Unsettled,
    Unwarned,
)
from core.rules import (
    calendar,
    communities,
    dues,
    jobs,
    journal,
    notices,
    orders,
    proposals,
    returns,
    wallets,
)
from core.rules.returns import AT_ONCE
from core.speech.phrase import Amount, Period
from core.speech.reply import Reply
from core.upkeep import (
    CHUNK,
    DONE,
    PAGE,
    Chore,
    Notices,
    Page,
    Receipts,
    Reconcile,
    Steps,
    Unsaid,
    all_done,
    piece,
)

Then = Callable[[Book, Wallet], None]
BESIDE = 16
"""Communities whose grants are given beside each other."""


def _touch(book: Book, numbers: Sequence[int], more: Then | None) -> Reply:
    """See wallets, which settles what is due on them."""
    book.need(*((Wallet, number) for number in numbers), *((LOTS_LEFT, number) for number in numbers))
    # What is settled with them is asked for together: one by one it would take too many passes.
    for job in list(book.find(SETTLING, ())):
        book.need(*((PROPOSALS_FOR, (job.number, number)) for number in numbers))
        some = [one for number in numbers for one in book.find(PROPOSALS_FOR, (job.number, number))]
        returns.settle_all(book, job, some)
    for number in numbers:
        wallet = wallets.of(book, number)
        if more is not None:
            more(book, wallet)
    return DONE


def _touching(name: str, community: int, numbers: Sequence[int], more: Then | None = None) -> list[Piece]:
    pieces = []
    for start in range(0, len(numbers), CHUNK):
        some = tuple(numbers[start : start + CHUNK])
        wants = [(what, number) for what in (Wallet, LOTS_LEFT) for number in some]
        pieces.append(piece(community, f"{name}/{some[0]}", partial(_touch, numbers=some, more=more), wants))
    return pieces


def _touching_all(name: str, page: Sequence[tuple[int, int]]) -> list[Piece]:
    by_community: dict[int, list[int]] = {}
    for community, wallet in page:
        by_community.setdefault(community, []).append(wallet)
    return [piece for one, some in by_community.items() for piece in _touching(name, one, some)]


class Expiry(Chore):
    """Lots past their end are booked as expired."""

    name = "expiry"

    def run(self, now: Instant) -> Steps:
        after = (0, 0)
        while page := (yield Page(0, DueWallets(now, PAGE, after))):
            yield _touching_all("expiry", page)
            after = page[-1]


class Warnings(Chore):
    """Where a policy came to warn earlier of what expires, the wallets say so."""

    name = "warnings"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            for community in page:
                span: list[int] = []
                yield [piece(community, "warnings/span", partial(_note_span, span))]
                last = 0
                while span and (some := (yield Page(community, Unwarned(span[0], PAGE, last)))):
                    yield _touching("warnings", community, some, dues.remind)
                    last = some[-1]
            after = page[-1]


def _note_span(into: list[int], book: Book) -> Reply:
    """How long before an end is warned of it; nothing where it has always been the same."""
    days = [policy_of(version).lot_warn_days for version in book.policies()]
    into[:] = [days[-1] * DAY] if len(set(days)) > 1 else []
    return DONE


class Grants(Chore):
    """The monthly grant, and its announcement once everybody has theirs (RULES 9, 10)."""

    name = "grants"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            for start in range(0, len(page), BESIDE):
                yield from _give(page[start : start + BESIDE])
            after = page[-1]


def _give(some: Sequence[int]) -> Steps:
    """The grants of some communities, beside each other."""
    periods: dict[int, list[int]] = {community: [] for community in some}
    said = yield [piece(one, "grants/period", partial(_note_period, periods[one])) for one in some]
    sound = {one for one, answer in zip(some, said, strict=True) if all_done([answer])}
    after = {one: 0 for one in some if one in sound and periods[one]}
    while after:
        pieces: list[Piece] = []
        for one, last in list(after.items()):
            period, day = periods[one]
            found = yield Page(one, Ungranted(period, PAGE, last, day))
            if found:
                after[one] = found[-1]
                pieces += _touching(f"grants/{period}", one, found)
            else:
                del after[one]
        said = yield pieces
        for work, answer in zip(pieces, said, strict=True):
            if not all_done([answer]):  # it stays due, and the next ring takes it up again
                sound.discard(work.community)
                after.pop(work.community, None)
    yield [piece(one, "grants/announce", partial(_announce, periods[one])) for one in some if one in sound]


def _note_period(into: list[int], book: Book) -> Reply:
    into[:] = [calendar.period_now(book), calendar.day_now(book)]
    return DONE


def _announce(given: Sequence[int], book: Book) -> Reply:
    """Tell the community of every period paid since the last announcement; once for the newest."""
    community, newest = book.community, calendar.period_now(book)
    if given != [newest, calendar.day_now(book)]:
        return DONE  # midnight came meanwhile: it stays due, and the next ring takes it up again
    if community.announced < newest:
        first = max(community.announced + 1, newest - book.policy.grant_catch_up + 1)
        numbers = range(first, newest + 1)
        book.need(*((PeriodPaid, number) for number in numbers))
        paid = [row for number in numbers if (row := book.get(PeriodPaid, number)) is not None]
        cycle = book.policy.grant_cycle
        if not paid and cycle == "anniversary":  # the period's first payment announces it
            calendar.reckon(book, given=True)
            return DONE
        with journal.record(
            book, "grant.announced", key=f"announce/grant/{newest}", due=calendar.grant_due(book, newest),
            periods=[row.period for row in paid], members=max((row.members for row in paid), default=0),
            connects=sum(row.connects for row in paid),
        ):  # fmt: skip
            book.change(community, announced=newest)
        if paid:
            notices.announce(
                book, "grant.announced", late=len(paid) > 1, cycle=cycle,
                period=Period(newest), members=max(row.members for row in paid),
                connects=Amount(sum(row.connects for row in paid)),
                periods=tuple(Period(row.period) for row in paid),
            )  # fmt: skip
    calendar.reckon(book, given=True)
    return DONE


class Windows(Chore):
    """Weekly bonus windows close and open (RULES 28)."""

    name = "windows"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            yield [piece(community, "windows", _reset) for community in page]
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
            yield _seeing("jobs", Job, jobs.at, page)
            for community, job in page:
                before: Sequence[int] = ()
                while (some := (yield Page(community, Unsettled(job, AT_ONCE)))) and some != before:
                    before = some  # the same again: its piece broke, and will be tried at the next bell
                    wants = [(Proposal, number) for number in some]
                    settle = partial(_settle, job=job, numbers=tuple(some))
                    yield [piece(community, f"settle/{job}", settle, wants)]
            after = page[-1]


class Unseen(Chore):
    """Proposals that their clients left alone for too long are returned, where the policy has it so."""

    name = "unseen"

    def run(self, now: Instant) -> Steps:
        after = (0, 0)
        while page := (yield Page(0, DueUnseen(now, PAGE, after))):
            yield _touching_all("unseen", page)
            after = page[-1]


def _seeing(name: str, kind: Any, at: Any, page: Sequence[tuple[int, int]]) -> list[Piece]:
    return [piece(one, f"{name}/{n}", partial(_see, at=at, number=n), [(kind, n)]) for one, n in page]


def _see(book: Book, at: Callable[[Book, int], Any], number: int) -> Reply:
    at(book, number)
    return DONE


def _settle(book: Book, job: int, numbers: Sequence[int]) -> Reply:
    proposals.settle(book, job, numbers)
    return DONE


class Orders(Chore):
    """Unpaid orders whose time is over lapse (RULES 30)."""

    name = "orders"

    def run(self, now: Instant) -> Steps:
        after = (0, 0)
        while page := (yield Page(0, DueOrders(now, PAGE, after))):
            yield _seeing("orders", BuyOrder, orders.at, page)
            after = page[-1]


FIRST: tuple[Chore, ...] = (Reconcile(),)
"""Done before anybody is heard."""
AT_START: tuple[Chore, ...] = (Unsaid(),)
AMONG_OTHERS: tuple[Chore, ...] = (Unsaid(grace=2 * MINUTE),)
"""What stands in its place where other processes serve from the same database."""
ALL: tuple[Chore, ...] = (
    *(Expiry(), Warnings(), Grants(), Windows(), Jobs(), Unseen(), Orders(), Digests()),
    *(Receipts(), Notices()),
)
