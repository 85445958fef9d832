"""The tables are what the kinds say, and keep out what no rule could have meant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import create_engine

from adapters.storage.schema import TABLES, metadata, table_name
from core.kinds import KINDS
from core.ledger.accounts import PeriodPaid
from core.rows import columns


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    """An empty database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        metadata.create_all(create_engine("sqlite://", creator=lambda: connection))
        yield connection


@pytest.mark.parametrize("kind", KINDS, ids=table_name)
def test_a_tables_columns_are_the_community_and_the_kinds_fields(
    kind: Any, database: sqlite3.Connection
) -> None:
    there = database.execute(f"PRAGMA table_info({table_name(kind)})").fetchall()
    assert [row[1] for row in there] == ["community", *columns(kind)]
    assert {row[2] for row in there} <= {"INTEGER", "TEXT"}
    assert [row[1] for row in sorted(there, key=lambda row: row[5]) if row[5]] == ["community", *kind.KEY]


def test_a_table_is_named_after_its_kind() -> None:
    assert TABLES[PeriodPaid].name == "period_paid"


def test_every_table_is_strict(database: sqlite3.Connection) -> None:
    ours = [row for row in database.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")]
    assert len(ours) == len(KINDS) + 2
    assert all(strict for *_, strict in ours)


def test_everything_that_points_points_within_its_community(database: sqlite3.Connection) -> None:
    for kind in KINDS[1:]:
        links: dict[int, list[tuple[str, str]]] = {}
        for link in database.execute(f"PRAGMA foreign_key_list({table_name(kind)})"):
            links.setdefault(link[0], []).append((link[3], link[4]))
        assert links, f"{kind.__name__} points to nothing, not even a community"
        assert all(("community", "community") in some for some in links.values())


MEMBERS_WALLET = "INSERT INTO wallet VALUES (1, 1, 'member', {}, '', 0, 1, '', 0)"
REFUSED = {
    "an overdrawn wallet": MEMBERS_WALLET.format("-1, 'basic', 1, 1, 5"),
    "a wallet beyond the most": MEMBERS_WALLET.format("1000000000001, 'basic', 1, 1, 5"),
    "a float": MEMBERS_WALLET.format("1.5, 'basic', 1, 1, 5"),
    "text for a number": MEMBERS_WALLET.format("'12abc', 'basic', 1, 1, 5"),
    "nothing for a number": MEMBERS_WALLET.format("NULL, 'basic', 1, 1, 5"),
    "a truth that is neither": MEMBERS_WALLET.format("1, 'basic', 1, 2, 5"),
    "an overflow": MEMBERS_WALLET.format("9223372036854775807 + 1, 'basic', 1, 1, 5"),
    "a lot with more left than it had": "INSERT INTO lot VALUES (1, 1, 1, 1, 'gift', 5, 6, 1, 2, 0)",
    "a lot with less than nothing left": "INSERT INTO lot VALUES (1, 1, 1, 1, 'gift', 5, -1, 1, 2, 0)",
    "a lot of nothing": "INSERT INTO lot VALUES (1, 1, 1, 1, 'gift', 0, 0, 1, 2, 0)",
    "an entry of nothing": "INSERT INTO entry VALUES (1, 1, 1, 'wallet', 1, 0, 5, 5)",
    "an entry that does not add up": "INSERT INTO entry VALUES (1, 1, 1, 'wallet', 1, 3, 5, 9)",
    "a use of nothing": "INSERT INTO use VALUES (1, 1, 1, 0)",
    "an unknown rank": "INSERT INTO member VALUES (1, 1, 3, 0, 0, 0, 0, 0, '')",
    "a role that gives an unknown rank": "INSERT INTO role_rank VALUES (1, 'discord', '5', 3)",
    "a community half away": f"INSERT INTO community VALUES ({', '.join(['1'] * 18)}, 2, 0, 0, 0, 0)",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(what: str, database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(REFUSED[what])
