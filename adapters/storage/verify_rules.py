"""Checks of what is given: grants, gifts, what staff give and take, and the policies that say how much."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core import instants
from core.policy.policy import AGENCY
from core.policy.shipped import from_document
from core.rules.undoing import APPLIED, TAKEN


def _policies(connection: sqlite3.Connection) -> int:
    """Versions that can't be read, or that are not what the operation that saved them says."""
    wrong = 0
    for same, document in connection.execute(
        "SELECT CASE WHEN json_valid(o.facts) THEN json_extract(o.facts, '$.document') = p.document AND "
        "json_extract(o.facts, '$.version') = p.version AND o.policy = p.version AND o.at = p.since END, "
        "p.document FROM policy_version p "
        "LEFT JOIN operation o ON o.community = p.community AND o.number = p.operation"
    ):
        try:
            from_document(document)
        except (ValueError, TypeError, AttributeError):
            same = 0
        wrong += not same
    return wrong


CHECKS = (
    Check("policies.journal", "policies that are not what the journal says was saved", count=_policies),
    Check("grants.once", "grants beyond the first of a wallet and period"),
    Check("grants.amount", "grants that are not the monthly amount of the plan, under the policy they name"),
    Check("grants.period", "grants whose period is not the month of their due, on the community's clocks"),
    Check("grants.joined", "grants that fell due before their member had joined, or while they were away"),
    Check("grants.paid", "periods whose sums for the announcement are not those of their grants"),
    Check("gifts.once", "sign-up gifts beyond a member's first"),
    Check("gifts.amount", "sign-up gifts that are not what the policy they name gives"),
    Check("wallets.plan", "wallets on another plan than the journal put them on"),
    Check(
        "wallets.away",
        "members, or wallets that get grants, here though the journal says they left, or the reverse",
    ),
    Check("staff.limit", "acts by which one of the staff passed the policy's daily limit"),
    Check("staff.days", "days of staff whose sums are not what they gave and took"),
)
_FIRST_PLAN = "basic"


class Given(Walker):
    """Plans, comings and goings, grants, gifts and the days of staff, as the journal tells them."""

    KINDS = frozenset(
        {
            "member.joined",
            "member.returned",
            "member.left",
            "member.erased",
            "agency.frozen",
            "agency.created",
            "agency.thawed",
            "plan.set",
            "gift",
            "grant",
            "staff.granted",
            "order.paid",
            "award.paid",
            "staff.taken",
            "operation.undone",
        }
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._plans: dict[int, str] = {}
        self._here: dict[int, int] = {}
        """When a member came last; 0 where they have left."""
        self._granted: set[tuple[int, str]] = set()
        self._gifted: set[int] = set()
        self._paid: dict[int, list[int]] = {}
        """By period, how many grants there were and what they came to."""
        self._days: dict[tuple[int, int], list[int]] = {}

    def see(self, step: Step) -> None:
        op = step.op
        match op.kind:
            case "member.joined" | "member.returned":
                self._here[op.member] = op.at
                self._plans.setdefault(op.member, _FIRST_PLAN)
            case "member.left" | "member.erased" | "agency.frozen":
                self._here[op.member] = 0
            case "agency.created" | "agency.thawed":
                self._here[op.member] = op.at
                self._plans.setdefault(op.member, AGENCY)
            case "plan.set":
                self._plans[op.member] = step.facts.get("plan", "")
            case "gift":
                if op.member in self._gifted:
                    self.offend("gifts.once", op.number)
                self._gifted.add(op.member)
                if _credited(step) != self.scene.policy(op.policy).gift_signup:
                    self.offend("gifts.amount", op.number)
            case "grant":
                self._grant(step)
            case "staff.granted" | "order.paid" | "award.paid":
                self._staff(step, 0)
            case "staff.taken":
                self._staff(step, 1)
            case "operation.undone":
                self._staff(step, 0 if step.facts.get("what") in (TAKEN, APPLIED) else 1)

    def _grant(self, step: Step) -> None:
        op, facts = step.op, step.facts
        policy, due, amount = self.scene.policy(op.policy), op.due or op.at, _credited(step)
        name, plan = str(facts.get("period")), str(facts.get("plan"))
        if (op.member, name) in self._granted:
            self.offend("grants.once", op.number)
        self._granted.add((op.member, name))
        if plan != self._plans.get(op.member, _FIRST_PLAN) or amount != policy.monthly(plan):
            self.offend("grants.amount", op.number)
        period = instants.period(due, policy.time_zone)
        if name != instants.period_name(period):
            self.offend("grants.period", op.number)
        came = self._here.get(op.member, 0)
        if not 0 < came < due:
            self.offend("grants.joined", op.number)
        sums = self._paid.setdefault(_period(name), [0, 0])
        sums[0] += 1
        sums[1] += amount

    def _staff(self, step: Step, which: int) -> None:
        op = step.op
        policy = self.scene.policy(op.policy)
        day = instants.day(op.at, policy.time_zone).toordinal()
        sums = self._days.setdefault((op.actor, day), [0, 0])
        sums[which] += sum(entry.amount for entry in step.entries if entry.amount > 0)
        if sums[which] > policy.staff_daily_limit:
            self.offend("staff.limit", op.number)

    def end(self) -> None:
        self.counts["grants.paid"] += _differ(
            self._paid,
            self.scene.rows("SELECT period, members, connects FROM period_paid WHERE community = ?"),
        )
        days = self.scene.rows("SELECT member, day, granted, taken FROM staff_day WHERE community = ?")
        self.counts["staff.days"] += _differ(
            self._days, (((member, day), *sums) for member, day, *sums in days)
        )
        for number, plan, active, left in self.scene.rows(
            'SELECT w.number, w.plan, w.active, m."left" FROM wallet w JOIN member m '
            "ON m.community = w.community AND m.number = w.number WHERE w.community = ?"
        ):
            here = self._here.get(number, 0) > 0
            self.counts["wallets.plan"] += plan != self._plans.get(number, _FIRST_PLAN)
            self.counts["wallets.away"] += bool(active) != here or (left == 0) != here


def _differ(told: dict[Any, list[int]], rows: Iterable[Any]) -> int:
    """How many keys stand for other sums in the tables; a missing row is one of zeros."""
    found = {key: sums for key, *sums in rows}
    nothing = [0, 0]
    return sum(told.get(key, nothing) != found.get(key, nothing) for key in told.keys() | found.keys())


def _credited(step: Step) -> int:
    return sum(entry.amount for entry in step.entries if entry.wallet)


def _period(name: str) -> int:
    try:
        return instants.parse_period(name)
    except ValueError:
        return 0
