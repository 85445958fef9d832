"""What can be done at the terminal: speak, press, submit, move the clock, restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.console.clock import ConsoleClock
from adapters.console.house import Answer, House, OpenHouse, person
from adapters.console.screen import Delivery, Screen
from core.instants import Instant
from core.people import Rank, Who
from core.speech.reply import Form, Reply

_END: Instant = 250_000_000_000_000_000
"""In the year 9892: what is issued then still has an expiry that a calendar can hold."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a line came to. ``command`` is None for a directive; ``key`` is of the delivery made, if any."""

    by: str | None
    command: str | None
    reply: Reply
    key: str = ""


class Client:
    """A house, the clock it runs by, and the screen that outlives it. ``speaker`` is who is typing."""

    def __init__(
        self, house: House, open_house: OpenHouse, clock: ConsoleClock, screen: Screen, speaker: str
    ) -> None:
        self.house = house
        self.clock = clock
        self.screen = screen
        self.speaker = speaker
        self._open = open_house
        self._roles: dict[str, tuple[str, ...]] = {}  # as a platform would know them, not the bot
        self._peopled = False

    def person(self, name: str) -> Who:
        """Somebody at the terminal, with the roles that they have."""
        return person(name, self._roles.get(name, ()))

    def give_roles(self, name: str, roles: tuple[str, ...]) -> None:
        """From now on somebody has these roles and no others, restarts included."""
        self._roles[name] = roles

    async def speak(self, name: str, line: str, key: str) -> Turn:
        """Somebody types a command."""
        return await self._hand_over(Delivery(self.person(name), key, line))

    async def press(self, name: str, number: int, key: str) -> Turn | None:
        """Somebody presses a button; None if there is none of that number."""
        found = self.screen.button(name, number)
        if found is None:
            return None
        reply, button = found
        if button.once and reply.number:
            key = f"press/{reply.number}/{number}"
        return await self._hand_over(Delivery(self.person(name), key, f"/{button.command}"))

    async def submit(self, name: str, form: Form, filled: Mapping[str, str], key: str) -> Turn:
        """Somebody submits a form. Taken, it closes; refused, it stays open for another try."""
        standing = {field.name: field.value for field in form.fields if field.value}
        given = {
            option: value for option, value in {**dict(form.given), **standing, **filled}.items() if value
        }
        turn = await self._hand_over(Delivery(self.person(name), key, command=form.command, given=given))
        if turn.reply.ok and self.screen.forms.get(name) is form:
            del self.screen.forms[name]
        return turn

    async def again(self) -> Turn | None:
        """The last command is delivered a second time, with its key; None if there was none."""
        last = self.screen.last
        return await self._hand_over(last) if last is not None else None

    async def rank(self, name: str, rank: Rank, key: str) -> None:
        """Somebody gets a rank; from then on nobody becomes staff by speaking first."""
        await self.house.ranked(self.person(name), rank, key)
        self._peopled = True

    async def joined(self, name: str, key: str) -> None:
        """The platform tells that somebody joined."""
        await self.house.joined(self.person(name), key)

    async def left(self, name: str, key: str) -> None:
        """The platform tells that somebody left."""
        await self.house.left(self.person(name), key)

    def reaches(self, target: Instant) -> bool:
        """Whether a moment is one that the clock can show: a margin of years keeps every due countable."""
        return target < _END

    async def step(self, target: Instant) -> None:
        """Move the clock to a moment, stopping at each due on the way to run its chores.

        Refuses nothing: who calls has seen that the moment lies ahead.
        """
        await self.house.tick()  # what fell due with the last command, before any time goes by
        due = await self.house.next_due(self.clock.now())
        while self.clock.now() < due <= target:
            self.clock.set(due)
            await self.house.tick()
            due = await self.house.next_due(due)
        self.clock.start_at_least(target)
        await self.house.tick()

    async def restart(self) -> None:
        """Close the house and open it again; clock and screen stay as they are."""
        await self.house.close()
        self.house = await self._open()
        await self.house.tick()

    async def _hand_over(self, delivery: Delivery) -> Turn:
        await self._first(delivery)
        answer: Answer
        if delivery.command:
            answer = await self.house.options(delivery.who, delivery.command, delivery.given, delivery.key)
        else:
            answer = await self.house.text(delivery.who, delivery.line, delivery.key)
        name = delivery.who.person
        self.screen.last = delivery
        self.screen.answered(name, answer.reply)
        return Turn(name, answer.command, answer.reply, delivery.key)

    async def _first(self, delivery: Delivery) -> None:
        """The first to speak in a new database is staff."""
        if not self._peopled and await self.house.empty():
            await self.house.ranked(delivery.who, Rank.STAFF, f"{delivery.key}/rank")
        self._peopled = True
