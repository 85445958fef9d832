"""A copy of a community's books, all of it at hand, in which things are only tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from core.book import Book
from core.instants import Instant
from core.kinds import indexes_of, touched_by
from core.ledger.tally import Tally
from core.people import Community
from core.queries import Query
from core.rows import Index, Key, Want, key_of

R = TypeVar("R")
T = TypeVar("T")
_SET, _ADD, _IN, _OUT, _GONE = range(5)


class Copy(Book):
    """A Book to which everything is known: what is not in it does not exist, and nothing is Missing.

    Nothing of it is ever written, so it keeps no texts, hashes and notices, and no account of what
    is new. A piece of work that is refused is undone like everywhere; see `forget`.
    """

    def __init__(self, number: int, community: Community) -> None:
        super().__init__(number)
        self.tally: Tally = Tally()
        self._community = community
        self._all: defaultdict[Any, dict[Key, Any]] = defaultdict(dict)
        self._sets: defaultdict[Index, dict[Key, dict[Key, Any]]] = defaultdict(dict)
        self._all[Community][()] = community

    # What is here -----------------------------------------------------------

    def get(self, kind: type[R], key: Key) -> R | None:
        """The thing, or None if there is none."""
        return cast("R | None", self._all[kind].get(key))

    def find(self, index: Index, key: Key) -> list[Any]:
        """The things of a collection."""
        there = self._sets[index].get(key)
        return list(there.values()) if there else []

    def need(self, *wants: Want) -> None:
        """Everything is here."""

    def has(self, what: Any, key: Key) -> bool:
        """Everything is here."""
        return True

    def is_fresh(self, row: Any) -> bool:
        """No batch ever ends, so nothing is fresh."""
        return False

    def ask(self, query: Query[T]) -> T:
        """Only what reads may ask. Raises Broken."""
        return super().ask(query)

    def all(self, kind: type[R]) -> Sequence[R]:
        """Every thing of a kind, in the order in which they came."""
        return list(self._all[kind].values())

    def all_by(self, kind: type[R]) -> Mapping[Key, R]:
        """Every thing of a kind by its key."""
        return self._all[kind]

    def knows(self, kind: Any, key: Key) -> bool:
        """Whether there is such a thing; nothing due on it is settled."""
        return key in self._all[kind]

    # What changes -----------------------------------------------------------

    def at(self, now: Instant) -> None:
        """From here on it is this moment; time never runs backwards."""
        self.at_time(max(now, self.now))

    def at_time(self, now: Instant) -> None:
        """Look at things as at any moment."""
        self.now = now
        self.memory.clear()

    def next(self, counter: str) -> int:
        """Count one on."""
        number: int = getattr(self._community, counter) + 1
        self._log.append((_SET, self._community, counter, number - 1))
        setattr(self._community, counter, number)
        return number

    def add(self, row: R) -> R:
        """A new thing."""
        kind: Any = type(row)
        key = key_of(kind)(row)
        self._all[kind][key] = row
        self._log.append((_ADD, kind, key))
        for index in indexes_of(kind):
            if index.holds(row):
                self._enter(index, row)
        return row

    def change(self, row: Any, **values: Any) -> None:
        """Change fields of a thing, keeping every collection right."""
        kind: Any = type(row)
        touched = touched_by(kind, tuple(values))
        before = [index.key(row) if index.holds(row) else None for index in touched] if touched else ()
        log = self._log
        for name, value in values.items():
            old = getattr(row, name)
            if old != value:
                log.append((_SET, row, name, old))
                setattr(row, name, value)
        if not touched:
            return
        for index, was in zip(touched, before, strict=True):
            now = index.key(row) if index.holds(row) else None
            if was != now:
                if was is not None:
                    self._leave(index, was, row)
                if now is not None:
                    self._enter(index, row)

    def delete(self, row: Any) -> None:
        """Remove a thing."""
        kind: Any = type(row)
        key = key_of(kind)(row)
        for index in indexes_of(kind):
            if index.holds(row):
                self._leave(index, index.key(row), row)
        del self._all[kind][key]
        self._log.append((_GONE, kind, key, row))

    def _enter(self, index: Index, row: Any) -> None:
        there = self._sets[index].setdefault(index.key(row), {})
        kind: Any = type(row)
        name = key_of(kind)(row)
        there[name] = row
        self._log.append((_IN, there, name))

    def _leave(self, index: Index, key: Key, row: Any) -> None:
        kind: Any = type(row)
        there, name = self._sets[index][key], key_of(kind)(row)
        del there[name]
        self._log.append((_OUT, there, name, row))

    # What is undone ---------------------------------------------------------

    def undo(self, mark: int = 0) -> None:
        """Take back every change since the mark, the last one first."""
        log = self._log
        self.open_records = 0
        self.memory.clear()
        while len(log) > mark:
            entry = log.pop()
            what = entry[0]
            if what == _SET:
                setattr(entry[1], entry[2], entry[3])
            elif what == _ADD:
                del self._all[entry[1]][entry[2]]
            elif what == _IN:
                del entry[1][entry[2]]
            elif what == _OUT:
                entry[1][entry[2]] = entry[3]
            else:
                self._all[entry[1]][entry[2]] = entry[3]

    def forget(self) -> None:
        """What was done so far stands and can't be undone any more."""
        self._log.clear()
