"""What a story comes to on a platform, and how it is compared with the terminal."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.console.client import Turn
from adapters.console.console import Console
from bot.wiring import Bot
from core.book import Book
from core.instants import Instant
from core.ledger.operations import BY_KEY
from core.people import Rank, Who
from core.pieces import Piece
from core.rules import places
from core.speech.reply import Reply
from core.speech.texts import Voice
from tests.stories.ear import Ear
from tests.stories.playing import Stage

FIRST = "console/first"
Objects = dict[int, dict[str, Any]]
_SOURCE = re.compile(r"(console|discord|slack|direct|press)/[\w/.:-]+")
_PATH = re.compile(r'"path": "[^"]*"')


@dataclass
class Elsewhere:
    """What a story came to on a platform."""

    objects: Objects = field(default_factory=dict)
    journal: list[dict[str, Any]] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    """Lines that no client of the platform sends, and why."""
    names: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """What of what was sent is beyond the platform's limits, or reads otherwise than in the terminal."""
    payloads: Counter[str] = field(default_factory=Counter)


class Unsendable(Exception):
    """No client of the platform sends this; the words say why."""


TWICE = "it is delivered twice, which the loopback server does"


async def play_line(
    console: Console, number: int, line: str, run: Elsewhere, stage: Stage, expected: Objects
) -> None:
    """Play one line; what no client sends is skipped, and where it has an effect done past the platform."""
    house: Any = console.client.house
    house.pressing = None
    try:
        outcome = await console.run(line)
    except Unsendable as why:
        run.skipped[number] = str(why)
        if str(why) == TWICE or (number in expected and not expected[number]["ok"]):
            return
        # It has an effect in the terminal, so that the story goes on it is done here as well.
        console.line -= 1
        house.straight = True
        outcome = await console.run(line)
        house.straight = False
    if outcome is not None:
        stage.take(number, outcome)


def watch_presses(console: Console) -> None:
    """Tell the house which button a line presses."""
    client, press = console.client, console.client.press

    async def watched(name: str, number: int, key: str) -> Turn | None:
        found = client.screen.button(name, number)
        house: Any = client.house
        house.pressing = (number, found[0]) if found is not None else None
        try:
            return await press(name, number, key)
        finally:
            house.pressing = None

    client.press = watched  # type: ignore[method-assign]


def last_time(book: Any) -> int:
    """The time of a community's newest operation."""
    return int(book.community.at)


def plain(value: Any, called: dict[str, str]) -> Any:
    """As both say it: people by their names, deliveries by no source, files wherever they lie."""
    text = _PATH.sub('"path": "*"', json.dumps(value, sort_keys=True))
    for number, name in called.items():
        text = text.replace(number, json.dumps(name)[1:-1])
    return json.loads(_SOURCE.sub("*", text))


def by_addressee(notices: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Between addressees there is no order."""
    found: dict[str, list[Any]] = {}
    for one in notices:
        found.setdefault(one["to"], []).append({key: one[key] for key in ("key", "facts", "text")})
    return found


class House(ABC):
    """What every platform's house does alike: what is not said goes to the bot directly."""

    platform: str
    place: str
    bot: Bot
    ear: Ear

    @abstractmethod
    def who(self, who: Who) -> Who:
        """A person of the console as the platform names them."""

    @abstractmethod
    async def deliver(self) -> None:
        """Deliver, and look at what stands on the platform now."""

    async def community(self) -> int:
        """The place's community."""
        return await self.bot.door.community(self.platform, self.place)

    async def ranked(self, who: Who, rank: Rank, key: str) -> None:
        await self.bot.door.ranked(self.who(who), rank, FIRST if await self.empty() else key)

    async def empty(self) -> bool:
        return await self.bot.door.look(await self.community(), lambda book: not book.find(BY_KEY, FIRST))

    async def tick(self) -> None:
        await self.bot.chores.tick()
        await self.deliver()

    async def next_due(self, after: Instant) -> Instant:
        return await self.bot.chores.next_due(after)

    async def voice(self, replies: Sequence[Reply], locale: str = "") -> Voice:
        return await self.bot.door.voice(await self.community(), replies, locale, self.platform)

    async def answered(self, key: str) -> None:
        """Whatever the platform took by now is marked."""
        for community, taken in self.ear.taken:
            self.bot.door.answered(community, taken)
        self.ear.taken.clear()

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        return ()

    async def point(self, channels: Mapping[str, str]) -> None:
        """The place's channels are the bot's channels from the start; an address is no operation."""

        def decide(book: Book) -> Reply:
            for name, to in channels.items():
                places.point(book, self.platform, name, to)
            return Reply("pointed")

        await self.bot.engine.submit(Piece(await self.community(), "route", decide, kept=False, person=False))
