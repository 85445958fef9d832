"""What happens in a seed's story: drawn step by step, with an eye on the model so that it makes sense."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from core.instants import parse
from tests.sim.doings import DOINGS, PEOPLE, POLICIES, PRESET, ZONES, Speaker
from tests.sim.hours import DAY, HOUR, SECOND
from tests.sim.life import Life
from tests.sim.story import SAYS, Step
from tests.sim.themes import THEMES
from tests.sim.troubles import FATAL, TROUBLES

STARTS = (
    "2026-03-04T10:00", "2026-10-31T21:30", "2024-02-28T12:00", "2026-01-31T23:59:30", "2023-09-30T20:00",
    "2026-12-27T08:00", "2026-03-07T23:00", "2027-02-26T04:00",
)  # fmt: skip


class Maker(Speaker):
    """Draws one step after the other from a seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(Random(seed))
        self.start = parse(self.pick.choice(STARTS)) + self.pick.randrange(3) * 37 * DAY
        self.number = 0
        self.theme = self.pick.choice(THEMES)
        self.makes = [one for _, one in DOINGS]
        self.weights = [weight + self.theme.more.get(one, 0) for weight, one in DOINGS]

    def opening(self) -> list[Step]:
        """How a community begins: its zone, its preset, a job, what it will be about."""
        pick, theme = self.pick, self.theme
        steps = [self._said("T1", "staff", f"admin zone {pick.choice(ZONES)}")]
        if pick.random() < 0.4:
            steps.append(self._said("T1", "staff", f"admin preset {pick.choice(PRESET)}"))
        for _ in range(pick.randrange(3)):
            steps.append(self._said("T1", "other", f"admin policy {pick.choice(POLICIES)}"))
        if theme.policies:
            steps.append(self._said("T1", "staff", f"admin policy {pick.choice(theme.policies)}"))
        job = self._said("T1", "client", f"job post Work {pick.choice(('', 'hires:2'))}")
        steps.append(job)
        for who, line in theme.said:
            named = re.sub(r"%(\d)", lambda found: str(job.number + 1 + int(found[1])), line)
            steps.append(self._said("T1", who, re.sub(r" @( |$)", rf" job@{job.number}\1", named)))
        return steps

    def _said(self, place: str, who: str, line: str) -> Step:
        self.number += 1
        return Step(SAYS, self.number, place, who, " ".join(line.split()))

    def next(self, life: Life) -> list[Step]:
        """What happens next; a step, or a few that belong together."""
        pick, draw = self.pick, self.pick.random()
        self.life = life
        if draw < 0.20:
            return self._time(life)
        if draw < 0.22:
            return [Step("restart", line=pick.choice(("", "", "killed")))]
        if draw < 0.225:
            return [Step("rival")]
        if draw < 0.25:
            return [Step("post", line=pick.choice(("", "later", "refused", "killed")))]
        if draw < 0.29 and life.said:
            return [Step("again", span=pick.choice(list(life.said)))]
        self.place = "T1" if pick.random() < 0.85 else "T2"
        self.house = life.house(self.place)
        self.refer = {made: number for number, made in life.made.items() if life.places[number] == self.place}
        if draw < 0.32:
            self.number += 1
            return [Step(pick.choice(("left", "came")), self.number, self.place, pick.choice(PEOPLE[2:]))]
        for _ in range(20):
            (make,) = pick.choices(self.makes, self.weights)
            self.who = ""
            line = make(self)
            if line:
                return [self._flagged(self._said(self.place, self.who, line))]
        return []

    def _flagged(self, step: Step) -> Step:
        """Now and then a line meets trouble, its answer is lost, or it comes together with the next."""
        draw = self.pick.random()
        if draw < 0.05:
            return replace(step, flags=(f"!{self.pick.choice(list(TROUBLES))}",))
        if draw < 0.07:
            return replace(step, flags=(f"!kill-{self.pick.choice(FATAL)}",))
        if draw < 0.10:
            return replace(step, flags=("?",))
        return replace(step, flags=("&",)) if draw < 0.18 else step

    def _time(self, life: Life) -> list[Step]:
        """Time goes on: a little, some days, or to where something falls due; the bell rings or not."""
        pick, draw = self.pick, self.pick.random()
        edges = [one - life.now for one in _edges(life) if one > life.now]
        if draw < 0.45 and edges:
            span = min(edges) if pick.random() < 0.6 else pick.choice(edges)
            span += pick.choice((-SECOND, 0, 0, SECOND, 1, -1))
        elif draw < 0.6:
            span = pick.randint(1, 90) * SECOND
        elif draw < 0.75:
            span = pick.randint(1, 48) * HOUR
        elif draw < 0.93:
            span = pick.randint(1, 9) * DAY
        else:
            span = pick.choice((31, 62, 130, 366)) * DAY
        steps = [Step("wait", span=max(span, 1))]
        return steps if pick.random() < 0.4 else [*steps, Step("bell")]


def _edges(life: Life) -> list[int]:
    """When something falls due."""
    found: list[int] = []
    for house in life.houses.values():
        if not house.numbers:
            continue
        found += [purse.next_end() for purse in house.purses.values()]
        for job in house.jobs.values():
            if job.state == "open":
                found += [job.closes, job.auction]
        found += [one.due for one in house.orders.values() if one.state == "unpaid"]
        found += [house.due(purse.last + 1, purse.day) for purse in house.purses.values()]
        found.append(house.window[1])
        found += [one.asked + house.rules.answer_days * DAY for one in house.sent.values() if one.asked]
    return [one for one in found if one < life.now + 500 * DAY]
