"""Checks of boosts: auctions played again from the journal, with a ranking of their own (RULES 23 to 26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core.board.boosts import HELD, LEFT, RETURNED, SPENT
from core.board.jobs import GIVES_BACK
from core.instants import DAY, Instant

CHECKS = (
    Check(
        "boosts.held", "communities whose held Connects are not those of the bids that are held",
        "SELECT count(*) FROM community c WHERE "
        "coalesce((SELECT balance FROM account a WHERE a.community = c.community AND a.name = 'held'), 0) <> "
        "(SELECT coalesce(sum(amount), 0) FROM bid b WHERE b.community = c.community AND b.state = 'held')",
    ),
    Check("boosts.bid", "bids that are not what the journal says was paid, spent or given back"),
    Check("boosts.late", "bids after the auction had closed, or not above the one before"),
    Check("boosts.spent", "bids spent though they held no place, or were not held"),
    Check("boosts.places", "auctions in which others won, or were given back, than the table says"),
    Check("boosts.open", "bids that are held though their auction is over, or auctions past their end"),
)  # fmt: skip


@dataclass(slots=True)
class _Bid:
    job: int
    round: int
    amount: int
    order: tuple[int, Instant, int]
    state: str = HELD
    place: int = 0


class Boosts(Walker):
    """Every auction, played again."""

    KINDS = frozenset(
        {
            "job.posted",
            "job.published",
            "job.reopened",
            "boost.placed",
            "boost.spent",
            "auction.closed",
            "proposal.unseen",
            "proposal.returned",
            "operation.undone",
            "proposal.hired",
            "proposal.withdrawn",
        }
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._bids: dict[int, _Bid] = {}
        self._rounds: dict[int, int] = {}
        self._ends: dict[int, Instant] = {}
        """By job, when its running auction ends; a job without one is not there."""

    def see(self, step: Step) -> None:
        op, facts = step.op, step.facts
        match op.kind:
            case "job.posted" | "job.published" | "job.reopened":
                self._rounds[op.job] = facts.get("round", 0)
                policy = self.scene.policy(op.policy)
                if policy.boost_places:
                    self._ends[op.job] = op.at + policy.boost_days * DAY
            case "boost.placed":
                self._placed(step)
            case "boost.spent":
                self._spent(step)
            case "auction.closed":
                self._closed(step)
            case "proposal.unseen" | "proposal.returned" | "operation.undone":
                bid = self._bids.get(op.proposal)
                if bid is not None and facts.get("boost"):
                    bid.state = RETURNED
            case "proposal.hired":
                self._hired(step)
            case "proposal.withdrawn":
                bid = self._bids.get(op.proposal)
                if bid is not None and bid.state == SPENT and not bid.place:
                    bid.state = LEFT

    def _table(self, job: int) -> list[tuple[int, _Bid]]:
        round_ = self._rounds.get(job, 0)
        there = [
            (number, bid)
            for number, bid in self._bids.items()
            if bid.job == job and bid.round == round_ and bid.state in (HELD, SPENT)
        ]
        return sorted(there, key=lambda one: one[1].order)

    def _placed(self, step: Step) -> None:
        op, amount = step.op, int(step.facts.get("boost", 0))
        old = self._bids.get(op.proposal)
        paid = -sum(entry.amount for entry in step.entries if entry.wallet)
        low = old is not None and (amount <= old.amount or old.state != HELD)
        if low or not op.at < self._ends.get(op.job, 0):
            self.offend("boosts.late", op.number)
        if paid != amount - (old.amount if old else 0):
            self.offend("boosts.bid", op.number)
        order = (-amount, op.at, op.number)
        self._bids[op.proposal] = _Bid(op.job, self._rounds.get(op.job, 0), amount, order)

    def _spent(self, step: Step) -> None:
        op = step.op
        bid = self._bids.get(op.proposal)
        if bid is None:
            self.offend("boosts.bid", op.number)
            return
        left = bool(step.facts.get("left"))
        held = [number for number, _ in self._table(op.job)[: self.scene.policy(op.policy).boost_places]]
        if bid.state != HELD or not (left or op.proposal in held):
            self.offend("boosts.spent", op.number)
        if step.facts.get("amount") != bid.amount:
            self.offend("boosts.bid", op.number)
        bid.state = LEFT if left else SPENT

    def _hired(self, step: Step) -> None:
        if not self._table(step.op.job):
            self._ends.pop(step.op.job, None)

    def _closed(self, step: Step) -> None:
        op, facts = step.op, step.facts
        table = self._table(op.job)
        policy = self.scene.policy_due(op)
        places = 0 if facts.get("why") in GIVES_BACK else policy.boost_places
        won, out = table[:places], [one for one in table[places:] if one[1].state == HELD]
        moved = {entry.account: entry.amount for entry in step.entries if not entry.wallet}
        spent = sum(bid.amount for _, bid in won if bid.state == HELD)
        told = _told(facts.get("places", ())), _told(facts.get("back", ()))
        if told != (_pairs(won), _pairs(out)) or moved.get("spent", 0) != spent:
            self.offend("boosts.places", op.number)
        for place, (_, bid) in enumerate(won, 1):
            bid.state, bid.place = SPENT, place
        for _, bid in out:
            bid.state = RETURNED
        self._ends.pop(op.job, None)

    def end(self) -> None:
        kept = {
            number: (amount, state, place)
            for number, amount, state, place in self.scene.rows(
                "SELECT proposal, amount, state, place FROM bid WHERE community = ?"
            )
        }
        told = {number: (bid.amount, bid.state, bid.place) for number, bid in self._bids.items()}
        self.counts["boosts.bid"] += sum(told.get(one) != kept.get(one) for one in told.keys() | kept.keys())
        for (held,) in self.scene.rows(
            "SELECT (SELECT count(*) FROM bid b WHERE b.community = j.community AND b.job = j.number "
            "AND b.state = 'held' AND (j.auction = 0 OR b.round <> j.round)) "
            "+ (j.auction > 0 AND j.state <> 'open') FROM job j WHERE j.community = ?"
        ):
            self.counts["boosts.open"] += held


def _pairs(bids: Sequence[tuple[int, _Bid]]) -> list[tuple[int, int]]:
    return [(number, bid.amount) for number, bid in bids]


def _told(facts: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [(int(number), int(amount)) for number, amount in facts]
