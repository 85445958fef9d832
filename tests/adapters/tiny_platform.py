"""A platform in one file: a chat that speaks JSON lines over TCP, added as `adapters/README.md` says.

It is real as far as it goes: a connection that breaks, messages that are edited, direct messages, buttons,
deliveries that come twice. `bot/serving.py` runs it beside the others as it stands.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bot.wiring import Bot
from core.chat.pace import Slower
from core.people import Rank, Who
from core.pieces import refused
from core.ports import Later, Parcel
from core.speech.plain import plain
from core.speech.reply import Reply
from core.speech.texts import Voice

PLATFORM = "lines"


# inbound.py: who says it, and under which key ----------------------------------------


def who(said: dict[str, Any]) -> Who:
    rank = Rank.STAFF if said.get("operator") else Rank.MEMBER
    return Who(PLATFORM, said["server"], said["from"], said["from"], rank, channel=said.get("channel", ""))


def key(said: dict[str, Any]) -> str:
    return f"press/{said['once']}" if said.get("once") else f"{PLATFORM}/{said['id']}"


# render.py: pure; here a message is lines of plain text, and each button a word to click ---------


def render(reply: Reply, voice: Voice) -> dict[str, Any]:
    buttons = []
    for place, one in enumerate(reply.buttons, 1):
        once = f"{reply.number}/{place}" if one.once and reply.number else ""
        buttons.append({"say": f"/{one.command}", "once": once})
    return {"text": plain(reply, voice), "buttons": buttons}


# courier.py: what is public ----------------------------------------------------------------


class Lines:
    """The courier, and the connection that `client.py` opens and both use."""

    platform, routed, width, pace = PLATFORM, True, 4, 0.0

    def __init__(self, port: int) -> None:
        self._port = port
        self.courier = self
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[str, asyncio.Future[str]] = {}

    async def deliver(self, parcel: Parcel) -> str:
        # The server forgets no mark, so what may have been sent before is told to be the same message.
        mark = f"{parcel.community}/{parcel.notice.number}"
        posted = render(parcel.reply, parcel.voice)
        return await self._post(to=parcel.to, mark=mark, edits=parcel.edits, **posted)

    async def _post(self, **message: Any) -> str:
        if self._writer is None or self._writer.is_closing():
            raise Later(0.1)
        number = self._asked[message["mark"]] = asyncio.get_running_loop().create_future()
        self._writer.write(json.dumps(message).encode() + b"\n")
        try:
            return await asyncio.wait_for(number, 5)
        except (TimeoutError, ConnectionError):
            raise Later(0.1) from None

    # client.py: connects, and hands what arrives to the door ------------------------------------

    async def start(self, bot: Bot) -> None:
        self._bot, self._desk = bot, bot.desk
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async with asyncio.TaskGroup() as answering:
            while line := await reader.readline():
                said = json.loads(line)
                if "posted" in said:
                    self._asked.pop(said["mark"]).set_result(said["posted"])
                else:
                    answering.create_task(self._answer(said))

    async def _answer(self, said: dict[str, Any]) -> None:
        person, door = who(said), self._desk.door
        try:
            self._desk.pace.go(PLATFORM, person.place, person.person, asyncio.get_running_loop().time())
        except Slower as slower:
            reply, community = refused(slower.said), 0
        else:
            answer = await door.text(person, said["text"], key(said))
            reply, community = answer.reply, answer.community
        voice = await door.voice(community, [reply], person.locale, PLATFORM)
        await self._post(to=person.person, mark=f"answer/{said['id']}/{said['try']}", **render(reply, voice))
        door.answered(community, key(said))

    async def close(self) -> None:
        assert self._writer is not None
        self._writer.close()
        await asyncio.wait([self._reading], timeout=2)
