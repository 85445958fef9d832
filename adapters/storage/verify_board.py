"""Checks of the board: jobs, proposals, and what was returned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from adapters.storage.verify_case import Check, Scene, Step, Walker, listed, total
from core.board.jobs import CANCELLED, DRAFT, EXPIRED, FILLED, GIVES_BACK, OPEN, REMOVED
from core.board.proposals import ARCHIVED, HIRED, LIVE, RETURNABLE, RETURNED, SUBMITTED, WITHDRAWN
from core.instants import DAY
from core.ledger.moves import UNDO
from core.ledger.operations import Operation
from core.rules.proposals import FROM

_BACK, _LIVE, _RETURNABLE = listed(GIVES_BACK), listed(LIVE), listed(RETURNABLE)
_WORTH = (
    "paid + coalesce((SELECT b.amount FROM bid b WHERE b.community = q.community "
    "AND b.proposal = q.number AND b.state = 'spent'), 0)"
)
_COUNTERS = f"""
SELECT count(*) FROM job j LEFT JOIN (
    SELECT community, job, count(*) AS n, sum(state IN ({_LIVE})) AS live, sum(state = '{HIRED}') AS hired,
        sum(state IN ({_RETURNABLE})) AS held,
        sum(CASE WHEN state IN ({_RETURNABLE}) THEN {_WORTH} END) AS paid
    FROM proposal q GROUP BY 1, 2
) p ON p.community = j.community AND p.job = j.number
WHERE j.proposals <> coalesce(p.n, 0) OR j.hired <> coalesce(p.hired, 0)
    OR j.live <> CASE WHEN j.state = '{OPEN}' THEN coalesce(p.live, 0) ELSE 0 END
    OR j.held <> CASE WHEN j.state IN ({_BACK}) THEN 0 ELSE coalesce(p.held, 0) END
    OR j.returnable <> CASE WHEN j.state IN ({_BACK}) THEN 0 ELSE coalesce(p.paid, 0) END
    OR j.unsettled <> CASE WHEN j.state = '{OPEN}' THEN 0
        WHEN j.state IN ({_BACK}) THEN coalesce(p.held, 0) ELSE coalesce(p.live, 0) END"""
_OWED = f"""
SELECT count(*) FROM community c WHERE
    coalesce((SELECT balance FROM account a WHERE a.community = c.community AND a.name = 'returns'), 0) <>
    (SELECT coalesce(sum({_WORTH}), 0) FROM job j JOIN proposal q
        ON q.community = j.community AND q.job = j.number
        WHERE j.community = c.community AND j.state IN ({_BACK}) AND q.state IN ({_RETURNABLE}))"""
_PAID = total((
    "SELECT count(*) FROM proposal p LEFT JOIN operation o "
    "ON o.community = p.community AND o.number = p.operation LEFT JOIN entry e "
    "ON e.community = o.community AND e.operation = o.number AND e.wallet = p.wallet WHERE NOT coalesce("
    "o.kind = 'proposal.submitted' AND o.proposal = p.number AND o.job = p.job AND o.member = p.member "
    "AND o.at = p.at AND p.paid = -coalesce(e.amount, 0), 0)",
    "SELECT count(*) FROM operation o WHERE kind = 'proposal.submitted' AND NOT EXISTS (SELECT 1 FROM "
    "proposal p WHERE p.community = o.community AND p.number = o.proposal AND p.operation = o.number)",
))  # fmt: skip

CHECKS = (
    Check("jobs.state", "jobs that are in another state than the journal left them in"),
    Check("jobs.terms", "jobs whose price, hires or closing date is not what the journal said last"),
    Check("jobs.steps", "operations that bring a job to a state it can't come to"),
    Check("jobs.counters", "jobs whose counters are not what their proposals add up to", _COUNTERS),
    Check(
        "jobs.hires", "jobs with more hires than they allow",
        "SELECT count(*) FROM job WHERE hired > hires",
    ),
    Check(
        "jobs.ended", "jobs that are open and have ended, or neither, or that ended before they began",
        f"SELECT count(*) FROM job WHERE (state IN ('{OPEN}', '{DRAFT}')) <> (ended = 0) "
        "OR (ended > 0 AND ended < opened) "
        "OR closes <= opened",
    ),
    Check(
        "community.settling", "communities that miscounted the ended jobs with proposals to settle",
        "SELECT count(*) FROM community c WHERE settling <> (SELECT count(*) FROM job j "
        "WHERE j.community = c.community AND j.unsettled > 0)",
    ),
    Check("proposals.state", "proposals that are in another state than the journal left them in"),
    Check("proposals.steps", "operations that bring a proposal to a state it can't come to, or too late"),
    Check("proposals.paid", "proposals without exactly one operation that paid what they say", _PAID),
    Check(
        "proposals.live", "members with more than one live proposal on a job",
        f"SELECT count(*) FROM (SELECT 1 FROM proposal WHERE state IN ({_LIVE}) "
        "GROUP BY community, job, member HAVING count(*) > 1)",
    ),
    Check(
        "proposals.own", "proposals on a job of the freelancer's own",
        "SELECT count(*) FROM proposal p JOIN job j ON j.community = p.community AND j.number = p.job "
        "WHERE j.client = p.member",
    ),
    Check(
        "proposals.time", "proposals from before their job was posted or after it ended",
        "SELECT count(*) FROM proposal p JOIN job j ON j.community = p.community AND j.number = p.job "
        "WHERE p.at < j.opened OR (p.round = j.round AND p.at >= j.closes) "
        "OR (j.ended > 0 AND p.at > j.ended) OR p.round > j.round",
    ),
    Check("returns.once", "returns beyond the first of a proposal"),
    Check("returns.amount", "returns of another amount than was paid, or to another wallet"),
    Check("returns.job", "returns on a job that was neither cancelled nor removed"),
    Check("returns.complete", "settled jobs, cancelled or removed, with a proposal that was not returned"),
    Check("returns.owed", "communities whose returns due are not what ended jobs still owe", _OWED),
)  # fmt: skip

_COME_FROM = {**FROM, RETURNED: RETURNABLE, SUBMITTED: ("",)}
_ENDS = (FILLED, EXPIRED, CANCELLED, REMOVED)
_JOB_FROM = {
    DRAFT: ("",),
    OPEN: ("", DRAFT, *_ENDS),
    FILLED: (OPEN,),
    EXPIRED: (OPEN,),
    CANCELLED: (OPEN, DRAFT),
    REMOVED: (OPEN, DRAFT, FILLED, EXPIRED),
}
_TERMS = ("price", "hires", "closes")


@dataclass(slots=True)
class _Sent:
    job: int
    wallet: int
    paid: int
    at: int
    state: str
    boost: int = 0
    returned: int = 0


class Board(Walker):
    """Jobs and proposals as the journal tells them, step by step."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._states: dict[int, str] = {}
        self._terms: dict[int, tuple[int, ...]] = {}
        self._sent: dict[int, _Sent] = {}

    def see(self, step: Step) -> None:
        op, facts = step.op, step.facts
        if not op.job:
            return
        if op.proposal:
            self._proposal(step)
            return
        if op.kind == "auction.closed":
            for number, amount in step.facts.get("places", ()):
                if number in self._sent:
                    self._sent[number].boost = amount
        state = facts.get("state")
        if state:
            if self._states.get(op.job, "") not in _JOB_FROM.get(state, ()):
                self.offend("jobs.steps", op.number)
            self._states[op.job] = state
        if op.kind in ("job.posted", "job.drafted", "job.published", "job.edited", "job.reopened"):
            old = self._terms.get(op.job, (0, 0, 0))
            self._terms[op.job] = tuple(facts.get(name, was) for name, was in zip(_TERMS, old, strict=True))

    def _proposal(self, step: Step) -> None:
        op, state = step.op, step.facts.get("state")
        moved = {entry.wallet: entry.amount for entry in step.entries if entry.wallet}
        sent = self._sent.get(op.proposal)
        if sent is None:
            sent = self._sent[op.proposal] = _Sent(
                op.job, step.facts.get("wallet", op.member), -sum(moved.values()), op.at, ""
            )
        if state:
            # A proposal is settled before anybody sees it, so on an ended job nothing but its end moves one.
            ended = self._states.get(op.job) != OPEN and state not in (ARCHIVED, RETURNED)
            if ended or sent.state not in _COME_FROM.get(state, ()):
                self.offend("proposals.steps", op.number)
            sent.state = state
        if op.kind == "proposal.returned":
            sent.returned += 1
            if sent.returned > 1:
                self.offend("returns.once", op.number)
            end = self._states.get(op.job, "")
            back = sent.paid + sent.boost if end in GIVES_BACK else self._share(op, sent)
            if end not in GIVES_BACK and not back:
                self.offend("returns.job", op.number)
            elif moved != ({sent.wallet: back} if back else {}):
                self.offend("returns.amount", op.number)
        self._boost(step, sent, moved)

    def _share(self, op: Operation, sent: _Sent) -> int:
        """What the policy in force when a job expired gives back of a price."""
        if self._states.get(op.job) != EXPIRED:
            return 0
        policy = self.scene.policy_due(op)
        percent = {"none": 0, "full": 100, "percent": policy.returns_percent}[policy.returns_on_expiry]
        return sent.paid * percent // 100

    def _boost(self, step: Step, sent: _Sent, moved: dict[int, int]) -> None:
        """What of its boost is spent, and so returned with the price."""
        op, facts = step.op, step.facts
        if op.kind == UNDO and facts.get("what") == "proposal.submitted":
            sent.returned += 1
            back = sent.paid + (facts.get("boost") or 0)
            if sent.returned > 1:
                self.offend("returns.once", op.number)
            if moved != ({sent.wallet: back} if back else {}):
                self.offend("returns.amount", op.number)
        elif op.kind == "boost.spent" and not facts.get("left"):
            sent.boost = facts.get("amount", 0)
        elif op.kind == "proposal.unseen":
            sent.returned += 1
            held = facts.get("boost") or 0
            days = self.scene.policy(op.policy).returns_unseen_after_days
            waited = days and (op.due or op.at) == sent.at + days * DAY
            if sent.returned > 1 or not waited:
                self.offend("returns.once", op.number)
            if moved != ({sent.wallet: sent.paid + held} if sent.paid + held else {}):
                self.offend("returns.amount", op.number)

    def end(self) -> None:
        unsettled: set[int] = set()
        for number, state, price, hires, closes, left in self.scene.rows(
            "SELECT number, state, price, hires, closes, unsettled FROM job WHERE community = ?"
        ):
            self.counts["jobs.state"] += self._states.get(number) != state
            self.counts["jobs.terms"] += self._terms.get(number) != (price, hires, closes)
            if left:
                unsettled.add(number)
        for number, state in self.scene.rows("SELECT number, state FROM proposal WHERE community = ?"):
            sent = self._sent.get(number)
            self.counts["proposals.state"] += sent is None or sent.state != state
        short: Counter[int] = Counter()
        for sent in self._sent.values():
            settled = self._states.get(sent.job) in GIVES_BACK and sent.job not in unsettled
            if settled and sent.state not in (WITHDRAWN, HIRED) and not sent.returned:
                short[sent.job] += 1
        self.counts["returns.complete"] += len(short)
