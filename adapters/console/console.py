"""The console: lines go in, one at a time; what was answered and what was sent comes out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from adapters.console.client import Client, Turn
from adapters.console.clock import ConsoleClock
from adapters.console.courier import Arrival, ConsoleCourier, addressee
from adapters.console.directives import direct, wrong
from adapters.console.house import OpenHouse
from adapters.console.inbound import Directive, Spoken, read
from adapters.console.render import Outcome
from adapters.console.screen import Screen
from adapters.console.shelf import shelved
from core.speech.phrase import Mention
from core.speech.reply import Form, Reply

Show = Callable[[Outcome], None]
YOU = "you"
"""Who speaks until a line tells."""


class Console:
    """One terminal. ``show`` is called with each outcome before the house is told that it was seen.

    A line that is wrong is answered; nothing a person types raises.
    """

    def __init__(
        self,
        open_house: OpenHouse,
        clock: ConsoleClock,
        courier: ConsoleCourier,
        show: Show,
        *,
        speaker: str = YOU,
        session: str = "",
    ) -> None:
        self.clock = clock
        self.screen = Screen()
        self.show = show
        self.line = 0
        self.faults = 0
        self._open = open_house
        self._courier = courier
        self._speaker = speaker
        self._session = session or secrets.token_hex(8)
        self._client: Client | None = None
        # A tick in the background must not run while a line does: its notices would pass for the line's.
        self._turn = asyncio.Lock()

    @property
    def client(self) -> Client:
        """The client, once the console was started."""
        assert self._client is not None, "start the console first"
        return self._client

    async def start(self) -> None:
        """Open the house and do what fell due while it was closed."""
        house = await self._open()
        self._client = Client(house, self._open, self.clock, self.screen, self._speaker)
        await self.tick()

    async def run(self, line: str) -> Outcome | None:
        """Do what a line says, and show it; None for a comment or a blank line."""
        self.line += 1
        said = read(line)
        if said is None:
            return None
        return await self._do(lambda key: self._turn_of(said, key), line.strip())

    async def submit(self, form: Form, filled: Mapping[str, str]) -> Outcome:
        """The person who speaks submits a form that was asked field by field."""
        self.line += 1
        name = self.client.speaker
        return await self._do(lambda key: self.client.submit(name, form, filled, key), "")

    async def tick(self) -> None:
        """Run what is due now and show what was sent by it."""
        async with self._turn:
            await self.client.house.tick()
            arrivals = self._collect()
            if arrivals:
                self.show(await self._outcome("", None, arrivals))

    async def complete(self, line: str) -> Sequence[tuple[str, str]]:
        """What may stand in place of the last word of a line that somebody is typing."""
        said = read(line.lstrip()) if line.strip() else Spoken("", "")
        if not isinstance(said, Spoken):
            return ()
        # The blank at the end tells a finished word from one that is still being typed.
        text = said.text and said.text + line[len(line.rstrip()) :]
        return await self.client.house.complete(self.client.person(said.name or self.client.speaker), text)

    async def say(self, *replies: Reply) -> None:
        """Show sentences of the console's own."""
        for reply in replies:
            self.show(await self._outcome("", Turn(None, None, reply), []))

    async def close(self) -> None:
        """Close the house."""
        if self._client is not None:
            await self._client.house.close()

    async def _do(self, act: Callable[[str], Awaitable[Turn]], said: str) -> Outcome:
        async with self._turn:
            turn = await act(f"console/{self._session}/{self.line}")
            turn = replace(turn, reply=shelved(turn.reply))
            await self.client.house.deliver()
            outcome = await self._outcome(said, turn, self._collect())
            self.faults += turn.reply.key == "fault"
            self.show(outcome)
            if turn.key:
                await self.client.house.answered(turn.key)
            return outcome

    async def _turn_of(self, said: Spoken | Directive, key: str) -> Turn:
        if isinstance(said, Directive):
            return await direct(self.client, said, key)
        self.client.speaker = name = said.name or self.client.speaker
        if not said.text:
            return wrong("silent", name)
        return await self.client.speak(name, said.text, key)

    def _collect(self) -> list[Arrival]:
        arrivals = self._courier.collect()
        for parcel, ref in arrivals:
            if parcel.notice.thing:
                self.screen.pinned(ref, parcel.reply)
        return arrivals

    async def _outcome(self, said: str, turn: Turn | None, arrivals: list[Arrival]) -> Outcome:
        parcels = tuple(arrival.parcel for arrival in arrivals)
        to = tuple(addressee(parcel) for parcel in parcels)
        replies = [parcel.reply for parcel in parcels]
        # The members that direct messages are for have to be looked up like those that are spoken of.
        replies.append(Reply("", {"to": tuple(name for name in to if isinstance(name, Mention))}))
        if turn is not None:
            replies.append(turn.reply)
        voice = await self.client.house.voice(replies)
        sent = tuple(zip(to, parcels, strict=True))
        return Outcome(self.line, said, self.client.speaker, turn, sent, voice)
