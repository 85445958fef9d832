"""A house for the console behind which every line goes to the bot through Discord, as simcord plays it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import simcord
from simcord.backend.errors import SetupError

from adapters.console.clock import ConsoleClock
from adapters.console.courier import Arrival
from adapters.discord import inbound
from adapters.discord.client import Client, Setup
from adapters.discord.courier import DiscordCourier
from adapters.discord.desk import Desk
from adapters.discord.inbound import PLATFORM
from adapters.discord.tree import is_required
from bot.wiring import Bot
from core.book import Book
from core.chat.ask import Answer
from core.chat.command import Command
from core.chat.options import ChoiceSpec, FlagSpec, TextSpec, WholeSpec
from core.chat.parsing import gather, named
from core.errors import Refusal
from core.instants import Instant
from core.ledger.operations import BY_KEY
from core.people import Rank, Who
from core.pieces import Piece
from core.ports import Parcel
from core.rules import places
from core.speech.notice import CHANNELS
from core.speech.reply import Reply
from core.speech.texts import Voice

FIRST = "console/first"
TWICE = "it is delivered twice, which the loopback server does"
_FLAGS = {
    "yes": True,
    "y": True,
    "on": True,
    "true": True,
    "no": False,
    "n": False,
    "off": False,
    "false": False,
}


class Unsendable(Exception):
    """No Discord client sends this; the words say why."""


class Ear:
    """The door, and what it answered last."""

    def __init__(self, door: Any) -> None:
        self._door = door
        self.last: Answer | None = None
        self.taken: list[tuple[int, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._door, name)

    def answered(self, community: int, key: str) -> None:
        """Marked later: simcord would wait out the second after which marks are written."""
        self.taken.append((community, key))

    async def text(self, *given: Any, **more: Any) -> Answer:
        self.last = await self._door.text(*given, **more)
        return self.last

    async def options(self, *given: Any, **more: Any) -> Answer:
        self.last = await self._door.options(*given, **more)
        return self.last


class Taped(DiscordCourier):
    """The courier, and what it delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Arrival] = []

    async def deliver(self, parcel: Parcel) -> str:
        ref = await super().deliver(parcel)
        self.arrived.append(Arrival(parcel, ref))
        return ref

    def collect(self) -> list[Arrival]:
        arrived, self.arrived = self.arrived, []
        return arrived


class Server:
    """Discord's side of a story: a guild with its channels, whoever has spoken, what each of them sees."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("Freelancers")
        self.channels = {name: self.guild.create_text_channel(name) for name in CHANNELS}
        self.people: dict[str, Any] = {}
        self.known: set[str] = set()  # to the bot
        self.others: dict[str, str] = {}  # the numbers of channels and roles, and what the story calls them
        self.shown: dict[str, Any] = {}  # each person's last message
        self.modals: dict[str, Any] = {}
        self.keys: set[str] = set()  # of what was delivered

    def person(self, name: str) -> Any:
        """A member of the guild, who is there as soon as they are spoken of."""
        if name not in self.people:
            self.people[name] = self.guild.add_member(
                self.env.create_user(f"u{len(self.people)}", global_name=name)
            )
        return self.people[name]

    def names(self) -> dict[str, str]:
        """What the story calls people, channels and roles, by their numbers."""
        return {**{str(one.id): name for name, one in self.people.items()}, **self.others}

    def channel(self, name: str) -> Any:
        """A channel that staff choose."""
        made = self.guild.create_text_channel(re.sub(r"\W", "", name) or "channel")
        self.others[str(made.id)] = name
        return made

    def role(self, name: str) -> Any:
        """A role that staff speak of; one of a name."""
        for number, known in self.others.items():
            if known == name:
                return next(one for one in self.guild.roles.values() if str(one.id) == number)
        made = self.guild.create_role(name.removeprefix("@"))
        self.others[str(made.id)] = name
        return made


class DiscordHouse:
    """What the console needs, with Discord between it and the door."""

    def __init__(self, bot: Bot, clock: ConsoleClock, server: Server, ear: Ear, client: Client) -> None:
        self.bot, self.clock, self.server, self.ear, self.client = bot, clock, server, ear, client
        self.pressing: tuple[int, Reply] | None = None
        self.straight = False  # past Discord, for a line that it can't send and that has an effect

    @property
    def place(self) -> str:
        return str(self.server.guild.id)

    def who(self, who: Who) -> Who:
        """A person of the console as Discord names them."""
        self.server.known.add(who.person)
        return Who(PLATFORM, self.place, str(self.server.person(who.person).id), who.name, locale="en")

    async def text(self, who: Who, line: str, key: str) -> Answer:
        """Somebody typed a command, or pressed a button."""
        if self.straight:
            command, parts, form = named(line)
            given = {
                name: str(self.server.person(one).id) if name == "member" else one
                for name, one in gather(command, parts).items()
            }
            if form:
                return Answer(*_parts(await self.ear.text(self.who(who), line, f"direct/{key}")))
            asked = self.ear.options(self.who(who), command.name, given, f"direct/{key}", filled=False)
            return Answer(*_parts(await asked))
        if key in self.server.keys and not key.startswith("press/"):
            raise Unsendable(TWICE)
        self.server.keys.add(key)
        if self.pressing is not None:
            return await self._press(who.person)
        try:
            command, parts, form = named(line)
            given = gather(command, parts)
        except Refusal as refusal:
            raise Unsendable(_why_not_parsed(refusal.key)) from None
        if form:
            return await self._form(who.person, line.removeprefix("/"))
        return await self._slash(who.person, command, given)

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Answer:
        """Somebody submitted a form."""
        if self.straight:
            return Answer(*_parts(await self.ear.options(self.who(who), command, given, f"direct/{key}")))
        if key in self.server.keys:
            raise Unsendable(TWICE)
        self.server.keys.add(key)
        shown = self.server.modals.get(who.person)
        if shown is None:
            raise Unsendable("the form has closed with its first answer")
        return await self._submit(who.person, shown, given)

    async def _slash(self, name: str, command: Command, given: Mapping[str, str]) -> Answer:
        values = {}
        by_form = command.form and all(option in command.form for option in given)
        try:
            for option, typed in given.items():
                values[option] = self._value(command, option, typed)
            for option in command.options:
                if is_required(command, option) and option.name not in given:
                    raise Unsendable("Discord asks for the option first")
        except Unsendable:
            if not by_form or not any("\n" in one for one in given.values()):
                raise
            opened = await self._did(name, self._send(name, command.name, {}))
            assert opened.reply.form is not None
            return await self._submit(name, self.server.modals[name], given)
        return await self._did(name, self._send(name, command.name, values))

    async def _send(self, name: str, command: str, values: Mapping[str, Any]) -> Any:
        person = self.server.person(name)
        self.server.known.add(name)
        try:
            return await person.slash(self.server.channels["jobs"], command, **values)
        except simcord.OptionError as error:
            raise Unsendable("the option does not take it") from error

    def _value(self, command: Command, name: str, typed: str) -> Any:
        """An option as a Discord client would fill it in. Raises Unsendable."""
        option = command.option(name)
        assert option is not None
        spec = option.spec
        if option.hidden:
            raise Unsendable("the option is for buttons")
        if spec.kind == "member":
            if typed.removeprefix("@") not in self.server.known:
                raise Unsendable("whoever can be chosen is known")
            return self.server.person(typed.removeprefix("@"))
        if spec.kind == "channel":
            return self.server.channel(typed)
        if spec.kind == "role":
            return self.server.role(typed)
        if isinstance(spec, FlagSpec):
            if typed.casefold() not in _FLAGS:
                raise Unsendable("it is neither yes nor no")
            return _FLAGS[typed.casefold()]
        if isinstance(spec, WholeSpec):
            if not re.fullmatch(r"-?[0-9]+", typed) or not spec.minimum <= int(typed) <= spec.maximum:
                raise Unsendable("the option takes whole numbers within its limits")
            return int(typed)
        if isinstance(spec, ChoiceSpec):
            if typed not in spec.choices:
                raise Unsendable("it is none of the option's choices")
            return typed
        if "\n" in typed:
            raise Unsendable("an option has one line")
        if not typed:
            raise Unsendable("an option is not empty")
        if (
            isinstance(spec, TextSpec)
            and spec.kind == "text"
            and not max(1, spec.minimum) <= len(typed) <= spec.maximum
        ):
            raise Unsendable("the option's length has limits")
        return typed

    async def _press(self, name: str) -> Answer:
        assert self.pressing is not None
        number, shown = self.pressing
        message = self.server.shown.get(name)
        if message is None or shown.key == "job.card":
            card = next(
                one for one in reversed(self.server.channels["jobs"].history()) if len(one.components) > 0
            )
            message = card
        buttons = [item for row in message.components for item in _children(row)]
        return await self._did(name, self.server.person(name).click(message, custom_id=buttons[number - 1]))

    async def _form(self, name: str, line: str) -> Answer:
        """Open a form with the button of a card that carries the line."""
        for message in reversed(self.server.channels["jobs"].history()):
            for one in (one for row in message.components for one in _children(row)):
                if one.endswith(f":{line}"):
                    return await self._did(name, self.server.person(name).click(message, custom_id=one))
        raise Unsendable("the form is opened by a button")

    async def _submit(self, name: str, shown: Any, given: Mapping[str, str]) -> Answer:
        controls = {one["custom_id"]: one for one in _controls(shown.modal)}
        values: dict[str, Any] = {}
        for option, control in controls.items():
            value = given.get(option, "")
            if control["type"] == 3:
                value = (
                    f"{option}-{value}" if value.isdecimal() else value
                )  # a person sees job-1 and picks it
                if value and value not in [one["value"] for one in control["options"]]:
                    raise Unsendable("it is none of the choices that the form shows")
                values[option] = [value] if value else []
            else:
                values[option] = value
            if control.get("required", True) and not value:
                raise Unsendable("Discord asks for the field first")
        try:
            return await self._did(name, self.server.person(name).submit_modal(shown, values))
        except SetupError as error:
            raise Unsendable("the field does not take it") from error

    async def _did(self, name: str, doing: Any) -> Answer:
        """Do it, and keep what the person sees then."""
        self.ear.last = None
        result = await doing
        answer = self.ear.last
        assert answer is not None, f"nothing came to the door: {result}"
        self.server.modals.pop(name, None)
        if result.modal is not None:
            self.server.modals[name] = result
        elif result.response is not None:
            messages = [result.response, *result.followups]
            self.server.shown[name] = messages[-1].message
            _must_say(answer.reply, messages)
        else:
            raise AssertionError(f"{name} saw nothing: {result}")
        return Answer(*_parts(answer))

    # The rest of the console's house --------------------------------------------

    async def joined(self, who: Who, key: str) -> None:
        await self.bot.door.joined(self.who(who), key)

    async def left(self, who: Who, key: str) -> None:
        await self.bot.door.left(self.who(who), key)
        self.server.known.discard(who.person)  # a client offers only who is there

    async def ranked(self, who: Who, rank: Rank, key: str) -> None:
        await self.bot.door.ranked(self.who(who), rank, FIRST if await self.empty() else key)

    async def empty(self) -> bool:
        community = await self.bot.door.community(PLATFORM, self.place)
        return await self.bot.door.look(community, lambda book: not book.find(BY_KEY, FIRST))

    async def tick(self) -> None:
        await self.bot.chores.tick()
        await self.deliver()

    async def deliver(self) -> None:
        await self.bot.outbox.deliver()

    async def next_due(self, after: Instant) -> Instant:
        return await self.bot.chores.next_due(after)

    async def voice(self, replies: Sequence[Reply], locale: str = "") -> Voice:
        community = await self.bot.door.community(PLATFORM, self.place)
        return await self.bot.door.voice(community, replies, locale, PLATFORM)

    async def answered(self, key: str) -> None:
        """Whatever Discord took by now is marked."""
        for community, taken in self.ear.taken:
            self.bot.door.answered(community, taken)
        self.ear.taken.clear()

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        return ()

    async def close(self) -> None:
        await self.bot.close()

    async def route(self) -> None:
        """The channels of the guild are the bot's channels from the start; an address is no operation."""
        community = await self.bot.door.community(PLATFORM, self.place)

        def decide(book: Book) -> Reply:
            for name, channel in self.server.channels.items():
                places.point(book, PLATFORM, name, str(channel.id))
            return Reply("pointed")

        await self.bot.engine.submit(Piece(community, "route", decide, kept=False, person=False))


def connected(bot: Bot, courier: DiscordCourier) -> tuple[Ear, Client]:
    """A client of a bot's."""
    ear: Any = Ear(bot.door)
    client = Client(Setup("token"), Desk(ear, bot.storage.queries, bot.engine.remember))
    courier.client = client
    return ear, client


def _parts(answer: Answer) -> tuple[str, Reply, int]:
    return answer.command, answer.reply, answer.community


def _why_not_parsed(key: str) -> str:
    kind = key.partition(".")[0]
    return {"command": "there is no such command", "option": "there is no such option"}.get(
        kind, "a client builds the line itself"
    )


def _children(row: Any) -> list[str]:
    return [one.custom_id for one in row.children]


def _controls(modal: Mapping[str, Any]) -> list[Any]:
    return [one["component"] for one in modal["components"] if one["type"] == 18]


def _must_say(reply: Reply, messages: Sequence[Any]) -> None:
    """What is seen is the answer: as many buttons, the colour of its kind, its files."""
    last = messages[-1]
    assert all(one.ephemeral for one in messages)
    kinds = {True: 0x5865F2, False: 0xF0B232}
    assert {embed.colour.value for one in messages for embed in one.embeds} == {kinds[reply.ok]}
    buttons = [item for row in last.message.components for item in _children(row)]
    kept = inbound.footer_of(last.message)
    assert len(buttons) >= len(reply.buttons), kept
    assert len(last.message.attachments) >= len(reply.files)
