"""PostgreSQL: its address, its connections, and what its errors mean."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.storage.errors import StorageError
from core.ports import Interrupted, Rejected, Unavailable

if TYPE_CHECKING:
    import asyncpg

SCHEMES = ("postgresql", "postgresql+asyncpg", "postgres")
OLDEST = 14
CONNECTIONS = 8
"""Batches at once; twice as many are for questions, which are one by one what a batch does together."""
LOCK, IDLE, STATEMENT = 5, 20, 30
"""Seconds: to wait for a community that another replica has, before the database gives up on a
replica that froze in the middle of a batch, and for one statement."""
CONNECT = 5.0


def is_postgres(url: str) -> bool:
    """Whether an address is of PostgreSQL."""
    return url.partition("://")[0] in SCHEMES and "://" in url


@dataclass(frozen=True, slots=True)
class Address:
    """Where a PostgreSQL database is, and how the bot is to use it."""

    dsn: str
    name: str
    """The address without its password, for people."""
    pooler: bool = False
    """Whether a pooler in transaction mode stands between, so that no session outlasts a transaction."""
    connections: int = CONNECTIONS

    @property
    def readers(self) -> int:
        """Questions at once."""
        return self.connections * 2

    @property
    def most(self) -> int:
        """Connections of a process: a batch's, the questions', and one for what belongs to no community."""
        return self.connections + self.readers + 1


def address(url: str) -> Address:
    """Read an address: ``?pooler=transaction`` and ``?pool=8`` are ours, the rest is PostgreSQL's.

    Raises StorageError.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(
            "The database's address can't be read: write it as postgresql+asyncpg://user:password@host/name."
        ) from error
    query = dict(parsed.query)
    pooler, pool = query.pop("pooler", "session"), query.pop("pool", str(CONNECTIONS))
    if pooler not in ("session", "transaction"):
        raise StorageError("In the database's address, pooler is either transaction or session.")
    if not (isinstance(pool, str) and pool.isascii() and pool.isdigit() and 1 <= int(pool) <= 1_000):
        raise StorageError("In the database's address, pool is how many batches run at once: 1 to 1000.")
    if "ssl" in query:  # as SQLAlchemy spells it
        query.setdefault("sslmode", query.pop("ssl"))
    plain = parsed.set(drivername="postgresql", query=query)
    return Address(
        plain.render_as_string(hide_password=False),
        plain.set(query={}).render_as_string(hide_password=True),
        pooler == "transaction",
        int(pool),
    )


def connecting(where: Address) -> dict[str, Any]:
    """How asyncpg connects there."""
    # A pooler takes no settings of a session, and hands each transaction another one.
    cache = {"statement_cache_size": 0 if where.pooler else 500, "max_cacheable_statement_size": 1 << 18}
    return {
        "dsn": where.dsn,
        "timeout": CONNECT,
        "command_timeout": STATEMENT * 2,
        "server_settings": {"application_name": "connects"},
        **cache,
    }


async def connect(where: Address) -> asyncpg.Connection[Any]:
    """A connection of one's own. Raises StorageError."""
    import asyncpg

    try:
        made: asyncpg.Connection[Any] = await asyncpg.connect(**connecting(where))
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError, ValueError) as error:
        raise StorageError(f"The database {where.name} can't be reached: {_mend(error)}") from error
    number = made.get_server_version().major
    if number < OLDEST:
        await made.close()
        raise StorageError(
            f"The database {where.name} is PostgreSQL {number}: Connects needs {OLDEST} or newer."
        )
    return made


def _mend(error: BaseException) -> str:
    """What went wrong when connecting, and what to do."""
    import asyncpg

    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return "it does not accept this user and password: look at DATABASE_URL."
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return "there is no database of that name: make it with `createdb`, or name another in DATABASE_URL."
    if isinstance(error, asyncpg.TooManyConnectionsError):
        return "it has no connection left: raise its max_connections, or give ?pool= a smaller number."
    if isinstance(error, asyncpg.PostgresError):
        return f"{error}."
    if isinstance(error, asyncpg.InterfaceError | ValueError):
        return f"its address is not right ({error}): look at DATABASE_URL."
    said = str(error) or "no answer in time"
    return f"{said}. Look whether it runs and whether host and port in DATABASE_URL are right."


def trouble(error: BaseException) -> Exception:
    """Who is to blame for what went wrong: a row, a moment, or the database."""
    import asyncpg

    said = f"{type(error).__name__}: {error}"
    if isinstance(
        error,
        asyncpg.IntegrityConstraintViolationError | asyncpg.DataError | asyncpg.ProgramLimitExceededError,
    ):
        return Rejected(said)
    if isinstance(
        error,
        asyncpg.TransactionRollbackError  # a deadlock, a serialization failure
        | asyncpg.LockNotAvailableError
        | asyncpg.QueryCanceledError
        | asyncpg.PostgresConnectionError
        | asyncpg.OperatorInterventionError  # it is being stopped or started
        | asyncpg.TooManyConnectionsError
        | asyncpg.IdleInTransactionSessionTimeoutError
        | asyncpg.ReadOnlySQLTransactionError  # it became a standby: another is the primary in a moment
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError
        | OSError
        | TimeoutError
        | asyncio.IncompleteReadError,
    ):
        return Interrupted(said)
    return Unavailable(said)


def _rejecting() -> tuple[type[BaseException], ...]:
    """What the database and its driver say of a row that can't be stored."""
    import asyncpg

    return (
        asyncpg.IntegrityConstraintViolationError,
        asyncpg.DataError,
        asyncpg.ProgramLimitExceededError,
        asyncpg.DatatypeMismatchError,
        ValueError,  # the driver's own, and text that is none
        OverflowError,
        TypeError,
    )


def lost(error: BaseException) -> bool:
    """Whether the connection is gone, so that what was said last may have been heard."""
    import asyncpg

    if isinstance(error, asyncpg.PostgresError):
        return isinstance(error, asyncpg.PostgresConnectionError | asyncpg.OperatorInterventionError)
    return True
