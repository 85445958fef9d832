"""The bot as a process of its own, started by its documented command."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from adapters.storage.verify import CHECKS, proof

ROOT = Path(__file__).parents[2]
OURS = ("DISCORD_", "CONNECTS_", "SLACK_", "STRIPE_")


class Process:
    """One bot; ``start`` and ``stop`` as often as a test likes, always on the same database."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.database = folder / "connects.db"
        self.log = folder / "log.txt"
        self.settings = {"DATABASE_URL": str(self.database), "PYTHONUNBUFFERED": "1", **settings}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, ready: bool = True) -> None:
        """Start it, and wait until it serves."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env={**kept, **self.settings}, cwd=ROOT,
                stdout=log, stderr=log,
            )  # fmt: skip
        if ready:
            await self.serving()

    async def serving(self) -> None:
        """Wait until it is connected."""

    async def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 15) -> int:
        """Stop it; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await self.ended(seconds)

    async def ended(self, seconds: float = 15) -> int:
        """Wait until it ends by itself; its exit code."""
        assert self._process is not None
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def kill(self) -> None:
        """Whatever it is doing, it is gone."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def said(self) -> str:
        """Everything that it has logged or printed."""
        return self.log.read_text("utf-8")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says, beside the bot."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection:
            return connection.execute(sql).fetchall()

    def count(self, kind: str) -> int:
        """How many operations of a kind there are."""
        return int(self.rows(f"SELECT count(*) FROM operation WHERE kind = '{kind}'")[0][0])


def add_up(database: Path) -> None:
    """What `connects verify` checks."""
    with proof(str(database)) as books:
        found = {check.name: books.count(check) for check in CHECKS}
    assert not [(name, one) for name, one in found.items() if one.offenders]
