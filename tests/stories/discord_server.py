"""Discord's side of a story: the server with its people, what they see, and what the bot sent there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import simcord
from simcord.results import to_discord_message

from adapters.discord.courier import DiscordCourier
from core.speech.notice import CHANNELS
from tests.stories.ear import Tape


class Taped(Tape, DiscordCourier):
    """The courier, and what it delivered."""


class Server:
    """Discord's side of a story: a guild with its channels, whoever has spoken, what each of them sees."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("Freelancers")
        self.channels = {name: self.guild.create_text_channel(name) for name in CHANNELS}
        self.people: dict[str, Any] = {}
        self.known: set[str] = set()  # to the bot
        self.gone: set[str] = set()  # of them; a client names them by their number, not as members
        self.others: dict[str, str] = {}  # the numbers of channels and roles, and what the story calls them
        self.seen: dict[str, list[Any]] = {}  # what each person was answered
        self.modals: dict[str, Any] = {}
        self.keys: set[str] = set()  # of what was delivered
        self.refs: dict[int, list[int]] = {}  # the bot's messages in each channel
        self.routes = {name: channel.id for name, channel in self.channels.items()}

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

    def give(self, name: str, roles: Iterable[str]) -> tuple[str, ...]:
        """Somebody has these roles and no others; the roles' numbers."""
        member, wanted = self.person(name), [self.role(role).id for role in roles]
        backend, guild = self.env.backend, self.guild.id
        for one in set(backend.get_member(guild, member.id).role_ids) - {guild, *wanted}:
            backend.remove_member_role(guild, member.id, one)
        for one in wanted:
            backend.add_member_role(guild, member.id, one)
        return tuple(str(one) for one in wanted)

    def posted(self, refs: Iterable[str]) -> dict[str, Any]:
        """The messages that the bot posted or edited now; nothing else may stand in their channels."""
        found = {}
        for ref in refs:
            channel, number = (int(part) for part in ref.split("/"))
            known = self.refs.setdefault(channel, [])
            if number not in known:
                known.append(number)
            found[ref] = channel, number
        for channel in {channel for channel, _ in found.values()}:
            there = self.env.backend.messages[channel].values()
            assert [one.id for one in there if not one.is_ephemeral] == self.refs[channel]
        messages = self.env.backend.messages
        return {ref: to_discord_message(self.env, messages[on][one]) for ref, (on, one) in found.items()}

    def buttons(self, name: str) -> Iterator[tuple[Any, Any]]:
        """The buttons before a person, the newest first: of their answers, then of the cards."""
        for message in [*reversed(self.seen.get(name, ())), *reversed(self.channels["jobs"].history())]:
            for row in message.components:
                for one in row.children:
                    yield message, one

    def place_of(self, to: str, channel: int) -> bool:
        """Whether a message for somebody or a channel stands where it belongs."""
        if to.startswith("#"):
            return channel == self.routes[to[1:]]
        return self.env.backend.dm_channels.get(self.people[to].id) == channel
