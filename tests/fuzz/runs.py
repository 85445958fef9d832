"""One target's run: with atheris, which looks for inputs that reach new code, or with hypothesis alone."""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz import platforms
from tests.fuzz.targets import SLOW, TARGETS, Target

assert platforms  # it fills the targets

INSTRUMENTED = 4
"""So many times as long as else an input may take where its way through the code is followed."""
ONE_GO = 400
"""Inputs of hypothesis between two looks at the clock."""


class Counted:
    """A target's inputs, counted, with the slowest."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.inputs = 0
        self.slowest = 0.0

    def __call__(self, value: Any) -> None:
        self.inputs += 1
        self.slowest = max(self.slowest, self.target(value))

    def line(self, how: str) -> str:
        """What is printed, for whoever started this."""
        return f"done {self.inputs} {self.slowest * 1e3:.1f} {how}"


def _law(counted: Counted, examples: int) -> Any:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        print_blob=True,
    )
    @given(counted.target.feed)
    def law(value: Any) -> None:
        counted(value)

    return law


def by_hypothesis(name: str, seconds: float, number: int) -> str:
    """Random inputs, other ones in each go, until the time is over. Raises what a target raises."""
    counted, chance = Counted(TARGETS[name]), random.Random(number)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seed(chance.getrandbits(64))(_law(counted, ONE_GO))()
    return counted.line("hypothesis")


def by_atheris(name: str, seconds: float, number: int) -> None:
    """Inputs that follow the coverage of what was imported for it. Ends the process, as libFuzzer does."""
    import atheris

    counted = Counted(replace(TARGETS[name], slow=SLOW * INSTRUMENTED))
    fuzz = _law(counted, 1).hypothesis.fuzz_one_input

    told = time.monotonic()

    def one(data: bytes) -> None:
        nonlocal told
        try:
            fuzz(data)
            if time.monotonic() - told > 0.5:  # it ends without a word to Python
                told = time.monotonic()
                print(counted.line("atheris"), flush=True)
        except BaseException:
            traceback.print_exc()
            raise

    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={max(1, int(seconds))}",
            f"-seed={number or 1}",
            "-max_len=8192",
            "-print_final_stats=0",
            "-verbosity=0",
            "-rss_limit_mb=2048",
            f"-artifact_prefix={tempfile.gettempdir()}/connects-fuzz-",
        ],
        one,
    )
    atheris.Fuzz()
