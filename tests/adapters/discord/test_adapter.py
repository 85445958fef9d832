"""What a person meets on Discord: commands, buttons, forms, completion, and how they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.discord import answering
from core.errors import Refusal
from core.ports import Unavailable
from tests.adapters.discord.offline import Offline, Seen, controls, labels, offline, text_of


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Offline]:
    """A server with the bot in it."""
    async with offline(template, tmp_path) as found:
        yield found


async def roof(here: Offline, **more: Any) -> Any:
    """The card of a job that staff posted."""
    await here.say(here.ada, "job post", title="A roof", price=4, **more)
    return here.board.history()[-1]


async def test_the_first_job_posted_from_a_channel_makes_it_the_jobs_channel(here: Offline) -> None:
    other = here.guild.create_text_channel("other")
    card = await roof(here)
    assert text_of(card).startswith("**job-1**: A roof")
    assert labels(card) == ["Apply", "Details"]
    await here.say(here.ada, "job post", other, title="A wall", price=2)
    assert len(here.board.history()) == 2
    assert not other.history()


async def test_the_apply_button_opens_a_form_with_the_price_and_what_stays_and_submitting_pays(
    here: Offline,
) -> None:
    card, ana = await roof(here), here.member("ana")
    shown = await here.press(ana, card, "Apply")
    about = shown.modal["components"][0]["content"]
    assert "4 Connects of your 40 Connects; left after that: 36 Connects" in about
    assert await here.counts("proposal.submitted") == 0
    said = await here.fill(ana, shown, message="I can do it")
    assert "36 Connects" in said.text
    assert await here.counts("proposal.submitted") == 1
    assert "Proposals: 1" in text_of(here.board.history()[-1])


async def test_nobody_else_sees_an_answer(here: Offline) -> None:
    said = await here.say(here.member("ana"), "connects balance")
    assert all(one.ephemeral for one in said.messages)
    assert not here.board.history()


async def test_buttons_work_after_a_restart(here: Offline) -> None:
    card, ana = await roof(here), here.member("ana")
    helped = await here.say(ana, "help")
    await here.restart()
    assert (await here.press(ana, card, "Apply")).modal is not None
    assert "A roof" in (await here.press(ana, card, "Details")).text
    assert "40 Connects" in (await here.press(ana, helped.message, labels(helped.message)[0])).text


async def test_another_page_takes_the_place_of_the_one_before(here: Offline) -> None:
    ana = here.member("ana")
    for number in range(12):
        await here.say(here.ada, "job post", title=f"Job number {number}", price=1)
    first = await here.say(ana, "jobs")
    assert "Job number 11" in first.text
    more = await here.press(ana, first.message, labels(first.message)[-1])
    assert "Job number 0" in more.text
    assert more.message.id == first.message.id


async def test_a_once_button_acts_once_however_often_it_is_pressed(here: Offline) -> None:
    ana = here.member("ana")
    here.expected = ["answer_refused"]
    here.env.inject_error("POST", "/interactions/*/*/callback", times=3)
    await here.ada.slash(here.board, "admin grant", member=ana, amount=5)  # the answer never arrives
    asked = await here.say(here.ada, "admin grant", member=ana, amount=5)
    assert "Shall I do it again?" in asked.text
    assert await here.counts("staff.granted") == 1
    done = await here.press(here.ada, asked.message, "Do it again")
    twice = await here.press(here.ada, asked.message, "Do it again")
    assert done.text == twice.text
    assert await here.counts("staff.granted") == 2


async def test_a_refused_form_gives_back_what_was_written_and_opens_again(here: Offline) -> None:
    letter = "I have laid roofs of slate and of straw, for twenty years and more."
    card, ana = await roof(here), here.member("ana")
    shown = await here.press(ana, card, "Apply")
    await here.say(here.ada, "admin take", member=ana, amount=37)
    said = await here.fill(ana, shown, message=letter)
    assert said.refused
    assert letter in said.text
    await here.say(here.ada, "admin grant", member=ana, amount=1)
    again = await here.press(ana, said.message, "Open the form")
    assert await here.counts("proposal.submitted") == 0
    await here.fill(ana, again, message=letter)
    assert await here.counts("proposal.submitted") == 1


async def test_a_form_opens_again_with_what_was_right_and_without_what_was_not(here: Offline) -> None:
    shown = await here.say(here.ada, "job post")
    said = await here.fill(here.ada, shown, title="A roof", price="five")
    assert said.refused
    again = await here.press(here.ada, said.message, "Open the form")
    stands = {name: one.get("value", "") for name, one in controls(again.modal).items()}
    assert stands == {"title": "A roof", "description": "", "price": "", "budget": "", "skills": ""}
    await here.fill(here.ada, again, title="A roof of straw", price="4")
    assert text_of(here.board.history()[-1]).startswith("**job-1**: A roof of straw")


async def test_completion_offers_the_open_jobs(here: Offline) -> None:
    ana = here.member("ana")
    await roof(here)
    await here.say(here.ada, "job post", title="W" * 100, price=1)
    await here.say(here.ada, "job close", job="1")
    for number in range(30):
        await here.say(here.ada, "job post", title=f"{number} " + "W" * 96, price=1)
    offered = await ana.autocomplete(here.board, "apply", "job", "")
    assert len(offered) == 25
    assert all(len(one["name"]) <= 100 for one in offered)
    assert offered[0]["value"] == "job-32"
    assert [one["value"] for one in await ana.autocomplete(here.board, "apply", "job", "job-1")][
        -1
    ] == "job-10"
    assert not await ana.autocomplete(here.board, "apply", "job", "job-2000")


@pytest.mark.parametrize("trouble", [Refusal("leaving"), Unavailable("gone")])
async def test_completion_in_trouble_offers_nothing(
    here: Offline, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    async def broken(*given: Any) -> Any:
        raise trouble

    await roof(here)
    monkeypatch.setattr(here.bot.door, "choices", broken)
    assert await here.ada.autocomplete(here.board, "apply", "job", "") == []


# Who may ------------------------------------------------------------------------------------


async def test_who_runs_the_server_is_staff_and_a_mapped_role_is_what_staff_say(here: Offline) -> None:
    clients = here.guild.create_role("Clients")
    cleo, ana = here.member("cleo", clients), here.member("ana")
    assert (await here.say(cleo, "job post", title="A roof")).refused
    assert not (await here.say(here.ada, "admin role", role=clients, rank="client")).refused
    assert not (await here.say(cleo, "job post", title="A roof")).refused
    assert (await here.say(cleo, "admin policy")).refused
    assert (await here.say(ana, "job post", title="A wall")).refused
    assert not (await here.say(here.ada, "admin role", role=clients, rank="member")).refused
    assert (await here.say(cleo, "job post", title="A wall")).refused


async def test_staff_may_name_a_member_who_has_never_said_anything(here: Offline) -> None:
    ana = here.member("ana")
    said = await here.say(here.ada, "admin grant", member=ana, amount=5)
    assert "45 Connects" in said.text
    assert await here.counts("gift") == 2  # ada's own, too


async def test_a_bot_has_no_wallet(here: Offline) -> None:
    robot = here.guild.add_member(here.env.create_user("robot", bot=True))
    assert (await here.say(here.ada, "admin grant", member=robot, amount=5)).refused
    assert await here.counts("gift") == 1


async def test_somebody_who_is_not_in_the_server_has_no_wallet(here: Offline) -> None:
    ana = here.member("ana")
    here.guild.remove_member(ana)
    assert (await here.say(here.ada, "admin grant", member=ana.user, amount=5)).refused


# Long and slow --------------------------------------------------------------------------------


async def test_a_long_answer_comes_in_several_messages(here: Offline) -> None:
    await here.say(here.ada, "job post", title="A roof", price=1, description="Tiles. " * 500)
    card = await roof(here)
    assert card is not None
    for number in range(8):
        letter = f"{number}. " + "I can *do* it! " * 120
        await here.say(here.member(f"f{number}"), "apply", job="job-1", message=letter)
    said = await here.say(here.ada, "proposals", job="job-1")
    assert 1 < len(said.messages) <= 5
    plain = said.text.replace("\\", "")
    assert all(f"{number}. I can *do* it!" in plain for number in range(8))
    assert not any(one.attachments for one in said.messages)


async def test_what_is_too_long_for_five_messages_is_a_file_as_well(here: Offline) -> None:
    await roof(here)
    for number in range(14):
        await here.say(here.member(f"f{number}"), "apply", job="job-1", message="_" * 1990)
    said = await here.say(here.ada, "proposals", job="job-1")
    (file,) = said.messages[-1].attachments
    assert (len(said.messages), file.filename) == (5, "answer.txt")
    assert b"\\_" * 1990 in (here.env.backend.cdn.get(file.url) or b"")


def slow(here: Offline, name: str, seconds: float = 1.05) -> None:
    """Make the door slow."""
    real = getattr(here.bot.door, name)

    async def late(*given: Any, **more: Any) -> Any:
        await asyncio.sleep(seconds)
        return await real(*given, **more)

    setattr(here.bot.door, name, late)


async def test_what_takes_longer_than_a_second_is_deferred_and_then_answered(here: Offline) -> None:
    slow(here, "options")
    said = await here.say(here.member("ana"), "connects balance")
    assert [one["type"] for one in here.sent("callback")] == [5]
    assert "40 Connects" in said.text
    assert said.messages[0].ephemeral


async def test_what_takes_long_tells_how_far_it_is_now_and_then_and_never_after_the_answer(
    here: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0.05)
    monkeypatch.setattr(answering, "PACE", 0.2)
    door = here.bot.door
    works = door.options

    async def tells(*given: Any, tell: Any, **more: Any) -> Any:
        await asyncio.sleep(0.15)
        for percent in (10, 20, 30):
            tell(percent)
            await asyncio.sleep(0.15)
        tell(99)
        return await works(*given, **more)

    door.options = tells  # type: ignore[method-assign]
    said = await here.say(here.member("ana"), "connects balance")
    shown = [one["embeds"][0]["description"] for one in here.sent("edit")]
    assert shown[:-1] == ["One moment … 10 %", "One moment … 30 %"]
    assert "40 Connects" in shown[-1]
    assert "40 Connects" in said.text


async def test_a_form_that_comes_too_late_is_offered_by_a_button(here: Offline) -> None:
    card, ana = await roof(here), here.member("ana")
    slow(here, "text")
    said: Seen = await here.press(ana, card, "Apply")
    del here.bot.door.text
    assert said.modal is None
    assert labels(said.message) == ["Open the form"]
    shown = await here.press(ana, said.message, "Open the form")
    await here.fill(ana, shown, message="Now then")
    assert await here.counts("proposal.submitted") == 1


@pytest.mark.parametrize(("seconds", "done"), [(2.7, 1), (2.9, 0)])
async def test_an_interaction_that_is_too_old_does_nothing(here: Offline, seconds: float, done: int) -> None:
    await roof(here)
    ana, emit = here.member("ana"), here.env.backend.emit

    def late(event: str, payload: Any) -> None:
        if event == "INTERACTION_CREATE":
            here.env.backend.advance_clock(seconds)
        emit(event, payload)

    here.env.backend.emit = late  # type: ignore[method-assign]
    said = await here.say(ana, "apply", job="job-1")
    assert len(said.messages) == done
    assert await here.counts("proposal.submitted") == done
