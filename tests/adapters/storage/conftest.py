"""A database for each test: a real SQLite file, without the wait for the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.storage.open import Storage, open_storage
from tests.adapters.storage.world import settled, world, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "connects.db"


@pytest_asyncio.fixture
async def storage(path: Path) -> AsyncIterator[Storage]:
    """An open database with one empty community, number 1."""
    opened = await open_storage(str(path), synchronous="OFF")
    assert await opened.store.found("discord", "1") == 1
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def lived(storage: Storage) -> Storage:
    """An open database whose community 1 has one of everything."""
    await write(storage.store, 1, world(), [settled()])
    return storage
