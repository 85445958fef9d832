"""Slack: who is staff is asked of Slack, whatever a payload says; guests and strangers may nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.adapters.slack.offline import Offline, offline, text_of
from tests.adapters.slack.workspace import TEAM, Seen
from tests.ranks.table import (
    PEOPLE,
    called,
    line_of,
    only_tried,
    scene,
    sources,
    tried,
    verdict,
    wanted,
)
from tests.tenants.towns import Side

FLAGS: dict[str, dict[str, Any]] = {
    "everybody in the workspace": {},
    "an admin": {"is_admin": True},
    "an owner": {"is_owner": True},
    "the primary owner": {"is_primary_owner": True},
    "in a group that /admin role maps to client": {},
    "in a group that /admin role maps to staff": {},
    "who was an admin": {"is_admin": True},
    "a guest": {"is_restricted": True, "is_admin": True},
    "a guest of one channel": {"is_ultra_restricted": True, "is_admin": True},
    "of another organisation": {"team_id": "T0ELSEWHERE", "is_admin": True, "is_owner": True},
    "a bot": {"is_bot": True, "is_admin": True},
    "who left": {"deleted": True, "is_admin": True},
}
"""What Slack says of somebody; of whom it lets in for nothing, that they are an admin, too."""


@dataclass
class Ranked:
    """A workspace in which somebody stands for each line of the table."""

    here: Offline
    own: dict[str, str] = field(default_factory=dict)
    flags: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def press(self, who: str, line: str) -> str:
        """A button that carries the line; what is said to it."""
        element = {"type": "button", "action_id": "c0.0", "value": line}
        seen: Seen = await self.here.workspace.press(who, element)
        return text_of(seen)


@pytest_asyncio.fixture
async def ranked(template: Path, tmp_path: Path) -> AsyncIterator[Ranked]:
    async with offline(template, tmp_path) as here:
        found = Ranked(here, flags=dict(FLAGS))
        user = here.workspace.user

        def shown(number: str) -> dict[str, Any]:
            name = next((one for one, known in here.workspace.people.items() if known == number), "")
            return {**user(number), "is_primary_owner": name == "ada", **found.flags.get(name, {})}

        here.workspace.user = shown  # type: ignore[method-assign]
        numbers = {name: here.workspace.person(name) for name in PEOPLE.values()}
        found.own = await scene(here.bot.door, here.path, Side("slack", TEAM, numbers))
        for rank in ("client", "staff"):
            here.workspace.give(f"in a group that /admin role maps to {rank}", [f"@{rank}s"])
        for rank in ("client", "staff"):
            group = here.workspace.group(f"@{rank}s")
            await here.say("ada", f"/admin role <!subteam^{group}|@{rank}s> {rank}")
        yield found


async def test_on_slack(ranked: Ranked) -> None:
    assert set(sources("slack")) == set(FLAGS)
    was = "who was an admin"
    assert verdict(await ranked.press(was, "quiz show")) == "else"  # it is shown to them
    ranked.flags[was] = {}
    changed = {"type": "user_change", "user": ranked.here.workspace.user(ranked.here.workspace.person(was))}
    await ranked.here.workspace.event(changed)
    with only_tried():
        for who, rank, some in tried("slack"):
            for row in some:
                text = await ranked.press(who, line_of(row, ranked.own))
                assert text.strip(), (who, called(row))
                assert verdict(text) == wanted(row, rank), (who, called(row), text)


async def test_whom_slack_does_not_let_in_leaves_nothing(ranked: Ranked) -> None:
    before = await ranked.here.kinds()
    for who in ("a guest", "a guest of one channel", "of another organisation", "a bot", "who left"):
        for line in ("connects balance", f"apply {ranked.own['job']}", "admin grant ana 5", "admin policy"):
            assert "quiz" not in await ranked.press(who, line)
    assert await ranked.here.kinds() == before


async def test_a_payload_can_not_say_that_somebody_is_an_admin(ranked: Ranked) -> None:
    """Slack signs what it sends, and yet only what it answers when asked is believed."""
    who = "everybody in the workspace"
    more = {"user_is_admin": "true", "is_admin": "true", "is_owner": "true", "user": '{"is_admin": true}'}
    seen = await ranked.here.workspace.command(who, "/admin", "stats", **more)
    assert verdict(text_of(seen)) == "no"
