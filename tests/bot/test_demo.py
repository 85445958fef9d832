"""The demo plays through as it is written, in about two minutes, and says so if it does not."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import demo
from bot.cli import main
from bot.demo import Cue, Scene, Stage, play, script
from core.chat.command import COMMANDS


class Terminal(io.StringIO):
    """Somebody looks on."""

    def isatty(self) -> bool:
        return True


async def test_the_demo_plays_through(capsys: pytest.CaptureFixture[str]) -> None:
    assert await play(fast=True) == 0
    said = capsys.readouterr()
    for step in script():
        assert (step.line if isinstance(step, Cue) else step.text.split("{")[0]) in said.out
    assert "The grant for December 2026 is here: 110 Connects for 5 members." in said.out
    assert "checks of the books: none found anything wrong." in said.out
    assert "Something broke" not in said.out
    assert "\x1b" not in said.out
    assert "\n\n\n" not in said.out
    assert not said.err


def test_the_command_plays_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--fast"]) == 0
    assert capsys.readouterr().out.strip().startswith("── Monday")


async def test_on_a_terminal_it_has_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    sink = Terminal()
    monkeypatch.setattr(sys, "stdout", sink)
    assert await play(fast=True) == 0
    assert "\x1b[" in sink.getvalue()
    assert "An hour" not in sink.getvalue()


async def test_it_takes_about_two_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.demo.asyncio.sleep", sleep)
    stage = Stage(tmp_path / "demo.db", fast=False)
    await stage.open()
    for step in script():
        await stage.perform(step)
    await stage.close()
    assert 90 <= stage.seconds <= 180
    assert sum(slept) >= stage.seconds


@pytest.mark.parametrize(
    ("cue", "slip"),
    [
        (Cue("ana> /nonsense"), "command.unknown"),
        (Cue("ana> /connects balance", "wallet.short"), "balance"),
        (Cue("ana> /apply job-9", "wallet.short"), "job.unknown"),
    ],
)
async def test_what_goes_otherwise_is_told(
    cue: Cue, slip: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def other() -> Iterator[Scene | Cue]:
        yield cue

    monkeypatch.setattr(demo, "script", other)
    assert await play(fast=True) == 1
    assert capsys.readouterr().err == f"connects: {cue.line} was answered with {slip}\n"


def test_it_shows_what_people_come_for() -> None:
    said = " ".join(step.line for step in script() if isinstance(step, Cue))
    come_for = (
        "connects balance", "connects history", "connects why", "connects rules", "connects export", "jobs",
        "job post", "job cancel", "apply", "boost", "proposals", "proposal shortlist", "proposal hire",
        "proposal interview", "proposal answer", "admin grant", "admin take", "admin plan", "admin wallet",
        "admin policy",
    )  # fmt: skip
    assert {name for name in come_for if f"/{name}" not in said} == set()
    assert {*come_for} <= COMMANDS.keys()
