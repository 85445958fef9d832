"""Random edits of the journal's rows, and what `connects verify --chain` has to say of each."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.storage.verify_chain import Chained, chained
from core.ledger import chain
from core.ledger.chain import Anchor

JOURNAL: dict[str, str] = {
    "operation": "number",
    "entry": "operation",
    "use": "operation",
    "lot": "operation",
}
"""The tables that the chain covers, and the column that says which operation a row is of."""
STATE = {("lot", "left"), ("lot", "warned")}
"""What changes after it was written; the other checks look after it."""
_NUMBER = re.compile(r"operation ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: what it was, and the first operation that it damages (0: it changed nothing)."""

    what: str
    first: int


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """A table's columns that the chain covers."""
    names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    return [name for name in names if name != "community" and (table, name) not in STATE]


def edit(connection: sqlite3.Connection, chance: random.Random) -> Edit:
    """Change, take away or add something at random. The caller rolls back."""
    table = chance.choice(list(JOURNAL))
    shape = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    names, key = [one[1] for one in shape], [one[1] for one in shape if one[5]]
    rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
    row = dict(zip(names, chance.choice(rows), strict=True))
    where = " AND ".join(f'"{name}" = ?' for name in key)
    this = [row[name] for name in key]
    of = int(row[JOURNAL[table]])
    move = chance.random()
    if move < 0.1:
        connection.execute(f'DELETE FROM "{table}" WHERE {where}', this)
        return Edit(f"{table} of operation {of} deleted", of)
    name = chance.choice(columns(connection, table))
    value = _other(row[name], chance)
    if move < 0.3:  # what another row says
        value = dict(zip(names, chance.choice(rows), strict=True))[name]
    if value == row[name]:
        return Edit("nothing", 0)
    try:
        connection.execute(f'UPDATE "{table}" SET "{name}" = ? WHERE {where}', (value, *this))
    except sqlite3.IntegrityError:  # a second row of that key
        return Edit("nothing", 0)
    # Moved to another operation it damages that one as well, if there can be one of that number.
    first = min(of, int(value)) if name == JOURNAL[table] and int(value) > 0 else of
    return Edit(f"{table}.{name} of operation {of}: {row[name]!r} to {value!r}", first)


def _other(value: Any, chance: random.Random) -> Any:
    """A value that is not this one."""
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -value or 1, value + chance.randrange(1, 1_000_000), 0])
    if not value:
        return "x"
    place = chance.randrange(len(value))
    changes: list[Callable[[], str]] = [
        lambda: value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :],
        lambda: value[:place] + value[place + 1 :],
        lambda: value + " ",
        lambda: "",
    ]
    return chance.choice(changes)()


def named(found: Chained) -> int:
    """The operation that the first thing wrong is about."""
    match = _NUMBER.search(found.wrong[0]) if found.wrong else None
    return int(match[1]) if match else 0


def forge(connection: sqlite3.Connection) -> None:
    """Hash everything anew after an edit, as somebody would who knows how."""
    from tests.adapters.storage.test_verify_story import rechain

    rechain(connection)


def look(connection: sqlite3.Connection, *anchors: Anchor) -> Chained:
    """What is said of the one community."""
    (found,) = chained(connection, anchors)
    return found


def anchor_at(connection: sqlite3.Connection, number: int) -> Anchor:
    """The anchor that was published when there were so many operations."""
    row = connection.execute("SELECT hash FROM operation WHERE number = ?", (number,)).fetchone()
    return Anchor(1, number, row[0] if row else chain.GENESIS)
