"""What makes a batch: its size, its time, who is in it and who waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from core.book import Book
from core.errors import Refusal
from core.instants import HOUR, MINUTE
from core.pieces import Limits, Piece
from core.rules import communities
from core.speech.reply import Reply
from tests.core.town import START, Town, note

NewTown = Callable[..., Awaitable[Town]]


async def all_of(waiting: list[asyncio.Task[Reply]]) -> list[Reply]:
    return [await one for one in waiting]


async def test_what_has_queued_is_one_batch_and_one_commit(still: Town) -> None:
    waiting = still.queue([still.piece(f"k/{n}", note(f"n{n:03}")) for n in range(200)])
    still.start()
    await all_of(waiting)
    assert (still.engine.batches, still.engine.pieces) == (1, 200)
    assert still.store.events.count("commit") == 1
    assert still.notes() == [f"n{n:03}" for n in range(200)]


async def test_a_batch_that_changes_nothing_commits_nothing(town: Town) -> None:
    await town.do([town.piece("k", lambda book: Reply("noted"), kept=False)])
    assert "commit" not in town.store.events


def slow(name: str, seconds: float) -> Callable[[Book], Reply]:
    def decide(book: Book) -> Reply:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            pass
        return note(name)(book)

    return decide


def heavy(name: str, changes: int) -> Callable[[Book], Reply]:
    def decide(book: Book) -> Reply:
        for _ in range(changes):
            book.next("notices")
        return note(name)(book)

    return decide


async def test_a_batch_is_cut_at_so_many_changes_and_the_rest_comes_later_in_order(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(changes=100))
    waiting = town.queue([town.piece(f"k/{n}", heavy(f"n{n:02}", 30)) for n in range(30)])
    town.start()
    assert all(answer.ok for answer in await all_of(waiting))
    assert town.notes() == [f"n{n:02}" for n in range(30)]
    assert 6 <= town.engine.batches <= 15
    assert town.engine.pieces == 30


async def test_a_piece_larger_than_a_batch_is_decided_all_the_same(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(changes=10))
    waiting = town.queue([town.piece(f"k/{n}", heavy(f"n{n}", 50)) for n in range(3)])
    town.start()
    assert all(answer.ok for answer in await all_of(waiting))
    assert town.engine.batches == 3


async def test_a_batch_is_cut_after_so_much_deciding_and_the_rest_comes_later_in_order(
    new_town: NewTown,
) -> None:
    town = await new_town(run=False, limits=Limits(seconds=0.01))
    waiting = town.queue([town.piece(f"k/{n}", slow(f"n{n:02}", 0.004)) for n in range(12)])
    town.start()
    assert all(answer.ok for answer in await all_of(waiting))
    assert town.notes() == [f"n{n:02}" for n in range(12)]
    assert town.engine.batches > 1


async def test_the_loop_gets_its_turn_while_much_is_decided(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(seconds=10, turn=0.001))
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = town.queue([town.piece(f"k/{n}", slow(f"n{n:02}", 0.002), kept=False) for n in range(20)])
    await asyncio.sleep(0)
    ticking = asyncio.create_task(count())
    town.store.gate.clear()
    town.start()
    await asyncio.sleep(0.01)
    turns = 0
    town.store.gate.set()
    await all_of(waiting)
    ticking.cancel()
    assert turns >= 20
    assert town.engine.batches == 1


# One time a batch ---------------------------------------------------------------


def stamp(into: list[int]) -> Callable[[Book], Reply]:
    def decide(book: Book) -> Reply:
        into.append(book.now)
        book.change(book.community, at=book.now)
        return Reply("noted")

    return decide


async def test_a_batch_has_one_time(still: Town) -> None:
    still.clock.ticks = 1_000
    seen: list[int] = []
    waiting = still.queue([still.piece(f"k/{n}", stamp(seen), kept=False) for n in range(50)])
    still.start()
    await all_of(waiting)
    assert still.engine.batches == 1
    assert len(seen) == 50
    assert len(set(seen)) == 1


async def test_time_never_runs_back_though_the_clock_does(town: Town) -> None:
    seen: list[int] = []
    for step in (0, 5 * MINUTE, -3 * HOUR, 10, -MINUTE, 4 * HOUR, -1):
        town.clock.at += step
        await town.do([town.piece("k", stamp(seen), kept=False)])
    assert seen == sorted(seen)
    assert seen[2] == seen[1] == START + 5 * MINUTE
    assert town.one("SELECT at FROM community") == max(seen)


async def test_operations_keep_their_order_though_the_clock_goes_back(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    for step in (HOUR, -2 * HOUR, HOUR, -HOUR):
        town.clock.at += step
        await town.must("staff", "admin grant ana 1")
    times = [at for (at,) in town.rows("SELECT at FROM operation ORDER BY number")]
    assert times == sorted(times)
    assert len(times) >= 8


async def test_a_new_community_has_a_time_of_its_own(town: Town) -> None:
    await town.say("ana", "connects balance")
    town.clock.at -= 5 * HOUR
    await town.say("ana", "connects balance", place="T2")
    assert town.one("SELECT at FROM community WHERE community = 2") == START - 5 * HOUR


# A jump, and a pause ------------------------------------------------------------


async def test_a_paused_community_keeps_steady_time_and_its_chores_wait(town: Town) -> None:
    await town.must("staff", "connects balance")
    await town.must("ana", "connects balance")
    await town.chores.pause_all()
    town.clock.ahead = 40 * 24 * HOUR  # into April: a grant would be due
    town.clock.at += MINUTE
    await town.tick()
    await town.must("staff", "admin grant ana 1")
    assert town.one("SELECT max(at) FROM operation") == START + MINUTE
    assert "grant" not in town.kinds()

    await town.must("staff", "admin resume")
    await town.tick()
    assert town.kinds().count("grant") == 2
    assert town.one("SELECT max(at) FROM operation") == START + MINUTE + town.clock.ahead


async def test_pausing_twice_is_pausing_once(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.chores.pause_all()
    await town.chores.pause_all()
    assert town.kinds().count("chores.paused") == 1
    assert (await town.say("staff", "admin resume")).key == "chores.resumed"
    assert (await town.say("staff", "admin resume")).key in ("chores.running", "repeat.asks")


async def test_other_communities_go_on_beside_a_paused_one(town: Town) -> None:
    await town.say("ana", "connects balance")
    await town.say("ana", "connects balance", place="T2")

    def pause(book: Book) -> Reply:
        communities.pause(book)
        return Reply("done")

    await town.do([town.piece("p", pause, kept=False)])
    town.clock.ahead = 40 * 24 * HOUR
    await town.tick()
    paid = town.rows("SELECT DISTINCT community FROM operation WHERE kind = 'grant'")
    assert paid == [(2,)]


# Fairness -----------------------------------------------------------------------


async def test_a_community_that_floods_does_not_delay_another(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(pieces=64))
    other = await town.storage.store.found("test", "T2")
    flood = town.queue([town.piece(f"k/{n}", note(f"n{n:04}")) for n in range(2_000)])
    (late,) = town.queue([town.piece("late", note("late"), community=other)])
    town.start()
    await late
    assert town.engine.batches == 1
    await all_of(flood)


async def test_a_chore_is_done_while_people_keep_coming(new_town: NewTown) -> None:
    """Chores stand at the end of a batch; a batch that is always cut must reach them all the same."""
    town = await new_town(limits=Limits(pieces=32, changes=60))
    stop = False
    served = 0

    async def chatter(name: str) -> None:
        nonlocal served
        number = 0
        while not stop:
            number += 1
            await town.engine.submit(
                town.piece(f"{name}/{number}", heavy(f"{name}-{number}", 20), kept=False)
            )
            served += 1

    people = [asyncio.create_task(chatter(f"p{n}")) for n in range(40)]
    await asyncio.sleep(0.02)
    before = served
    chore = town.queue([town.piece("chore", note("chore"), kept=False, person=False)])[0]
    try:
        await asyncio.wait_for(asyncio.shield(chore), 3)
        assert served - before < 400
    finally:
        stop = True
        await asyncio.gather(*people)
        await chore


async def test_people_are_served_while_chores_pile_up(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(pieces=32))
    chores = town.queue(
        [town.piece(f"c/{n}", note(f"c{n:03}"), kept=False, person=False) for n in range(500)]
    )
    people = town.queue([town.piece(f"p/{n}", note(f"p{n:03}")) for n in range(24)])
    town.start()
    await all_of(people)
    assert town.engine.batches == 1
    await all_of(chores)


async def test_a_full_queue_says_busy_and_nothing_is_stored(new_town: NewTown) -> None:
    town = await new_town(run=False, limits=Limits(queue=10, queue_each=8))
    answers = asyncio.gather(
        *(town.engine.submit(town.piece(f"k/{n}", note(f"n{n}"))) for n in range(12)), return_exceptions=True
    )
    other = asyncio.gather(
        *(town.engine.submit(town.piece(f"o/{n}", note(f"o{n}"), community=2)) for n in range(4)),
        return_exceptions=True,
    )
    await town.storage.store.found("test", "T2")
    town.start()
    said = [*await answers, *await other]
    busy = [one for one in said if isinstance(one, Refusal)]
    assert {one.key for one in busy} == {"busy"}
    assert len(busy) == 6
    assert town.notes() == [*(f"n{n}" for n in range(8)), "o0", "o1"]
    assert town.one("SELECT count(*) FROM receipt") == 10
    (again,) = await town.do([town.piece("k/11", note("n11"))])
    assert again.ok, "and later there is room"


async def test_a_person_hears_that_the_bot_is_busy(new_town: NewTown) -> None:
    town = await new_town(limits=Limits(queue=1, queue_each=1))
    await town.say("ana", "connects balance")
    await town.say("staff", "connects balance")
    town.store.gate.clear()
    first = asyncio.create_task(town.say("staff", "admin grant ana 1"))
    await asyncio.sleep(0.01)  # this one is being served
    second = asyncio.create_task(town.say("staff", "admin grant ana 2"))
    await asyncio.sleep(0.01)
    third = await town.say("staff", "admin grant ana 4", "third")
    assert (third.ok, third.key) == (False, "busy")
    town.store.gate.set()
    assert (await first).ok and (await second).ok
    assert town.balance("ana") == 43
    assert town.one("SELECT count(*) FROM receipt WHERE key = 'third'") == 0
    assert (await town.say("staff", "admin grant ana 4", "third")).key == "admin.granted"


async def test_chores_wait_for_room_rather_than_give_up(new_town: NewTown) -> None:
    town = await new_town(limits=Limits(queue=2, queue_each=2))
    pieces: list[Piece] = [town.piece(f"c/{n}", note(f"c{n}"), kept=False, person=False) for n in range(10)]
    answers = await asyncio.gather(*(town.chores.submit(piece) for piece in pieces))
    assert all(answer.ok for answer in answers)
    assert len(town.notes()) == 10


@pytest.mark.parametrize("place", ["T1", "T2"])
async def test_a_place_has_one_community_however_many_ask_at_once(town: Town, place: str) -> None:
    found = await asyncio.gather(
        *(town.engine.errand(lambda store: store.found("test", place)) for _ in range(20))
    )
    assert len(set(found)) == 1
    assert town.one("SELECT count(*) FROM community") == found[0]
