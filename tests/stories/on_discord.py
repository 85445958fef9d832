"""Plays a story on Discord: the console's own lines, through the real adapter and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import simcord

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.discord.inbound import PLATFORM
from bot.wiring import open_bot
from core import instants
from tests.adapters.discord import limits
from tests.adapters.discord.offline import kind_of
from tests.stories.discord_house import DiscordHouse, connected
from tests.stories.discord_server import Server, Taped
from tests.stories.elsewhere import Elsewhere, Objects, last_time, play_line, watch_presses
from tests.stories.grammar import Story, read
from tests.stories.playing import Stage, journal_of, must_add_up, new_database


async def play(story: Story, folder: Path, expected: Objects) -> Elsewhere:
    """Play a story; ``expected`` is what the console's run came to, line by line."""
    run, file, courier = Elsewhere(), folder / "connects.db", Taped()
    file.write_bytes(new_database())
    world: dict[str, Any] = {}
    try:
        if story.after:
            before = read(story.after)
            await _play(before, file, courier, world, Elsewhere(), {})
        stage = await _play(story, file, courier, world, run, expected)
        run.names = world["server"].names()
        _look(world["server"].env, run)
    finally:
        await world["run"].__aexit__(None, None, None)
    must_add_up(file)
    run.objects, run.unsaid = stage.objects, stage.unsaid
    return run


async def _play(
    story: Story, file: Path, courier: Taped, world: dict[str, Any], run: Elsewhere, expected: Objects
) -> Stage:
    clock, stage = ConsoleClock(instants.parse(story.now)), Stage()

    async def open_house() -> DiscordHouse:
        bot = await open_bot(str(file), clock, [courier], preset=story.preset, synchronous="OFF")
        ear, client = connected(bot, courier)
        if not world:
            world["run"] = simcord.run(client, shard_count=1)
            world["server"] = Server(await world["run"].__aenter__())
        else:
            await world["server"].env.restart_bot(client)
        house = DiscordHouse(bot, clock, world["server"], ear, courier)
        house.wrong = run.wrong
        clock.start_at_least(await bot.door.look(await bot.door.community(PLATFORM, house.place), last_time))
        await house.point({name: str(one.id) for name, one in world["server"].channels.items()})
        await bot.recover()
        return house

    console = Console(open_house, clock, courier, stage.show, session=story.name)  # type: ignore[arg-type]
    await console.start()
    try:
        watch_presses(console)
        for number, line in enumerate(story.lines, 1):
            await play_line(console, number, line, run, stage, expected)
        house: Any = console.client.house
        run.journal = await journal_of(house, PLATFORM, house.place)
    finally:
        await console.close()
    return stage


def _look(env: Any, run: Elsewhere) -> None:
    """Hold everything that was sent against Discord's limits."""
    for request in env.http_requests:
        kind = kind_of(request.method, request.path)
        if kind not in ("", "channel") and request.json is not None:
            run.payloads[kind] += 1
            run.wrong += [f"{kind}: {one}" for one in limits.any_payload(kind, request.json)]
