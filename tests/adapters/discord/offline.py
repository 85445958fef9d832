"""A server of simcord's with the real bot in it: real engine, real database, no network, time at a stand."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from structlog.testing import capture_logs

from adapters.console.clock import ConsoleClock
from adapters.discord import courier
from adapters.discord.client import Client, Setup
from adapters.discord.courier import DiscordCourier
from adapters.discord.inbound import PLATFORM
from bot.wiring import Bot, open_bot
from core.instants import DAY, SECOND, parse
from core.queries import Journal
from tests.adapters.discord import limits
from tests.core.town import copy_of

START = parse("2026-03-04T10:00")
BOSS = discord.Permissions(manage_guild=True)


class Offline:
    """A server with one channel, #board, and the bot of one process after another on one database."""

    bot: Bot
    client: Client
    env: simcord.Env

    def __init__(self, path: Path, *, members: bool = False) -> None:
        self.path = path
        self.members = members
        self.clock = ConsoleClock(START)
        self.courier = DiscordCourier()
        self.expected: list[str] = []
        """What is to be logged as an error."""
        self.raises: tuple[type[BaseException], ...] = ()
        """What discord.py may find wrong."""
        self.pressed: dict[int, int] = {}
        """By person, the message below which `forged` puts its buttons."""
        self._count = 0

    async def open(self) -> None:
        """Sign the first process in."""
        client = await self._process()
        self.env = simcord.Env(client, shard_count=1)
        _number_posts(self.env.backend)
        self.guild = self.env.create_guild("Freelancers")
        self.board = self.guild.create_text_channel("board")
        self.bosses = self.guild.create_role("Bosses", permissions=BOSS)
        await self.env.start()
        self.ada = self.member("ada", self.bosses)

    async def _process(self) -> Client:
        self.bot = await open_bot(str(self.path), self.clock, [self.courier], synchronous="OFF")
        # Marks of answers are gathered for a second, which simcord would wait out after each.
        self.bot.door.answered = lambda community, key: None  # type: ignore[method-assign]
        self.client = self.courier.client = Client(Setup("token", self.members), self.bot.desk)
        return self.client

    async def restart(self) -> None:
        """Another process on the same database; Discord stays as it is."""
        await self.bot.close()
        await self.env.restart_bot(await self._process())

    def member(self, name: str, *roles: Any) -> Any:
        """Somebody new in the server."""
        self._count += 1
        user = self.env.create_user(f"u{self._count}", global_name=name)
        return self.guild.add_member(user, roles=roles)

    async def say(self, person: Any, command: str, where: Any = None, /, **options: Any) -> Seen:
        """Somebody calls a slash command, and what it caused is delivered."""
        return await self.seen(person.slash(where or self.board, command, **options))

    async def press(self, person: Any, message: Any, label: str) -> Seen:
        """Somebody presses a button."""
        return await self.seen(person.click(getattr(message, "message", message), label=label))

    async def fill(self, person: Any, shown: Seen, **values: Any) -> Seen:
        """Somebody submits the form they see."""
        return await self.seen(person.submit_modal(shown.result, values))

    async def seen(self, doing: Any) -> Seen:
        """What somebody sees after doing something."""
        result = await doing
        await self.deliver()
        return Seen(result)

    async def deliver(self) -> float:
        """Send what waits; the seconds after which to try the rest."""
        with self.env.time_context():
            return await self.bot.outbox.deliver()

    async def advance(self, days: float) -> None:
        """Let days pass, and do and deliver what falls due."""
        self.clock.advance(int(days * DAY))
        self.env.backend.advance_clock(days * DAY / SECOND)
        await self.bot.chores.tick()
        await self.deliver()

    async def counts(self, kind: str) -> int:
        """How many operations of a kind are in the books."""
        return (await self.kinds()).count(kind)

    async def kinds(self) -> list[str]:
        """The operations' kinds, in their order."""
        community = await self.bot.door.community(PLATFORM, str(self.guild.id))
        async with self.bot.storage.queries.snapshot() as snapshot:
            rows = await snapshot.ask(community, Journal(1_000))
        return [op.kind for op, *_ in rows]

    def sent(self, kind: str) -> list[Any]:
        """What the bot sent of a kind that the limits know."""
        return [json for one, json in self.requests() if one == kind]

    def requests(self) -> list[tuple[str, Any]]:
        """Everything that the bot sent, by kind."""
        log = [(kind_of(one.method, one.path), one.json) for one in self.env.http_requests]
        return [(kind, json) for kind, json in log if kind and json is not None]

    def inbox(self, person: Any) -> list[discord.Message]:
        """A person's direct messages from the bot."""
        number = self.env.backend.dm_channels.get(person.id)
        return [] if number is None else person.user.dm_channel.history()

    async def close(self) -> None:
        """End the process; nothing that was sent is beyond Discord's limits."""
        await self.env.shutdown()
        await self.bot.close()
        sent = [(kind, json) for kind, json in self.requests() if kind != "channel"]
        wrong = [f"{kind}: {one}" for kind, json in sent for one in limits.any_payload(kind, json)]
        assert not wrong
        assert not [one for one in self.env.errors if not isinstance(one, self.raises)]


class Seen:
    """What a person sees after an interaction: a form, or messages."""

    def __init__(self, result: Any) -> None:
        self.result = result
        self.modal = result.modal
        self.messages = [one for one in (result.response, *result.followups) if one is not None]

    @property
    def message(self) -> Any:
        return self.messages[-1].message

    @property
    def text(self) -> str:
        """All that can be read."""
        return "\n".join(text_of(one) for one in self.messages)

    @property
    def refused(self) -> bool:
        return bool(self.messages[0].embeds[0].colour == discord.Colour(0xF0B232))


def text_of(message: Any) -> str:
    """What can be read in a message, but for its footer."""
    parts: list[str | None] = []
    for embed in message.embeds:
        parts += [embed.title, embed.description, *(f"{one.name}: {one.value}" for one in embed.fields)]
    return "\n".join(part for part in parts if part)


def labels(message: Any) -> list[str]:
    """The labels of a message's buttons."""
    return [one.label for row in message.components for one in row.children]


def controls(modal: Any) -> dict[str, Any]:
    """A form's fields by name."""
    found = [one["component"] for one in modal["components"] if "component" in one]
    return {one["custom_id"]: one for one in found}


def _number_posts(backend: Any) -> None:
    """A post's first message has the post's own number at Discord, and with simcord one of its own."""
    commit = backend.commit_message

    def committed(message: Any, **more: Any) -> Any:
        channel = backend.get_channel(message.channel_id)
        if channel.is_thread and not backend.messages.get(channel.id):
            message.id = channel.id
        return commit(message, **more)

    backend.commit_message = committed


def kind_of(method: str, path: str) -> str:
    """What a request carries, as the checker of limits calls it; empty for nothing of that."""
    parts = path.strip("/").split("/")
    if method == "PUT" and parts[-1] == "commands":
        return "tree"
    if parts[-1] == "callback":
        return "callback"
    if parts[0] == "webhooks":
        return "edit" if method == "PATCH" else "followup"
    if parts[-1] == "messages" and method == "POST":
        return "message"
    if method == "PATCH" and parts[-2] == "messages":
        return "edit"
    if method == "PATCH" and parts[0] == "channels" and len(parts) == 2:
        return "channel"
    return "thread" if parts[-1] == "threads" and method == "POST" else ""


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Let nothing wait for its own sake: nobody else's answers go first here, and simcord looks at once.

    After each interaction simcord sleeps a twentieth of a second where a callback is about to run.
    """
    patch.setattr(courier.DiscordCourier, "pace", 0.0)
    defaults: Any = simcord.Env._settle_internal.__kwdefaults__
    patch.setitem(defaults, "idle", 0.001)


@contextlib.asynccontextmanager
async def offline(template: Path, folder: Path, **more: Any) -> AsyncIterator[Offline]:
    """An open server; faults that are logged fail the test."""
    here = Offline(copy_of(template, folder / "connects.db"), **more)
    with capture_logs() as logged, pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        await here.open()
        try:
            yield here
        finally:
            await here.close()
    faults = [one for one in logged if one["log_level"] not in ("debug", "info", "warning")]
    assert [one["event"] for one in faults] == here.expected
