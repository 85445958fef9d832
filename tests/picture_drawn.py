"""Keeps the README's examples of drawn pictures: three months of a small community, as the bot draws them.

`python -m tests.picture_drawn` writes deploy/pictures/drawn-*.png.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator

from tests.drawing import OUT

PEOPLE = ("ana", "ben", "dan", "eve", "fay", "gus", "ida", "jon")
DAYS, SEED = 92, 7
ASKED = {
    "balance": "ana> /connects history picture:light",
    "bids": "cleo> /job show job-{last} picture:dark",
}


def script() -> Iterator[str]:
    """What people say, day by day."""
    pick = random.Random(SEED)
    jobs = proposals = 0
    yield from ("!role ada staff", "!role cleo client")
    yield from (f"{name}> /connects balance" for name in PEOPLE)
    for day in range(DAYS):
        if day % 6 == 0 or day == DAYS - 1:
            jobs += 1
            yield f'cleo> /job post "Job {jobs}" price:{pick.choice((2, 4, 6))}'
        some = PEOPLE if day == DAYS - 1 else pick.sample(PEOPLE, pick.randrange(3))
        for name in some:
            proposals += 1
            boost = pick.randrange(2, 12) if day == DAYS - 1 else pick.choice((0, 0, 0, 3))
            yield f"{name}> /apply job-{jobs}" + (f" boost:{boost}" if boost else "")
        if proposals and day % 9 == 4:
            yield f'cleo> /proposal interview {proposals} "When?"'
            yield f"{name}> /proposal answer {proposals} Tomorrow"
        if day % 23 == 11:
            yield f"ada> /admin grant {pick.choice(PEOPLE)} 15 thanks"
        if day < DAYS - 1:
            yield "!advance 1d"
    yield from (line.format(last=jobs) for line in ASKED.values())


def main() -> None:
    """Have them drawn, and keep them."""
    command = [
        sys.executable, "-m", "bot", "chat", "--json", "--db", ":memory:", "--now", "2026-09-01T09:00:00Z"
    ]  # fmt: skip
    told = "\n".join(script()) + "\n"
    run = subprocess.run(command, input=told, capture_output=True, text=True, timeout=300, check=True)
    shown = [json.loads(line) for line in run.stdout.splitlines()][-len(ASKED) :]
    for name, answer in zip(ASKED, shown, strict=True):
        shutil.copy(answer["files"][0]["path"], OUT / f"drawn-{name}.png")


if __name__ == "__main__":
    main()
