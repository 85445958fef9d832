"""`connects verify --chain`: each community's journal hashed anew, beside what it said of itself before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from adapters.storage.verify_journal import pages
from core.ledger import chain
from core.ledger.chain import Anchor
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation


@dataclass(slots=True)
class Chained:
    """One community's chain: what it comes to, and everything that is wrong with it."""

    anchor: Anchor
    kept: int = 0
    """How many of the anchors given were found in it."""
    wrong: list[str] = field(default_factory=list)


def chained(connection: sqlite3.Connection, anchors: Sequence[Anchor] = ()) -> Iterator[Chained]:
    """Every community's chain, one after another; an anchor of a community that is not there is wrong."""
    by_community: dict[int, list[Anchor]] = {}
    for one in anchors:
        by_community.setdefault(one.community, []).append(one)
    there = connection.execute("SELECT community, operations, head FROM community ORDER BY community")
    for community, operations, head in there.fetchall():
        yield _chained(connection, Anchor(community, operations, head), by_community.pop(community, []))
    for community in sorted(by_community):
        last = max(one.operations for one in by_community[community])
        yield Chained(
            Anchor(community, 0, chain.GENESIS), 0, [f"it is gone: an anchor knows {last} operations of it"]
        )


def _chained(connection: sqlite3.Connection, told: Anchor, anchors: Sequence[Anchor]) -> Chained:
    found = Chained(told)
    at: dict[int, str] = {0: chain.GENESIS}
    wanted = {one.operations for one in anchors}
    head, number = chain.GENESIS, 0
    damaged = ""
    for page in pages(connection, told.community):
        for op, entries, uses, lots in page:
            if not damaged:
                if op.number != number + 1:
                    damaged = f"operation {number + 1} is missing"
                elif not _intact(head, op, entries, uses, lots):
                    damaged = f"operation {op.number} ({op.kind}) is not as it was written"
            head, number = op.hash, op.number
            if number in wanted:
                at[number] = head
    if not damaged and (number, head) != (told.operations, told.head):
        if number == told.operations:
            damaged = f"operation {number} is not the one that the community ends with"
        elif number < told.operations:
            damaged = f"operation {number + 1} is missing, and all after it to {told.operations}"
        else:
            damaged = f"operation {told.operations + 1} is one more than the community knows"
    if not damaged and (lost := _astray(connection, told.community, number)):
        damaged = lost
    if damaged:
        found.wrong.append(damaged)
    sound = 0
    for one in sorted(anchors, key=lambda one: one.operations):
        if one.operations > number:
            found.wrong.append(
                f"it has lost operations: an anchor knows {one.operations}, {number} are there"
            )
        elif at.get(one.operations) != one.head:
            found.wrong.append(
                f"an operation between {sound + 1} and {one.operations} was written anew, with all after it: "
                f"the anchor of {one.operations} operations says another head"
            )
        else:
            sound, found.kept = one.operations, found.kept + 1
            continue
        break  # what comes after differs as well
    return found


def _intact(
    head: str, op: Operation, entries: Sequence[Entry], uses: Sequence[Use], lots: Sequence[Lot]
) -> bool:
    try:
        return chain.digest(head, op, entries, uses, lots) == op.hash
    except (KeyError, TypeError):  # a form that this release does not know, a value that is no text
        return False


def _astray(connection: sqlite3.Connection, community: int, last: int) -> str:
    """What belongs to an operation that is not there."""
    for table in ("entry", "use", "lot"):
        for (number,) in islice(
            connection.execute(
                f'SELECT operation FROM "{table}" WHERE community = ? AND (operation < 1 OR operation > ?)',
                (community, last),
            ),
            1,
        ):
            return f"there is a row of {table} for operation {number}, which is not there"
    return ""


def anchors_of(connection: sqlite3.Connection) -> list[Anchor]:
    """What the chains come to now."""
    rows = connection.execute("SELECT community, operations, head FROM community ORDER BY community")
    return [Anchor(*row) for row in rows]
