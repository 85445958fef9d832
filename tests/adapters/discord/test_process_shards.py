"""Two processes that share one Discord application's shards and one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.adapters.discord import limits
from tests.adapters.discord.control import Control, launched
from tests.adapters.discord.process import Process, Town, footers, text_of
from tests.postgres import database
from tests.replicas.process import add_up, fetch

SHARDS = 2
NOTICED = 15.0
"""Seconds until what a process that died had in hand is delivered by the other."""


class Shard(Process):
    """The bot as the process that serves one of the shards."""

    def __init__(self, control: Control, folder: Path, url: str, number: int) -> None:
        folder.mkdir()
        super().__init__(
            control, folder, DATABASE_URL=url, DISCORD_SHARDS=f"{number}-{number}/{SHARDS}",
        )  # fmt: skip
        self.number = number

    async def serving(self) -> None:
        """Wait until its shard is connected beside those that are."""
        await self.control.connected(shards=self.number + 1, timeout=15)


@asynccontextmanager
async def shards(folder: Path) -> AsyncIterator[tuple[list[Town], str]]:
    """A guild for each shard with the process that hears of it, and the database that both have."""
    async with launched("--shards", str(SHARDS)) as control, database() as url:
        towns: dict[int, Town] = {}
        while len(towns) < SHARDS:
            guild = await control.guild(f"Guild {len(towns)}")
            number = (int(guild["id"]) >> 22) % SHARDS  # as Discord divides them
            if number not in towns:
                towns[number] = Town(control, Shard(control, folder / str(number), url, number), guild)
        found = [towns[number] for number in range(SHARDS)]
        try:
            for town in found:
                await town.settle()
                await town.bot.start()
            yield found, url
            for town in found:
                await town.bot.stop()
            await add_up(url)
            wrong = [
                (kind, said)
                for kind, payload in await control.payloads()
                for said in limits.any_payload(kind, payload)
            ]
            assert not wrong
            assert not await control.violations()
        finally:
            for town in found:
                await town.bot.kill()


async def test_each_process_serves_its_shards_and_delivers_for_one_that_died(tmp_path: Path) -> None:
    async with shards(tmp_path) as (towns, url):
        here, there = towns
        control = here.control
        people = [await town.members("ana", "ben") for town in towns]
        for town, members in zip(towns, people, strict=True):
            await town.post()
            said = await control.burst([town.say(one, "apply", job="job-1") for one in members])
            assert all("You applied to **job-1**" in text_of(one) for one in said)
        for town in towns:
            (card,) = await control.messages(town.jobs, least=1)
            assert "job-1" in card["embeds"][0]["title"]
            told = await control.direct(town.boss, least=2)
            assert len(told) == len(set(footers(told))) == 2
        kinds = "SELECT community, count(*) FROM operation WHERE kind = 'proposal.submitted' GROUP BY 1"
        assert sorted(count for _, count in await fetch(url, kinds)) == [2, 2]
        assert (await control.stats())["puts"] == 1, "the second found the commands sent already"

        # What it tells the client is queued with the application; nobody is left to send it but the other.
        (cleo,) = await there.members("cleo")
        assert "You applied" in await there.do(cleo, "apply", job="job-1")
        await there.bot.kill()
        async with asyncio.timeout(NOTICED):
            while len(await control.direct(there.boss)) < 3:
                await asyncio.sleep(0.1)
        assert "You have 36 Connects" in await here.do(people[0][0], "connects balance")
        await there.bot.start()
        assert "You have 36 Connects" in await there.do(cleo, "connects balance")
        assert len(await control.direct(there.boss)) == 3
        assert len(await control.messages(there.jobs)) == 1
