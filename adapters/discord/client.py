"""The connection to Discord: what arrives goes to the door, and the door's answers go back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord
import structlog
import yarl

from adapters.discord import answering, custom, dispatch, forms, guard, inbound, presence, tree
from adapters.discord.answering import NOBODY, Asked, Form
from adapters.discord.buttons import Choose, Press
from adapters.discord.inbound import PLATFORM
from adapters.discord.permissions import lacking
from core.chat.ask import Answer
from core.chat.desk import Desk
from core.errors import Refusal
from core.people import Who
from core.pieces import refused
from core.ports import Unavailable
from core.speech.phrase import Fact, Place
from core.speech.reply import Reply

MEMBER_OPTIONS = ("member",)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Setup:
    """How to reach Discord. ``guild`` is one for developing, whose commands change at once."""

    token: str
    members: bool = False
    guild: int = 0
    base: str = ""
    gateway: str = ""
    shards: tuple[int, ...] = ()
    """Those that this process serves; none: all that Discord wants."""
    shard_count: int = 0


class Client(discord.AutoShardedClient):
    """One process's connection, sharded as Discord wants it."""

    def __init__(self, setup: Setup, desk: Desk) -> None:
        # The bot has no voice, so nobody need be told what that would take.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        if setup.base:
            discord.http.Route.BASE = setup.base
        divided: dict[str, Any] = {}
        if setup.shards:
            divided = {"shard_ids": list(setup.shards), "shard_count": setup.shard_count}
        super().__init__(
            intents=discord.Intents(guilds=True, members=setup.members),
            allowed_mentions=NOBODY,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,  # the least there is; then the courier waits instead
            enable_debug_events=False,
            **divided,
            connector=guard.Guarded(setup.base, setup.gateway),
        )
        self.setup = setup
        self.desk = desk
        self.door = desk.door
        self.tree = dispatch.Tree(self)
        self.leaving = False
        self.forced = False
        self.sent = 0
        self.woken: Callable[[], None] = lambda: None
        self.reconciled = asyncio.Event()
        self._working: set[asyncio.Task[Any]] = set()
        self.add_dynamic_items(Press, Choose)
        self.http.get_bot_gateway = self._gateway  # type: ignore[method-assign]
        tree.grow(self.tree, self.called, self.completes)

    async def _gateway(self) -> Any:
        """As the REST server says it, but for an address that was set. Raises Strange."""
        setup = self.setup
        shards, told, limit = await discord.http.HTTPClient.get_bot_gateway(self.http)
        url = yarl.URL(setup.gateway or told)
        # A connection that is refused later is tried again for ever.
        guard.check(url, setup.base, setup.gateway)
        if setup.base or setup.gateway:
            # Where a session that can't be resumed begins anew.
            discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = url
        return shards, str(url), limit

    # Commands ----------------------------------------------------------------

    async def setup_hook(self) -> None:
        """Once, after the login: the tree is sent if it has changed since it was last sent, or if forced."""
        if self.setup.shards:
            await self._gateway()  # the library asks only where Discord says how many shards there are
        await self.tree.set_translator(tree.Words())
        try:
            self.sent = await dispatch.sync(self, force=self.forced)
        except discord.HTTPException as error:
            if self.forced:
                raise
            # The commands that Discord has still work; the next start tries again.
            _log.error("commands_not_sent", code=error.code, why=error.text)

    async def takes(self, interaction: discord.Interaction[Any], form: Form | None = None) -> bool:
        """Whether there is time enough left to do anything, and whoever asks is not too fast."""
        if not inbound.is_late(interaction):
            return await answering.goes_on(self.desk, interaction, form)
        # If that is always so, this machine's clock is wrong.
        age = (discord.utils.utcnow() - interaction.created_at).total_seconds()
        _log.warning("interaction_late", key=inbound.key_of(interaction), seconds=round(age, 1))
        return False

    async def called(self, interaction: discord.Interaction[Any], name: str, given: dict[str, str]) -> None:
        """A slash command with its options."""
        who, key = inbound.who(interaction), inbound.key_of(interaction)
        asked = Asked(self.door, interaction, who, key)

        async def work() -> Answer:
            await self._there(who, "")
            await self._meet(interaction, given, who, key)
            return await self.door.options(who, name, given, key, filled=False, tell=asked.tell)

        answer = await self._work(asked.answer(self._unless_leaving(name, work)))
        if answer is not None and answer.reply.key == "channel.set":
            await self._check(asked, answer, given.get("channel", ""))

    async def completes(
        self, interaction: discord.Interaction[Any], name: str, option: str, prefix: str
    ) -> Sequence[tuple[str, str]]:
        """What an option may be. Advice only, so trouble offers nothing."""
        if self.leaving or interaction.guild_id is None or inbound.is_late(interaction):
            return ()
        try:
            return await self.door.choices(inbound.who(interaction), name, option, prefix)
        except (Refusal, Unavailable):
            return ()

    async def _meet(
        self, interaction: discord.Interaction[Any], given: dict[str, str], who: Who, key: str
    ) -> None:
        """Whom staff name is here, as Discord shows, though they may never have said anything to the bot."""
        for name in MEMBER_OPTIONS:
            person = getattr(interaction.namespace, name, None)
            if isinstance(person, discord.Member) and not person.bot and str(person.id) != who.person:
                await self.door.joined(inbound.who_is(person), f"{key}/named/{person.id}")

    async def _check(self, asked: Asked, answer: Answer, channel: str) -> None:
        """Say at once what the bot may not do in the channel that was just chosen."""
        found = self.get_channel(int(channel)) if channel.isdigit() else None
        missing = lacking(found) if found is not None else ()
        if missing:
            facts: dict[str, Fact] = {"channel": Place("channel", channel), "permissions": missing}
            await asked.follow(Reply("discord.missing", facts), answer.community)

    # Buttons and forms ----------------------------------------------------------

    async def pressed(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """A button, or an option of a select."""
        if not await self.takes(interaction):
            return
        found = custom.pressed(custom_id, inbound.footer_of(interaction.message))
        key = found.key if found is not None and found.key else inbound.key_of(interaction)
        place = found.place if found is not None else ""
        who = inbound.who(interaction)
        asked = Asked(self.door, interaction, who, key, place=place if not who.place else "")

        async def work() -> Answer:
            if found is None:
                raise Refusal("button.old")
            asked.who = await self._there(who, place)
            return await self.door.text(asked.who, found.line, key, asked.tell)

        await self._work(asked.answer(self._unless_leaving("", work)))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """A form was submitted; everything else has come to its command or button already."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data
        found = forms.submitted(data["custom_id"], data["components"])
        name, given, place = found if found is not None else ("", {}, "")
        form = (name, given) if found is not None else None
        if not await self.takes(interaction, form):
            return
        who, key = inbound.who(interaction), inbound.key_of(interaction)
        asked = Asked(self.door, interaction, who, key, place=place if not who.place else "", form=form)

        async def work() -> Answer:
            if found is None:
                raise Refusal("button.old")
            asked.who = await self._there(who, place)
            return await self.door.options(asked.who, name, given, key, tell=asked.tell)

        await self._work(asked.answer(self._unless_leaving(name, work)))

    async def _there(self, who: Who, place: str) -> Who:
        """Who presses in a direct message, as they are in its place. Refuses: place.only, .not_member."""
        if who.place:
            return who
        if not place:
            raise Refusal("place.only")
        try:
            guild = self.get_guild(int(place)) or await self.fetch_guild(int(place))
            member = await guild.fetch_member(int(who.person))
        except (discord.NotFound, discord.Forbidden):
            raise Refusal("place.not_member") from None
        return inbound.who_is(member, who.locale)

    async def _unless_leaving(self, name: str, work: Any) -> Answer:
        try:
            if self.leaving:
                raise Refusal("leaving")
            answer: Answer = await work()
        except Refusal as refusal:
            return Answer(name, refused(refusal))
        return answer

    async def _work(self, answering: Awaitable[Answer | None]) -> Answer | None:
        """Answer in a task that shutting down waits for: this one, which the library made for the event."""
        task = asyncio.current_task()
        assert task is not None
        self._working.add(task)
        try:
            return await answering
        finally:
            self._working.discard(task)

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and let what is being answered come to its end."""
        self.leaving = True
        if self._working:
            await asyncio.wait(set(self._working), timeout=seconds)

    # Coming and going -------------------------------------------------------------

    async def on_ready(self) -> None:
        """All shards are there, for the first time or after a new session: see what was missed."""
        self.woken()
        await presence.reconcile(self)
        self.reconciled.set()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was let into a server."""
        await self.door.place(PLATFORM, str(guild.id), there=True)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was put out of a server: its books are kept, its chores rest."""
        await self.door.place(PLATFORM, str(guild.id), there=False)

    async def on_member_join(self, member: discord.Member) -> None:
        """Somebody joined; only with the members intent."""
        if not member.bot:
            joined = int(member.joined_at.timestamp() * 1000) if member.joined_at else 0
            await self.door.joined(inbound.who_is(member), f"{PLATFORM}/join/{member.id}/{joined}")

    async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
        """Somebody left; only with the members intent."""
        who = Who(PLATFORM, str(event.guild_id), str(event.user.id), "")
        # An event has no number of its own; leaving twice is leaving once, so this moment will do.
        moment = int(discord.utils.utcnow().timestamp() * 1000)
        await self.door.left(who, f"{PLATFORM}/left/{event.user.id}/{moment}")

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event's handler broke; the others go on."""
        _log.exception("event_failed", what=event_method)
