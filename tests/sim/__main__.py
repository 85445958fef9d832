"""`python -m tests.sim`: seeds of the simulation, one by one or many, and stories played again.

`--seed N` plays one and prints its story, the shortest that goes wrong if it does; `--replay FILE` plays a
story; `--seeds N --from M --out FILE` plays many, notes each in the file and goes on there where it was cut
off. With ``--postgres`` two processes live the stories on one PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from tests.sim.seeds import STEPS, Came, Stage
from tests.sim.shrinking import shortest
from tests.sim.story import load
from tests.sim.two import TwoStage

Make = Callable[[], Stage]


async def one(make: Make, seed: int, steps: int, *, whole: bool) -> Came:
    """A seed's story; where it goes wrong, made as short as it can be."""
    stage = make()
    try:
        came = await stage.seed(seed, steps)
        return came if whole or not came.wrong else await shortest(stage, came)
    finally:
        await stage.leave()


async def replay(make: Make, file: Path) -> Came:
    stage = make()
    try:
        return await stage.story(load(file))
    finally:
        await stage.leave()


def done_in(out: Path | None) -> set[int]:
    """The seeds that a file of results knows already."""
    if out is None or not out.exists():
        return set()
    return {int(line.split()[0]) for line in out.read_text("utf-8").splitlines() if line[:1].isdigit()}


async def many(make: Make, first: int, count: int, steps: int, out: Path | None) -> int:
    """So many seeds from a first one on; how many went wrong."""
    known, wrong, began = done_in(out), 0, time.process_time()
    todo = [seed for seed in range(first, first + count) if seed not in known]
    stage = make()
    try:
        for seed in todo:
            came = await stage.seed(seed, steps)
            if came.wrong:
                wrong += 1
                print(f"seed {seed}: {came.wrong[:1000]}", flush=True)
            if out is not None:
                with out.open("a", encoding="utf-8") as file:
                    file.write(f"{seed} {'wrong ' + came.wrong[:200] if came.wrong else 'right'}\n")
    finally:
        await stage.leave()
    spent = time.process_time() - began
    print(f"{len(todo)} seeds, {len(todo) - wrong} right, {wrong} wrong, {spent:.1f} s of processor time")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--whole", action="store_true", help="the story as it was drawn, not shortened")
    parser.add_argument("--postgres", action="store_true", help="two processes on one PostgreSQL")
    given = parser.parse_args()
    make: Make = TwoStage if given.postgres else Stage
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if given.seed is None and given.replay is None:
        return int(asyncio.run(many(make, given.first, given.seeds, given.steps, given.out)) > 0)
    came = asyncio.run(
        replay(make, given.replay) if given.replay else one(make, given.seed, given.steps, whole=given.whole)
    )
    print(came.story)
    print(f"# {came.wrong or 'bot and model agree'}")
    return int(bool(came.wrong))


if __name__ == "__main__":
    sys.exit(main())
