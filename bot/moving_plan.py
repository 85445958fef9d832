"""What an import would do, or undo: read off the books beside the running bot, and nothing written."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from adapters.moving.lines import Bad, File, Line, Unread, connects
from adapters.storage.verify import reader
from adapters.storage.verify_journal import policies
from bot.checking import chosen
from bot.failing import Failed
from core import instants
from core.instants import DAY, Instant
from core.people import Who
from core.policy.shipped import preset
from core.rules.moving import BEGUN, IN, Brought, key_of

SOURCES = {"csv": "a table", "red": "Red's bank", "unbelievaboat": "UnbelievaBoat's leaderboard"}
LONGEST = 3660 * DAY
"""So long what is brought may last."""


@dataclass
class Plan:
    """What a file would bring to whom, and what of it is left out."""

    community: int
    name: str
    source: str
    digest: str
    counted: str
    brought: list[Brought] = field(default_factory=list)
    bad: list[Unread] = field(default_factory=list)
    here: int = 0
    new: int = 0
    before: int = 0
    nothing: int = 0
    over: Decimal = Decimal(0)


class Part(NamedTuple):
    """What a member got from an import: by which operation, how many, what is left of them."""

    operation: int
    called: str
    amount: int
    left: int


@dataclass
class Undoing:
    """What an import brought that was not taken back yet, and how many members' parts were."""

    community: int
    name: str
    parts: list[Part]
    before: int


def plan(url: str, community: str | None, file: File, name: str, rate: Decimal) -> Plan:
    """Work out what a file would do. Raises Failed, StorageError."""
    with reader(url) as books:
        number = chosen(books, community)
        _must_be_new(books, number, name, file.digest)
        found = Plan(number, name, file.source, file.digest, file.counted, bad=list(file.bad))
        places = dict(books.execute("SELECT platform, place FROM place WHERE community = ?", (number,)))
        held = policies(books, number)
        zone = held[max(held)].time_zone if held else preset("classic").time_zone
        now = time.time_ns() // 1_000
        for line in file.lines:
            try:
                _see(books, found, line, places, rate, zone, now)
            except Bad as bad:
                found.bad.append(Unread(line.number, str(bad)))
    found.bad.sort()
    return found


def _see(
    books: sqlite3.Connection, found: Plan, line: Line, places: dict[str, str], rate: Decimal, zone: str,
    now: Instant,
) -> None:  # fmt: skip
    if line.platform not in places:
        there = ", ".join(sorted(places))
        raise Bad(f"community {found.community} is not on {line.platform}, only on {there}")
    expires = _end(line.expires, zone, now)
    amount, over = connects(line.balance, rate)
    if not amount:
        found.nothing += 1
        found.over += over
        return
    member = _member(books, found.community, line)
    if member and _has(books, found.community, key_of(found.name, member)):
        found.before += 1
        return
    who = Who(line.platform, places[line.platform], line.person, line.name)
    found.brought.append(Brought(who, amount, expires, line.note))
    found.over += over
    found.here += bool(member)
    found.new += not member


def _end(typed: str, zone: str, now: Instant) -> Instant:
    """When what is brought ends: with that day on the community's clocks; 0 where none is named."""
    if not typed:
        return 0
    try:
        end = instants.parse_date(typed, zone)
    except ValueError:
        raise Bad(f"{typed} is no date: write it as 2027-12-24") from None
    if not now < end <= now + LONGEST:
        raise Bad(f"what ends with {typed} is over already, or lasts longer than ten years")
    return end


def _member(books: sqlite3.Connection, community: int, line: Line) -> int:
    row = books.execute(
        "SELECT member FROM identity WHERE community = ? AND platform = ? AND person = ?",
        (community, line.platform, line.person),
    ).fetchone()
    return int(row[0]) if row else 0


def _has(books: sqlite3.Connection, community: int, key: str) -> bool:
    row = books.execute("SELECT 1 FROM operation WHERE community = ? AND key = ?", (community, key))
    return row.fetchone() is not None


def _must_be_new(books: sqlite3.Connection, community: int, name: str, digest: str) -> None:
    """A file that came under another name and is not taken back would count twice. Raises Failed."""
    for key, facts in books.execute(
        "SELECT key, facts FROM operation WHERE community = ? AND kind = ?", (community, BEGUN)
    ):
        other = str(json.loads(facts).get("name"))
        if key.endswith(f"/file-{digest}") and other != name and _parts(books, community, other):
            raise Failed(
                f"this very file was moved in as the import “{other}”: go on with --name {other}, "
                f"or take that back first with --undo {other}."
            )


def undoing(url: str, community: str | None, name: str) -> Undoing:
    """What of an import can be taken back. Raises Failed, StorageError."""
    with reader(url) as books:
        number = chosen(books, community)
        brought = books.execute(_BROUGHT.format("count(*)"), (number, IN, name)).fetchone()[0]
        if not brought:
            names = books.execute(
                "SELECT DISTINCT json_extract(facts, '$.name') FROM operation "
                "WHERE community = ? AND kind = ? ORDER BY 1", (number, BEGUN),
            )  # fmt: skip
            there = ", ".join(str(one) for (one,) in names) or "none yet"
            raise Failed(f"there is no import “{name}” here; there is {there}.")
        parts = _parts(books, number, name)
    return Undoing(number, name, parts, brought - len(parts))


_BROUGHT = (
    "SELECT {} FROM operation o WHERE o.community = ? AND o.kind = ? AND json_extract(o.facts, '$.name') = ?"
)
_PART = _BROUGHT.format(
    "o.number, coalesce((SELECT max(i.platform || ' ' || i.person || ' ' || i.name) FROM identity i "
    "WHERE i.community = o.community AND i.member = o.member), 'member ' || o.member), l.amount, l.\"left\""
).replace(" WHERE o.", " JOIN lot l ON l.community = o.community AND l.operation = o.number WHERE o.", 1)


def _parts(books: sqlite3.Connection, community: int, name: str) -> list[Part]:
    """Those that were not taken back, in their order."""
    rows = books.execute(
        f"{_PART} AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.community = o.community "
        "AND u.key = 'undo/' || o.number) ORDER BY o.number",
        (community, IN, name),
    )  # fmt: skip
    return [Part(*row) for row in rows]
