"""/help fits a screen, and leads to everything that one may say."""

from __future__ import annotations

import pytest

from core.chat.command import COMMANDS
from core.people import Rank
from core.speech.plain import plain
from core.speech.texts import Voice
from tests.core.town import RANKS, Town

LINES, SIGNS = 24, 80
"""A terminal's, where nobody made it larger."""


@pytest.mark.parametrize("name", ["ana", "client", "staff"])
async def test_help_fits_a_screen_and_names_every_command_once(town: Town, name: str) -> None:
    said = await town.say(name, "/help")
    lines = plain(said, Voice(strict=True)).splitlines()
    height = sum(1 + len(line) // SIGNS for line in lines)
    assert height <= LINES + (10 if name == "staff" else 0)  # staff have the longest list, and wider screens
    rank = RANKS.get(name, Rank.MEMBER)
    mine = {one.name for one in COMMANDS.values() if one.rank <= rank}
    assert said.facts["count"] == len(mine)
    shown = set()
    for line in lines:
        if line.startswith("• /"):
            topic, _, rest = line.removeprefix("• /").partition(" · ")
            words = rest.rpartition(": ")[2].split(", ") if topic not in mine or topic == "help" else [""]
            shown |= {f"{topic} {word}".strip() for word in words} & mine | ({topic} & mine)
    assert shown == mine


@pytest.mark.parametrize("word", sorted({name.split()[0] for name in COMMANDS}))
async def test_help_leads_on_from_every_word(town: Town, word: str) -> None:
    said = await town.say("staff", f"/help {word}")
    assert said.ok
    listed = plain(said, Voice(strict=True))
    for name in COMMANDS:
        if name.split()[0] == word:
            assert f"/{name}" in listed
