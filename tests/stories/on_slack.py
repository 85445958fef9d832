"""Plays a story on Slack: the console's own lines, through the real adapter and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.slack.inbound import PLATFORM
from bot.wiring import open_bot
from core import instants
from core.speech.notice import CHANNELS
from tests.adapters.slack.offline import Connected
from tests.adapters.slack.workspace import TEAM, Workspace
from tests.stories.ear import Ear
from tests.stories.elsewhere import Elsewhere, Objects, last_time, play_line, watch_presses
from tests.stories.grammar import Story, read
from tests.stories.playing import Stage, journal_of, must_add_up, new_database
from tests.stories.slack_house import SlackHouse, Taped, Town


async def play(story: Story, folder: Path, expected: Objects, *, socket: bool) -> Elsewhere:
    """Play a story; ``expected`` is what the console's run came to, line by line."""
    run, file, courier = Elsewhere(), folder / "connects.db", Taped()
    file.write_bytes(new_database())
    workspace = Workspace()
    await workspace.start()
    town = Town(workspace)
    try:
        if story.after:
            await _play(read(story.after), file, courier, town, Elsewhere(), {}, socket=socket)
        stage = await _play(story, file, courier, town, run, expected, socket=socket)
        run.names = town.names()
        run.wrong += workspace.wrong
    finally:
        await workspace.close()
    must_add_up(file)
    run.objects, run.unsaid = stage.objects, stage.unsaid
    return run


async def _play(
    story: Story, file: Path, courier: Taped, town: Town, run: Elsewhere, expected: Objects, *, socket: bool
) -> Stage:
    clock, stage = ConsoleClock(instants.parse(story.now)), Stage()

    async def open_house() -> SlackHouse:
        bot = await open_bot(str(file), clock, [courier], preset=story.preset, synchronous="OFF")
        ear = Ear(bot.door)
        connected = Connected(bot, town.workspace, ear, socket=socket)
        courier.client = connected.client
        house = SlackHouse(bot, clock, town, ear, connected, courier)
        house.wrong = run.wrong
        clock.start_at_least(await bot.door.look(await bot.door.community(PLATFORM, TEAM), last_time))
        await house.point({name: town.workspace.channel(name) for name in CHANNELS})
        await connected.open()
        await bot.recover()
        return house

    console = Console(open_house, clock, courier, stage.show, session=story.name)  # type: ignore[arg-type]
    await console.start()
    try:
        watch_presses(console)
        for number, line in enumerate(story.lines, 1):
            await play_line(console, number, line, run, stage, expected)
        house: Any = console.client.house
        run.journal = await journal_of(house, PLATFORM, TEAM)
    finally:
        await console.close()
    return stage
