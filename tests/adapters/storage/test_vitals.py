"""What whoever watches the bot is told: what is overdue, and what waits to be posted."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.storage.open import Storage
from core.instants import FOREVER
from core.ledger.accounts import Wallet
from core.people import Member
from core.speech.notice import ASIDE, QUEUED, SENDING, SENT, Notice
from core.vitals import OldestDue, Queue, Queues
from tests.adapters.storage.world import settled, write

pytestmark = pytest.mark.asyncio


async def ask(storage: Storage, query: Any) -> Any:
    """An answer from a snapshot of its own."""
    async with storage.queries.snapshot() as snapshot:
        return await snapshot.ask(0, query)


def notice(number: int, state: str, at: int) -> Notice:
    return Notice(number, "news", "", "", 0, at, state=state)


async def test_what_waits_is_counted_by_platform_with_the_oldest(storage: Storage) -> None:
    assert await ask(storage, Queues()) == []
    assert await storage.store.found("slack", "T1") == 2
    states = (QUEUED, 70), (SENDING, 50), (SENT, 10), (ASIDE, 20)
    rows = [notice(number, state, at) for number, (state, at) in enumerate(states, 1)]
    await write(storage.store, 1, rows, [settled()])
    assert await ask(storage, Queues()) == [Queue("discord", 2, 50)]
    await write(storage.store, 1, [], [settled(away=True)])
    assert await ask(storage, Queues()) == []


async def test_the_oldest_due_is_of_communities_whose_chores_run(storage: Storage) -> None:
    assert await ask(storage, OldestDue()) == FOREVER
    await write(storage.store, 1, [], [settled(due=800)])
    assert await ask(storage, OldestDue()) == 800
    for why in ("paused", "away"):
        await write(storage.store, 1, [], [settled(due=800, **{why: True})])
        assert await ask(storage, OldestDue()) == FOREVER
    rows = [Member(1, 0, 100), Wallet(1, "member", 0, "basic", 5, due=300)]
    await write(storage.store, 1, rows, [settled(due=800)])
    assert await ask(storage, OldestDue()) == 300
