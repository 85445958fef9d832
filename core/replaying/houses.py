"""Agencies as they stood before some operation, read off the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from core import instants
from core.board.agencies import ACTIVE, ADMIN, GONE, INVITED, MEMBER, OWNER, Agency, AgencyMember, AgencySpent
from core.ledger.operations import Operation
from core.replaying.copy import Copy


class Houses:
    """All agencies, who was in them, and what each spent in a month."""

    def __init__(self) -> None:
        self.agencies: dict[int, Agency] = {}
        self._parts: dict[tuple[int, int], AgencyMember] = {}
        self._spent: Counter[tuple[int, int, int]] = Counter()

    def see(self, op: Operation, facts: Mapping[str, Any]) -> None:
        """An operation about an agency."""
        number = int(facts["agency"])
        match op.kind:
            case "agency.created":
                self.agencies[number] = Agency(number, 0, op.actor, op.at)
                self._part(number, op.actor, OWNER, ACTIVE, op)
            case "agency.invited":
                self._part(number, op.member, MEMBER, INVITED, op)
            case "agency.joined":
                self._change(number, op, state=ACTIVE, since=op.at)
            case "agency.declined" | "agency.left":
                self._change(number, op, state=GONE, since=op.at)
            case "agency.role_set":
                if self._parts[number, op.member].role != facts["role"]:
                    self._change(number, op, role=facts["role"], since=op.at)
            case "agency.limited":
                self._change(number, op, monthly=facts["limit"])
            case "agency.handed_over":
                self.agencies[number].owner = op.member
                self._change(number, op, role=OWNER, since=op.at)
                before = self._parts[number, facts["before"]]
                before.role, before.since = ADMIN, op.at
            case "agency.frozen":
                self.agencies[number].owner = 0
            case "agency.thawed":
                self.agencies[number].owner = op.actor

    def _part(self, number: int, member: int, role: str, state: str, op: Operation) -> None:
        self._parts[number, member] = AgencyMember(number, member, role, state, op.at)

    def _change(self, number: int, op: Operation, **values: Any) -> None:
        part = self._parts[number, op.member]
        for name, value in values.items():
            setattr(part, name, value)

    def paid(self, op: Operation, wallet: int, amount: int, zone: str) -> None:
        """Somebody spent of an agency's Connects."""
        if wallet in self.agencies and amount:
            self._spent[wallet, op.member, instants.period(op.at, zone)] += amount

    def put_into(self, book: Copy) -> None:
        """Their rows."""
        for row in (*self.agencies.values(), *self._parts.values()):
            book.add(row)
        for key, amount in self._spent.items():
            book.add(AgencySpent(*key, amount))
