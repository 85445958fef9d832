"""Where notices go on Slack, what becomes of them there, and who comes and goes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.instants import HOUR
from tests.adapters.slack.offline import Offline, offline, read_blocks, text_of
from tests.adapters.slack.workspace import BOT, BROKEN, LOST, TEAM

BOARD = "C0BOARD"


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Offline]:
    """A workspace."""
    async with offline(template, tmp_path) as one:
        yield one


def cards(here: Offline, channel: str = BOARD) -> list[str]:
    """What stands in a channel."""
    return [read_blocks(one["blocks"]) for one in here.workspace.posted.get(channel, {}).values()]


def direct(here: Offline, name: str) -> list[str]:
    """What somebody was sent directly."""
    return cards(here, f"D{here.workspace.person(name)[1:]}")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not_in_channel", "I am not in"),
        ("is_archived", "is archived"),
        ("channel_not_found", "I don’t see the channel"),
        ("restricted_action", "only some may post"),
        ("missing_scope", "lacks the permission chat:write"),
    ],
)
async def test_a_channel_that_takes_nothing_is_told_of_once_and_what_waited_follows_in_its_order(
    here: Offline, error: str, words: str
) -> None:
    here.workspace.faults["chat.postMessage"] = [error]
    for title in ("Roof", "Wall"):
        await here.say("ada", f"/job post title:{title} price:4")
    await here.deliver()
    (told,) = [one for one in direct(here, "ada") if "jobs waits" in one]
    assert words in told
    assert not cards(here)
    await here.say("ada", f"/admin channel jobs <#{BOARD}|board>")
    assert ["Roof" in one for one in cards(here) if "Price" in one] == [True, False]
    assert len([one for one in direct(here, "ada") if "jobs waits" in one]) == 1


async def test_what_waits_is_posted_when_the_bot_is_invited(here: Offline) -> None:
    here.workspace.faults["chat.postMessage"] = ["not_in_channel"]
    await here.say("ada", "/job post title:Roof price:4")
    await here.deliver()
    assert not cards(here)
    joined = {"type": "member_joined_channel", "channel": BOARD, "channel_type": "C", "team": TEAM}
    await here.workspace.event({**joined, "user": here.workspace.person("bob")})
    await here.deliver()
    assert not cards(here)
    await here.workspace.event({**joined, "user": BOT})
    await here.deliver()
    assert len(cards(here)) == 1


async def test_a_channel_that_has_another_number_is_followed(here: Offline) -> None:
    await here.say("ada", "/job post title:Roof price:4")
    await here.workspace.event(
        {"type": "channel_id_changed", "old_channel_id": BOARD, "new_channel_id": "C0SHARED"}
    )
    await here.say("ada", "/job post title:Wall price:4")
    assert ["Wall" in one for one in cards(here, "C0SHARED")] == [True]


async def test_a_channel_that_the_bot_is_not_in_is_warned_of_at_once(here: Offline) -> None:
    here.workspace.outside.add("C0ELSE")
    said = await here.say("ada", "/admin channel jobs <#C0ELSE|else>")
    assert "I am not in" in text_of(said)
    assert "/invite" in text_of(said)
    said = await here.say("ada", f"/admin channel jobs <#{BOARD}|board>")
    assert "/invite" not in text_of(said)


async def test_a_card_that_was_deleted_is_posted_anew(here: Offline) -> None:
    await here.say("ada", "/job post title:Roof price:4")
    here.workspace.faults["chat.update"] = ["message_not_found"]
    await here.say("bob", "/apply job-1 hi")
    assert ["Proposals: 1" in one for one in cards(here)] == [False, True]


@pytest.mark.parametrize("fault", [BROKEN, "ratelimited", "internal_error", "fatal_error"])
async def test_trouble_of_slacks_own_only_delays(here: Offline, fault: str) -> None:
    here.workspace.faults["chat.postMessage"] = [fault]
    await here.say("ada", "/job post title:Roof price:4")
    assert not cards(here)
    assert await here.deliver() == 0
    assert len(cards(here)) == 1
    assert not direct(here, "ada")


async def test_a_429_is_waited_out_as_long_as_it_asks(here: Offline) -> None:
    here.workspace.faults["chat.postMessage"] = ["ratelimited", "ratelimited"]
    await here.workspace.command("ada", "/job", "post title:Roof price:4")
    assert await here.deliver() == 7.0


async def test_what_was_posted_though_the_answer_was_lost_is_found_and_not_posted_again(
    here: Offline,
) -> None:
    here.workspace.faults["chat.postMessage"] = [LOST]
    await here.say("ada", "/job post title:Roof price:4")
    assert len(cards(here)) == 1
    await here.deliver()
    await here.say("bob", "/apply job-1 hi")
    assert ["Proposals: 1" in one for one in cards(here)] == [True]


async def test_a_message_to_somebody_who_is_not_there_any_more_is_set_aside(here: Offline) -> None:
    await here.say("ada", "/job post title:Roof price:4")
    here.workspace.faults["conversations.open"] = ["user_not_found"]
    await here.say("bob", "/apply job-1 hi")
    assert not direct(here, "ada")
    await here.say("cleo", "/apply job-1 hi")
    assert all("proposal-1" not in one for one in direct(here, "ada"))


async def test_the_owner_is_asked_for_a_channel_while_nobody_is_known_to_be_staff(here: Offline) -> None:
    await here.say("bob", "/connects balance")
    await here.advance(40)
    await here.deliver()
    assert any("no channel was chosen" in one for one in direct(here, "ada"))


async def test_a_workspace_that_puts_the_bot_out_rests_until_it_is_back(here: Offline) -> None:
    await here.say("bob", "/connects balance")
    await here.workspace.event({"type": "app_uninstalled"})
    await here.advance(40)
    assert "grant" not in await here.kinds()
    assert "place.left" in await here.kinds()
    await here.connected.client.reconcile()
    await here.advance(0)
    assert "place.returned" in await here.kinds()
    assert "grant" in await here.kinds()


async def test_a_token_that_was_taken_back_is_noticed_when_posting(here: Offline) -> None:
    await here.say("ada", "/job post title:Roof price:4")
    here.workspace.faults["chat.update"] = ["token_revoked"]
    await here.say("bob", "/apply job-1 hi")
    assert "place.left" in await here.kinds()
    here.clock.advance(HOUR)
    await here.connected.client.reconcile()
    await here.deliver()
    assert ["Proposals: 1" in one for one in cards(here)] == [True]


async def test_tokens_of_users_are_none_of_the_bots(here: Offline) -> None:
    await here.say("bob", "/connects balance")
    await here.workspace.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    assert "place.left" not in await here.kinds()
    await here.workspace.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}})
    assert "place.left" in await here.kinds()


async def test_joining_opens_a_wallet_and_leaving_stops_the_grants(here: Offline) -> None:
    workspace = here.workspace
    eve = workspace.person("eve")
    await workspace.event({"type": "team_join", "user": workspace.user(eve)}, "EvSame")
    await workspace.event({"type": "team_join", "user": workspace.user(eve)}, "EvSame")
    assert (await here.kinds()).count("gift") == 1
    workspace.gone.add("eve")
    await workspace.event({"type": "user_change", "user": workspace.user(eve)})
    assert "member.left" in await here.kinds()
    workspace.gone.discard("eve")
    await workspace.event({"type": "user_change", "user": workspace.user(eve)})
    assert "member.returned" in await here.kinds()


async def test_who_left_while_nobody_listened_is_missed_at_the_next_look(here: Offline) -> None:
    await here.say("eve", "/connects balance")
    here.workspace.gone.add("eve")
    await here.connected.client.reconcile()
    assert (await here.kinds()).count("member.left") == 1
    await here.connected.client.reconcile()
    assert (await here.kinds()).count("member.left") == 1


async def test_an_event_that_was_lost_loses_nobody_their_connects(here: Offline) -> None:
    assert "app_home_opened" in here.connected.client.events.listeners()
    here.clock.advance(HOUR)
    said = await here.say("eve", "/connects balance")  # no team_join ever came
    assert "You have 40 Connects" in text_of(said)


async def test_one_message_a_second_goes_to_a_channel(here: Offline) -> None:
    from adapters.slack.courier import SlackCourier

    assert SlackCourier.pace >= 1.0


async def test_a_plan_that_a_group_gives_stays_when_staff_name_its_member_or_slack_tells_no_groups(
    here: Offline,
) -> None:
    bob, group = here.workspace.person("bob"), here.workspace.group("@pros")
    here.workspace.give("bob", ["@pros"])
    await here.say("ada", f"/admin roleplan <!subteam^{group}|@pros> plus")
    assert "Plus plan" in text_of(await here.say("bob", "/connects balance"))
    await here.say("ada", f"/admin grant <@{bob}|bob> 5 thanks")
    here.connected.client.reach.persons.forget_groups("T0001")
    here.workspace.faults["usergroups.list"] = ["ratelimited", BROKEN]
    assert "Plus plan" in text_of(await here.say("bob", "/connects balance"))
    assert (await here.kinds()).count("plan.set") == 1


async def test_groups_that_slack_can_not_tell_now_hold_nobody_up(here: Offline) -> None:
    here.workspace.faults["usergroups.list"] = ["ratelimited", BROKEN]
    began = time.monotonic()
    assert "40 Connects" in text_of(await here.say("bob", "/connects balance"))
    assert time.monotonic() - began < 3  # the 429 asked for seven seconds
    assert len(here.called("usergroups.list")) == 1
    assert "40 Connects" in text_of(await here.say("bob", "/connects balance"))
    assert len(here.called("usergroups.list")) == 1
