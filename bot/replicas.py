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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import structlog

from core.ports import Rejected, Unavailable, Unknown
from core.queries import SHARES

if TYPE_CHECKING:
    from adapters.storage.postgres_leases import PostgresLeases

LIFE = 12.0
"""Seconds for which a lease is claimed, anew after a quarter of it. In its last sixth it is not relied on:
clocks and pauses of processes differ."""
CHORES = "chores"

_log = structlog.get_logger(__name__)


Shares = tuple[tuple[str, tuple[int, ...]], ...]
"""By platform, which shares of its outbox; none: all of them."""


class Replicas(Protocol):
    """What this process may do for all of them."""

    def leads(self) -> bool:
        """Whether the chores are this process's."""

    def shares(self, platforms: Iterable[str]) -> Shares:
        """Which shares of these platforms' outboxes are this process's."""

    def has(self, platform: str, community: int) -> bool:
        """Whether what is for a community on a platform is this process's to deliver."""


class Alone:
    """There is no other process."""

    def leads(self) -> bool:
        """It does everything."""
        return True

    def shares(self, platforms: Iterable[str]) -> Shares:
        """It delivers everything."""
        return ()

    def has(self, platform: str, community: int) -> bool:
        """It does."""
        return True


ALONE = Alone()


class Several:
    """One of several processes on one database."""

    def __init__(self, leases: PostgresLeases, platforms: Sequence[str], *, life: float = LIFE) -> None:
        self.name = secrets.token_hex(6)
        self._leases = leases
        self._platforms = sorted(platforms)
        self._life, self._every, self._margin = life, life / 4, life / 6
        self._held: frozenset[str] = frozenset()
        self._until = 0.0
        self._leaving: set[str] = set()  # let go as soon as nothing of theirs is under way
        self.busy: Callable[[], Iterable[tuple[int, str]]] = lambda: ()
        """The channels in which something is being delivered: of a community, or (0) a whole platform's."""
        self.gained: Callable[[], None] = lambda: None
        """Told when there is something new to look after."""

    def leads(self) -> bool:
        """Whether the chores are this process's, surely for some moments yet."""
        return CHORES in self._held and self._lasts()

    def shares(self, platforms: Iterable[str]) -> Shares:
        """Which shares of these platforms' outboxes are this process's, surely for some moments yet."""
        return tuple(
            (one, tuple(share for share in range(SHARES) if self._has(one, share))) for one in platforms
        )

    def has(self, platform: str, community: int) -> bool:
        """Whether what is for a community on a platform is this process's, surely for some moments yet."""
        return self._has(platform, community % SHARES)

    def _has(self, platform: str, share: int) -> bool:
        name = f"outbox/{platform}/{share}"
        return name in self._held and name not in self._leaving and self._lasts()

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
        wanted, unwanted = {CHORES}, set[str]()
        for platform in self._platforms:
            begins = f"outbox/{platform}/"
            names = [f"{begins}{share}" for share in range(SHARES)]
            mine = [name for name in names if there.get(name) == self.name]
            # Who serves a platform says so by a name of its own, though it may have no share of it yet.
            serving = {who for name, who in there.items() if name.startswith(f"serves/{platform}/")}
            part = -(-SHARES // len(serving | {self.name}))
            free = [name for name in names if name not in there]
            self._leaving |= set(mine[part:])
            given = self._leaving - {f"{begins}{share}" for share in self._busy_in(platform)}
            wanted |= (set(mine) - given) | set(free[: max(0, part - len(mine))])
            wanted.add(f"serves/{platform}/{self.name}")
            unwanted |= given & set(mine)
        return wanted, unwanted

    def _busy_in(self, platform: str) -> set[int]:
        return {
            share
            for community, channel in self.busy()
            for share in ((community % SHARES,) if community else range(SHARES))
            if community or channel == platform
        }
