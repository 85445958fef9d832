"""A community's past, read for a replay on a connection that can't write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from typing import Any, TypeVar

import orjson

from adapters.storage.schema import maker, table_name
from adapters.storage.verify_journal import pages
from core.instants import Instant
from core.ledger.lots import Use
from core.ledger.operations import Operation
from core.people import Community
from core.replaying.past import Act
from core.rows import columns

R = TypeVar("R")


class SqlitePast:
    """See `core.replaying.past`."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self._connection = connection
        self._number = number

    def community(self) -> Community:
        """Its own row."""
        row: Community = next(self.rows(Community))
        return row

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Every row of a kind as it is now."""
        found: Any = kind
        make = maker(found)
        fields = ", ".join(f'"{name}"' for name in ("community", *columns(found)))
        for row in self._rows(f"SELECT {fields} FROM {table_name(found)} WHERE community = ?"):
            yield make(row)

    def first(self, since: Instant) -> int:
        """The number of the first operation decided at or after a moment, one past the last if none was."""
        ((number,),) = self._rows(
            "SELECT coalesce(min(number), 0) FROM operation WHERE community = ? AND at >= ?", since
        )
        if number:
            return int(number)
        ((last,),) = self._rows("SELECT coalesce(max(number), 0) FROM operation WHERE community = ?")
        return int(last) + 1

    def earlier(self, before: int) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
        """The operations before a number, in order, with their facts."""
        return self._operations("number < ?", before)

    def later(self, start: int, kinds: Sequence[str]) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
        """The operations of some kinds from a number on, in order, with their facts."""
        return self._operations(f"number >= ? AND kind IN ({', '.join('?' * len(kinds))})", start, *kinds)

    def _operations(self, which: str, *values: int | str) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
        fields = ", ".join(f'"{name}"' for name in columns(Operation))
        rows = self._rows(
            f"SELECT {fields} FROM operation WHERE community = ? AND {which} ORDER BY number", *values
        )
        for op in starmap(Operation, rows):
            yield op, orjson.loads(op.facts)

    def acts(self, start: int) -> Iterator[Act]:
        """The operations from a number on, in order."""
        for page in pages(self._connection, self._number, after=start - 1):
            for op, entries, uses, lots in page:
                yield Act(op, entries, uses, lots, orjson.loads(op.facts))

    def used(self, before: int) -> Mapping[int, int]:
        """By lot, how much of it the operations before a number took."""
        rows = self._rows(
            "SELECT lot, sum(amount) FROM use WHERE community = ? AND operation < ? GROUP BY lot", before
        )
        return {int(lot): int(amount) for lot, amount in rows}

    def payments(self, before: int) -> Iterator[Use]:
        """What operations before a number that paid for proposals or bids took from which lots."""
        rows = self._rows(
            "SELECT u.operation, u.lot, u.amount FROM use AS u JOIN operation AS o ON "
            "o.community = u.community AND o.number = u.operation WHERE u.community = ? "
            "AND o.number < ? AND o.kind IN ('proposal.submitted', 'boost.placed')",
            before,
        )
        return starmap(Use, rows)

    def touched(self, before: int) -> Mapping[int, int]:
        """By wallet, the last operation before a number that moved something in it."""
        rows = self._rows(
            "SELECT wallet, max(operation) FROM entry WHERE community = ? AND operation < ? "
            "AND wallet > 0 GROUP BY wallet",
            before,
        )
        return {int(wallet): int(number) for wallet, number in rows}

    def _rows(self, sql: str, *values: int | str) -> Iterator[tuple[Any, ...]]:
        return self._connection.execute(sql, (self._number, *values))
