"""What the doctor finds of a PostgreSQL database: whether it is there, and keeps what it is told."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.postgres import Address, address, connect
from adapters.storage.postgres_migrate import version
from bot.config import is_loopback
from bot.finding import OK, WARNING, WRONG, Finding
from core import instants

if TYPE_CHECKING:
    import asyncpg

APART = 5
"""Seconds by which the database's clock and this machine's may differ."""
_SETTINGS = ("synchronous_commit", "fsync", "full_page_writes", "server_encoding", "max_connections")


def examine_postgres(url: str) -> list[Finding]:
    """Everything there is to look at, as far as one gets. Raises nothing."""
    try:
        import asyncpg  # noqa: F401 - whether it is there
    except ImportError:
        return [Finding(WRONG, "asyncpg is not installed.", "pip install asyncpg")]
    try:
        where = address(url)
    except StorageError as error:
        return [Finding(WRONG, str(error), "look at DATABASE_URL.")]
    return asyncio.run(_examine(where))


async def _examine(where: Address) -> list[Finding]:
    import asyncpg

    try:
        connection = await connect(where)
    except StorageError as error:
        return [Finding(WRONG, str(error))]
    try:
        found = [Finding(OK, f"The database {where.name} answers.")]
        for look in (_kept, _pooler, _schema, _rights, _clock, _secret):
            found += await look(connection, where)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        found.append(Finding(WRONG, f"The database {where.name} gave up: {error}.", "look at its log."))
    finally:
        await connection.close(timeout=2)
    return found


async def _kept(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether what was committed is there after the power was cut."""
    said = {name: str(await connection.fetchval(f"SHOW {name}")) for name in _SETTINGS}
    number = connection.get_server_version()
    found = [Finding(OK, f"It is PostgreSQL {number.major}.{number.minor}.")]
    for name, what in (
        ("synchronous_commit", "what was answered may be gone when the server falls"),
        ("fsync", "the database may be broken when the power is cut"),
        ("full_page_writes", "a page may be broken when the power is cut"),
    ):
        if said[name] == "off":
            mend = f"ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf(); and see that no role has it off."
            found.append(Finding(WRONG, f"{name} is off: {what}.", mend))
    if len(found) == 1:
        found.append(Finding(OK, "What is committed is on its disk."))
    if said["server_encoding"] != "UTF8":
        found.append(
            Finding(
                WRONG,
                f"The database's encoding is {said['server_encoding']}.",
                "createdb -E UTF8 -T template0",
            )
        )
    needed = where.most + 1
    if int(said["max_connections"]) < needed:
        found.append(
            Finding(
                WARNING,
                f"It takes {said['max_connections']} connections; a process of the bot may want {needed}.",
                "raise max_connections, or give ?pool= a smaller number.",
            )
        )
    return found


async def _pooler(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether somebody stands between, which the server's own number of the connection gives away."""
    direct = await connection.fetchval("SELECT pg_backend_pid()") == connection.get_server_pid()
    if not direct and not where.pooler:
        return [
            Finding(
                WRONG,
                "A pooler stands before the database, and the bot keeps prepared statements as if none did.",
                "add ?pooler=transaction to DATABASE_URL.",
            )
        ]
    if direct and where.pooler:
        return [
            Finding(
                WARNING,
                "?pooler=transaction is set, and no pooler is there: statements are prepared anew each time.",
                "leave it out of DATABASE_URL, unless the pooler hides itself.",
            )
        ]
    return [Finding(OK, "A pooler stands before it, as the address says.")] if where.pooler else []


async def _schema(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether the schema is this release's, and whether its time is not ahead of the clock."""
    try:
        have = await version(connection, where.name)
    except StorageError as error:
        return [Finding(WRONG, str(error))]
    if not have:
        return [Finding(OK, "The database is empty; the bot makes its tables when it starts.")]
    if have not in migrate.REVISIONS:
        return [Finding(WRONG, str(migrate.unknown(where.name, have)))]
    if have != migrate.HEAD:
        said = f"The database has schema {have}; this release needs {migrate.HEAD}."
        return [Finding(WARNING, said, "back it up, stop the other processes, connects migrate")]
    found = [Finding(OK, f"The database has schema {have}, the newest this release knows.")]
    last = int(await connection.fetchval("SELECT coalesce(max(at), 0) FROM community"))
    if last > int(time.time()) * instants.SECOND + instants.HOUR:
        said = f"The database's last operation is of {instants.iso(last)}, later than the clock."
        found.append(Finding(WARNING, said, "set the clock, of this machine and of the database's."))
    return found


async def _rights(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether the user may do what the bot does."""
    if await connection.fetchval("SELECT pg_is_in_recovery()"):
        return [
            Finding(WRONG, "It is a standby, which takes no writes.", "name the primary in DATABASE_URL.")
        ]
    schema = await connection.fetchval("SELECT current_schema()")
    if not schema or not await connection.fetchval("SELECT has_schema_privilege($1, 'CREATE')", schema):
        mend = "GRANT CREATE ON SCHEMA public TO the bot's user, or make the user the database's owner."
        return [Finding(WRONG, f"The user may not make tables in the schema {schema or 'public'}.", mend)]
    return []


async def _clock(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether the database's clock, which counts for all replicas, goes with this machine's."""
    before = time.time()
    there = float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp())::FLOAT8"))
    after = time.time()
    off = max(before - there, there - after, 0.0)
    if off > APART:
        said = f"The database's clock and this machine's are {off:.0f} seconds apart."
        return [Finding(WARNING, said, "keep both right with NTP; the database's is the one that counts.")]
    return [Finding(OK, "The database's clock goes with this machine's.")]


async def _secret(connection: asyncpg.Connection[Any], where: Address) -> list[Finding]:
    """Whether somebody on the way could listen."""
    host = urlsplit(where.dsn).hostname or ""
    if not host or is_loopback(host) or "." not in host:  # a socket, this machine, a name inside a cluster
        return []
    if await connection.fetchval("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"):
        return [Finding(OK, "The connection is encrypted.")]
    return [
        Finding(
            WARNING, f"The connection to {host} is not encrypted.", "add ?sslmode=require to DATABASE_URL."
        )
    ]
