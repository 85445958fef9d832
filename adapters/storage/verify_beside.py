"""Large books are checked by several processes, all as of one moment.

A read transaction belongs to one connection, so each process begins its own; and if nothing was
committed between the first and the last of them, which the head of the file says, they are the same.
They walk through the journals, a community at a time, and whoever finds none left to walk through takes
of what is asked in SQL, so that all are done at once. They read the file where it lies in memory
(`mmap_size`); a file that is cut short meanwhile ends such a process, and what it had in hand is done by
the one that waits for it, which reads as everybody does.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from subprocess import DEVNULL, PIPE, Popen  # nosec B404
from threading import Thread

from adapters.storage.verify_journal import Walk

ENOUGH = 100_000
"""Operations from which it pays: a process takes half a second to start."""
MOST = 8
MAPPED = 1 << 40
"""Bytes of a file that are read where they lie in memory, as far as SQLite was built to: copying each page
took a tenth of the time."""
TRIES = 200
"""How often a moment is looked for at which nothing is committed, where the bot is busy."""
HOME = Path(__file__).parents[2]


def begin(connection: sqlite3.Connection) -> None:
    """Begin a read transaction; from here on it is one moment."""
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM community").fetchone()


def moment(path: Path) -> bytes:
    """What differs after every commit: the head of the write-ahead log's index and of the file.

    SQLite's file format, "The WAL-Index Header" and "The Database Header".
    """
    found = b""
    for name, size in ((f"{path}-shm", 48), (str(path), 100)):
        with contextlib.suppress(OSError), open(name, "rb") as file:
            found += file.read(size)
    return found


@contextmanager
def beside(path: Path, connection: sqlite3.Connection, ask: Sequence[str] = ()) -> Iterator[Beside | None]:
    """The processes that help with such a file, begun at this connection's moment; None for a small one."""
    helpers = min(os.cpu_count() or 1, MOST)
    ((operations,),) = connection.execute("SELECT sum(operations) FROM community")
    if helpers < 2 or (operations or 0) < ENOUGH:
        yield None
        return
    others = Beside(path, helpers)
    try:
        yield others if others.begin(connection, ask) else None
    finally:
        others.end()


class Beside:
    """Processes with a read transaction each."""

    def __init__(self, path: Path, count: int) -> None:
        self._path = path
        command = (sys.executable, "-m", "adapters.storage.verify_beside", str(path))
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), os.environ.get("PYTHONPATH", "")])}
        # This program once more, on the file that it checks: nothing of it is anybody's text.
        self._helpers = [
            Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, env=env)  # nosec B603
            for _ in range(count)
        ]
        self._walked: SimpleQueue[str] = SimpleQueue()
        self._left = 0
        self._asked: SimpleQueue[str] = SimpleQueue()
        """Checks in SQL that nobody has begun yet."""
        self._told: SimpleQueue[str] = SimpleQueue()

    def begin(self, connection: sqlite3.Connection, ask: Sequence[str] = ()) -> bool:
        """Begin everywhere anew until it is the same moment, and let them go; whether that came about.

        ``ask``: the checks in SQL.
        """
        try:
            if any(_heard(one) != "here" for one in self._helpers):
                return False
            for _ in range(TRIES):
                before = moment(self._path)
                connection.rollback()
                begin(connection)
                for one in self._helpers:
                    _say(one, "begin")
                if any(_heard(one) != "begun" for one in self._helpers):
                    return False
                if moment(self._path) == before:
                    break
            else:
                return False
        except OSError:
            return False
        numbers = connection.execute("SELECT community FROM community ORDER BY community").fetchall()
        waiting: SimpleQueue[int] = SimpleQueue()
        for (number,) in numbers:
            waiting.put(number)
        self._left = len(numbers)
        for name in ask:
            self._asked.put(name)
        for one in self._helpers:
            Thread(target=self._feed, args=(one, waiting), daemon=True).start()
        return True

    def _feed(self, helper: Popen[str], waiting: SimpleQueue[int]) -> None:
        """Hand one community after another to a helper, and then what is left to ask."""
        with contextlib.suppress(OSError, ValueError):
            with contextlib.suppress(Empty):
                while True:
                    _say(helper, f"walk {waiting.get_nowait()}")
                    self._walked.put(_heard(helper))
            with contextlib.suppress(Empty):
                while True:
                    name = self._asked.get_nowait()
                    _say(helper, f"ask {name}")
                    self._told.put(_heard(helper) or name)
        self._told.put("")

    def told(self, carry_on: Callable[[], None]) -> Iterator[tuple[str, int, str]]:
        """What they counted of the checks in SQL; what one of them broke at is left out."""
        ended = 0
        while ended < len(self._helpers):
            carry_on()
            with contextlib.suppress(Empty):
                said = self._told.get(timeout=0.2)
                ended += not said
                if said.startswith("["):
                    name, count, note = json.loads(said)
                    yield name, count, note

    def walk(self, into: Walk, carry_on: Callable[[], None]) -> bool:
        """Collect what they found; False if one of them failed, and then it is worth nothing."""
        while self._left:
            carry_on()
            with contextlib.suppress(Empty):
                said = self._walked.get(timeout=0.2)
                if not said:
                    return False
                into.take(*json.loads(said))
                self._left -= 1
        return True

    def end(self) -> None:
        """They are needed no more."""
        for one in self._helpers:
            one.kill()
            one.wait()
            for pipe in (one.stdin, one.stdout):
                with contextlib.suppress(OSError):
                    assert pipe is not None
                    pipe.close()


def _say(helper: Popen[str], line: str) -> None:
    assert helper.stdin is not None
    helper.stdin.write(f"{line}\n")
    helper.stdin.flush()


def _heard(helper: Popen[str]) -> str:
    assert helper.stdout is not None
    return helper.stdout.readline().strip()


def help_out(path: Path) -> None:
    """What a helper does: what it is told, a line each, until nobody tells it anything."""
    from adapters.storage.verify import CHECKS, WALKERS, Proof, opened

    gc.disable()  # it ends soon, and what it holds has no cycles: looking for some took a quarter of the time
    checks = {check.name: check for check in CHECKS}
    with opened(path) as connection:
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        books = Proof(connection)
        print("here", flush=True)
        for line in sys.stdin:
            what, _, about = line.strip().partition(" ")
            if what == "begin":
                connection.rollback()
                begin(connection)
                print("begun", flush=True)
            elif what == "ask":
                print(json.dumps([about, *books.count(checks[about])]), flush=True)
            else:
                walk, number = Walk(), int(about)
                walk.through(connection, number, WALKERS)
                first = {name: at for name, (_, at) in walk.first.items()}
                print(json.dumps([number, walk.counts, first]), flush=True)


if __name__ == "__main__":
    help_out(Path(sys.argv[1]))
