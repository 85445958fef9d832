"""A crowd that says things at once, at random, until somebody kills the bot; and what is asked afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path
from typing import Any

from core.ports import Unavailable
from tests.crash.life import DATABASE, DIARY, Life, doubled, lines, said_of

MEMBERS, JOBS, EACH = 30, 8, 2
TROUBLE = ("unavailable", "outcome.unknown", "busy", "leaving")
"""Answers that promise nothing."""


async def seed(life: Life, places: int = 1) -> None:
    """Members have something to spend, and there are jobs."""
    for place in range(places):
        name = f"T{place + 1}"
        for number, line in enumerate((
            "admin policy gift.signup 1000", "admin policy transfers on",
            *(f"job post Job{one} price:1" for one in range(JOBS)),
        )):  # fmt: skip
            reply = await life.say("staff", line, f"seed/{name}/{number}", name)
            assert reply.ok, (line, reply)
    await life.bot.outbox.deliver()


def line_of(pick: random.Random, turn: int) -> tuple[str, str]:
    """Who says what."""
    name, other = f"m{pick.randrange(MEMBERS)}", f"m{pick.randrange(MEMBERS)}"
    job, proposal = pick.randrange(JOBS) + 1, pick.randrange(MEMBERS) + 1
    one: tuple[str, str] = pick.choice([
        *[(name, f'apply job-{job} "It is me, number {turn}"')] * 4,
        (name, f"apply job-{job} boost:{pick.randrange(1, 9)}"),
        (name, f"proposal withdraw proposal-{proposal}"),
        (name, f"boost proposal-{proposal} 9"),
        (name, f"connects send {other} 3"),
        (name, "connects buy 40"),
        ("staff", f"admin grant {name} 1 reason:r{turn}"),
        ("staff", f"admin confirm order-{pick.randrange(1, 9)} R-{turn}"),
        ("staff", f"proposal decline proposal-{proposal}"),
        ("staff", f"job post Job{turn} price:1"),
        ("staff", f"admin undo {pick.randrange(40, 200)} reason:wrong"),
    ])  # fmt: skip
    return one


async def talk(life: Life, run: str, seed_: int, *, count: int, waiting: int, places: int = 1) -> None:
    """So many commands, by so many at a time; the outbox is served meanwhile."""
    pick, turns = random.Random(seed_), iter(range(count))

    async def one() -> None:
        for turn in turns:
            name, line = line_of(pick, turn)
            await life.say(name, line, f"{run}/{turn}", f"T{pick.randrange(places) + 1}")

    delivering = asyncio.create_task(life.bot.outbox.run())
    await asyncio.gather(*(one() for _ in range(waiting)))
    await life.bot.outbox.finish(5)
    await delivering


class Heard:
    """What people were told in earlier lives, by the diary."""

    def __init__(self, folder: Path) -> None:
        self.begun: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.wrong: list[str] = []
        for what, key, *rest in lines(folder / DIARY):
            if what == "begun":
                self.begun.setdefault(key, rest)
            elif rest[0][0] not in TROUBLE:
                first = self.told.setdefault(key, rest[0])
                if first != rest[0]:
                    self.wrong.append(f"{key} was told {first}, then {rest[0]}")

    @property
    def done(self) -> set[str]:
        """Orders that were acknowledged."""
        return {key for key, said in self.told.items() if said[1]}


async def ask_again(life: Life, before: Heard, *, some: int = 30) -> list[str]:
    """As a platform does: what was not answered is delivered once more, and some that were; what is wrong."""
    told = [key for key in before.begun if key in before.told and key.split("/")[0] != "seed"][-some:]
    untold = [key for key in before.begun if key not in before.told]
    wrong = list(before.wrong)
    for key in (*told, *untold):
        name, line, place = before.begun[key]
        reply = await life.say(name, line, key, place)
        if key in before.told and said_of(reply) != before.told[key]:
            wrong.append(f"{key} was told {before.told[key]}, now {said_of(reply)}")
        if reply.key in ("fault", *TROUBLE):
            wrong.append(f"{key} met {reply.key}")
    await life.bot.outbox.deliver()
    return wrong


def missed(done: set[str], receipts: Counter[str], operations: Counter[str]) -> list[str]:
    """Acknowledged orders without a receipt, and keys that moved Connects twice."""
    lost = [f"lost: {key}" for key in sorted(done) if receipts[key] != 1]
    return lost + [f"doubled: {key}" for key, count in operations.items() if count > 1]


async def settled(life: Life, places: int = 1) -> None:
    """Whatever is due is done."""
    try:
        await life.bot.chores.run(life.clock.now())
    except Unavailable as trouble:
        raise AssertionError(f"{trouble} in {places} places") from trouble


def count_keys(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each key is in the receipts, and in the operations."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        receipts = Counter(key for (key,) in connection.execute("SELECT key FROM receipt WHERE done = 1"))
        operations = Counter(key for (key,) in connection.execute("SELECT key FROM operation"))
    return receipts, operations


def wrong_in(folder: Path, before: Heard) -> list[str]:
    """What was lost or doubled in a file."""
    return missed(before.done, *count_keys(folder)) + [f"doubled: {one}" for one in doubled(folder)]
