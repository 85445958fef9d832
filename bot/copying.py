"""`connects copy`: a whole database from one kind to another, while nobody serves from either."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from adapters.storage import migrate, postgres_migrate
from adapters.storage.copying import (
    WHOLE,
    Copied,
    PostgresSource,
    PostgresTarget,
    Source,
    SqliteSource,
    SqliteTarget,
    Target,
    pour,
    read,
)
from adapters.storage.errors import StorageError
from adapters.storage.files import MEMORY, Place, sqlite_path
from adapters.storage.lock import Lock
from adapters.storage.postgres import Address, address, connect, is_postgres
from adapters.storage.postgres_leases import unserved
from adapters.storage.verify import CHECKS, existing, proof


async def copy(source: str, target: str) -> int:
    """Copy everything, compare it, and check the copy's books; 0 if all is well. Raises StorageError."""
    if source == target:
        raise StorageError("The copy is to go to another database: give another address with --to.")
    async with AsyncExitStack() as held:
        rows = await held.enter_async_context(_from(source))
        copied = []
        async with _to(target) as into:
            copied = await pour(rows, into, tell=_tell)
        async with _from(target, again=True) as written:
            _compare(copied, await read(written))
    print(
        f"connects: {sum(one.rows for one in copied)} rows were copied, read back and compared.",
        file=sys.stderr,
    )
    return _check(target)


def _tell(one: Copied) -> None:
    if one.rows:
        print(f"{one.table:<16} {one.rows:>10} rows")


def _compare(there: Sequence[Copied], here: Sequence[Copied]) -> None:
    for one, other in zip(there, here, strict=True):
        if one != other:
            raise StorageError(
                f"The copy of {one.table} is not what was copied ({other.rows} rows of {one.rows}): "
                "do not use it; empty the target and copy once more."
            )


def _check(target: str) -> int:
    with proof(target) as books:
        offending = [check.name for check in CHECKS if books.count(check).offenders]
    if offending:
        print(
            f"connects: the copy is true, but what was copied breaks {len(offending)} invariants "
            f"({', '.join(offending[:5])}): `connects verify` says more.",
            file=sys.stderr,
        )
        return 1
    print(f"connects: all {len(CHECKS)} invariants hold in the copy.", file=sys.stderr)
    return 0


@asynccontextmanager
async def _from(url: str, *, again: bool = False) -> AsyncIterator[Source]:
    """Where rows come from, and nobody writes meanwhile."""
    if is_postgres(url):
        where = address(url)
        if await postgres_migrate.pending(where):
            raise StorageError(
                f"The database {where.name} has an older schema: run `connects migrate` first."
            )
        await unserved(where)
        async with PostgresSource.open(where) as rows:
            yield rows
        return
    path = existing(url)
    if migrate.pending(path):
        raise _older(str(path))
    with _locked(url, held=again), SqliteSource.open(path) as rows:
        yield rows


def _older(name: str) -> StorageError:
    return StorageError(f"The database {name} has an older schema: run `connects migrate` first.")


@asynccontextmanager
async def _to(url: str) -> AsyncIterator[Target]:
    """Where rows go: a database with this release's schema and nothing in it."""
    if is_postgres(url):
        where = address(url)
        await postgres_migrate.apply(where)
        await unserved(where)
        await _empty(where)
        async with PostgresTarget.open(where) as rows:
            yield rows
        return
    if url == MEMORY or sqlite_path(url) is None:
        raise StorageError("A copy in memory would be gone at once: name a file.")
    place = Place(url)
    if place.path.exists() and place.path.stat().st_size:
        raise StorageError(f"There is something at {place.path} already: name a file that is not there yet.")
    try:
        with _locked(url):
            migrate.apply(place.path)
            with SqliteTarget.open(place.path, private=False) as rows:
                yield rows
    except BaseException:
        place.path.unlink(missing_ok=True)  # what was begun here and is no copy
        raise


@contextmanager
def _locked(url: str, *, held: bool = False) -> Iterator[None]:
    path = sqlite_path(url)
    if held or path is None:
        yield
        return
    lock = Lock(path)
    try:
        yield
    finally:
        lock.release()


async def _empty(where: Address) -> None:
    connection = await connect(where)
    try:
        for table in WHOLE:
            if await connection.fetchval(f'SELECT 1 FROM "{table.name}" LIMIT 1'):
                raise StorageError(
                    f"The database {where.name} is not empty (there are rows in {table.name}): "
                    "name a new one."
                )
    finally:
        await connection.close()
