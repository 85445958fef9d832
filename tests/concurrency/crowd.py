"""A community in which many speak at the same moment, on either database."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from adapters.storage.verify import CHECKS, proof
from core.book import Book
from core.ledger.accounts import Account, Wallet
from core.ledger.operations import Entry, Operation
from core.people import Identity, Rank, Who
from core.pieces import Limits
from core.queries import Journal
from core.speech.reply import Reply
from tests.core.town import Clock, Town
from tests.postgres import database
from tests.stories.playing import new_database

SMALL = Limits(pieces=64)
"""So that what is said at once is decided in several batches."""
Said = tuple[str, str]
"""Who says what."""


class Speakers(Town):
    """A town in which everybody whose name begins so has that rank."""

    def who(self, name: str, place: str = "T1", **more: Any) -> Who:
        ranks = {"staff": Rank.STAFF, "client": Rank.CLIENT}
        return Who("test", place, name, name, ranks.get(name.rstrip("0123456789"), Rank.MEMBER), **more)


class Crowd:
    """One community, on PostgreSQL served by two processes' engines at once."""

    def __init__(self, towns: list[Speakers], url: str) -> None:
        self.towns = towns
        self.clock = towns[0].clock
        self.url = url

    async def say(self, name: str, line: str) -> Reply:
        """Somebody says something that is to be done."""
        return await self.towns[0].must(name, line)

    async def at_once(
        self, lines: Sequence[Said], *, by: Sequence[int] = (), halfway: Callable[[], None] | None = None
    ) -> list[Reply]:
        """All of it is said in the same moment; the answers in that order.

        Each engine hears a line in turn, or the one that is named. ``halfway`` happens when half of
        it is answered.
        """
        answered = 0

        async def one(place: int, said: Said) -> Reply:
            nonlocal answered
            engine = by[place] if by else place
            answer = await self.towns[engine % len(self.towns)].say(*said)
            answered += 1
            if halfway is not None and answered == len(lines) // 2:
                halfway()
            return answer

        return list(await asyncio.gather(*(one(place, said) for place, said in enumerate(lines))))

    async def look(self, read: Callable[[Book], Any]) -> Any:
        """Something of the books, as they are now."""
        town = self.towns[0]
        return await town.door.look(town.community, read)

    async def balance(self, name: str) -> int:
        """What somebody has."""

        def read(book: Book) -> int:
            number = book.the(Identity, ("test", name)).member
            return int(book.the(Wallet, number).balance)

        return int(await self.look(read))

    async def journal(self, after: int) -> list[tuple[Operation, Sequence[Entry]]]:
        """The operations after a number, with their entries."""
        town = self.towns[0]
        async with town.storage.queries.snapshot() as snapshot:
            found = await snapshot.ask(town.community, Journal(100_000, after))
        return [(op, entries) for op, entries, *_ in found]

    async def account(self, name: str) -> int:
        """What an account holds; 0 if it never held anything."""

        def read(book: Book) -> int:
            found = book.get(Account, name)
            return 0 if found is None else int(found.balance)

        return int(await self.look(read))

    async def prove(self) -> None:
        """The bell rings once more, nothing broke on the way, and every check of `connects verify` holds."""
        await self.towns[0].tick()
        for town in self.towns:
            assert town.faults.seen == [], town.faults.seen

        def check() -> list[str]:
            with proof(self.url) as books:
                return [one.name for one in CHECKS if books.count(one)[0]]

        offended = await asyncio.to_thread(check)
        assert offended == [], offended


@contextlib.asynccontextmanager
async def crowd(kind: str) -> AsyncIterator[Crowd]:
    """A new community on a database of this kind, ``sqlite`` or ``postgres``."""
    with tempfile.TemporaryDirectory(prefix="crowd-") as folder:
        path = Path(folder) / "connects.db"
        async with contextlib.AsyncExitStack() as stack:
            clock = Clock()
            if kind == "sqlite":
                path.write_bytes(new_database())
                towns = [Speakers(path, clock=clock, limits=SMALL)]
            else:
                towns = [Speakers(path, clock=clock, limits=SMALL) for _ in range(2)]
                towns[0].url = towns[1].url = await stack.enter_async_context(database())
            for place, town in enumerate(towns):
                await town.open()
                town.session = 1_000 * place + 1  # no key of one is a key of the other
                # Or all who speak first would look the place up, and go on in whatever order it is found.
                await town.door.community("test", "T1")
                stack.push_async_callback(town.close)
            yield Crowd(towns, towns[0].url or str(path))
