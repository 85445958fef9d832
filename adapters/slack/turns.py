"""Acknowledgements before answers: Slack waits three seconds for the one and half an hour for the other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

PATIENCE = 0.01
"""Seconds that an answer gives way at most, so that under any load a hundred a second begin."""


class Turns:
    """Counts the requests that are not acknowledged yet, and lets answers begin one after the other."""

    def __init__(self) -> None:
        self._waiting = 0
        self._clear = asyncio.Event()
        self._clear.set()
        self._next = asyncio.Lock()

    @contextlib.contextmanager
    def acknowledging(self) -> Iterator[None]:
        """A request came, and goes on to be acknowledged."""
        self._waiting += 1
        self._clear.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._clear.set()

    async def give_way(self) -> None:
        """Let those go first that are not acknowledged yet.

        If all answers began at once, whoever comes next would wait for all of them.
        """
        async with self._next:
            if self._waiting:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):
                        await self._clear.wait()
