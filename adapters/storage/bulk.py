"""What is said to PostgreSQL: all that is loaded in one statement, all that is written in another.

A round trip costs as much as a dozen rows; a lone command took 27 of them where it takes five. What is
written goes as arrays, a column each, and each table says how many rows it found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import TableValuedAlias

from adapters.storage.schema import TABLES
from adapters.storage.statements import FIXED, FORGETTABLE, JOURNAL, Load, Statements, Write
from adapters.storage.walls import walled
from core.ports import Rejected
from core.rows import Kind, columns


class BulkStatements(Statements):
    """All that the engine says to PostgreSQL, each compiled when it is first needed."""

    def __init__(self) -> None:
        super().__init__("postgresql")

    def _insert(self, kind: Kind) -> Write:
        names = ["community", *columns(kind)]
        fresh = _rows(kind, {name: name for name in names})
        made = insert(TABLES[kind]).from_select(names, select(*fresh.c))
        return self._write(kind, made, names, names)

    def _update(self, kind: Kind) -> Write:
        """An UPDATE by key; what never changes is among the conditions, so a changed one finds no row."""
        if kind in JOURNAL:
            raise Rejected(f"the journal is only ever added to: {kind.__name__}")
        table, fixed = TABLES[kind], ("community", *FIXED.get(kind, ()), *kind.KEY)
        names = ["community", *columns(kind)]
        dirty = _rows(kind, {f"to_{name}": name for name in names})
        changed = (
            update(table)
            .where(*(table.c[name] == dirty.c[f"to_{name}"] for name in dict.fromkeys(fixed)))
            .values({name: dirty.c[f"to_{name}"] for name in columns(kind) if name not in fixed})
        )
        return self._write(kind, changed, names, [f"to_{name}" for name in names])

    def _delete(self, kind: Kind) -> Write:
        """A DELETE by key, of what may be forgotten."""
        if kind not in FORGETTABLE:
            raise Rejected(f"what happened is not forgotten: {kind.__name__}")
        table, names = TABLES[kind], ["community", *kind.KEY]
        old = _rows(kind, {f"to_{name}": name for name in names})
        gone = delete(table).where(*(table.c[name] == old.c[f"to_{name}"] for name in names))
        return self._write(kind, gone, names, [f"to_{name}" for name in names])

    def _write(self, kind: Kind, statement: Any, names: Sequence[str], bound: Sequence[str]) -> Write:
        compiled = walled(statement).compile(dialect=self._dialect)
        assert isinstance(compiled, SQLCompiler)
        order = [names[bound.index(one)] for one in compiled.positiontup or ()]
        assert sorted(order) == sorted(names)
        # The statement may name its arrays in another order than the fields are in.
        values = [attrgetter(name) for name in order if name != "community"]
        place = order.index("community")

        def parameters(community: int, rows: Iterable[Any]) -> list[tuple[Any, ...]]:
            found = [tuple(value(row) for value in values) for row in rows]
            return [(*row[:place], community, *row[place:]) for row in found]

        return Write(str(compiled), parameters)


def _rows(kind: Kind, named: dict[str, str]) -> TableValuedAlias:
    """Arrays, one a column, as a table of that many rows."""
    table = TABLES[kind]
    arrays: list[ColumnElement[Any]] = [
        bindparam(sign, type_=ARRAY(Text() if isinstance(table.c[name].type, Text) else BigInteger()))
        for sign, name in named.items()
    ]
    return func.unnest(*arrays).table_valued(*named).render_derived(name="given")


class Saying(NamedTuple):
    """A statement with its values, and how many rows it has to find in each of its parts."""

    sql: str
    values: list[Any]
    counts: list[int]


def loading(asked: Sequence[tuple[Any, Load, str]]) -> Saying:
    """One statement that loads everything: a column for each kind, all its rows in a text."""
    sql = _together(tuple(load.sql for _, load, _ in asked))
    return Saying(sql, [argument for _, _, argument in asked], [])


@cache
def _together(parts: tuple[str, ...]) -> str:
    return "SELECT " + ", ".join(f"({_numbered(sql, place)})" for place, sql in enumerate(parts))


def writing(todo: Sequence[tuple[Write, list[tuple[Any, ...]]]]) -> Saying:
    """One statement that writes everything; what points to what is looked at when it is through."""
    given = [arrays(rows) for _, rows in todo]
    sql = _beside(tuple((write.sql, len(values)) for (write, _), values in zip(todo, given, strict=True)))
    return Saying(sql, [one for values in given for one in values], [len(rows) for _, rows in todo])


@cache
def _beside(parts: tuple[tuple[str, int], ...]) -> str:
    said, before = [], 0
    for place, (sql, count) in enumerate(parts):
        said.append(f"w{place} AS ({_numbered(sql, before)} RETURNING 1)")
        before += count
    counts = ", ".join(f"(SELECT count(*) FROM w{place})" for place in range(len(parts)))
    return f"WITH {', '.join(said)} SELECT {counts}"


def _numbered(sql: str, before: int) -> str:
    """A statement whose parameters come after so many others."""
    return _PARAMETER.sub(lambda found: f"${int(found[1]) + before}", sql)


_PARAMETER = re.compile(r"\$([0-9]+)")


def arrays(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """Rows as columns. Raises Rejected for a number that is not whole: the driver would cut it."""
    given = [list(column) for column in zip(*rows, strict=True)]
    for column in given:
        for kind in set(map(type, column)):
            if not issubclass(kind, int | str):
                raise Rejected(f"a {kind.__name__} is no whole number and no text")
    return given


@cache
def bulk_statements() -> BulkStatements:
    """The statements for PostgreSQL."""
    return BulkStatements()
