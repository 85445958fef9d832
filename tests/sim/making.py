"""What happens in a seed's story: drawn step by step, with an eye on the model so that it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from core.instants import parse
from tests.sim.board import LIVE, RETURNABLE, Job, Sent
from tests.sim.hours import DAY, HOUR, SECOND
from tests.sim.life import Life
from tests.sim.office import STAFF, Office
from tests.sim.story import SAYS, Step

STARTS = (
    "2026-03-04T10:00", "2026-10-31T21:30", "2024-02-28T12:00", "2026-01-31T23:59:30", "2023-09-30T20:00",
    "2026-12-27T08:00", "2026-03-07T23:00", "2027-02-26T04:00",
)  # fmt: skip
ZONES = (
    "UTC", "America/Havana", "America/New_York", "America/Asuncion", "Pacific/Apia", "Asia/Kolkata",
    "Europe/Madrid", "Pacific/Kiritimati",
)  # fmt: skip
FREE = ("ana", "ben", "cam")
POSTERS = ("client", "client", "buyer", "staff")
PEOPLE = (*STAFF, "client", "buyer", *FREE)
POLICIES = (
    "grant.basic 0", "grant.basic 25", "grant.agency 30", "grant.cycle anniversary", "grant.cycle calendar",
    "grant.catch_up 1", "bonus.amount 7", "bonus.cap 15", "bonus.cap 50", "bonus.window rolling",
    "bonus.window weekly", "bonus.answer_days 1", "bonus.once_per_pair off", "bonus.once_per_pair on",
    "lot.years 2", "lot.returned_days 1", "rollover.limit 45", "rollover.limit 0", "burn_order oldest_first",
    "burn_order soonest_expiry", "cover_letter required", "cover_letter optional", "job.days 5",
    "boost.places 0", "boost.places 1", "boost.places 2", "boost.days 2", "boost.maximum 8",
    "boost.bidders 2", "returns.on_expiry full", "returns.on_expiry percent", "returns.on_expiry none",
    "order.hours 2", "transfers on", "transfers on", "transfers on", "transfers.daily_limit 15",
    "staff.daily_limit 60", "gift.signup 5",
)  # fmt: skip
PRESET = ("classic", "upwork-2020", "upwork-2025")

Make = Callable[["Maker"], str]


class Maker:
    """Draws one step after the other from a seed."""

    def __init__(self, seed: int) -> None:
        self.pick = Random(seed)
        self.start = parse(self.pick.choice(STARTS)) + self.pick.randrange(3) * 37 * DAY
        self.number = 0
        self.ready: list[Step] = []
        """What comes next in any case."""
        self.place = "T1"
        self.house = Office()
        self.who = ""
        self.refer: dict[str, int] = {}

    def opening(self) -> list[Step]:
        """How a community begins: its zone, its preset, some of its people, some jobs."""
        pick = self.pick
        steps = [self._said("T1", "staff", f"admin zone {pick.choice(ZONES)}")]
        if pick.random() < 0.4:
            steps.append(self._said("T1", "staff", f"admin preset {pick.choice(PRESET)}"))
        for _ in range(pick.randrange(3)):
            steps.append(self._said("T1", "other", f"admin policy {pick.choice(POLICIES)}"))
        for name in ("client", "ana", "ben"):
            steps.append(self._said("T1", name, "connects balance"))
        steps.append(self._said("T1", "client", f"job post Work {pick.choice(('', 'hires:2'))}".strip()))
        return steps

    def _said(self, place: str, who: str, line: str) -> Step:
        self.number += 1
        return Step(SAYS, self.number, place, who, " ".join(line.split()))

    def next(self, life: Life) -> list[Step]:
        """What happens next; a step, or a few that belong together."""
        pick, draw = self.pick, self.pick.random()
        if draw < 0.22:
            return self._time(life)
        if draw < 0.25:
            return [Step("restart")]
        if draw < 0.29 and life.said:
            return [Step("again", span=pick.choice(list(life.said)))]
        self.place = "T1" if pick.random() < 0.85 else "T2"
        self.house = life.house(self.place)
        self.refer = {made: number for number, made in life.made.items() if life.places[number] == self.place}
        if draw < 0.32:
            self.number += 1
            return [Step(pick.choice(("left", "came")), self.number, self.place, pick.choice(PEOPLE[2:]))]
        for _ in range(20):
            (make,) = pick.choices([one for _, one in DOINGS], [weight for weight, _ in DOINGS])
            self.who = ""
            line = make(self)
            if line:
                return [self._said(self.place, self.who, line)]
        return []

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
        return steps if pick.random() < 0.25 else [*steps, Step("bell")]

    # What is spoken of ------------------------------------------------------------------

    def at(self, what: str, number: int) -> str:
        """A thing by the delivery that made it."""
        return f"{what}@{self.refer[f'{what}-{number}']}"

    def name(self, number: int) -> str:
        """How a member is called; somebody, if they have gone."""
        return next((name for name, one in self.house.people.items() if one == number), "ana")

    def job(self, *states: str) -> Job | None:
        """A job, mostly in one of these states."""
        some = [one for one in self.house.jobs.values() if one.state in states or self.pick.random() < 0.05]
        return self.pick.choice(some) if some else None

    def sent(self, states: Sequence[str]) -> Sent | None:
        """A proposal, mostly in one of these states."""
        some = [one for one in self.house.sent.values() if one.state in states or self.pick.random() < 0.04]
        return self.pick.choice(some) if some else None

    def client_of(self, job: Job) -> str:
        """Whoever runs a job, mostly."""
        draw = self.pick.random()
        return self.name(job.client) if draw < 0.8 else "staff" if draw < 0.93 else self.pick.choice(PEOPLE)

    def owner_of(self, one: Sent) -> str:
        """Whoever sent a proposal, mostly."""
        return self.name(one.member) if self.pick.random() < 0.9 else self.pick.choice(PEOPLE)


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


def _post(maker: Maker) -> str:
    pick = maker.pick
    maker.who = pick.choice(POSTERS) if pick.random() < 0.97 else "ana"
    price = pick.choice(("", "", "price:1", "price:2", "price:6", "price:0", "price:5"))
    more = pick.choice(("", "", "hires:2", "closes:1d", "closes:12d", "closes:300d"))
    return f"job {pick.choice(('post', 'post', 'post', 'draft'))} Work {price} {more}"


def _apply(maker: Maker) -> str:
    pick, job = maker.pick, maker.job("open")
    if job is None:
        return ""
    maker.who = pick.choice(FREE) if pick.random() < 0.95 else pick.choice(PEOPLE)
    boost = pick.choice(("", "", "boost:1", "boost:2", "boost:3", "boost:5", "boost:9", "boost:30"))
    letter = "message:Me" if maker.house.rules.letter and pick.random() < 0.8 else ""
    if maker.house.numbers and not maker.house.rules.places and pick.random() < 0.8:
        boost = ""
    return f"apply {maker.at('job', job.number)} {boost} {letter} {_for_agency(maker)}"


def _for_agency(maker: Maker) -> str:
    by = maker.house.people.get(maker.who, 0)
    mine = [agency for agency, member in maker.house.parts if member == by]
    if not mine or maker.pick.random() < 0.4:
        return ""
    return f"agency:{maker.at('agency', maker.pick.choice(mine))}"


def _boost(maker: Maker) -> str:
    one = maker.sent(LIVE)
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"boost {maker.at('proposal', one.number)} {one.bid + maker.pick.choice((1, 1, 2, 3, 7, 0)) or 1}"


def _withdraw(maker: Maker) -> str:
    one = maker.sent(LIVE)
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"proposal withdraw {maker.at('proposal', one.number)}"


def _move(maker: Maker) -> str:
    pick = maker.pick
    one = maker.sent(LIVE if pick.random() < 0.9 else RETURNABLE)
    if one is None:
        return ""
    maker.who = maker.client_of(maker.house.jobs[one.job])
    verb = pick.choice(("hire", "decline", "shortlist", "archive"))
    return f"proposal {verb} {maker.at('proposal', one.number)}"


def _interview(maker: Maker) -> str:
    one = maker.sent(("submitted", "shortlisted"))
    if one is None:
        return ""
    maker.who = maker.client_of(maker.house.jobs[one.job])
    return f'proposal interview {maker.at("proposal", one.number)} "When"'


def _answer(maker: Maker) -> str:
    some = [one for one in maker.house.sent.values() if one.asked and not one.answered]
    one = maker.pick.choice(some) if some else maker.sent(("interviewing",))
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"proposal answer {maker.at('proposal', one.number)} Tomorrow"


def _end(maker: Maker) -> str:
    pick, job = maker.pick, maker.job("open", "open", "draft")
    verb = pick.choice(("cancel", "cancel", "close", "remove"))
    if verb == "remove" and pick.random() < 0.5:
        job = maker.job("expired", "filled")
    if job is None:
        return ""
    maker.who = "staff" if verb == "remove" else maker.client_of(job)
    return f"job {verb} {maker.at('job', job.number)}"


def _edit(maker: Maker) -> str:
    job = maker.job("open", "draft")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    new = maker.pick.choice(
        ("price:1", "price:2", "price:6", "hires:1", "hires:3", "closes:2d", "closes:40d")
    )
    return f"job edit {maker.at('job', job.number)} {new}"


def _again(maker: Maker) -> str:
    draft = maker.job("draft")
    job = draft or maker.job("expired", "filled", "cancelled", "removed")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    if draft:
        return f"job publish {maker.at('job', job.number)}"
    return f"job reopen {maker.at('job', job.number)} {maker.pick.choice(('', 'closes:3d'))}"


def _invite(maker: Maker) -> str:
    job = maker.job("open")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    return f"job invite {maker.at('job', job.number)} {maker.pick.choice(FREE)}"


def _staff(maker: Maker) -> str:
    pick = maker.pick
    maker.who = pick.choice(STAFF) if pick.random() < 0.97 else pick.choice(PEOPLE)
    whom = pick.choice(PEOPLE[2:] if pick.random() < 0.9 else PEOPLE)
    amount = pick.choice((1, 2, 3, 10, 39, 40, 200))
    return pick.choice(
        (
            f"admin grant {whom} {amount}", f"admin take {whom} {amount}",
            f"admin take {whom} {amount} all:yes", f"admin plan {whom} {pick.choice(('basic', 'plus'))}",
            f"admin plan {whom} plus", f"admin policy {pick.choice(POLICIES)}",
            f"admin policy {pick.choice(POLICIES)}", f"admin zone {pick.choice(ZONES)}",
            f"admin preset {pick.choice(PRESET)}",
        )
    )  # fmt: skip


def _ask(maker: Maker) -> str:
    maker.who = maker.pick.choice(PEOPLE)
    return "connects balance"


DOINGS: list[tuple[int, Make]] = [
    (14, _post), (30, _apply), (9, _boost), (4, _withdraw), (12, _move), (10, _interview), (10, _answer),
    (7, _end), (4, _edit), (5, _again), (2, _invite), (12, _staff), (4, _ask),
]  # fmt: skip
