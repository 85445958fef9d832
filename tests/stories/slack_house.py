"""A house for the console behind which every line goes to the bot through Slack, over real sockets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.console.clock import ConsoleClock
from adapters.console.courier import addressee
from adapters.slack.courier import SlackCourier
from adapters.slack.inbound import PLATFORM
from adapters.slack.rich import escape
from bot.wiring import Bot
from core.chat.ask import Answer
from core.chat.command import COMMANDS, Command
from core.chat.parsing import gather, named
from core.errors import Refusal
from core.people import Who
from core.speech.notice import CHANNELS
from core.speech.phrase import Mention, Place, Term
from core.speech.plain import typed
from core.speech.reply import Reply
from core.speech.texts import name_of
from tests.adapters.slack.offline import Connected
from tests.adapters.slack.workspace import TEAM, Seen, Workspace
from tests.stories.ear import Ear, Tape
from tests.stories.elsewhere import House, Unsendable
from tests.stories.slack_shown import buttons, unlike_answer, unlike_form, unlike_notice


class Taped(Tape, SlackCourier):
    """The courier, and what it delivered."""

    pace = 0.0


class Town:
    """Slack's side of a story: the workspace, and what each person sees there."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.known: set[str] = set()  # to the bot
        self.seen: dict[str, Seen] = {}  # what each person was answered last
        self.forms: dict[str, Any] = {}
        self.sent: dict[str, Any] = {}  # the forms that were submitted, by the delivery
        self.keys: dict[str, str] = {}  # the trigger of each delivery
        self.routes = {name: workspace.channel(name) for name in CHANNELS}

    def names(self) -> dict[str, str]:
        """What the story calls people, channels and groups, by their numbers."""
        one = self.workspace
        return {
            number: name for some in (one.people, one.channels, one.groups) for name, number in some.items()
        }


class SlackHouse(House):
    """What the console needs, with Slack between it and the door."""

    platform, place = PLATFORM, TEAM

    def __init__(
        self, bot: Bot, clock: ConsoleClock, town: Town, ear: Ear, connected: Connected, courier: Taped
    ) -> None:
        self.bot, self.clock, self.town, self.ear, self.courier = bot, clock, town, ear, courier
        self.connected = connected
        self.wrong: list[str] = []
        """What can be read on Slack and is not what was said."""
        self.pressing: tuple[int, Reply] | None = None
        self.straight = False  # past Slack, for a line that it can't send and that has an effect

    def who(self, who: Who) -> Who:
        """A person of the console as Slack names them."""
        self.town.known.add(who.person)
        roles = self._give(who)
        return Who(PLATFORM, TEAM, self.town.workspace.person(who.person), who.name, roles=roles, locale="en")

    def _give(self, who: Who) -> tuple[str, ...]:
        """Somebody is in these groups and no others, as Slack would report; their numbers."""
        changed, numbers = self.town.workspace.give(who.person, who.roles)
        if changed:
            self.connected.client.reach.persons.forget_groups(TEAM)
        return numbers

    async def text(self, who: Who, line: str, key: str) -> Answer:
        """Somebody typed a command, or pressed a button."""
        self._give(who)
        if self.straight:
            return await self.ear.text(self.who(who), self._numbered(line), f"direct/{key}")
        if who.person in self.town.workspace.gone:
            await self.joined(who, f"back/{key}")
        if self.pressing is not None:
            return await self._press(who.person)
        command, text = self._sent(line)
        trigger = self.town.keys.setdefault(key, f"{len(self.town.keys)}.0.story")
        send = self.town.workspace.command(who.person, command, text, trigger_id=trigger)
        return await self._did(who.person, send)

    def _sent(self, line: str) -> tuple[str, str]:
        """A line as a Slack client sends it: members, channels and groups as mentions."""
        word, _, rest = line.removeprefix("/").partition(" ")
        if word == "help":
            word, rest = "connects", f"help {rest}".strip()
        elif word not in {name.split()[0] for name in COMMANDS}:
            raise Unsendable("there is no such command")
        try:
            command, parts, form = named(f"{word} {rest}")
            given = gather(command, parts)
        except Refusal:
            return f"/{word}", escape(rest)
        said = {name: self._said(command, name, value) for name, value in given.items()}
        if said == given:
            return f"/{word}", escape(rest)
        tail = typed(command.name, {n: v for n, v in given.items() if said[n] == v})[1:].partition(" ")[2]
        mentions = " ".join(f"{name}:{value}" for name, value in said.items() if value != given[name])
        return f"/{word}", f"{escape(tail)} {mentions}" + (" ?" if form else "")

    def _said(self, command: Command, name: str, value: str) -> str:
        option = command.option(name)
        workspace = self.town.workspace
        match option.spec.kind if option is not None else "":
            case "member":
                person = value.removeprefix("@")
                if person not in self.town.known:
                    raise Unsendable("whoever can be mentioned is there")
                return f"<@{workspace.person(person)}|{person}>"
            case "channel":
                return f"<#{workspace.channel(value)}|{re.sub(r'[^a-z0-9_-]', '', value)}>"
            case "role":
                self.connected.client.reach.persons.forget_groups(TEAM)  # as Slack would report
                return f"<!subteam^{workspace.group(value)}|{re.sub(r'[<>|]', '', value)}>"
        if value in workspace.groups and command.name == "admin policy":  # as the client writes it
            return f"<!subteam^{workspace.group(value)}|{value}>"
        return value

    def _numbered(self, line: str) -> str:
        """A line past Slack, with members by number."""
        try:
            command, parts, form = named(line)
            given = gather(command, parts)
        except Refusal:
            return line
        given = {
            name: self.town.workspace.person(one.removeprefix("@")) if name == "member" else one
            for name, one in given.items()
        }
        return typed(command.name, given)[1:] + (" ?" if form else "")

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Answer:
        """Somebody submitted a form."""
        if self.straight:
            return await self.ear.options(self.who(who), command, given, f"direct/{key}")
        view = self.town.sent.get(key) or self.town.forms.pop(who.person, None)
        if view is None:
            raise Unsendable("no form is open")
        self.town.sent[key] = view  # a second click sends what the first did
        fields = {block["block_id"].split(".")[1] for block in view["blocks"] if block["type"] == "input"}
        values: dict[str, str | None] = {name: given.get(name, "") for name in fields}
        seen = self.town.workspace.submit(who.person, view, values)
        return await self._did(who.person, seen)

    async def _press(self, name: str) -> Answer:
        assert self.pressing is not None
        number, shown = self.pressing
        workspace = self.town.workspace
        seen = self.town.seen.get(name)
        if shown.key == "job.card" or seen is None:
            cards = [
                one for one in workspace.posted[self.town.routes["jobs"]].values() if buttons(one["blocks"])
            ]
            element = buttons(cards[-1]["blocks"])[number - 1]
            return await self._did(name, workspace.press(name, element, card=True))
        blocks = seen.view["blocks"] if seen.view is not None else seen.messages[-1]["blocks"]
        return await self._did(name, workspace.press(name, buttons(blocks)[number - 1], seen=seen))

    async def _did(self, name: str, doing: Any) -> Answer:
        """Do it, and keep what the person sees then."""
        self.ear.last = None
        self.town.known.add(name)
        seen: Seen = await doing
        if seen.errors:
            raise Unsendable("it is said at the field")
        answer = self.ear.last
        if answer is None:
            raise Unsendable("Slack's side refuses it")
        voice = await self.voice([answer.reply])
        names = self.town.names()
        is_form = seen.view is not None and seen.view["callback_id"] == "form"
        if is_form:
            self.town.forms[name] = seen.view
        if answer.reply.form is not None:
            assert seen.view is not None
            self.wrong += unlike_form(answer.reply, seen.view, names, voice)
        else:
            self.town.seen[name] = seen
            self.wrong += unlike_answer(answer.reply, seen, names, voice)
        if answer.reply.key == "channel.set":
            use, place = answer.reply.facts["use"], answer.reply.facts["channel"]
            assert isinstance(use, Term)
            assert isinstance(place, Place)
            self.town.routes[use.word] = place.name
        return answer

    # The rest of the console's house --------------------------------------------

    async def joined(self, who: Who, key: str) -> None:
        """Slack says so; of somebody who was there before it says that they have changed."""
        workspace, number = self.town.workspace, self.town.workspace.person(who.person)
        self.town.known.add(who.person)
        kind = "user_change" if who.person in workspace.gone else "team_join"
        workspace.gone.discard(who.person)
        await workspace.event({"type": kind, "user": workspace.user(number)}, self._event(key))

    async def left(self, who: Who, key: str) -> None:
        """Slack says that they were deactivated."""
        workspace, number = self.town.workspace, self.town.workspace.person(who.person)
        workspace.gone.add(who.person)
        await workspace.event({"type": "user_change", "user": workspace.user(number)}, self._event(key))

    def _event(self, key: str) -> str:
        return self.town.keys.setdefault(key, f"Ev{len(self.town.keys)}")

    async def deliver(self) -> None:
        """Deliver, and look at what stands on Slack now: every notice, where it belongs."""
        before = len(self.courier.arrived)
        assert await self.bot.outbox.deliver() == 0
        newest = {ref: parcel for parcel, ref in self.courier.arrived[before:]}
        for ref, parcel in newest.items():
            assert parcel.edits in ("", ref), "posted anew"
            channel, _, ts = ref.partition("/")
            message = self.town.workspace.posted[channel][ts]
            to = addressee(parcel)
            voice = await self.voice([parcel.reply, Reply("", {"to": to} if isinstance(to, Mention) else {})])
            if isinstance(to, Mention):
                assert channel == f"D{self.town.workspace.person(name_of(to.member, voice))[1:]}"
            else:
                assert channel == self.town.routes[to[1:]]
            self.wrong += unlike_notice(parcel.reply, message, self.town.names(), voice)

    async def close(self) -> None:
        await self.connected.close()
        await self.bot.close()
