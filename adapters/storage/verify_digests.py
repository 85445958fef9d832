"""Checks of weekly summaries, and of what members do not want to be told of."""

from __future__ import annotations

from collections import deque

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core import instants
from core.instants import DAY, Instant
from core.ledger.accounts import SPENT
from core.rules import digests
from core.tallies import POSTED, Week

CHECKS = (
    Check(
        "digests.due",
        "summaries of other days, or due at another time, than the policy says",
    ),
    Check("digests.week", "summaries that say otherwise than the journal of their days"),
    Check("digests.told", "communities that forget up to when summaries were told"),
    Check("members.muted", "members who mute something else than they said last"),
)
LONGEST = 22 * DAY
"""A summary is told at most a week late, of seven days."""


class Digests(Walker):
    """What each week brought, counted again."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._lately: deque[tuple[Instant, Week]] = deque()
        self._told: Instant = 0
        self._muted: dict[int, set[str]] = {}

    def see(self, step: Step) -> None:
        op = step.op
        spent = sum(entry.amount for entry in step.entries if entry.account == SPENT and entry.amount > 0)
        week = Week(op.kind in POSTED, op.kind == "proposal.submitted", op.kind == "proposal.hired", spent)
        if any(week):
            self._lately.append((op.at, week))
        while self._lately and self._lately[0][0] < op.at - LONGEST:
            self._lately.popleft()
        if op.kind == digests.TOLD:
            self._digest(step)
        elif op.kind == "member.muted":
            self._muted.setdefault(op.member, set()).add(str(step.facts.get("topic")))
        elif op.kind == "member.unmuted":
            self._muted.setdefault(op.member, set()).discard(str(step.facts.get("topic")))

    def _digest(self, step: Step) -> None:
        op, facts, policy = step.op, step.facts, self.scene.policy(step.op.policy)
        due = op.due or op.at
        day = instants.day(due, policy.time_zone)
        span = digests.of_day(day, policy.time_zone)
        said = (due, facts.get("since"), facts.get("until"), op.key)
        if tuple(span) != said or digests.WEEKDAYS[day.weekday()] != policy.digest_day:
            self.offend("digests.due", op.number)
            return
        self._told = max(self._told, due)
        some = [week for at, week in self._lately if span.since <= at < span.until]
        week = Week(*map(sum, zip(*some, strict=True))) if some else Week(0, 0, 0, 0)
        if week != tuple(facts.get(name) for name in Week._fields):
            self.offend("digests.week", op.number)

    def end(self) -> None:
        self.counts["digests.told"] += self.scene.community.digested < self._told
        for number, muted in self.scene.rows("SELECT number, muted FROM member WHERE community = ?"):
            said = set(muted.strip(",").split(",")) - {""}
            self.counts["members.muted"] += said != self._muted.get(number, set())
