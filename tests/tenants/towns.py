"""The two communities that the tests of tenants live in, and what their things are called."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from core.chat.door import Door
from core.people import Rank, Who

APART = 7_300
"""By so much the other community's numbers are beyond ours."""
CROWD = 60
RANKS = {"staff": Rank.STAFF, "client": Rank.CLIENT}
NEVER = {
    "job": "job-9301", "proposal": "proposal-9301", "operation": "9301", "order": "order-9301",
    "agency": "agency-9301",
}  # fmt: skip
"""What nobody ever had, in neither of them."""
_keys = count(1)


@dataclass(frozen=True)
class Side:
    """One of two communities: its place, and how its platform calls people by the names that we give them."""

    platform: str
    place: str
    persons: Mapping[str, str]

    def who(self, name: str) -> Who:
        """Somebody of it."""
        return Who(
            self.platform, self.place, self.persons.get(name, name), name, RANKS.get(name, Rank.MEMBER)
        )


async def live(door: Door, side: Side, first: int = 1) -> None:
    """One of everything that can be named happens; jobs and proposals begin with this number."""
    bob = side.who("bob").person
    for name, line in (
        ("ana", "connects balance"),
        ("bob", "connects balance"),
        ("zoe", "connects balance") if first > 1 else ("bob", "connects balance"),
        ("staff", f"admin grant {side.who('ana').person} 300"),
        ("client", 'job post title:"Well" price:4'),
        ("ana", f"apply job-{first} hello"),
        ("ana", 'agency create "Their own"' if first > 1 else 'agency create "Our own"'),
        ("ana", "connects buy 40"),
        ("client", f"job invite job-{first} {bob}"),
        ("client", f"proposal interview proposal-{first} When?"),
    ):
        answer = await door.text(side.who(name), line, f"{side.platform}/made/{next(_keys)}")
        assert answer.reply.ok, (line, answer.reply.key)


async def both(door: Door, path: Path, ours: Side, others: Side) -> tuple[dict[str, str], dict[str, str]]:
    """Two communities, 1 and 2, the other's numbers being none of ours; what their things are called."""
    await live(door, ours)
    crowd = (f"made/{next(_keys)}" for _ in range(CROWD))
    said = (door.text(others.who(f"7777{one}"), "connects balance", key) for one, key in enumerate(crowd))
    await asyncio.gather(*said)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE community SET owners = owners + :by, jobs = :by, proposals = :by, orders = :by "
            "WHERE community = 2",
            {"by": APART},
        )
    await live(door, others, APART + 1)
    mine, yours = things(path, 1, ours.who("bob").person), things(path, 2, others.who("zoe").person)
    with closing(sqlite3.connect(path)) as database:
        (last,) = database.execute("SELECT max(operation) FROM lot WHERE community = 2").fetchone()
    return mine, {**yours, "operation": str(last)}  # beyond all of ours


def things(path: Path, community: int, member: str) -> dict[str, str]:
    """What a community's things are called; the operation is the gift of the one whose agency it is."""

    def one(sql: str) -> Any:
        return database.execute(f"{sql} WHERE community = ?", (community,)).fetchone()[0]

    owner = f"(SELECT owner FROM agency WHERE community = {community}) ON wallet = owner"
    with closing(sqlite3.connect(path)) as database:
        return {
            "job": f"job-{one('SELECT max(number) FROM job')}",
            "proposal": f"proposal-{one('SELECT max(number) FROM proposal')}",
            "order": f"order-{one('SELECT max(number) FROM buy_order')}",
            "operation": str(one(f"SELECT min(operation) FROM lot JOIN {owner}")),
            "agency": f"agency-{one('SELECT max(number) FROM agency')}",
            "member": member,
        }
