"""The model of the board: jobs, and what their ends do to proposals and bids (RULES 4, 14 to 26)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sim import hours
from tests.sim.guild import Guild
from tests.sim.hours import DAY
from tests.sim.house import No
from tests.sim.purse import Paid

LIVE = ("submitted", "shortlisted", "interviewing")
RETURNABLE = (*LIVE, "declined", "archived")
FROM = {
    "shortlisted": ("submitted",),
    "archived": LIVE,
    "declined": (*LIVE, "archived"),
    "hired": (*LIVE, "archived", "declined"),
    "interviewing": ("submitted", "shortlisted"),
}


@dataclass
class Job:
    number: int
    client: int
    price: int
    hires: int
    closes: int
    auction: int = 0
    state: str = "open"
    hired: int = 0
    round: int = 0
    ended: int = 0
    invited: set[int] = field(default_factory=set)


@dataclass
class Sent:
    """A proposal, and its bid if it has one."""

    number: int
    job: int
    member: int
    wallet: int
    paid: int
    payment: Paid
    at: int
    round: int
    by: int
    state: str = "submitted"
    asked: int = 0
    answered: int = 0
    bid: int = 0
    bid_state: str = ""
    bid_rank: tuple[int, int] = (0, 0)
    """When it was raised last: the moment, and the turn."""
    bid_payments: list[Paid] = field(default_factory=list)
    place: int = 0


@dataclass
class Board(Guild):
    """A community with its jobs."""

    jobs: dict[int, Job] = field(default_factory=dict)
    sent: dict[int, Sent] = field(default_factory=dict)
    pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    turns: int = 0

    def job(self, number: int, now: int) -> Job:
        """A job with what is due on it done: its auction closed, its end come."""
        job = self.jobs.get(number)
        if job is None:
            raise No("job.unknown")
        if job.state == "open":
            if job.auction and job.auction <= min(now, job.closes):
                self.close_auction(job, now, job.auction)
            if job.closes <= now:
                self.end(job, "filled" if job.hired else "expired", now, job.closes)
        return job

    def _runs_job(self, number: int, by: int, staff: bool, now: int) -> Job:
        job = self.job(number, now)
        if job.client != by and not staff:
            raise No("rank.needed")
        return job

    def _price(self, price: int, hires: int) -> None:
        if not self.rules.allows(price) or not 1 <= hires <= 100:
            raise No("job.price")

    def _closing(self, days: int, now: int) -> int:
        return hours.after_days(now, days or self.rules.job_days, self.rules.zone)

    def _auction(self, now: int) -> int:
        return now + self.rules.auction_days * DAY if self.rules.places else 0

    def job_post(self, by: int, price: int, hires: int, days: int, now: int, *, draft: bool = False) -> int:
        price = self.rules.price if price < 0 else price
        self._price(price, hires)
        job = Job(len(self.jobs) + 1, by, price, hires, self._closing(days, now))
        if draft:
            job.state = "draft"
        else:
            job.auction = self._auction(now)
        self.jobs[job.number] = job
        return job.number

    def job_publish(self, number: int, by: int, staff: bool, now: int) -> None:
        job = self._runs_job(number, by, staff, now)
        if job.state != "draft":
            raise No("job.not_draft")
        self._price(job.price, job.hires)
        job.closes = job.closes if job.closes > now else self._closing(0, now)
        job.state, job.auction = "open", self._auction(now)

    def job_edit(self, number: int, by: int, staff: bool, now: int, **new: int) -> None:
        job = self._runs_job(number, by, staff, now)
        if job.state not in ("open", "draft"):
            raise No("job.closed")
        if "price" in new and new["price"] != job.price:
            self._price(new["price"], 1)
        if "hires" in new and new["hires"] <= job.hired:
            raise No("job.hires")
        if new in ({"price": job.price}, {"hires": job.hires}):
            raise No("job.unchanged")
        job.price, job.hires = new.get("price", job.price), new.get("hires", job.hires)
        if "closes" in new:
            job.closes = self._closing(new["closes"], now)

    def job_end(self, number: int, how: str, by: int, staff: bool, now: int) -> None:
        job = self._runs_job(number, by, staff, now)
        if how == "remove":
            if job.state in ("cancelled", "removed"):
                raise No("job.closed")
            self.end(job, "removed", now, 0)
            return
        if job.state != "open" and (how, job.state) != ("cancel", "draft"):
            raise No("job.closed")
        if how == "cancel":
            if job.hired:
                raise No("job.hired")
            self.end(job, "cancelled", now, 0)
        else:
            self.end(job, "filled" if job.hired else "expired", now, 0)

    def job_reopen(self, number: int, by: int, staff: bool, now: int, days: int) -> None:
        job = self._runs_job(number, by, staff, now)
        if job.state in ("open", "draft") or (job.state == "removed" and not staff):
            raise No("job.open")
        job.closes, job.hires = self._closing(days, now), max(job.hires, job.hired + 1)
        job.state, job.ended, job.round, job.auction = "open", 0, job.round + 1, self._auction(now)

    def job_invite(self, number: int, by: int, staff: bool, member: int, now: int) -> None:
        job = self._runs_job(number, by, staff, now)
        if job.state != "open" or member == job.client or member in self.gone or member in job.invited:
            raise No("invite")
        if any(one.member == member and one.state in LIVE for one in self.on(job)):
            raise No("invite.applied")
        job.invited.add(member)

    # Ends (RULES 4, 21, 26) -----------------------------------------------------------

    def on(self, job: Job) -> list[Sent]:
        return [one for one in self.sent.values() if one.job == job.number]

    def table(self, job: Job) -> list[Sent]:
        """The bids, best first: the higher, then the earlier (RULES 24)."""
        bids = [one for one in self.on(job) if one.round == job.round and one.bid_state in ("held", "spent")]
        return sorted(bids, key=lambda one: (-one.bid, one.bid_rank))

    def close_auction(self, job: Job, now: int, due: int, *, gives_back: bool = False) -> None:
        """Who holds a place has spent the bid, all others get theirs back (RULES 26)."""
        if not job.auction:
            return
        ranked, places = self.table(job), self.rules_at(due or now).places
        for place, one in enumerate(ranked, 1):
            if place <= places and not gives_back:
                one.bid_state, one.place = "spent", place
            elif one.bid_state == "held":
                self.bid_back(one, now, due or now)
        job.auction = 0

    def bid_back(self, one: Sent, now: int, due: int) -> None:
        purse = self.purse(one.wallet, now)
        for paid in one.bid_payments:
            self.give_back(purse, paid, due, now)
        one.bid_state = "returned"

    def end(self, job: Job, state: str, now: int, due: int) -> None:
        gives_back = state in ("cancelled", "removed")
        self.close_auction(job, now, due, gives_back=gives_back)
        job.state, job.ended = state, due or now
        held = self.rules_at(job.ended)
        percent = {"none": 0, "full": 100, "percent": held.percent}[held.on_expiry]
        for one in self.on(job):
            if gives_back and one.state in RETURNABLE:
                self._return(one, one.paid, now, job.ended, boost=one.bid_state == "spent")
            elif not gives_back and one.state in LIVE:
                share = one.paid * percent // 100 if state == "expired" else 0
                if share:
                    self._return(one, share, now, job.ended, boost=False)
                else:
                    one.state = "archived"

    def _return(self, one: Sent, amount: int, now: int, due: int, *, boost: bool) -> None:
        purse = self.purse(one.wallet, now)
        if amount:
            self.give_back(purse, one.payment, due, now, amount)
        one.state = "returned"
        if boost:
            self.bid_back(one, now, due)
