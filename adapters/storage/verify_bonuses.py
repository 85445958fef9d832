"""Checks of interview bonuses and of their windows (RULES 27, 28)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core.board.proposals import INTERVIEWING
from core.instants import DAY, Instant
from core.ledger.moves import UNDO
from core.policy.policy import Policy
from core.rules.interviews import ROLLING

CHECKS = (
    Check("bonuses.once", "interviews that were answered, or rewarded, more than once"),
    Check("bonuses.paid", "bonuses for a free proposal, or from a job of the freelancer's own"),
    Check("bonuses.amount", "bonuses above the policy's, or of another amount than the proposal says"),
    Check("bonuses.answer", "bonuses without a question, for a late answer, or on a proposal that had ended"),
    Check("bonuses.cap", "bonuses that pass the cap of their window"),
    Check("bonuses.pair", "bonuses beyond the first of a client and freelancer in a window"),
    Check("bonuses.earned", "wallets whose kept bonuses are not those of the window that holds now"),
    Check("bonuses.pairs", "clients and freelancers whose last bonus is kept at another time"),
)


@dataclass(slots=True)
class _Interview:
    client: int
    member: int
    wallet: int
    paid: int
    state: str = ""
    asked: Instant = 0
    answers: int = 0
    bonus: int = 0


class _Bonus(NamedTuple):
    at: Instant
    amount: int
    client: int
    operation: int = 0


class Bonuses(Walker):
    """Interviews and what they earned, as the journal tells them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._clients: dict[int, int] = {}
        self._interviews: dict[int, _Interview] = {}
        self._earned: dict[int, list[_Bonus]] = {}

    def see(self, step: Step) -> None:
        op, facts = step.op, step.facts
        if op.kind in ("job.posted", "job.drafted"):
            self._clients[op.job] = op.actor
        if not op.proposal:
            return
        if op.kind == "proposal.submitted":
            paid = -sum(entry.amount for entry in step.entries if entry.wallet)
            client = self._clients.get(op.job, 0)
            payer = facts.get("wallet", op.member)
            self._interviews[op.proposal] = _Interview(client, op.member, payer, paid)
        seen = self._interviews.get(op.proposal)
        if seen is None:
            return
        if facts.get("state"):
            seen.state = facts["state"]
        if op.kind == "interview.asked":
            seen.asked = op.at
        elif op.kind == "interview.answered":
            self._answered(step, seen)
        elif op.kind == UNDO and facts.get("what") == "interview.answered":
            self._undone(facts, seen)

    def _answered(self, step: Step, seen: _Interview) -> None:
        op = step.op
        seen.answers += 1
        bonus = sum(entry.amount for entry in step.entries if entry.wallet)
        seen.bonus += bonus
        if seen.answers > 1:
            self.offend("bonuses.once", op.number)
        if not bonus:
            return
        policy = self.scene.policy(op.policy)
        if not seen.paid or seen.client == seen.member:
            self.offend("bonuses.paid", op.number)
        if bonus > policy.bonus_amount:
            self.offend("bonuses.amount", op.number)
        late = op.at > seen.asked + policy.bonus_answer_days * DAY
        if not seen.asked or late or seen.state != INTERVIEWING:
            self.offend("bonuses.answer", op.number)
        earned = self._earned.setdefault(seen.wallet, [])
        window = list(_window(earned, policy, op.at, step.facts.get("window", 0)))
        if sum(one.amount for one in window) + bonus > policy.bonus_cap:
            self.offend("bonuses.cap", op.number)
        if policy.bonus_once_per_pair and any(one.client == seen.client for one in window):
            self.offend("bonuses.pair", op.number)
        earned.append(_Bonus(op.at, bonus, seen.client, op.number))

    def _undone(self, facts: dict[str, Any], seen: _Interview) -> None:
        """An undone bonus counts in its window no more; for its pair it was one all the same."""
        seen.bonus -= facts.get("amount", 0)
        earned = self._earned.get(seen.wallet, [])
        for place, one in enumerate(earned):
            if one.operation == facts.get("undone"):
                earned[place] = one._replace(amount=one.amount - facts.get("amount", 0))

    def end(self) -> None:
        scene = self.scene
        for number, bonus in scene.rows("SELECT number, bonus FROM proposal WHERE community = ?"):
            seen = self._interviews.get(number)
            self.counts["bonuses.amount"] += bonus != (seen.bonus if seen else 0)
        pairs = {(one.client, wallet): one.at for wallet, some in self._earned.items() for one in some}
        kept = {
            (client, wallet): at
            for client, wallet, at in scene.rows("SELECT client, wallet, at FROM pair WHERE community = ?")
        }
        self.counts["bonuses.pairs"] += sum(
            pairs.get(key) != kept.get(key) for key in pairs.keys() | kept.keys()
        )
        if scene.community.policy:
            self._live(scene.policy(scene.community.policy))

    def _live(self, policy: Policy) -> None:
        scene, now = self.scene, self.scene.community.at
        kept: dict[int, list[_Bonus]] = {}
        for wallet, text in scene.rows("SELECT wallet, recent FROM earned WHERE community = ?"):
            try:
                kept[wallet] = [_Bonus(int(at), int(amount), 0) for at, amount in json.loads(text)]
            except (ValueError, TypeError):
                self.offend("bonuses.earned")
        for wallet in kept.keys() | self._earned.keys():
            true, said = (
                [
                    (one.at, one.amount)
                    for one in _window(some, policy, now, scene.community.window_start)
                    if one.amount
                ]
                for some in (self._earned.get(wallet, []), kept.get(wallet, []))
            )
            self.counts["bonuses.earned"] += true != said


def _window(earned: Iterable[_Bonus], policy: Policy, now: Instant, start: Instant) -> Iterable[_Bonus]:
    """The bonuses that count in the window: of the week begun at ``start``, or of (now - 168 h, now]."""
    if policy.bonus_window == "weekly":
        return (one for one in earned if one.at >= start)
    return (one for one in earned if one.at > now - ROLLING)
