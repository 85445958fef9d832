"""Killed in the middle of its work, the bot starts again: nothing is lost, doubled or told otherwise."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.adapters.discord.control import press
from tests.adapters.discord.process import Town, footers, text_of, town


async def posted(here: Town, channel: str) -> list[str]:
    """The marks of a channel's messages, once nothing waits to be delivered any more."""
    async with asyncio.timeout(30):
        while here.bot.rows("SELECT 1 FROM notice WHERE state IN ('queued', 'sending')"):
            await asyncio.sleep(0.05)
    return footers(await here.control.messages(channel))


async def test_killed_in_the_middle_of_load(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        users = await here.members(*(f"m{n}" for n in range(80)))
        await here.post(price=1)
        begun: list[str] = []
        for round_ in range(4):
            some = users[round_ * 20 : round_ * 20 + 20]
            begun += await here.control.begin(*(here.say(one, "apply", job="job-1") for one in some))
            await asyncio.sleep(0.02 + 0.02 * round_)
            assert await here.bot.stop(signal.SIGKILL) == -signal.SIGKILL
            await here.bot.start()
        said = [text_of(await here.control.told(one)) for one in begun]
        paid = {person for (person,) in here.bot.rows(
            "SELECT i.person FROM proposal p JOIN identity i ON i.member = p.member")}  # fmt: skip
        for user, answer in zip(users, said, strict=True):
            if "You applied" in answer:
                assert user in paid, "told, so it was done"
        for user in users:
            # Who was not told asks again: done now, done before and said so, or asked first.
            again = await here.do(user, "apply", job="job-1")
            assert any(word in again for word in ("You applied to", "and it was done")), again
        assert here.bot.count("proposal.submitted") == len(users)
        direct = await here.control.direct(here.boss, least=len(users), timeout=20)
        async with asyncio.timeout(20):
            while here.bot.rows("SELECT 1 FROM notice WHERE state IN ('queued', 'sending')"):
                await asyncio.sleep(0.05)
        direct = await here.control.direct(here.boss)
        arrived = [one for one in direct if "on your job" in one["embeds"][0]["description"]]
        assert len(arrived) == len(users) == len(set(footers(arrived)))
        assert len(await here.control.messages(here.jobs)) == 1
        assert here.bot.rows("SELECT count(*) FROM wallet WHERE balance = 39") == [(len(users),)]


async def test_what_was_posted_and_not_noted_is_found_again(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post("The first")
        assert await posted(here, here.jobs) == ["#1"]
        # Discord takes the next message, and the bot dies before it hears of that.
        await here.control.fault("stall", "/channels/*/messages", method="POST", seconds=30)
        await here.post("The second")
        await here.control.messages(here.jobs, least=2)
        await here.bot.stop(signal.SIGKILL)
        await here.control.clear_faults()
        await here.control.forget_nonces()
        await here.bot.start()
        assert await posted(here, here.jobs) == ["#1", "#2"]
        # The message that was found is the one that is edited.
        (ana,) = await here.members("ana")
        await here.do(ana, "apply", job="job-2")
        async with asyncio.timeout(10):
            while (await here.control.messages(here.jobs))[1]["embeds"][0]["fields"][-1]["value"] != "1":
                await asyncio.sleep(0.05)
        assert len(await here.control.messages(here.jobs)) == 2


async def test_what_was_done_and_never_said_is_said_after_the_start(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.post()
        await here.control.fault("slow", "/interactions/**", method="POST", seconds=30)
        await here.control.begin(here.say(ana, "apply", job="job-1"))
        async with asyncio.timeout(10):
            while here.bot.count("proposal.submitted") == 0:
                await asyncio.sleep(0.02)
        await here.bot.stop(signal.SIGKILL)
        await here.control.clear_faults()
        await here.bot.start()
        (told,) = await here.control.direct(ana, least=1, timeout=20)
        assert "I was interrupted while I answered you. This was done" in told["embeds"][0]["description"]
        assert "You applied to **job-1**" in told["embeds"][0]["description"]
        await here.bot.stop()
        await here.bot.start()
        await asyncio.sleep(3)
        assert len(await here.control.direct(ana)) == 1


@pytest.mark.parametrize(
    "away", [pytest.param(False, marks=pytest.mark.soak, id="open"), pytest.param(True, id="put away")]
)
async def test_a_forums_post_is_made_once_though_nobody_lived_to_note_it(tmp_path: Path, away: bool) -> None:
    async with town(tmp_path) as here:
        forum = await here.control.channel(here.guild, "board", "forum", tags=["open", "filled", "closed"])
        await here.post("The first")
        await here.control.messages(here.jobs, least=1)
        assert "is the channel for jobs" in await here.do(
            here.boss, "admin channel", use="jobs", channel=forum
        )
        await here.control.fault("stall", "/channels/*/threads", method="POST", seconds=30)
        await here.post("In the forum")
        (thread,) = await here.control.threads(forum, least=1)
        await here.bot.stop(signal.SIGKILL)
        await here.control.clear_faults()
        if away:
            await here.control.change_thread(thread["id"], archived=True)
        await here.bot.start()
        (ana,) = await here.members("ana")
        form = await here.control.ask(press(thread["messages"][0]["id"], label="Apply", user=ana))
        assert form["modal"]["title"] == "Apply to a job"
        await here.do(here.boss, "job close", job="job-2")
        async with asyncio.timeout(20):
            while not (await here.control.threads(forum))[0]["locked"]:
                await asyncio.sleep(0.05)
        (thread,) = await here.control.threads(forum)
        assert (thread["name"], thread["tags"]) == ("job-2: In the forum", ["closed"])
        assert thread["archived"] and len(thread["messages"]) == 1
