"""A database for each test: a real SQLite file without the wait for the disk, and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.storage.open import Storage, open_storage
from tests.adapters.storage.world import settled, world, write
from tests.postgres import database

DATABASES = ("sqlite", "postgresql")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an SQLite database is."""
    return tmp_path / "connects.db"


@pytest_asyncio.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[str]:
    """The address of a new database; tests about one kind alone say ``@only("sqlite")``."""
    if request.param == "sqlite":
        yield str(path)
    else:
        async with database() as made:
            yield made


@pytest_asyncio.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    """An open database with one empty community, number 1."""
    opened = await open_storage(url, synchronous="OFF")
    assert await opened.store.found("discord", "1") == 1
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def lived(storage: Storage) -> Storage:
    """An open database whose community 1 has one of everything."""
    await write(storage.store, 1, world(), [settled()])
    return storage
