"""A flow is killed at a failpoint, started again, and has to end as if nothing had happened."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.storage import migrate
from tests.crash.crowd import Heard, ask_again, seed, talk, wrong_in
from tests.crash.failpoints import FILED, Failpoints
from tests.crash.flows import BEGIN, FLOWS, span
from tests.crash.forking import DIED, add_up, fork
from tests.crash.life import DATABASE, DIARY, Life, doubled, fingerprint, lines
from tests.crash.vfs import watch


class Lost(Exception):
    """What must not be is so."""


@dataclass(frozen=True)
class Case:
    """A kill: of which flow, at the how manyth place that it passes, and what that is called."""

    flow: str
    fatal: int
    place: str


def steps_of(flow: str, folder: Path) -> list[str]:
    """Its lines, with the number of the last operation that somebody asked for."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        last = connection.execute("SELECT max(number) FROM operation WHERE key LIKE 'before/%'").fetchone()[0]
    return [line.replace("{last}", str(last)) for line in FLOWS[flow].steps]


class Forked:
    """The flows, each with the state that it begins in and the end that it has to have."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.passed: dict[str, list[str]] = {}
        self.ends: dict[str, Any] = {}

    def prepare(self, *flows: str) -> None:
        """Make the beginnings, and see how the flows end without a crash. Raises Lost."""
        for flow in flows or FLOWS:
            start = self.start_of(flow)
            start.mkdir(parents=True)
            self._must(fork(lambda flow=flow: self._make(flow), self.log), f"the beginning of {flow}")  # type: ignore[misc]
            here = self._copy(flow, self.folder / "undisturbed")
            self._must(fork(lambda flow=flow, here=here: self._undisturbed(flow, here), self.log), flow)  # type: ignore[misc]
            self.passed[flow] = json.loads((here / "passed").read_text())
            self.ends[flow] = json.loads((here / "end").read_text())

    def start_of(self, flow: str) -> Path:
        """The folder in which its beginning is."""
        return self.folder / "start" / flow.replace(" ", "-")

    def cases(self) -> list[Case]:
        """Every place of every flow, but of writes to the files the first of each kind."""
        found = []
        for flow, passed in self.passed.items():
            seen: set[str] = set()
            for number, place in enumerate(passed, 1):
                if place not in seen or not place.startswith(FILED[:11]):
                    found.append(Case(flow, number, place))
                seen.add(place)
        return found

    def any_cases(self, pick: random.Random) -> Iterator[Case]:
        """Any place of any flow, for ever."""
        while True:
            flow = pick.choice(list(self.passed))
            number = pick.randrange(len(self.passed[flow])) + 1
            yield Case(flow, number, self.passed[flow][number - 1])

    def kill(self, case: Case) -> str:
        """Kill, start again, compare; what is wrong, or nothing."""
        here = self._copy(case.flow, self.folder / "here")
        ended = fork(lambda: self._crash(case, here), self.log)
        if ended != DIED:
            return f"it did not die: {ended}"
        if fork(lambda: self._again(case.flow, here), self.log) != 0:
            return "it could not go on: see the log"
        wrong: str = json.loads((here / "wrong").read_text())
        return wrong

    # In the children -----------------------------------------------------------

    async def _make(self, flow: str) -> None:
        start = self.start_of(flow)
        migrate.make(start / DATABASE)
        life = await Life.begin(start, synchronous="OFF")
        for number, line in enumerate((*BEGIN, *FLOWS[flow].before)):
            await life.step(line, f"before/{number}")
        await life.end()
        (start / "now").write_text(str(life.clock.at))
        (start / DIARY).unlink()

    async def _undisturbed(self, flow: str, here: Path) -> None:
        points = Failpoints()
        await self._play(flow, here, points)
        (here / "passed").write_text(json.dumps(points.passed))
        (here / "end").write_text(json.dumps(fingerprint(here)))
        assert not add_up(str(here / DATABASE)) and not doubled(here)

    async def _crash(self, case: Case, here: Path) -> None:
        await self._play(case.flow, here, Failpoints(case.fatal))

    async def _play(self, flow: str, here: Path, points: Failpoints) -> None:
        watch(points.on_file)
        points.install()
        steps = steps_of(flow, here)
        life = await Life.begin(here, at=points.at, now=int((here / "now").read_text()))
        points.open = True
        for number, line in enumerate(steps):
            await life.step(line, f"step/{number}")
        points.open = False
        await life.end()

    async def _again(self, flow: str, here: Path) -> None:
        """As a platform does: what was not acknowledged is delivered once more, and then the rest."""
        diary = lines(here / DIARY)
        told = {key: said for what, key, said in (one[:3] for one in diary) if what == "acked"}
        begun = {one[1] for one in diary if one[0] == "begun"}
        steps = steps_of(flow, here)
        now = int((here / "now").read_text())
        now += sum(span(line) for number, line in enumerate(steps) if f"step/{number}" in begun)
        life = await Life.begin(here, now=now)
        for number, line in enumerate(steps):
            key = f"step/{number}"
            if key in begun and span(line):
                life.clock.at -= span(line)  # where it was moved to before it died
            await life.step(line, key)
        wrong = self._compare(flow, here, told)
        await life.end()
        (here / "wrong").write_text(json.dumps("; ".join(wrong)))

    def _compare(self, flow: str, here: Path, told: dict[str, Any]) -> list[str]:
        wrong = [f"verify: {name}" for name in add_up(str(here / DATABASE))]
        wrong += [f"doubled on the platform: {one}" for one in doubled(here)]
        again = {one[1]: one[2] for one in lines(here / DIARY) if one[0] == "acked"}
        wrong += [
            f"{key} was told {said}, now {again[key]}" for key, said in told.items() if again[key] != said
        ]
        end, found = self.ends[flow], fingerprint(here)
        for table in end:
            if end[table] != found[table]:
                lost = [row for row in end[table] if row not in found[table]][:3]
                more = [row for row in found[table] if row not in end[table]][:3]
                wrong.append(f"{table}: lost {lost}, more {more}")
        return wrong

    def _copy(self, flow: str, to: Path) -> Path:
        shutil.rmtree(to, ignore_errors=True)
        return Path(shutil.copytree(self.start_of(flow), to))

    def _must(self, code: int, what: str) -> None:
        if code:
            raise Lost(f"{what} failed: {self.log.read_text() if self.log.exists() else code}")


class Loaded:
    """A crowd on a file, killed whenever it happens to be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.acknowledged = self.unknown = 0

    def prepare(self) -> None:
        """A community with jobs. Raises Lost."""
        start = self.folder / "crowd"
        start.mkdir()

        async def make() -> None:
            migrate.make(start / DATABASE)
            life = await Life.begin(start, synchronous="OFF")
            await seed(life)
            await life.end()

        if fork(make, self.log):
            raise Lost(self.log.read_text())

    def kill(self, pick: random.Random) -> str:
        """Kill it under load, start it again, ask; what is wrong, or nothing."""
        here = self.folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(self.folder / "crowd", here)
        number, waiting, after = pick.randrange(1 << 30), pick.choice((1, 4, 16)), pick.uniform(0.03, 0.35)

        async def load() -> None:
            life = await Life.begin(here)
            await talk(life, "run", number, count=10_000, waiting=waiting)

        ended = fork(load, self.log, after=after)
        if ended != DIED:
            return f"it ended by itself: {ended}"
        if fork(lambda: self._again(here), self.log) != 0:
            return "it could not go on: see the log"
        wrong, self.acknowledged, self.unknown = json.loads((here / "wrong").read_text())
        return str(wrong)

    async def _again(self, here: Path) -> None:
        before = Heard(here)
        life = await Life.begin(here)
        wrong = await ask_again(life, before)
        await life.end()
        wrong += wrong_in(here, Heard(here)) + add_up(str(here / DATABASE))
        acknowledged = len([key for key in before.done if key.startswith("run/")])
        found = ["; ".join(wrong), acknowledged, len(before.begun) - len(before.told)]
        (here / "wrong").write_text(json.dumps(found))
