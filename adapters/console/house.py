"""What the console needs of the bot. `bot/wiring` implements it, tests stand in for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from adapters.console.clock import ConsoleClock
from core.instants import Instant
from core.people import Rank, Who
from core.speech.reply import Reply
from core.speech.texts import Voice

PLATFORM = "console"
PLACE = "console"
"""A console is one community, whoever speaks."""


class Answer(Protocol):
    """A command's name without its options ("" when unknown), and what was answered."""

    @property
    def command(self) -> str: ...

    @property
    def reply(self) -> Reply: ...


class House(Protocol):
    """The bot behind the terminal, from its opening to its closing."""

    clock: ConsoleClock

    async def text(self, who: Who, line: str, key: str) -> Answer:
        """Somebody typed a command, with or without the slash."""

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Answer:
        """Somebody submitted a form."""

    async def joined(self, who: Who, key: str) -> None:
        """The platform reports that somebody joined."""

    async def left(self, who: Who, key: str) -> None:
        """The platform reports that somebody left."""

    async def ranked(self, who: Who, rank: Rank, key: str) -> None:
        """From now on this person has that rank; kept in the database."""

    async def empty(self) -> bool:
        """Whether nobody has ever spoken here, nor got a rank."""

    async def tick(self) -> None:
        """Run the chores that are due at the clock's time, then deliver."""

    async def deliver(self) -> None:
        """Empty the outbox through the courier."""

    async def next_due(self, after: Instant) -> Instant:
        """The first moment after this one at which something may fall due; FOREVER if none."""

    async def voice(self, replies: Sequence[Reply], locale: str = "") -> Voice:
        """How these replies are to be read: zone, names and texts looked up."""

    async def answered(self, key: str) -> None:
        """The person has seen the answer to the delivery of this key."""

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        """What may stand in place of the line's last word, each with a hint."""

    async def close(self) -> None:
        """Finish what has queued and let the database go."""


OpenHouse = Callable[[], Awaitable[House]]


def person(name: str, roles: Sequence[str] = ()) -> Who:
    """Somebody at the terminal; the rank is the database's to know."""
    return Who(PLATFORM, PLACE, name, name, roles=tuple(roles))
