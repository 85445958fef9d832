"""The two communities that the tests of tenants live in, and what their things are called."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

from tests.core.town import Town

HERE, THERE = "T1", "T2"
NEVER = {
    "job": "job-9301", "proposal": "proposal-9301", "operation": "9301", "order": "order-9301",
    "agency": "agency-9301", "member": "nobody",
}  # fmt: skip
"""What nobody ever had, in neither of them."""


async def live(town: Town, place: str) -> None:
    """A community with one of everything that can be named."""

    async def said(name: str, line: str) -> None:
        answer = await town.door.text(town.who(name, place), line, town.key())
        assert answer.reply.ok, (line, answer.reply.key)

    for line in (
        "staff: admin grant ana 300", "client: job post title:\"Well\" price:4", "ana: apply job-1 hello",
        "ana: agency create \"Ana's own\"", "ana: connects buy 40", "ana: boost proposal-1 3",
        "client: proposal interview proposal-1 When?", "bob: connects balance",
    ):  # fmt: skip
        who, _, words = line.partition(": ")
        if words.startswith("admin grant"):
            await said("ana", "connects balance")
        await said(who, words if place == HERE else words.replace("-1", "-7301"))
    if place == THERE:
        await said("zoe", "connects balance")


async def made(town: Town) -> dict[str, str]:
    """Two communities, of which the other's numbers are none of ours; what ours are."""
    await live(town, HERE)
    assert await town.door.community("test", THERE) == 2
    await asyncio.gather(*(town.say(f"m{one}", "connects balance", place=THERE) for one in range(150)))
    await town.close()
    with closing(sqlite3.connect(town.path)) as database, database:
        database.execute(
            "UPDATE community SET owners = owners + 7300, jobs = 7300, proposals = 7300, orders = 7300 "
            "WHERE community = 2"
        )
    await town.open()
    await live(town, THERE)
    return {
        "job": "job-1", "proposal": "proposal-1", "order": "order-1", "member": "bob",
        "operation": str(town.one("SELECT max(number) FROM operation WHERE community = 1 AND kind = 'gift'")),
        "agency": f"agency-{town.one('SELECT number FROM agency WHERE community = 1')}",
    }  # fmt: skip


def theirs(town: Town) -> dict[str, str]:
    """What the other community's things are called."""
    return {
        "job": "job-7301", "proposal": "proposal-7301", "order": "order-7301", "member": "zoe",
        "operation": str(town.one("SELECT max(number) FROM operation WHERE community = 2 AND kind = 'gift'")),
        "agency": f"agency-{town.one('SELECT number FROM agency WHERE community = 2')}",
    }  # fmt: skip
