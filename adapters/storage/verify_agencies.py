"""Checks of agencies: their people and wallets, and what was done and spent for them (RULES 16, 19, 32)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from adapters.storage.verify_case import Check, Scene, Step, Walker, listed, total
from core import instants
from core.board.agencies import ACTIVE, ADMIN, GONE, INVITED, MEMBER, NO_LIMIT, OWNER
from core.board.proposals import LIVE
from core.policy.policy import AGENCY

_OWNERS = total((
    # Who owns an agency is active in it as its owner; where nobody owns it, at most one may come back.
    "SELECT count(*) FROM agency a WHERE owner > 0 AND NOT EXISTS (SELECT 1 FROM agency_member m "
    "WHERE m.community = a.community AND m.agency = a.number AND m.member = a.owner "
    f"AND m.role = '{OWNER}' AND m.state = '{ACTIVE}')",
    "SELECT count(*) FROM (SELECT 1 FROM agency_member "
    f"WHERE role = '{OWNER}' AND state = '{ACTIVE}' GROUP BY community, agency HAVING count(*) > 1)",
    "SELECT count(*) FROM (SELECT 1 FROM agency WHERE owner > 0 "
    "GROUP BY community, owner HAVING count(*) > 1)",
))  # fmt: skip
_WALLETS = total((
    "SELECT count(*) FROM agency a WHERE NOT EXISTS (SELECT 1 FROM wallet w "
    f"WHERE w.community = a.community AND w.number = a.number AND w.kind = '{AGENCY}')",
    f"SELECT count(*) FROM wallet w WHERE kind = '{AGENCY}' AND NOT EXISTS "
    "(SELECT 1 FROM agency a WHERE a.community = w.community AND a.number = w.number)",
    "SELECT count(*) FROM agency a JOIN member m ON m.community = a.community AND m.number = a.number",
))  # fmt: skip

CHECKS = (
    Check("agencies.owner", "agencies of another owner than their people say, or owners of several", _OWNERS),
    Check("agencies.wallet", "agencies without a wallet of their own, or such wallets of none", _WALLETS),
    Check("agencies.people", "people of agencies whose role, state or limit is not what the journal says"),
    Check("agencies.steps", "steps in an agency that can't follow, or by somebody without a say in it"),
    Check("agencies.state", "agencies that are frozen, or not, against what the journal says"),
    Check("agencies.payer", "proposals from another wallet than the journal says paid for them"),
    Check("agencies.sender", "proposals and bids paid for an agency by somebody who was not in it"),
    Check("agencies.own", "proposals of an agency on a job of somebody who was in it"),
    Check(
        "agencies.live", "agencies with more than one live proposal on a job",
        f"SELECT count(*) FROM (SELECT 1 FROM proposal WHERE state IN ({listed(LIVE)}) AND wallet <> member "
        "GROUP BY community, job, wallet HAVING count(*) > 1)",
    ),
    Check("agencies.frozen", "proposals and bids paid for by a frozen agency"),
    Check("agencies.limit", "proposals and bids by which somebody passed their limit in an agency"),
    Check("agencies.spent", "sums of what somebody spent of an agency in a month that the journal has not"),
)  # fmt: skip

_SAY = {
    "agency.invited": (OWNER, ADMIN), "agency.limited": (OWNER, ADMIN), "agency.role_set": (OWNER,),
}  # fmt: skip
"""Who may do what in an agency; other steps are told apart below."""
_PAYING = ("proposal.submitted", "boost.placed")


@dataclass(slots=True)
class _Part:
    role: str
    state: str
    limit: int = NO_LIMIT


class Agencies(Walker):
    """Agencies, as the journal tells them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._parts: dict[tuple[int, int], _Part] = {}
        self._frozen: dict[int, bool] = {}
        self._clients: dict[int, int] = {}
        self._payers: dict[int, int] = {}
        self._spent: Counter[tuple[int, int, int]] = Counter()

    def hears(self, kind: str) -> bool:
        """What agencies do, what is paid for, and whose the jobs are."""
        return kind in ("job.posted", "job.drafted", *_PAYING) or kind.startswith("agency.")

    def see(self, step: Step) -> None:
        op = step.op
        if op.kind in ("job.posted", "job.drafted"):
            self._clients[op.job] = op.actor
        elif op.kind.startswith("agency."):
            self._step(step)
        elif op.kind in _PAYING:
            if op.kind == "proposal.submitted":
                self._payers[op.proposal] = _whole(step, "wallet") or op.member
            payer = self._payers.get(op.proposal, op.member)
            if payer != op.member:
                self._pays(step, payer)

    def _step(self, step: Step) -> None:
        """One step in an agency, and whether it could be taken."""
        op, agency = step.op, _whole(step, "agency")
        own = self._parts.get((agency, op.actor))
        part = self._parts.get((agency, op.member))
        before = part.state if part else GONE
        if not self._may(step, own, part, before):
            self.offend("agencies.steps", op.number)
        match op.kind:
            case "agency.created":
                self._frozen[agency] = False
                self._parts[agency, op.actor] = _Part(OWNER, ACTIVE)
            case "agency.frozen" | "agency.thawed":
                self._frozen[agency] = op.kind == "agency.frozen"
            case "agency.invited":
                self._parts[agency, op.member] = _Part(MEMBER, INVITED)
            case _ if part is not None:
                self._change(step, agency, part)

    def _change(self, step: Step, agency: int, part: _Part) -> None:
        match step.op.kind:
            case "agency.joined":
                part.state = ACTIVE
            case "agency.declined" | "agency.left":
                part.state = GONE
            case "agency.role_set":
                part.role = str(step.facts.get("role"))
            case "agency.limited":
                part.limit = _whole(step, "limit")
            case "agency.handed_over":
                old = self._parts.get((agency, _whole(step, "before")))
                if old is not None:
                    old.role = ADMIN
                part.role = OWNER

    def _may(self, step: Step, own: _Part | None, part: _Part | None, before: str) -> bool:
        """Whether an actor, by their part, may take a step with somebody who was in that state before."""
        op = step.op
        role = own.role if own is not None and own.state == ACTIVE else ""
        agency = _whole(step, "agency")
        match op.kind:
            case "agency.created":
                return agency not in self._frozen
            case "agency.frozen":
                return not self._frozen.get(agency, True) and (not op.actor or role == OWNER)
            case "agency.thawed":
                return self._frozen.get(agency, False) and role == OWNER
            case "agency.invited":
                return before == GONE and role in _SAY[op.kind]
            case "agency.joined":
                return before == INVITED and op.actor == op.member
            case "agency.declined":
                return before == INVITED and (op.actor == op.member or role in (OWNER, ADMIN))
            case "agency.left":
                return before == ACTIVE and (op.actor == op.member or role in (OWNER, ADMIN))
            case "agency.handed_over":
                return before == ACTIVE and (not op.actor or role == OWNER)
        return part is not None and before == ACTIVE and part.role != OWNER and role in _SAY.get(op.kind, ())

    def _pays(self, step: Step, agency: int) -> None:
        """Somebody pays with an agency's Connects."""
        op = step.op
        part = self._parts.get((agency, op.actor))
        if part is None or part.state != ACTIVE:
            self.offend("agencies.sender", op.number)
        if self._frozen.get(agency, True):
            self.offend("agencies.frozen", op.number)
        client = self._parts.get((agency, self._clients.get(op.job, 0)))
        if op.kind == "proposal.submitted" and client is not None and client.state == ACTIVE:
            self.offend("agencies.own", op.number)
        policy = self.scene.policy(op.policy)
        month = (agency, op.actor, instants.period(op.at, policy.time_zone))
        self._spent[month] -= sum(entry.amount for entry in step.entries if entry.wallet == agency)
        if part is not None and NO_LIMIT < part.limit < self._spent[month]:
            self.offend("agencies.limit", op.number)

    def end(self) -> None:
        scene = self.scene
        kept = {
            (agency, member): (role, state, monthly)
            for agency, member, role, state, monthly in scene.rows(
                "SELECT agency, member, role, state, monthly FROM agency_member WHERE community = ?"
            )
        }
        told = {key: (part.role, part.state, part.limit) for key, part in self._parts.items()}
        self.counts["agencies.people"] += sum(
            kept.get(key) != told.get(key) for key in kept.keys() | told.keys()
        )
        found = {}
        for number, owner, active, frozen in scene.rows(
            "SELECT a.number, a.owner, w.active, w.frozen FROM agency a JOIN wallet w "
            "ON w.community = a.community AND w.number = a.number WHERE a.community = ?"
        ):
            found[number] = (owner == 0, not active, not owner and not frozen)
        self.counts["agencies.state"] += sum(
            found.get(number) != (frozen, frozen, False) for number, frozen in self._frozen.items()
        )
        for number, wallet, member in scene.rows(
            "SELECT number, wallet, member FROM proposal WHERE community = ?"
        ):
            self.counts["agencies.payer"] += self._payers.get(number, member) != wallet
        spent = {
            (agency, member, period): amount
            for agency, member, period, amount in scene.rows(
                "SELECT agency, member, period, spent FROM agency_spent WHERE community = ?"
            )
        }
        self.counts["agencies.spent"] += sum(
            self._spent.get(key, 0) != spent.get(key, 0) for key in self._spent.keys() | spent.keys()
        )


def _whole(step: Step, fact: str) -> int:
    value = step.facts.get(fact)
    return value if isinstance(value, int) else 0
