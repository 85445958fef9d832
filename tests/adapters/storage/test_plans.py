"""Whatever is asked is found through an index: no statement walks a whole table."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite

from adapters.storage import candidates, keeping, platforms, questions, statistics
from adapters.storage import vitals as of_vitals
from adapters.storage.open import Storage
from adapters.storage.schema import META, PLACE, needs_index, table_name
from adapters.storage.statements import JOURNAL, statements
from core import keeping as asked
from core import queries, tallies, vitals
from core.kinds import INDEXES, KINDS
from core.ledger.accounts import ACCOUNTS
from core.people import ROLE_PLANS, ROLE_RANKS
from core.policy.versions import POLICIES

QUERIES: tuple[queries.Query[Any], ...] = (
    queries.History(1, 10),
    queries.History(1, 10, before=9, since=5, kind="proposal"),
    queries.Journal(10),
    queries.Board(10),
    queries.Board(10, before=9, text="über", category="code", skill="sql", state="open", client=2),
    queries.Board(10, state="open"),
    queries.Board(10, client=2),
    queries.ProposalsOn(1, 10),
    queries.ProposalsBy(1, 10, before=9),
    queries.ProposalsFor(7, 10, before=9),
    queries.Names((1, 2)),
    queries.Bodies((1, 2)),
    queries.MembersLike("a", 10),
    queries.DueWallets(1_000, 10),
    queries.DueCommunities(1_000, 10),
    queries.Ungranted(6, 10),
    queries.Unwarned(1_000, 10),
    queries.DueJobs(1_000, 10),
    queries.OrdersBy(1, 10),
    queries.OrdersBy(1, 10, before=9),
    queries.Orders(10),
    queries.Orders(10, before=9, state="paid"),
    queries.DueOrders(1_000, 10),
    queries.DueUnseen(1_000, 10),
    queries.Unsettled(2, 10),
    tallies.WeekOf(100, 200),
    queries.NextDue(0),
    queries.Communities(10),
    queries.Outbox(10, ("discord", "slack"), 100),
    queries.Outbox(10, ("discord",), 100, after=(1, 2)),
    queries.Outbox(10, ("discord",), 100, without=((1, "jobs"), (1, "member/2"))),
    queries.Places("discord", 10, after="0"),
    queries.Persons("discord", 10, after="0"),
    queries.Remembered("slack/socket"),
    queries.RememberedAll("slack/install/"),
    queries.Unanswered(0, 10),
    queries.OldReceipts(1_000, 10),
    tallies.Top("proposal.submitted", 100, 10),
    tallies.Stats(100),
    tallies.Headcount(),
    tallies.Course(3, 100, 10),
    tallies.Flows(100, 10),
    tallies.PerJob(100),
    vitals.OldestDue(),
    vitals.Queues(),
    asked.OldNotices(1_000, 10),
    asked.Unsent(10),
    asked.Carded(10),
    asked.Routed("log"),
)
WHOLE = (
    queries.Board(10), queries.Orders(10), queries.MembersLike("a", 10), tallies.Headcount(), POLICIES,
    ACCOUNTS, ROLE_RANKS, ROLE_PLANS, vitals.Queues(), asked.Routed("log"),
)  # fmt: skip
"""A page of the whole board, of all orders, names by how they begin, how many members there are, and what is
small in every community."""
ANSWERS = {
    **questions.ANSWERS, **candidates.ANSWERS, **platforms.ANSWERS, **statistics.ANSWERS,
    **of_vitals.ANSWERS, **keeping.ANSWERS,
}  # fmt: skip


@pytest.fixture
def url(path: Path) -> str:
    """What is told here is told of SQLite."""
    return str(path)


def plan(database: sqlite3.Connection, sql: str) -> list[str]:
    """The steps in which SQLite would do it."""
    marks = [None] * sql.count("?")
    return [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {sql}", marks)]


def walks(steps: Sequence[str], *, whole: bool = False) -> list[str]:
    """The steps that read all of a stored table, or all that a community has in it unless ``whole``."""
    tables = "|".join([*(table_name(kind) for kind in KINDS), PLACE.name, META.name])
    all_of_it = rf"SCAN ({tables}|words)\b|.*\(ANY\("
    if not whole:
        all_of_it += r"|SEARCH (?!community).*\(community=\?\)"
    return [step for step in steps if re.match(all_of_it, step)]


def test_every_question_of_the_ports_is_among_these() -> None:
    declared = {
        one
        for module in (queries, tallies, vitals, asked)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, queries.Query)
    }
    assert declared - {queries.Query} == {type(query) for query in QUERIES} == set(ANSWERS)


@pytest.mark.asyncio
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: type(query).__name__)
async def test_a_question_walks_no_table(query: Any, lived: Storage) -> None:
    ran = 0
    with closing(sqlite3.connect(lived.url)) as database:

        async def run(statement: Any) -> Sequence[Any]:
            nonlocal ran
            ran += 1
            compiled = statement.compile(
                dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True, "render_postcompile": True}
            )
            sql = str(compiled)
            steps = plan(database, sql)
            assert steps and not walks(steps, whole=query in WHOLE), (sql, steps)
            return database.execute(sql).fetchall()

        await ANSWERS[type(query)](run, 1, query)
    assert ran


@pytest.mark.asyncio
async def test_loading_and_changing_walk_no_table(lived: Storage) -> None:
    known = statements("sqlite")
    with closing(sqlite3.connect(lived.url)) as database:
        for what in (*KINDS, *INDEXES):
            steps = plan(database, known.load(what).sql)
            assert steps[0].startswith("SCAN wanted"), (what, steps)
            assert not walks(steps[1:], whole=what in WHOLE), (what, steps)
        for kind in KINDS:
            if kind not in JOURNAL:
                assert not walks(plan(database, known.update(kind).sql)), kind


@pytest.mark.asyncio
async def test_a_collection_with_an_index_of_its_own_is_found_by_it(lived: Storage) -> None:
    with closing(sqlite3.connect(lived.url)) as database:
        for index in INDEXES:
            if needs_index(index):
                steps = plan(database, statements("sqlite").load(index).sql)
                assert any(f"ix_{index.name}" in step for step in steps), (index.name, steps)


@pytest.mark.asyncio
async def test_the_outbox_walks_only_what_waits_and_sorts_nothing(lived: Storage) -> None:
    said: list[list[str]] = []
    with closing(sqlite3.connect(lived.url)) as database:

        async def run(statement: Any) -> Sequence[Any]:
            options = {"literal_binds": True, "render_postcompile": True}
            said.append(
                plan(database, str(statement.compile(dialect=sqlite.dialect(), compile_kwargs=options)))
            )
            return []

        for after in ((0, 0), (1, 2)):
            await ANSWERS[queries.Outbox](
                run, 0, queries.Outbox(10, ("discord", "slack", "console"), 9, after)
            )
    for steps in said:
        assert re.match(r"(SEARCH|SCAN) notice USING INDEX ix_notice_waiting", steps[0]), steps
        assert not any("TEMP B-TREE" in step for step in steps), steps
