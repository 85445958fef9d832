"""A copy of the books that lives through acts of the journal, and where the journal's numbers are in it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from typing import Any

from core.board.jobs import Job
from core.board.proposals import TO_SETTLE, Proposal
from core.instants import Instant
from core.ledger.accounts import Wallet
from core.people import BOT
from core.policy.policy import Policy
from core.replaying.copy import Copy
from core.replaying.past import Act
from core.rules import calendar, communities, jobs, returns, wallets

Change = Callable[[Policy], Policy]
_KINDS: Mapping[str, Any] = {"owner": Wallet, "job": Job, "proposal": Proposal}


Live = Callable[["Replay", Act], None]
"""Lives through an act."""


class Skipped(Exception):
    """What an act is about does not exist in the copy: an earlier act was refused."""


class Replay:
    """A copy under way. ``real`` are the policies that held, by version; ``change`` makes others of them."""

    def __init__(self, book: Copy, change: Change, real: Mapping[int, Policy]) -> None:
        self.book = book
        self.change = change
        self.real = real
        self._numbers: dict[tuple[str, int], int] = {}
        self._bells: list[tuple[Instant, int]] = []

    # Where things are -----------------------------------------------------------

    def stands_for(self, thing: str, number: int, here: int) -> None:
        """An owner, a job or a proposal of the journal has this number in the copy."""
        self._numbers[thing, number] = here

    def find(self, thing: str, number: int) -> int:
        """Its number in the copy. Raises Skipped."""
        here = self._numbers.get((thing, number), number)
        if not self.book.knows(_KINDS[thing], here):
            raise Skipped
        return here

    def owner(self, number: int) -> int:
        """A member's or an agency's number in the copy. Raises Skipped."""
        return self.find("owner", number) if number != BOT else BOT

    def balances(self, numbers: Mapping[int, Any]) -> dict[int, int]:
        """What wallets of the journal hold in the copy."""
        there = self.book.all_by(Wallet)
        return {number: there[self.owner(number)].balance for number in numbers}

    # What happens by itself -------------------------------------------------------

    def closes_at(self, job: int, at: Instant) -> None:
        """A job of the copy ends at another time than the journal's: a bell is set for it."""
        heapq.heappush(self._bells, (at, job))

    def reach(self, now: Instant) -> None:
        """Let time pass: jobs with a bell of their own are seen when it rings."""
        book = self.book
        while self._bells and self._bells[0][0] <= now:
            at, job = heapq.heappop(self._bells)
            book.at(at)
            jobs.at(book, job)
            book.forget()
        book.at(now)

    def ring(self) -> None:
        """The grants' bell: every wallet that may have a grant due is seen."""
        book = self.book
        for wallet in book.all(Wallet):
            if wallet.active and wallet.period < calendar.period_now(book, wallet.day):
                wallets.of(book, wallet.number)
                book.forget()

    def settle(self) -> None:
        """The end: whatever is due by now happens."""
        book = self.book
        communities.settle_window(book)
        for job in book.all(Job):
            if job.due <= book.now or job.unsettled:
                returns.settle_all(book, jobs.at(book, job.number), book.find(TO_SETTLE, job.number))
        for wallet in book.all(Wallet):
            wallets.of(book, wallet.number)
            book.forget()
