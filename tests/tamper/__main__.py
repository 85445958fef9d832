"""``python -m tests.tamper --edits 10000``: each random edit of the journal is found, and the first named."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.adapters.storage.test_verify_story import books, shell
from tests.tamper.edits import edit, look, named


def run(edits: int, seed: int, folder: Path) -> tuple[int, int, list[str]]:
    """How many edits there were, how many changed nothing, and what was not found or named wrongly."""
    chance, made, wrong = random.Random(seed), 0, []
    nothing = 0
    with shell(books(folder)) as connection:
        while made < edits:
            connection.execute("BEGIN")
            done = edit(connection, chance)
            if done.first:
                made += 1
                found = named(look(connection))
                if found != done.first:
                    wrong.append(f"{done.what}: operation {found} was named, not {done.first}")
            else:
                nothing += 1
            connection.execute("ROLLBACK")
    return made, nothing, wrong


def main() -> None:
    """Read the arguments; print a line, and add it to a file if one is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.tamper", description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="connects-tamper-") as folder:
        made, nothing, wrong = run(given.edits, given.seed, Path(folder))
    for line in wrong[:20]:
        print(line)
    said = (
        f"seed {given.seed}: {made} edits (and {nothing} that changed nothing), {len(wrong)} not found or "
        f"named wrongly, {time.perf_counter() - began:.0f} s"
    )
    print(said)
    if given.out is not None:
        with given.out.open("a", encoding="utf-8") as file:
            file.write(f"{said}\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
