"""``python -m tests.fuzz``: every parser and renderer, fed with what nobody would type.

Each target is a process of its own and has its share of the time. What is found is printed, with the input;
the exit code says whether anything was.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

OURS = ["core", "adapters", "bot"]


def _one(name: str, seconds: float, number: int, how: str) -> dict[str, Any]:
    """Run one target; what came of it."""
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fuzz",
            "--target",
            name,
            "--seconds",
            str(seconds),
            "--seed",
            str(number),
            "--by",
            how,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    done = [line.split() for line in process.stdout.splitlines() if line.startswith("done ")]
    found: dict[str, Any] = {
        "target": name,
        "by": how,
        "seed": number,
        "ok": process.returncode == 0 and bool(done),
    }
    if done:
        found |= {"inputs": int(done[-1][1]), "slowest_ms": float(done[-1][2])}
    if not found["ok"]:
        found["said"] = "\n".join((process.stdout + process.stderr).splitlines()[-60:])
    return found


def _run(name: str, seconds: float, number: int, how: str) -> None:
    """This process's own target; what is followed has to be imported while atheris looks."""
    if how == "atheris":
        import atheris

        with atheris.instrument_imports(include=OURS, enable_loader_override=False):
            from tests.fuzz import runs
        runs.by_atheris(name, seconds, number)
    from tests.fuzz import runs

    print(runs.by_hypothesis(name, seconds, number), flush=True)


def main() -> int:
    """Fuzz what is asked for; 1 if something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument("--each", type=float, help="minutes for each target instead")
    parser.add_argument("--out", type=Path, help="append what came of each target, a line of JSON each")
    parser.add_argument("--only", help="targets whose name has this in it")
    parser.add_argument("--seed", type=int, default=0, help="0: another each time")
    parser.add_argument("--by", choices=("atheris", "hypothesis"), help="atheris where it is installed")
    parser.add_argument("--target", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=1.0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    how = given.by or ("atheris" if importlib.util.find_spec("atheris") else "hypothesis")
    if given.target:
        _run(given.target, given.seconds, given.seed, how)
        return 0
    from tests.fuzz.runs import TARGETS

    names = [name for name in sorted(TARGETS) if not given.only or given.only in name]
    seconds = given.each * 60 if given.each else given.minutes * 60 / max(1, len(names))
    failed = 0
    for name in names:
        found = _one(name, seconds, given.seed or int(time.time()) % 1_000_000 + 1, how)
        failed += not found["ok"]
        print(
            f"{name:<36}{'ok' if found['ok'] else 'FOUND':<7}{found.get('inputs', 0):>9,} inputs, "
            f"slowest {found.get('slowest_ms', 0):.1f} ms, by {how}",
            flush=True,
        )
        if not found["ok"]:
            print(found["said"], flush=True)
        if given.out is not None:
            with given.out.open("a", encoding="utf-8") as out:
                out.write(json.dumps(found) + "\n")
    print(f"{len(names)} targets, {failed} with something found")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
