"""What a chore is, and those that look after what is kept: old receipts, answers that nobody saw.

See `core.chores` for those that move Connects.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from core.board.jobs import Job
from core.book import Book
from core.errors import Broken
from core.instants import DAY, FOREVER, MINUTE, Instant
from core.keeping import Carded, OldNotices, Unsent
from core.ledger.operations import BY_KEY
from core.people import Receipt
from core.pieces import Piece, mark_answered
from core.queries import Communities, OldReceipts, Query, Remembered, Unanswered
from core.rows import Kind
from core.rules import notices, restoring
from core.speech import codec
from core.speech.notice import ASIDE, SENT, Notice
from core.speech.phrase import When
from core.speech.reply import Para, Reply

PAGE = 2_000
CHUNK = 25
"""Wallets a piece: between two pieces the loop has its turn, and a wallet takes a third of a millisecond."""
MANY = 200
"""Rows a piece, where nothing is settled."""
LIFE = 30 * DAY
"""So long what was answered and what was sent is kept."""
UNSAID = 15 * MINUTE
DONE = Reply("done")
_TROUBLE = ("unavailable", "outcome.unknown")


Steps = Generator[Any, Any, None]
Forget = Callable[..., Reply]


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


def piece(community: int, key: str, decide: Any, wants: Sequence[Any] = ()) -> Piece:
    """A chore's piece of work: its refusals are not kept, and people go before it."""
    return Piece(community, f"chore/{key}", decide, kept=False, person=False, wants=wants)


def all_done(answers: Sequence[Reply]) -> bool:
    """Whether the database was there for all of it. A fault is no reason to wait: it would come again."""
    return not any(answer.key in _TROUBLE for answer in answers)


def _in_pages(name: str, query: Query[Any], kind: Kind, forget: Forget) -> Steps:
    """Hand all that a question finds to pieces, a page at a time, as long as they make it fewer."""
    before: dict[int, list[Any]] = {}
    while page := (yield Page(0, query)):
        by_community: dict[int, list[Any]] = {}
        for community, key in page:
            by_community.setdefault(community, []).append(key)
        if by_community == before:
            return  # its pieces broke
        before = by_community
        pieces = []
        for community, some in by_community.items():
            for start in range(0, len(some), MANY):
                keys = tuple(some[start : start + MANY])
                wants = [(kind, key) for key in keys]
                pieces.append(piece(community, f"{name}/{keys[0]}", partial(forget, keys=keys), wants))
        yield pieces


class Receipts(Chore):
    """Receipts are forgotten after 30 days; the operations keep their keys for ever."""

    name = "receipts"

    def run(self, now: Instant) -> Steps:
        yield from _in_pages(self.name, OldReceipts(now - LIFE, PAGE), Receipt, _forget_receipts)


def _forget_receipts(book: Book, keys: Sequence[str]) -> Reply:
    book.need(*((what, key) for what in (Receipt, BY_KEY) for key in keys))
    for key in keys:
        receipt = book.get(Receipt, key)
        if receipt is None:
            continue
        if receipt.done and not book.find(BY_KEY, key):
            # Nothing else knows that it was done: an old button pressed again must not do it twice.
            book.change(receipt, document="", answered=True)
        else:
            book.delete(receipt)
    return DONE


class Notices(Chore):
    """Notices that were sent or set aside are forgotten after 30 days; cards have rows of their own."""

    name = "notices"

    def run(self, now: Instant) -> Steps:
        yield from _in_pages(self.name, OldNotices(now - LIFE, PAGE), Notice, _forget_notices)


def _forget_notices(book: Book, keys: Sequence[int]) -> Reply:
    book.need(*((Notice, number) for number in keys))
    for number in keys:
        notice = book.get(Notice, number)
        if notice is not None and notice.state in (SENT, ASIDE):
            book.delete(notice)
    return DONE


class Unsaid(Chore):
    """After a crash: what was done in the last minutes and may never have been said is said now.

    ``grace``: where others serve as well, what was done just now is still in somebody's hands.
    """

    name = "unsaid"

    def __init__(self, grace: Instant = 0) -> None:
        self._grace = grace

    def run(self, now: Instant) -> Steps:
        page = yield Page(0, Unanswered(now - UNSAID, PAGE, now - self._grace if self._grace else FOREVER))
        yield [
            piece(community, f"unsaid/{receipt.key}", partial(_say_done, key=receipt.key))
            for community, receipt in page
        ]


def _say_done(book: Book, key: str) -> Reply:
    receipt = book.get(Receipt, key)
    if receipt is not None and receipt.done and not receipt.answered:
        book.change(receipt, answered=True)
        if receipt.document and receipt.member:
            said = codec.read(receipt.document)
            notices.to_member(
                book, receipt.member, "receipt.done", body=(Para(said.phrase), *said.body),
                when=When(receipt.at, "time"),
            )  # fmt: skip
    return DONE


class Reconcile(Chore):
    """Before anything else after a restore: what people saw in the lost time meets the books again.

    Raises Broken if that fails, since numbers would be given a second time. Done again from the start
    it changes nothing but that some look once more.
    """

    name = "restored"

    def run(self, now: Instant) -> Steps:
        written = yield Page(0, Remembered(restoring.RESTORED))
        if not written:
            return
        restored, after = restoring.read(written), 0
        # Answered, in the lost time, if not before; or they would hear now that they were interrupted.
        for community, receipt in (yield Page(0, Unanswered(now - UNSAID, PAGE))):
            answered = partial(mark_answered, keys=(receipt.key,))
            yield from self._do(community, answered, [(Receipt, receipt.key)])
        while page := (yield Page(0, Communities(PAGE, after))):
            for community in page:
                yield from self._reconcile(community, restored)
            after = page[-1]

    def _reconcile(self, community: int, restored: restoring.Restored) -> Steps:
        cards: set[int] = set()
        last = 0
        while unsent := (yield Page(community, Unsent(MANY, last))):
            cards.update(_job_of(thing) for _, thing in unsent if thing)
            some = tuple(number for number, _ in unsent)
            yield from self._do(
                community, partial(restoring.doubt, numbers=some), [(Notice, n) for n in some]
            )
            last = some[-1]
        yield from self._do(community, partial(restoring.tell, restored=restored))
        after = ("", "")
        while carded := (yield Page(community, Carded(PAGE, after))):
            cards.update(_job_of(thing) for _, thing in carded)
            after = carded[-1]
        jobs = sorted(cards)
        for start in range(0, len(jobs), MANY):
            some = tuple(jobs[start : start + MANY])
            yield from self._do(
                community,
                partial(restoring.refresh, numbers=some, since=restored.since),
                [(Job, number) for number in some],
            )

    def _do(self, community: int, what: Callable[[Book], object], wants: Sequence[Any] = ()) -> Steps:
        def decide(book: Book) -> Reply:
            what(book)
            return DONE

        for said in (yield [piece(community, self.name, decide, wants)]):
            if not said.ok:
                raise Broken(f"the books of community {community} could not be reconciled: {said.key}")


def _job_of(thing: str) -> int:
    return int(thing.removeprefix("job-"))
