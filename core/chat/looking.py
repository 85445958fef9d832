"""Questions: run on a Book that reads one moment, with what they miss fetched as they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.book import Book
from core.engine import load
from core.errors import Broken
from core.pieces import BASE_READ, Wants, miss
from core.ports import Clock, Interrupted, Queries, Snapshot
from core.queries import Query
from core.rows import Missing, Want

T = TypeVar("T")

PASSES = 60
"""How often a question may miss before it is a fault."""


class Looking:
    """Runs questions."""

    def __init__(self, queries: Queries, clock: Clock) -> None:
        self._queries = queries
        self._clock = clock

    async def look(
        self, community: int, run: Callable[[Book], T], wants: Sequence[Want] = (),
        then: Callable[[Book], Sequence[Want]] = lambda book: (),
    ) -> T:  # fmt: skip
        """Run a question on one snapshot of a community. Raises Unavailable, Broken.

        ``then`` says what else it will surely want, by what is here already.
        """
        try:
            return await self._once(community, run, wants, then)
        except Interrupted:  # its connection broke; nothing was changed by asking
            return await self._once(community, run, wants, then)

    async def _once(
        self, community: int, run: Callable[[Book], T], wants: Sequence[Want],
        then: Callable[[Book], Sequence[Want]],
    ) -> T:  # fmt: skip
        async with self._queries.snapshot() as snapshot:
            return await self._on(snapshot, community, run, wants, then)

    async def _on(
        self, snapshot: Snapshot, community: int, run: Callable[[Book], T], wants: Sequence[Want],
        then: Callable[[Book], Sequence[Want]],
    ) -> T:  # fmt: skip
        book = Book(community, reading=True)
        missing: Wants = {}
        miss(book, [*BASE_READ, *wants], missing)
        # One time a question: by another one a second pass would ask for other things than it was given.
        now, steady = self._clock.now(), self._clock.steady()
        for _ in range(PASSES):
            await load(snapshot, {community: book}, missing)
            missing = {}
            book.undo()
            book.begin(steady if book.community.paused else now, b"")
            try:
                return run(book)
            except Missing as more:
                for what, _key in more.wants:
                    if isinstance(what, Query):
                        book.put_answer(what, await snapshot.ask(community, what))
                miss(book, [*more.wants, *then(book)], missing)
        raise Broken(f"a question still misses after {PASSES} passes")
