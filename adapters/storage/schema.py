"""The tables: one for each kind of row, made from the kind itself, and what each must hold to.

A table is named after its kind and begins with the community, which begins every
key as well. The migrations say the same by hand; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.storage.constraints import CHECKS, FOREIGN, LATER, LOOSE, UNIQUE
from core.board.jobs import Job
from core.board.orders import UNPAID, BuyOrder
from core.board.proposals import UNSEEN, Proposal
from core.instants import FOREVER
from core.kinds import INDEXES, KINDS
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT, Lot
from core.ledger.operations import Entry, Operation
from core.people import Community, Receipt
from core.rows import Index as Collection
from core.rows import Kind, Test, columns
from core.speech.notice import ASIDE, QUEUED, SENDING, SENT, Notice

# SQLite's STRICT tables know INTEGER and TEXT; a truth is kept as 0 or 1 on every database.
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
# Compared and ordered by its letters' numbers on every database, whatever language the host speaks.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")


def literal(value: Any) -> str:
    """A constant as SQL: the database proves a partial index from constants alone."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value))


def condition(test: Test) -> str:
    """A collection's test as SQL, the same letters in the index and in the question."""
    name, operator, want = test
    if operator == "in":
        return f"{name} IN ({', '.join(literal(one) for one in want)})"
    return f'"{name}" {operator} {literal(want)}' if name == "left" else f"{name} {operator} {literal(want)}"


WAITING = condition(("state", "in", (QUEUED, SENDING)))
DELIVERED = condition(("state", "in", (SENT, ASIDE)))
EVER_DUE = f"due < {FOREVER}"
HAS_LEFT = " AND ".join(condition(test) for test in LOTS_LEFT.where)
OF_WALLET = "wallet > 0"
IS_ACTIVE = "active = 1"
HAS_TEXT = "document <> ''"
IS_UNPAID = condition(("state", "=", UNPAID))
HAS_UNSEEN = "unseen > 0"
IS_UNSEEN = " AND ".join(condition(test) for test in UNSEEN.where)

LOOKUPS: tuple[tuple[str, Kind, tuple[str, ...], str], ...] = (
    ("community_due", Community, ("due",), EVER_DUE),
    ("operation_at", Operation, ("community", "at"), ""),
    ("wallet_due", Wallet, ("due",), EVER_DUE),
    ("wallet_ungranted", Wallet, ("community", "period"), IS_ACTIVE),
    ("lot_operation", Lot, ("community", "operation"), ""),
    ("entry_wallet", Entry, ("community", "wallet", "operation"), OF_WALLET),
    ("job_due", Job, ("due",), EVER_DUE),
    ("order_due", BuyOrder, ("due",), IS_UNPAID),
    ("order_member", BuyOrder, ("community", "member"), ""),
    ("proposal_unseen", Proposal, ("community", "at"), IS_UNSEEN),
    ("community_unseen", Community, ("unseen",), HAS_UNSEEN),
    ("job_state", Job, ("community", "state"), ""),
    ("job_client", Job, ("community", "client"), ""),
    ("proposal_member", Proposal, ("community", "member"), ""),
    ("notice_waiting", Notice, ("community", "number"), WAITING),
    ("notice_old", Notice, ("at",), DELIVERED),
    ("receipt_text", Receipt, ("at",), HAS_TEXT),
)
"""Indexes for questions, each with the condition that its rows pass."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def table_name(kind: Kind) -> str:
    """A kind's name with underscores."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


@cache
def truths(kind: Kind) -> tuple[int, ...]:
    """Where among a kind's fields the truths stand, which the database keeps as numbers."""
    hints = get_type_hints(kind)
    return tuple(place for place, name in enumerate(columns(kind)) if hints[name] is bool)


@cache
def maker(kind: Any) -> Callable[[Any], Any]:
    """How to make a row of a kind from a database's row that begins with the community."""
    places = [place + 1 for place in truths(kind)]
    if not places:
        return lambda found: kind(*found[1:])

    def make(found: Any) -> Any:
        values = list(found)
        for place in places:
            values[place] = values[place] == 1
        return kind(*values[1:])

    return make


def _truth(name: str) -> CheckConstraint:
    return CheckConstraint(text(f"{name} IN (0, 1)"), name=name)


def _later(kind: Kind, name: str, hint: Any) -> Column[Any]:
    """A column of later, with the default of its field."""
    default: Any = next(one.default for one in fields(kind) if one.name == name)
    if hint is str:
        return Column(name, WORDS, nullable=False, server_default=text(literal(default)))
    check = _truth(name) if hint is bool else CheckConstraint(text(f"{name} >= 0"), name=name)
    return Column(name, WHOLE, check, nullable=False, server_default=text(str(int(default))))


def _table(kind: Kind) -> Table:
    name, hints, key = table_name(kind), get_type_hints(kind), ("community", *kind.KEY)
    parts: list[Any] = [
        Column("community", WHOLE, nullable=False),
        *(
            _later(kind, one, hints[one])
            if one in LATER.get(kind, ())
            else Column(one, WORDS if hints[one] is str else WHOLE, nullable=False)
            for one in columns(kind)
        ),
        PrimaryKeyConstraint(*key),
    ]
    for field, target in FOREIGN.get(kind, ()):
        there = table_name(target)
        parts.append(
            ForeignKeyConstraint(("community", field), (f"{there}.community", f"{there}.{target.KEY[0]}"))
        )
    if kind is not Community and kind not in FOREIGN:
        parts.append(ForeignKeyConstraint(("community",), ("community.community",)))
    parts += [CheckConstraint(text(check), name=what) for what, check in CHECKS.get(kind, {}).items()]
    parts += [
        _truth(columns(kind)[place])
        for place in truths(kind)
        if columns(kind)[place] not in LATER.get(kind, ())
    ]
    if kind in UNIQUE:
        parts.append(UniqueConstraint("community", *UNIQUE[kind]))
    clustered = kind is not Community and kind not in LOOSE
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=not clustered)


def _index(name: str, table: Table, fields: tuple[str, ...], where: str) -> None:
    # PostgreSQL's own option is left out: to name it here would read in its dialect at every start.
    some: dict[str, Any] = {"sqlite_where": text(where)} if where else {}
    Index(f"ix_{name}", *(table.c[field] for field in fields), **some)


def needs_index(collection: Collection) -> bool:
    """Whether neither the key nor another collection's index finds this collection."""
    by = collection.by
    unique = (collection.of.KEY, UNIQUE.get(collection.of, ()))
    if not collection.where and any(by == key[: len(by)] for key in unique):
        return False
    return not any(
        other is not collection
        and other.of is collection.of
        and not other.where
        and other.by[: len(by)] == by
        for other in INDEXES
        if by
    )


TABLES: dict[Kind, Table] = {kind: _table(kind) for kind in KINDS}

for _collection in INDEXES:
    if needs_index(_collection):
        _index(
            _collection.name,
            TABLES[_collection.of],
            # Of a whole community only the tested field makes SQLite prefer the index to the clustered key.
            ("community", *(_collection.by or (name for name, _, _ in _collection.where))),
            " AND ".join(condition(test) for test in _collection.where),
        )
for _name, _kind, _fields, _where in LOOKUPS:
    _index(_name, TABLES[_kind], _fields, _where)

PLACE = Table(
    "place",
    metadata,
    Column("platform", WORDS, nullable=False),
    Column("place", WORDS, nullable=False),
    Column("community", WHOLE, nullable=False),
    PrimaryKeyConstraint("platform", "place"),
    ForeignKeyConstraint(("community",), ("community.community",)),
    Index("ix_place_community", "community"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
META = Table(
    "meta",
    metadata,
    Column("name", WORDS, nullable=False),
    Column("value", WORDS, nullable=False),
    PrimaryKeyConstraint("name"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
