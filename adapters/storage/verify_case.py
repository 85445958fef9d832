"""What a check of the books is, and what one that walks through the journal is given."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from core.instants import Instant
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Community
from core.policy.policy import Policy
from core.policy.shipped import preset


@dataclass(frozen=True, slots=True)
class Check:
    """An invariant: its name, and what an offender is, in words.

    Offenders are counted by one SQL query, or by a function where SQL can't; with
    neither, a Walker counts them under this name.
    """

    name: str
    meaning: str
    sql: str = ""
    count: Callable[[sqlite3.Connection], int] | None = None


class Step(NamedTuple):
    """An operation with all that belongs to it."""

    op: Operation
    entries: Sequence[Entry]
    uses: Sequence[Use]
    lots: Sequence[Lot]
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """The community whose journal is walked through."""

    connection: sqlite3.Connection
    number: int
    community: Community
    policies: dict[int, Policy]
    since: list[tuple[Instant, int]]
    """From when each version held."""

    def policy(self, version: int) -> Policy:
        """A version's policy; where it is missing, which is an offence of its own, the default."""
        return self.policies.get(version) or preset("classic")

    def policy_due(self, op: Operation) -> Policy:
        """The policy that held when an operation fell due, of those that were there when it was decided."""
        at = op.due or op.at
        held = max((one for one in self.since if one[0] <= at and one[1] <= op.policy), default=None)
        return self.policy(held[1]) if held else preset("classic")

    def rows(self, sql: str) -> Iterable[Any]:
        """What a query finds, its one parameter being the community."""
        return self.connection.execute(sql, (self.number,))


class Walker:
    """Sees a community's journal from its first operation to its last, and counts offenders."""

    KINDS: ClassVar[frozenset[str]] = frozenset()
    """The kinds of operation that it hears of; none named: all of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.counts: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        """By check, the number of the first operation that offends."""

    def offend(self, name: str, op: int = 0, count: int = 1) -> None:
        """Count an offender, and where in the journal it stands."""
        self.counts[name] += count
        if op:
            self.first.setdefault(name, op)

    def hears(self, kind: str) -> bool:
        """Whether it has to see operations of a kind."""
        return not self.KINDS or kind in self.KINDS

    def see(self, step: Step) -> None:
        """The next operation."""

    def end(self) -> None:
        """There are no more: what the journal says is compared with the tables."""


def listed(values: Iterable[str]) -> str:
    """Words as a list in SQL."""
    return ", ".join(f"'{value}'" for value in values)


def total(parts: Iterable[str]) -> str:
    """One query that adds up what several queries count."""
    return "SELECT " + " + ".join(f"({part})" for part in parts)
