"""The journal as a plain-text ledger that beancount, an independent tool, adds up.

A wallet is `Assets:Wallet:7`, a system account `Equity:Grants`. Beancount counts by
days, so each operation stands on the UTC day on which it was decided, with its exact
time beside it, and what wallets hold in the end is asserted on the day after the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core import instants
from core.instants import DAY, Instant
from core.ledger.accounts import WALLET
from core.ledger.operations import Entry, Operation

CURRENCY = "CONNECT"


def name_of(account: str, wallet: int) -> str:
    """An account's name in the ledger."""
    return f"Assets:Wallet:{wallet}" if account == WALLET else f"Equity:{account.capitalize()}"


def quoted(text: str) -> str:
    """Text as a string of the ledger, on one line."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Ledger:
    """Writes a ledger piece by piece; accounts are opened where they are first used."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._open: set[str] = set()
        self._last: Instant = 0
        self._begun = False

    def _begin(self, at: Instant) -> Iterator[str]:
        if not self._begun:
            self._begun = True
            yield f'option "title" {quoted(self._title)}\n'
            yield f'option "operating_currency" "{CURRENCY}"\n\n'
            yield f"{_day(at)} commodity {CURRENCY}\n"

    def transaction(self, op: Operation, postings: Iterable[tuple[str, int]]) -> Iterator[str]:
        """An operation and all that it moves: ledger accounts with amounts that add up to zero."""
        moved = list(postings)
        yield from self._begin(op.at)
        yield from self._opened(op.at, (account for account, _ in moved))
        self._last = op.at
        yield f"\n{_day(op.at)} * {quoted(op.kind)}\n"
        yield f"  operation: {op.number}\n  key: {quoted(op.key)}\n  time: {quoted(instants.iso(op.at))}\n"
        if op.due:
            yield f"  due: {quoted(instants.iso(op.due))}\n"
        for name, number in (("actor", op.actor), ("policy", op.policy)):
            yield f"  {name}: {number}\n"
        for name, number in (("job", op.job), ("proposal", op.proposal)):
            if number:
                yield f"  {name}: {number}\n"
        for account, amount in moved:
            yield f"  {account}  {amount} {CURRENCY}\n"

    def operation(self, op: Operation, entries: Iterable[Entry]) -> Iterator[str]:
        """An operation with its entries."""
        return self.transaction(op, ((name_of(one.account, one.wallet), one.amount) for one in entries))

    def balances(self, held: Mapping[str, int]) -> Iterator[str]:
        """The end: what each account holds, which the reader of the ledger checks."""
        yield from self._begin(self._last)
        yield from self._opened(self._last, held)
        yield "\n"
        for account, balance in held.items():
            yield f"{_day(self._last + DAY)} balance {account}  {balance} {CURRENCY}\n"

    def _opened(self, at: Instant, accounts: Iterable[str]) -> Iterator[str]:
        for account in accounts:
            if account not in self._open:
                self._open.add(account)
                yield f"{_day(at)} open {account} {CURRENCY}\n"


def _day(at: Instant) -> str:
    return instants.iso(at)[:10]
