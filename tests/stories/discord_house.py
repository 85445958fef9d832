"""A house for the console behind which every line goes to the bot through Discord, as simcord plays it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import simcord
from simcord.backend.errors import SetupError

from adapters.console.clock import ConsoleClock
from adapters.console.courier import addressee
from adapters.discord.client import Client, Setup
from adapters.discord.courier import DiscordCourier
from adapters.discord.inbound import PLATFORM
from adapters.discord.tree import is_required
from bot.wiring import Bot
from core.chat.ask import Answer
from core.chat.command import Command
from core.chat.parsing import gather, named
from core.errors import Refusal
from core.people import Who
from core.speech.phrase import Mention, Place, Term
from core.speech.reply import Reply
from core.speech.texts import name_of
from tests.stories.discord_lines import meant, value_of, why_not_parsed
from tests.stories.discord_server import Server, Taped
from tests.stories.discord_shown import unlike_answer, unlike_form, unlike_notice
from tests.stories.ear import Ear
from tests.stories.elsewhere import TWICE, House, Unsendable


class DiscordHouse(House):
    """What the console needs, with Discord between it and the door."""

    def __init__(self, bot: Bot, clock: ConsoleClock, server: Server, ear: Ear, courier: Taped) -> None:
        self.bot, self.clock, self.server, self.ear, self.courier = bot, clock, server, ear, courier
        self.wrong: list[str] = []
        """What can be read on Discord and is not what was said."""
        self.pressing: tuple[int, Reply] | None = None
        self.straight = False  # past Discord, for a line that it can't send and that has an effect

    platform = PLATFORM

    @property
    def place(self) -> str:  # type: ignore[override]
        return str(self.server.guild.id)

    def who(self, who: Who) -> Who:
        """A person of the console as Discord names them."""
        self.server.known.add(who.person)
        roles = self.server.give(who.person, who.roles)
        return Who(
            PLATFORM, self.place, str(self.server.person(who.person).id), who.name, roles=roles, locale="en"
        )

    async def text(self, who: Who, line: str, key: str) -> Answer:
        """Somebody typed a command, or pressed a button."""
        self.server.give(who.person, who.roles)
        if self.straight:
            command, parts, form = named(line)
            given = {
                name: str(self.server.person(one).id) if name == "member" else one
                for name, one in gather(command, parts).items()
            }
            if form:
                return await self.ear.text(self.who(who), line, f"direct/{key}")
            asked = self.ear.options(self.who(who), command.name, given, f"direct/{key}", filled=False)
            return await asked
        if key in self.server.keys and not key.startswith("press/"):
            raise Unsendable(TWICE)
        self.server.keys.add(key)
        if self.pressing is not None:
            return await self._press(who.person)
        try:
            command, parts, form = named(line)
            given = gather(command, parts)
        except Refusal as refusal:
            raise Unsendable(why_not_parsed(refusal.key)) from None
        if form:
            return await self._form(who.person, line.removeprefix("/"))
        return await self._slash(who.person, command, given)

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Answer:
        """Somebody submitted a form."""
        if self.straight:
            return await self.ear.options(self.who(who), command, given, f"direct/{key}")
        if key in self.server.keys:
            raise Unsendable(TWICE)
        self.server.keys.add(key)
        shown = self.server.modals.get(who.person)
        return await self._submit(who.person, shown or await self._reopened(who.person), given)

    async def _reopened(self, name: str) -> Any:
        """A form that was refused closes, and its answer has a button that opens it again."""
        for message, button in self.server.buttons(name):
            if button.label == "Open the form":
                await self._did(name, self.server.person(name).click(message, custom_id=button.custom_id))
                return self.server.modals[name]
        raise Unsendable("no form is open")

    async def _slash(self, name: str, command: Command, given: Mapping[str, str]) -> Answer:
        values = {}
        by_form = command.form and all(option in command.form for option in given)
        try:
            for option, typed in given.items():
                values[option] = value_of(self.server, command, option, typed)
            for one in command.options:
                if is_required(command, one) and one.name not in given:
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

    async def _press(self, name: str) -> Answer:
        assert self.pressing is not None
        number, shown = self.pressing
        card = shown.key == "job.card" or not self.server.seen.get(name)
        message: Any = (
            next(one for one in reversed(self.server.channels["jobs"].history()) if one.components)
            if card
            else self.server.seen[name][-1]
        )
        buttons = [one.custom_id for row in message.components for one in row.children]
        return await self._did(name, self.server.person(name).click(message, custom_id=buttons[number - 1]))

    async def _form(self, name: str, line: str) -> Answer:
        """Open a form with a button that carries the line, in whatever way it is written there."""
        for message, button in self.server.buttons(name):
            if meant(button.custom_id.partition(":")[2]) == meant(line):
                return await self._did(
                    name, self.server.person(name).click(message, custom_id=button.custom_id)
                )
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
            elif control["type"] in (5, 6, 8):  # a person, a role, a channel
                values[option] = [value] if value else []
            else:
                values[option] = value
            if control.get("required", True) and not value:
                raise Unsendable("Discord asks for the field first")
        try:
            submitted = await self._did(name, self.server.person(name).submit_modal(shown, values))
        except SetupError as error:
            raise Unsendable("the field does not take it") from error
        self.server.modals.pop(name, None)
        return submitted

    async def _did(self, name: str, doing: Any) -> Answer:
        """Do it, and keep what the person sees then."""
        self.ear.last = None
        self.server.gone.discard(name)
        result = await doing
        answer = self.ear.last
        assert answer is not None, f"nothing came to the door: {result}"
        voice = await self.voice([answer.reply])
        if result.modal is not None:
            self.server.modals[name] = result
            self.wrong += unlike_form(answer.reply, result.modal, self.server.names(), voice)
        elif result.response is not None:
            messages = [result.response, *result.followups]
            self.server.seen.setdefault(name, []).append(messages[-1].message)
            self.wrong += unlike_answer(answer.reply, messages, self.server.names(), voice)
        else:
            raise AssertionError(f"{name} saw nothing: {result}")
        if answer.reply.key == "channel.set":
            use, place = answer.reply.facts["use"], answer.reply.facts["channel"]
            assert isinstance(use, Term)
            assert isinstance(place, Place)
            self.server.routes[use.word] = int(place.name)
        return answer

    # The rest of the console's house --------------------------------------------

    async def joined(self, who: Who, key: str) -> None:
        await self.bot.door.joined(self.who(who), key)
        self.server.gone.discard(who.person)

    async def left(self, who: Who, key: str) -> None:
        known = who.person in self.server.known
        await self.bot.door.left(self.who(who), key)
        (self.server.gone.add if known else self.server.known.discard)(who.person)

    async def deliver(self) -> None:
        """Deliver, and look at what stands on Discord now: every notice, where it belongs."""
        before = len(self.courier.arrived)
        assert await self.bot.outbox.deliver() == 0
        newest = {ref: parcel for parcel, ref in self.courier.arrived[before:]}
        posted = self.server.posted(ref for _, ref in self.courier.arrived[before:])
        for ref, parcel in newest.items():
            assert parcel.edits in ("", ref), "posted anew"
            message = posted[ref]
            to = addressee(parcel)
            voice = await self.voice([parcel.reply, Reply("", {"to": to} if isinstance(to, Mention) else {})])
            whose = name_of(to.member, voice) if isinstance(to, Mention) else to
            assert self.server.place_of(whose, message.channel.id), f"{parcel.reply.key} for {whose}"
            self.wrong += unlike_notice(parcel.reply, message, self.server.names(), voice)

    async def close(self) -> None:
        await self.bot.close()


def connected(bot: Bot, courier: DiscordCourier) -> tuple[Ear, Client]:
    """A client of a bot's."""
    ear: Any = Ear(bot.door)
    client = Client(Setup("token"), replace(bot.desk, door=ear))
    courier.client = client
    return ear, client


def _controls(modal: Mapping[str, Any]) -> list[Any]:
    return [one["component"] for one in modal["components"] if one["type"] == 18]
