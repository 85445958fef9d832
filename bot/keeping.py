"""`connects backup`, `restore`, `restored` and `migrate`: what keeps the books when a disk does not."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import Settings
from bot.failing import Failed

if TYPE_CHECKING:
    from adapters.storage.backup import Written
    from core.rules.restoring import Restored

Run = Callable[[argparse.Namespace, Settings], int]


def add_commands(commands: Any) -> None:
    """Add them to the command line."""

    def add(name: str, run: Run, said: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(name, help=said)
        parser.add_argument("--db", metavar="URL", help="the database")
        parser.set_defaults(run=run)
        return parser

    parser = add("backup", _backup, "write a proven copy of the database; works while the bot runs")
    parser.add_argument("--to", metavar="PATH", required=True, help="a new file, or a folder of backups")
    parser.add_argument("--keep", metavar="N", type=int, default=0, help="leave the N newest in that folder")
    parser.add_argument("--no-verify", action="store_true", help="check its pages only, not its invariants")

    parser = add("restore", _restore, "put a backup in the database's place; the bot has to be stopped")
    parser.add_argument("--from", metavar="FILE", required=True, dest="source", help="the backup")
    parser.add_argument("--replace", action="store_true", help="over a database, which is kept beside it")
    parser.add_argument("--no-verify", action="store_true", help="check its pages only, not its invariants")

    add("restored", _restored, "tell the bot that other tools brought its database back from a backup")
    add("migrate", _migrate, "bring a database to this release's schema")


def _now() -> int:
    return time.time_ns() // 1_000


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    from adapters.storage.backup import take

    if chosen.keep < 0:
        raise Failed("--keep is how many backups stay: a number from 1 on.")
    written = take(
        _file(chosen, settings, "backup", "pg_dump"),
        chosen.to,
        _now(),
        keep=chosen.keep,
        invariants=not chosen.no_verify,
    )
    print(f"{written.path} was written: {_contents(written)}")
    return 0


def _restore(chosen: argparse.Namespace, settings: Settings) -> int:
    from adapters.storage.restore import restore

    url = _file(chosen, settings, "restore", "pg_restore, and then connects restored")
    back = restore(Path(chosen.source), url, _now(), replace=chosen.replace, invariants=not chosen.no_verify)
    print(f"{back.written.path} is now what {chosen.source} was: {_contents(back.written)}")
    if back.migrated:
        print(f"It was brought to schema {back.migrated[-1]}.")
    if back.kept is not None:
        print(f"The database of before is kept as {back.kept}.")
    print(_what_follows(back.restored))
    return 0


def _restored(chosen: argparse.Namespace, settings: Settings) -> int:
    from adapters.storage.restore import came_back

    url = chosen.db or settings.database()
    print(_what_follows(came_back(url, _now())))
    return 0


def _migrate(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.checking import migrate

    return migrate(chosen.db or settings.database())


def _file(chosen: argparse.Namespace, settings: Settings, what: str, instead: str) -> str:
    """The address of an SQLite database. Raises Failed."""
    url: str = chosen.db or settings.database()
    if url.startswith("postgres"):
        raise Failed(f"connects {what} is for SQLite: a PostgreSQL database has {instead} for it.")
    return url


def _contents(written: Written) -> str:
    from core import instants

    last = f", the last at {instants.iso(written.last)[:19]}Z" if written.last else ""
    checked = "" if written.proven else " Its invariants were not checked."
    return (
        f"{_count(written.size, 'byte')}, schema {written.schema}, "
        f"{_count(written.communities, 'community', 'communities')}, "
        f"{_count(written.operations, 'operation')}{last}.{checked}"
    )


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _what_follows(restored: Restored) -> str:
    from core import instants

    since = f"of {instants.iso(restored.since)[:19]}Z" if restored.since else "of an unknown time"
    return (
        f"The books are those {since}. At its next start the bot tells the staff, has the cards drawn anew, "
        "looks before it sends what may have been sent, and passes over the numbers that were given since."
    )
