"""What people say in a seed's story, with an eye on the model so that most of it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.sim.board import LIVE, RETURNABLE, Job, Sent
from tests.sim.life import Life
from tests.sim.office import STAFF, Office

ZONES = (
    "UTC", "America/Havana", "America/New_York", "America/Asuncion", "Pacific/Apia", "Asia/Kolkata",
    "Europe/Madrid", "Pacific/Kiritimati",
)  # fmt: skip
FREE = ("ana", "ben", "cam", "dan")
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
UNDOABLE = ("admin grant", "admin take", "admin plan", "admin award", "apply", "proposal answer")
PRESET = ("classic", "upwork-2020", "upwork-2025")


class Speaker:
    """Draws who says something, and of what."""

    def __init__(self, pick: Random) -> None:
        self.pick = pick
        self.place = "T1"
        self.house = Office()
        self.who = ""
        self.life: Life
        self.refer: dict[str, int] = {}
        """Which delivery made a thing."""

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


Make = Callable[[Speaker], str]


def _post(maker: Speaker) -> str:
    pick = maker.pick
    maker.who = pick.choice(POSTERS) if pick.random() < 0.97 else "ana"
    price = pick.choice(("", "", "price:1", "price:2", "price:6", "price:0", "price:5"))
    more = pick.choice(("", "", "hires:2", "closes:1d", "closes:12d", "closes:300d"))
    return f"job {pick.choice(('post', 'post', 'post', 'draft'))} Work {price} {more}"


def _apply(maker: Speaker) -> str:
    pick, job = maker.pick, maker.job("open")
    if job is None:
        return ""
    maker.who = pick.choice(FREE) if pick.random() < 0.95 else pick.choice(PEOPLE)
    boost = pick.choice(("", "", "boost:1", "boost:2", "boost:3", "boost:5", "boost:9", "boost:30"))
    letter = "message:Me" if maker.house.rules.letter and pick.random() < 0.8 else ""
    if maker.house.numbers and not maker.house.rules.places and pick.random() < 0.8:
        boost = ""
    return f"apply {maker.at('job', job.number)} {boost} {letter} {_for_agency(maker)}"


def _for_agency(maker: Speaker) -> str:
    by = maker.house.people.get(maker.who, 0)
    mine = [agency for agency, member in maker.house.parts if member == by]
    if not mine or maker.pick.random() < 0.4:
        return ""
    return f"agency:{maker.at('agency', maker.pick.choice(mine))}"


def _boost(maker: Speaker) -> str:
    one = maker.sent(LIVE)
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"boost {maker.at('proposal', one.number)} {one.bid + maker.pick.choice((1, 1, 2, 3, 7, 0)) or 1}"


def _withdraw(maker: Speaker) -> str:
    one = maker.sent(LIVE)
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"proposal withdraw {maker.at('proposal', one.number)}"


def _move(maker: Speaker) -> str:
    pick = maker.pick
    one = maker.sent(LIVE if pick.random() < 0.9 else RETURNABLE)
    if one is None:
        return ""
    maker.who = maker.client_of(maker.house.jobs[one.job])
    verb = pick.choice(("hire", "decline", "shortlist", "archive"))
    return f"proposal {verb} {maker.at('proposal', one.number)}"


def _interview(maker: Speaker) -> str:
    one = maker.sent(("submitted", "shortlisted"))
    if one is None:
        return ""
    maker.who = maker.client_of(maker.house.jobs[one.job])
    return f'proposal interview {maker.at("proposal", one.number)} "When"'


def _answer(maker: Speaker) -> str:
    some = [one for one in maker.house.sent.values() if one.asked and not one.answered]
    one = maker.pick.choice(some) if some else maker.sent(("interviewing",))
    if one is None:
        return ""
    maker.who = maker.owner_of(one)
    return f"proposal answer {maker.at('proposal', one.number)} Tomorrow"


def _end(maker: Speaker) -> str:
    pick, job = maker.pick, maker.job("open", "open", "draft")
    verb = pick.choice(("cancel", "cancel", "close", "remove"))
    if verb == "remove" and pick.random() < 0.5:
        job = maker.job("expired", "filled")
    if job is None:
        return ""
    maker.who = "staff" if verb == "remove" else maker.client_of(job)
    return f"job {verb} {maker.at('job', job.number)}"


def _edit(maker: Speaker) -> str:
    job = maker.job("open", "draft")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    new = maker.pick.choice(
        ("price:1", "price:2", "price:6", "hires:1", "hires:3", "closes:2d", "closes:40d")
    )
    return f"job edit {maker.at('job', job.number)} {new}"


def _again(maker: Speaker) -> str:
    draft = maker.job("draft")
    job = draft or maker.job("expired", "filled", "cancelled", "removed")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    if draft:
        return f"job publish {maker.at('job', job.number)}"
    return f"job reopen {maker.at('job', job.number)} {maker.pick.choice(('', 'closes:3d'))}"


def _invite(maker: Speaker) -> str:
    job = maker.job("open")
    if job is None:
        return ""
    maker.who = maker.client_of(job)
    return f"job invite {maker.at('job', job.number)} {maker.pick.choice(FREE)}"


def _staff(maker: Speaker) -> str:
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


def _rest(maker: Speaker) -> str:
    """What staff do to one wallet, and what is undone."""
    pick, whom = maker.pick, maker.pick.choice(PEOPLE[2:])
    maker.who = pick.choice(STAFF)
    undone = [
        number for number in maker.life.said
        if maker.life.said[number][0].place == maker.place and maker.life.said[number][1].startswith(UNDOABLE)
    ]  # fmt: skip
    if undone and pick.random() < 0.55:
        return f"admin undo operation@{pick.choice(undone)} {pick.choice(('', 'all:yes'))}"
    skill = pick.choice(("certification python", "certification sql", "badge top_rated"))
    return pick.choice((f"admin award {whom} {skill}", f"admin freeze {whom}", f"admin thaw {whom}"))


def _buy(maker: Speaker) -> str:
    pick, orders = maker.pick, maker.house.orders.values()
    waiting = [one for one in orders if one.state == "unpaid" or pick.random() < 0.05]
    paid = [one for one in orders if one.state == "paid"]
    if waiting and pick.random() < 0.5:
        maker.who = pick.choice(STAFF)
        receipt = f"RE-{pick.randrange(8)}"
        return f"admin confirm {maker.at('order', pick.choice(waiting).number)} {receipt}"
    if paid and pick.random() < 0.5:
        maker.who = pick.choice(STAFF)
        verb = pick.choice(("refund", "chargeback"))
        return f"admin {verb} {maker.at('order', pick.choice(paid).number)}"
    maker.who = pick.choice(FREE)
    return f"connects buy {pick.choice((10, 40, 7, 150, 20))} {_for_agency(maker)}"


def _agency(maker: Speaker) -> str:
    pick, house = maker.pick, maker.house
    whom, draw = pick.choice(FREE), pick.random()
    invited = [(one, who) for (one, who), part in house.parts.items() if part.state == "invited"]
    if invited and draw < 0.5:
        agency, who = pick.choice(invited)
        maker.who = maker.name(who)
        return f"agency {pick.choice(('accept', 'accept', 'accept', 'decline'))} {maker.at('agency', agency)}"
    active = [(one, who) for (one, who), part in house.parts.items() if part.state == "active"]
    if not active or draw > 0.96:
        maker.who = whom
        return "agency create Pens"
    agency, who = pick.choice(active)
    maker.who, named = maker.name(who), f"agency:{maker.at('agency', agency)}"
    return pick.choice(
        (
            f"agency invite {whom} {named}", f"agency invite {whom} {named}",
            f"agency role {whom} {pick.choice(('admin', 'admin', 'member'))} {named}",
            f"agency limit {whom} {pick.choice(('0', '5', '20', 'none'))} {named}",
            f"agency handover {whom} {named}", f"agency leave {maker.at('agency', agency)}",
            f"agency remove {whom} {named}",
        )
    )  # fmt: skip


def _send(maker: Speaker) -> str:
    maker.who = maker.pick.choice(FREE)
    return f"connects send {maker.pick.choice(FREE)} {maker.pick.choice((1, 5, 10, 16, 60))}"


def _erase(maker: Speaker) -> str:
    maker.who = maker.pick.choice(("ana", "ben", "client", "buyer"))
    return "connects erase confirm:yes"


def _ask(maker: Speaker) -> str:
    maker.who = maker.pick.choice(PEOPLE)
    return "connects balance"


DOINGS: list[tuple[int, Make]] = [
    (14, _post), (30, _apply), (9, _boost), (4, _withdraw), (12, _move), (10, _interview), (10, _answer),
    (7, _end), (4, _edit), (5, _again), (2, _invite), (12, _staff), (4, _ask), (9, _rest), (7, _buy),
    (9, _agency), (4, _send), (1, _erase),
]  # fmt: skip
