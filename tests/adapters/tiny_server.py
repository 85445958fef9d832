"""The chat that the tiny platform speaks to: JSON lines over TCP on loopback, messages that can be edited."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any


class Server:
    """Everything that was posted, by its number; ``to`` is a person or a channel."""

    def __init__(self) -> None:
        self.posts: dict[str, dict[str, Any]] = {}
        self.edits = 0
        self._marks: dict[str, str] = {}
        self._heard = asyncio.Event()
        self._bot: asyncio.StreamWriter | None = None
        self._said = self._tries = 0

    async def start(self) -> int:
        """Listen; the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._bot = writer
        with contextlib.suppress(ConnectionError):
            await self._hear(reader, writer)
        writer.close()

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            message = json.loads(line)
            number = message.get("edits") or self._marks.get(message["mark"]) or str(len(self.posts) + 1)
            self.edits += number in self.posts
            self._marks[message["mark"]] = number
            self.posts[number] = message
            writer.write(json.dumps({"posted": number, "mark": message["mark"]}).encode() + b"\n")
            self._heard.set()

    async def say(self, person: str, text: str, *, id: int = 0, **more: Any) -> dict[str, Any]:
        """Somebody says something; the answer to it. ``id``: it is delivered once more."""
        assert self._bot is not None
        self._said += not id
        self._tries += 1
        number = id or self._said
        said = {"id": number, "try": self._tries, "server": "S", "from": person, "text": text, **more}
        self._bot.write(json.dumps(said).encode() + b"\n")
        return await self.seen(lambda one: one["mark"] == f"answer/{number}/{self._tries}")

    async def press(self, person: str, post: dict[str, Any], place: int) -> dict[str, Any]:
        """Somebody presses a button of a post."""
        button = post["buttons"][place - 1]
        return await self.say(person, button["say"], once=button["once"])

    async def seen(self, right: Any) -> dict[str, Any]:
        """The post for which this holds, as soon as there is one. Raises TimeoutError."""
        async with asyncio.timeout(10):
            while True:
                for one in self.posts.values():
                    if right(one):
                        return one
                self._heard.clear()
                await self._heard.wait()

    async def close(self) -> None:
        """Be gone."""
        self._server.close()
