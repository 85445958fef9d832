"""Load, decide, write, commit, answer: whatever changes a community goes through here.

One task runs it; where the database takes several writers, a batch of each community runs beside
those of others. A batch is what has queued: the pure functions decide one piece after
another on Books, what they miss is loaded and the batch runs again from the start, all
rows are written with one statement a table and committed once, then everybody is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from core.book import Book
from core.errors import Broken, Refusal
from core.lanes import Lanes
from core.marks import Marks
from core.pieces import BASE, Batch, Limits, Piece, Wants, decide, miss, refused, watched
from core.ports import Clock, Faults, Interrupted, Snapshot, Store, Transaction, Unavailable, Unknown
from core.rows import Index, Missing
from core.speech.notice import Notice
from core.speech.reply import Reply

T = TypeVar("T")
LONGEST = 2.0
"""Seconds between two tries at most."""


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
        seen: Callable[[Batch], None] = lambda batch: None,
    ) -> None:
        self._store, self._clock, self._faults = store, clock, faults
        self._grain, self._limits, self._told, self._seen = grain, limits, told, seen
        self._lanes: Lanes[Piece] = Lanes(most=limits.queue, most_each=limits.queue_each)
        self.waiting = self._lanes.waiting
        self._errands: list[tuple[Callable[[Store], Awaitable[Any]], asyncio.Future[Any]]] = []
        self._most = limits.pieces
        self._wake = asyncio.Event()
        self._leaving = False
        self._busy: dict[int, bool] = {}  # by community with a batch under way, whether people wait for it
        self._tasks: set[asyncio.Task[None]] = set()
        self.marks = Marks(self._put)
        self.batches = self.pieces = 0

    async def submit(self, piece: Piece) -> Reply:
        """Queue a piece and wait for its answer; a caller may go away. Refuses: leaving, busy."""
        if self._leaving:
            raise Refusal("leaving")
        if not self._lanes.put(piece):
            raise Refusal("busy")
        self._wake.set()
        return await asyncio.shield(piece.answer)

    async def errand(self, errand: Callable[[Store], Awaitable[T]]) -> T:
        """Have something done that belongs to no community; on the writer, between batches."""
        if self._leaving:
            raise Refusal("leaving")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._errands.append((errand, answer))
        self._wake.set()
        return await asyncio.shield(answer)

    def _put(self, piece: Piece) -> bool:
        self._wake.set()
        return self._lanes.put(piece)

    async def run(self) -> None:
        """Work until told to leave; then finish what was accepted."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._errands or self._lanes:
                    await self._do_errands()
                    if not await self._do_batch():
                        break
                    await asyncio.sleep(0)
                left = self._lanes or self._errands or self._tasks
                if self._leaving and not left and not self.marks.write():
                    return
        finally:
            for task in list(self._tasks):  # left behind only by whoever was cancelled
                task.cancel()

    async def _do_batch(self) -> bool:
        """Begin the next batch; whether there was one that can be begun now."""
        if self._store.together:
            batch = self._lanes.take(self._most)
            if batch:
                await self._work(batch)
            return True
        if len(self._busy) >= self._store.width:
            return False
        room = sum(not people for people in self._busy.values()) < max(1, self._store.width // 4)
        batch = self._lanes.take_one(self._most, self._busy, chores=self._limits.chores if room else 0)
        if not batch:
            return False
        community = batch[0].community
        self._busy[community] = any(piece.person for piece in batch)
        self._start(self._work(batch), partial(self._busy.pop, community))
        return True

    async def _work(self, batch: list[Piece]) -> None:
        later = await self._serve(batch)
        self._lanes.put_back(later)
        # What does not fit was loaded in vain: take as many as did, then feel the way up.
        most = len(batch) - len(later) if later else self._most * 5 // 4 + 1
        self._most = min(max(8, most), self._limits.pieces)

    def _start(self, work: Coroutine[Any, Any, None], ended: Callable[[], Any]) -> None:
        """Do something beside everything else; ``run`` does not return before it is done."""
        task = asyncio.create_task(work)
        self._tasks.add(task)

        def done(_: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            ended()
            self._wake.set()

        task.add_done_callback(done)

    def leave(self) -> None:
        """Take nothing more; ``run`` returns when the queue is empty."""
        self._leaving = True
        self.marks.leave()
        self._wake.set()

    async def _do_errands(self) -> None:
        errands, self._errands = self._errands, []
        for errand, answer in errands:
            work = self._do_errand(errand, answer)
            if self._store.together:  # on the one writer's connection, between batches
                await work
            else:
                self._start(work, lambda: None)

    async def _do_errand(
        self, errand: Callable[[Store], Awaitable[Any]], answer: asyncio.Future[Any]
    ) -> None:
        try:
            done = await errand(self._store)
            if not answer.done():
                answer.set_result(done)
        except Exception as error:  # its caller hears of it
            if not answer.done():
                answer.set_exception(error)

    # A batch ----------------------------------------------------------------

    async def _serve(self, pieces: list[Piece]) -> list[Piece]:
        """Decide a batch whatever happens; a bad piece is found by halving. What did not fit comes back."""
        doubtful = False  # whether a commit went out and nothing came back
        incident = ""
        for tried in range(self._limits.tries):
            try:
                later = await self._attempt(pieces)
            except Unknown:
                doubtful = True  # the receipts of what did commit answer for it on the next try
            except Unavailable as error:
                if not isinstance(error, Interrupted) or tried + 1 == self._limits.tries:
                    incident = self._faults.report(error, f"a batch of {len(pieces)}")
                    break
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
            await asyncio.sleep(min(LONGEST, 0.05 * 2**tried))
        said = Refusal("outcome.unknown") if doubtful else Refusal("unavailable", incident=incident)
        for piece in pieces:
            piece.give(refused(said))
        return []

    async def _attempt(self, pieces: list[Piece]) -> list[Piece]:
        books = {community: Book(community) for community in sorted({piece.community for piece in pieces})}
        with watched(self._seen, len(pieces)) as batch:
            transaction = await self._store.begin(list(books))
            try:
                decided, alone, later = await self._decide(transaction, books, pieces, batch)
                changes = [book.changes() for book in books.values() if book.mark()]
                batch.later, batch.changes = len(later), sum(book.mark() for book in books.values())
                began = asyncio.get_running_loop().time()
                if changes:
                    await transaction.write(changes)
                    await transaction.commit()
                    batch.commit = asyncio.get_running_loop().time() - began
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
                    self.marks.give(piece.community, piece.key)
                piece.give(result)
            else:
                self._break(piece, result)
        if any(Notice in change.fresh for change in changes):
            self._told()
        for piece in alone:
            await self._serve([piece])
        return later

    async def _decide(
        self, transaction: Transaction, books: dict[int, Book], pieces: list[Piece], batch: Batch
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
                paused = book.community.paused
                book.begin(self._clock.steady() if paused else transaction.time or self._clock.now(), grain)
            results: list[tuple[Piece, Reply | Exception]] = []
            size = 0
            started = turned = time()
            for place, piece in enumerate(pieces):
                book = books[piece.community]
                start = book.mark()
                try:
                    results.append((piece, decide(book, piece, self.marks.hands)))
                except Missing as missing:
                    book.undo(start)
                    miss(book, [*missing.wants, *piece.more(book)], wants)
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
            batch.passes += 1
            batch.deciding += time() - started
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
