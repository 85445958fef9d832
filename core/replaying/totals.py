"""What the plans of each wallet's cycle came to before some operation, read off the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.ledger.accounts import Wallet
from core.ledger.operations import Operation
from core.replaying.copy import Copy
from core.rules import calendar


class Totals:
    """By wallet, the period that its plans were last counted in, and what they came to."""

    def __init__(self, book: Copy, wallets: Mapping[int, Wallet]) -> None:
        self._book = book
        self._wallets = wallets
        self._tops: dict[int, tuple[int, int]] = {}

    def count(self, op: Operation, facts: Mapping[str, Any]) -> None:
        """What the plans of a wallet's cycle come to; days of joining are the rows' to know."""
        book = self._book
        book.at_time(op.due or op.at)
        row = self._wallets[op.member]
        period, policy = calendar.period_now(book, row.day), book.policy
        if op.kind == "plan.set":
            last, top = self._tops.get(op.member, (period, 0))
            base = max(top if last == period else 0, policy.monthly(facts["before"]))
            amount = max(base, policy.monthly(facts["plan"]))
        else:
            amount = policy.monthly(facts.get("plan", "basic"))
        self._tops[op.member] = period, amount

    def top(self, row: Wallet, period: int) -> int:
        """What a wallet's plans come to in a period."""
        last, top = self._tops.get(row.number, (period, row.top))
        return top if last == period else 0
