"""The wall between communities: a statement on their tables says whose rows it means, or is not said.

Every table begins with the community. Where a statement names one, its community is
held to a value that whoever asks gives, or to the community of another table that is;
only what is declared in `SPANNING` may look over the walls, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import BooleanClauseList, Delete, Insert, Select, Table, Update
from sqlalchemy.engine import Engine
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause, Grouping
from sqlalchemy.sql.selectable import (
    Alias,
    CompoundSelect,
    FromClause,
    Join,
    ScalarSelect,
    SelectStatementGrouping,
    Subquery,
)

from adapters.storage.schema import TABLES
from core import keeping, queries, vitals
from core.ports import Rejected
from core.queries import Query

SPANNING: dict[type[Query[Any]], str] = {
    queries.DueWallets: "the chores' bell asks for all communities at once",
    queries.DueCommunities: "the chores' bell",
    queries.DueJobs: "the chores' bell",
    queries.DueOrders: "the chores' bell",
    queries.DueUnseen: "the chores' bell",
    queries.NextDue: "when the bell has to ring next",
    queries.Communities: "what is done for each community begins with their numbers",
    queries.Outbox: "the courier takes what waits, for whomever",
    queries.Places: "a platform says where the bot is, for all places",
    queries.Unanswered: "at start, what was never answered",
    queries.OldReceipts: "what has had its time is forgotten everywhere",
    keeping.OldNotices: "what has had its time is forgotten everywhere",
    vitals.OldestDue: "whoever watches the bot sees one figure",
    vitals.Queues: "whoever watches the bot sees one figure",
}
"""The questions that are asked over all communities, and why. None of them answers a person."""
SPANS = "spans"
"""The execution option of a statement that may."""
_TENANTS = frozenset(TABLES.values())
Wanted = Any


def walled(statement: Any) -> Any:
    """The statement itself. Raises Rejected if it does not say of which community the rows are."""
    open_ = list(_unheld(statement, ()))
    if open_:
        names = ", ".join(sorted(set(open_)))
        raise Rejected(f"a statement on {names} has to say of which community")
    return statement


def guard(engine: Engine) -> None:
    """Let an engine compile no statement that is not walled or declared to span communities.

    It compiles each shape of a statement once, so a question that is asked again costs nothing more.
    """
    dialect: Any = engine.dialect
    compiler = dialect.statement_compiler

    def compiled(of: Any, statement: Any, *given: Any, **more: Any) -> Any:
        if statement is not None and not statement.get_execution_options().get(SPANS):
            walled(statement)
        return compiler(of, statement, *given, **more)

    dialect.statement_compiler = compiled


def over_all(run: Callable[[Any], Wanted]) -> Callable[[Any], Wanted]:
    """Run statements that may span communities."""
    return lambda statement: run(statement.execution_options(**{SPANS: True}))


# Whose community is held ----------------------------------------------------------


def _unheld(statement: Any, around: tuple[FromClause, ...]) -> Iterator[str]:
    """The names of tables whose community nothing holds, in a statement and in all that it is made of."""
    match statement:
        case Insert():
            given = statement._select_names if statement.select is not None else None
            if statement.table in _TENANTS and given is not None and "community" not in given:
                yield str(statement.table.name)
            if statement.select is not None:
                yield from _unheld(statement.select, ())
        case Update() | Delete():
            yield from _check([statement.table], list(statement._where_criteria), ())
        case CompoundSelect():
            for one in statement.selects:
                yield from _unheld(one, around)
        case SelectStatementGrouping():
            yield from _unheld(statement.element, around)
        case Select():
            yield from _of_select(statement, around)
        case _:
            yield "words of its own"  # which nobody can look at


def _of_select(query: Select[Any], around: tuple[FromClause, ...]) -> Iterator[str]:
    outer = set(around) if query._auto_correlate else set(query._correlate) & set(around)
    froms = [one for one in query.get_final_froms() if one not in outer]
    yield from _check(froms, list(query._where_criteria), around, query)


def _check(
    froms: Iterable[FromClause], tests: list[Any], around: tuple[FromClause, ...], query: Any = None
) -> Iterator[str]:
    here: list[FromClause] = []
    for one in froms:
        _flatten(one, here, tests)
    held = {id(one) for one in around}
    links: list[tuple[int, int]] = []
    for test in _all_of(tests):
        if isinstance(test, BinaryExpression) and test.operator is operators.eq:
            for side, other in ((test.left, test.right), (test.right, test.left)):
                source = _whose(side)
                if source is None:
                    continue
                others = _sources(other)
                if not others:
                    held.add(id(source))
                elif (linked := _whose(other)) is not None:
                    links.append((id(source), id(linked)))
    while any(one in held and two not in held for one, two in links):
        held |= {two for one, two in links if one in held}
    for one in here:
        if _table(one) is not None and id(one) not in held:
            yield str(_table(one))
    inside = (*around, *here)
    for one in here:
        if isinstance(one, Subquery):  # a LATERAL one too
            yield from _unheld(one.element, around)
    for part in [*tests, *(query.get_children() if query is not None else ())]:
        for found in visitors.iterate(part):
            if isinstance(found, ScalarSelect):
                yield from _unheld(found.element, inside)
            elif isinstance(found, Select) and found is not query:
                yield from _unheld(found, inside)


def _flatten(one: FromClause, into: list[FromClause], tests: list[Any]) -> None:
    if isinstance(one, Join):
        _flatten(one.left, into, tests)
        _flatten(one.right, into, tests)
        if not one.isouter and one.onclause is not None:
            tests.append(one.onclause)
    else:
        into.append(one)


def _all_of(tests: Iterable[Any]) -> Iterator[Any]:
    """The tests that all have to hold."""
    for test in tests:
        if isinstance(test, BooleanClauseList) and test.operator is operators.and_:
            yield from _all_of(test.clauses)
        elif isinstance(test, Grouping):
            yield from _all_of([test.element])
        else:
            yield test


def _table(source: Any) -> str | None:
    """The name of the communities' table that a source shows."""
    found = _stored(source)
    return found.name if found in _TENANTS else None


def _stored(source: Any) -> Any:
    """The table that a source shows, if it shows one."""
    found = source.element if isinstance(source, Alias) else source
    return found if isinstance(found, Table) else None


def _whose(side: Any) -> FromClause | None:
    """The source whose community this is, if it is the community of one."""
    if isinstance(side, ColumnClause) and side.name == "community" and _table(side.table) is not None:
        return side.table
    return None


def _sources(side: Any) -> list[Any]:
    """The stored tables that a value is read from; a text of SQL could be of any."""
    found: list[Any] = []
    for part in visitors.iterate(side):
        if isinstance(part, Select):
            found += part.get_final_froms()
        elif isinstance(part, ColumnClause):
            if _stored(part.table) is not None:
                found.append(part.table)
            elif part.is_literal and not part.name.strip("'$[]").isdigit():
                found.append(part)
    return found
