"""The processes of a test, and the server that it may stop and start."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.storage import postgres_migrate
from adapters.storage.postgres import address, connect
from adapters.storage.verify import CHECKS, proof
from tests.postgres import Server

ROOT = Path(__file__).parents[2]


class Worker:
    """One process; see `tests.replicas.worker`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.acknowledged: list[str] = []
        self.found: dict[str, Any] = {}
        self.ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @staticmethod
    async def start(url: str, *arguments: object) -> Worker:
        """Start it, and wait until it is at work."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.replicas.worker", url, *map(str, arguments), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE, limit=1 << 26,
        )  # fmt: skip
        worker = Worker(process)
        async with asyncio.timeout(60):
            await worker.ready.wait()
        return worker

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            word, _, rest = line.decode().strip().partition(" ")
            if word == "ack":
                self.acknowledged.append(rest)
            elif word == "ready":
                self.ready.set()
            else:
                self.found = json.loads(line)
        self.ready.set()

    async def end(self, seconds: float = 120.0) -> dict[str, Any]:
        """Wait for its end; what it found."""
        async with asyncio.timeout(seconds):
            assert await self.process.wait() == 0
            await self._reading
        return self.found

    async def kill(self) -> None:
        """It is gone at once."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reading


async def fetch(url: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the database says."""
    connection = await connect(address(url))
    try:
        return [tuple(row) for row in await connection.fetch(sql, *values)]
    finally:
        await connection.close()


async def add_up(url: str) -> None:
    """What `connects verify` checks."""

    def check() -> list[str]:
        with proof(url) as books:
            return [one.name for one in CHECKS if books.count(one).offenders]

    assert await asyncio.to_thread(check) == []


@asynccontextmanager
async def server_of_ones_own() -> AsyncIterator[tuple[Server, str]]:
    """A server that may be stopped, durable as one in use, and a new database on it."""
    # Not in pytest's own folder: that is closed to everybody else, and the server is not root.
    folder = Path(tempfile.mkdtemp(prefix="connects-pg-"))
    server = await asyncio.to_thread(Server, folder, lax=False)
    try:
        url = await server.create("own")
        await postgres_migrate.apply(address(url))
        yield server, url
    finally:
        await asyncio.to_thread(server.server.cleanup)
        shutil.rmtree(folder, ignore_errors=True)
