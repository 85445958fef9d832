"""The bot as its own process on a loopback Discord: what people see, whatever happens to the line."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.adapters.discord.control import autocomplete, press, submit
from tests.adapters.discord.process import footers, text_of, town

MEMBERS = 50


async def test_a_first_hour(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        control = here.control
        (ana,) = await here.members("ana")
        assert "You have 40 Connects" in await here.do(ana, "connects balance")
        opened = await control.ask(here.say(here.boss, "job post"))
        assert opened["modal"]["title"] == "Publish a job"
        posted = await control.ask(submit(opened["id"], {"title": "A *logo*", "price": "4"}))
        assert "is on the board" in text_of(posted)
        (card,) = await control.messages(here.jobs, least=1)
        assert card["embeds"][0]["title"] == "**job-1**: A \\*logo\\*"
        offered = await control.ask(autocomplete("apply", ana, here.jobs, "job", "1"))
        assert offered["data"]["choices"] == [{"name": "job-1 · A *logo*", "value": "job-1"}]
        form = await control.ask(press(card["id"], label="Apply", user=ana))
        assert "left after that: 36 Connects" in form["modal"]["components"][0]["content"]
        sent = await control.ask(submit(form["id"], {"message": "Foxes are my thing"}))
        assert "Paid: 4 Connects; you have 36 Connects left" in text_of(sent)
        told = await control.direct(here.boss, least=1)
        assert "**proposal-1** on your job **job-1**" in told[0]["embeds"][0]["description"]
        async with asyncio.timeout(10):
            while (await control.messages(here.jobs))[0]["embeds"][0]["fields"][-1]["value"] != "1":
                await asyncio.sleep(0.05)
        assert (await control.stats())["puts"] == 1
        assert await here.bot.stop() == 0
        # Started again, nothing is sent that is there already, and the old card's buttons work.
        await here.bot.start()
        shown = await control.ask(press(card["id"], label="Details", user=ana))
        assert "A \\*logo\\*" in text_of(shown)
        stats = await control.stats()
        assert stats["puts"] == 1
        assert len(await control.messages(here.jobs)) == 1
        assert len(await control.direct(here.boss)) == 1
        assert stats["invalid"] == 0


async def test_of_fifty_who_apply_at_once_the_one_who_can_pay_does(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        users = await here.members(*(f"m{n}" for n in range(MEMBERS)))
        await here.post(price=6)
        await here.do(here.boss, "admin policy", name="staff.daily_limit", value="100000")
        take = [here.say(here.boss, "admin take", member=one, amount=35) for one in users[1:]]
        assert all("Taken" in text_of(one) for one in await here.control.burst(take))
        said = [
            text_of(one)
            for one in await here.control.burst([here.say(u, "apply", job="job-1") for u in users])
        ]
        assert [one for one in said if "You applied" in one] == said[:1]
        assert all("This costs 6 Connects and you have 5" in one for one in said[1:])
        assert here.bot.count("proposal.submitted") == 1


async def test_of_five_applications_at_once_each_of_fifty_pays_for_what_they_have(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        for number in range(5):
            await here.post(f"Job number {number}", price=6)
        users = await here.members(*(f"m{n}" for n in range(MEMBERS)))
        await here.do(here.boss, "admin policy", name="staff.daily_limit", value="100000")
        await here.control.burst([here.say(here.boss, "admin take", member=one, amount=28) for one in users])
        asked = [here.say(one, "apply", job=f"job-{n}") for one in users for n in range(1, 6)]
        said = [text_of(one) for one in await here.control.burst(asked)]
        # Each has 12: two of five can be paid.
        for number in range(MEMBERS):
            mine = said[number * 5 : number * 5 + 5]
            assert sum("You applied" in one for one in mine) == 2
            assert sum("This costs 6" in one for one in mine) == 3
        assert here.bot.rows("SELECT balance, count(*) FROM wallet WHERE number > 1 GROUP BY balance") == [
            (0, MEMBERS)
        ]


async def test_one_interaction_five_times_at_once_is_done_once(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.post()
        answer = await here.control.ask(here.say(ana, "apply", job="job-1", times=5))
        assert "you have 36 Connects left" in text_of(answer)
        await here.control.again(answer["id"], 3)
        await asyncio.sleep(0.5)
        assert here.bot.count("proposal.submitted") == 1
        assert "You have 36 Connects" in await here.do(ana, "connects balance")


async def test_an_interaction_that_is_too_old_does_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.post()
        await here.control.begin(here.say(ana, "apply", job="job-1", age=2.9))
        await asyncio.sleep(0.5)
        assert here.bot.count("proposal.submitted") == 0


async def test_an_answer_whose_arrival_nobody_confirmed_is_not_a_second_order(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        ana, ben = await here.members("ana", "ben")
        await here.post()
        # Discord took it, and its own word of that was lost.
        await here.control.fault("lost", "/interactions/**", method="POST")
        assert "you have 36" in text_of(await here.control.ask(here.say(ana, "apply", job="job-1")))
        # Discord never got it; it is said again.
        await here.control.fault("reset", "/interactions/**", method="POST")
        assert "you have 36" in text_of(await here.control.ask(here.say(ben, "apply", job="job-1")))
        assert here.bot.count("proposal.submitted") == 2
        assert "You applied to **job-1** already" in await here.do(ana, "apply", job="job-1")


async def test_the_repeat_of_an_order_whose_answer_never_arrived_asks_first(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.do(ana, "connects balance")
        await here.control.fault("reset", "/interactions/**", method="POST", times=3)
        await here.control.begin(here.say(here.boss, "admin grant", member=ana, amount=5))
        async with asyncio.timeout(10):
            while here.bot.count("staff.granted") == 0:
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        again = await here.control.ask(here.say(here.boss, "admin grant", member=ana, amount=5))
        assert "and it was done. Shall I do it again?" in text_of(again)
        assert here.bot.count("staff.granted") == 1
        done = await here.control.ask(press(again["message"]["id"], label="Do it again", user=here.boss))
        twice = await here.control.ask(press(again["message"]["id"], label="Do it again", user=here.boss))
        assert text_of(done) == text_of(twice)
        assert here.bot.count("staff.granted") == 2


async def test_who_asks_for_patience_gets_it_and_nothing_is_doubled(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (ana,) = await here.members("ana")
        await here.control.fault("429", "/channels/*/messages", method="POST", times=2, seconds=0.3)
        await here.control.fault("500", "/channels/*/messages", method="POST")
        await here.control.fault("429", "/interactions/**", method="POST", seconds=0.3)
        await here.post()
        await here.control.messages(here.jobs, least=1, timeout=20)
        assert "You applied" in await here.do(ana, "apply", job="job-1")
        await here.control.direct(here.boss, least=1)
        assert len(await here.control.messages(here.jobs)) == 1


async def test_a_gateway_that_drops_is_resumed_or_entered_anew(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        users = await here.members(*(f"m{n}" for n in range(30)))
        await here.post(price=1)
        begun = await here.control.begin(*(here.say(one, "apply", job="job-1") for one in users))
        assert await here.control.drop(4000) == 1
        said = [text_of(await here.control.wait(one)) for one in begun]
        assert all("You applied" in one for one in said)
        await here.control.connected(timeout=20)
        assert (await here.control.stats())["gateway"]["resumes"] == 1
        assert "You have 39" in await here.do(users[0], "connects balance")
        await here.control.configure(refused_resumes=1)
        await here.control.drop(4000)
        async with asyncio.timeout(30):
            while (await here.control.stats())["gateway"]["identifies"] < 2:
                await asyncio.sleep(0.1)
        await here.control.connected(timeout=20)
        assert "You have 39" in await here.do(users[1], "connects balance")
        assert here.bot.count("proposal.submitted") == 30


async def test_told_to_stop_it_finishes_what_it_took(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        users = await here.members(*(f"m{n}" for n in range(100)))
        await here.post(price=1)
        begun = await here.control.begin(*(here.say(one, "apply", job="job-1") for one in users))
        await asyncio.sleep(0.05)
        assert await here.bot.stop(signal.SIGTERM, 10) == 0
        said = [text_of(await here.control.told(one)) for one in begun]
        applied = sum("You applied" in one for one in said)
        assert here.bot.count("proposal.submitted") == applied
        assert all("You applied" in one or "I am being restarted" in one or not one.strip() for one in said)
        await here.bot.start()
        await here.control.direct(here.boss, least=applied, timeout=20)
        assert len(set(footers(await here.control.direct(here.boss)))) == applied
