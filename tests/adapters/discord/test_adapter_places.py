"""Where the bot speaks on Discord: channels, forums, direct messages; who comes and goes; the tree."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord import app_commands

from adapters.discord import tree
from core.chat.command import COMMANDS
from tests.adapters.discord.offline import Offline, labels, offline, text_of


@pytest_asyncio.fixture
async def here(template: Path, tmp_path: Path) -> AsyncIterator[Offline]:
    """A server with the bot in it."""
    async with offline(template, tmp_path) as found:
        yield found


@pytest_asyncio.fixture
async def watched(template: Path, tmp_path: Path) -> AsyncIterator[Offline]:
    """A server where the bot is told who comes and goes."""
    async with offline(template, tmp_path, members=True) as found:
        yield found


# Channels -------------------------------------------------------------------------------------


async def test_a_channel_where_the_bot_lacks_permissions_is_warned_of_by_their_names(here: Offline) -> None:
    no = discord.PermissionOverwrite(send_messages=False, embed_links=False)
    me: Any = here.guild.me
    mute = here.guild.create_text_channel("mute", overwrites={me: no})
    said = await here.say(here.ada, "admin channel", use="news", channel=mute)
    assert not said.refused
    assert f"In <#{mute.id}> I lack permissions" in said.text
    assert "Send Messages, Embed Links" in said.text.replace(" and ", ", ")
    assert "View Channel" not in said.text
    fine = await here.say(here.ada, "admin channel", use="news", channel=here.board)
    assert len(fine.messages) == 1


async def test_a_deleted_channel_is_told_of_once_and_what_waited_follows_in_its_order(here: Offline) -> None:
    await here.say(here.ada, "job post", title="A roof", price=4)
    await here.say(here.ada, "admin channel", use="log", channel=here.guild.create_text_channel("log"))
    here.env.backend.delete_channel(here.board.id)
    other = here.guild.create_text_channel("other")
    for title in ("A wall", "A door"):
        await here.say(here.ada, "job post", other, title=title, price=2)
    (told,) = here.inbox(here.ada)
    assert "/admin channel" in text_of(told)
    assert "the channel is gone" in text_of(told)
    await here.restart()
    await here.deliver()
    assert len(here.inbox(here.ada)) == 1
    assert not other.history()
    await here.say(here.ada, "admin channel", other, use="jobs", channel=other)
    assert [text_of(one).split("\n")[0] for one in other.history()] == [
        "**job-2**: A wall",
        "**job-3**: A door",
    ]


async def test_a_card_that_was_deleted_is_posted_anew(here: Offline) -> None:
    await here.say(here.ada, "job post", title="A roof", price=4)
    (card,) = here.board.history()
    here.env.backend.delete_message(here.board.id, card.id)
    await here.say(here.ada, "job edit", job="job-1", title="A higher roof")
    (card,) = here.board.history()
    assert "A higher roof" in text_of(card)


async def test_trouble_of_discords_own_only_delays(here: Offline) -> None:
    here.env.inject_error("POST", "/channels/*/messages", status=503)
    await here.say(here.ada, "job post", title="A roof", price=4)
    assert not here.board.history()
    assert await here.deliver() == 0
    assert len(here.board.history()) == 1


async def test_who_takes_no_direct_messages_gets_a_word_in_the_channel(here: Offline) -> None:
    await here.say(here.ada, "job post", title="A roof", price=4)
    ana = here.member("ana")
    await here.say(ana, "apply", job="job-1")
    here.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages to this user"
    )
    await here.say(here.ada, "proposal shortlist", proposal="1")
    word = text_of(here.board.history()[-1])
    assert word.startswith(f"<@{ana.id}>, I have something for you")
    assert not here.inbox(ana)
    assert here.sent("message")[-1]["allowed_mentions"]["parse"] == []


async def test_a_button_in_a_direct_message_knows_its_server(here: Offline) -> None:
    await here.say(here.ada, "job post", title="A roof", price=4)
    ana = here.member("ana")
    await here.say(ana, "apply", job="job-1", message="I can do it")
    message = next(one for one in reversed(here.inbox(here.ada)) if labels(one))
    assert not (await here.seen(here.ada.user.click(message, label="Shortlist"))).refused
    assert await here.counts("proposal.shortlisted") == 1
    shown = await here.seen(here.ada.user.click(message, label="Interview"))
    await here.seen(here.ada.user.submit_modal(shown.result, {"question": "When?"}))
    assert await here.counts("interview.asked") == 1
    here.guild.remove_member(here.ada)
    assert (await here.seen(here.ada.user.click(message, label="Decline"))).refused
    assert await here.counts("proposal.declined") == 0


# Forums ---------------------------------------------------------------------------------------


async def forum(here: Offline) -> Any:
    """A forum where jobs go."""
    made = here.guild.create_forum_channel("work")
    await here.say(here.ada, "admin channel", use="jobs", channel=made)
    return made


def thread_of(here: Offline, post: Any) -> Any:
    """A post as Discord keeps it."""
    return here.env.backend.get_channel(post.id)


def tags(here: Offline, post: Any) -> list[str]:
    """The names of a post's tags."""
    thread = thread_of(here, post)
    parent = here.env.backend.get_channel(thread.parent_id)
    names = {str(tag["id"]): tag["name"] for tag in parent.available_tags}
    return [names[str(tag)] for tag in thread.applied_tags]


async def test_a_forum_gets_a_post_for_each_job_which_is_edited_in_its_place(here: Offline) -> None:
    work = await forum(here)
    for title in ("A roof", "A wall"):
        await here.say(here.ada, "job post", title=title, price=4)
    roof, wall = sorted(work.threads, key=lambda one: one.id)
    assert [roof.name, wall.name] == ["job-1: A roof", "job-2: A wall"]
    assert tags(here, roof) == tags(here, wall) == ["open"]
    await here.say(here.member("ana"), "apply", job="job-1")
    (card,) = roof.history()
    assert "Proposals: 1" in text_of(card)
    assert labels(card) == ["Apply", "Details"]


@pytest.mark.parametrize(("command", "options", "tag"), [
    ("job close", {"job": "job-1"}, "closed"),
    ("job cancel", {"job": "job-1"}, "closed"),
    ("proposal hire", {"proposal": "1"}, "filled"),
])  # fmt: skip
async def test_a_post_is_locked_and_put_away_with_the_tag_of_its_end(
    here: Offline, command: str, options: dict[str, str], tag: str
) -> None:
    work = await forum(here)
    await here.say(here.ada, "job post", title="A roof", price=4)
    await here.say(here.member("ana"), "apply", job="job-1")
    await here.say(here.ada, command, **options)
    (post,) = work.threads
    thread = thread_of(here, post)
    assert tags(here, post) == [tag]
    assert (thread.thread_metadata.archived, thread.thread_metadata.locked) == (True, True)
    (card,) = post.history()
    assert not labels(card)


async def test_a_post_that_was_put_away_can_still_be_edited(here: Offline) -> None:
    work = await forum(here)
    await here.say(here.ada, "job post", title="A roof", price=4)
    await here.say(here.member("ana"), "apply", job="job-1")
    await here.say(here.ada, "job close", job="job-1")
    here.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50083, message="Archived")
    await here.say(here.ada, "job remove", job="job-1", reason="A fraud")
    (post,) = work.threads
    assert "State: removed" in text_of(post.history()[0])
    assert tags(here, post) == ["closed"]
    assert thread_of(here, post).thread_metadata.archived
    assert [one["archived"] for one in here.sent("channel") if "archived" in one] == [True, False, True]


# Coming and going -----------------------------------------------------------------------------


async def test_without_the_intent_nobody_is_heard_of(here: Offline) -> None:
    here.guild.remove_member(here.member("ana"))
    await here.env.settle()
    assert not await here.kinds()


async def test_joining_opens_a_wallet_and_leaving_stops_the_grants(watched: Offline) -> None:
    here = watched
    ana = here.member("ana")
    await here.env.settle()
    assert await here.counts("gift") == 2  # with ada's
    here.guild.remove_member(ana)
    await here.env.settle()
    assert await here.counts("member.left") == 1
    await here.advance(31)
    assert await here.counts("grant") == 1
    here.guild.add_member(ana.user)
    await here.env.settle()
    assert await here.counts("member.returned") == 1
    assert await here.counts("gift") == 2


async def test_who_left_while_nobody_listened_is_missed_at_the_next_start(watched: Offline) -> None:
    here = watched
    ana = here.member("ana")
    await here.env.settle()
    del here.env.backend.get_guild(here.guild.id).members[ana.id]
    await here.restart()
    await here.client.reconciled.wait()
    assert await here.counts("member.left") == 1
    await here.restart()
    await here.client.reconciled.wait()
    assert await here.counts("member.left") == 1


async def test_other_bots_come_and_go_without_a_wallet(watched: Offline) -> None:
    here = watched
    robot = here.guild.add_member(here.env.create_user("robot", bot=True))
    here.guild.remove_member(robot)
    await here.env.settle()
    assert await here.counts("gift") == 1


async def test_a_server_that_puts_the_bot_out_rests_until_it_is_back(here: Offline) -> None:
    await here.say(here.member("ana"), "connects balance")
    guild = here.env.backend.get_guild(here.guild.id)
    here.env.backend.remove_guild(here.guild.id)
    await here.env.settle()
    assert await here.counts("place.left") == 1
    await here.advance(31)
    assert await here.counts("grant") == 0
    guild.channel_ids.clear()
    here.env.backend.guilds[guild.id] = guild
    await here.restart()
    await here.client.reconciled.wait()
    assert await here.counts("place.returned") == 1
    await here.advance(0)
    assert await here.counts("grant") == 1


# The tree -------------------------------------------------------------------------------------


async def test_the_tree_is_sent_once_and_again_only_when_it_has_changed(
    here: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.restart()
    await here.restart()
    assert (len(here.sent("tree")), here.client.sent) == (1, 0)
    monkeypatch.delitem(COMMANDS, "help")
    await here.restart()
    first, second = here.sent("tree")
    assert {one["name"] for one in first} - {one["name"] for one in second} == {"help"}
    await here.restart()
    assert len(here.sent("tree")) == 2


async def test_the_tree_holds_every_command_of_the_registry(here: Offline) -> None:
    (sent,) = here.sent("tree")
    names = {
        f"{one['name']} {sub['name']}" if sub else one["name"]
        for one in sent
        for sub in [part for part in one.get("options", []) if part["type"] == 1] or [None]
    }
    assert names == set(COMMANDS)
    assert tree.digest(sent) == tree.digest(list(sent))


async def test_what_this_release_does_not_know_is_answered_all_the_same(
    here: Offline,
) -> None:
    here.raises = (app_commands.CommandNotFound,)
    here.client.tree.remove_command("help")
    said = await here.say(here.ada, "help")
    assert said.refused
    assert "just renewed" in said.text
