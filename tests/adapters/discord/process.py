"""The bot as a process of its own, started by its documented command, on a loopback Discord."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from adapters.storage.verify import CHECKS, proof
from tests.adapters.discord import limits
from tests.adapters.discord.control import Control, launched, slash

ROOT = Path(__file__).parents[3]
Json = dict[str, Any]


class Process:
    """One bot; ``start`` and ``stop`` as often as a test likes, always on the same database."""

    def __init__(self, control: Control, folder: Path, **settings: str) -> None:
        self.control = control
        self.database = folder / "connects.db"
        self.log = folder / "log.txt"
        self.settings = {
            **control.environment(), "DATABASE_URL": str(self.database), "PYTHONUNBUFFERED": "1", **settings,
        }  # fmt: skip
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, ready: bool = True) -> None:
        """Start it, and wait until it is connected."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DISCORD_", "CONNECTS_"))
        }
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env={**kept, **self.settings}, cwd=ROOT,
                stdout=log, stderr=log,
            )  # fmt: skip
        if ready:
            await self.control.connected(timeout=30)

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


class Town:
    """A guild with a channel for jobs, one of the staff, members, and the bot that serves it."""

    def __init__(self, control: Control, bot: Process, guild: Json) -> None:
        self.control = control
        self.bot = bot
        self.guild, self.guild_owner = str(guild["id"]), str(guild["owner"])
        self.jobs = self.boss = ""

    async def settle(self) -> None:
        """Make the channel and the one of the staff."""
        self.jobs = await self.control.channel(self.guild, "jobs")
        staff = await self.control.role(self.guild, "staff", "manage_guild")
        (self.boss,) = await self.control.join(self.guild, "boss", roles=[staff])

    async def members(self, *names: str) -> list[str]:
        """New members of the guild."""
        return await self.control.join(self.guild, *names)

    def say(self, user: str, command: str, **options: Any) -> Json:
        """A command to be sent."""
        more = {name: options.pop(name) for name in ("times", "age") if name in options}
        return slash(
            command, user, self.jobs, {name.rstrip("_"): one for name, one in options.items()}, **more
        )

    async def do(self, user: str, command: str, **options: Any) -> str:
        """Say something; what was answered."""
        return text_of(await self.control.ask(self.say(user, command, **options)))

    async def post(self, title: str = "A logo", price: int = 4) -> None:
        """Staff post a job in the channel."""
        said = await self.do(self.boss, "job post", title=title, price=price)
        assert "is on the board" in said, said


@asynccontextmanager
async def town(folder: Path, *arguments: str, start: bool = True, **settings: str) -> AsyncIterator[Town]:
    """A guild with a running bot. At the end its books add up, and it broke none of Discord's limits."""
    async with launched(*arguments) as control:
        bot = Process(control, folder, **settings)
        one = Town(control, bot, await control.guild("Freelancers"))
        await one.settle()
        try:
            if start:
                await bot.start()
            yield one
            if bot.database.exists():
                await bot.kill()
                add_up(bot.database)
            wrong = [
                (kind, said)
                for kind, payload in await control.payloads()
                for said in limits.any_payload(kind, payload)
            ]
            assert not wrong
            assert not await control.violations()
            assert control.token not in (bot.said() if bot.log.exists() else "")
        finally:
            await bot.kill()


def add_up(database: Path) -> None:
    """What `connects verify` checks."""
    with proof(str(database)) as books:
        found = {check.name: books.count(check) for check in CHECKS}
    assert not [(name, one) for name, one in found.items() if one.offenders]


def text_of(answer: Json) -> str:
    """What somebody reads in an answer: its embeds, its content."""
    shown = answer.get("message") or answer.get("data") or {}
    return " ".join(
        [shown.get("content") or "", *(one.get("description") or "" for one in shown.get("embeds", ()))]
    )


def footers(messages: Sequence[Json]) -> list[str]:
    """The marks of what was posted."""
    return [embed["footer"]["text"] for one in messages for embed in one["embeds"] if "footer" in embed]
