"""Whatever people do, it comes to the same on PostgreSQL: every row of every table, and all that was said."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.storage.copying import private_copy
from adapters.storage.postgres import address
from tests.core.town import Town, copy_of
from tests.laws import books
from tests.laws.doings import ALL, BEGIN, Doing, do, many
from tests.laws.test_laws import FAST
from tests.postgres import database


async def _live(town: Town, some: list[Doing]) -> None:
    await town.open()
    try:
        for doing in (*BEGIN, *some):
            await do(town, doing)
        await do(town, Doing("!step", span=1))
        assert town.faults.seen == []
    finally:
        await town.close()


def _both(template: Path, some: list[Doing]) -> None:
    async def live(look: Callable[[Path, str], None]) -> None:
        with tempfile.TemporaryDirectory(prefix="laws-") as folder:
            here = Town(copy_of(template, Path(folder) / "here.db"))
            await _live(here, some)
            async with database() as url:
                there = Town(Path(folder) / "there.db")
                there.url = url
                await _live(there, some)
                await asyncio.to_thread(look, here.path, url)

    def look(path: Path, url: str) -> None:
        with private_copy(address(url)) as copy:
            one, other = Town(path), Town(copy)
            books.add_up(other)
            books.prove(other)
            assert books.dump(one) == books.dump(other)
            one.stop_reading()
            other.stop_reading()

    asyncio.run(live(look))


@settings(max_examples=2, **FAST)
@given(some=many(ALL, 30, 50))
def test_a_life_on_postgresql_is_the_same(template: Path, some: list[Doing]) -> None:
    _both(template, some)


@pytest.mark.soak
@settings(max_examples=100, derandomize=False)
@given(some=many(ALL, 30, 80))
def test_many_lives_on_postgresql_are_the_same(template: Path, some: list[Any]) -> None:
    _both(template, some)
