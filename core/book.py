"""The working set: what was loaded of one community, and every change to it.

Asked for something that is not here it raises Missing; its runner loads that and runs the
piece again. Every change is in one log, so that undoing a piece forgets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar, cast

from core.errors import Broken
from core.instants import Instant
from core.kinds import indexes_of, touched_by
from core.ledger.tally import Tally
from core.people import Community
from core.policy.policy import Policy
from core.policy.versions import POLICIES, PolicyVersion, policy_of
from core.ports import Changes
from core.queries import Query
from core.rows import Index, Key, Missing, Want, key_of

R = TypeVar("R")
T = TypeVar("T")
_NOTHING: Mapping[Any, Any] = {}
_COUNTERS = ("owners", "lots", "jobs", "proposals", "texts", "notices", "operations", "policy", "orders")
_SET, _ADD, _DIRTY, _IN, _OUT, _LIST, _GONE = range(7)


class Book:
    """What is known of one community while pieces of work are decided."""

    def __init__(self, number: int, *, reading: bool = False) -> None:
        self.number = number
        self.reading = reading
        self.now: Instant = 0
        self.key = ""  # of the piece being decided
        self.keyed = False  # whether an operation of the piece has taken its key
        self.grain = b""  # the batch's randomness, for salts
        self.memory: dict[Any, Any] = {}  # what rules worked out; forgotten whenever the Book changes hands
        self._rows: dict[Any, dict[Key, Any]] = {}
        self._lists: dict[Index, dict[Key, list[Any]]] = {}
        self._answers: dict[Any, Any] = {}
        self._fresh: dict[Any, dict[Key, Any]] = {}
        self._dirty: dict[Any, dict[Key, Any]] = {}
        self._gone: dict[Any, dict[Key, Any]] = {}
        self._log: list[tuple[Any, ...]] = []
        self._known: dict[str, int] = {}
        self._community: Community | None = None
        self.open_records = 0
        self.tally: Tally | None = None  # of a copy: nothing is written, so sums are all that is kept

    # What is here -----------------------------------------------------------

    @property
    def community(self) -> Community:
        """The community's own row."""
        if self._community is None:
            self._community = self.the(Community, ())
        return self._community

    @property
    def policy(self) -> Policy:
        """The policy in force now."""
        return policy_of(self.the(PolicyVersion, self.community.policy))

    def policies(self) -> list[PolicyVersion]:
        """Every policy that ever held here, oldest first."""
        return sorted(self.find(POLICIES, ()), key=lambda version: version.version)

    def get(self, kind: type[R], key: Key) -> R | None:
        """The thing, or None if there is none. Raises Missing."""
        try:
            return cast("R | None", self._rows[kind][key])
        except KeyError:
            pass
        counter = kind.COUNTER  # type: ignore[attr-defined]
        if counter and isinstance(key, int) and self._is_new(counter, key):
            return None
        raise Missing(((kind, key),))

    def the(self, kind: type[R], key: Key) -> R:
        """The thing, which must exist. Raises Missing, Broken."""
        row = self.get(kind, key)
        if row is None:
            raise Broken(f"no {kind.__name__} {key!r} in community {self.number}")
        return row

    def find(self, index: Index, key: Key) -> list[Any]:
        """The things of a collection. The list is the Book's own: copy before changing its things."""
        try:
            return self._lists[index][key]
        except KeyError:
            pass
        if not self._of_new(index, key):
            raise Missing(((index, key),))
        # Nothing of a new owner is stored: what there is was added in this batch.
        fresh = self._fresh.get(index.of, _NOTHING).values()
        found = [row for row in fresh if index.holds(row) and index.key(row) == key]
        self._log.append((_LIST, index, key))
        return self._lists.setdefault(index, {}).setdefault(key, found)

    def need(self, *wants: Want) -> None:
        """Ask for several things together. Raises Missing naming all that is not here."""
        if missing := tuple(want for want in wants if not self.has(*want)):
            raise Missing(missing)

    def has(self, what: Any, key: Key) -> bool:
        """Whether asking for this would not miss."""
        if isinstance(what, Query):
            return what in self._answers
        if isinstance(what, Index):
            return key in self._lists.get(what, _NOTHING) or self._of_new(what, key)
        if key in self._rows.get(what, ()):
            return True
        return bool(what.COUNTER) and isinstance(key, int) and self._is_new(what.COUNTER, key)

    def is_fresh(self, row: Any) -> bool:
        """Whether a thing is new in this batch."""
        kind: Any = type(row)
        return row is self._fresh.get(kind, {}).get(key_of(kind)(row))

    def ask(self, query: Query[T]) -> T:
        """A question's answer from the store; only while reading. Raises Missing."""
        if not self.reading:
            raise Broken(f"a decision asked {type(query).__name__}; decisions read by key only")
        try:
            return cast("T", self._answers[query])
        except KeyError:
            raise Missing(((query, None),)) from None

    def _of_new(self, index: Index, key: Key) -> bool:
        """Whether a collection belongs to something numbered in this batch."""
        parts = key if isinstance(key, tuple) else (key,)
        return any(self._is_new(owner, part) for owner, part in zip(index.owners, parts, strict=False))

    def _is_new(self, counter: str, number: int) -> bool:
        return number > self._known.get(counter, number)

    # What is loaded ---------------------------------------------------------

    def put(self, kind: Any, key: Key, row: Any) -> None:
        """Take in a loaded row, or None for known absence; never over one that is here."""
        self._rows.setdefault(kind, {}).setdefault(key, row)

    def put_list(self, index: Index, key: Key, rows: Sequence[Any]) -> None:
        """Take in a loaded collection; things that are here already stay the ones they are."""
        known: list[Any] = []
        if rows:
            name = key_of(index.of)
            here = self._rows.setdefault(index.of, {})
            for row in rows:
                one = here.setdefault(name(row), row)
                if one is None:
                    one = here[name(row)] = row
                known.append(one)
        self._lists.setdefault(index, {}).setdefault(key, known)

    def put_answer(self, query: Any, answer: Any) -> None:
        """Take in the answer to a question."""
        self._answers[query] = answer

    def begin(self, now: Instant, grain: bytes) -> None:
        """Start a run over the batch: what the counters say now is what the database knows.

        The one time of the batch is ``now``, or the community's last time if that is later.
        """
        community = self.community
        self.now = max(now, community.at)
        self.grain = grain
        self.memory.clear()
        self._known = {name: getattr(community, name) for name in _COUNTERS}

    # What changes -----------------------------------------------------------

    def next(self, counter: str) -> int:
        """Count one on; a thing so numbered is known to be absent until it is added."""
        community = self.community
        number: int = getattr(community, counter)
        self._log.append((_SET, community, counter, number))  # no collection watches the counters
        setattr(community, counter, number + 1)
        self._soil(Community, (), community)
        return number + 1

    def add(self, row: R) -> R:
        """A new thing. Raises Broken if there is one of its key."""
        kind: Any = type(row)
        key = key_of(kind)(row)
        rows = self._rows.setdefault(kind, {})
        known = key in rows
        if rows.get(key) is not None:
            raise Broken(f"a second {kind.__name__} {key!r} in community {self.number}")
        rows[key] = row
        self._fresh.setdefault(kind, {})[key] = row
        self._log.append((_ADD, kind, key, known))
        for index in indexes_of(kind):
            if self._lists.get(index) and index.holds(row):
                self._enter(index, row)
        return row

    def change(self, row: Any, **values: Any) -> None:
        """Change fields of a thing, keeping every loaded collection right."""
        kind: Any = type(row)
        touched = touched_by(kind, tuple(values))
        before = [index.key(row) if index.holds(row) else None for index in touched]
        log, mark = self._log, len(self._log)
        for name, value in values.items():
            old = getattr(row, name)
            if old != value:
                log.append((_SET, row, name, old))
                setattr(row, name, value)
        if len(log) == mark:
            return
        for index, was in zip(touched, before, strict=True):
            now = index.key(row) if index.holds(row) else None
            if was != now:
                if was is not None:
                    self._leave(index, was, row)
                if now is not None:
                    self._enter(index, row)
        self._soil(kind, key_of(kind)(row), row)

    def delete(self, row: Any) -> None:
        """Remove a thing that may be forgotten: what a person may have erased, never the journal's."""
        kind: Any = type(row)
        key = key_of(kind)(row)
        for index in indexes_of(kind):
            if index.holds(row):
                self._leave(index, index.key(row), row)
        self._rows[kind][key] = None
        fresh, dirty = (of.get(kind, {}).pop(key, None) for of in (self._fresh, self._dirty))
        if fresh is None:  # else it came in this very batch, and the database never hears of it
            self._gone.setdefault(kind, {})[key] = row
        self._log.append((_GONE, kind, key, row, fresh, dirty))

    def _soil(self, kind: Any, key: Key, row: Any) -> None:
        """Note that a thing has to be written, unless it is new and will be anyway."""
        if key not in self._dirty.get(kind, _NOTHING) and key not in self._fresh.get(kind, _NOTHING):
            self._dirty.setdefault(kind, {})[key] = row
            self._log.append((_DIRTY, kind, key))

    def _enter(self, index: Index, row: Any) -> None:
        there = self._lists.get(index, _NOTHING).get(index.key(row))
        if there is not None:  # else it is not loaded, and will hold the row when it is
            there.append(row)
            self._log.append((_IN, there))

    def _leave(self, index: Index, key: Key, row: Any) -> None:
        there = self._lists.get(index, {}).get(key)
        if there is not None:
            place = next(i for i, one in enumerate(there) if one is row)
            del there[place]
            self._log.append((_OUT, there, place, row))

    def salt(self, number: int) -> str:
        """An unguessable salt for the text of this number."""
        return sha256(self.grain + number.to_bytes(8, "big")).hexdigest()[:32]

    # What is undone, what is written ----------------------------------------

    def mark(self) -> int:
        """Where the log stands."""
        return len(self._log)

    def undo(self, mark: int = 0) -> None:
        """Take back every change since the mark, the last one first."""
        log, self.open_records = self._log, 0
        if len(log) > mark:
            self.memory.clear()
        while len(log) > mark:
            what = (entry := log.pop())[0]
            if what == _SET:
                setattr(entry[1], entry[2], entry[3])
            elif what == _ADD:
                del self._rows[entry[1]][entry[2]]
                del self._fresh[entry[1]][entry[2]]
                if entry[3]:
                    self._rows[entry[1]][entry[2]] = None
            elif what == _DIRTY:
                del self._dirty[entry[1]][entry[2]]
            elif what == _IN:
                entry[1].pop()
            elif what == _LIST:
                del self._lists[entry[1]][entry[2]]
            elif what == _GONE:
                _, kind, key, self._rows[entry[1]][entry[2]], fresh, dirty = entry
                if fresh is None:
                    del self._gone[kind][key]
                for of, was in ((self._fresh, fresh), (self._dirty, dirty)):
                    if was is not None:
                        of[kind][key] = was
            else:
                entry[1].insert(entry[2], entry[3])

    def changes(self) -> Changes:
        """What has to be written."""
        sets = (self._fresh, self._dirty, self._gone)
        found = ({kind: list(rows.values()) for kind, rows in of.items() if rows} for of in sets)
        return Changes(self.number, *found)
