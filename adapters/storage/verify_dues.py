"""Checks of what falls due on wallets: cycles, upgrades, rollover, gifts that waited, plans by role."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core import instants
from core.instants import Instant, Period
from core.ledger.lots import Lot
from core.policy.policy import AGENCY, PLANS, Policy


def _chosen(connection: sqlite3.Connection) -> int:
    given: dict[tuple[int, int], set[str]] = {}
    for community, member, plan in connection.execute("SELECT community, member, plan FROM identity"):
        given.setdefault((community, member), set()).add(plan)
    wrong = 0
    for community, number, plan, chosen in connection.execute(
        "SELECT community, number, plan, chosen FROM wallet WHERE kind = 'member' AND active = 1"
    ):
        some = {*given.get((community, number), ()), chosen} - {""}
        wrong += plan != max(some, key=lambda one: PLANS.index(one) if one in PLANS else -1, default=PLANS[0])
    return wrong


CHECKS = (
    Check("grants.due", "grants, or rollover limits, that fell due at another moment than a cycle's start"),
    Check("grants.day", "wallets that count another day of the month than that of joining"),
    Check("plans.paid", "upgrades that paid something else than the difference for the days left"),
    Check("plans.cycle", "plans that paid more than their total within a cycle"),
    Check("plans.top", "wallets that count another most of their cycle's plans than the journal tells"),
    Check("rollover.once", "rollover limits applied beyond the first of a wallet and period"),
    Check("rollover.amount", "rollover limits that did not take the surplus, soonest-ending first"),
    Check("rollover.missed", "grants paid on top of more than may roll over"),
    Check("gifts.held", "sign-up gifts that wait though they were paid, or that their wallet forgets"),
    Check(
        "wallets.chosen", "members on another plan than the highest that staff chose or their roles give",
        count=_chosen,
    ),
    Check("roles.plan", "roles that give another plan than staff said last"),
)  # fmt: skip


@dataclass(slots=True)
class _Purse:
    """A wallet as the journal tells of it."""

    day: int
    period: Period
    plan: str
    top: int
    """The most that the present cycle's plans come to so far."""
    base: int
    """What the cycle began with."""
    paid: int = 0
    """By upgrades of the cycle."""
    here: bool = True
    gifted: bool = False
    told: bool = True
    """False in a cycle in which an older release changed the plan, which did not say what it paid."""
    lots: dict[int, Lot] = field(default_factory=dict)


class Dues(Walker):
    """Cycles, plans and lots of each wallet, worked out anew."""

    KINDS = frozenset({
        "member.joined", "agency.created", "roleplan.set", "member.left", "member.erased", "agency.frozen",
        "member.returned", "agency.thawed", "gift", "plan.set", "rollover.expired", "grant",
    })  # fmt: skip

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._purses: dict[int, _Purse] = {}
        self._days: dict[int, int] = dict(scene.rows("SELECT number, day FROM wallet WHERE community = ?"))
        self._lots: dict[int, _Purse] = {}
        self._dues: dict[tuple[Period, int, int], Instant] = {}
        self._rolled: set[tuple[int, str]] = set()
        self._roles: dict[tuple[str, str], str] = {}
        # Lots are followed only where there was ever a limit to what rolls over.
        self._limited = any(one.rollover_limit or one.rollover_agency for one in scene.policies.values())

    def hears(self, kind: str) -> bool:
        """Lots are followed through every operation."""
        return self._limited or super().hears(kind)

    # Cycles ---------------------------------------------------------------------

    def _due(self, period: Period, day: int, known: int = 0) -> Instant:
        """When a period begins: as soon as what then held says so (RULES 9).

        ``known`` is the newest version of the policy to go by, where a later one was still to come.
        """
        found = self._dues.get((period, day, known))
        if found is None:
            versions = sorted(self.scene.since, key=lambda one: one[1])
            versions = [one for one in versions if not known or one[1] <= known] or versions
            for place, (since, version) in enumerate(versions):
                policy = self.scene.policy(version)
                on = date(period // 12, period % 12 + 1, 1 if policy.grant_cycle == "calendar" else day)
                start = instants.start_of_day(policy.time_zone, on)
                found = start if place == 0 else max(start, since)
                if place + 1 == len(versions) or found <= versions[place + 1][0]:
                    break
            assert found is not None
            self._dues[period, day, known] = found
        return found

    def _period(self, at: Instant, day: int, zone: str, known: int = 0) -> Period:
        period = instants.period(at, zone) + 1
        while self._due(period, day, known) > at:
            period -= 1
        return period

    def _at(self, at: Instant) -> Policy:
        held = [version for since, version in self.scene.since if since <= at]
        return self.scene.policy(max(held, default=min(version for _, version in self.scene.since)))

    def _begin(self, purse: _Purse, period: Period, policy: Policy) -> None:
        purse.period, purse.paid, purse.told = period, 0, True
        purse.top = purse.base = policy.monthly(purse.plan)

    # What happened ----------------------------------------------------------------

    def see(self, step: Step) -> None:
        op = step.op
        purse = self._purses.get(op.member)
        if op.kind in ("member.joined", "agency.created"):
            self._open(step)
        elif op.kind == "roleplan.set":
            facts = step.facts
            self._roles[facts.get("platform", ""), facts.get("role", "")] = facts.get("plan", "")
        elif purse is not None:
            match op.kind:
                case "member.left" | "member.erased" | "agency.frozen":
                    purse.here = False
                case "member.returned" | "agency.thawed":
                    self._back(step, purse)
                case "gift":
                    purse.gifted = True
                case "plan.set":
                    self._plan(step, purse)
                case "rollover.expired":
                    self._rollover(step, purse)
                case "grant":
                    self._grant(step, purse)
        if self._limited:
            self._follow(step)

    def _open(self, step: Step) -> None:
        op, policy = step.op, self.scene.policy(step.op.policy)
        local = instants.day(op.at, policy.time_zone)
        late = local.day > 28
        day = _day(local)
        if self._days.get(op.member) == _day(instants.day(op.at, "UTC")):
            day = self._days[op.member]  # what moving up to this release could tell of older wallets
        period = self._period(op.at, day, policy.time_zone)
        if policy.grant_cycle == "anniversary":
            period = max(period, instants.period(op.at, policy.time_zone) + late)
        plan = PLANS[0] if op.kind == "member.joined" else AGENCY
        purse = self._purses[op.member] = _Purse(day, period, plan, 0, 0)
        self._begin(purse, period, policy)

    def _back(self, step: Step, purse: _Purse) -> None:
        purse.here = True
        policy = self.scene.policy(step.op.policy)
        period = self._period(step.op.at, purse.day, policy.time_zone)
        if period > purse.period:
            self._begin(purse, period, policy)

    def _plan(self, step: Step, purse: _Purse) -> None:
        op, policy, plan = step.op, self.scene.policy(step.op.policy), str(step.facts.get("plan"))
        zone = policy.time_zone
        period = max(purse.period, self._period(op.at, purse.day, zone, op.policy))
        if purse.here and period > purse.period:
            self._begin(purse, period, self._at(self._due(period, purse.day)))
        before = policy.monthly(purse.plan)
        base, new = max(purse.top, before), policy.monthly(plan) if plan in PLANS else 0
        owed = 0
        if purse.here and new > base:
            dues = [self._due(one, purse.day, op.policy) for one in (period, period + 1)]
            first, end = (instants.day(due, zone) for due in dues)
            total = max(1, (end - first).days)
            owed = (new - base) * min(total, (end - instants.day(op.at, zone)).days) // total
        paid = sum(entry.amount for entry in step.entries if entry.wallet)
        purse.told = purse.told and "paid" in step.facts
        if purse.told and paid != owed:
            self.offend("plans.paid", op.number)
        purse.plan, purse.top, purse.paid = plan, max(base, new), purse.paid + paid
        if purse.base + purse.paid > max(purse.base, purse.top):
            self.offend("plans.cycle", op.number)

    def _grant(self, step: Step, purse: _Purse) -> None:
        op = step.op
        self._on_time(step, purse)
        policy = self.scene.policy(op.policy)
        limit = policy.rollover(purse.plan)
        if limit and sum(lot.left for lot in self._rolling(purse, policy)) > limit:
            self.offend("rollover.missed", op.number)
        self._begin(purse, _named(step), policy)

    def _rollover(self, step: Step, purse: _Purse) -> None:
        op, policy, name = step.op, self.scene.policy(step.op.policy), str(step.facts.get("period"))
        self._on_time(step, purse)
        if (op.member, name) in self._rolled:
            self.offend("rollover.once", op.number)
        self._rolled.add((op.member, name))
        lots = sorted(self._rolling(purse, policy), key=lambda lot: (lot.expires, lot.issued, lot.number))
        surplus = sum(lot.left for lot in lots) - policy.rollover(purse.plan)
        owed: dict[int, int] = {}
        for lot in lots:
            part = min(lot.left, surplus - sum(owed.values()))
            if part > 0:
                owed[lot.number] = part
        if not policy.rollover(purse.plan) or {use.lot: use.amount for use in step.uses} != owed:
            self.offend("rollover.amount", op.number)

    def _on_time(self, step: Step, purse: _Purse) -> None:
        period = _named(step)
        if not period or self._due(period, purse.day) != (step.op.due or step.op.at):
            self.offend("grants.due", step.op.number)

    def _rolling(self, purse: _Purse, policy: Policy) -> list[Lot]:
        exempt = policy.rollover_bought_exempt
        return [lot for lot in purse.lots.values() if not (exempt and lot.source == "bought")]

    def _follow(self, step: Step) -> None:
        for use in step.uses:
            purse = self._lots.get(use.lot)
            lot = purse.lots.get(use.lot) if purse is not None else None
            if lot is not None:
                lot.left -= use.amount
        for lot in step.lots:
            purse = self._purses.get(lot.wallet)
            if purse is not None:
                self._lots[lot.number] = purse
                purse.lots[lot.number] = Lot(
                    lot.number, lot.wallet, lot.operation, lot.source, lot.amount, lot.amount, lot.issued,
                    lot.expires,
                )  # fmt: skip

    def end(self) -> None:
        scene = self.scene
        for number, day, period, top, gift, due, active in scene.rows(
            "SELECT number, day, period, top, gift, due, active FROM wallet WHERE community = ?"
        ):
            purse = self._purses.get(number)
            if purse is None:
                continue
            self.counts["grants.day"] += day != purse.day
            if period > purse.period:  # a cycle without a grant began
                self._begin(purse, period, self._at(self._due(period, purse.day)))
            # An older release kept none, which is a 0 until the next cycle.
            self.counts["plans.top"] += bool(purse.told and top) and top != purse.top
            self.counts["gifts.held"] += gift > 0 and (purse.gifted or bool(active and due > gift))
        rows = scene.rows("SELECT platform, role, plan FROM role_plan WHERE community = ?")
        plans = {(platform, role): plan for platform, role, plan in rows}
        self.counts["roles.plan"] += sum(
            plans.get(role) != self._roles.get(role) for role in plans.keys() | self._roles.keys()
        )


def _day(local: date) -> int:
    return local.day if local.day <= 28 else 1


def _named(step: Step) -> Period:
    try:
        return instants.parse_period(str(step.facts.get("period")))
    except ValueError:
        return 0
