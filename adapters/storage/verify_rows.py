"""Checks of the database itself: its file, its rows and what they point to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import orjson
from sqlalchemy import Text

from adapters.storage.constraints import CHECKS as RULES
from adapters.storage.schema import DELIVERED, HAS_TEXT, PLACE, TABLES, table_name
from adapters.storage.verify_case import Check, total
from core.instants import DAY
from core.ledger.accounts import Wallet
from core.ledger.chain import digest_text
from core.ledger.lots import Lot
from core.ledger.operations import Entry
from core.rows import Kind
from core.rules import restoring
from core.speech import codec
from core.upkeep import LIFE

NAMED: dict[tuple[Kind, str], str] = {
    (Entry, "amount"): "entries.amount",
    (Lot, "left"): "lots.left",
    (Wallet, "balance"): "wallets.balance",
}
"""Constraints of the schema that have a check of their own."""
_COUNTED = (
    ("owners", "wallet", "number"),
    ("lots", "lot", "number"),
    ("jobs", "job", "number"),
    ("proposals", "proposal", "number"),
    ("orders", "buy_order", "number"),
    ("policy", "policy_version", "version"),
)
"""Counters, the tables whose rows they number, and by which field; no row of these is ever deleted."""
_OVER = """(SELECT coalesce(sum(json_extract(o.facts, '$.{}')), 0) FROM operation o
WHERE o.community = c.community AND o.key >= 'restore/' AND o.key < 'restore0'
AND o.kind = 'books.restored' AND json_valid(o.facts))"""
"""How many numbers were passed over because the books came back from a backup."""
_POINTERS = (
    ("operation", "actor", "member", "number"),
    ("operation", "member", "wallet", "number"),
    ("operation", "job", "job", "number"),
    ("operation", "proposal", "proposal", "number"),
    ("entry", "wallet", "wallet", "number"),
    ("job", "client", "member", "number"),
    ("text", "member", "member", "number"),
    ("pair", "client", "member", "number"),
    ("receipt", "member", "member", "number"),
    ("agency", "owner", "member", "number"),
)
"""What points to what beside the foreign keys; 0 points to nothing."""
_TEXTS = (
    ("job", "title"), ("job", "description"), ("job", "budget"),
    ("agency", "name"), ("proposal", "letter"), ("proposal", "question"), ("proposal", "answer"),
)  # fmt: skip
_DATES = (
    ("operation", "at"), ("member", "joined"), ("member", "left"), ("policy_version", "since"),
    ("agency", "opened"), ("agency_member", "since"),
    ("lot", "issued"), ("pair", "at"), ("job", "opened"), ("job", "ended"),
    ("proposal", "at"), ("proposal", "asked"), ("proposal", "answered"),
)  # fmt: skip
"""Moments that are written together with an operation, which sets the community's time."""


def _integrity(connection: sqlite3.Connection) -> int:
    # Broken CHECKs have checks of their own, which tell them apart.
    connection.execute("PRAGMA ignore_check_constraints = ON")
    return sum(row[0] != "ok" for row in connection.execute("PRAGMA integrity_check"))


def _dangling(connection: sqlite3.Connection) -> int:
    # That each row's community exists is a check of its own, and all that most of the large tables point to.
    return sum(
        row[2] != "community"
        for table in TABLES.values()
        if any(one.column.table.name != "community" for one in table.foreign_keys)
        for row in connection.execute(f"PRAGMA foreign_key_check({table.name})")
    )


def _strangers() -> Iterator[str]:
    for table in (*(table_name(kind) for kind in TABLES), PLACE.name):
        if table != "community":
            yield f"SELECT count(*) FROM {table} WHERE community NOT IN (SELECT community FROM community)"


def _types(connection: sqlite3.Connection) -> int:
    # SQLite holds the types of a STRICT table and looks at them in its own check of the file; what is left
    # is a table that was made another kind behind the bot's back.
    strict = {
        name
        for name, is_strict in connection.execute("SELECT name, strict FROM pragma_table_list")
        if is_strict
    }
    count = 0
    for table in TABLES.values():
        if table.name not in strict:
            wrong = " OR ".join(
                f"""typeof("{column.name}") <> '{"text" if isinstance(column.type, Text) else "integer"}'"""
                for column in table.c
            )
            count += connection.execute(f"SELECT count(*) FROM {table.name} WHERE {wrong}").fetchone()[0]
    return count


def _bounds() -> Iterator[str]:
    for kind, rules in RULES.items():
        broken = [f"NOT ({rule})" for name, rule in rules.items() if (kind, name) not in NAMED]
        if broken:
            yield f"SELECT count(*) FROM {table_name(kind)} WHERE {' OR '.join(broken)}"


def _named() -> Iterator[tuple[str, str]]:
    for (kind, name), check in NAMED.items():
        yield check, f"SELECT count(*) FROM {table_name(kind)} WHERE NOT ({RULES[kind][name]})"


def _counters() -> Iterator[str]:
    for counter, table, field in _COUNTED:
        over = _OVER.format(counter) if counter in restoring.NUMBERED else "0"
        there = f"FROM {table} t WHERE t.community = c.community"
        yield (
            f"SELECT count(*) FROM community c WHERE c.{counter} <> (SELECT count(*) {there}) + {over} OR "
            f"CASE WHEN {over} THEN c.{counter} < (SELECT coalesce(max({field}), 0) {there}) "
            f"ELSE c.{counter} <> (SELECT coalesce(max({field}), 0) {there}) END"
        )
    # Texts are erased, what was sent and answered has its time, and owners are not all members.
    yield (
        "SELECT count(*) FROM community c WHERE "
        "c.texts < (SELECT coalesce(max(number), 0) FROM text t WHERE t.community = c.community) OR "
        "c.notices < (SELECT coalesce(max(number), 0) FROM notice t WHERE t.community = c.community) OR "
        "c.replies < (SELECT count(*) FROM receipt t WHERE t.community = c.community) OR "
        "c.owners < (SELECT coalesce(max(number), 0) FROM member t WHERE t.community = c.community)"
    )


def _pointers() -> Iterator[str]:
    for table, field, there, key in _POINTERS:
        yield (
            f"SELECT count(*) FROM {table} t WHERE t.{field} > 0 AND NOT EXISTS "
            f"(SELECT 1 FROM {there} o WHERE o.community = t.community AND o.{key} = t.{field})"
        )
    for table, field in _TEXTS:
        yield (
            f"SELECT count(*) FROM {table} t JOIN community c ON c.community = t.community "
            f"WHERE t.{field} > c.texts"
        )


def _dates() -> Iterator[str]:
    for table, field in _DATES:
        yield (
            f"SELECT count(*) FROM {table} t JOIN community c ON c.community = t.community "
            f'WHERE t."{field}" > c.at'
        )


def _document(form: int) -> str:
    return (
        "NOT CASE WHEN json_valid(document) AND json_type(document) = 'array' "
        f"THEN ifnull(json_extract(document, '$[0]') BETWEEN 1 AND {form}, 0) ELSE 0 END"
    )


def _old(table: str, done: str) -> str:
    """Rows of a table that are past their time; a bot that was down has a day to see to them."""
    return (
        f"SELECT count(*) FROM {table} t JOIN (SELECT c.community AS there, max(o.at) AS seen "
        f"FROM community c JOIN operation o ON o.community = c.community AND o.at < c.at - {DAY} "
        f"GROUP BY c.community) ON there = t.community WHERE t.at < seen - {LIFE + DAY} AND t.{done}"
    )


def _texts(connection: sqlite3.Connection) -> int:
    rows = connection.execute(
        "SELECT t.number, t.salt, t.body, o.facts FROM text t "
        "LEFT JOIN operation o ON o.community = t.community AND o.number = t.operation"
    )
    return sum(digest_text(salt, body) != _said(facts, number) for number, salt, body, facts in rows)


def _said(facts: str | None, number: int) -> object:
    """The digest that an operation has of a text."""
    try:
        return orjson.loads(facts or "")["texts"][str(number)]
    except (ValueError, KeyError, TypeError):
        return None


CHECKS = (
    Check(
        "rows.integrity", "faults that SQLite finds in the file's pages, indexes and types", count=_integrity
    ),
    Check("rows.dangling", "rows that point to a row which is not there", count=_dangling),
    Check("rows.community", "rows of a community that does not exist", total(_strangers())),
    Check("rows.pointers", "rows that name a member, job or text that is not there", total(_pointers())),
    Check("rows.types", "rows with something else than whole numbers and texts", count=_types),
    Check("rows.bounds", "rows with a number that can't be", total(_bounds())),
    Check("rows.counters", "counters that are not what they counted", total(_counters())),
    Check("rows.dates", "rows dated after their community's time", total(_dates())),
    Check("texts.digest", "texts that are not the ones the journal has the digests of", count=_texts),
    Check(
        "receipts.document", "receipts whose answer can't be read",
        f"SELECT count(*) FROM receipt WHERE digest = '' OR (document <> '' AND {_document(codec.FORM)})",
    ),
    Check("receipts.old", "answers that are kept a day beyond their time", _old("receipt", HAS_TEXT)),
    Check("notices.old", "notices that are kept a day beyond their time", _old("notice", DELIVERED)),
    Check(
        "notices.document", "notices that can't be read, or cards that were given words",
        "SELECT count(*) FROM notice WHERE "
        f"CASE WHEN thing = '' THEN {_document(codec.FORM)} ELSE document <> '' END",
    ),
    Check(
        "notices.operation", "notices about an operation that there is none of",
        "SELECT count(*) FROM notice n WHERE NOT EXISTS (SELECT 1 FROM operation o "
        "WHERE o.community = n.community AND o.number = n.operation)",
    ),
)  # fmt: skip
BOUNDS = dict(_named())
"""The queries of the constraints that have a check of their own."""
