"""Which of several processes does what is to be done by one: the chores, and each share of the outbox.

Where a database is shared, each process claims leases and renews them; one that ends lets them go, and
one that dies or freezes loses them after a few seconds. A lease is a promise and no proof: what is done
under it has its keys, so that twice would change nothing, and a notice that another may have sent is
looked for before it is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import structlog

from core.ports import Rejected, Unavailable, Unknown
from core.queries import SHARES

if TYPE_CHECKING:
    from adapters.storage.postgres_leases import PostgresLeases

LIFE = 12.0
"""Seconds for which a lease is claimed."""
EVERY = 3.0
"""Seconds between two claims."""
MARGIN = 2.0
"""Seconds before its end from which a lease is not relied on: clocks and pauses of processes differ."""
CHORES = "chores"

_log = structlog.get_logger(__name__)


class Replicas(Protocol):
    """What this process may do for all of them."""

    def leads(self) -> bool:
        """Whether the chores are this process's."""

    def shares(self, platform: str) -> Collection[int]:
        """Which shares of a platform's outbox are this process's."""


class Alone:
    """There is no other process."""

    def leads(self) -> bool:
        """It does everything."""
        return True

    def shares(self, platform: str) -> Collection[int]:
        """It delivers everything."""
        return range(SHARES)


ALONE = Alone()


class Several:
    """One of several processes on one database."""

    def __init__(
        self, leases: PostgresLeases, platforms: Sequence[str], *, life: float = LIFE, every: float = EVERY
    ) -> None:
        self.name = secrets.token_hex(6)
        self._leases = leases
        self._outboxes = [
            f"outbox/{platform}/{share}" for platform in sorted(platforms) for share in range(SHARES)
        ]
        self._life, self._every = life, every
        self._margin = min(MARGIN, life / 4)
        self._held: frozenset[str] = frozenset()
        self._until = 0.0
        self._leaving: set[str] = set()  # let go as soon as nothing of theirs is under way
        self.busy: Callable[[], Collection[tuple[str, int]]] = lambda: ()
        """The shares, by platform, of which something is being delivered now."""
        self.gained: Callable[[], None] = lambda: None
        """Told when there is something new to look after."""

    def leads(self) -> bool:
        """Whether the chores are this process's, surely for some moments yet."""
        return CHORES in self._held and self._lasts()

    def shares(self, platform: str) -> Collection[int]:
        """Which shares of a platform's outbox are this process's, surely for some moments yet."""
        if not self._lasts():
            return ()
        begins = f"outbox/{platform}/"
        return [int(name[len(begins) :]) for name in self._held - self._leaving if name.startswith(begins)]

    def _lasts(self) -> bool:
        return asyncio.get_running_loop().time() < self._until

    async def run(self) -> None:
        """Claim and renew until cancelled. Raises Newer: the database is a newer release's."""
        while True:
            await self.claim()
            await asyncio.sleep(self._every)

    async def claim(self) -> None:
        """Claim once; what can't be renewed is lost by itself. Raises Newer."""
        asked = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._life):
                claimed = await self._leases.claim(self.name, self._life, self._choose)
        except (Unavailable, Unknown, Rejected, TimeoutError) as error:
            _log.warning("leases_not_renewed", why=str(error))
            return
        new = claimed.names - self._held
        self._held = claimed.names
        self._leaving &= claimed.names
        self._until = asked + self._life - self._margin
        if new:
            _log.info("leases_gained", count=len(new), leads=CHORES in self._held)
            self.gained()

    async def leave(self) -> None:
        """Let everything go, so that the others need not wait."""
        self._held, self._until = frozenset(), 0.0
        with contextlib.suppress(Unavailable, Unknown, Rejected, TimeoutError):
            async with asyncio.timeout(2.0):
                await self._leases.leave(self.name)

    def _choose(self, there: Mapping[str, str]) -> tuple[Collection[str], Collection[str]]:
        """What to ask for: one's place, the chores, and no more than one's part of each outbox."""
        wanted = {f"replica/{self.name}", CHORES}
        unwanted: set[str] = set()
        busy = {f"outbox/{platform}/{share}" for platform, share in self.busy()}
        for platform in dict.fromkeys(name.split("/")[1] for name in self._outboxes):
            names = [name for name in self._outboxes if name.split("/")[1] == platform]
            mine = [name for name in names if there.get(name) == self.name]
            others = {who for name, who in there.items() if name.startswith(f"outbox/{platform}/")}
            # Who serves the platform and has no share of it yet says so by a name of its own.
            waiting = {who for name, who in there.items() if name.startswith(f"serves/{platform}/")}
            part = -(-len(names) // len(others | waiting | {self.name}))
            free = [name for name in names if name not in there]
            keep = mine[:part]
            given = {name for name in mine[part:] if name not in busy}
            self._leaving |= set(mine[part:])
            wanted |= set(mine) - given
            unwanted |= given
            wanted |= set(free[: part - len(keep)]) | {f"serves/{platform}/{self.name}"}
        return wanted, unwanted
