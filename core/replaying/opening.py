"""A copy of a community's books as they stood before some operation of its journal.

What never changes comes from the rows as they are now, what changes from the journal; the
community's own affairs (policies, windows) are lived through again by their rules.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core import instants
from core.board.jobs import DRAFT, GIVES_BACK, OPEN, Invitation, Job
from core.board.proposals import (
    HIRED,
    LIVE,
    RETURNABLE,
    SUBMITTED,
    WITHDRAWN,
    Proposal,
    state_after,
)
from core.instants import DAY, FOREVER, Instant
from core.ledger.accounts import Earned, Pair, StaffDay, Wallet
from core.ledger.lots import Lot
from core.ledger.operations import Operation
from core.people import BOT, Community, Identity, Member, Rank, Who
from core.policy.policy import AGENCY
from core.policy.shipped import from_document
from core.replaying.auctions import Auctions
from core.replaying.copy import Copy
from core.replaying.houses import Houses
from core.replaying.past import Past
from core.replaying.totals import Totals
from core.rules import boosts, calendar, communities
from core.rules.succession import NO_OWNER

HERE = "copy"
"""The platform of a copy: members are named by their number in the journal."""
SEES = frozenset(
    (
        "member.joined", "member.left", "member.returned", "plan.set", "proposal.submitted",
        "interview.answered", "staff.granted", "staff.taken",
    )
)  # fmt: skip
"""Kinds that saw their member's wallet, which settles it, even if they moved nothing."""
UNKNOWN = FOREVER // 2
"""When accounts were opened: the journal does not tell, only when a gate let their gifts through."""
LATELY = 30 * DAY
"""Bonuses before that are in no window."""


def who(number: int) -> Who:
    """A member of the journal as somebody who speaks in the copy."""
    return Who(HERE, HERE, str(number), str(number), created=UNKNOWN)


@dataclass(slots=True)
class _Later:
    """Who joined, or got a held gift, only later; plan and presence as they were before they changed."""

    joined: set[int] = field(default_factory=set)
    gifted: set[int] = field(default_factory=set)
    plans: dict[int, str] = field(default_factory=dict)
    active: dict[int, bool] = field(default_factory=dict)


class Opening:
    """Reads the journal's earlier part once and makes the copy from it."""

    def __init__(self, number: int, past: Past, before: int) -> None:
        self._past = past
        self._before = before
        now = past.community()
        # Counters go on from where they are now, so what the copy numbers is never taken for another.
        fresh = Community(
            at=0, head="", owners=now.owners, lots=now.lots, jobs=now.jobs, proposals=now.proposals,
            operations=now.operations, orders=now.orders,
        )  # fmt: skip
        self.book = Copy(number, fresh)
        self._jobs: dict[int, dict[str, Any]] = defaultdict(dict)
        self._proposals: dict[int, dict[str, Any]] = defaultdict(dict)
        self._ats: list[Instant] = [0]
        self._seen: dict[int, Instant] = defaultdict(int)
        self._everybody = 0  # when the grants' bell last rang
        self._bonuses: list[Operation] = []
        self._auctions = Auctions()
        self._houses = Houses()
        self._payers = {row.number: row.wallet for row in past.rows(Proposal)}
        self._invited: list[Invitation] = []
        self._wallets = {row.number: row for row in past.rows(Wallet)}
        self._totals = Totals(self.book, self._wallets)
        self._days: Counter[tuple[int, int, str]] = Counter()

    def open(self) -> Copy:
        """The copy."""
        later = self._later()
        for op, facts in self._past.earlier(self._before):
            self._ats.append(op.at)
            self._read(op, facts)
        book = self.book
        book.at(self._ats[-1])
        self._people(later)
        self._board()
        self._lots()
        self._earned()
        for (member, day, what), amount in self._days.items():
            row = book.get(StaffDay, (member, day)) or book.add(StaffDay(member, day, 0, 0))
            book.change(row, **{what: amount})
        book.forget()
        return book

    def _later(self) -> _Later:
        later = _Later()
        kinds = ("agency.created", "member.joined", "member.left", "member.returned", "plan.set", "gift")
        for op, facts in self._past.later(self._before, kinds):
            if op.kind in ("member.joined", "agency.created"):
                later.joined.add(op.member)
            elif op.kind == "gift":
                later.gifted.add(op.member)
            elif op.kind == "plan.set":
                later.plans.setdefault(op.member, facts["before"])
            else:
                later.active.setdefault(op.member, op.kind == "member.left")
        return later

    def _read(self, op: Operation, facts: Mapping[str, Any]) -> None:
        book, kind = self.book, op.kind
        if kind in SEES:
            self._seen[self._payers.get(op.proposal, op.member)] = op.at
        if kind in ("community.founded", "policy.saved", "window.reset"):
            book.at(op.at)
            again(book, kind, facts)
        elif kind == "grant.announced":
            self._everybody = op.at
        elif kind.startswith("agency."):
            self._houses.see(op, facts)
            if kind == "agency.created":
                self._totals.count(op, {"plan": AGENCY})
        elif kind in ("member.joined", "grant", "plan.set"):
            self._totals.count(op, facts)
        elif kind.startswith("job."):
            self._job(op, facts)
        elif kind == "auction.closed":
            self._jobs[op.job]["auction"] = 0
            self._auctions.closed(facts)
        elif op.proposal:
            self._proposal(op, facts)
        elif kind in ("staff.granted", "staff.taken"):
            day = instants.day(op.at, book.policy.time_zone).toordinal()
            self._days[op.actor, day, kind.removeprefix("staff.")] += facts.get("amount", 0)

    def _job(self, op: Operation, facts: Mapping[str, Any]) -> None:
        named = ("state", "price", "hires", "closes", "category", "skills", "round")
        found = self._jobs[op.job]
        found.update({name: facts[name] for name in named if name in facts})
        if "state" in facts:
            found["ended"] = 0 if facts["state"] in (OPEN, DRAFT) else op.due or op.at
            found["auction"] = 0
            if facts["state"] == OPEN:
                self.book.at_time(op.at)
                found["auction"] = boosts.auction_end(self.book)
        if op.kind == "job.invited":
            self._invited.append(Invitation(op.job, op.member, op.at))

    def _proposal(self, op: Operation, facts: Mapping[str, Any]) -> None:
        found = self._proposals[op.proposal]
        self._auctions.see(op, facts)
        if op.kind in ("proposal.submitted", "boost.placed"):
            zone = self.book.policy.time_zone
            self._houses.paid(op, self._payers[op.proposal], facts.get("paid", 0), zone)
        if "state" in facts:
            found["state"] = facts["state"]
            if op.actor != BOT and facts["state"] not in (SUBMITTED, WITHDRAWN):
                found.setdefault("seen", op.at)
            if facts["state"] == HIRED:
                self._jobs[op.job]["auction"] = 0
        if op.kind == "interview.asked":
            found["asked"] = op.at
        elif op.kind == "interview.answered":
            found.update(answered=op.at, bonus=facts.get("bonus", 0))
            if facts.get("bonus"):
                self._bonuses.append(op)

    # From what was read -------------------------------------------------------

    def _people(self, later: _Later) -> None:
        book, past = self.book, self._past
        for wallet, number in past.touched(self._before).items():
            self._seen[wallet] = max(self._seen[wallet], self._ats[number])
        for row in self._wallets.values():
            if row.number in later.joined:
                continue
            here = later.active.get(row.number, row.active)
            if row.kind == AGENCY:
                here = self._houses.agencies[row.number].owner > 0
            seen = max(self._seen[row.number], self._everybody if here else 0)
            book.at_time(seen)
            now = calendar.period_now(book, row.day) if book.community.policy else row.period
            plan = later.plans.get(row.number, row.plan)
            book.add(
                replace(
                    row, balance=0, due=FOREVER, active=here, period=min(row.period, now), plan=plan,
                    chosen=plan, top=self._totals.top(row, now),
                    frozen="" if here or row.kind != AGENCY else NO_OWNER,
                    gift=FOREVER if row.gift or row.number in later.gifted else 0,
                )
            )  # fmt: skip
        book.at_time(self._ats[-1])
        self._houses.put_into(book)
        for member in past.rows(Member):
            if member.number not in later.joined:
                here = book.all_by(Wallet)[member.number].active
                book.add(replace(member, rank=Rank.MEMBER, left=0 if here else 1, acted=0))
                name = str(member.number)
                book.add(Identity(HERE, name, member.number, name))

    def _board(self) -> None:
        book, past = self.book, self._past
        by_job: dict[int, list[Proposal]] = defaultdict(list)
        for proposal in past.rows(Proposal):
            was = self._proposals.get(proposal.number)
            if was is None:
                continue
            row = replace(proposal, **{"asked": 0, "answered": 0, "bonus": 0, "seen": 0, **was})
            book.add(row)
            by_job[row.job].append(row)
        for job in past.rows(Job):
            if job.number in self._jobs:
                was = {"ended": 0, "round": 0, "auction": 0, **self._jobs[job.number]}
                opened = replace(job, **was, warned=True)
                book.add(_counted(opened, by_job[job.number], self._auctions))
                book.community.settling += opened.unsettled > 0
        for invited in self._invited:
            book.add(invited)
        proposals = book.all_by(Proposal)
        for number, bid in self._auctions.bids.items():
            book.add(replace(bid, wallet=proposals[number].wallet))

    def _lots(self) -> None:
        book, before, used = self.book, self._before, self._past.used(self._before)
        for use in self._past.payments(before):
            book.add(use)
        wallets = book.all_by(Wallet)
        for lot in self._past.rows(Lot):
            if lot.operation < before and lot.wallet in wallets:
                left = lot.amount - used.get(lot.number, 0)
                book.add(replace(lot, left=left))
                wallet = wallets[lot.wallet]
                due = min(wallet.due, lot.expires) if left else wallet.due
                book.change(wallet, balance=wallet.balance + left, due=due)

    def _earned(self) -> None:
        """The bonuses of the last weeks; which client paid one is the job's to tell."""
        book, recent = self.book, defaultdict[int, list[list[int]]](list)
        proposals, jobs = book.all_by(Proposal), book.all_by(Job)
        for op in self._bonuses:
            if op.at > book.now - LATELY:
                proposal, client = proposals[op.proposal], jobs[op.job].client
                recent[proposal.wallet].append([op.at, proposal.bonus])
                pair = book.get(Pair, (client, proposal.wallet))
                if pair is None:
                    book.add(Pair(client, proposal.wallet, op.at))
                else:
                    book.change(pair, at=op.at)
        for wallet, bonuses in recent.items():
            book.add(Earned(wallet, json.dumps(bonuses)))


def again(book: Copy, kind: str, facts: Mapping[str, Any]) -> None:
    """What happened to the community itself, by the rules."""
    if kind == "community.founded":
        communities.begin(book, from_document(facts["document"]))
    elif kind == "policy.saved":
        communities.change_policy(book, from_document(facts["document"]), BOT, "")
    else:
        communities.settle_window(book)
    book.forget()


def _counted(job: Job, proposals: list[Proposal], auctions: Auctions) -> Job:
    """A job with what it counts of its proposals."""
    states = [one.state for one in proposals]
    back = [one for one in proposals if one.state in RETURNABLE] if job.state not in GIVES_BACK else []
    live = sum(state in LIVE for state in states) if job.state == OPEN else 0
    job.proposals, job.hired, job.live = len(proposals), states.count(HIRED), live
    spent = (auctions.spent(one.number) for one in back)
    job.held, job.returnable = len(back), sum(one.paid for one in back) + sum(spent)
    job.unsettled = sum(state_after(state, job.state) != state for state in states)
    job.due = min(job.closes, job.auction or FOREVER) if job.state == OPEN else FOREVER
    return job
