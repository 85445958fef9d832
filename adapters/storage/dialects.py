"""How each database spells what the engine says to it."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

DialectName = Literal["sqlite", "postgresql"]


def dialect_of(name: DialectName) -> Dialect:
    """The dialect by its name, with the signs that its driver takes for parameters."""
    if name == "sqlite":
        from sqlalchemy.dialects.sqlite.base import SQLiteDialect

        return SQLiteDialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

    return PGDialect_asyncpg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class listed(GenericFunction[Any]):
    """The words of a JSON list as rows with one column, ``value``."""

    name = "listed"
    inherit_cache = True
    type = Text()


@compiles(listed)
def _json_each(element: listed, compiler: Any, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


@compiles(listed, "postgresql")
def _json_array(element: listed, compiler: Any, **more: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **more)} AS JSON))"
