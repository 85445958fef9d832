"""Processes forked from a warm parent: all is imported in it, and no database was ever open in it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from adapters.storage.statements import statements
from adapters.storage.verify import CHECKS, proof
from core.kinds import INDEXES, KINDS
from core.ports import Rejected

DIED = -int(signal.SIGKILL)


def warm() -> None:
    """What every child would do first."""
    known = statements("sqlite")
    for kind in KINDS:
        known.load(kind)
        for make in (known.insert, known.update, known.delete):
            with contextlib.suppress(Rejected):  # some are only ever added to
                make(kind)
    for index in INDEXES:
        known.load(index)
    gc.collect()
    gc.freeze()


def fork(
    work: Callable[[], Coroutine[Any, Any, None]], log: Path, *,
    after: float | None = None, meanwhile: Callable[[], None] | None = None,
) -> int:  # fmt: skip
    """Do something in a child; its exit code, negative for a signal.

    ``after`` so many seconds it is killed, or so many after ``meanwhile`` was done.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work())
            code = 0
        except BaseException:
            with log.open("a", encoding="utf-8") as file:
                traceback.print_exc(file=file)
        finally:
            sys.stderr.flush()
            os._exit(code)
    if meanwhile is not None:
        meanwhile()
    if after is not None:
        end = time.monotonic() + after
        while time.monotonic() < end:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.001)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def add_up(url: str) -> list[str]:
    """The checks of `connects verify` that fail."""
    with proof(url) as books:
        return [check.name for check in CHECKS if books.count(check).offenders]
