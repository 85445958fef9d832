"""Set up wrongly, the bot says in one sentence what to do; what it may not do, staff hear of once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.adapters.discord.control import launched
from tests.adapters.discord.process import Process, footers, text_of, town


async def failed(bot: Process, seconds: float = 10) -> str:
    """What a bot that ends by itself says at the end; its exit code is not 0."""
    assert await bot.ended(seconds) != 0
    said = bot.said()
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


async def test_a_wrong_token_ends_it_within_seconds(tmp_path: Path) -> None:
    async with launched() as control:
        bot = Process(control, tmp_path, DISCORD_TOKEN="MTIz.no.secret")
        await bot.start(ready=False)
        said = await failed(bot, 10)
        assert said.startswith("connects: Discord does not take the token")
        assert "DISCORD_TOKEN" in said
        assert "MTIz.no.secret" not in bot.said()


async def test_a_server_that_is_not_there_ends_it(tmp_path: Path) -> None:
    async with launched() as control:
        bot = Process(control, tmp_path, DISCORD_API_BASE="http://127.0.0.1:9/api/v10")
        await bot.start(ready=False)
        assert "Discord can't be reached" in await failed(bot)


async def test_a_server_elsewhere_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    async with launched() as control:
        bot = Process(control, tmp_path, DISCORD_API_BASE="https://discord.example/api/v10")
        await bot.start(ready=False)
        assert "would send the token to discord.example" in await failed(bot)
        assert not bot.database.exists()


async def test_an_intent_that_was_not_switched_on_ends_it(tmp_path: Path) -> None:
    async with launched() as control:
        await control.configure(privileged=[])
        bot = Process(control, tmp_path, DISCORD_MEMBERS="true")
        await bot.start(ready=False)
        said = await failed(bot, 20)
        assert "Server Members Intent" in said


async def test_a_token_that_is_taken_back_ends_it(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.control.drop(4004)
        assert "does not take the token any more" in await failed(here.bot, 20)


async def test_a_missing_permission_is_named_once_and_what_waited_follows(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post("The first")
        await here.control.messages(here.jobs, least=1)
        await here.control.lack(here.jobs, "send_messages", "embed_links")
        for number in range(3):
            await here.post(f"Number {number}")
        owner = str(here.guild_owner)
        (told,) = await here.control.direct(owner, least=1)
        said = told["embeds"][0]["description"]
        assert "Send Messages" in said and "Embed Links" in said and "/admin channel" in said
        await asyncio.sleep(0.5)
        assert len(await here.control.direct(owner)) == 1
        assert (await here.control.stats())["invalid"] <= 2
        await here.control.lack(here.jobs)
        await here.do(here.boss, "admin channel", use="jobs", channel=here.jobs)
        messages = await here.control.messages(here.jobs, least=4)
        assert [one["embeds"][0]["title"] for one in messages[1:]] == [
            f"**job-{n + 2}**: Number {n}" for n in range(3)
        ]


async def test_a_channel_chosen_without_permission_is_warned_of_at_once(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        other = await here.control.channel(here.guild, "elsewhere")
        await here.control.lack(other, "view_channel", "send_messages")
        answer = await here.control.ask(here.say(here.boss, "admin channel", use="news", channel=other))
        assert "is the channel for news" in text_of(answer)
        async with asyncio.timeout(5):
            while not (answer := await here.control.told(answer["id"]))["followups"]:
                await asyncio.sleep(0.05)
        assert "Send Messages" in answer["followups"][0]["embeds"][0]["description"]


async def test_a_person_without_direct_messages_gets_a_word_in_the_channel(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.post()
        await here.do(ana, "connects balance")
        await here.control.close_direct(ana)
        for _ in range(2):
            await here.do(here.boss, "admin grant", member=ana, amount=1)
        messages = await here.control.messages(here.jobs, least=2)
        assert f"<@{ana}>" in messages[1]["embeds"][0]["description"]
        assert "send you direct messages" in messages[1]["embeds"][0]["description"]
        await asyncio.sleep(0.5)
        assert len(await here.control.messages(here.jobs)) == 2


async def test_who_runs_the_server_is_asked_for_a_channel_while_there_is_none(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.do(here.boss, "admin grant", member=ana, amount=1)  # the log has no channel
        (told,) = await here.control.direct(here.boss, least=1)
        assert "/admin channel" in told["embeds"][0]["description"]
        log = await here.control.channel(here.guild, "log")
        await here.do(here.boss, "admin channel", use="log", channel=log)
        messages = await here.control.messages(log, least=2)
        assert "gave" in messages[0]["embeds"][0]["description"]
        assert len(set(footers(messages))) == 2


async def test_a_server_that_was_left_rests_and_is_taken_up_again(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()

        async def away(want: int) -> None:
            async with asyncio.timeout(10):
                while here.bot.rows("SELECT away FROM community") != [(want,)]:
                    await asyncio.sleep(0.05)

        await here.control.here(here.guild, False)
        await away(1)
        await here.control.here(here.guild, True)
        await away(0)
        await here.bot.stop()
        await here.control.here(here.guild, False)
        await here.bot.start()
        await away(1)
        assert here.bot.count("place.left") == 2


async def test_with_the_members_intent_joining_and_leaving_is_heard_of(tmp_path: Path) -> None:
    async with town(tmp_path, DISCORD_MEMBERS="true") as here:
        await here.post()
        ana, ben = await here.members("ana", "ben")

        async def left(*names: str) -> None:
            async with asyncio.timeout(10):
                while {name for (name,) in here.bot.rows(
                    "SELECT name FROM identity i JOIN member m ON m.number = i.member WHERE m.\"left\" > 0"
                )} != set(names):  # fmt: skip
                    await asyncio.sleep(0.05)

        async with asyncio.timeout(10):
            while here.bot.count("gift") < 3:  # with the one of the staff, who has spoken
                await asyncio.sleep(0.05)
        await here.control.leave(here.guild, ana)
        await left("ana")
        await here.bot.stop()
        await here.control.leave(here.guild, ben)
        await here.bot.start()
        await left("ana", "ben")
