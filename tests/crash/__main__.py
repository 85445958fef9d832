"""``python -m tests.crash forked|power|postgres|process``: thousands of crashes, appended to a file."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.crash.results import Results


def forked(given: argparse.Namespace, results: Results, folder: Path) -> None:
    """Every failpoint of every flow; then any, and crowds killed whenever it happens to be."""
    from tests.crash.forked import Forked, Loaded
    from tests.crash.forking import warm

    warm()
    flows, crowd = Forked(folder / "flows"), Loaded(folder / "crowds")
    for one in (flows, crowd):
        one.folder.mkdir()
        one.prepare()
    cases = flows.cases()
    for cycle in results.left:
        pick = random.Random(given.seed + cycle)
        if cycle >= len(cases) and cycle % 3 == 0:
            wrong = crowd.kill(pick)
            results.add(
                wrong, flow="crowd", place="at random", acked=crowd.acknowledged, unknown=crowd.unknown
            )
        else:
            case = cases[cycle] if cycle < len(cases) else next(flows.any_cases(pick))
            results.add(flows.kill(case), flow=case.flow, place=case.place)
    results.say(
        f"{len(results.by('place')) - 1} named failpoints in {len(flows.passed)} flows, {len(cases)} cases",
        f"crowds: {results.by('flow')['crowd']} kills, {results.total('acked'):,} acknowledged before the "
        f"kill, {results.total('unknown'):,} begun and unknown",
    )


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace, Results, Path], None], int]] = {
    "forked": (forked, 10_000),
}


def main() -> int:
    """Read the arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, (run, cycles) in COMMANDS.items():
        command = commands.add_parser(name, help=run.__doc__)
        command.add_argument("--cycles", "--points", type=int, default=cycles)
        command.add_argument("--out", type=Path, help="the file that results are appended to")
        command.add_argument("--seed", type=int, default=1)
        command.set_defaults(run=run)
    given = parser.parse_args()
    results = Results(given.out, given.cycles)
    with tempfile.TemporaryDirectory(prefix="connects-crash-") as folder:
        given.run(given, results, Path(folder))
    return 1 if results.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
