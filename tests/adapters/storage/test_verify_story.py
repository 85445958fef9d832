"""Books with everything in them, written by the bot itself, and ways to damage them."""

from __future__ import annotations

import asyncio
import io
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.console.script import run_script
from adapters.storage.verify import CHECKS, proof
from adapters.storage.verify_journal import pages
from bot.wiring import console_opener, open_bot
from core import instants
from core.book import Book
from core.ledger import chain
from core.pieces import Piece
from core.rules import places
from core.speech.reply import Reply
from tests.core.town import Town

FIRST = """
!role boss staff
!join ana
!join ben
!join cat
!role cli client
!role dora client
boss> /admin grant member:ana amount:15 reason:"welcome"
boss> /admin take member:ben amount:3 reason:"oops"
cli> /job post title:"A ledger in Python" description:"Write it" price:4 hires:2 closes:60d
cli> /job post title:"Second job" price:6 closes:100d
cli> /job post title:"Third job" price:2 closes:90d
cli> /job post title:"Nobody wants it" price:2 closes:9d
ana> /apply job-1 message:"I can"
ben> /apply job-1
cat> /apply job-1 message:"me"
ana> /apply job-2
ben> /apply job-2
cat> /apply job-2
ana> /apply job-3
cli> /proposal interview proposal-1 question:"When?"
ana> /proposal answer proposal-1 answer:"Now"
cli> /proposal shortlist proposal-2
cli> /proposal decline proposal-3
cat> /proposal withdraw proposal-6 message:"sorry"
cli> /proposal archive proposal-5
cli> /job cancel job-2
cli> /job cancel job-3
!advance 70d
boss> /admin zone Europe/Madrid
boss> /admin policy bonus.window rolling
boss> /admin plan member:ben plan:plus reason:"pays"
cli> /job post title:"Fourth job" price:1 hires:1
ana> /apply job-5 message:"hello"
ben> /apply job-5
cli> /proposal hire proposal-8
boss> /admin policy bonus.window weekly
cli> /job post title:"A long one" price:6 closes:350d
ana> /apply job-6
!advance 330d
cli> /job cancel job-6
!advance 70d
!leave cat
boss> /admin wallet member:ana
boss> /admin policy gift.signup 0
!join dan
boss> /admin policy gift.signup 40
boss> /admin policy bonus.cap 15
boss> /admin policy price.allowed any
cli> /job post title:"Seventh job" price:2
cli> /job post title:"Eighth job" price:2
dora> /job post title:"Ninth job" price:2
dora> /job post title:"Free job" price:0
dora> /job post title:"Free and cancelled" price:0
ben> /apply job-7
ben> /apply job-8
ben> /apply job-9
ana> /apply job-10
ana> /apply job-11
dora> /job cancel job-11
cli> /proposal interview proposal-11 question:"Why?"
cli> /proposal interview proposal-12 question:"Why?"
dora> /proposal interview proposal-13 question:"Why?"
dora> /proposal interview proposal-14 question:"Why?"
!advance 3d
ben> /proposal answer proposal-11 answer:"So"
cat> /connects balance
boss> /job remove job-1 reason:"spam"
"""
"""What a database of the first schema could hold."""
STORY = f"""{FIRST}
boss> /admin channel use:news channel:#hall
boss> /admin channel use:news channel:#news
boss> /admin role role:Hirers rank:staff
boss> /admin role role:Hirers rank:client
boss> /admin role role:Guests rank:member
"""


@cache
def told(story: str = STORY) -> bytes:
    """A story's database, as bytes of its file."""
    with tempfile.TemporaryDirectory() as folder:
        path, sink, courier = Path(folder) / "told.db", io.StringIO(), ConsoleCourier()
        clock = ConsoleClock(instants.parse("2026-11-20T09:00:00+00:00"))
        opener = console_opener(str(path), clock, courier, synchronous="OFF")

        async def tell() -> int:
            return await run_script(opener, clock, courier, io.StringIO(story), sink, session="story")

        # In a thread of its own: a test's loop may be running in this one.
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(asyncio.run, tell()).result() == 0, sink.getvalue()
        return path.read_bytes()


def books(folder: Path) -> Path:
    """A copy of the story's database."""
    path = folder / "books.db"
    path.write_bytes(told())
    return path


@contextmanager
def shell(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection on which nothing is refused."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON", "writable_schema = ON"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def damage(path: Path, *statements: str, chained: bool = True) -> None:
    """Run statements; then forge the chain anew, as a careful forger would."""
    for statement in statements:
        with shell(path) as connection:  # a new one for each: it reads the schema that the last one left
            changed = connection.execute(statement).rowcount
            assert changed != 0, f"nothing to damage: {statement}"
    if chained:
        with shell(path) as connection:
            rechain(connection)


def rechain(connection: sqlite3.Connection) -> None:
    """Take every hash anew."""
    hashes, head = [], chain.GENESIS
    for page in pages(connection, 1):
        for op, entries, uses, lots in page:
            head = chain.digest(head, op, entries, uses, lots)
            hashes.append((head, op.number))
    connection.executemany("UPDATE operation SET hash = ? WHERE number = ?", hashes)
    connection.execute("UPDATE community SET head = ?", (head,))


async def decide(path: Path, wrong: Callable[[Book], Any], key: str = "test/wrong") -> None:
    """Have the bot itself write what no rule would decide."""

    def piece(book: Book) -> Reply:
        wrong(book)
        return Reply("done")

    bot = await open_bot(str(path), ConsoleClock(0), [ConsoleCourier()], synchronous="OFF")
    try:
        answer = await bot.engine.submit(Piece(1, key, piece, kept=False, person=False))
        assert answer.key == "done", answer
    finally:
        await bot.close()


def found(path: Path) -> dict[str, int]:
    """What offends, with how many."""
    with proof(str(path)) as checks:
        counts = {check.name: checks.count(check).offenders for check in CHECKS}
    return {name: count for name, count in counts.items() if count}


def test_what_the_bot_writes_is_clean(tmp_path: Path) -> None:
    assert found(books(tmp_path)) == {}


async def test_books_are_clean_while_the_bot_is_away_for_years_and_after(town: Town) -> None:
    async def go(decide: Callable[[Book], None]) -> None:
        def run(book: Book) -> Reply:
            decide(book)
            return Reply("done")

        (answer,) = await town.do([town.piece(town.key(), run, kept=False)])
        assert answer.key == "done"

    await town.must("ana", "connects balance")
    await go(places.leave)
    town.clock.at += 800 * instants.DAY
    for name in ("ben", "cat"):  # somebody may still speak, and the community's time goes on
        await town.must(name, "connects balance")
        town.clock.at += 2 * instants.HOUR
        await town.tick()
    assert found(town.path) == {}
    await go(places.back)
    assert found(town.path) == {}
    await town.tick()
    town.clock.at += 2 * instants.HOUR
    await town.must("dan", "connects balance")
    assert found(town.path) == {}, "the hour is over, and the chores have come by"
    assert town.kinds().count("lot.expired") >= 1


def test_the_story_has_everything_that_is_checked(tmp_path: Path) -> None:
    with shell(books(tmp_path)) as connection:
        states = {state for (state,) in connection.execute("SELECT state FROM proposal")}
        assert states == {"interviewing", "hired", "archived", "withdrawn", "returned"}
        assert {state for (state,) in connection.execute("SELECT state FROM job")} == {
            "open", "filled", "expired", "cancelled", "removed",
        }  # fmt: skip
        kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT kind FROM operation")}
        assert {"grant", "gift", "lot.expired", "staff.granted", "staff.taken", "policy.saved"} <= kinds
        assert {"channel.set", "role.set"} <= kinds
        assert connection.execute("SELECT count(*) FROM lot WHERE source = 'return'").fetchone()[0] > 0
        assert connection.execute("SELECT count(*) FROM earned WHERE recent <> '[]'").fetchone()[0] > 0
