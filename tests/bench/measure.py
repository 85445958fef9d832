"""All measurements, one after another; floor and engine take turns, so that both meet the same load."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import floor, grants, house
from tests.bench.applies import Crowd, Rate
from tests.bench.floor import Floor
from tests.bench.grants import Grant


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    members: int = 1_000
    many: int = 100_000
    rounds: int = 5
    applies: dict[int, int] = field(default_factory=lambda: {1: 400, 16: 2_000, 64: 4_000, 512: 8_192})
    """Applies in a round, by how many wait at a time."""
    floor: int = 4_096
    alone: int = 400
    """Applies of the floor that commits each by itself."""
    talking: dict[int, int] = field(default_factory=lambda: {1: 400, 50: 1_500, 500: 2_500})
    """Interactions on Discord in a round, by how many are under way at a time."""
    talks: int = 2
    preview: tuple[int, int] = (10_000, 76_000)
    """Members and proposals of a community whose policy is previewed: 200,000 operations."""


QUICK = Sizes(
    members=100,
    many=300,
    rounds=1,
    applies={1: 10, 16: 48, 64: 128, 512: 512},
    floor=128,
    alone=10,
    talking={1: 10, 50: 50},
    talks=1,
    preview=(100, 300),
)
MOST = 512


@dataclass
class Round:
    """One turn of everything about applies."""

    floor: Floor
    alone: Floor
    rates: dict[int, Rate]


@dataclass
class Found:
    """What was measured."""

    sizes: Sizes
    rounds: list[Round] = field(default_factory=list)
    few: list[Rate] = field(default_factory=list)
    many: list[Rate] = field(default_factory=list)
    grant: Grant | None = None
    grant_floor: float = 0.0
    invariants: int = 0
    offenders: list[str] = field(default_factory=list)
    talks: list[Any] = field(default_factory=list)
    commands: list[Any] = field(default_factory=list)
    preview: list[Any] = field(default_factory=list)
    postgres: list[Any] = field(default_factory=list)


async def applies(folder: Path, found: Found) -> None:
    """The rate of applies at each number of people waiting, beside the floor."""
    sizes = found.sizes
    seeded, scratch = folder / "few.db", folder / "scratch.db"
    await house.seed(seeded, sizes.members)
    written = await floor.rows_of_applies(seeded, scratch, sizes.members, sizes.floor)
    bot = await house.open_house(house.copy(seeded, folder / "applies.db"))
    try:
        crowd = Crowd(bot, sizes.members)
        await crowd.apply(MOST, sizes.applies[MOST] // 4)  # what is compiled and cached once
        for _ in range(sizes.rounds):
            found.rounds.append(
                Round(
                    await floor.applies(seeded, scratch, written),
                    await floor.applies(seeded, scratch, written[: sizes.alone], every=1),
                    {waiting: await crowd.apply(waiting, count) for waiting, count in sizes.applies.items()},
                )
            )
    finally:
        await bot.close()
    _check(folder / "applies.db", found)


async def size(folder: Path, found: Found) -> None:
    """The rate with many members beside the rate with few, in turns."""
    sizes = found.sizes
    await house.seed(folder / "many.db", sizes.many)
    few = await house.open_house(house.copy(folder / "few.db", folder / "few-applies.db"))
    many = await house.open_house(house.copy(folder / "many.db", folder / "many-applies.db"))
    try:
        crowds = (Crowd(few, sizes.members), found.few), (Crowd(many, sizes.many), found.many)
        for crowd, _ in crowds:
            await crowd.apply(MOST, sizes.applies[MOST] // 4)
        for _ in range(sizes.rounds):
            for crowd, into in crowds:
                into.append(await crowd.apply(MOST, sizes.applies[MOST]))
    finally:
        await few.close()
        await many.close()


async def month(folder: Path, found: Found) -> None:
    """The monthly grant of the many, beside the floor."""
    seeded = folder / "many.db"
    granted = house.copy(seeded, folder / "granted.db")
    found.grant = await grants.grant(granted)
    found.grant_floor = await grants.floor(seeded, granted, folder / "scratch.db")
    _check(granted, found)


def _check(path: Path, found: Found) -> None:
    found.invariants, offenders = house.offenders(path)
    found.offenders += offenders
