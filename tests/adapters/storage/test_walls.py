"""No statement reads or writes another community: each says whose rows it means, or may not be said."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, literal, or_, select, text, update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter

import adapters.storage
from adapters.storage.bulk import bulk_statements
from adapters.storage.open import Storage
from adapters.storage.schema import TABLES
from adapters.storage.statements import FORGETTABLE, JOURNAL, Statements, statements
from adapters.storage.walls import SPANNING, walled
from core.board.jobs import Job
from core.board.proposals import Proposal
from core.kinds import INDEXES, KINDS
from core.ledger.accounts import Wallet
from core.ports import Rejected
from core.rows import Index
from tests.adapters.storage.test_plans import ANSWERS, QUERIES

WALLET, JOB, PROPOSAL = TABLES[Wallet], TABLES[Job], TABLES[Proposal]
OTHER = 7_331
"""A community's number that no other value has."""
RAW = {
    "backup.py": "copies a whole database, and counts what is in the copy",
    "bulk.py": "puts walled statements together into one",
    "copying.py": "moves a whole database, or all of one community by its number",
    "migrate.py": "reads the schema's own tables",
    "past.py": "one community's past; each of its statements is looked at below",
    "planner.py": "writes what SQLite's planner is told",
    "postgres_leases.py": "leases of processes, which are no community's",
    "postgres_migrate.py": "reads the schema's own tables",
    "postgres_store.py": "locks the rows of the communities at hand",
    "statements.py": "names that stand for values, which are this installation's",
    "restore.py": "asks whether a database has a community at all",
}
"""Who says SQL in words of its own, and why; beside them `connects verify`, which reads everything."""


def compared(statement: Any) -> list[Any]:
    """The values to which a statement holds the community of a table."""
    found = []
    for part in visitors.iterate(statement):
        if isinstance(part, BinaryExpression):
            for side, other in ((part.left, part.right), (part.right, part.left)):
                if getattr(side, "name", "") == "community" and isinstance(other, BindParameter):
                    found.append(other.value)
    return found


def reading(storage: Storage) -> Any:
    """A snapshot, with what is its own."""
    return storage.queries.snapshot()


async def said(query: Any, storage: Storage) -> list[Any]:
    """The statements that answer a question."""
    heard: list[Any] = []
    async with reading(storage) as snapshot:
        run = snapshot._run

        async def run_too(statement: Any) -> Any:
            heard.append(statement)
            return await run(statement)

        snapshot._run = run_too
        await snapshot.ask(OTHER, query)
    return heard


def is_walled(statement: Any) -> bool:
    try:
        walled(statement)
    except Rejected:
        return False
    return True


@pytest.mark.asyncio
async def test_a_question_is_held_to_the_community_that_asks_or_is_declared_to_span(storage: Storage) -> None:
    for query in QUERIES:
        heard = await said(query, storage)
        assert heard
        if type(query) in SPANNING:
            assert not all(is_walled(one) for one in heard), f"{query} need not be declared"
            continue
        for one in heard:
            assert is_walled(one), query
            assert set(compared(one)) <= {OTHER}, query
            assert compared(one) or not _tables(one) & set(TABLES.values()), query


def _tables(statement: Any) -> set[Any]:
    return {part for part in visitors.iterate(statement) if getattr(part, "__visit_name__", "") == "table"}


def test_what_spans_is_known_to_storage() -> None:
    assert set(SPANNING) <= set(ANSWERS)


@pytest.mark.parametrize("known", [statements("sqlite"), bulk_statements()], ids=["sqlite", "postgresql"])
def test_every_statement_of_the_engine_names_its_community(known: Statements) -> None:
    """Each goes through the wall when it is compiled; the text says it as well."""
    everything: tuple[Any, ...] = (*KINDS, *INDEXES)
    for what in everything:
        table = TABLES[what.of if isinstance(what, Index) else what]
        assert f"{table.name}.community = " in known.load(what).sql
    for kind in KINDS:
        assert "(community" in known.insert(kind).sql
        if kind not in JOURNAL:
            assert f"{TABLES[kind].name}.community = " in known.update(kind).sql
        if kind in FORGETTABLE:
            assert f"{TABLES[kind].name}.community = " in known.delete(kind).sql


COMMUNITY_OF_JOB = JOB.c.community == PROPOSAL.c.community
OPEN: dict[str, Any] = {
    "nothing is said": select(WALLET.c.balance),
    "a number alone": select(WALLET.c.balance).where(WALLET.c.number == 3),
    "this one or any other": select(WALLET).where(or_(WALLET.c.community == 1, WALLET.c.number == 3)),
    "another than this one": select(WALLET).where(WALLET.c.community != 1),
    "one and those after it": select(WALLET).where(WALLET.c.community >= 1),
    "some": select(WALLET).where(WALLET.c.community.in_([1, 2])),
    "itself": select(WALLET).where(WALLET.c.community == WALLET.c.community),
    "another field of another table": select(JOB).where(
        JOB.c.community == PROPOSAL.c.number, PROPOSAL.c.community == 1
    ),
    "a table beside it": select(JOB, PROPOSAL).where(PROPOSAL.c.community == 1),
    "two that hold each other": select(JOB, PROPOSAL).where(COMMUNITY_OF_JOB),
    "joined by the number": select(JOB)
    .join(PROPOSAL, PROPOSAL.c.job == JOB.c.number)
    .where(JOB.c.community == 1),
    "within another": select(JOB).where(
        JOB.c.community == 1, JOB.c.number.in_(select(PROPOSAL.c.job).where(PROPOSAL.c.member == 3))
    ),
    "a column of its own": select(
        JOB.c.number, select(WALLET.c.balance).where(WALLET.c.number == 1).scalar_subquery()
    ).where(JOB.c.community == 1),
    "under another name": select(WALLET.alias("w")),
    "read from a table below": select(select(WALLET.c.balance, WALLET.c.community).subquery("below")),
    "one of two": select(WALLET.c.number).where(WALLET.c.community == 1).union(select(WALLET.c.number)),
    "words of its own": text("SELECT balance FROM wallet"),
    "a change": update(WALLET).where(WALLET.c.number == 3).values(balance=9),
    "a removal": delete(WALLET).where(WALLET.c.number == 3),
    "of all": delete(WALLET),
    "a new one of nowhere": insert(WALLET).from_select(["number"], select(literal(1))),
    "a copy of others": insert(WALLET).from_select(
        ["community", "number"], select(literal(1), WALLET.c.number)
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_a_statement_that_leaves_the_community_open_is_refused(name: str) -> None:
    with pytest.raises(Rejected, match="has to say of which community"):
        walled(OPEN[name])


HELD: dict[str, Any] = {
    "by a value": select(WALLET).where(WALLET.c.number == 3, WALLET.c.community == bindparam("here")),
    "by another that is": select(JOB).join(PROPOSAL, COMMUNITY_OF_JOB).where(PROPOSAL.c.community == 1),
    "by the one around it": select(JOB).where(
        JOB.c.community == 1,
        select(PROPOSAL.c.number).where(PROPOSAL.c.community == JOB.c.community).exists(),
    ),
    "under another name": select(a := WALLET.alias("w")).where(a.c.community == 1),
    "a change": update(WALLET).where(WALLET.c.community == 1).values(balance=9),
}


@pytest.mark.parametrize("name", HELD)
def test_a_statement_that_holds_it_passes(name: str) -> None:
    assert walled(HELD[name]) is HELD[name]


@pytest.mark.asyncio
async def test_no_reader_runs_a_statement_that_leaves_it_open(lived: Storage) -> None:
    async with reading(lived) as snapshot:
        with pytest.raises(Rejected, match="statement on wallet has to say of which community"):
            await snapshot._run(select(WALLET.c.balance).where(WALLET.c.number == 1))
    async with reading(lived) as snapshot:
        held = select(WALLET.c.balance).where(WALLET.c.number == 1, WALLET.c.community == 1)
        assert [tuple(row) for row in await snapshot._run(held)] == [(92,)]


def literals(path: Path) -> list[str]:
    """The words of SQL in a file, docstrings aside."""
    whole = ast.parse(path.read_text())
    said = {id(one.value) for one in ast.walk(whole) if isinstance(one, ast.Expr)}
    spoken = [
        one.value
        for one in ast.walk(whole)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in said
    ]
    return [one for one in spoken if any(word in one for word in ("SELECT ", "UPDATE ", "DELETE "))]


def test_sql_in_words_of_its_own_stands_in_few_files_each_for_its_reason() -> None:
    folder = Path(adapters.storage.__file__).parent
    speaking = {path.name for path in folder.glob("*.py") if literals(path)}
    assert {one for one in speaking if not one.startswith("verify")} == set(RAW)


def test_each_statement_on_a_past_is_of_one_community() -> None:
    past = Path(adapters.storage.__file__).parent / "past.py"
    assert literals(past)
    whole = past.read_text()
    for words in whole.split("SELECT ")[1:]:
        assert "community = ?" in words.split('"""')[0][:400]
