"""The database fails, or leaves it open whether it did: nothing is done twice, nobody is told wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core.book import Book
from core.errors import Refusal
from core.pieces import Limits, Piece
from core.ports import Rejected, Unavailable, Unknown
from core.speech.reply import Reply
from tests.core.town import Town, fault, note, refuse

NewTown = Callable[..., Awaitable[Town]]
GONE = Unavailable("the disk is full")
LOST = Unknown("the connection broke")


@pytest.mark.parametrize("event", ["begin", "load", "write", "commit"])
async def test_a_database_that_is_gone_fails_the_whole_batch_unhalved(still: Town, event: str) -> None:
    still.store.plan[event] = [GONE]
    waiting = still.queue([still.piece(f"k/{n}", note(f"n{n}")) for n in range(8)])
    still.start()
    answers = [await one for one in waiting]
    assert {answer.key for answer in answers} == {"unavailable"}
    assert not any(answer.ok for answer in answers)
    assert {answer.facts["incident"] for answer in answers} == {"I1"}
    assert still.store.events.count("begin") == 1
    assert len(still.faults.seen) == 1
    assert still.notes() == []
    assert still.one("SELECT count(*) FROM receipt") == 0

    answers = await still.do([still.piece(f"k/{n}", note(f"n{n}")) for n in range(8)])
    assert all(answer.ok for answer in answers), "and it goes on afterwards, under the same keys"
    assert still.notes() == [f"n{n}" for n in range(8)]


@pytest.mark.parametrize("event", ["commit", "committed"])
async def test_an_unknown_commit_has_one_effect_and_the_right_answers(still: Town, event: str) -> None:
    still.store.plan[event] = [LOST]
    pieces = [
        still.piece("a", note("a"), digest="a"),
        still.piece("b", refuse, digest="b"),
        still.piece("c", fault, digest="c"),
        still.piece("d", note("d"), digest="d"),
    ]
    waiting = still.queue(pieces)
    still.start()
    answers = [await one for one in waiting]
    assert [(answer.key, answer.ok) for answer in answers] == [
        ("noted", True), ("busy", False), ("fault", False), ("noted", True),
    ]  # fmt: skip
    assert [answer.facts.get("name") for answer in answers] == ["a", None, None, "d"]
    assert [answers[n].number for n in (0, 1, 3)] == [1, 2, 3]
    assert still.notes() == ["a", "d"]
    assert still.one("SELECT jobs FROM community") == 2
    assert still.one("SELECT count(*) FROM receipt") == 3
    assert len(still.faults.seen) == 1


async def test_a_commit_that_stays_unknown_says_so(still: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    still.engine._limits = Limits(tries=2)
    still.store.plan["commit"] = [LOST] * 2
    waiting = still.queue([still.piece("a", note("a"))])
    still.start()
    answer = await waiting[0]
    assert (answer.key, answer.ok) == ("outcome.unknown", False)
    (answer,) = await still.do([still.piece("a", note("a"))])
    assert answer.ok, "asked again under its key it is done, once"
    assert still.notes() == ["a"]


async def test_what_is_told_is_told_though_the_commit_was_unknown(town: Town) -> None:
    """The outbox must be woken although the second run finds everything done."""
    rung: list[int] = []
    town.engine._told = lambda: rung.append(1)
    town.store.plan["committed"] = [None, LOST]
    await town.say("ana", "connects balance")
    await town.say("staff", "admin grant ana 5")
    assert town.one("SELECT count(*) FROM notice") > 0
    assert rung


async def test_an_unknown_commit_pays_once(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("staff", "connects balance")
    town.store.plan["committed"] = [LOST]
    answer = await town.say("staff", "admin grant ana 7")
    assert (answer.ok, answer.key) == (True, "admin.granted")
    assert town.balance("ana") == 47
    assert town.kinds().count("staff.granted") == 1


async def test_a_piece_answered_after_an_unknown_commit_is_in_hand(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    town.store.plan["committed"] = [LOST]
    await town.say("staff", "admin grant ana 7")
    answer = await town.say("staff", "admin grant ana 7")
    assert answer.key == "admin.granted", "its answer is on its way: no reason to ask"


# A batch that was cut, and then trouble ---------------------------------------


def heavy(name: str) -> Callable[[Book], Reply]:
    """A decision of many changes, so that a batch is cut after it."""

    def decide(book: Book) -> Reply:
        for _ in range(20):
            book.next("notices")
        return note(name)(book)

    return decide


def cut(town: Town, count: int, **more: object) -> list[Piece]:
    return [town.piece(f"k/{n}", heavy(f"n{n}"), **more) for n in range(count)]  # type: ignore[arg-type]


async def test_nothing_is_done_of_what_was_told_to_be_not_done(new_town: NewTown) -> None:
    """The rest of a batch that was cut is in the queue: it must not be told that nothing was done."""
    town = await new_town(run=False, limits=Limits(changes=40))
    town.store.plan["write"] = [GONE]
    waiting = town.queue(cut(town, 12))
    town.start()
    answers = [await one for one in waiting]
    await town.do([town.piece("last", note("last"))])
    done = {n for n, answer in enumerate(answers) if answer.ok}
    assert set(town.notes()) - {"last"} == {f"n{n}" for n in done}


@pytest.mark.parametrize(
    ("event", "trouble"), [("committed", LOST), ("commit", LOST), ("write", Rejected("a bad row"))]
)
async def test_a_piece_is_run_to_its_end_once_though_its_batch_was_cut_and_failed(
    new_town: NewTown, event: str, trouble: Exception
) -> None:
    """Pieces without a receipt have nothing but the queue to keep them from running twice."""
    town = await new_town(run=False, limits=Limits(changes=40))
    town.store.plan[event] = [trouble]
    ran: list[str] = []

    def counted(name: str) -> Callable[[Book], Reply]:
        def decide(book: Book) -> Reply:
            for _ in range(20):
                book.next("notices")
            ran.append(name)
            return Reply("noted")

        return decide

    # Each waits for the last: what stands at the end of the queue runs when all is over.
    pieces = [town.piece(f"k/{n}", counted(f"n{n}"), kept=False) for n in range(12)]
    waiting = town.queue(pieces)
    town.start()
    for one in waiting:
        await one
    await town.do([town.piece("last", note("last"))])
    assert len(town.engine._lanes) == 0
    again = 4 if trouble is LOST else 12  # the batch that failed ran twice, no other did
    most = max(ran.count(name) for name in set(ran))
    assert most <= (2 if trouble is LOST else again)
    late = [f"n{n}" for n in range(6, 12)]
    assert [name for name in ran if name in late] == late, "what was cut off ran once, in order"


async def test_the_rest_of_a_cut_half_comes_before_the_other_half(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(changes=40))
    town.store.plan["write"] = [Rejected("a bad row")]
    waiting = town.queue(cut(town, 16))
    town.start()
    for one in waiting:
        await one
    assert town.notes() == [f"n{n}" for n in range(16)]


# Marks ------------------------------------------------------------------------


async def marked(town: Town, key: str) -> bool:
    return bool(town.one("SELECT answered FROM receipt WHERE key = ?", key))


async def test_a_mark_is_written_lazily(town: Town) -> None:
    await town.say("ana", "connects balance")
    await town.say("staff", "admin grant ana 1", "k")
    assert not await marked(town, "k")
    town.door.answered(town.community, "k")
    await town.settle_marks()
    assert await marked(town, "k")


@pytest.mark.parametrize("trouble", ["a bad neighbour", "an unknown commit", "a database that is gone"])
async def test_a_mark_survives_a_rollback(town: Town, trouble: str) -> None:
    await town.say("ana", "connects balance")
    await town.say("staff", "admin grant ana 1", "k")
    town.door.answered(town.community, "k")
    if trouble == "an unknown commit":
        town.store.plan["commit"] = [LOST]
    elif trouble == "a database that is gone":
        town.store.plan["commit"] = [GONE]
    if trouble == "a bad neighbour":

        def bad(book: Book) -> Reply:
            book.change(book.community, jobs=-1)
            return Reply("noted")

        waiting = town.queue([town.piece("bad", bad)])
        await asyncio.sleep(0)
        await town.settle_marks()
        assert (await waiting[0]).key == "fault"
    else:
        await town.settle_marks()
    if not await marked(town, "k"):  # it may come with the next marks
        await town.settle_marks()
    assert await marked(town, "k")


async def test_marks_are_written_before_the_end(town: Town) -> None:
    await town.say("ana", "connects balance")
    await town.say("staff", "admin grant ana 1", "k")
    town.door.answered(town.community, "k")
    await town.close()
    assert await marked(town, "k")
    await town.open()


@pytest.mark.parametrize("trouble", [GONE, LOST])
async def test_marks_that_a_database_in_trouble_does_not_take_hold_up_no_end(
    town: Town, trouble: Exception
) -> None:
    await town.say("ana", "connects balance")
    await town.say("staff", "admin grant ana 1", "k")
    town.door.answered(town.community, "k")
    town.store.plan["commit"] = [trouble] * 1000
    await town.close()
    assert len(town.store.plan["commit"]) < 1000, "they were tried"
    await town.open()
    assert not await marked(town, "k"), "so the person is told once more, in a receipt"


# Somebody goes away -------------------------------------------------------------


async def test_a_caller_who_went_away_is_skipped_and_the_piece_is_done(still: Town) -> None:
    waiting = still.queue([still.piece(f"k/{n}", note(f"n{n}")) for n in range(5)])
    await asyncio.sleep(0)
    waiting[2].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[2]
    still.start()
    answers = [await one for n, one in enumerate(waiting) if n != 2]
    assert all(answer.ok for answer in answers)
    assert still.notes() == [f"n{n}" for n in range(5)]
    (answer,) = await still.do([still.piece("k/2", fault)])
    assert answer.facts == {"name": "n2"}, "and its answer waits under its key"


async def test_a_caller_who_goes_away_while_it_commits_loses_nothing(town: Town) -> None:
    town.store.gate.clear()
    (waiting,) = town.queue([town.piece("k", note("n"))])
    await asyncio.sleep(0.01)
    waiting.cancel()
    town.store.gate.set()
    await town.do([town.piece("l", note("m"))])
    assert town.notes() == ["n", "m"]


# The end ----------------------------------------------------------------------


async def test_leaving_finishes_what_was_accepted_and_takes_no_more(still: Town) -> None:
    still.engine._limits = Limits(pieces=16)
    waiting = still.queue([still.piece(f"k/{n}", note(f"n{n:03}")) for n in range(100)])
    found = asyncio.create_task(still.engine.errand(lambda store: store.found("test", "T9")))
    await asyncio.sleep(0)
    still.start()
    await asyncio.sleep(0)
    still.engine.leave()
    with pytest.raises(Refusal) as refused:
        await still.engine.submit(still.piece("late", note("late")))
    assert refused.value.key == "leaving"
    with pytest.raises(Refusal):
        await still.engine.errand(lambda store: store.found("test", "T10"))
    assert all([(await one).ok for one in waiting])
    assert await found == 2
    assert still.runs is not None
    await asyncio.wait_for(still.runs, 5)
    assert still.notes() == [f"n{n:03}" for n in range(100)]


async def test_leaving_with_nothing_to_do_leaves_at_once(town: Town) -> None:
    town.engine.leave()
    assert town.runs is not None
    await asyncio.wait_for(town.runs, 1)


async def test_a_person_hears_that_the_bot_is_leaving(town: Town) -> None:
    await town.say("ana", "connects balance")
    town.engine.leave()
    answer = await town.say("staff", "admin grant ana 1")
    assert (answer.ok, answer.key) == (False, "leaving")


async def test_a_place_whose_making_stays_open_is_told_to_try_again_and_is_one_place(town: Town) -> None:
    found, tried = town.store.found, []

    async def lose(platform: str, place: str) -> int:
        number = await found(platform, place)
        tried.append(number)
        if len(tried) == 1:
            raise LOST
        return number

    town.store.found = lose  # type: ignore[method-assign]
    first = await town.say("ana", "/connects balance", key="k")
    assert first.key == "unavailable"
    again = await town.say("ana", "/connects balance", key="k")
    assert again.key == "balance"
    assert tried == [1, 1]
    assert town.one("SELECT count(*) FROM place") == 1
