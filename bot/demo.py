"""`connects demo`: plays demo.story to whoever looks on, on a database that is thrown away."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Protocol

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier
from adapters.console.printer import text_printer
from adapters.console.render import Outcome, as_lines
from adapters.storage.verify import CHECKS, proof
from bot.log import set_up
from bot.wiring import console_opener
from core import instants

START = "2026-11-23T09:00:00+00:00"
SCENE, TOLD, PROOF = "scene", "told", "proof"


@dataclass(frozen=True)
class Scene:
    """A heading, something told, or the proof: ``text`` is what the audience reads."""

    kind: str
    text: str


@dataclass(frozen=True)
class Cue:
    """A line for the console, and the key of its refusal if it is to be refused."""

    line: str
    refusal: str = ""


def script() -> Iterator[Scene | Cue]:
    """The demo, step by step."""
    lines = (resources.files("bot") / "demo.story").read_text("utf-8").splitlines()
    begun = False
    for place, line in enumerate(lines):
        begun = begun or line.startswith("## ")
        word, _, text = line.partition(" ")
        if not begun or not line or word == "#!":
            continue
        if word in ("##", "#", "#proof"):
            yield Scene({"##": SCENE, "#": TOLD, "#proof": PROOF}[word], text)
        else:
            after = lines[place + 1] if place + 1 < len(lines) else ""
            yield Cue(line, after.removeprefix("#! ") if after.startswith("#! ") else "")


async def play(fast: bool) -> int:
    """Play it; 0 if all went as the story has it, else 1, saying where. ``fast`` leaves out the pauses."""
    set_up("warning")
    with tempfile.TemporaryDirectory(prefix="connects-") as folder:
        stage = Stage(Path(folder) / "demo.db", fast=fast)
        await stage.open()
        try:
            for step in script():
                await stage.perform(step)
        finally:
            await stage.close()
        for slip in stage.slips:
            print(f"connects: {slip}", file=sys.stderr)
        return 1 if stage.slips else 0


class Stage:
    """A console that plays to an audience.

    ``slips`` are the steps that did not go as they should, ``seconds`` what the pauses came to.
    """

    def __init__(self, file: Path, *, fast: bool) -> None:
        clock, courier = ConsoleClock(instants.parse(START)), ConsoleCourier()
        opener = console_opener(str(file), clock, courier, synchronous="OFF")
        self._file = file
        self._fast = fast
        self._print = text_printer(sys.stdout, echo=True)
        self._tell = _teller()
        self._console = Console(opener, clock, courier, lambda outcome: None, session="demo")
        self.slips: list[str] = []
        self.seconds = 0.0
        self._spoken = False  # whether a line stands directly above

    async def open(self) -> None:
        """Open the house."""
        await self._console.start()

    async def close(self) -> None:
        """Close it."""
        await self._console.close()

    async def perform(self, step: Scene | Cue) -> None:
        """Play one step, and leave time to read it."""
        if isinstance(step, Scene):
            text = self._prove(step.text) if step.kind == PROOF else step.text
            self._tell(step.kind, text, spaced=self._spoken)
            self._spoken = False
            await self._pause(0.4 + len(text) / 45)
            return
        outcome = await self._console.run(step.line)
        assert outcome is not None
        assert outcome.turn is not None
        reply = outcome.turn.reply
        if reply.ok == bool(step.refusal) or (step.refusal and reply.key != step.refusal):
            self.slips.append(f"{step.line} was answered with {reply.key}")
        self._print(outcome)
        self._spoken = True
        await self._pause(0.6 + min(5.0, 0.28 * _size(outcome)))

    def _prove(self, text: str) -> str:
        with proof(str(self._file)) as books:
            offended = sum(1 for check in CHECKS if books.count(check)[0])
        if offended:
            self.slips.append(f"{offended} checks of the books found something wrong")
        return text.format(checks=len(CHECKS), offended=offended or "none")

    async def _pause(self, seconds: float) -> None:
        self.seconds += seconds
        if not self._fast:
            await asyncio.sleep(seconds)


def _size(outcome: Outcome) -> int:
    return sum(1 for _ in as_lines(outcome, echo=True))


class Teller(Protocol):
    """Prints what is told between the lines."""

    def __call__(self, kind: str, text: str, *, spaced: bool) -> None:
        """``spaced``: a blank line above."""


def _teller() -> Teller:
    """In colours on a terminal, plain otherwise."""
    if not sys.stdout.isatty():

        def plainly(kind: str, text: str, *, spaced: bool) -> None:
            above = "\n" if spaced or kind == SCENE else ""
            print(above + (f"── {text} ──" if kind == SCENE else text) + "\n", flush=True)

        return plainly
    from rich.console import Console as Terminal
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    terminal = Terminal(file=sys.stdout, highlight=False)

    def in_colours(kind: str, text: str, *, spaced: bool) -> None:
        if kind == SCENE:
            terminal.print(Padding(Rule(Text(text, style="bold"), align="left"), (1, 0)))
        else:
            style = "bold green" if kind == PROOF else "italic"
            terminal.print(Padding(Text(text, style=style), (int(spaced), 0, 1, 0)))

    return in_colours
