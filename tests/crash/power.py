"""The power goes: a recording of a crowd is followed to a moment, and the bot is started on what is left."""

from __future__ import annotations

import json
import pickle
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from adapters.storage import migrate
from tests.crash.crowd import count_keys, missed, seed, talk
from tests.crash.forking import add_up, fork
from tests.crash.life import DATABASE, Life
from tests.crash.recorded import HOW, Disk, Event, Recorder
from tests.crash.vfs import watch


class Power:
    """A recording, and what becomes of it."""

    def __init__(self, folder: Path, *, synchronous: Literal["FULL", "NORMAL"] = "FULL") -> None:
        self.folder = folder
        self.synchronous = synchronous
        self.log = folder / "log"
        self.events: list[Event] = []

    def record(self, commands: int, number: int = 1) -> None:
        """Let a crowd talk on a new database, with a stop in the middle. Raises AssertionError."""
        here, tape = self.folder / "recorded", self.folder / "tape"
        here.mkdir()

        async def run() -> None:
            recorder = Recorder()
            watch(recorder.on_file)
            migrate.migrate(str(here / DATABASE))
            for part in (1, 2):
                life = await Life.begin(here, synchronous=self.synchronous)
                say = life.say

                async def told(name: str, line: str, key: str, *more: Any, say: Any = say) -> Any:
                    reply = await say(name, line, key, *more)
                    if reply.ok:
                        recorder.acknowledged(key)
                    return reply

                life.say = told  # type: ignore[method-assign]
                if part == 1:
                    await seed(life)
                await talk(life, f"part{part}", number + part, count=commands // 2, waiting=3)
                await life.end()
            tape.write_bytes(pickle.dumps(recorder.events))

        assert fork(run, self.log) == 0, self.log.read_text()
        self.events = pickle.loads(tape.read_bytes())

    def moments(self, points: int, number: int) -> list[int]:
        """Moments of the recording, in their order; half of them right after somebody was told something."""
        pick = random.Random(number)
        told = [place + 1 for place, event in enumerate(self.events) if event[0] == "acked"]
        return sorted(
            pick.choice(told) if n % 2 else pick.randrange(len(self.events) + 1) for n in range(points)
        )

    def cuts(self, points: int, number: int = 1, start: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
        """What was wrong, or nothing, at each of so many moments, and what it was like."""
        disk, at = Disk(), 0
        for cycle, moment in enumerate(self.moments(points, number)):
            for event in self.events[at:moment]:
                disk.follow(event)
            at = moment
            if cycle < start:
                continue
            how = HOW[cycle % len(HOW)]
            yield self._look(disk, how, random.Random(number * 1_000_003 + cycle)), {
                "at": moment, "how": how, "acked": len(disk.acked), "unsynced": disk.unsynced,
            }  # fmt: skip

    def _look(self, disk: Disk, how: str, pick: random.Random) -> str:
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir()
        for name, content in disk.cut(how, pick).items():
            (here / name).write_bytes(content)

        async def open_again() -> None:
            life = await Life.begin(here)
            reply = await life.say("m1", "connects balance", "after/1")
            assert reply.ok, reply
            await life.end()
            receipts, operations = count_keys(here)
            asked = {key for key in disk.acked if not key.endswith("/record")}
            wrong = missed(asked, receipts, operations) + add_up(str(here / DATABASE))
            (here / "wrong").write_text(json.dumps("; ".join(wrong[:20])))

        if fork(open_again, self.log) != 0:
            return f"it could not be opened: {self.log.read_text()[-300:]}"
        wrong: str = json.loads((here / "wrong").read_text())
        return wrong

    def kinds(self) -> Counter[str]:
        """How much of what was recorded."""
        return Counter(f"{what} {name.removeprefix(DATABASE) or 'database'}" if what != "acked" else what
                       for what, name, *_ in self.events)  # fmt: skip
