"""The first start, and the start of a newer release on an older database, killed at each write and sync."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from adapters.storage import migrate
from tests.crash.failpoints import Failpoints
from tests.crash.forking import DIED, add_up, fork
from tests.crash.life import DATABASE, Life
from tests.crash.vfs import watch


class Starting:
    """Starts on what ``make`` has put into a folder."""

    def __init__(self, folder: Path, make: Callable[[Path], object] = lambda folder: None) -> None:
        self.folder, self.make = folder, make
        self.log = folder / "log"

    def places(self) -> list[str]:
        """What is passed by a start that nobody kills. Raises AssertionError."""
        here = self._fresh()
        assert fork(lambda: self._start(here, Failpoints()), self.log) == 0, self.log.read_text()
        return list(json.loads((here / "passed").read_text()))

    def kill(self, fatal: int) -> str:
        """Kill a start at a place, and start again; what is wrong, or nothing."""
        here = self._fresh()
        ended = fork(lambda: self._start(here, Failpoints(fatal)), self.log)
        if ended != DIED:
            return f"it did not die: {ended}"
        if fork(lambda: self._again(here), self.log) != 0:
            return f"it could not be started again: {self.log.read_text()[-300:]}"
        wrong: str = json.loads((here / "wrong").read_text())
        return wrong

    async def _start(self, here: Path, points: Failpoints) -> None:
        watch(points.on_file)
        points.open = True
        life = await Life.begin(here)
        points.open = False
        (here / "passed").write_text(json.dumps(points.passed))
        await life.end()

    async def _again(self, here: Path) -> None:
        life = await Life.begin(here)
        assert (await life.say("ana", "connects balance", "after")).ok
        await life.end()
        wrong = [] if migrate.version(here / DATABASE) == migrate.HEAD else ["it has an older schema"]
        (here / "wrong").write_text(json.dumps("; ".join(wrong + add_up(str(here / DATABASE)))))

    def _fresh(self) -> Path:
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir(parents=True)
        self.make(here)
        return here
