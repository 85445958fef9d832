"""The loopback Discord held against discord.py itself: what works there has to work here, and fail alike."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import discord
import pytest
import pytest_asyncio
import yarl
from discord import app_commands, ui

from tests.adapters.discord.control import (
    Control,
    ControlError,
    autocomplete,
    launched,
    press,
    slash,
    submit,
)
from tests.adapters.discord.server import Discord

Asked = discord.Interaction[Any]


class Bump(ui.DynamicItem[ui.Button[Any]], template=r"bump:(?P<n>[0-9]+)"):
    """A button that counts its presses in its custom_id."""

    def __init__(self, n: int) -> None:
        super().__init__(ui.Button(label=f"Pressed {n}", custom_id=f"bump:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(cls, asked: Asked, item: ui.Item[Any], match: re.Match[str]) -> Bump:
        """The button that was pressed."""
        return cls(int(match["n"]))

    async def callback(self, asked: Asked) -> None:
        """Show one more."""
        await asked.response.edit_message(content=f"now {self.n + 1}", view=bumps(self.n + 1))


def bumps(n: int) -> ui.View:
    """A view that does not wait for anything."""
    view = ui.View(timeout=None)
    view.add_item(Bump(n))
    view.stop()
    return view


class Form(ui.Modal, title="A form"):
    """A form with a text and a choice."""

    name = ui.Label(text="Name", component=ui.TextInput[Any](custom_id="name", default="fox", max_length=9))
    kind = ui.Label(
        text="Kind",
        component=ui.Select[Any](
            custom_id="kind", options=[discord.SelectOption(label=one) for one in ("a", "b")], required=False
        ),
    )

    async def on_submit(self, asked: Asked) -> None:
        """Say what was written."""
        name, kind = self.name.component, self.kind.component
        assert isinstance(name, ui.TextInput) and isinstance(kind, ui.Select)
        await asked.response.send_message(f"{name.value} {kind.values}", ephemeral=True)


class Bot(discord.AutoShardedClient):
    """As bare as a bot can be."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, members=True), chunk_guilds_at_startup=False)
        self._connection.guild_ready_timeout = 0.05
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.add_dynamic_items(Bump)
        self.tree.add_command(Things())

        @self.tree.command()
        async def ping(asked: Asked) -> None:
            """Answer."""
            await asked.response.send_message("pong", ephemeral=True)

        @self.tree.command()
        async def form(asked: Asked) -> None:
            """Open a form."""
            await asked.response.send_modal(Form())

        @self.tree.command()
        async def slow(asked: Asked) -> None:
            """Defer, then answer with a file."""
            await asked.response.defer(ephemeral=True, thinking=True)
            await asyncio.sleep(0.05)
            file = discord.File(__file__, "here.py")
            await asked.edit_original_response(content="at last", attachments=[file])
            await asked.followup.send("more", ephemeral=True)

        @self.tree.command()
        async def button(asked: Asked) -> None:
            """Show a button."""
            await asked.response.send_message("now 0", view=bumps(0), ephemeral=True)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Begin a session at once; discord.py would wait for five seconds before each but the first."""

    async def setup_hook(self) -> None:
        """Send the tree."""
        await self.tree.sync()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Note what happens."""
        self.heard.append(event)
        super().dispatch(event, *args, **kwargs)

    async def until(self, event: str, times: int = 1) -> None:
        """Wait for something to have happened."""
        async with asyncio.timeout(5):
            while self.heard.count(event) < times:
                await asyncio.sleep(0.01)


class Things(app_commands.Group, name="thing", description="Things"):
    """A group of commands."""

    @app_commands.command()
    async def give(
        self, asked: Asked, what: str, to: discord.Member, many: app_commands.Range[int, 1, 9] = 1
    ) -> None:
        """Give somebody something."""
        await asked.response.send_message(f"{many} {what} to {to.display_name}")

    @give.autocomplete("what")
    async def _what(self, asked: Asked, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed * n, value=typed * n) for n in (1, 2)]


class Here:
    """A server, a bot on it, a guild with a member."""

    def __init__(self, server: Discord, control: Control, bot: Bot) -> None:
        self.server, self.control, self.bot = server, control, bot
        self.guild = self.owner = self.room = self.forum = self.ana = ""

    def command(self, name: str, **more: Any) -> dict[str, Any]:
        """What Ana says."""
        return slash(name, self.ana, self.room, **more)

    def channel(self, number: str) -> Any:
        """A channel as the bot knows it."""
        return self.bot.get_channel(int(number))


def lead(monkeypatch: pytest.MonkeyPatch, control: Control) -> None:
    """Have discord.py use this server."""
    monkeypatch.setattr(discord.http.Route, "BASE", control.api)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(control.gateway))


@pytest_asyncio.fixture
async def here(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Here]:
    """All of it, running and ready."""
    server = Discord()
    await server.start()
    async with Control(server.origin) as control:
        lead(monkeypatch, control)
        one = Here(server, control, Bot())
        guild = await control.guild("Town")
        one.guild, one.owner = guild["id"], guild["owner"]
        one.room = await control.channel(one.guild, "room")
        one.forum = await control.channel(one.guild, "forum", "forum", tags=["open", "closed"])
        (one.ana,) = await control.join(one.guild, "Ana")
        running = asyncio.create_task(one.bot.start(control.token))
        await one.bot.until("ready")
        yield one
        assert not [found for found in await control.violations() if found[0] == "unreadable"]
        await one.bot.close()
        with suppress(discord.DiscordException):
            await running
    await server.stop()


async def test_signing_in_sends_the_tree_and_brings_the_guilds(here: Here) -> None:
    guild = here.bot.get_guild(int(here.guild))
    assert guild is not None and guild.me.guild_permissions.manage_threads
    assert isinstance(here.channel(here.forum), discord.ForumChannel) and guild.member_count == 3
    stats = await here.control.stats()
    assert stats["puts"] == 1 and stats["invalid"] == 0
    names = {command["name"] for command in await here.control.commands()}
    assert names == {"thing", "ping", "form", "slow", "button"}
    assert {str(one.id) for one in await guild.chunk(cache=False)} == {
        here.ana, here.owner, here.control.application
    }  # fmt: skip


async def test_a_wrong_token_and_a_missing_intent(here: Here) -> None:
    other = Bot()
    with pytest.raises(discord.LoginFailure):
        await other.start("wrong")
    await other.close()
    await here.control.configure(privileged=[])
    other = Bot()
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await other.start(here.control.token)
    await other.close()
    assert (await here.control.stats())["statuses"]["401"] == 1


async def test_a_command_with_options_and_its_completion(here: Here) -> None:
    options = {"what": "tea", "to": here.ana, "many": 2}
    said = await here.control.ask(here.command("thing give", options=options))
    assert said["message"]["content"] == "2 tea to Ana" and 0 < said["seconds"] < 1
    assert [one["content"] for one in await here.control.messages(here.room)] == ["2 tea to Ana"]
    found = await here.control.ask(autocomplete("thing give", here.ana, here.room, "what", "x"))
    assert [choice["value"] for choice in found["data"]["choices"]] == ["x", "xx"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("nothing", {}), ("thing", {}), ("thing give", {}), ("ping", {"x": 1}),
        ("thing give", {"what": "x", "to": "1"}), ("thing give", {"what": 1, "to": "ana"}),
        ("thing give", {"what": "x", "to": "ana", "many": 10}),
    ],
)  # fmt: skip
async def test_what_nobody_could_send_is_not_sent(here: Here, name: str, options: dict[str, Any]) -> None:
    given = {key: here.ana if value == "ana" else value for key, value in options.items()}
    with pytest.raises(ControlError):
        await here.control.begin(here.command(name, options=given))


async def test_a_form_and_what_was_written_into_it(here: Here) -> None:
    opened = await here.control.ask(here.command("form"))
    assert opened["modal"]["title"] == "A form"
    said = await here.control.ask(submit(opened["id"], {"kind": ["b"]}))
    assert said["message"]["content"] == "fox ['b']"
    again = await here.control.ask(here.command("form"))
    for values in ({"name": "x" * 10}, {"name": ""}, {"kind": ["c"]}, {"other": ""}):
        with pytest.raises(ControlError):
            await here.control.begin(submit(again["id"], values))


async def test_a_button_of_a_message_that_one_person_sees(here: Here) -> None:
    said = await here.control.ask(here.command("button"))
    number = said["message"]["id"]
    assert not await here.control.messages(here.room)
    with pytest.raises(ControlError):
        await here.control.begin(press(number, "bump:0", user=here.owner))
    for n in range(2):
        pressed = await here.control.ask(press(number, label=f"Pressed {n}"))
        assert pressed["type"] == 7 and pressed["message"]["content"] == f"now {n + 1}"


async def test_a_deferral_is_filled_in_and_followed_up(here: Here) -> None:
    first = await here.control.ask(here.command("slow"), final=False)
    assert first["type"] == 5 and not first["complete"]
    said = await here.control.wait(first["id"])
    assert said["message"]["content"] == "at last" and said["whole_seconds"] > 0.05
    (attached,) = said["message"]["attachments"]
    assert b"held against discord.py" in await here.control.file(attached)
    async with asyncio.timeout(2):
        while not (await here.control.told(first["id"]))["followups"]:
            await asyncio.sleep(0.01)


async def test_only_the_first_answer_in_time_counts(here: Here) -> None:
    twice = await here.control.ask(here.command("ping", times=2))
    async with asyncio.timeout(2):
        while not (twice := await here.control.told(twice["id"]))["refused"]:
            await asyncio.sleep(0.01)
    assert twice["refused"] == [40060] and twice["delivered"] == 2
    late = await here.control.ask(here.command("ping", age=4), timeout=0.3)
    assert late["seconds"] is None and late["refused"] == [10062]
    first = await here.control.ask(here.command("slow"), final=False)
    await here.control.expire(first["id"])
    async with asyncio.timeout(2):
        while not (first := await here.control.told(first["id"]))["refused"]:
            await asyncio.sleep(0.01)
    assert first["refused"] == [50027] and first["seconds"] < 1


async def test_trouble_with_requests(here: Here) -> None:
    await here.control.fault("429", "/channels/*/messages", method="POST", times=2, seconds=0.1)
    start = time.monotonic()
    await here.channel(here.room).send("hello")
    assert time.monotonic() - start >= 0.2
    await here.control.fault("lost", "/channels/*/messages")
    with pytest.raises((discord.HTTPException, OSError)):
        await here.channel(here.room).send("twice?", nonce="7")
    await here.channel(here.room).send("twice?", nonce="7")
    await here.control.fault("reset", "/channels/*/messages")
    with pytest.raises((discord.HTTPException, OSError)):
        await here.channel(here.room).send("never")
    assert [one["content"] for one in await here.control.messages(here.room)] == ["hello", "twice?"]
    await here.control.forget_nonces()
    await here.channel(here.room).send("twice?", nonce="7")
    stats = await here.control.stats()
    assert stats["messages"] == 3 and stats["repeated"] == 1 and stats["statuses"]["429"] == 2
    assert len(stats["faults"]) == 4


async def test_a_session_is_resumed_with_what_was_missed(here: Here) -> None:
    assert await here.control.drop(4000) == 1
    (missed,) = await here.control.begin(here.command("ping"))
    assert (await here.control.wait(missed))["message"]["content"] == "pong"
    await here.bot.until("resumed")
    await here.control.configure(refused_resumes=1)
    await here.control.drop(4000)
    await here.bot.until("shard_ready", 2)
    assert (await here.control.ask(here.command("ping")))["message"]["content"] == "pong"
    counts = (await here.control.stats())["gateway"]
    assert counts["resumes"] == 2 and counts["identifies"] == 2


async def test_a_post_with_tags_is_closed_and_locked(here: Here) -> None:
    forum = here.channel(here.forum)
    opened, closed = forum.available_tags
    made = await forum.create_thread(name="job-1", content="do this", applied_tags=[opened])
    assert made.message.id == made.thread.id
    await made.thread.edit(archived=True, locked=True, applied_tags=[closed])
    with pytest.raises(discord.HTTPException) as refused:
        await made.message.edit(content="late")
    assert refused.value.code == 50083
    (post,) = await here.control.threads(here.forum)
    assert (post["name"], post["tags"], post["archived"], post["locked"]) == ("job-1", ["closed"], True, True)
    assert not await forum.guild.active_threads()
    with pytest.raises(discord.Forbidden):
        await forum.create_tag(name="new")


async def refused(send: Callable[[], Any]) -> int:
    """The code of what Discord says no to."""
    with pytest.raises(discord.HTTPException) as found:
        await send()
    return found.value.code


async def test_what_the_bot_may_not_do(here: Here) -> None:
    room = here.channel(here.room)
    await here.control.lack(here.room, "send_messages")
    assert await refused(lambda: room.send("no")) == 50013
    await here.control.lack(here.room, "view_channel")
    assert await refused(lambda: room.send("no")) == 50001
    await here.bot.until("guild_channel_update", 2)
    assert not room.permissions_for(room.guild.me).view_channel
    ana = await here.bot.create_dm(discord.Object(int(here.ana)))
    await ana.send("hello")
    assert [one["content"] for one in await here.control.direct(here.ana)] == ["hello"]
    await here.control.close_direct(here.ana)
    assert await refused(lambda: ana.send("no")) == 50007
    assert await refused(lambda: here.bot.fetch_channel(1)) == 10003


async def test_people_and_the_bot_come_and_go(here: Here) -> None:
    (ben,) = await here.control.join(here.guild, "Ben")
    await here.control.leave(here.guild, ben)
    await here.control.here(here.guild, False)
    await here.control.here(here.guild, True)
    for event in ("member_join", "raw_member_remove", "guild_remove", "guild_join"):
        await here.bot.until(event)


async def test_a_process_of_its_own_serves_shards_and_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with launched("--shards", "2", "--check", "tests.adapters.discord.limits:any_payload") as control:
        lead(monkeypatch, control)
        guild = (await control.guild("Big"))["id"]
        room = await control.channel(guild, "room")
        users = await control.join(guild, *(f"m{n}" for n in range(100)))
        bot = Bot()
        running = asyncio.create_task(bot.start(control.token))
        await control.connected(2)
        await bot.until("ready")
        found = await control.burst([slash("ping", user, room) for user in users])
        assert [one["message"]["content"] for one in found] == ["pong"] * 100
        assert all(one["seconds"] is not None and one["refused"] == [] for one in found)
        many = await control.load([slash("ping", users[0], room)], 100, 10, keep=False)
        assert len(many["taken"]) == 100 and not many["lost"]
        assert len(await control.payloads("callback")) == 200
        # The checker is stricter than discord.py's defaults: it wants every message to say whom it rings.
        assert {what for _, what in await control.violations()} <= {"allowed_mentions: missing"}
        await bot.close()
        await running
