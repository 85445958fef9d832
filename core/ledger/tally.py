"""What operations came to for the wallets: granted, given, earned, bought, spent, returned, expired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from core.ledger.accounts import (
    AWARDS,
    BONUSES,
    EXPIRED,
    GIFTS,
    GRANTS,
    HELD,
    MOVED,
    RETURNS,
    SALES,
    SPENT,
    STAFF,
)

SOURCES = {GRANTS: "granted", GIFTS: "gifts", BONUSES: "bonuses", AWARDS: "awards", SALES: "bought",
           STAFF: "staff", MOVED: "moved"}  # fmt: skip
GIVE_BACK = (RETURNS, SPENT, HELD)
SUMS = (*SOURCES.values(), "spent", "returned", "expired")


class Tally:
    """Sums over operations, told from the accounts that they moved and from nothing else.

    What is counted as spent stays so when it is returned; that is counted by itself.
    """

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()

    def see(self, accounts: Mapping[str, int], came: int) -> None:
        """Add an operation: what it moved into system accounts, and into wallets (``came``)."""
        sums = self.sums
        for name, amount in accounts.items():
            if name in SOURCES:
                sums[SOURCES[name]] -= amount
            elif name == EXPIRED:
                sums["expired"] += amount
            elif name == SPENT and amount > 0:
                sums["spent"] += amount
            if name in GIVE_BACK and amount < 0 and came > 0:
                sums["returned"] += min(came, -amount)
                came -= min(came, -amount)
