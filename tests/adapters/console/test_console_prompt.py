"""The prompt, typed at through a pipe: lines, forms field by field, what comes by itself, leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.console import prompt
from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.console.render import Outcome
from tests.adapters.console.fake import START, FakeHouse

CTRL_C, CTRL_D, CTRL_U, TAB, ENTER = "\x03", "\x04", "\x15", "\t", "\r"
Chat = Callable[..., list[str]]


@contextmanager
def ringing(ring: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """A bell that rings very often."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(0.02)
            await ring()

    beating = asyncio.ensure_future(beat())
    yield
    beating.cancel()


@pytest.fixture
def chat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Chat:
    """Type these keys, one after another, and give back what the house was asked."""

    def run(*keys: str, start: int | None = START, due: int = 0) -> list[str]:
        log: list[str] = []
        clock, courier = ConsoleClock(start), ConsoleCourier()

        async def open_house() -> FakeHouse:
            house = FakeHouse(tmp_path / "db", clock, courier, log)
            house.dues = [clock.now() + due] if due else []
            return house

        async def talk() -> int:
            with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
                talking = asyncio.create_task(
                    prompt.run_prompt(open_house, clock, courier, tmp_path / "data" / "history", ringing)
                )
                for key in keys:
                    await asyncio.sleep(0.05)
                    pipe.send_text(key)
                return await asyncio.wait_for(talking, 10)

        assert asyncio.run(talk()) == 0
        return [entry for entry in log if entry.startswith(("text", "options", "due", "close"))]

    return run


def test_a_line_is_said_and_leaving_closes_the_house(
    chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = chat("/balance", ENTER, CTRL_D)
    assert [entry.rpartition(" ")[0] for entry in asked[:1]] == ["text you /balance"]
    assert asked[1:] == ["close"]
    lines = capsys.readouterr().out.split("\n")
    assert lines[0].startswith("  Connects, in this terminal. You are you.")
    assert "  40 Connects, member you" not in lines and "  40 Connects, staff you" in lines
    assert "+/balance" in (tmp_path / "data" / "history").read_text()


def test_tab_completes_and_ctrl_c_gives_the_line_up(chat: Chat) -> None:
    asked = chat("/bal", TAB, ENTER, "/nonsense", CTRL_C, "!agai", TAB, ENTER, CTRL_D)
    assert [entry.split()[2] for entry in asked[:-1]] == ["/balance", "/balance"]


def test_a_form_is_asked_field_by_field(chat: Chat, tmp_path: Path) -> None:
    # The first field is required: an empty answer is asked again. The second is filled in already.
    asked = chat("/apply", ENTER, ENTER, "my letter", ENTER, CTRL_U, "4", ENTER, CTRL_D)
    given = '{"job": "job-42", "boost": "4", "message": "my letter"}'
    assert asked[1].startswith(f"options you apply {given} console/")
    assert "my letter" not in (tmp_path / "data" / "history").read_text()


def test_an_optional_field_may_stay_empty(chat: Chat) -> None:
    asked = chat("/apply", ENTER, "hi", ENTER, CTRL_U, ENTER, CTRL_D)
    assert asked[1].startswith('options you apply {"job": "job-42", "message": "hi"} console/')


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_a_form_can_be_left(chat: Chat, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = chat("/apply", ENTER, "hi", CTRL_U, key, "!fill message=hi", ENTER, CTRL_D)
    assert len(asked) == 2 and asked[1] == "close"
    out = capsys.readouterr().out
    assert "nothing was sent" in out and "No form is open for you." in out


def test_what_falls_due_comes_by_itself(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Outcome] = []
    monkeypatch.setattr(prompt, "_show", shown.append)
    asked = chat("", "", "", "", "", "", CTRL_D, start=None, due=100_000)
    assert len(asked) == 2 and asked[0].startswith("due")
    assert [to for outcome in shown for to, _ in outcome.sent] == ["#news"]
