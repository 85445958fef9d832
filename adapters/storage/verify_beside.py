"""Large books are walked through by several processes, each a community at a time, all as of one moment.

A read transaction belongs to one connection, so each process begins its own; and if nothing was
committed between the first and the last of them, which the head of the file says, they are the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from subprocess import DEVNULL, PIPE, Popen  # nosec B404
from threading import Thread

from adapters.storage.verify_journal import Walk

ENOUGH = 100_000
"""Operations from which it pays: a process takes half a second to start."""
MOST = 8
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
def beside(path: Path, connection: sqlite3.Connection) -> Iterator[Beside | None]:
    """The processes that help with such a file, begun at this connection's moment; None for a small one."""
    helpers = min(os.cpu_count() or 1, MOST)
    ((operations, communities),) = connection.execute("SELECT sum(operations), count(*) FROM community")
    if helpers < 2 or communities < 2 or (operations or 0) < ENOUGH:
        yield None
        return
    others = Beside(path, min(helpers, communities))
    try:
        yield others if others.begin(connection) else None
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
        self._done: SimpleQueue[str] = SimpleQueue()
        self._left = 0

    def begin(self, connection: sqlite3.Connection) -> bool:
        """Begin everywhere anew until it is the same moment, and let them go; whether that came about."""
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
        for one in self._helpers:
            Thread(target=self._feed, args=(one, waiting), daemon=True).start()
        return True

    def _feed(self, helper: Popen[str], waiting: SimpleQueue[int]) -> None:
        """Hand one community after another to a helper."""
        with contextlib.suppress(Empty, OSError, ValueError):
            while True:
                _say(helper, str(waiting.get_nowait()))
                self._done.put(_heard(helper))

    def walk(self, into: Walk, carry_on: Callable[[], None]) -> bool:
        """Collect what they found; False if one of them failed, and then it is worth nothing."""
        while self._left:
            carry_on()
            with contextlib.suppress(Empty):
                said = self._done.get(timeout=0.2)
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
    from adapters.storage.verify import WALKERS, opened

    with opened(path) as connection:
        print("here", flush=True)
        for line in sys.stdin:
            if line.strip() == "begin":
                connection.rollback()
                begin(connection)
                print("begun", flush=True)
                continue
            walk, number = Walk(), int(line)
            walk.through(connection, number, WALKERS)
            first = {name: at for name, (_, at) in walk.first.items()}
            print(json.dumps([number, walk.counts, first]), flush=True)


if __name__ == "__main__":
    help_out(Path(sys.argv[1]))
