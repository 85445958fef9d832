"""One member floods; the others hardly notice. ``python -m tests.flood`` shows it at full size."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from tests import flood


async def test_while_one_member_floods_discord_the_others_are_answered(tmp_path: Path) -> None:
    found = await flood.on_discord(tmp_path, 1.5, 400)
    limits = Settings.model_fields
    # Half of what is sent are orders, and of those only what the bucket lets through leaves a row.
    assert found.sent > 300
    assert found.done <= limits["member_burst"].default + found.seconds * limits["member_rate"].default + 2
    assert found.slowest < 1.0
    assert not found.slowed
