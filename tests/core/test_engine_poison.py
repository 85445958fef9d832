"""What goes wrong in one piece stays with that piece."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from core.book import Book
from core.errors import Broken, Refusal
from core.ledger.accounts import Account
from core.people import BOT, Receipt
from core.pieces import Limits, Piece
from core.ports import Rejected
from core.speech.notice import Card
from core.speech.reply import Reply
from tests.core.town import Town, fault, note, poison, refuse

NewTown = Callable[..., Awaitable[Town]]


def many(town: Town, count: int, bad: Callable[[Book], Reply], place: int, **more: object) -> list[Piece]:
    return [
        town.piece(f"k/{n}", bad if n == place else note(f"n{n:04}"), **more)  # type: ignore[arg-type]
        for n in range(count)
    ]


def in_order(count: int, *without: int) -> list[str]:
    return [f"n{n:04}" for n in range(count) if n not in without]


@pytest.mark.parametrize("place", [0, 1, 255, 256, 300, 511])
async def test_a_bad_piece_among_512_leaves_alone_and_the_others_commit_in_order(
    still: Town, place: int
) -> None:
    waiting = still.queue(many(still, 512, poison, place))
    still.start()
    answers = [await one for one in waiting]
    assert [n for n, answer in enumerate(answers) if not answer.ok] == [place]
    assert (answers[place].key, answers[place].facts) == ("fault", {"incident": "I1"})
    assert [(type(error), doing) for error, doing in still.faults.seen] == [(Rejected, f"k/{place}")]
    assert still.notes() == in_order(512, place)
    assert still.one("SELECT count(*) FROM receipt") == 511


BAD: dict[str, Callable[[Book], object]] = {
    "a key used before": lambda book: book.add(Account("there", 3)),
    "a number beyond 64 bits": lambda book: book.add(Account("big", 2**70)),
    "a value out of range": lambda book: book.change(book.community, jobs=-5),
    "a lone surrogate": lambda book: book.add(Account("\ud800", 3)),
    "what is no number": lambda book: book.add(Account("float", 1.5)),  # type: ignore[arg-type]
    "what no driver takes": lambda book: book.add(Account("thing", object())),  # type: ignore[arg-type]
    "what points nowhere": lambda book: book.add(Card("test", "job-1", "jobs", None)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", BAD)
async def test_the_database_refuses_one_piece_only(town: Town, what: str) -> None:
    def bad(book: Book) -> Reply:
        if what == "a key used before":
            book._rows[Account].pop("there")  # as if a rule had forgotten to look
        BAD[what](book)
        return Reply("noted")

    await town.do([town.piece("k/there", note("there"))])
    answers = await town.do([town.piece("a", note("a")), town.piece("b", bad), town.piece("c", note("c"))])
    assert [answer.key for answer in answers] == ["noted", "fault", "noted"]
    assert town.notes() == ["there", "a", "c"]
    assert len(town.faults.seen) == 1


async def test_two_bad_pieces_are_two_incidents(still: Town) -> None:
    pieces = [still.piece(f"k/{n}", poison if n in (3, 17) else note(f"n{n:04}")) for n in range(32)]
    waiting = still.queue(pieces)
    still.start()
    answers = [await one for one in waiting]
    assert [n for n, answer in enumerate(answers) if answer.key == "fault"] == [3, 17]
    assert {answers[3].facts["incident"], answers[17].facts["incident"]} == {"I1", "I2"}
    assert still.notes() == in_order(32, 3, 17)


async def test_pieces_that_miss_keep_their_order_beside_a_bad_one(still: Town) -> None:
    """Halving runs a piece many times over; its passes of earlier tries must not send it to the end."""
    names = [f"n{n:04}" for n in range(64)]
    pieces = [
        still.piece(f"k/{n}", poison if n == 4 else note(name) if n % 2 else chain(3, name))
        for n, name in enumerate(names)
    ]
    waiting = still.queue(pieces)
    still.start()
    for one in waiting:
        await one
    assert still.notes() == in_order(64, 4)


async def test_a_fault_leaves_no_trace_and_the_others_go_on(still: Town) -> None:
    waiting = still.queue(many(still, 20, fault, 7))
    still.start()
    answers = [await one for one in waiting]
    assert [n for n, answer in enumerate(answers) if answer.key == "fault"] == [7]
    assert still.notes() == in_order(20, 7)
    assert still.one("SELECT jobs FROM community") == 19, "its number was counted back"
    assert still.one("SELECT count(*) FROM receipt WHERE key = 'k/7'") == 0
    assert [doing for _, doing in still.faults.seen] == ["k/7"]
    assert still.engine.batches == 1


async def test_a_refusal_leaves_what_prepare_did_and_its_receipt(town: Town) -> None:
    def prepare(book: Book) -> int:
        book.add(Account("prepared", book.next("jobs")))
        return BOT

    (answer,) = await town.do([town.piece("k", refuse, prepare=prepare, digest="d")])
    assert (answer.ok, answer.key) == (False, "busy")
    assert town.notes() == ["prepared"]
    assert town.rows("SELECT key, digest, done FROM receipt") == [("k", "d", 0)]
    assert town.one("SELECT jobs FROM community") == 1


async def test_a_refusal_of_a_piece_that_is_not_kept_leaves_nothing(town: Town) -> None:
    (answer,) = await town.do([town.piece("k", refuse, kept=False)])
    assert not answer.ok
    assert town.notes() == []
    assert town.one("SELECT count(*) FROM receipt") == 0
    assert town.faults.seen == []


async def test_a_refusal_while_preparing_leaves_nothing_at_all(town: Town) -> None:
    def prepare(book: Book) -> int:
        book.add(Account("prepared", 1))
        raise Refusal("busy")

    (answer,) = await town.do([town.piece("k", note("x"), prepare=prepare)])
    assert (answer.ok, answer.key) == (False, "busy")
    assert town.notes() == []
    assert town.one("SELECT count(*) FROM receipt") == 0


async def test_an_operation_left_open_is_a_fault(town: Town) -> None:
    def opens(book: Book) -> Reply:
        book.open_records += 1
        return Reply("noted")

    answers = await town.do([town.piece("a", opens), town.piece("b", note("b"))])
    assert [answer.key for answer in answers] == ["fault", "noted"]
    assert isinstance(town.faults.seen[0][0], Broken)


# Missing --------------------------------------------------------------------


def chain(length: int, name: str = "done") -> Callable[[Book], Reply]:
    """A decision that misses so many times, one thing after the other."""

    def decide(book: Book) -> Reply:
        for number in range(length):
            assert book.get(Receipt, f"{name}/{number}") is None
        return note(name)(book)

    return decide


@pytest.mark.parametrize("length", [1, 8, 9, 20, 50])
async def test_a_piece_that_needs_many_passes_works(still: Town, length: int) -> None:
    pieces = [
        still.piece(k, run, kept=False)
        for k, run in zip("abc", (note("a"), chain(length, "b"), note("c")), strict=True)
    ]
    waiting = still.queue(pieces)
    still.start()
    assert [(await one).key for one in waiting] == ["noted"] * 3
    assert sorted(still.notes()) == ["a", "b", "c"]
    assert still.faults.seen == []
    assert still.engine.batches == (2 if length > 8 else 1), "beyond eight passes it runs alone"
    if length <= 8:
        assert still.notes() == ["a", "b", "c"]


async def test_a_piece_that_never_stops_missing_is_a_fault(still: Town) -> None:
    waiting = still.queue(
        [still.piece("a", note("a")), still.piece("b", chain(100_000)), still.piece("c", note("c"))]
    )
    still.start()
    assert [(await one).key for one in waiting] == ["noted", "fault", "noted"]
    assert still.notes() == ["a", "c"]
    ((error, doing),) = still.faults.seen
    assert isinstance(error, Broken)
    assert doing == "b"


async def test_what_is_asked_for_together_is_one_miss(town: Town) -> None:
    def decide(book: Book) -> Reply:
        book.need(*((Receipt, f"r/{number}") for number in range(100)))
        return Reply("noted")

    piece = town.piece("k", decide, kept=False)
    await town.do([piece])
    assert piece.passes == 1
    assert town.store.events.count("load") == 2


async def test_refusals_and_faults_after_a_miss_count_for_nothing(still: Town) -> None:
    """A later piece judged by what an earlier one has not done yet must be judged again."""

    def first(book: Book) -> Reply:
        book.get(Receipt, "something")
        return note("first")(book)

    def second(book: Book) -> Reply:
        if book.get(Account, "first") is None:
            raise ZeroDivisionError
        return note("second")(book)

    def third(book: Book) -> Reply:
        if book.get(Account, "second") is None:
            raise Refusal("busy")
        return note("third")(book)

    waiting = still.queue(
        [still.piece(name, run) for name, run in (("1", first), ("2", second), ("3", third))]
    )
    still.start()
    assert [(await one).key for one in waiting] == ["noted"] * 3
    assert still.faults.seen == []
    assert still.notes() == ["first", "second", "third"]


async def test_no_rule_can_swallow_a_miss(town: Town) -> None:
    def decide(book: Book) -> Reply:
        try:
            book.get(Receipt, "r")
        except Exception:
            raise AssertionError("a miss is no Exception") from None
        return Reply("noted")

    assert [answer.key for answer in await town.do([town.piece("k", decide)])] == ["noted"]


async def test_communities_of_one_batch_do_not_share_a_fate(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(pieces=64))
    other = await town.storage.store.found("test", "T2")
    pieces = [
        town.piece(f"k/{n}", poison if n == 4 else note(f"n{n:04}"), community=(town.community, other)[n % 2])
        for n in range(16)
    ]
    waiting = town.queue(pieces)
    town.start()
    for one in waiting:
        await one
    assert town.notes() == [*in_order(16, *range(1, 16, 2), 4), *in_order(16, *range(0, 16, 2))]
