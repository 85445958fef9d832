"""How each database spells what the engine says to it."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.engine import Dialect

DialectName = Literal["sqlite", "postgresql"]


def dialect_of(name: DialectName) -> Dialect:
    """The dialect by its name, with the signs that its driver takes for parameters."""
    if name == "sqlite":
        from sqlalchemy.dialects.sqlite.base import SQLiteDialect

        return SQLiteDialect(paramstyle="qmark")
    from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

    return PGDialect_asyncpg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
