"""The bot as a process of its own, started by its documented command, on a loopback Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.adapters import process
from tests.adapters.discord import limits
from tests.adapters.discord.control import Control, launched, slash
from tests.adapters.process import add_up

Json = dict[str, Any]


class Process(process.Process):
    """One bot on a loopback Discord."""

    def __init__(self, control: Control, folder: Path, **settings: str) -> None:
        super().__init__(folder, {**control.environment(), **settings})
        self.control = control

    async def serving(self) -> None:
        """Wait until it is connected."""
        await self.control.connected(timeout=30)


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


def text_of(answer: Json) -> str:
    """What somebody reads in an answer: its embeds, its content."""
    shown = answer.get("message") or answer.get("data") or {}
    return " ".join(
        [shown.get("content") or "", *(one.get("description") or "" for one in shown.get("embeds", ()))]
    )


def footers(messages: Sequence[Json]) -> list[str]:
    """The marks of what was posted."""
    return [embed["footer"]["text"] for one in messages for embed in one["embeds"] if "footer" in embed]
