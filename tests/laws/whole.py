"""A community that is all in memory: the real rules on a Book to which nothing is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from core.book import Book
from core.errors import Refusal
from core.instants import Instant, parse
from core.kinds import indexes_of
from core.ledger.chain import GENESIS
from core.people import Community, Rank, Who
from core.policy.values import changed
from core.rules import communities, jobs, members
from core.rules.terms import Wish

START = parse("2026-03-04T10:00")


class WholeBook(Book):
    """What it does not have there is not."""

    def get(self, kind: Any, key: Any) -> Any:
        return self._rows.get(kind, {}).get(key)

    def find(self, index: Any, key: Any) -> list[Any]:
        return self._lists.setdefault(index, {}).setdefault(key, [])

    def has(self, what: Any, key: Any) -> bool:
        return True

    def add(self, row: Any) -> Any:
        for index in indexes_of(type(row)):
            if index.holds(row):
                self.find(index, index.key(row))  # so that the row enters it
        return super().add(row)

    def change(self, row: Any, **values: Any) -> None:
        for index in indexes_of(type(row)):
            for name, value in values.items():
                if name in index.by and getattr(row, name) != value:
                    raise AssertionError("a thing does not change its owner")
            self.find(index, index.key(row))
        super().change(row, **values)

    def all(self, kind: Any) -> list[Any]:
        """Every row of a kind, by key."""
        return [row for _, row in sorted(self._rows.get(kind, {}).items()) if row is not None]


class Place:
    """A community with a clock, in which orders are given by calling the rules."""

    def __init__(self, *policy: str, at: Instant = START) -> None:
        self.book = WholeBook(1)
        self.book.put(Community, (), Community(at=0, head=GENESIS))
        self.at = at
        self.count = 0
        with self.order():
            communities.found(self.book, "classic")
        for line in policy:
            self.say(line)

    def say(self, line: str) -> None:
        """Change a value of the policy, as ``name value``."""
        name, _, value = line.partition(" ")
        with self.order() as book:
            communities.change_policy(book, changed(book.policy, name, value), 0, line)

    @contextmanager
    def order(self) -> Iterator[WholeBook]:
        """One piece of work; a refusal leaves no trace."""
        book = self.book
        self.count += 1
        book.begin(self.at, b"grain")
        book.key, book.keyed = f"test/{self.count}", False
        mark = book.mark()
        try:
            yield book
        except Refusal:
            book.undo(mark)
            raise

    def try_it(self, run: Callable[[WholeBook], Any]) -> str:
        """Run something; the key of its refusal, or nothing."""
        try:
            with self.order() as book:
                run(book)
        except Refusal as refusal:
            return refusal.key
        return ""

    def member(self, name: str) -> int:
        """A member of this name, with the sign-up gift."""
        with self.order() as book:
            return members.meet(book, Who("test", "here", name, name, Rank.MEMBER), "classic")

    def job(self, client: int, price: int = 1, **wish: Any) -> int:
        """A job on the board."""
        with self.order() as book:
            return jobs.post(book, client, Wish(title="Work", price=price, **wish)).number
