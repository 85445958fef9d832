"""A file of results: one line a cycle, so that a run goes on where it was stopped."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any


class Results:
    """The cycles that were done. A line is written when its cycle is."""

    def __init__(self, out: Path | None, cycles: int) -> None:
        self._out = out
        self._began, self._before = time.monotonic(), 0
        self.lines: list[dict[str, Any]] = []
        self.cycles = cycles
        if out is not None and out.exists():
            self.lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
            self._before = len(self.lines)

    @property
    def left(self) -> range:
        """The numbers of the cycles that are still to be done."""
        return range(len(self.lines), self.cycles)

    def add(self, wrong: str = "", **facts: Any) -> None:
        """A cycle was done."""
        line = {"cycle": len(self.lines), "wrong": wrong, **facts}
        self.lines.append(line)
        if self._out is not None:
            with self._out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        if wrong:
            print(f"cycle {line['cycle']}: {wrong[:800]} {facts}", flush=True)

    @property
    def wrong(self) -> list[dict[str, Any]]:
        """The cycles that found something."""
        return [line for line in self.lines if line["wrong"]]

    def total(self, fact: str) -> int:
        """The sum of a fact."""
        return sum(line.get(fact, 0) for line in self.lines)

    def by(self, fact: str) -> Counter[Any]:
        """How often each value of a fact is there."""
        return Counter(line[fact] for line in self.lines if fact in line)

    def say(self, *more: str) -> None:
        """The figures, in a few lines."""
        each = (time.monotonic() - self._began) / max(1, len(self.lines) - self._before)
        print(f"{len(self.lines)} cycles, {each:.2f} s each; {len(self.wrong)} found something wrong")
        for line in more:
            print(f"  {line}")
