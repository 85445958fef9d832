"""Wallets, and the chart of accounts that stand across from them.

Amounts are whole Connects. What enters a wallet leaves one of the sources, what
leaves it enters a sink or a transit account; all accounts of a community always
add up to zero. `core/README.md` has the chart in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import FOREVER, Instant
from core.rows import Index

WALLET = "wallet"
GRANTS, GIFTS, BONUSES, AWARDS = "grants", "gifts", "bonuses", "awards"  # sources
SALES, STAFF, MOVED = "sales", "staff", "moved"  # sources that take back, too
SPENT, EXPIRED = "spent", "expired"  # sinks
HELD = "held"  # transit: bids of auctions that have not closed
RETURNS = "returns"  # transit: owed to wallets, not paid out yet
SYSTEM = (GRANTS, GIFTS, BONUSES, AWARDS, SALES, STAFF, MOVED, SPENT, EXPIRED, HELD, RETURNS)

MAXIMUM = 1_000_000
"""The most that one command can move, and a guard against overflow far below 64 bits."""


@dataclass(slots=True, eq=False)
class Wallet:
    """The Connects of one member or agency; its number is its owner's.

    ``balance`` is what its lots add up to. ``due`` is the soonest expiry among
    its lots; it may be early, never late. ``period`` is the newest period whose
    grant has been decided. ``active`` is false while the owner is away: no grants.
    ``plan`` is the one that counts, ``chosen`` the one that staff set, if they did. ``top`` is
    the most that the present cycle's plans come to so far. ``day`` is that of the month of joining.
    ``frozen`` says why nothing can be paid from it. ``gift`` is when a sign-up gift that a gate
    holds back is due, FOREVER while that can't be told; 0 where none is.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "owners"
    number: int
    kind: str
    balance: int
    plan: str
    period: int
    active: bool = True
    due: Instant = FOREVER
    chosen: str = ""
    top: int = 0
    day: int = 1
    frozen: str = ""
    gift: Instant = 0


@dataclass(slots=True, eq=False)
class Account:
    """A system account: what it holds, below zero where it is a source."""

    KEY: ClassVar[tuple[str, ...]] = ("name",)
    COUNTER: ClassVar[str] = ""
    name: str
    balance: int


@dataclass(slots=True, eq=False)
class PeriodPaid:
    """What a period's grant came to so far, for its announcement."""

    KEY: ClassVar[tuple[str, ...]] = ("period",)
    COUNTER: ClassVar[str] = ""
    period: int
    members: int
    connects: int


@dataclass(slots=True, eq=False)
class StaffDay:
    """What a staff member has granted and taken on one local day (its ordinal)."""

    KEY: ClassVar[tuple[str, ...]] = ("member", "day")
    COUNTER: ClassVar[str] = ""
    member: int
    day: int
    granted: int
    taken: int


@dataclass(slots=True, eq=False)
class Earned:
    """The interview bonuses a wallet earned lately: ``[[at, amount], …]`` as JSON.

    One row a wallet serves both kinds of window; what lies in neither is pruned.
    """

    KEY: ClassVar[tuple[str, ...]] = ("wallet",)
    COUNTER: ClassVar[str] = ""
    wallet: int
    recent: str


@dataclass(slots=True, eq=False)
class Pair:
    """When a client's interview last earned this wallet a bonus."""

    KEY: ClassVar[tuple[str, ...]] = ("client", "wallet")
    COUNTER: ClassVar[str] = ""
    client: int
    wallet: int
    at: Instant


@dataclass(slots=True, eq=False)
class TransferDay:
    """What a member has sent to others, and was sent, on one local day (its ordinal)."""

    KEY: ClassVar[tuple[str, ...]] = ("member", "day")
    COUNTER: ClassVar[str] = ""
    member: int
    day: int
    sent: int
    received: int


ACCOUNTS = Index("accounts", Account, ())
