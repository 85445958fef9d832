"""A PostgreSQL database's schema: made new as this release knows it, then forward only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from adapters.storage.errors import StorageError
from adapters.storage.migrate import HEAD, REVISIONS, run_to, unknown
from adapters.storage.postgres import Address, connect, connecting

if TYPE_CHECKING:
    import asyncpg
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

_TURN = 4_274_268_711
"""The number of the lock that lets one process at a time change the schema: letters of the bot's name."""
_HOT = ("community", "wallet", "account", "lot", "receipt", "notice", "job", "proposal")
"""Tables whose rows change often: room is left on their pages, so that a changed row stays on its page."""


async def version(connection: asyncpg.Connection[Any], name: str) -> str:
    """The schema that a database has, empty for a new one. Raises StorageError."""
    tables = {
        row[0]
        for row in await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
    }
    if "alembic_version" in tables:
        found = await connection.fetchval("SELECT version_num FROM alembic_version")
        if found:
            return str(found)
    if "community" in tables or "operation" in tables:
        raise StorageError(f"The database {name} has tables of another program: choose another database.")
    return ""


async def pending(where: Address) -> tuple[str, ...]:
    """The revisions that a database lacks. Raises StorageError if it is newer than this release."""
    connection = await connect(where)
    try:
        async with connection.transaction():
            have = await version(connection, where.name)
    finally:
        await connection.close()
    if not have:
        return REVISIONS
    if have not in REVISIONS:
        raise unknown(where.name, have)
    return REVISIONS[REVISIONS.index(have) + 1 :]


async def apply(where: Address) -> list[str]:
    """Apply what a database lacks, all of it or nothing; one process at a time. Raises StorageError."""
    todo = list(await pending(where))
    if not todo:
        return todo
    work: Callable[[Connection], None] = _make if len(todo) == len(REVISIONS) else run_to
    async with changing(where, "be migrated") as connection:
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
        raw: Any = (await connection.get_raw_connection()).driver_connection
        if await version(raw, where.name) == HEAD:
            return []  # another process did it meanwhile
        await connection.run_sync(work)
    return todo


@asynccontextmanager
async def changing(where: Address, what: str) -> AsyncIterator[AsyncConnection]:
    """A transaction in which to change what is below the communities. Raises StorageError."""
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    more = {"prepared_statement_cache_size": 0, "prepared_statement_name_func": lambda: ""}
    engine = create_async_engine(
        "postgresql+asyncpg://",
        connect_args={**connecting(where), "command_timeout": None, **(more if where.pooler else {})},
        poolclass=NullPool,
    )
    try:
        async with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(
            f"The database {where.name} could not {what} and is as it was: {error}."
        ) from error
    finally:
        await engine.dispose()


def _make(connection: Connection) -> None:
    """The schema as this release knows it: what led there before was never on PostgreSQL."""
    from sqlalchemy import text

    from adapters.storage.postgres_leases import TABLE
    from adapters.storage.schema import metadata

    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is not None:
                index.dialect_options["postgresql"]["where"] = where
    metadata.create_all(connection, checkfirst=False)
    for name in _HOT:
        connection.execute(text(f"ALTER TABLE {name} SET (fillfactor = 80)"))
    connection.execute(text(TABLE))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
