"""A story of the simulation: steps, one a line, that can be read, shortened and played again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.instants import iso, parse

SAYS = "say"
_SAID = re.compile(r"(\d+) (\S+) (\w+)((?: [&!?]\S*)*)> (.*)")


@dataclass(frozen=True)
class Step:
    """Something that happens.

    ``what``: say, left, came, wait, bell, restart, kill, again, post, rival. ``number`` is the delivery's,
    ``span`` how long a wait is, in microseconds, or which delivery comes again. ``flags`` of a line:
    ``&`` it comes together with the next; ``!event`` trouble at this event of its batch; ``?`` its answer
    is lost.
    """

    what: str
    number: int = 0
    place: str = ""
    who: str = ""
    line: str = ""
    span: int = 0
    flags: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.what == SAYS:
            flags = "".join(f" {flag}" for flag in self.flags)
            return f"{self.number} {self.place} {self.who}{flags}> {self.line}"
        if self.what in ("left", "came"):
            return f"{self.what} {self.number} {self.place} {self.who}"
        if self.what in ("wait", "again"):
            return f"{self.what} {self.span}"
        return f"{self.what} {self.line}".strip()


@dataclass(frozen=True)
class Story:
    """When it begins, and what happens then."""

    start: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n".join([f"start {iso(self.start)}", *(str(step) for step in self.steps), ""])


def read(lines: Iterable[str]) -> Story:
    """A story as it was written; what stands behind a ``#`` at a line's beginning is for people."""
    start, steps = 0, []
    for raw in lines:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        said = _SAID.fullmatch(line)
        if said is not None:
            flags = tuple(said[4].split())
            steps.append(Step(SAYS, int(said[1]), said[2], said[3], said[5], flags=flags))
            continue
        what, _, rest = line.partition(" ")
        words = rest.split()
        if what == "start":
            start = parse(rest)
        elif what in ("left", "came"):
            steps.append(Step(what, int(words[0]), words[1], words[2]))
        elif what in ("wait", "again"):
            steps.append(Step(what, span=int(rest)))
        else:
            steps.append(Step(what, line=rest))
    return Story(start, tuple(steps))


def load(path: Path) -> Story:
    """A story from a file."""
    return read(path.read_text("utf-8").splitlines())
