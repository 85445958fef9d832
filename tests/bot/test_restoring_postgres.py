"""A PostgreSQL database that its own tools brought back: the bot deals with it at its next start."""

from __future__ import annotations

import asyncio

from adapters.storage.postgres import address, connect
from adapters.storage.postgres_migrate import apply
from adapters.storage.restore import came_back
from bot.wiring import open_bot
from core.people import Rank, Who
from tests.core.town import START, Clock, Mailbox
from tests.postgres import database

BOSS = Who("test", "T1", "boss", "Boss", Rank.STAFF)


async def test_the_staff_are_told_once_and_numbers_are_passed_over() -> None:
    async with database() as url:
        first = await open_bot(url, Clock(), [Mailbox()])
        assert (await first.door.text(BOSS, "/job post title:Logo price:4", "k/1")).reply.ok
        await first.outbox.deliver()
        await first.close()
        restored = await asyncio.to_thread(came_back, url, START)
        assert restored.epoch == 1
        mail = Mailbox()
        for _ in range(2):
            bot = await open_bot(url, Clock(), [mail])
            await bot.outbox.deliver()
            await bot.close()
        told = [parcel.reply.key for parcel in mail.got]
        assert told.count("books.restored") == 1, told
        connection = await connect(address(url))
        assert await connection.fetchval("SELECT notices FROM community") > 100_000
        assert not await connection.fetchval("SELECT count(*) FROM meta WHERE name = 'restored'")
        await connection.close()


async def test_a_database_of_the_schema_before_gets_what_it_lacks() -> None:
    async with database() as url:
        where = address(url)
        connection = await connect(where)
        there = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_notice_old'"
        new = await connection.fetchval(there)
        assert "WHERE" in new
        await connection.execute("DROP INDEX ix_notice_old")
        await connection.execute("DROP TABLE money_back")
        for column in (
            "buy_order.gone", "community.digested", "job.waiting", "job.reminded", "member.muted",
        ):  # fmt: skip
            table, name = column.split(".")
            await connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        await connection.execute("UPDATE alembic_version SET version_num = '0004'")
        assert await apply(where) == ["0005", "0006", "0007"]
        assert await connection.fetchval(there) == new
        assert await apply(where) == []
        await connection.close()
