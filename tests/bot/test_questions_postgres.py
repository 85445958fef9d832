"""Questions on PostgreSQL while others ask too, and while connections break."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from threading import Thread

from adapters.storage.postgres import address, connect
from adapters.storage.postgres_queries import PostgresQueries
from bot.wiring import open_bot
from core.book import Book
from core.people import Identity, Rank, Who
from core.queries import Remembered
from core.rows import Want
from tests.core.town import Clock, Mailbox
from tests.postgres import database

BOSS = Who("test", "T1", "boss", "Boss", Rank.STAFF)


def _cut(url: str) -> None:
    """End every connection that is in the middle of a transaction, as a database does that is stopped."""

    async def cut() -> None:
        connection = await connect(address(url))
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state = 'idle in transaction'"
        )
        await connection.close()

    aside = Thread(target=lambda: asyncio.run(cut()))
    aside.start()
    aside.join()


async def test_a_question_whose_connection_breaks_is_asked_again() -> None:
    async with database() as url:
        bot = await open_bot(url, Clock(), [Mailbox()])
        answer = await bot.door.text(BOSS, "/connects balance", "k/1")
        cuts: list[str] = []

        def then(_: Book) -> Sequence[Want]:
            if not cuts:
                _cut(url)
                cuts.append("cut")
            return ()

        found = await bot.door.look(
            answer.community, lambda book: book.get(Identity, ("test", "boss")), (), then
        )
        await bot.close()
        assert found is not None and cuts


async def test_who_waits_for_the_questions_of_others_loses_none_of_their_own_time() -> None:
    async with database() as url:
        queries = PostgresQueries(replace(address(url), connections=1), seconds=0.6)
        asked: list[str] = []

        async def ask(seconds: float) -> None:
            async with queries.snapshot() as snapshot:
                asked.append(await snapshot.ask(0, Remembered("nothing")))
                await asyncio.sleep(seconds)

        # Two at once: the second pair begins when half a second has gone, and has its own 0.6 seconds.
        await asyncio.gather(*(ask(0.4) for _ in range(4)))
        await queries.close()
        assert len(asked) == 4
