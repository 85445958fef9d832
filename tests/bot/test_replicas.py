"""Which process does what is to be done by one: claimed, shared out, let go, lost by who is not heard of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from adapters.storage.open import Storage, open_storage
from adapters.storage.postgres import address, connect
from adapters.storage.postgres_leases import Newer
from bot.replicas import ALONE, Several
from core.queries import SHARES
from tests.postgres import database


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    async with database() as made:
        yield made


@pytest_asyncio.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(url)
    yield opened
    await opened.close()


def process(storage: Storage, *platforms: str, life: float = 12.0) -> Several:
    assert storage.leases is not None
    return Several(storage.leases, platforms or ("discord",), life=life)


def held(one: Several, platform: str = "discord") -> set[int]:
    return {share for _, shares in one.shares([platform]) for share in shares}


async def test_the_first_has_everything_until_others_come(storage: Storage) -> None:
    one, two, three = (process(storage) for _ in range(3))
    await one.claim()
    assert one.leads() and held(one) == set(range(SHARES))
    for _ in range(3):
        for each in (one, two, three):
            await each.claim()
    assert [each.leads() for each in (one, two, three)] == [True, False, False]
    parts = [held(each) for each in (one, two, three)]
    assert set.union(*parts) == set(range(SHARES))
    assert sum(map(len, parts)) == SHARES, "none is two's"
    assert all(parts)


async def test_who_leaves_leaves_it_to_the_others_at_once(storage: Storage) -> None:
    one, two = process(storage), process(storage)
    await one.claim()
    await two.claim()
    await one.leave()
    assert not one.leads() and not held(one)
    await two.claim()
    assert two.leads() and held(two) == set(range(SHARES))


async def test_who_is_not_heard_of_loses_it_and_knows_before_the_others(storage: Storage) -> None:
    one, two = process(storage, life=0.8), process(storage, life=0.8)
    await one.claim()
    await two.claim()
    assert one.leads() and not two.leads()
    seen: list[tuple[bool, bool]] = []
    for _ in range(30):
        await asyncio.sleep(0.05)
        await two.claim()
        seen.append((one.leads(), two.leads()))
    assert (True, True) not in seen
    assert seen[-1] == (False, True)


async def test_what_is_under_way_is_let_go_when_it_is_done(storage: Storage) -> None:
    one, two = process(storage), process(storage)
    one.busy = lambda: [(3, "jobs"), (SHARES + 5, "log")]
    await one.claim()
    for _ in range(3):
        await two.claim()
        await one.claim()
    assert not {3, 5} & held(two)
    given = {3, 5} - held(one)  # nothing new of them is begun meanwhile
    one.busy = lambda: ()
    for _ in range(3):
        await one.claim()
        await two.claim()
    assert given <= held(two)
    assert held(one) | held(two) == set(range(SHARES)) and not held(one) & held(two)


async def test_each_platform_is_shared_by_those_that_serve_it(storage: Storage) -> None:
    one, two = process(storage, "discord"), process(storage, "slack")
    for _ in range(2):
        await one.claim()
        await two.claim()
    assert held(one) == held(two, "slack") == set(range(SHARES))
    assert not held(one, "slack") and not held(two)
    assert one.has("discord", 33) and not one.has("slack", 33)
    assert ALONE.has("slack", 33)


async def test_a_process_that_finds_a_newer_schema_ends(storage: Storage, url: str) -> None:
    one = process(storage)
    running = asyncio.create_task(one.run())
    connection = await connect(address(url))
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Newer, match=r"schema 9999, made by a newer release .* install the newer release"):
        await asyncio.wait_for(one.run(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    with pytest.raises(Exception, match="9999"):
        await open_storage(url)
    await connection.close()


async def test_while_the_database_is_away_nobody_leads(storage: Storage) -> None:
    one = process(storage, life=0.6)
    await one.claim()
    await storage.close()
    await one.claim()
    assert one.leads(), "for some moments yet"
    await asyncio.sleep(0.7)
    assert not one.leads() and not held(one)
