"""``python -m tests.crash forked|power|faults|postgres|process``: thousands of them, appended to a file."""

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


def power(given: argparse.Namespace, results: Results, folder: Path) -> None:
    """The power goes at any moment of a recording; with NORMAL it has to lose something."""
    from tests.crash.forking import warm
    from tests.crash.power import Power

    warm()
    one = Power(folder, synchronous="NORMAL" if given.normal else "FULL")
    one.record(given.commands, given.seed)
    for wrong, facts in one.cuts(given.cycles, given.seed, len(results.lines)):
        results.add(wrong, **facts)
    lost = sum("lost:" in line["wrong"] for line in results.lines)
    results.say(
        f"{len(one.events):,} events: {dict(one.kinds())}",
        f"acknowledged operations were lost at {lost} of {len(results.lines)} points",
        f"points: {dict(results.by('how'))}",
    )


def faults(given: argparse.Namespace, results: Results, folder: Path) -> None:
    """The disk is full, broken, not to be written to or slow from the n-th write or sync on, for each n."""
    from tests.crash.faults import Faults
    from tests.crash.forking import warm

    warm()
    one = Faults(folder)
    one.prepare()
    cases = one.cases()
    for cycle in results.left[: len(cases) - len(results.lines)]:
        name, place = cases[cycle]
        results.add(one.strike(name, place), trouble=name, place=place)
    results.say(f"places: {one.places}", f"cases: {dict(results.by('trouble'))} of {len(cases)}")


def postgres(given: argparse.Namespace, results: Results, folder: Path) -> None:
    """Our process is killed under load on PostgreSQL; every tenth time the server stops at once before."""
    from tests.crash.forking import warm
    from tests.crash.postgres import OnPostgres, Own, forget

    warm()
    own = Own()
    try:
        one = OnPostgres(folder, "")
        for cycle in results.left:
            if not one.url or cycle % 20 == 0:
                forget(folder)
                one = OnPostgres(folder, own.database())
                one.prepare()
            server = own.server if cycle % 10 == 5 else None
            wrong = one.kill(random.Random(given.seed + cycle), server)
            results.add(wrong, server=server is not None, acked=one.acknowledged, unknown=one.unknown)
    finally:
        own.close()
    results.say(
        f"{results.by('server')[True]} of them with the server stopped at once before",
        f"{results.total('acked'):,} acknowledged before the kill, "
        f"{results.total('unknown'):,} begun and unknown",
    )


def process(given: argparse.Namespace, results: Results, folder: Path) -> None:
    """The documented process, `connects chat` in a pipe, is killed in the middle of what it is told."""
    from tests.crash.process import EVERY, Chat

    one = Chat(folder)
    for cycle in results.left:
        if not one.database.exists():
            cycle -= cycle % EVERY  # a run that was stopped begins a new database
        wrong = one.kill(random.Random(given.seed + len(results.lines)), cycle)
        results.add(wrong, acked=one.acked, unknown=one.unknown)
    results.say(f"{results.total('acked'):,} acknowledged before the kill")


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace, Results, Path], None], int]] = {
    "forked": (forked, 10_000),
    "power": (power, 1_000),
    "faults": (faults, 10_000),
    "postgres": (postgres, 200),
    "process": (process, 1_000),
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
        if run is power:
            command.add_argument("--commands", type=int, default=600, help="so many are recorded")
            command.add_argument("--normal", action="store_true", help="with synchronous=NORMAL, which loses")
    given = parser.parse_args()
    results = Results(given.out, given.cycles)
    with tempfile.TemporaryDirectory(prefix="connects-crash-") as folder:
        given.run(given, results, Path(folder))
    return 1 if results.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
