"""How often a database came back from a backup: what the bot is told of it, in `meta`.

The rest the bot does at its next start (`core.rules.restoring`).
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from adapters.storage.schema import META, TABLES
from core.instants import Instant
from core.people import Community
from core.rules.restoring import BACKUP, EPOCH, RESTORED, Restored


def epoch_of(connection: Connection) -> int:
    """How often a database came back so far."""
    return int(_value(connection, EPOCH) or 0)


def mark(connection: Connection, now: Instant, *, above: int = 0) -> Restored:
    """Begin a new epoch, later than ``above``; an AsyncConnection does it by ``run_sync(mark, now)``.

    It commits nothing.
    """
    had = epoch_of(connection)
    epoch = max(had, above) + 1
    since = _value(connection, BACKUP)
    if since is None:  # copied by other means: it knows no more than its newest operation
        since = connection.execute(select(func.max(TABLES[Community].c.at))).scalar()
    restored = Restored(epoch, epoch - had, int(since or 0), now)
    connection.execute(delete(META).where(META.c.name.in_((BACKUP, EPOCH, RESTORED))))
    for name, value in ((EPOCH, str(epoch)), (RESTORED, restored.written())):
        connection.execute(insert(META).values(name=name, value=value))
    return restored


def _value(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(select(META.c.value).where(META.c.name == name)).scalar()
    return found
