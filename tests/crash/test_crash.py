"""Whatever kills the bot, and whenever: it starts again, with all that it acknowledged and nothing twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.faults import KINDS, Faults
from tests.crash.forking import warm
from tests.crash.starting import Starting

SOME = 8


def test_a_first_start_that_was_killed_at_any_write_is_taken_up(tmp_path: Path) -> None:
    warm()
    starting = Starting(tmp_path)
    places = starting.places()
    assert len(places) > SOME
    for fatal in range(1, len(places) + 1, len(places) // SOME):
        assert starting.kill(fatal) == "", places[fatal - 1]


def test_a_disk_in_trouble_refuses_in_words_answers_questions_and_mends_without_a_restart(
    tmp_path: Path,
) -> None:
    warm()
    faults = Faults(tmp_path)
    faults.prepare()
    assert all(faults.places.values())
    for name, count in faults.places.items():
        for place in (1, count // 3, count):
            assert faults.strike(name, place) == "", (name, place)


def test_a_disk_in_trouble_holds_up_no_end_and_loses_nothing(tmp_path: Path) -> None:
    warm()
    faults = Faults(tmp_path)
    faults.prepare()
    for name, kind in KINDS.items():
        if kind.code:
            assert faults.end(name) == "", name


@pytest.mark.soak
@pytest.mark.parametrize("what", ["forked", "power", "faults", "process", "postgres"])
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, what: str) -> None:
    cycles = {"forked": 400, "power": 60, "faults": 200, "process": 20, "postgres": 10}[what]
    command = (sys.executable, "-m", "tests.crash", what, "--cycles", str(cycles), "--out")
    done = subprocess.run([*command, str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "; 0 found something wrong" in done.stdout
