"""Processes of their own for what takes long, so that commands don't wait for it meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

from core.errors import Broken, Refusal
from core.instants import Instant
from core.ports import Tell
from core.speech import codec
from core.speech.reply import Reply

SECONDS = 60.0
AT_ONCE = 2
LONGEST = 1 << 26
"""Bytes of an answer."""
DATABASE = "CONNECTS_WORKSHOP_DATABASE"
"""Where a task finds the database's address."""
HOME = Path(__file__).parents[1]


class Processes:
    """A Workshop: one process a task, of each community one at a time, of all together two."""

    def __init__(self, database: str, *, seconds: float = SECONDS) -> None:
        self._database = database
        self._seconds = seconds
        self._working: dict[int, Process | None] = {}
        self._closed = False

    async def finish(self, task: str, community: int, asked: Reply, now: Instant, tell: Tell) -> Reply:
        """The answer to what was asked. Refuses: work.busy, work.long, leaving. Raises Broken.

        The process ends with whoever waits for it.
        """
        if self._closed:
            raise Refusal("leaving")
        if community in self._working or len(self._working) >= AT_ONCE:
            raise Refusal("work.busy")
        self._working[community] = None
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot.working", task, str(community), str(now),
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST, env=_environment(self._database),
            )  # fmt: skip
            self._working[community] = process
            try:
                async with asyncio.timeout(self._seconds):
                    return await _talk(process, asked, tell)
            except TimeoutError:
                raise Refusal("work.long") from None
            finally:
                await _end(process)
        finally:
            del self._working[community]

    async def close(self) -> None:
        """End what is at work; whoever waits for it is told that it broke."""
        self._closed = True
        for process in [*self._working.values()]:
            if process is not None:
                await _end(process)


def _environment(database: str) -> dict[str, str]:
    """This process's own, so that the other one finds the same bot wherever it was started from.

    The database's address goes with it: among the arguments everybody on the host could read it.
    """
    paths = [str(HOME), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), DATABASE: database}


async def _talk(process: Process, asked: Reply, tell: Tell) -> Reply:
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(ConnectionError):  # it broke at once, which is seen below
        process.stdin.write(codec.document(asked).encode())
        await process.stdin.drain()
        process.stdin.close()
    while line := await process.stdout.readline():
        said = json.loads(line)
        if "percent" in said:
            tell(said["percent"])
        elif "reply" in said:
            return codec.read(said["reply"])
        else:
            raise Broken(said["broke"])
    raise Broken(f"a process of the workshop ended with {await process.wait()} and no answer")


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()
