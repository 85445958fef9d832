"""``python -m tests.bench``: speed, beside a floor measured in the same run on the same disk."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench import interactions, measure, postgres, previewing, report, signed
from tests.bench.measure import QUICK, Found, Sizes

Part = tuple[str, Callable[[Path, Found], Awaitable[None]], Callable[[Found], Iterable[str]]]
PARTS: tuple[Part, ...] = (
    ("applies", measure.applies, report.applies),
    ("size", measure.size, report.size),
    ("month", measure.month, report.month),
    ("discord", interactions.measure, interactions.lines),
    ("slack", signed.measure, signed.lines),
    ("postgres", postgres.measure, postgres.lines),
    ("preview", previewing.measure, previewing.lines),
)


async def run(sizes: Sizes, folder: Path, only: Sequence[str] | None = None) -> None:
    """Measure, and print each part as soon as it is known."""
    found = Found(sizes)
    print(report.head(folder, sizes.rounds), flush=True)
    for name, part, lines in PARTS:
        if only and name not in only:
            continue
        print(f"({name} …)", file=sys.stderr, flush=True)
        await part(folder, found)
        print("\n".join(lines(found)), end="\n\n", flush=True)
    print(report.books(found))


def main(arguments: list[str] | None = None) -> None:
    """Read the arguments; speed is never judged, so the exit code says nothing of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--rounds", type=int, help="how often each measurement is repeated")
    parser.add_argument("--members", type=int, help="members of the community that applies")
    parser.add_argument("--only", action="append", choices=[name for name, _, _ in PARTS], help="this part")
    parser.add_argument("--dir", type=Path, help="a folder on the disk to measure; else the system's own")
    given = parser.parse_args(arguments)
    sizes = QUICK if given.quick else Sizes()
    sizes = replace(sizes, rounds=given.rounds or sizes.rounds, members=given.members or sizes.members)
    with tempfile.TemporaryDirectory(prefix="connects-bench-", dir=given.dir) as folder:
        asyncio.run(run(sizes, Path(folder), given.only))


if __name__ == "__main__":
    main()
