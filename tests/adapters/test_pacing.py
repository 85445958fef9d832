"""Whoever goes too fast hears so once a second, and neither engine nor database hears of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.chat.pace import Pace
from tests.adapters.discord import offline as on_discord
from tests.adapters.slack import offline as on_slack
from tests.adapters.slack.workspace import TEAM

SLOWER = "A little slower"


async def test_on_discord_the_third_command_at_once_is_not_done(template: Path, tmp_path: Path) -> None:
    async with on_discord.offline(template, tmp_path) as here:
        ana = here.member("ana")
        heard: list[str] = []
        here.client.desk = replace(here.bot.desk, pace=Pace(2, 0.05, slowed=heard.append))
        for _ in range(2):
            assert SLOWER not in (await here.say(ana, "help")).text
        before = await here.kinds()
        slow = await here.say(ana, "connects balance")
        assert SLOWER in slow.text
        assert "20 seconds" in slow.text
        assert slow.messages[0].ephemeral
        assert heard == ["discord"]
        assert await here.kinds() == before
        # Another is as free as before.
        assert SLOWER not in (await here.say(here.ada, "connects balance")).text


async def test_on_discord_silence_follows_and_no_request(template: Path, tmp_path: Path) -> None:
    async with on_discord.offline(template, tmp_path) as here:
        ana = here.member("ana")
        here.client.desk = replace(here.bot.desk, pace=Pace(1, 0.05))
        await here.say(ana, "help")
        await here.say(ana, "help")
        sent = len(here.env.http_requests)
        for _ in range(5):
            await _ignored(here, ana)
        assert len(here.env.http_requests) == sent


async def _ignored(here: Any, person: Any) -> None:
    try:
        await here.say(person, "help")
    except Exception as nothing:  # simcord's word for an interaction that nobody answered
        assert "respon" in str(nothing).lower(), nothing


async def test_on_discord_a_form_that_comes_too_fast_gives_back_what_was_written(
    template: Path, tmp_path: Path
) -> None:
    async with on_discord.offline(template, tmp_path) as here:
        form = await here.say(here.ada, "job post")
        here.client.desk = replace(here.bot.desk, pace=Pace(1, 0.05))
        await here.say(here.ada, "help")
        words = "A long description that nobody wants to type a second time."
        seen = await here.fill(here.ada, form, title="Logo", description=words)
        assert SLOWER in seen.text
        assert words in seen.text


async def test_on_slack_what_is_too_fast_is_acknowledged_and_not_done(template: Path, tmp_path: Path) -> None:
    async with on_slack.offline(template, tmp_path) as here:
        heard: list[str] = []
        await here.say("ada", "/job post title:Logo price:2")
        form = await here.say("ada", "/job post title:Poster ?")
        before, client = await here.kinds(), here.connected.client
        client.reach.desk = replace(here.bot.desk, pace=Pace(1, 0.05, slowed=heard.append))
        await here.say("ada", "/help")
        calls, answers = len(here.workspace.calls), _answers(client)

        said = await here.say("ada", "/connects balance")
        assert SLOWER in on_slack.text_of(said)
        assert len(answers) == 1
        # Within the same second there is silence, but each is acknowledged (or `deliver` would fail).
        command = {
            "team_id": TEAM, "user_id": here.workspace.person("ada"), "command": "/help", "text": "",
            "channel_id": "C0BOARD", "response_url": f"{here.workspace.origin}/r/1",
        }  # fmt: skip
        for number in range(3):
            await here.workspace.deliver("slash_commands", {**command, "trigger_id": f"silent{number}"})
        press = {
            **here.workspace._interaction("ada", "block_actions", "silent.press"), "state": {"values": {}},
            "container": {"type": "message", "is_ephemeral": True}, "response_url": command["response_url"],
            "actions": [{"type": "button", "action_id": "c0.0", "value": "help", "block_id": "b"}],
        }  # fmt: skip
        await here.workspace.deliver("interactive", press)
        opened = {"type": "app_home_opened", "user": here.workspace.person("ada"), "tab": "home"}
        await here.workspace.event(opened)
        # A form says it in its acknowledgement, which keeps what is written in it.
        sent = await here.fill("ada", form, price="2")
        assert SLOWER in str(sent.errors)
        assert len(answers) == 1
        assert heard == ["slack"] * 7
        assert await here.kinds() == before
        assert len(here.workspace.calls) == calls
        # Another is as free as before.
        assert SLOWER not in on_slack.text_of(await here.say("ben", "/connects balance"))


def _answers(client: Any) -> list[Any]:
    """What is posted from now on to the addresses that requests name."""
    posted: list[Any] = []
    respond = client.reach.api.respond

    async def noted(url: str, body: Any) -> bool:
        posted.append(body)
        return bool(await respond(url, body))

    client.reach.api.respond = noted
    return posted
