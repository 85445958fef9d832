"""The Book: reads that may miss, changes that can be undone, collections that stay right."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.board.jobs import EXPIRED, OPEN, SETTLING, Job
from core.board.proposals import PROPOSALS_OF, TO_SETTLE, Proposal
from core.book import Book
from core.errors import Broken
from core.instants import FOREVER
from core.kinds import INDEXES
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT, Lot
from core.people import UNANSWERED, Community, Member, Receipt
from core.queries import Journal
from core.rows import Index, Missing, columns, key_of
from core.speech.notice import UNSENT_CARDS, Notice

HASH = "0" * 64


def a_book(**counters: int) -> Book:
    book = Book(1)
    book.put(Community, (), Community(at=0, head=HASH, **counters))
    book.begin(1_000, b"grain")
    return book


def a_job(number: int, **values: Any) -> Job:
    fields = {"client": 1, "state": OPEN, "title": 0, "description": 0, "budget": 0, "category": "",
              "skills": "", "price": 4, "hires": 1, "opened": 1, "closes": 9}  # fmt: skip
    return Job(number=number, **{**fields, **values})


def a_proposal(number: int, job: int = 1, member: int = 1, state: str = "submitted") -> Proposal:
    return Proposal(number, job, member, member, 1, 4, 0, state, 5)


def a_lot(number: int, wallet: int = 1, left: int = 5) -> Lot:
    return Lot(number, wallet, 1, "gift", 5, left, 1, 99)


def a_receipt(key: str, member: int = 1, *, done: bool = True, answered: bool = False) -> Receipt:
    return Receipt(key, member, "d", done, "", 1, answered)


# Reading ------------------------------------------------------------------------


def test_what_is_not_loaded_is_missing() -> None:
    book = a_book(jobs=5, owners=5)
    with pytest.raises(Missing) as missed:
        book.get(Job, 3)
    assert missed.value.wants == ((Job, 3),)
    with pytest.raises(Missing):
        book.find(LOTS_LEFT, 1)
    assert not isinstance(missed.value, Exception)


def test_known_absence_is_no_miss() -> None:
    book = a_book(jobs=5)
    book.put(Job, 3, None)
    assert book.get(Job, 3) is None
    with pytest.raises(Broken):
        book.the(Job, 3)


def test_a_number_beyond_the_counter_is_known_to_be_absent() -> None:
    book = a_book(jobs=5)
    assert book.get(Job, 6) is None
    assert book.has(Job, 6)
    assert not book.has(Job, 5)


def test_a_fresh_number_has_nothing_yet() -> None:
    book = a_book(jobs=5, owners=2)
    number = book.next("jobs")
    assert number == 6
    assert book.get(Job, number) is None
    assert book.find(TO_SETTLE, number) == []
    assert book.find(PROPOSALS_OF, (number, 1)) == []
    assert book.find(PROPOSALS_OF, (1, 3)) == [], "a new member has none either"
    with pytest.raises(Missing):
        book.find(PROPOSALS_OF, (1, 1))


def test_who_needs_several_things_misses_them_together() -> None:
    book = a_book(jobs=5, owners=5)
    book.put(Job, 1, None)
    with pytest.raises(Missing) as missed:
        book.need((Job, 1), (Job, 2), (LOTS_LEFT, 4), (Job, 9))
    assert missed.value.wants == ((Job, 2), (LOTS_LEFT, 4))


def test_a_decision_asks_no_questions() -> None:
    with pytest.raises(Broken):
        a_book().ask(Journal(1))


def test_time_is_the_later_of_the_clock_and_the_communitys_last() -> None:
    book = Book(1)
    book.put(Community, (), Community(at=500, head=HASH))
    book.begin(400, b"")
    assert book.now == 500
    book.begin(600, b"")
    assert book.now == 600


# Loading ------------------------------------------------------------------------


def test_a_loaded_row_never_replaces_one_that_is_there() -> None:
    book = a_book(jobs=1, lots=2)
    first, second = a_job(1), a_job(1, price=6)
    book.put(Job, 1, first)
    book.put(Job, 1, second)
    book.put(Job, 1, None)
    assert book.get(Job, 1) is first

    lot = a_lot(1)
    book.put(Lot, 1, lot)
    book.put_list(LOTS_LEFT, 1, [a_lot(1), a_lot(2)])
    found = book.find(LOTS_LEFT, 1)
    assert [one.number for one in found] == [1, 2]
    assert found[0] is lot
    assert book.get(Lot, 2) is found[1], "and what came in a collection is the thing"
    book.put(Lot, 2, a_lot(2))
    assert book.get(Lot, 2) is found[1]


def test_a_thing_is_one_however_it_is_reached() -> None:
    book = a_book(jobs=1, owners=1, proposals=1)
    book.put_list(TO_SETTLE, 1, [a_proposal(1)])
    book.put_list(PROPOSALS_OF, (1, 1), [a_proposal(1)])
    assert book.find(TO_SETTLE, 1)[0] is book.find(PROPOSALS_OF, (1, 1))[0] is book.get(Proposal, 1)


# Changing -----------------------------------------------------------------------


def test_a_thing_is_added_once() -> None:
    book = a_book(jobs=5)
    book.put(Job, 3, a_job(3))
    with pytest.raises(Broken):
        book.add(a_job(3))
    assert book.changes().fresh == {}


def test_what_changed_is_dirty_and_what_is_new_is_fresh_only() -> None:
    book = a_book(jobs=5)
    job = a_job(3)
    book.put(Job, 3, job)
    book.change(job, price=6)
    new = book.add(a_job(book.next("jobs")))
    book.change(new, price=2)
    changes = book.changes()
    assert changes.fresh == {Job: [new]}
    assert changes.dirty == {Job: [job], Community: [book.community]}


def test_a_change_to_the_same_is_none() -> None:
    book = a_book(jobs=5)
    job = a_job(3)
    book.put(Job, 3, job)
    book.change(job, price=4, state=OPEN)
    assert book.mark() == 0
    assert book.changes().dirty == {}


def test_a_collection_follows_the_values_of_its_things() -> None:
    book = a_book(lots=3, owners=2)
    lots = [a_lot(1), a_lot(2)]
    book.put_list(LOTS_LEFT, 1, lots)
    book.put_list(LOTS_LEFT, 2, [])
    book.change(lots[0], left=0)
    assert book.find(LOTS_LEFT, 1) == [lots[1]]
    book.change(lots[0], left=2)
    assert set(book.find(LOTS_LEFT, 1)) == set(lots)
    book.change(lots[1], wallet=2)
    assert book.find(LOTS_LEFT, 2) == [lots[1]]
    new = book.add(a_lot(book.next("lots"), 2))
    assert book.find(LOTS_LEFT, 2) == [lots[1], new]


def test_a_salt_needs_the_batchs_randomness() -> None:
    one, other = a_book(), a_book()
    other.begin(1, b"other")
    assert one.salt(1) != one.salt(2)
    assert one.salt(1) != other.salt(1)


# Undoing ------------------------------------------------------------------------


def test_an_undone_batch_is_no_batch() -> None:
    book = a_book(jobs=5)
    book.add(a_job(book.next("jobs")))
    book.undo()
    assert book.mark() == 0
    assert book.changes().fresh == {}
    assert book.changes().dirty == {}
    assert book.community.jobs == 5


def test_undoing_forgets_what_rules_worked_out() -> None:
    book = a_book(jobs=5)
    book.memory["x"] = 1
    book.next("jobs")
    book.undo()
    assert book.memory == {}


def test_a_thing_that_was_never_looked_for_is_not_known_to_be_absent_after_an_undo() -> None:
    book = a_book()
    book.add(a_receipt("k"))
    book.undo()
    with pytest.raises(Missing):
        book.get(Receipt, "k")
    book.put(Receipt, "k", a_receipt("k"))
    assert book.get(Receipt, "k") is not None


def test_a_known_absence_is_still_known_after_an_undo() -> None:
    book = a_book(jobs=5)
    for kind, key, row in ((Receipt, "k", a_receipt("k")), (Job, 3, a_job(3))):
        book.put(kind, key, None)
        book.add(row)
        book.undo()
        assert book.get(kind, key) is None


KEYS: dict[Index, list[Any]] = {
    LOTS_LEFT: [1, 2, 3, 4],
    PROPOSALS_OF: [(job, member) for job in (1, 2, 3, 4) for member in (1, 2, 3)],
    TO_SETTLE: [1, 2, 3, 4],
    SETTLING: [()],
    UNANSWERED: [0, 1, 2, 3],
    UNSENT_CARDS: ["", "job-1", "job-2"],
}
THINGS: dict[Any, list[Any]] = {
    Job: [1, 2, 3, 4, 5, 6],
    Lot: list(range(1, 12)),
    Proposal: list(range(1, 12)),
    Notice: list(range(1, 9)),
    Receipt: ["a", "b", "c", "d"],
    Wallet: [1, 2, 3],
    Member: [1, 2, 3],
}
FIELDS: dict[Any, dict[str, list[Any]]] = {
    Job: {"unsettled": [0, 1, 2], "price": [1, 4], "state": [OPEN, EXPIRED]},
    Lot: {"left": [0, 1, 5], "wallet": [1, 2, 3, 4]},
    Proposal: {
        "state": ["submitted", "withdrawn", "declined", "returned"],
        "job": [1, 2, 4],
        "member": [1, 3],
    },
    Notice: {"state": ["queued", "sending", "sent"], "thing": ["", "job-1", "job-2"]},
    Receipt: {"answered": [False, True], "done": [False, True], "member": [0, 1, 3]},
    Community: {"settling": [0, 1], "at": [5, 7]},
}
MAKERS: dict[Any, tuple[str, Callable[[int, Any], Any]]] = {
    Job: ("jobs", lambda number, pick: a_job(number, unsettled=pick([0, 1]))),
    Lot: ("lots", lambda number, pick: a_lot(number, pick([1, 2, 3, 4]), pick([0, 5]))),
    Proposal: (
        "proposals",
        lambda number, pick: a_proposal(
            number, pick([1, 2, 4]), pick([1, 3]), pick(["submitted", "withdrawn"])
        ),
    ),
    Notice: ("notices", lambda number, pick: Notice(number, "jobs", pick(["", "job-1"]), "", 1, 5)),
}


def database() -> dict[Any, dict[Any, Any]]:
    """What is stored before the batch: counters stand at 3 jobs, 3 owners, 4 lots, 4 proposals, 3 notices."""
    rows = [
        a_job(1), a_job(2, unsettled=2, state=EXPIRED), a_job(3, unsettled=0),
        a_lot(1, 1), a_lot(2, 1), a_lot(3, 1), a_lot(4, 3, 1),
        a_proposal(1, 1, 1), a_proposal(2, 1, 2), a_proposal(3, 2, 1, "declined"),
        a_proposal(4, 2, 3),
        Notice(1, "jobs", "job-1", "", 1, 5), Notice(2, "jobs", "job-1", "", 1, 5, "sent"),
        Notice(3, "log", "", "", 1, 5),
        a_receipt("a", 1), a_receipt("b", 1, answered=True), a_receipt("c", 2, done=False),
        Wallet(1, "member", 5, "basic", 1), Wallet(2, "member", 5, "basic", 1),
        Wallet(3, "member", 1, "basic", 1),
        Member(1, 0, 1), Member(2, 0, 1),
    ]  # fmt: skip
    stored: dict[Any, dict[Any, Any]] = {kind: {} for kind in THINGS}
    for row in rows:
        stored[type(row)][key_of(type(row))(row)] = row
    return stored


class World:
    """A Book beside what is stored, and what the Book must say by brute force."""

    def __init__(self) -> None:
        self.stored = database()
        self.book = Book(1)
        self.book.put(
            Community, (),
            Community(at=0, head=HASH, jobs=3, owners=3, lots=4, proposals=4, notices=3, due=FOREVER),
        )  # fmt: skip
        self.book.begin(10, b"")

    def load(self, what: Any, key: Any) -> None:
        """As the engine does for a miss: straight from what is stored, as new objects."""
        if self.book.has(what, key):
            return
        if isinstance(what, Index):
            rows = self.stored[what.of].values()
            self.book.put_list(
                what, key, [copy(row) for row in rows if what.holds(row) and what.key(row) == key]
            )
        else:
            row = self.stored[what].get(key)
            self.book.put(what, key, copy(row) if row is not None else None)

    def seen(self) -> dict[Any, Any]:
        """Everything there is to see in the Book."""
        book = self.book
        seen: dict[Any, Any] = {}
        for kind, keys in THINGS.items():
            for key in keys:
                row = book.get(kind, key) if book.has(kind, key) else "missing"
                fields = row if row is None or row == "missing" else values(row)
                seen[kind, key] = (fields, id(row))
        for index, keys in KEYS.items():
            for key in keys:
                seen[index, key] = (
                    [id(row) for row in book.find(index, key)] if book.has(index, key) else None
                )
        changes = book.changes()
        seen["fresh"] = {kind: [id(row) for row in rows] for kind, rows in changes.fresh.items()}
        seen["dirty"] = {kind: {id(row) for row in rows} for kind, rows in changes.dirty.items()}
        seen["community"] = values(book.community)
        seen["size"], seen["open"] = book.mark(), book.open_records
        return seen

    def must_be_right(self) -> None:
        """Every loaded collection holds what a filter over everything holds."""
        for index, keys in KEYS.items():
            here = self.book._rows.get(index.of, {})
            everything = self.stored[index.of] | {key: row for key, row in here.items() if row is not None}
            for key in keys:
                if self.book.has(index, key):
                    expected = {
                        k for k, row in everything.items() if index.holds(row) and index.key(row) == key
                    }
                    found = [key_of(index.of)(row) for row in self.book.find(index, key)]
                    assert len(found) == len(set(found))
                    assert set(found) == expected, (index.name, key)


def values(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in columns(type(row)))


WANTS = [(what, key) for some in (THINGS, KEYS) for what, keys in some.items() for key in keys]


def act(world: World, chance: Random) -> None:
    """One thing that a rule may do."""
    book, pick = world.book, chance.choice
    what = pick(["next", "add", "add", "change", "change", "change", "change", "find", "receipt"])
    if what == "next":
        book.next(pick(["jobs", "owners", "lots", "proposals", "notices"]))
    elif what == "add":
        counter, make = MAKERS[pick(list(MAKERS))]
        book.add(make(book.next(counter), pick))
    elif what == "receipt":
        free = [key for key in THINGS[Receipt] if book.has(Receipt, key) and book.get(Receipt, key) is None]
        if free:
            book.add(a_receipt(pick(free), pick([0, 1, 3])))
    elif what == "find":
        index = pick(list(KEYS))
        key = pick(KEYS[index])
        if book.has(index, key):
            book.find(index, key)
    else:
        known = [row for kind in FIELDS for row in book._rows.get(kind, {}).values() if row is not None]
        row = pick(known)
        names = chance.sample(sorted(FIELDS[type(row)]), chance.randint(1, 2))
        book.change(row, **{name: pick(FIELDS[type(row)][name]) for name in names})


def run(seed: int, steps: int) -> None:
    chance, world = Random(seed), World()
    for want in chance.sample(WANTS, chance.randint(0, len(WANTS))):
        world.load(*want)
    marks = [(world.book.mark(), world.seen())]
    for _ in range(steps):
        what = chance.choice(["act"] * 16 + ["mark"] * 4 + ["undo"] * 3 + ["pass"])
        if what == "act":
            act(world, chance)
        elif what == "mark":
            marks.append((world.book.mark(), world.seen()))
        elif what == "undo":
            del marks[chance.randint(1, len(marks)) :]
            mark, before = marks[-1]
            world.book.undo(mark)
            assert world.seen() == before
        else:  # the end of a pass: what was missed is loaded, then all is undone and begun again
            for want in chance.sample(WANTS, 5):
                world.load(*want)
            world.book.undo()
            world.book.begin(10, b"")
            marks = [(world.book.mark(), world.seen())]
            assert world.seen()["fresh"] == {}
            assert world.seen()["dirty"] == {}
        world.must_be_right()
    world.book.undo()
    world.must_be_right()
    assert all(
        values(row) == values(world.stored[kind][key])
        for kind in THINGS
        for key, row in world.book._rows.get(kind, {}).items()
        if row is not None
    ), "nothing of the batch is left"


@settings(max_examples=120)
@given(st.integers(0, 2**48), st.integers(1, 40))
def test_undo_forgets_nothing_and_collections_equal_a_filter_over_everything(seed: int, steps: int) -> None:
    run(seed, steps)


@pytest.mark.soak
@settings(max_examples=10_000, derandomize=False)
@given(st.integers(0, 2**48), st.integers(1, 80))
def test_undo_forgets_nothing_in_long_runs(seed: int, steps: int) -> None:
    run(seed, steps)


def test_every_collection_is_watched_by_what_decides_on_it() -> None:
    for index in INDEXES:
        assert index.watched == {*index.by, *(name for name, _, _ in index.where)}
        assert index.watched <= set(columns(index.of))
