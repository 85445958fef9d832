"""What a chore is, and those that look after what is kept: old receipts, answers that nobody saw.

See `core.chores` for those that move Connects.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from core.book import Book
from core.instants import DAY, FOREVER, MINUTE, Instant
from core.people import Receipt
from core.pieces import Piece
from core.queries import OldReceipts, Query, Unanswered
from core.rules import notices
from core.speech import codec
from core.speech.phrase import When
from core.speech.reply import Para, Reply

PAGE = 2_000
CHUNK = 25
"""Wallets a piece: between two pieces the loop has its turn, and each wallet takes a third of a millisecond."""
RECEIPT_LIFE = 30 * DAY
UNSAID = 15 * MINUTE
DONE = Reply("done")
_TROUBLE = ("unavailable", "outcome.unknown")


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


def piece(community: int, key: str, decide: Any, wants: Sequence[Any] = ()) -> Piece:
    """A chore's piece of work: its refusals are not kept, and people go before it."""
    return Piece(community, f"chore/{key}", decide, kept=False, person=False, wants=wants)


def all_done(answers: Sequence[Reply]) -> bool:
    """Whether the database was there for all of it. A fault is no reason to wait: it would come again."""
    return not any(answer.key in _TROUBLE for answer in answers)


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
                piece(
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
