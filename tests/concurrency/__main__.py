"""`python -m tests.concurrency --game spends --rounds 10000 --database sqlite --out FILE`

Each line of the file is what some rounds came to; those in it already are not played again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.concurrency.games import GAMES, play


def main() -> int:
    """Play, and write down what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.concurrency", description=__doc__)
    parser.add_argument("--game", choices=GAMES, default="spends")
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    done = sum(one["rounds"] for one in _written(given.out, given.game, given.database))
    while done < given.rounds:
        rounds = min(GAMES[given.game].rounds, given.rounds - done)
        began = time.monotonic()
        wrong = ""
        try:
            asyncio.run(play(given.game, given.database, rounds))
        except AssertionError as error:
            wrong = f"{error}" or "not as it has to be"
        seconds = round(time.monotonic() - began, 1)
        line = {"game": given.game, "database": given.database, "rounds": rounds, "seconds": seconds}
        with given.out.open("a") as out:
            out.write(json.dumps({**line, "wrong": wrong}) + "\n")
        done += rounds
        print(f"{given.game} on {given.database}: {done} rounds", wrong, flush=True)
    return 1 if any(one["wrong"] for one in _written(given.out, given.game, given.database)) else 0


def _written(path: Path, game: str, database: str) -> list[dict[str, Any]]:
    lines = path.read_text().splitlines() if path.exists() else []
    found = [json.loads(one) for one in lines]
    return [one for one in found if (one["game"], one["database"]) == (game, database)]


if __name__ == "__main__":
    sys.exit(main())
