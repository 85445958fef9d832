"""Writing operations: the only way in which Connects move.

`record` opens an operation; when its block ends the entries must add up to zero,
the hash is taken and the rows are added. A block that raises adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import orjson

from core.book import Book
from core.errors import Broken
from core.instants import DAY, Instant
from core.ledger import chain
from core.ledger.accounts import WALLET, Account, Wallet
from core.ledger.lots import LOTS_LEFT, Lot, Use, burn
from core.ledger.operations import Entry, Operation
from core.ledger.tally import Tally
from core.people import BOT, Community, Text


class Record:
    """An operation while it is being written."""

    def __init__(self, book: Book, number: int) -> None:
        self.book = book
        self.number = number
        self.facts: dict[str, Any] = {}
        self._accounts: dict[str, int] = {}
        self._wallets: dict[int, tuple[Wallet, int]] = {}  # with the balance before
        self._uses: dict[int, Use] = {}
        self._lots: list[Lot] = []
        self._texts: dict[str, str] = {}

    def move(self, account: str, amount: int) -> None:
        """Move Connects into (above zero) or out of a system account."""
        self._accounts[account] = self._accounts.get(account, 0) + amount

    def credit(self, wallet: Wallet, amount: int, source: str, issued: Instant, expires: Instant) -> Lot:
        """A new lot of Connects in a wallet."""
        book = self.book
        self._touch(wallet)
        number, warning = book.next("lots"), expires - book.policy.lot_warn_days * DAY
        warned = warning <= book.now  # what lives no longer than the warning's span is never warned of
        lot = book.add(
            Lot(number, wallet.number, self.number, source, amount, amount, issued, expires, warned)
        )
        self._lots.append(lot)
        book.change(wallet, balance=wallet.balance + amount, due=min(wallet.due, due_of(book, lot)))
        return lot

    def take(self, wallet: Wallet, amount: int) -> None:
        """Burn Connects of a wallet that has them, in the policy's order."""
        order = self.book.policy.burn_order
        for lot, part in burn(self.book.find(LOTS_LEFT, wallet.number), amount, order):
            self.take_from(wallet, lot, part)
            amount -= part
        if amount:
            raise Broken(f"wallet {wallet.number} lacks {amount}")

    def take_from(self, wallet: Wallet, lot: Lot, amount: int) -> None:
        """Take Connects out of one lot; below zero puts them back into it."""
        self._touch(wallet)
        use = self._uses.get(lot.number)
        if use is None:
            self._uses[lot.number] = Use(self.number, lot.number, amount)
        else:
            use.amount += amount
        self.book.change(lot, left=lot.left - amount)
        due = wallet.due if amount > 0 else min(wallet.due, due_of(self.book, lot))
        self.book.change(wallet, balance=wallet.balance - amount, due=due)

    def text(self, body: str, member: int) -> int:
        """Keep free text of a member in a row of its own; its number, 0 for none."""
        if not body:
            return 0
        if self.book.tally is not None:
            return 1  # some text
        number = self.book.next("texts")
        salt = self.book.salt(number)
        self.book.add(Text(number, member, self.number, salt, body))
        self._texts[str(number)] = chain.digest_text(salt, body)
        return number

    def _touch(self, wallet: Wallet) -> None:
        self._wallets.setdefault(wallet.number, (wallet, wallet.balance))

    def _entries(self) -> list[Entry]:
        entries: list[Entry] = []
        for number, (wallet, before) in sorted(self._wallets.items()):
            if wallet.balance != before:
                moved = wallet.balance - before
                entries.append(
                    Entry(self.number, len(entries) + 1, WALLET, number, moved, before, wallet.balance)
                )
        for name, amount in sorted(self._accounts.items()):
            if amount:
                entries.append(Entry(self.number, len(entries) + 1, name, 0, amount, 0, 0))
        if sum(entry.amount for entry in entries):
            raise Broken(f"operation {self.number} does not add up to zero")
        return entries

    def _count(self, tally: Tally, head: str) -> str:
        """In a copy: what moved is counted, and which lots paid is known for a return."""
        moved = [wallet.balance - before for wallet, before in self._wallets.values()]
        if sum(moved) + sum(self._accounts.values()):
            raise Broken(f"operation {self.number} of a copy does not add up to zero")
        tally.see(self._accounts, sum(amount for amount in moved if amount > 0))
        for use in self._uses.values():
            if use.amount:
                self.book.add(use)
        return head

    def close(self, operation: Operation, head: str) -> str:
        """Add the rows; the new head of the chain."""
        book = self.book
        if book.tally is not None:
            return self._count(book.tally, head)
        entries = self._entries()
        for name, amount in self._accounts.items():
            account = book.get(Account, name)
            if account is None:
                account = book.add(Account(name, 0))
            book.change(account, balance=account.balance + amount)
        uses = [use for _, use in sorted(self._uses.items()) if use.amount]
        if self._texts:
            self.facts["texts"] = self._texts
        operation.facts = orjson.dumps(self.facts, option=orjson.OPT_SORT_KEYS).decode()
        operation.hash = chain.digest(head, operation, entries, uses, self._lots)
        book.add(operation)
        for row in (*entries, *uses):
            book.add(row)
        return operation.hash


def due_of(book: Book, lot: Lot) -> Instant:
    """When something falls due on a lot: the warning that it ends soon, or its end."""
    return lot.expires if lot.warned else lot.expires - book.policy.lot_warn_days * DAY


Recording = AbstractContextManager[Record]


@contextmanager
def record(
    book: Book,
    kind: str,
    *,
    actor: int = BOT,
    key: str = "",
    due: Instant = 0,
    policy: int = 0,
    job: int = 0,
    proposal: int = 0,
    member: int = 0,
    **facts: Any,
) -> Iterator[Record]:
    """Write one operation; nothing of it is there until the block ends.

    Without a key it takes the piece's own, and its number beside that if the piece
    has used it already. ``due`` is when it should have happened, if not now;
    ``policy`` the version it is decided under, if not the present one.
    """
    community: Community = book.community
    if book.open_records:
        raise Broken("an operation was begun inside another")
    book.open_records += 1
    number = book.next("operations")
    if not key:
        key = f"{book.key}/{number}" if book.keyed else book.key
        book.keyed = True
    draft = Record(book, number)
    draft.facts.update({name: fact for name, fact in facts.items() if fact not in ("", None)})
    yield draft
    operation = Operation(
        number, key, kind, actor, book.now, 0 if due == book.now else due, policy or community.policy,
        job, proposal, member, "", chain.FORM, "",
    )  # fmt: skip
    head = draft.close(operation, community.head)
    book.change(community, head=head, at=book.now)
    book.open_records -= 1
