"""What people, platforms and time may do, in any order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from core.instants import DAY, HOUR, MINUTE, SECOND
from tests.core.town import Town

PEOPLE = ("staff", "other", "client", "ana", "ben", "cam")
FREELANCERS = ("ana", "ben", "cam")
ZONES = ("UTC", "America/Havana", "Asia/Tokyo", "Pacific/Niue", "Pacific/Kiritimati")
POLICIES = (
    "price.allowed any", "price.allowed 1,2,4,6", "grant.basic 0", "grant.basic 25", "grant.catch_up 1",
    "bonus.window rolling", "bonus.window weekly", "bonus.cap 15", "bonus.cap 50", "bonus.amount 7",
    "bonus.once_per_pair off", "bonus.once_per_pair on",
    "burn_order oldest_first", "burn_order soonest_expiry",
    "cover_letter required", "cover_letter optional", "lot.years 2", "lot.returned_days 1", "gift.signup 5",
    "job.days 5", "staff.daily_limit 60", "bonus.answer_days 1", "boost.places 0", "boost.places 1",
    "boost.places 2", "boost.days 2", "boost.bidders 1", "boost.maximum 8", "job.warn_days 0",
    "returns.on_expiry full", "returns.on_expiry percent", "returns.on_expiry none",
    "returns.unseen_after_days 3", "returns.unseen_after_days 0",
    "grant.agency 40", "grant.agency 0",
    "transfers on", "transfers on", "transfers.daily_limit 15", "order.cents 99", "order.hours 2",
    "gift.test 0", "gift.test 7", "award.badge 0", "quiz.pass 5",
)  # fmt: skip


@dataclass(frozen=True)
class Doing:
    """Something that happens: a line said, or a word for what else there is."""

    by: str
    line: str = ""
    span: int = 0

    def __repr__(self) -> str:
        return f"{self.by}> {self.line}" if self.line else f"{self.by} {self.span / SECOND} s"


Make = Callable[[Random], Doing]


def said(who: Sequence[str], *parts: str | Sequence[str]) -> Make:
    """A line of these parts, each as it stands or one of several."""

    def make(pick: Random) -> Doing:
        words = [part if isinstance(part, str) else pick.choice(part) for part in parts]
        return Doing(pick.choice(who), " ".join(word for word in words if word))

    return make


def owned(what: str, more: str = "") -> Make:
    """What the freelancer of a proposal says of it, mostly; the first ones are known, see BEGIN."""

    def make(pick: Random) -> Doing:
        number = pick.choice(FEW)
        by = OWNERS.get(number, "") if pick.random() < 0.8 else ""
        return Doing(by or pick.choice(FREELANCERS), f"{what} proposal-{number} {more}".strip())

    return make


STAFF = ("staff", "other")
CLIENTS = ("client", "client", "client", "client", "client", "staff", "staff", "ana")
JOBS = tuple(f"job-{number}" for number in (1, 1, 2, 2, 3, 3, 4, 5))
FEW = (1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9)
PROPOSALS = tuple(f"proposal-{number}" for number in FEW)
AMOUNTS = ("1", "2", "3", "10", "39", "40", "41", "200")
AGENCIES = ("pens", "pens", "yes", "ink", "agency-8")
BUYS = tuple(f"order-{number}" for number in (1, 1, 2, 2, 3, 4, 5))
RECEIPTS = ("R-1", "R-2", "R-3", "R-4", "R-5", "R-6")
OWNERS = {1: "ana", 2: "ben", 3: "ana", 4: "cam", 5: "ben"}

ORDERS: list[tuple[int, Make]] = [
    (20, said(FREELANCERS, "apply", JOBS, ("", "", 'message:"Me, please"', "boost:2", "boost:7"))),
    (6, said(FREELANCERS, "apply", JOBS, ("agency:pens", "agency:yes", "agency:7 boost:2", "agency:ink"))),
    (2, said(FREELANCERS, "agency invite", PEOPLE, AGENCIES)),
    (2, said(FREELANCERS, "agency accept", ("", *AGENCIES))),
    (1, said(FREELANCERS, ("agency decline", "agency leave", "agency create Ink"))),
    (1, said(FREELANCERS, "agency remove", FREELANCERS, AGENCIES)),
    (1, said(FREELANCERS, "agency role", FREELANCERS, ("admin", "admin", "member"))),
    (2, said(FREELANCERS, "agency limit", FREELANCERS, ("0", "5", "20", "none"), AGENCIES)),
    (1, said(FREELANCERS, "agency handover", FREELANCERS, AGENCIES)),
    (8, owned("boost", "3")),
    (6, owned("boost", "9")),
    (2, said(CLIENTS, "job reopen", JOBS, ("", "closes:2d"))),
    (1, said(CLIENTS, "job invite", JOBS, FREELANCERS)),
    (1, said(CLIENTS, ("job draft Draft", "job draft Draft price:6"))),
    (1, said(CLIENTS, "job publish", JOBS)),
    (7, said(CLIENTS, "job post Work", ("", "price:0", "price:1", "price:6", "price:4"),
             ("", "closes:1d", "closes:300d", "closes:300d"),
             ("", "hires:2", "hires:3"))),
    (2, said(CLIENTS, ("job cancel", "job close", "job cancel"), JOBS)),
    (1, said(STAFF, "job remove", JOBS)),
    (3, said(CLIENTS, "job edit", JOBS,
             ("price:2", "price:6", "hires:2", "closes:2d", "closes:300d", "title:Other"))),
    (9, said(CLIENTS, ("proposal hire", "proposal decline", "proposal shortlist", "proposal archive"),
             PROPOSALS)),
    (16, said(CLIENTS, "proposal interview", PROPOSALS, '"When can you start?"')),
    (18, owned("proposal answer", "Tomorrow")),
    (4, owned("proposal withdraw")),
    (6, said(STAFF, "admin", ("grant", "take"), PEOPLE, AMOUNTS, ("", "", "reason:because"))),
    (2, said(STAFF, "admin take", PEOPLE, AMOUNTS, "all:yes")),
    (4, said(STAFF, "admin plan", PEOPLE, ("basic", "plus"))),
    (6, said(STAFF, "admin policy", POLICIES)),
    (3, said(STAFF, "admin zone", ZONES)),
    (5, said(FREELANCERS, "connects buy", ("10", "40", "7"))),
    (3, said(FREELANCERS, "connects buy", ("150", "20"), "agency:pens")),
    (4, said(STAFF, "admin confirm", BUYS, RECEIPTS)),
    (2, said(STAFF, ("admin refund", "admin chargeback"), BUYS)),
    (6, said(FREELANCERS, "connects send", FREELANCERS, AMOUNTS)),
    (2, said(STAFF, "admin award", PEOPLE,
             ("certification python", "certification sql", "badge top_rated", "badge rising_talent"))),
    (3, said(FREELANCERS, "connects test q1:b q2:c", ("q3:a", "q3:b"), "q4:c", ("q5:b", "q5:a"))),
    (1, said(FREELANCERS, "connects hide", ("yes", "no"))),
    (1, said(STAFF, "admin preset", ("classic", "upwork-2020", "upwork-2025"))),
]  # fmt: skip
SPANS: list[tuple[int, Callable[[Random], int]]] = [
    (4, lambda pick: pick.randint(1, 90) * SECOND),
    (4, lambda pick: pick.randint(1, 48) * HOUR),
    (6, lambda pick: pick.randint(1, 9) * DAY),
    (2, lambda pick: pick.choice((28, 31, 62)) * DAY),
    (1, lambda pick: pick.choice((8, 200, 366)) * DAY),
]


def some(pick: Random, of: Sequence[tuple[int, Callable[[Random], Any]]]) -> Any:
    """One of these, by their weights."""
    (make,) = pick.choices([make for _, make in of], [weight for weight, _ in of])
    return make(pick)


REST: list[tuple[int, Make]] = [
    (3, said(PEOPLE, ("connects balance", "connects history", "connects why", "connects rules", "jobs",
                      "proposals"))),
    (2, said(STAFF, "admin wallet", PEOPLE)),
    (6, lambda pick: Doing("!step", span=some(pick, SPANS))),
    (4, lambda pick: Doing("!slide", span=some(pick, SPANS))),  # with nobody ringing the bell
    (1, lambda pick: Doing("!back", span=pick.randint(1, 120) * MINUTE)),
    (2, lambda pick: Doing(pick.choice(FREELANCERS), pick.choice(("!left", "!joined")))),
    (1, lambda pick: Doing("!restart")),
]  # fmt: skip
ALL = [*ORDERS, *REST]
WITHOUT_RESTARTS = [*ORDERS, *REST[:-1]]


@st.composite
def many(draw: st.DrawFn, of: Sequence[tuple[int, Make]], least: int, most: int) -> list[Doing]:
    """Several of these, each made on its own, so that a failure shrinks to the few that matter."""
    seed = draw(st.integers(0, 2**32))
    kept = draw(st.lists(st.booleans() | st.just(True), min_size=least, max_size=most))
    return [some(Random(f"{seed}/{place}"), of) for place, keep in enumerate(kept) if keep]


BEGIN = [
    *(Doing(name, "connects balance") for name in PEOPLE),
    Doing("client", "job post Logo price:4 hires:2 closes:300d"),
    Doing("client", "job post Site price:6 closes:300d"),
    Doing("staff", "job post Text price:1"),
    Doing("ana", "apply job-1"),
    Doing("ben", "apply job-1"),
    Doing("ana", "apply job-2"),
    Doing("cam", "apply job-2"),
    Doing("ben", "apply job-3"),
    Doing("ana", "connects buy 40"),
    Doing("ana", "agency create Pens"),
    Doing("ana", "agency invite ben"),
    Doing("ben", "agency accept"),
    Doing("ana", "connects buy 150 agency:pens"),
    Doing("staff", "admin confirm order-2 R-9"),
    Doing("ben", "apply job-2 agency:pens"),
]
"""How a town begins: six people, three jobs, six proposals, an agency."""


async def do(town: Town, doing: Doing) -> None:
    """Let it happen."""
    if doing.by == "!step":
        town.clock.at += doing.span
        await town.tick()
    elif doing.by == "!slide":
        town.clock.at += doing.span
    elif doing.by == "!back":
        town.clock.at -= doing.span
    elif doing.by == "!restart":
        await town.restart()
        await town.recover()
    elif doing.line == "!left":
        await town.door.left(town.who(doing.by), town.key())
    elif doing.line == "!joined":
        await town.door.joined(town.who(doing.by), town.key())
    else:
        key = town.key()
        answer = await town.door.text(town.who(doing.by), doing.line, key)
        assert answer.reply.key not in ("fault", "unavailable", "busy"), (doing, town.faults.seen)
        assert not answer.reply.key.startswith(("command.", "option.", "value.")), (doing, answer.reply)
        town.door.answered(answer.community, key)
