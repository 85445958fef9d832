"""Load, decide, write, commit, answer: whatever changes a community goes through here.

One task runs it. A batch is what has queued: the pure functions decide one piece after
another on Books, what they miss is loaded and the batch runs again from the start, all
rows are written with one statement a table and committed once, then everybody is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from core.book import Book
from core.errors import Broken, Refusal
from core.lanes import Lanes
from core.people import Receipt
from core.pieces import BASE, Limits, Piece, Wants, decide, mark_answered, miss, refused
from core.ports import Clock, Faults, Snapshot, Store, Transaction, Unavailable, Unknown
from core.rows import Index, Missing
from core.speech.notice import Notice
from core.speech.reply import Reply

T = TypeVar("T")


async def load(source: Transaction | Snapshot, books: dict[int, Book], wants: Wants) -> None:
    """Fill the Books with what was missing, one query a kind."""
    if not wants:
        return
    found = await source.load({what: list(keys) for what, keys in wants.items()})
    for what, keys in wants.items():
        rows, is_list = found.get(what, {}), isinstance(what, Index)
        for place in keys:
            here = rows.get(place, ())
            if is_list:
                books[place[0]].put_list(what, place[1], here)
            else:
                books[place[0]].put(what, place[1], here[0] if here else None)


class Engine:
    """The one writer."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        faults: Faults,
        grain: Callable[[], bytes],
        *,
        limits: Limits = Limits(),
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._faults, self._grain, self._limits, self._told = faults, grain, limits, told
        self._lanes: Lanes[Piece] = Lanes(most=limits.queue, most_each=limits.queue_each)
        self._errands: list[tuple[Callable[[], Awaitable[Any]], asyncio.Future[Any]]] = []
        self._most = limits.pieces
        self._wake = asyncio.Event()
        self._leaving = False
        self._hands: set[tuple[int, str]] = set()  # receipts whose answer this process has in hand
        self._marks: dict[tuple[int, str], None] = {}
        self._marker: asyncio.TimerHandle | None = None
        self.batches = 0
        self.pieces = 0

    # From outside -----------------------------------------------------------

    async def submit(self, piece: Piece) -> Reply:
        """Queue a piece and wait for its answer; a caller may go away. Refuses: leaving, busy."""
        if self._leaving:
            raise Refusal("leaving")
        if not self._lanes.put(piece):
            raise Refusal("busy")
        self._wake.set()
        return await asyncio.shield(piece.answer)

    async def found(self, platform: str, place: str) -> int:
        """The number of a place's community, made if it is new; on the writer, between batches."""
        return await self._errand(lambda: self._store.found(platform, place))

    async def remember(self, name: str, value: str) -> None:
        """Keep a value of this installation's own; on the writer, between batches."""
        await self._errand(lambda: self._store.remember(name, value))

    async def take(self, name: str) -> str:
        """Forget such a value; it, to whoever comes first, and to all others nothing."""
        return await self._errand(lambda: self._store.take(name))

    async def _errand(self, errand: Callable[[], Awaitable[T]]) -> T:
        if self._leaving:
            raise Refusal("leaving")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._errands.append((errand, answer))
        self._wake.set()
        return await asyncio.shield(answer)

    def answered(self, community: int, key: str) -> None:
        """The person has the answer; the mark is written lazily."""
        self._marks[community, key] = None
        if self._marker is None and not self._leaving:
            self._marker = asyncio.get_running_loop().call_later(1.0, self._mark)

    def undelivered(self, community: int, key: str) -> None:
        """The platform did not take the answer; the person may ask again."""
        self._hands.discard((community, key))

    def _mark(self) -> None:
        self._marker = None
        by_community: dict[int, list[str]] = {}
        for community, key in self._marks:
            by_community.setdefault(community, []).append(key)
        self._marks.clear()
        for community, keys in by_community.items():
            for start in range(0, len(keys), 200):
                some = tuple(keys[start : start + 200])
                piece = Piece(
                    community,
                    "mark",
                    partial(mark_answered, keys=some),
                    kept=False,
                    person=False,
                    wants=[(Receipt, key) for key in some],
                )
                if self._lanes.put(piece):
                    piece.answer.add_done_callback(partial(self._marked, community, some))
                else:
                    self._marks.update(dict.fromkeys((community, key) for key in some))
        self._wake.set()

    def _marked(self, community: int, keys: Iterable[str], done: asyncio.Future[Reply]) -> None:
        marks = [(community, key) for key in keys]
        if done.result().ok:
            self._hands.difference_update(marks)
        else:
            for mark in marks:
                self.answered(*mark)

    async def run(self) -> None:
        """Work until told to leave; then finish what was accepted."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._errands or self._lanes:
                for errand, answer in self._take_errands():
                    await self._do_errand(errand, answer)
                batch = self._lanes.take(self._most)
                if batch:
                    later = await self._serve(batch)
                    self._lanes.put_back(later)
                    # What does not fit was loaded in vain: take as many as did, then feel the way up.
                    most = len(batch) - len(later) if later else self._most * 5 // 4 + 1
                    self._most = min(max(8, most), self._limits.pieces)
                await asyncio.sleep(0)
            if self._leaving:
                if self._marks:
                    self._mark()
                    continue
                return

    def leave(self) -> None:
        """Take nothing more; ``run`` returns when the queue is empty."""
        self._leaving = True
        if self._marker is not None:
            self._marker.cancel()
            self._marker = None
        self._wake.set()

    def _take_errands(self) -> list[tuple[Callable[[], Awaitable[Any]], asyncio.Future[Any]]]:
        errands, self._errands = self._errands, []
        return errands

    async def _do_errand(self, errand: Callable[[], Awaitable[Any]], answer: asyncio.Future[Any]) -> None:
        try:
            done = await errand()
            if not answer.done():
                answer.set_result(done)
        except Exception as error:  # its caller hears of it
            if not answer.done():
                answer.set_exception(error)

    # A batch ----------------------------------------------------------------

    async def _serve(self, pieces: list[Piece]) -> list[Piece]:
        """Decide a batch whatever happens; a bad piece is found by halving. What did not fit comes back."""
        for tried in range(self._limits.tries):
            try:
                later = await self._attempt(pieces)
            except Unavailable as error:
                incident = self._faults.report(error, f"a batch of {len(pieces)}")
                for piece in pieces:
                    piece.give(refused(Refusal("unavailable", incident=incident)))
                return []
            except Unknown:
                # The receipts of what did commit answer for it on the next try.
                await asyncio.sleep(0.05 * 2**tried)
            except Exception as error:  # a row that the database refuses, or a fault of ours: find whose
                if len(pieces) == 1:
                    self._break(pieces[0], error)
                    return []
                half = len(pieces) // 2
                return await self._serve([*await self._serve(pieces[:half]), *pieces[half:]])
            else:
                if tried:
                    self._told()  # the try that committed may have been one that did not come back
                return later
        for piece in pieces:
            piece.give(refused(Refusal("outcome.unknown")))
        return []

    async def _attempt(self, pieces: list[Piece]) -> list[Piece]:
        books = {community: Book(community) for community in sorted({piece.community for piece in pieces})}
        transaction = await self._store.begin(list(books))
        try:
            decided, alone, later = await self._decide(transaction, books, pieces)
            changes = [book.changes() for book in books.values() if book.mark()]
            if changes:
                await transaction.write(changes)
                await transaction.commit()
            else:
                await transaction.rollback()
        except BaseException:
            await transaction.rollback()
            raise
        self.batches += 1
        self.pieces += len(decided)
        for piece, result in decided:
            if isinstance(result, Reply):
                if piece.kept and not piece.heard:
                    self._hands.add((piece.community, piece.key))
                piece.give(result)
            else:
                self._break(piece, result)
        if any(Notice in change.fresh for change in changes):
            self._told()
        for piece in alone:
            await self._serve([piece])
        return later

    async def _decide(
        self, transaction: Transaction, books: dict[int, Book], pieces: list[Piece]
    ) -> tuple[list[tuple[Piece, Reply | Exception]], list[Piece], list[Piece]]:
        """Run the pieces until none misses: results in order, who must run alone, who did not fit."""
        limits, time = self._limits, asyncio.get_running_loop().time
        wants: Wants = {}
        for community in books:
            for what, key in BASE:
                wants.setdefault(what, {})[community, key] = None
        for piece in pieces:
            for what, key in piece.wants:
                wants.setdefault(what, {})[piece.community, key] = None
        grain = self._grain()
        for piece in pieces:
            piece.passes = 0
        alone: list[Piece] = []
        later: list[Piece] = []
        while True:
            await load(transaction, books, wants)
            wants = {}
            for book in books.values():
                book.undo()
                book.begin(self._clock.steady() if book.community.paused else self._clock.now(), grain)
            results: list[tuple[Piece, Reply | Exception]] = []
            size = 0
            started = turned = time()
            for place, piece in enumerate(pieces):
                book = books[piece.community]
                start = book.mark()
                try:
                    results.append((piece, decide(book, piece, self._hands)))
                except Missing as missing:
                    book.undo(start)
                    miss(book, missing.wants, wants)
                    piece.passes += 1
                size += book.mark() - start
                now = time()
                if now - turned > limits.turn:
                    await asyncio.sleep(0)
                    turned = time()
                    started += turned - now  # others' time is not deciding
                if place + 1 < len(pieces) and (now - started > limits.seconds or size > limits.changes):
                    later = pieces[place + 1 :] + later
                    pieces = pieces[: place + 1]
                    break
            if not wants:
                return results, alone, later
            slow = [piece for piece in pieces if piece.passes > limits.passes]
            if len(pieces) > 1 and slow:
                alone += slow
                pieces = [piece for piece in pieces if piece.passes <= limits.passes]
            elif slow and slow[0].passes > limits.alone:
                raise Broken(f"{slow[0].key} still misses after {slow[0].passes} passes: {list(wants)[:3]}")

    def _break(self, piece: Piece, error: BaseException) -> None:
        incident = self._faults.report(error, piece.key)
        piece.give(Reply("fault", {"incident": incident}, ok=False))
