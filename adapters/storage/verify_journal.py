"""The walk through the journal: in pages, in order, once for all checks that need it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, starmap
from operator import attrgetter
from typing import Any

from orjson import loads

from adapters.storage.schema import maker, table_name
from adapters.storage.verify_case import Check, Scene, Step, Walker
from core.ledger import chain
from core.ledger.lots import Lot, Use
from core.ledger.moves import moves_well
from core.ledger.operations import Entry, Operation
from core.ledger.replay import Replay
from core.people import Community
from core.policy.policy import Policy
from core.policy.shipped import from_document
from core.rows import columns

PAGE = 2_000
_OF = attrgetter("operation")

CHECKS = (
    Check("chain", "operations whose hash is not that of what they say and of the one before"),
    Check("operations.time", "operations dated before the one before them, or due after they were decided"),
    Check("operations.facts", "operations whose facts can't be read"),
    Check(
        "operations.moves", "operations that move Connects as their kind does not, or not as many as they say"
    ),
    Check(
        "entries.chain", "entries that do not begin with the balance that the wallet's last one ended with"
    ),
    Check(
        "uses.entries", "operations whose entries on a wallet are not what they took from and put into lots"
    ),
    Check("uses.expired", "uses of a lot that had ended, or expiries of one that had not or of part of it"),
    Check("uses.order", "payments that passed over a lot which their policy burns first"),
    Check(
        "lots.replay",
        "uses of a lot not made yet, or that leave it with less than nothing or more than was credited",
    ),
)


class Ledger(Walker):
    """The chain, the order of time, and the wallets and lots added up again."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._head = chain.GENESIS
        self._at = 0
        self._replay = Replay(lambda version: scene.policy(version).burn_order)

    def see(self, step: Step) -> None:
        op, entries, uses, lots, facts = step
        try:
            intact = chain.digest(self._head, op, entries, uses, lots) == op.hash
        except KeyError:  # a form that this release does not know
            intact = False
        if not intact:
            self.offend("chain", op.number)
        self._head = op.hash
        if op.at < self._at or op.due > op.at:
            self.offend("operations.time", op.number)
        self._at = op.at
        if not moves_well(op, entries, facts):
            self.offend("operations.moves", op.number)
        for name in self._replay.see(op, entries, uses, lots):
            self.offend(name, op.number)
        if op.number % PAGE == 0:
            self._replay.sweep(op.at)

    def end(self) -> None:
        if self._head != self.scene.community.head:
            self.offend("chain", self.scene.community.operations + 1)
        if self._at != self.scene.community.at:
            self.offend("operations.time", self.scene.community.operations)


class Walk:
    """What walking through all journals came to: offenders by check, and the first of each."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first: dict[str, tuple[int, int]] = {}
        """By check, the community and the operation where it first fails."""

    def go(
        self,
        connection: sqlite3.Connection,
        walkers: Sequence[Callable[[Scene], Walker]],
        carry_on: Callable[[], None] = lambda: None,
    ) -> None:
        """Walk through every community's journal; ``carry_on`` is called at each page and may raise."""
        for (number,) in connection.execute("SELECT community FROM community ORDER BY community").fetchall():
            self.through(connection, number, walkers, carry_on)

    def through(
        self,
        connection: sqlite3.Connection,
        number: int,
        walkers: Sequence[Callable[[Scene], Walker]],
        carry_on: Callable[[], None] = lambda: None,
    ) -> None:
        """Walk through one community's journal, after those of lower numbers."""
        row = connection.execute("SELECT * FROM community WHERE community = ?", (number,)).fetchone()
        since = connection.execute(
            "SELECT since, version FROM policy_version WHERE community = ? ORDER BY version", (number,)
        ).fetchall()
        scene = Scene(connection, number, maker(Community)(row), policies(connection, number), since)
        walking = [walker(scene) for walker in walkers]
        hearing: dict[str, list[Callable[[Step], None]]] = {}
        for page in pages(connection, number):
            carry_on()
            for op, entries, uses, lots in page:
                try:
                    facts = loads(op.facts)
                except ValueError:
                    facts = None
                if type(facts) is not dict:
                    walking[0].offend("operations.facts", op.number)
                    facts = {}
                step = Step(op, entries, uses, lots, facts)
                if op.kind not in hearing:
                    hearing[op.kind] = [one.see for one in walking if one.hears(op.kind)]
                for see in hearing[op.kind]:
                    see(step)
        for one in walking:
            one.end()
            self.take(number, one.counts, one.first)

    def take(self, community: int, counts: Mapping[str, int], first: Mapping[str, int]) -> None:
        """Add what one community's journal came to; in whatever order they come."""
        self.counts.update(counts)
        for name, number in first.items():
            self.first[name] = min(self.first.get(name, (community, number)), (community, number))


def policies(connection: sqlite3.Connection, community: int) -> dict[int, Policy]:
    """A community's policies by version, those left out that can't be read."""
    found = {}
    for version, document in connection.execute(
        "SELECT version, document FROM policy_version WHERE community = ?", (community,)
    ):
        try:
            found[int(version)] = from_document(document)
        except (ValueError, TypeError, AttributeError):
            continue
    return found


Page = list[tuple[Operation, Sequence[Entry], Sequence[Use], Sequence[Lot]]]


def pages(connection: sqlite3.Connection, community: int, size: int = PAGE, after: int = 0) -> Iterator[Page]:
    """A community's journal in pages: operations in order, entries by line, uses by lot, new lots."""
    last = after
    while True:
        rows = connection.execute(
            f"SELECT {_fields(Operation)} FROM operation WHERE community = ? AND number > ? "
            "ORDER BY number LIMIT ?",
            (community, last, size),
        )
        operations = list(starmap(Operation, rows))
        if not operations:
            return
        span = (community, operations[0].number, operations[-1].number)
        entries, uses, lots = (_part(connection, kind, order, span).get for kind, order in _PARTS)
        none: tuple[Any, ...] = ()
        yield [
            (one, entries(number, none), uses(number, none), lots(number, none))
            for one in operations
            for number in (one.number,)
        ]
        last = operations[-1].number


_PARTS: tuple[tuple[Any, str], ...] = ((Entry, "line"), (Use, "lot"), (Lot, "number"))


def _part(
    connection: sqlite3.Connection, kind: Any, order: str, span: tuple[int, int, int]
) -> dict[int, list[Any]]:
    rows = connection.execute(
        f"SELECT {_fields(kind)} FROM {table_name(kind)} "
        f"WHERE community = ? AND operation BETWEEN ? AND ? ORDER BY operation, {order}",
        span,
    )
    return {number: list(some) for number, some in groupby(starmap(kind, rows), key=_OF)}


def _fields(kind: Any) -> str:
    return ", ".join(f'"{name}"' for name in columns(kind))
