"""Several processes on one PostgreSQL: what they do they do once, whoever dies, and whatever restarts."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from core.instants import iso, parse
from tests.postgres import database
from tests.replicas.process import Worker, add_up, fetch, server_of_ones_own
from tests.replicas.worker import START

FIRST = "2026-04-01T00:00:05"


@pytest_asyncio.fixture
async def url() -> AsyncIterator[str]:
    async with database() as made:
        yield made


async def keys(url: str) -> Counter[str]:
    """How often each key of an operation is there."""
    found = await fetch(url, "SELECT key FROM operation")
    return Counter(key.removeprefix("bench/") for (key,) in found)


async def test_two_processes_take_any_communitys_commands(url: str) -> None:
    await (await Worker.start(url, "--seeding", "--communities", 3)).end()
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    workers = [
        await Worker.start(url, "--communities", 3, "--count", 600, "--waiting", 48, "--seed", seed)
        for seed in (1, 2)
    ]
    said: Counter[str] = Counter()
    for worker in workers:
        said.update((await worker.end())["said"])
    assert not {"fault", "unavailable", "outcome.unknown", "busy"} & said.keys(), said
    assert said["apply.paid"] > 100
    done = await keys(url)
    for worker in workers:
        assert all(done[key] == 1 for key in worker.acknowledged)
    assert await fetch(url, deadlocks) == [(0,)]
    await add_up(url)


@pytest.mark.soak  # a loaded machine needs longer than it waits
async def test_each_notice_is_delivered_by_one_of_them(url: str) -> None:
    await (await Worker.start(url, "--seeding", "--communities", 12)).end()
    workers = [
        await Worker.start(
            url, "--communities", 12, "--count", 250, "--waiting", 16, "--seed", seed,
            "--deliver", "--life", 4, "--seconds", 5,
        )
        for seed in (1, 2)
    ]  # fmt: skip
    sent: Counter[tuple[int, int]] = Counter()
    parts = []
    for worker in workers:
        found = await worker.end()
        parts.append(len(found["sent"]))
        for community, notice, times in found["sent"]:
            sent[community, notice] += times
    assert set(sent.values()) == {1}, "nobody sends what another has sent, unless it is to look first"
    assert all(parts), "both had a share of it"
    queued = await fetch(url, "SELECT community, number FROM notice WHERE state <> 'sent'")
    stale = {tuple(row) for row in queued} - set(sent)
    assert not stale, "none is left behind"
    await add_up(url)


async def test_a_leader_killed_in_the_middle_of_the_grant_costs_nobody_theirs(url: str) -> None:
    await (await Worker.start(url, "--seeding", "--communities", 20)).end()
    await (await Worker.start(url, "--communities", 20, "--count", 1_500, "--waiting", 64)).end()
    ((members,),) = await fetch(url, "SELECT count(*) FROM member")
    assert members > 400
    arguments = ("--chores", "--seconds", 60, "--at", FIRST, "--since", time.time(), "--life", 2)
    workers = [await Worker.start(url, *arguments) for _ in range(3)]
    given = "SELECT count(*) FROM operation WHERE kind = 'grant'"
    async with asyncio.timeout(30):
        while not (await fetch(url, given))[0][0] > 0:
            await asyncio.sleep(0.005)
    for worker in workers[:2]:  # whichever of them leads: if it is the third, it goes on
        await worker.kill()
    async with asyncio.timeout(40):
        while (await fetch(url, given))[0][0] < members:
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    await workers[2].kill()
    found = await fetch(
        url, "SELECT community, member, count(*) FROM operation WHERE kind = 'grant' GROUP BY 1, 2"
    )
    assert len(found) == members
    assert {count for _, _, count in found} == {1}
    told = await fetch(
        url, "SELECT community, count(*) FROM operation WHERE kind = 'grant.announced' GROUP BY 1"
    )
    assert len(told) == 20 and {count for _, count in told} == {1}
    await add_up(url)


@pytest.mark.soak  # a server of its own
async def test_the_database_is_restarted_under_load_and_the_bot_goes_on() -> None:
    async with server_of_ones_own() as (server, url):
        await (await Worker.start(url, "--seeding", "--communities", 3)).end()
        worker = await Worker.start(url, "--communities", 3, "--count", 2_000, "--waiting", 32)
        for how in ("fast", "immediate"):  # the second is as if the power failed
            before = len(worker.acknowledged)
            async with asyncio.timeout(60):
                while len(worker.acknowledged) < before + 150:
                    await asyncio.sleep(0.01)
            assert worker.process.returncode is None
            await asyncio.to_thread(server.restart, how)
        said = Counter((await worker.end())["said"])
        assert said["apply.paid"] > 150
        assert not {"fault", "outcome.unknown"} & said.keys(), said
        done = await keys(url)
        assert len(worker.acknowledged) > 300
        assert all(done[key] == 1 for key in worker.acknowledged), "nothing acknowledged was lost or doubled"
        await add_up(url)


def test_the_month_begins_after_the_start() -> None:
    assert iso(START) < FIRST
    assert parse(FIRST) > START
