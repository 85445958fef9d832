"""`connects verify`, `export` and `migrate`: what an owner does with the books beside the running bot."""

from __future__ import annotations

import asyncio
import csv
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from typing import Any

from adapters.storage import migrate as migrations
from adapters.storage.errors import StorageError
from adapters.storage.files import sqlite_path
from adapters.storage.postgres import Address, address, is_postgres
from adapters.storage.verify import CHECKS, proof, reader
from adapters.storage.verify_journal import pages
from core import instants
from core.ledger.accounts import WALLET
from core.ledger.beancount import Ledger, name_of
from core.ledger.operations import Entry, Operation

COLUMNS = (
    "operation", "key", "kind", "actor", "at", "due", "policy", "job", "proposal",
    "account", "wallet", "amount", "before", "after",
)  # fmt: skip
NAMED_AT_MOST = 20


async def verify(url: str) -> int:
    """Check every invariant and print a line each; 0 if nothing offends, else 1. Raises StorageError."""
    wide = max(len(check.name) for check in CHECKS)
    began, offended = time.monotonic(), 0
    with proof(url) as books:
        for check in CHECKS:
            # In a thread, so that Ctrl-C is heard: a check of a large journal takes long.
            working = asyncio.ensure_future(asyncio.to_thread(books.count, check))
            try:
                count, note = await asyncio.shield(working)
            except asyncio.CancelledError:
                books.stop()
                await asyncio.wait({working})  # a connection closed under a thread that reads would crash
                raise
            offended += count > 0
            print(f"{check.name:<{wide}} {count:>8}  {check.meaning}{f' ({note})' if note else ''}")
    took = f"{len(CHECKS)} checks in {time.monotonic() - began:.1f} s"
    said = f"{offended} of them found something wrong" if offended else "all of them hold"
    print(f"connects: {took}; {said}.", file=sys.stderr)
    return 1 if offended else 0


async def export(url: str, format_: str, community: str | None) -> int:
    """Write a community's whole journal to standard output. Raises StorageError."""
    with reader(url) as connection:
        number = chosen(connection, community)
        write = {"csv": _csv, "json": _json, "beancount": _beancount}[format_]
        for text in write(connection, number):
            sys.stdout.write(text)
    sys.stdout.flush()
    return 0


def migrate(url: str) -> int:
    """Bring a database to this release's schema and say what was done. Raises StorageError."""
    if is_postgres(url):
        where = address(url)
        had, done = asyncio.run(_migrate(where))
        return _said(where.name, had, done)
    path = sqlite_path(url)
    if path is None:
        raise StorageError("A database in memory is gone when its bot ends: name a file.")
    return _said(str(path), migrations.version(path), migrations.migrate(url))


async def _migrate(where: Address) -> tuple[str, list[str]]:
    from adapters.storage import postgres_migrate

    lacking = await postgres_migrate.pending(where)
    known = len(migrations.REVISIONS) - len(lacking)
    had = migrations.REVISIONS[known - 1] if known else ""
    return had, await postgres_migrate.apply(where)


def _said(name: str, had: str, done: list[str]) -> int:
    if not done:
        print(f"The database {name} has schema {had}, the newest this release knows; nothing was done.")
    elif had:
        print(f"The database {name} was brought from schema {had} to {done[-1]} ({', '.join(done)}).")
    else:
        print(f"A new database with schema {done[-1]} was made at {name}.")
    return 0


def chosen(connection: sqlite3.Connection, typed: str | None) -> int:
    there = [int(row[0]) for row in connection.execute("SELECT community FROM community ORDER BY 1")]
    if not there:
        raise StorageError("There is no community in this database yet: nobody has spoken to its bot.")
    named = ", ".join(str(number) for number in there[:NAMED_AT_MOST])
    more = f" and {len(there) - NAMED_AT_MOST} more" if len(there) > NAMED_AT_MOST else ""
    if typed is None:
        if len(there) > 1:
            raise StorageError(f"There are several communities, so name one with --community: {named}{more}.")
        return there[0]
    if not (typed.isascii() and typed.isdigit() and int(typed) in there):
        raise StorageError(f"There is no community {typed}; there is {named}{more}.")
    return int(typed)


def _entries(connection: sqlite3.Connection, community: int) -> Iterator[tuple[Operation, Entry]]:
    for page in pages(connection, community):
        for op, entries, _, _ in page:
            for entry in entries:
                yield op, entry


def _row(op: Operation, entry: Entry) -> dict[str, Any]:
    whose = entry.wallet > 0
    values = (
        op.number, op.key, op.kind, op.actor, instants.iso(op.at), instants.iso(op.due) if op.due else None,
        op.policy, op.job or None, op.proposal or None, entry.account, entry.wallet or None, entry.amount,
        entry.before if whose else None, entry.after if whose else None,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


class _Lines:
    """A file that keeps what was written last, for the csv writer to write to."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _csv(connection: sqlite3.Connection, community: int) -> Iterator[str]:
    line = _Lines()
    writer = csv.DictWriter(line, COLUMNS, lineterminator="\n")
    writer.writeheader()
    yield line.text
    for op, entry in _entries(connection, community):
        writer.writerow(_row(op, entry))
        yield line.text


def _json(connection: sqlite3.Connection, community: int) -> Iterator[str]:
    before = "["
    for op, entry in _entries(connection, community):
        yield f"{before}\n{json.dumps(_row(op, entry))}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _beancount(connection: sqlite3.Connection, community: int) -> Iterator[str]:
    """Operations that move nothing have no place in a ledger and are left out."""
    ledger = Ledger(f"Connects of community {community}")
    for page in pages(connection, community):
        for op, entries, _, _ in page:
            if entries:
                yield from ledger.operation(op, entries)
    held = {
        name_of(WALLET, number): balance
        for number, balance in connection.execute(
            "SELECT number, balance FROM wallet WHERE community = ? ORDER BY number", (community,)
        )
    }
    for name, balance in connection.execute(
        "SELECT name, balance FROM account WHERE community = ? ORDER BY name", (community,)
    ):
        held[name_of(name, 0)] = balance
    yield from ledger.balances(held)
