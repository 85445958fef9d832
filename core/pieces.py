"""Pieces of work: what the engine is handed, and what it keeps of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from core.book import Book
from core.errors import Broken, Refusal
from core.ledger.accounts import ACCOUNTS
from core.ledger.operations import BY_KEY
from core.people import BOT, UNANSWERED, Community, Receipt
from core.policy.versions import POLICIES
from core.rows import Want
from core.speech import codec
from core.speech.phrase import When
from core.speech.reply import Button, Para, Reply, reply

Wants = dict[Any, dict[tuple[int, Any], None]]
BASE: tuple[Want, ...] = ((Community, ()), (POLICIES, ()), (ACCOUNTS, ()))
"""What every batch needs of each of its communities."""
BASE_READ = BASE[:2]
"""What every question needs: accounts are only written."""


def miss(book: Book, wants: Iterable[Want], into: Wants) -> None:
    """Note what a Book lacks, by kind."""
    for what, key in wants:
        if not book.has(what, key):
            into.setdefault(what, {})[book.number, key] = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken at a time."""

    pieces: int = 512
    chores: int = 8  # chores' pieces in a batch of one community: people wait for its end
    changes: int = 40_000
    seconds: float = 0.25  # of deciding, a batch
    turn: float = 0.005  # of deciding before the loop gets a turn
    passes: int = 8  # after which a piece runs alone
    alone: int = 60  # passes after which a lone piece is a fault
    queue: int = 20_000
    queue_each: int = 4_000
    tries: int = 5  # after a commit whose outcome is unknown


@dataclass(slots=True)
class Batch:
    """What one try at a batch took; told to whoever watches the engine."""

    pieces: int
    later: int = 0  # did not fit
    passes: int = 0
    changes: int = 0  # rows
    deciding: float = 0.0  # seconds
    commit: float = 0.0  # seconds of writing and committing
    trouble: str = ""  # the name of what went wrong


@contextmanager
def watched(seen: Callable[[Batch], None], pieces: int) -> Iterator[Batch]:
    """One try at a batch, told of at its end, whatever that is."""
    batch = Batch(pieces)
    try:
        yield batch
    except BaseException as error:
        batch.trouble = type(error).__name__
        raise
    finally:
        seen(batch)


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of work: whose, under which key, and the pure functions that do it.

    What ``prepare`` does stands even if ``decide`` refuses; it returns the
    member's number. ``kept`` pieces leave a receipt under their key.
    """

    community: int
    key: str
    decide: Callable[[Book], Reply]
    prepare: Callable[[Book], int] = lambda book: BOT
    digest: str = ""
    kept: bool = True
    heard: bool = False  # nobody waits to read the answer: its receipt counts as answered
    person: bool = True
    wants: Sequence[Want] = ()
    more: Callable[[Book], Sequence[Want]] = lambda book: ()  # what it will surely want, by what is here now
    answer: asyncio.Future[Reply] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    passes: int = 0
    typed: str = ""  # the command, to offer it once more

    def give(self, answer: Reply) -> None:
        """Answer whoever waits, if anybody still does."""
        if not self.answer.done():
            self.answer.set_result(answer)


def refused(refusal: Refusal) -> Reply:
    """A Refusal as the answer it is."""
    return Reply(refusal.key, refusal.facts, ok=False)  # type: ignore[arg-type]


def again(receipt: Receipt, piece: Piece) -> Reply:
    """The first answer once more, or a refusal if the content is another."""
    if receipt.digest != piece.digest:
        return refused(Refusal("key.reused"))
    if not receipt.document:
        return reply("receipt.old", when=When(receipt.at))
    return codec.read(receipt.document)


def mark_answered(book: Book, keys: Sequence[str]) -> Reply:
    """Mark receipts whose answers arrived."""
    book.need(*((Receipt, key) for key in keys))
    for key in keys:
        receipt = book.get(Receipt, key)
        if receipt is not None:
            book.change(receipt, answered=True)
    return Reply("marked")


def decide(book: Book, piece: Piece, in_hand: Container[tuple[int, str]] = ()) -> Reply | Exception:
    """Decide one piece. Raises Missing; whatever else goes wrong leaves no trace.

    ``in_hand`` are the receipts whose answers this process is still delivering.
    """
    start = book.mark()
    book.key, book.keyed = piece.key, False
    try:
        if piece.kept:
            book.need((Receipt, piece.key), (BY_KEY, piece.key))
            kept = book.get(Receipt, piece.key)
            if kept is not None:
                return again(kept, piece)
            for done in book.find(BY_KEY, piece.key):  # its receipt has had its time
                return reply("receipt.old", when=When(done.at))
        member = piece.prepare(book)
        prepared = book.mark()
        done = False
        try:
            answer = _asked_before(book, piece, member, in_hand)
            if answer is None:
                answer = piece.decide(book)
                done = answer.ok
        except Refusal as refusal:
            book.undo(prepared)
            answer = refused(refusal)
        if book.open_records:
            raise Broken("an operation was begun and not closed")
        if piece.kept:
            answer = replace(answer, number=book.next("replies"))
            book.add(
                Receipt(piece.key, member, piece.digest, done, codec.document(answer), book.now, piece.heard)
            )
        return answer
    except Refusal as refusal:
        book.undo(start)
        return refused(refusal)
    except Exception as error:  # a fault of ours: this piece alone pays for it
        book.undo(start)
        return error


def _asked_before(book: Book, piece: Piece, member: int, in_hand: Container[tuple[int, str]]) -> Reply | None:
    """Ask first when the same order was done and its answer may never have arrived."""
    if not piece.kept or not piece.typed or piece.key.startswith("press/"):
        return None
    for receipt in book.find(UNANSWERED, member):
        if receipt.digest != piece.digest or book.is_fresh(receipt):
            continue
        if (book.number, receipt.key) not in in_hand:
            book.change(receipt, answered=True)
            said = (Para(codec.read(receipt.document).phrase),) if receipt.document else ()
            once_more = Button("button-again", piece.typed, once=True)
            return reply("repeat.asks", when=When(receipt.at, "time"), body=said, buttons=(once_more,))
    return None
