"""Pictures on their way through the door: drawn elsewhere, true to the journal, and in no answer's way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import core.commands  # noqa: F401 - fills the registry
from bot import drawing
from bot.drawing import Drawing
from bot.wiring import Bot, open_bot
from core.chat.ask import Ask
from core.chat.command import COMMANDS
from core.commands import picturing
from core.errors import Broken, Refusal
from core.instants import DAY
from core.people import Rank, Who
from core.speech.pictures import Bars, Picture, Steps
from core.speech.reply import Reply
from tests.core.town import START, Clock, copy_of

ADA = Who("test", "T1", "ada", "ada", Rank.STAFF)
ANA = Who("test", "T1", "ana", "ana")
ASK = Ask(ADA, "k", 1, Rank.STAFF)


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest_asyncio.fixture
async def bot(template: Path, tmp_path: Path, clock: Clock) -> AsyncIterator[Bot]:
    found = await open_bot(str(copy_of(template, tmp_path / "connects.db")), clock, ())
    for place, who in enumerate((ADA, ANA)):
        await found.door.text(who, "connects balance", f"hello{place}")
    yield found
    await found.close()


async def say(bot: Bot, who: Who, line: str) -> Reply:
    say.count += 1  # type: ignore[attr-defined]
    return (await bot.door.text(who, line, f"k{say.count}")).reply  # type: ignore[attr-defined]


say.count = 0  # type: ignore[attr-defined]


async def test_a_picture_comes_as_a_file_with_words_for_whoever_cannot_see_it(bot: Bot) -> None:
    said = await say(bot, ANA, "connects history picture:auto")
    assert said.pictures == ()
    (file,) = said.files
    assert file.data.startswith(b"\x89PNG\r\n\x1a\n")
    assert file.name == "connects-balance.png"
    assert file.alt == "Balance since 4 March 2026: between 40 Connects and 40 Connects, now 40 Connects."


async def test_where_nothing_can_be_drawn_the_answer_stands_and_says_so(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing.sys, "executable", "/nowhere/python")
    said = await say(bot, ANA, "connects history picture:auto")
    assert (said.ok, said.key, said.files) == (True, "history", ())
    assert [block.phrase.key for block in said.body if hasattr(block, "phrase")] == ["picture.failed"]


async def test_a_process_that_breaks_or_takes_too_long_is_told_of_and_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Broken):
        await Drawing().draw({"no": "picture"}, {})
    monkeypatch.setattr(drawing, "HOME", Path("/nowhere"))
    slow = Drawing(seconds=0.01)
    with pytest.raises(Refusal, match=r"work\.long"):
        await slow.draw({}, {})
    assert not slow._drawing
    await slow.close()
    with pytest.raises(Refusal, match="leaving"):
        await slow.draw({}, {})


async def test_more_than_wait_are_refused_at_once() -> None:
    some = Drawing(seconds=0.05)
    asked = [some.draw({}, {}) for _ in range(drawing.WAITING + 3)]
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(one) for one in found if isinstance(one, Refusal)].count("work.busy") == 3
    await some.close()


async def test_the_process_that_draws_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "canary")
    monkeypatch.setenv("CONNECTS_WORKSHOP_DATABASE", "postgresql://canary")
    assert "canary" not in str(drawing._environment())


def test_matplotlib_is_loaded_by_whoever_draws_alone() -> None:
    import subprocess

    code = "import sys, bot.cli, bot.wiring, bot.drawing; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# What they show ------------------------------------------------------------------


async def shown(bot: Bot, ask: Any) -> tuple[Picture, ...]:
    found: tuple[Picture, ...] = await bot.door.look(1, ask)
    return found


async def test_a_balance_over_time_is_what_the_journal_says_point_by_point(bot: Bot, clock: Clock) -> None:
    for day, count in enumerate((5, 7, 11)):
        clock.at += DAY
        await say(bot, ADA, f"admin grant ana {count}")
        if day == 1:
            await say(bot, ADA, "admin take ana 50")
    clock.at += 10 * DAY
    ((panel,),) = [one.panels for one in await shown(bot, lambda book: picturing.balance(book, 2, 0, "dark"))]
    assert isinstance(panel, Steps)
    assert [count for _, count in panel.points] == [0, 40, 45, 2, 13, 13]
    assert [at - START for at, _ in panel.points[1:]] == [0, DAY, 2 * DAY, 3 * DAY, 13 * DAY]
    (picture,) = await shown(bot, lambda book: picturing.balance(book, 2, 0, "dark"))
    # What lies between two points is told in words, though no point shows it: 45 + 7.
    assert str(picture.alt.facts["highest"]) == "Amount(connects=52)"
    (late,) = await shown(bot, lambda book: picturing.balance(book, 2, 11, "dark"))
    assert [count for _, count in late.panels[0].points] == [2, 13, 13]  # type: ignore[union-attr]


async def test_however_much_moved_there_are_no_more_points_than_fit(bot: Bot, clock: Clock) -> None:
    for _ in range(260):
        clock.at += DAY // 3
        await say(bot, ADA, "admin grant ana 1")
    (picture,) = await shown(bot, lambda book: picturing.balance(book, 2, 0, "dark"))
    (panel,) = picture.panels
    assert isinstance(panel, Steps)
    assert 200 < len(panel.points) <= picturing.POINTS + 4
    assert panel.points[-1][1] == (await say(bot, ANA, "connects balance")).facts["balance"].connects  # type: ignore[union-attr]
    assert [at for at, _ in panel.points] == sorted(at for at, _ in panel.points)


async def test_the_bars_of_a_community_add_up_to_the_figures_beside_them(bot: Bot, clock: Clock) -> None:
    clock.at += 40 * DAY
    await bot.chores.tick()
    await say(bot, ADA, "job post title:Logo price:4")
    await say(bot, ANA, "apply job-1")
    await say(bot, ADA, "admin grant ana 9")
    reply = await bot.door.look(
        1, lambda book: COMMANDS["admin stats"].run(ASK, book, days=60, picture="dark")
    )
    facts = reply.facts
    came, went, granted, jobs = reply.pictures[0].panels
    assert sums(came) == {"stats.gifts": 80, "stats.granted": 20, "stats.given": 9}
    assert sums(came)["stats.granted"] == facts["granted"].connects
    assert sums(went) == {"stats.spent": facts["spent"].connects} == {"stats.spent": 4}
    assert sums(granted) == {"stats.granted": 20}
    assert dict(zip(jobs.slots, jobs.series[0][1], strict=True))["1–2"] == 1


def sums(panel: Bars) -> dict[str, int]:
    return {label.key: sum(counts) for label, counts in panel.series}
