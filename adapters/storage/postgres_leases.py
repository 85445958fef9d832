"""Leases in PostgreSQL: what one process does for all, until it is done or was not heard of for a while.

Rows and not locks of a session: a lock would be nobody's behind a pooler, and lasts as long as a
connection that nobody uses any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from adapters.storage.errors import StorageError
from adapters.storage.migrate import REVISIONS, unknown
from adapters.storage.postgres import Address, connect
from adapters.storage.postgres_store import PostgresStore

TABLE = 'CREATE TABLE lease (name TEXT COLLATE "C" PRIMARY KEY, holder TEXT NOT NULL, until BIGINT NOT NULL)'
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT"
_ALL = f"SELECT name, holder FROM lease WHERE until > {_NOW}"
_CLAIM = f"""
    INSERT INTO lease SELECT name, $2::TEXT, {_NOW} + $3 FROM unnest($1::TEXT[]) AS name ORDER BY name
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE lease.holder = excluded.holder OR lease.until <= {_NOW} RETURNING name"""
_LET_GO = "DELETE FROM lease WHERE holder = $1 AND name = ANY($2::TEXT[])"
_LEAVE = "DELETE FROM lease WHERE holder = $1"
_VERSION = "SELECT version_num FROM alembic_version"

Choose = Callable[[Mapping[str, str]], tuple[Collection[str], Collection[str]]]
"""Shown who holds what, says what to ask for and what to let go."""


class Newer(StorageError):
    """The database has a schema that this release does not know."""


class Claimed(NamedTuple):
    """What one has now."""

    names: frozenset[str]


class PostgresLeases:
    """The leases of one database."""

    def __init__(self, store: PostgresStore, name: str) -> None:
        self._store = store
        self._name = name

    async def claim(self, holder: str, seconds: float, choose: Choose) -> Claimed:
        """Ask for leases for so long. Raises Newer, Rejected, Interrupted, Unavailable, Unknown."""
        async with self._store.alone() as connection:
            have = str(await connection.fetchval(_VERSION))
            if have not in REVISIONS:
                raise Newer(str(unknown(self._name, have)))
            there: dict[str, str] = dict(map(tuple, await connection.fetch(_ALL)))
            wanted, unwanted = choose(there)
            if unwanted:
                await connection.execute(_LET_GO, holder, sorted(unwanted))
            found = await connection.fetch(_CLAIM, sorted(wanted), holder, int(seconds * 1_000_000))
        return Claimed(frozenset(str(name) for (name,) in found))

    async def leave(self, holder: str) -> None:
        """Let everything go. Raises Rejected, Interrupted, Unavailable, Unknown."""
        async with self._store.alone() as connection:
            await connection.execute(_LEAVE, holder)


async def unserved(where: Address) -> None:
    """Nobody serves from a database now. Raises StorageError."""
    connection = await connect(where)
    try:
        count = len(await holders(connection))
    finally:
        await connection.close()
    if count:
        raise StorageError(
            f"{count} processes serve from {where.name}: stop them first; "
            "of those that died the database knows after some seconds."
        )


async def holders(connection: Any) -> set[str]:
    """The processes that serve from a database now."""
    return {str(holder) for _, holder in await connection.fetch(_ALL)}
