"""Failpoints: named places between two steps of the engine, the storage and the courier.

The product knows nothing of them: a process that is to die puts a wrapper around the steps after its fork.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Sequence
from typing import Any

from adapters.storage import store
from bot.outbox import Delivery
from core.pieces import Piece

AFTER_LOAD, BEFORE_COMMIT = "before the first write", "before COMMIT"
BEFORE_BEGIN, AFTER_BEGIN = "before BEGIN", "after BEGIN"
COMMITTED, ANSWERING = "after COMMIT, before the answers", "before an answer is given"
ANSWERED, DELIVERED = "between the answer and the outbox", "after the outbox"
IN_HAND = "before a notice is looked up"
POSTING, POSTED = "before the post", "after the post, before the mark"
PLACES = (
    BEFORE_BEGIN, AFTER_BEGIN, AFTER_LOAD, BEFORE_COMMIT, COMMITTED, ANSWERING, ANSWERED, DELIVERED, IN_HAND,
    POSTING, POSTED,
)  # fmt: skip
WRITTEN = "after {} {}"
"""After a table's rows were written; one for each verb and table."""
FILED = "in the file: before {} of the {}"
"""Before a write or a sync reaches the operating system; in the middle of a COMMIT, mostly."""

_STATEMENT = re.compile(r'\s*(INSERT|UPDATE|DELETE)\s+(?:INTO\s+|FROM\s+)?"?(\w+)"?', re.IGNORECASE)


class Failpoints:
    """Counts the places that are passed, and dies at one of them."""

    def __init__(self, fatal: int = 0) -> None:
        self.fatal = fatal
        """The number of the one to die at; 0: none."""
        self.passed: list[str] = []
        self.open = False
        """Whether they count: only what a flow does itself is of interest."""

    def at(self, name: str) -> None:
        """Come to a place."""
        if not self.open:
            return
        self.passed.append(name)
        if len(self.passed) == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_file(self, what: str, path: str, *_: Any) -> None:
        """As the VFS tells it, before it does it."""
        kind = "log" if path.endswith("-wal") else "journal" if path.endswith("-journal") else "database"
        self.at(FILED.format(what, kind))

    def install(self) -> None:
        """Wrap the steps of the product, in this process only."""
        began, put, commit = store._begin, store._put, store._commit
        give, one = Piece.give, Delivery._one
        at = self.at

        def begin_(connection: Any) -> Any:
            at(BEFORE_BEGIN)
            done = began(connection)
            at(AFTER_BEGIN)
            return done

        def put_(connection: Any, rows: Sequence[tuple[str, Sequence[Any]]]) -> None:
            at(AFTER_LOAD)
            for sql, some in rows:
                put(connection, [(sql, some)])
                found = _STATEMENT.match(sql)
                assert found, sql
                at(WRITTEN.format(found[1].upper(), found[2]))

        def commit_(connection: Any) -> None:
            at(BEFORE_COMMIT)
            commit(connection)
            at(COMMITTED)

        def give_(piece: Piece, answer: Any) -> None:
            at(ANSWERING)
            give(piece, answer)

        async def one_(delivery: Delivery, *given: Any) -> Any:
            at(IN_HAND)
            return await one(delivery, *given)

        patched: Sequence[tuple[Any, str, Callable[..., Any]]] = (
            (store, "_begin", begin_), (store, "_put", put_), (store, "_commit", commit_),
            (Piece, "give", give_), (Delivery, "_one", one_),
        )  # fmt: skip
        for owner, name, wrapper in patched:
            setattr(owner, name, wrapper)
