"""The documented process is killed: `connects chat` in a pipe, its lines acknowledged by what it prints."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.adapters.process import OURS, ROOT
from tests.crash.forking import add_up

PEOPLE = 20
EVERY = 20
"""Cycles after which the database is a new one; the books of all of them add up."""


class Chat:
    """`connects chat --json` on one database, through many lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "connects.db"
        self.acknowledged: set[str] = set()
        self.sent: set[str] = set()
        self.acked = self.unknown = 0

    def kill(self, pick: random.Random, cycle: int) -> str:
        """Kill it under load; what the database then says is wrong, or nothing."""
        if cycle % EVERY == 0:
            self.acknowledged.clear()
            self.sent.clear()
            for path in self.folder.glob("connects.db*"):
                path.unlink()
        before = len(self.acknowledged)
        sent = asyncio.run(self._life(pick, cycle))
        self.acked = len(self.acknowledged) - before
        self.unknown = sent - self.acked
        return self._look()

    async def _life(self, pick: random.Random, cycle: int) -> int:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        kept |= {
            "XDG_STATE_HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
            "HOME": str(self.folder),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "chat", "--json", "--db", str(self.database), cwd=ROOT, env=kept,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 24,
        )  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        begun = [f"c{cycle}-{turn}" for turn in range(100)]
        orders = [f"staff> /admin grant m{pick.randrange(PEOPLE)} 1 reason:{word}" if pick.random() < 0.5
                  else f'staff> /job post "{word}" price:1' for word in begun]  # fmt: skip
        people = [f"m{number}> /connects balance" for number in range(PEOPLE)] if cycle % EVERY == 0 else []
        first = ["staff> /admin policy staff.daily_limit 100000", *people]
        process.stdin.write("".join(f"{line}\n" for line in (*first, *orders)).encode())
        answered: list[dict[str, Any]] = []
        until = pick.randrange(len(first), len(first) + 40)
        enough = asyncio.Event()

        async def hear() -> None:
            assert process.stdout is not None
            while line := await process.stdout.readline():
                if line.endswith(b"\n"):
                    answered.append(json.loads(line))
                if len(answered) >= until:
                    enough.set()
            enough.set()

        hearing = asyncio.create_task(hear())
        async with asyncio.timeout(60):
            await enough.wait()
        await asyncio.sleep(pick.uniform(0, 0.01))  # somewhere in the middle of the next line
        process.kill()
        await process.wait()
        await hearing
        said = [one for one in answered if one.get("line", 0) > len(first)]
        for one in said:
            assert one["ok"], one
            self.acknowledged.add(begun[one["line"] - len(first) - 1])
        self.sent.update(begun)
        return min(len(said) + 1, len(begun))

    def _look(self) -> str:
        with closing(sqlite3.connect(self.database)) as connection:
            there = Counter(body for (body,) in connection.execute("SELECT body FROM text"))
            there += Counter(title for (title,) in connection.execute("SELECT title FROM job"))
        wrong = [f"lost: {word}" for word in sorted(self.acknowledged) if not there[word]]
        wrong += [f"doubled: {word}" for word in self.sent if there[word] > 1]
        return "; ".join([*wrong[:10], *add_up(str(self.database))])
