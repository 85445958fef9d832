"""Large books are checked by several processes, and what they find is what one finds."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage import verify_beside
from adapters.storage.verify import CHECKS, Found, proof
from adapters.storage.verify_beside import Beside, moment
from tests.adapters.storage.test_verify_story import shell
from tests.core.town import Town

PLACES = ("T1", "T2", "T3")


@pytest.fixture(autouse=True)
def small_books_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_beside, "ENOUGH", 1)


async def lived(town: Town) -> Path:
    for place in PLACES:
        for name in ("ana", "ben"):
            await town.must(name, "connects balance", place=place)
    return town.path


def seen(path: Path) -> dict[str, Found]:
    with proof(str(path)) as books:
        assert books._beside is not None, "others help"
        return {check.name: books.count(check) for check in CHECKS}


async def test_they_find_what_one_finds_and_the_first_of_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await lived(town)
    assert not [name for name, one in seen(path).items() if one.offenders]
    with shell(path) as connection:
        connection.execute("UPDATE operation SET key = key || 'x' WHERE community > 1 AND number = 3")
    helped = seen(path)
    assert helped["chain"] == Found(2, "the first is operation 3 of community 2")
    monkeypatch.setattr(verify_beside, "ENOUGH", 1_000_000)
    with proof(str(path)) as books:
        assert {check.name: books.count(check) for check in CHECKS} == helped


async def test_all_of_them_see_the_same_moment_while_the_bot_writes(town: Town) -> None:
    path = await lived(town)

    async def write() -> None:
        for number in range(40):
            await town.say(f"m{number}", "connects balance", place=PLACES[number % 3])

    writing = asyncio.create_task(write())
    for _ in range(2):
        found = await asyncio.to_thread(seen, path)
        assert not [name for name, one in found.items() if one.offenders]
    await writing


async def test_a_commit_is_another_moment(town: Town) -> None:
    path = await lived(town)
    before = moment(path)
    assert moment(path) == before
    await town.must("cat", "connects balance")
    assert moment(path) != before


async def test_where_one_of_them_dies_the_checks_are_made_all_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await lived(town)
    begun = Beside.begin

    def dies(self: Beside, connection: sqlite3.Connection, ask: Sequence[str] = ()) -> bool:
        going = begun(self, connection, ask)
        for one in self._helpers:
            one.kill()
        return going

    monkeypatch.setattr(Beside, "begin", dies)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM community").fetchone() == (len(PLACES),)
    assert not [name for name, one in seen(path).items() if one.offenders]


async def test_of_a_single_community_too_one_walks_while_another_asks(town: Town) -> None:
    await town.must("ana", "connects balance")
    assert not [name for name, one in seen(town.path).items() if one.offenders]
    with shell(town.path) as connection:
        connection.execute("UPDATE operation SET key = key || 'x' WHERE number = 3")
        connection.execute("UPDATE wallet SET balance = balance + 1")
    found = seen(town.path)
    assert found["chain"] == Found(1, "the first is operation 3 of community 1")
    assert found["wallets.lots"].offenders == 1
