"""A console on a house that stands in for the bot."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.console.script import run_script
from tests.adapters.console.fake import START, FakeHouse


class Desk:
    """Runs scripts; ``log`` is what the house was asked, across all its openings."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "db.json"
        self.log: list[str] = []
        self.code = 0
        self.start: int | None = START

    def plain(self, *lines: str) -> list[str]:
        return self._run(lines, as_json=False).split("\n")[:-1]

    def json(self, *lines: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._run(lines, as_json=True).split("\n")[:-1]]

    def _run(self, lines: tuple[str, ...], as_json: bool) -> str:
        clock, courier, sink = ConsoleClock(self.start), ConsoleCourier(), io.StringIO()

        async def open_house() -> FakeHouse:
            return FakeHouse(self.file, clock, courier, self.log)

        source = io.StringIO("".join(f"{line}\n" for line in lines))
        run = run_script(open_house, clock, courier, source, sink, as_json=as_json, session="s")
        self.code = asyncio.run(run)
        return sink.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
