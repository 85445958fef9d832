"""The bot as a process of its own, on a workspace in the test's loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from adapters.slack.web import EVENTS
from tests.adapters import process
from tests.adapters.slack.offline import button, read_blocks, text_of
from tests.adapters.slack.workspace import APP_TOKEN, SECRET, TOKEN, Seen, Workspace

BOARD = "C0BOARD"
SECRETS = (TOKEN, APP_TOKEN, SECRET)


class Process(process.Process):
    """One bot, by HTTP or by a socket."""

    def __init__(self, workspace: Workspace, folder: Path, *, by_socket: bool, **settings: str) -> None:
        self.workspace = workspace
        self.by_socket = by_socket
        self.port = free_port()
        how = {"SLACK_APP_TOKEN": workspace.app_token} if by_socket else {"SLACK_SIGNING_SECRET": SECRET}
        super().__init__(folder, {
            "SLACK_BOT_TOKEN": workspace.token, "SLACK_API_BASE": f"{workspace.origin}/api/",
            "CONNECTS_HTTP_PORT": str(self.port), **how, **settings,
        })  # fmt: skip

    async def serving(self) -> None:
        """Wait until it is connected, or listens."""
        workspace = self.workspace
        async with asyncio.timeout(30):
            if self.by_socket:
                workspace.deliver = workspace.by_socket
                while not workspace.connected:
                    await asyncio.sleep(0.02)
                return
            workspace.target = f"http://127.0.0.1:{self.port}{EVENTS}"
            async with aiohttp.ClientSession() as session:
                while True:
                    try:
                        async with session.get(f"http://127.0.0.1:{self.port}/ready") as response:
                            if response.status == 200:
                                return
                    except aiohttp.ClientError:
                        pass
                    await asyncio.sleep(0.02)


class Town:
    """A workspace with a board, one of the staff, and the bot that serves it."""

    def __init__(self, workspace: Workspace, bot: Process) -> None:
        self.workspace = workspace
        self.bot = bot

    async def say(self, name: str, line: str, **more: Any) -> Seen:
        """Somebody types a command."""
        command, _, text = line.partition(" ")
        return await self.workspace.command(name, command, text, channel=BOARD, **more)

    async def do(self, name: str, line: str, **more: Any) -> str:
        """The same; what they read."""
        return text_of(await self.say(name, line, **more))

    async def post(self, title: str = "Logo", price: int = 4) -> None:
        """Staff post a job."""
        said = await self.do("ada", f"/job post title:{title} price:{price}")
        assert "is on the board" in said, said

    def cards(self, channel: str = BOARD) -> list[str]:
        """What stands in a channel."""
        return [read_blocks(one["blocks"]) for one in self.workspace.posted.get(channel, {}).values()]

    def direct(self, name: str) -> list[str]:
        """What somebody was sent directly."""
        return self.cards(f"D{self.workspace.person(name)[1:]}")

    async def press_card(self, name: str, label: str) -> Seen:
        """Somebody presses a button of the newest card."""
        card = list(self.workspace.posted[BOARD].values())[-1]
        return await self.workspace.press(name, button(card["blocks"], label), card=True)

    async def until(self, what: Any, seconds: float = 10) -> None:
        """Wait for something."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.02)


@asynccontextmanager
async def town(
    folder: Path, *, by_socket: bool = False, start: bool = True, **settings: str
) -> AsyncIterator[Town]:
    """A workspace with a running bot. At the end its books add up, and it broke none of Slack's limits."""
    workspace = Workspace()
    await workspace.start()
    workspace.channels["jobs"] = BOARD
    workspace.staff.add("ada")
    workspace.owners.add("ada")
    workspace.person("ada")
    workspace.idle = _settled
    bot = Process(workspace, folder, by_socket=by_socket, **settings)
    try:
        if start:
            await bot.start()
        yield Town(workspace, bot)
        await bot.kill()
        if bot.database.exists():
            process.add_up(bot.database)
        assert not workspace.wrong
        said = bot.said() if bot.log.exists() else ""
        assert "didn't call ack" not in said
        assert "Traceback" not in said
        assert not any(secret in said for secret in SECRETS)
    finally:
        await bot.kill()
        await workspace.close()


async def _settled() -> None:
    """What an answer consists of besides its first message is there by then."""
    await asyncio.sleep(0.03)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
