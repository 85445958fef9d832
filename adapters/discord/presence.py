"""Where the bot is and who is there: what no event told, because nobody was listening.

Events of a time without a connection never come. So each time that all shards are ready,
the places known are compared with the servers that Discord names, and, with the members
intent, the members known with those who are there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import discord
import structlog

from adapters.discord.inbound import PLATFORM
from core.people import Who
from core.queries import Persons, Places

if TYPE_CHECKING:
    from adapters.discord.client import Client

PAGE = 500
_log = structlog.get_logger(__name__)


async def reconcile(client: Client) -> None:
    """Note the servers left or joined meanwhile, and who has left them."""
    here = {str(guild.id): guild for guild in client.guilds}
    async for place, away in _places(client):
        guild = here.get(place)
        if (guild is None) != away and _is_ours(client, place):
            await client.desk.door.place(PLATFORM, place, there=guild is not None)
    if client.setup.members:
        for guild in here.values():
            await _left(client, guild)


def _is_ours(client: Client, place: str) -> bool:
    """Whether one of this process's shards would be told of that server."""
    count = client.shard_count or 1
    return (int(place) >> 22) % count in client.shards


async def _places(client: Client) -> AsyncIterator[tuple[str, bool]]:
    after = ""
    while True:
        async with client.desk.queries.snapshot() as snapshot:
            page = await snapshot.ask(0, Places(PLATFORM, PAGE, after))
        if not page:
            return
        for place, _, away in page:
            yield place, away
        after = page[-1][0]


async def _left(client: Client, guild: discord.Guild) -> None:
    """Note those who left a server while nobody was listening."""
    door, place, after = client.desk.door, str(guild.id), ""
    community = await door.community(PLATFORM, place)
    try:
        there = {str(member.id) for member in await guild.chunk(cache=False)}
    except (discord.ClientException, TimeoutError) as error:
        _log.warning("members_unknown", guild=place, why=str(error))
        return
    moment = int(discord.utils.utcnow().timestamp() * 1000)
    while True:
        async with client.desk.queries.snapshot() as snapshot:
            page = await snapshot.ask(community, Persons(PLATFORM, PAGE, after))
        if not page:
            return
        for person in page:
            if person not in there:
                await door.left(Who(PLATFORM, place, person, ""), f"{PLATFORM}/left/{person}/{moment}")
        after = page[-1]
