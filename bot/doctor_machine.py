"""What the doctor finds of the machine: Python, SQLite, time zones, the clock, memory."""

from __future__ import annotations

import ctypes
import sys
import time
import zoneinfo
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from adapters.storage.store import OLDEST
from bot.finding import OK, WARNING, WRONG, Finding
from core import instants

PYTHON = (3, 11)
MENDED = ((3, 44, 6), (3, 50, 7))
"""SQLites before 3.51.3 that have the mend of the WAL-reset bug."""
YEARS = range(2025, 2101)
OLD = 2
"""Years after which rules of time zones are likely to have changed somewhere."""
LITTLE, TOO_LITTLE = 300 << 20, 100 << 20
"""Bytes of memory: what a large installation takes, and what none gets by with."""
_UNSURE = 5
"""What the kernel answers (TIME_ERROR) where nobody has set its clock by another."""


def python(version: tuple[int, ...]) -> Finding:
    """Whether this Python is new enough."""
    said = f"Python {'.'.join(map(str, version))}."
    if version[:2] < PYTHON:
        return Finding(WRONG, said, f"use Python {'.'.join(map(str, PYTHON))} or newer.")
    return Finding(OK, said)


def sqlite(version: tuple[int, ...]) -> Finding:
    """Whether this SQLite is new enough, and free of the WAL-reset bug."""
    said = f"SQLite {'.'.join(map(str, version))}"
    mend = "use SQLite 3.51.3, or 3.53.0 or newer."
    if version < OLDEST:
        return Finding(WRONG, f"{said} is too old.", mend)
    if version == (3, 52, 0):
        return Finding(WARNING, f"{said} was withdrawn by its makers.", mend)
    if version <= (3, 51, 2) and version not in MENDED:
        # One connection writes and also checkpoints, and the bug needs two.
        return Finding(
            WARNING,
            f"{said} has the WAL-reset bug, which this bot, as its database's only writer, does not meet; "
            "let no other program write to the file.",
            mend,
        )
    return Finding(OK, f"{said}.")


def zones(is_zone: Callable[[str], bool]) -> Finding:
    """Whether the time zones are known."""
    if all(is_zone(name) for name in ("UTC", "Europe/Madrid", "America/New_York")):
        return Finding(OK, "Time zone data is present.")
    return Finding(WRONG, "There is no time zone data.", "pip install tzdata")


def clock(now: float) -> Finding:
    """Whether the clock shows a year in which this can be running."""
    year = time.gmtime(now).tm_year
    if year in YEARS:
        return Finding(OK, f"The clock says {instants.iso(int(now) * instants.SECOND)}.")
    return Finding(
        WRONG, f"The clock says it is the year {year}.", "set the clock, and keep it right with NTP."
    )


def age(now: float) -> Finding:
    """How old the rules of the time zones are, which countries change every few months."""
    found = _of_the_system() or _of_python()
    year = int(found[:4]) if found[:4].isdecimal() else 0
    if not year:
        return Finding(OK, "How old the time zone data is can't be told.")
    if time.gmtime(now).tm_year - year >= OLD:
        return Finding(
            WARNING,
            f"The time zone data is of {found}: where the law has moved clocks since, days begin wrong.",
            "update the package tzdata, of the system or by pip install -U tzdata.",
        )
    return Finding(OK, f"The time zone data is of {found}.")


def _of_the_system() -> str:
    """The release of the system's time zones, which Python takes first; empty if there are none."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "Europe" / "Madrid").is_file():
            for name, begins in (("tzdata.zi", "# version "), ("+VERSION", "")):
                try:
                    with (folder / name).open(encoding="utf-8") as file:
                        line = file.readline().strip()
                except OSError:
                    continue
                if line.startswith(begins):
                    return line.removeprefix(begins)
            return "unknown"
    return ""


def _of_python() -> str:
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "unknown"


def kernel() -> int | None:
    """What the kernel says of its clock: 5 if it is set by no other; None where it can't be asked."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))  # zeros: it changes nothing
    except (OSError, AttributeError):
        return None


def synchronised(state: int | None) -> Iterator[Finding]:
    """Whether the clock is set by others', as far as can be told without asking them."""
    if state == _UNSURE:
        yield Finding(
            WARNING,
            "Nothing that the kernel knows of keeps its clock right; Discord waits 3 seconds for an answer.",
            "run NTP (systemd-timesyncd, chrony), unless the host of this machine sets the clock.",
        )
    elif state is not None and state >= 0:
        yield Finding(OK, "Something keeps the clock right.")


def available(root: Path = Path("/")) -> int | None:
    """Bytes of memory that this process may have; None if it can't be told."""
    found = []
    try:
        for line in (root / "proc/meminfo").read_text("utf-8").splitlines():
            if line.startswith("MemAvailable:"):
                found.append(int(line.split()[1]) << 10)
    except (OSError, ValueError, IndexError):
        pass
    for most, used in (
        ("memory.max", "memory.current"), ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes")
    ):  # fmt: skip
        try:
            group = root / "sys/fs/cgroup"
            found.append(int((group / most).read_text("utf-8")) - int((group / used).read_text("utf-8")))
        except (OSError, ValueError):  # the word max, or no such file
            continue
    return max(0, min(found)) if found else None


def memory(free: int | None) -> Iterator[Finding]:
    """Whether there is memory enough."""
    if free is None:
        return
    said = f"{free >> 20} MB of memory are free."
    if free < LITTLE:
        mend = f"give the bot {LITTLE >> 20} MB; with few members a third of that will do."
        yield Finding(WRONG if free < TOO_LITTLE else WARNING, said, mend)
    else:
        yield Finding(OK, said)
