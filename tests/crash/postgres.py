"""A crowd on PostgreSQL: our process is killed, and now and then the server stops at once as well."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from adapters.storage import postgres_migrate
from adapters.storage.postgres import address
from tests.crash.crowd import Heard, ask_again, missed, seed, talk
from tests.crash.forking import DIED, add_up, fork
from tests.crash.life import DIARY, POSTS, Life, doubled
from tests.postgres import Server
from tests.replicas.process import fetch

PLACES = 3


class OnPostgres:
    """One database, through many lives."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.log = folder / "log"
        self.acknowledged = self.unknown = self.lives = 0

    def prepare(self) -> None:
        """Communities with jobs; the schema is there. Raises AssertionError."""

        async def make() -> None:
            life = await Life.begin(self.folder, url=self.url)
            await seed(life, PLACES)
            await life.end()

        assert fork(make, self.log) == 0, self.log.read_text()

    def kill(self, pick: random.Random, server: Server | None = None) -> str:
        """Kill it under load, start it again, ask; what is wrong, or nothing.

        With a ``server``, that one is stopped at once before, and started again.
        """
        self.lives += 1
        run, number = f"run{self.lives}", pick.randrange(1 << 30)
        waiting, after = pick.choice((4, 16, 32)), pick.uniform(0.0, 0.4)
        before = Heard(self.folder)

        async def load() -> None:
            life = await Life.begin(self.folder, url=self.url)
            await talk(life, run, number, count=100_000, waiting=waiting, places=PLACES)

        def meanwhile() -> None:
            end = time.monotonic() + 5
            while f'"{run}/'.encode() not in self._diary() and time.monotonic() < end:
                time.sleep(0.01)
            if server is not None:
                time.sleep(after)
                server.restart("immediate")

        ended = fork(load, self.log, after=after, meanwhile=meanwhile)
        if ended != DIED:
            return f"it ended by itself ({ended}): {self.log.read_text()[-500:] if self.log.exists() else ''}"
        now = Heard(self.folder)
        self.acknowledged = len(now.done) - len(before.done)
        self.unknown = len(now.begun) - len(now.told)
        if fork(self._again, self.log) != 0:
            return f"it could not go on: {self.log.read_text()[-500:]}"
        wrong: list[str] = json.loads((self.folder / "wrong").read_text())
        return "; ".join([*wrong, *add_up(self.url)])

    def _diary(self) -> bytes:
        return (self.folder / DIARY).read_bytes()

    async def _again(self) -> None:
        life = await Life.begin(self.folder, url=self.url)
        wrong = await ask_again(life, Heard(self.folder))
        await life.end()
        heard = Heard(self.folder)
        receipts = Counter(key for (key,) in await fetch(self.url, "SELECT key FROM receipt WHERE done = 1"))
        asked = "SELECT concat(community, ' ', key) FROM operation"  # chores have the same keys everywhere
        operations = Counter(key for (key,) in await fetch(self.url, asked))
        wrong += missed(heard.done, receipts, operations)
        wrong += [f"doubled: {one}" for one in doubled(self.folder)]
        (self.folder / "wrong").write_text(json.dumps(wrong[:20]))


class Own:
    """A server that may be stopped, durable as one in use."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="connects-pg-"))
        self.server = Server(self.folder, lax=False)
        self._count = 0

    def database(self) -> str:
        """A new database with the schema; its address."""
        self._count += 1

        async def make() -> str:
            url = await self.server.create(f"crash{self._count}")
            await postgres_migrate.apply(address(url))
            return url

        return asyncio.run(make())

    def close(self) -> None:
        """Stop it, and remove what it kept."""
        self.server.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def forget(folder: Path) -> None:
    """What was said on another database."""
    for name in (DIARY, POSTS):
        (folder / name).unlink(missing_ok=True)
