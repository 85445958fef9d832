"""The engine's statements, compiled once into the text that a driver takes.

Keys travel as one argument, so a kind has one text however much is asked of it;
rows and parameters are plain tuples, for thousands of pieces a second pass here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import Compiled, SQLCompiler

from adapters.storage.dialects import DialectName, dialect_of
from adapters.storage.schema import META, PLACE, TABLES, condition, maker
from adapters.storage.walls import walled
from core.board.proposals import Proposal
from core.kinds import KINDS
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Community, Identity, Receipt
from core.people import Text as Words
from core.ports import Changes, Rejected, Wanted
from core.rows import Index, Key, Kind, Test, columns
from core.speech.notice import Notice

PAGE = 5_000
"""So many keys are asked for at a time."""
JOURNAL: tuple[Kind, ...] = (Operation, Entry, Use)
FORGETTABLE: tuple[Kind, ...] = (Identity, Words, Notice, Receipt)
"""What erasing a person removes (RULES 37), and what has had its time (`core.upkeep`)."""
FIXED: dict[Kind, tuple[str, ...]] = {
    Lot: ("wallet", "operation", "source", "amount", "issued", "expires"),
    Proposal: ("job", "member", "wallet", "operation", "at"),
}
"""Fields that never change. SQLite would else renew their index entries and check them again."""
Found = dict[tuple[int, Key], list[Any]]


def _encode(keys: Any) -> str:
    try:
        return orjson.dumps(keys).decode()
    except (
        TypeError
    ):  # a number beyond 64 bits, half a character: what can't be found is asked for all the same
        return json.dumps(keys)


@dataclass(frozen=True, slots=True)
class Load:
    """How to find rows by their keys: the text, and what to make of what comes back."""

    sql: str
    argument: Callable[[Iterable[tuple[int, Key]]], str]
    gather: Callable[[Iterable[Any], Found], None]


@dataclass(frozen=True, slots=True)
class Write:
    """How to write rows of a kind: the text, and the parameters of some rows."""

    sql: str
    parameters: Callable[[int, Iterable[Any]], list[tuple[Any, ...]]]


class Statements:
    """All that the engine says to one kind of database, each compiled when it is first needed."""

    def __init__(self, dialect: DialectName) -> None:
        self._dialect = dialect_of(dialect)
        self.load = cache(self._load)
        self.insert = cache(self._insert)
        self.update = cache(self._update)
        self.delete = cache(self._delete)

    def _load(self, what: Kind | Index) -> Load:
        if isinstance(what, Index):
            return _load(what.of, what.by, what.where, self._dialect)
        return _load(what, what.KEY, (), self._dialect)

    def _insert(self, kind: Kind) -> Write:
        return _insert(kind, self._dialect)

    def _update(self, kind: Kind) -> Write:
        return _update(kind, self._dialect)

    def _delete(self, kind: Kind) -> Write:
        return _delete(kind, self._dialect)

    @cached_property
    def place(self) -> str:
        """The community of a platform and a place."""
        query = select(PLACE.c.community).where(
            PLACE.c.platform == bindparam("platform"), PLACE.c.place == bindparam("place")
        )
        return str(query.compile(dialect=self._dialect))

    @cached_property
    def found(self) -> str:
        """A new community with these fields, and its number, the next one."""
        table = TABLES[Community]
        number = select(
            func.coalesce(func.max(table.c.community), literal_column("0")) + literal_column("1")
        ).scalar_subquery()
        fields = (bindparam(name, type_=table.c[name].type) for name in columns(Community))
        made = insert(table).from_select([column.name for column in table.c], select(number, *fields))
        return str(made.returning(table.c.community).compile(dialect=self._dialect))

    @cached_property
    def point(self) -> str:
        """A platform's place points to a community from now on."""
        return str(insert(PLACE).compile(dialect=self._dialect))

    @cached_property
    def remember(self) -> str:
        """A name stands for a value from now on; both databases say it in these words."""
        made = str(insert(META).compile(dialect=self._dialect))
        return f"{made} ON CONFLICT (name) DO UPDATE SET value = excluded.value"

    @cached_property
    def settle(self) -> str:
        """A name stands for a value unless it stands for one already; what it stands for."""
        made = str(insert(META).compile(dialect=self._dialect))
        return f"{made} ON CONFLICT (name) DO UPDATE SET value = meta.value RETURNING value"

    @cached_property
    def take(self) -> str:
        """A name stands for nothing any more."""
        gone = delete(META).where(META.c.name == bindparam("name")).returning(META.c.value)
        return str(gone.compile(dialect=self._dialect))


@cache
def statements(dialect: DialectName = "sqlite") -> Statements:
    """The statements of a dialect."""
    return Statements(dialect)


def pages(keys: Sequence[tuple[int, Key]]) -> list[list[tuple[int, Key]]]:
    """Keys in pages, each once."""
    if len(keys) == 1:
        return [list(keys)]
    once = list(dict.fromkeys(keys))
    return [once[start : start + PAGE] for start in range(0, len(once), PAGE)]


def calls(known: Statements, wanted: Wanted) -> list[tuple[Kind | Index, Load, str]]:
    """What to run to load this: for each page of each kind its statement and its argument."""
    return [
        (what, load, load.argument(page))
        for what, keys in wanted.items()
        for load in (known.load(what),)
        for page in pages(keys)
    ]


def writes(known: Statements, changes: Sequence[Changes]) -> list[tuple[Write, list[tuple[Any, ...]]]]:
    """What to run to write this: the new rows, then the changed ones, by table."""
    todo = []
    for write, which in ((known.delete, "gone"), (known.insert, "fresh"), (known.update, "dirty")):
        sets = [(change.community, getattr(change, which)) for change in changes]
        for kind in KINDS:
            some = [(community, rows[kind]) for community, rows in sets if rows.get(kind)]
            if some:
                one = write(kind)
                todo.append(
                    (one, [row for community, rows in some for row in one.parameters(community, rows)])
                )
    return todo


def _keys(types: Sequence[Any], dialect: Dialect) -> tuple[Any, list[ColumnElement[Any]]]:
    """The one argument as a table, and its columns: the community, then the parts of the key."""
    argument = bindparam("keys", type_=Text())
    if dialect.name == "sqlite":
        each = func.json_each(argument).table_valued("value", name="wanted")
        return each, [
            func.json_extract(each.c.value, literal_column(f"'$[{place}]'"), type_=kind)
            for place, kind in enumerate(types)
        ]
    each = func.json_array_elements(cast(argument, JSON)).table_valued("value", name="wanted")
    return each, [
        cast(each.c.value.op("->>")(literal_column(str(place))), kind) for place, kind in enumerate(types)
    ]


def _load(kind: Kind, by: tuple[str, ...], where: Iterable[Test], dialect: Dialect) -> Load:
    table = TABLES[kind]
    named = [table.c.community, *(table.c[name] for name in by)]
    each, keys = _keys([column.type for column in named], dialect)
    match = [column == key for column, key in zip(named, keys, strict=True)]
    tests = [text(f"{table.name}.{condition(test)}") for test in where]
    if dialect.name == "sqlite":
        query = select(*table.c).select_from(each.join(table, match[0])).where(*match[1:], *tests)
        sql = str(walled(query).compile(dialect=dialect))
        sql = sql.replace(" JOIN ", " CROSS JOIN ", 1)  # the keys first, whatever the planner thinks of them
    else:
        # For each key by itself, which OFFSET holds the planner to; and all of it in one text, so that
        # several kinds fit into one question.
        found = select(*table.c).where(*match, *tests).offset(literal_column("0")).lateral("found")
        whole = select(func.json_agg(func.json_build_array(*found.c)))
        whole = whole.select_from(each.join(found, literal_column("true")))
        sql = str(walled(whole).compile(dialect=dialect))
    return Load(sql, _argument(len(by)), _gather(kind, by))


def _argument(parts: int) -> Callable[[Iterable[tuple[int, Key]]], str]:
    if parts == 0:
        return lambda keys: _encode([(community,) for community, _ in keys])
    if parts == 1:
        return lambda keys: _encode(list(keys))
    return lambda keys: _encode([(community, *key) for community, key in keys])


def _gather(kind: Kind, by: tuple[str, ...]) -> Callable[[Iterable[Any], Found], None]:
    make = maker(kind)
    places = [columns(kind).index(name) + 1 for name in by]
    part: Callable[[Any], Key] = itemgetter(*places) if places else lambda row: ()

    def gather(rows: Iterable[Any], into: Found) -> None:
        for row in rows:
            key = (row[0], part(row))
            here = into.get(key)
            if here is None:
                into[key] = [make(row)]
            else:
                here.append(make(row))

    return gather


def _insert(kind: Kind, dialect: Dialect) -> Write:
    compiled = walled(insert(TABLES[kind])).compile(dialect=dialect)
    assert list(_order(compiled)) == ["community", *columns(kind)]
    values = attrgetter(*columns(kind))
    return Write(str(compiled), lambda community, rows: [(community, *values(row)) for row in rows])


def _update(kind: Kind, dialect: Dialect) -> Write:
    """An UPDATE by key; what never changes is among the conditions, so a changed one finds no row."""
    if kind in JOURNAL:
        raise Rejected(f"the journal is only ever added to: {kind.__name__}")
    table, fixed = TABLES[kind], (*FIXED.get(kind, ()), *kind.KEY)

    def bound(sign: str, name: str) -> ColumnElement[Any]:
        return bindparam(f"{sign}_{name}", type_=table.c[name].type)

    changed = (
        update(table)
        .where(*(table.c[name] == bound("is", name) for name in (*fixed, "community")))
        .values({name: bound("to", name) for name in columns(kind) if name not in fixed})
    )
    compiled = walled(changed).compile(dialect=dialect)
    order = [name[3:] for name in _order(compiled)]
    assert sorted(order) == sorted(("community", *columns(kind))) and order[-1] == "community"
    values = attrgetter(*order[:-1])
    return Write(str(compiled), lambda community, rows: [(*values(row), community) for row in rows])


def _delete(kind: Kind, dialect: Dialect) -> Write:
    """A DELETE by key, of what may be forgotten."""
    if kind not in FORGETTABLE:
        raise Rejected(f"what happened is not forgotten: {kind.__name__}")
    table = TABLES[kind]
    names = ("community", *kind.KEY)
    gone = delete(table).where(
        *(table.c[name] == bindparam(name, type_=table.c[name].type) for name in names)
    )
    key = attrgetter(*kind.KEY)
    parts = (lambda row: (key(row),)) if len(kind.KEY) == 1 else key
    return Write(
        str(walled(gone).compile(dialect=dialect)),
        lambda community, rows: [(community, *parts(row)) for row in rows],
    )


def _order(compiled: Compiled) -> Sequence[str]:
    assert isinstance(compiled, SQLCompiler)
    return compiled.positiontup or ()
