"""The bot on a workspace of the test's own: real engine, database, Bolt and sockets, time at a stand."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from adapters.console.clock import ConsoleClock
from adapters.slack.api import Api, Setup
from adapters.slack.client import Client
from adapters.slack.courier import SlackCourier
from adapters.slack.inbound import PLATFORM
from adapters.slack.socket import Socket
from adapters.slack.web import EVENTS, Web
from adapters.slack.workspaces import One
from bot.wiring import Bot, open_bot
from core.instants import DAY, parse
from core.queries import Journal
from tests.adapters.slack.workspace import APP_TOKEN, SECRET, TEAM, TOKEN, Seen, Workspace
from tests.core.town import copy_of

START = parse("2026-03-04T10:00")


class Connected:
    """A client that listens, by HTTP or by a socket."""

    def __init__(self, bot: Bot, workspace: Workspace, door: Any = None, **more: Any) -> None:
        self.workspace = workspace
        base = f"{workspace.origin}/api/"
        self.socketed = bool(more.pop("socket", False))
        how = Setup(
            token=TOKEN, app_token=APP_TOKEN, signing_secret=SECRET, base=base, socket=self.socketed, **more
        )
        self.api = Api(how)
        self.workspaces = One(self.api)
        desk = bot.desk if door is None else replace(bot.desk, door=door)
        self.client = Client(self.api, self.workspaces, desk)
        self._web: Web | None = None
        self._socket: Socket | None = None
        self._serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect."""
        await self.workspaces.start()
        self.workspace.idle = self.idle
        if self.socketed:
            self._socket = Socket(self.client.bolt, self.api)
            self._serving = asyncio.create_task(self._socket.serve())
            self.workspace.deliver = self.workspace.by_socket
            async with asyncio.timeout(10):
                while not self._socket.is_connected() or not self.workspace.connected:
                    await asyncio.sleep(0.005)
            return
        self._web = Web(self.client, "127.0.0.1", 0, self._well, requests=True)
        await self._web.start()
        assert self._web._runner is not None
        host, port = self._web._runner.addresses[0][:2]
        self.workspace.target = f"http://{host}:{port}{EVENTS}"

    async def _well(self) -> bool:
        return True

    async def idle(self) -> None:
        """Wait until nothing is being answered or drawn."""
        while self.client._working or self.client.homes._drawing:
            await asyncio.wait([*self.client._working, *self.client.homes._drawing.values()])
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Disconnect."""
        for one in (self._web, self._socket, self.api):
            if one is not None:
                await one.close()
        if self._serving is not None:
            await self._serving
        self.workspace._socket = None


class Offline:
    """A workspace with one channel, #board, and the bot of one process after another on one database."""

    bot: Bot
    connected: Connected
    logged: Any = ()

    def __init__(self, path: Path, **more: Any) -> None:
        self.path = path
        self.more = more
        self.workspace = Workspace()
        self.clock = ConsoleClock(START)
        self.courier = SlackCourier()
        self.courier.pace = 0
        self.expected: list[str] = []
        """What is to be logged as an error."""

    async def open(self) -> None:
        """The first process."""
        await self.workspace.start()
        self.workspace.staff.add("ada")
        self.workspace.owners.add("ada")
        self.workspace.person("ada")
        self.workspace.channels["jobs"] = "C0BOARD"
        await self._process()

    async def _process(self) -> None:
        self.bot = await open_bot(str(self.path), self.clock, [self.courier], synchronous="OFF")
        self.connected = Connected(self.bot, self.workspace, **self.more)
        self.courier.client = self.connected.client
        await self.connected.open()

    async def restart(self) -> None:
        """Another process on the same database; the workspace stays as it is."""
        await self.connected.close()
        await self.bot.close()
        await self._process()
        await self.bot.recover()

    async def say(self, name: str, line: str, **more: Any) -> Seen:
        """Somebody types a command, its text as Slack would send it, and what it caused is delivered."""
        command, _, text = line.partition(" ")
        seen = await self.workspace.command(name, command, text, **more)
        await self.deliver()
        return seen

    async def press(self, name: str, seen: Seen, label: str) -> Seen:
        """Somebody presses a button of what they see."""
        blocks = seen.view["blocks"] if seen.view is not None else seen.messages[-1]["blocks"]
        pressed = await self.workspace.press(name, button(blocks, label), seen=seen)
        await self.deliver()
        return pressed

    async def press_card(self, name: str, label: str) -> Seen:
        """Somebody presses a button of the newest card."""
        card = list(self.workspace.posted["C0BOARD"].values())[-1]
        pressed = await self.workspace.press(name, button(card["blocks"], label), card=True)
        await self.deliver()
        return pressed

    async def fill(self, name: str, seen: Seen, **values: str | None) -> Seen:
        """Somebody submits the form they see."""
        assert seen.view is not None
        done = await self.workspace.submit(name, seen.view, values)
        await self.deliver()
        return done

    async def deliver(self) -> float:
        """Send what waits."""
        return await self.bot.outbox.deliver()

    async def advance(self, days: float) -> None:
        """Let days pass, and do and deliver what falls due."""
        self.clock.advance(int(days * DAY))
        await self.bot.chores.tick()
        await self.deliver()

    async def kinds(self, place: str = TEAM) -> list[str]:
        """The operations' kinds, in their order."""
        community = await self.bot.door.community(PLATFORM, place)
        async with self.bot.storage.queries.snapshot() as snapshot:
            rows = await snapshot.ask(community, Journal(1_000))
        return [op.kind for op, *_ in rows]

    def called(self, method: str) -> list[dict[str, Any]]:
        """The calls of a method."""
        return [given for one, given in self.workspace.calls if one == method]

    async def close(self) -> None:
        """End the process; nothing that was sent is beyond Slack's limits."""
        await self.connected.close()
        await self.bot.close()
        await self.workspace.close()
        assert not self.workspace.wrong


def button(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """The button of that label."""
    found = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return next(one for one in found if one["text"]["text"] == label)


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """The labels of all buttons."""
    return [
        one["text"]["text"] for block in blocks if block["type"] == "actions" for one in block["elements"]
    ]


def text_of(seen: Seen) -> str:
    """What somebody reads in what they see."""
    shown = [] if seen.view is None else [read_blocks(seen.view["blocks"])]
    return "\n".join([*(read_blocks(one["blocks"]) for one in seen.messages), *shown])


def read_blocks(blocks: list[dict[str, Any]]) -> str:
    """The words of blocks of rich text."""
    return "\n".join(
        _words(part) for block in blocks if block["type"] == "rich_text" for part in block["elements"]
    )


def _words(part: dict[str, Any]) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_words(one)}" for one in part["elements"])
    if "elements" in part:
        return "".join(_words(one) for one in part["elements"])
    for name in ("text", "fallback", "user_id", "channel_id", "usergroup_id"):
        if name in part:
            return str(part[name])
    return ""


@contextlib.asynccontextmanager
async def offline(template: Path, folder: Path, **more: Any) -> AsyncIterator[Offline]:
    """An open workspace; faults that are logged fail the test."""
    here = Offline(copy_of(template, folder / "connects.db"), **more)
    with capture_logs() as logged:
        here.logged = logged
        await here.open()
        try:
            yield here
        finally:
            await here.close()
    faults = [one for one in logged if one["log_level"] not in ("debug", "info", "warning")]
    assert [one["event"] for one in faults] == here.expected
