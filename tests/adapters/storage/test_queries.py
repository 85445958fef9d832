"""Questions are answered from one moment each, beside the writer."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.storage.open import Storage
from adapters.storage.postgres import address, is_postgres
from adapters.storage.postgres_queries import PostgresQueries
from adapters.storage.queries import SqliteQueries
from adapters.storage.readers import READERS
from core import ports
from core import queries as asked
from core.board.jobs import CANCELLED, EXPIRED
from core.board.proposals import SUBMITTED, Proposal
from core.instants import FOREVER
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT
from core.ledger.operations import Entry
from core.people import Community, Identity, Member
from core.ports import Unavailable
from tests.adapters.storage.world import job, operation, settled, write

pytestmark = pytest.mark.asyncio


async def ask(storage: Storage, query: Any, community: int = 1) -> Any:
    """An answer from a snapshot of its own."""
    async with storage.queries.snapshot() as snapshot:
        return await snapshot.ask(community, query)


async def rests(storage: Storage, query: Any, community: int = 1) -> bool:
    """Whether there is nothing to answer while community 1 is paused, nor while the bot is away."""
    answers = []
    for why in ("paused", "away"):
        await write(storage.store, 1, [], [settled(**{why: True})])
        answers.append(await ask(storage, query, community))
        await write(storage.store, 1, [], [settled()])
    assert await ask(storage, query, community), "there is something while it is neither"
    return answers == [[], []]


# Of one moment --------------------------------------------------------------


async def test_a_snapshot_stays_as_it_was_and_the_next_one_is_new(lived: Storage) -> None:
    async with lived.queries.snapshot() as before:
        assert await before.ask(0, asked.Communities(10)) == [1]
        assert await lived.store.found("slack", "T1") == 2
        assert await before.ask(0, asked.Communities(10)) == [1]
        assert await ask(lived, asked.Communities(10)) == [1, 2]


async def test_a_snapshot_loads_like_a_transaction(lived: Storage) -> None:
    async with lived.queries.snapshot() as snapshot:
        found = await snapshot.load({Wallet: [(1, 1), (1, 9)], LOTS_LEFT: [(1, 1)], Community: [(1, ())]})
    assert [wallet.balance for wallet in found[Wallet][1, 1]] == [92]
    assert [lot.number for lot in found[LOTS_LEFT][1, 1]] == [1, 2]
    assert found[Community][1, ()][0].head == settled().head
    assert found[Wallet][1, 1][0].active is True


async def test_questions_wait_for_no_writer(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    await transaction.write([ports.Changes(1, {Wallet: [Wallet(9, "member", 1, "basic", 1)]})])
    async with lived.queries.snapshot() as snapshot:
        assert not (await snapshot.load({Wallet: [(1, 9)]}))[Wallet]
    await transaction.commit()
    async with lived.queries.snapshot() as snapshot:
        assert (await snapshot.load({Wallet: [(1, 9)]}))[Wallet]


async def test_more_snapshots_than_readers_take_turns(lived: Storage) -> None:
    answers = await asyncio.gather(*(ask(lived, asked.Communities(10)) for _ in range(40)))
    assert answers == [[1]] * 40


async def test_a_question_that_storage_does_not_know_is_a_fault(lived: Storage) -> None:
    class Strange(asked.Query[int]):
        """Nothing storage knows."""

    with pytest.raises(TypeError, match="Strange"):
        await ask(lived, Strange())


async def test_what_breaks_inside_a_snapshot_is_not_hidden(lived: Storage) -> None:
    with pytest.raises(ZeroDivisionError):
        async with lived.queries.snapshot():
            raise ZeroDivisionError
    assert await ask(lived, asked.Communities(10)) == [1]


@pytest.mark.parametrize("busy", [True, False], ids=["a long question", "a slow asker"])
async def test_a_snapshot_does_not_outlast_its_limit(busy: bool, lived: Storage) -> None:
    queries = in_a_hurry(lived.url, seconds=0.2)

    async def linger() -> None:
        async with queries.snapshot() as snapshot:
            if busy:
                await snapshot._run(ENDLESS.execution_options(spans=True))
            await asyncio.sleep(5)

    started = asyncio.get_running_loop().time()
    with pytest.raises(Unavailable, match=r"more than 0\.2 s|interrupted"):
        await linger()
    assert asyncio.get_running_loop().time() - started < 1.5
    async with queries.snapshot() as snapshot:
        assert await snapshot.ask(0, asked.Communities(10)) == [1]
    await queries.close()


def in_a_hurry(url: str, seconds: float) -> Any:
    """The readers' side of a database, with little patience."""
    if is_postgres(url):
        return PostgresQueries(address(url), seconds=seconds)
    return SqliteQueries(Path(url), seconds=seconds)


ENDLESS = text("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")


async def test_a_long_question_holds_up_nobody_and_leaves_its_connection_as_it_was(lived: Storage) -> None:
    long = text("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 900000) "
                "SELECT max(i) FROM n")  # fmt: skip
    turns, done = 0, False

    async def turn() -> None:
        nonlocal turns
        while not done:
            turns += 1
            await asyncio.sleep(0.001)

    turning = asyncio.create_task(turn())
    async with lived.queries.snapshot() as snapshot:
        assert await snapshot.ask(0, asked.Communities(10)) == [1]
        assert await lived.store.found("slack", "T1") == 2
        assert await snapshot._run(long.execution_options(spans=True)) == [(900_000,)]
        assert await snapshot.ask(0, asked.Communities(10)) == [1], "still of the same moment"
    done = True
    await turning
    assert turns > 10
    assert await ask(lived, asked.Communities(10)) == [1, 2]


async def test_who_goes_away_from_a_long_question_leaves_nothing_behind(lived: Storage) -> None:
    async def wait() -> None:
        async with lived.queries.snapshot() as snapshot:
            await snapshot._run(ENDLESS.execution_options(spans=True))

    before = threading.active_count()
    for turns in range(6):
        waiting = [asyncio.create_task(wait()) for _ in range(READERS + 1)]
        for _ in range(turns):
            await asyncio.sleep(0.002)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert await ask(lived, asked.Communities(10)) == [1]
    waiting = [asyncio.create_task(wait()) for _ in range(READERS)]
    await asyncio.sleep(0.01)
    await lived.queries.close()
    assert threading.active_count() <= before, "no thread is left"
    assert {type(one) for one in await asyncio.gather(*waiting, return_exceptions=True)} == {Unavailable}
    with pytest.raises(Unavailable, match="closed"):
        await ask(lived, asked.Communities(10))


async def test_a_reader_can_not_write(lived: Storage) -> None:
    async with lived.queries.snapshot() as snapshot:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await snapshot._run(text("DELETE FROM meta").execution_options(spans=True))


# What people ask ------------------------------------------------------------


async def test_history_is_newest_first_and_goes_on_before_a_number(lived: Storage) -> None:
    def short(lines: Any) -> list[tuple[int, int, int, int]]:
        return [(line.operation.number, line.amount, line.before, line.after) for line in lines]

    assert short(await ask(lived, asked.History(1, 2))) == [(3, -4, 96, 92), (2, -4, 100, 96)]
    assert short(await ask(lived, asked.History(1, 2, before=2))) == [(1, 100, 0, 100)]
    assert await ask(lived, asked.History(2, 2)) == []


async def test_history_can_be_of_a_time_and_a_kind(lived: Storage) -> None:
    async def numbers(**values: Any) -> list[int]:
        return [line.operation.number for line in await ask(lived, asked.History(1, 10, **values))]

    assert await numbers(since=200) == [3, 2]
    assert await numbers(since=201) == [3]
    assert await numbers(since=301) == []
    assert await numbers(kind="proposal") == [3, 2]
    assert await numbers(kind="proposal.submitted") == [2]
    assert await numbers(kind="prop") == []


async def test_the_journal_comes_with_what_belongs_to_it(lived: Storage) -> None:
    first, second = await ask(lived, asked.Journal(2))
    assert [[len(part) for part in one[1:]] for one in (first, second)] == [[2, 0, 3], [2, 1, 0]]
    assert [entry.line for entry in first[1]] == [1, 2] and [lot.number for lot in first[3]] == [1, 2, 3]
    assert [one[0].number for one in await ask(lived, asked.Journal(2, after=2))] == [3]
    assert await ask(lived, asked.Journal(2, after=3)) == []


BOARDS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "everything, newest first": ({}, [2, 1]),
    "a page": ({"limit": 1}, [2]),
    "the next page": ({"before": 2}, [1]),
    "a state": ({"state": "open"}, [1]),
    "a category": ({"category": "art"}, [2]),
    "a skill": ({"skill": "sql"}, [2, 1]),
    "another skill": ({"skill": "python"}, [1]),
    "half a skill": ({"skill": "pyth"}, []),
    "a skill that is a pattern": ({"skill": "%"}, []),
    "a client": ({"client": 2}, [2, 1]),
    "another client": ({"client": 1}, []),
    "words of the title": ({"text": "LEDGER in"}, [1]),
    "words of the description": ({"text": "übersee"}, [1]),
    "words in capitals": ({"text": "ÜBERSEE"}, [1]),
    "a sign of patterns": ({"text": "100%"}, [1]),
    "signs of patterns that are not there": ({"text": "a_ledger"}, []),
    "other words": ({"text": "java"}, []),
}


@pytest.mark.parametrize("what", BOARDS)
async def test_the_board_can_be_asked_for(what: str, lived: Storage) -> None:
    values, numbers = BOARDS[what]
    found = await ask(lived, asked.Board(**{"limit": 10, **values}))
    assert [one.number for one in found] == numbers


async def test_proposals_by_job_and_by_member(lived: Storage) -> None:
    async def numbers(query: Any) -> list[int]:
        return [one.number for one in await ask(lived, query)]

    assert await numbers(asked.ProposalsOn(2, 10)) == [2, 3]
    assert await numbers(asked.ProposalsOn(2, 10, after=2)) == [3]
    assert await numbers(asked.ProposalsBy(1, 10)) == [2, 1]
    assert await numbers(asked.ProposalsBy(1, 10, before=2)) == [1]


async def test_names_are_known_with_their_persons(lived: Storage) -> None:
    known = await ask(lived, asked.Names((1, 2, 77)))
    assert known == {
        1: asked.Known("Ada", {"discord": "10", "slack": "U10"}),
        2: asked.Known("Émile_", {"discord": "20"}),
    }
    assert await ask(lived, asked.Names(())) == {}


async def test_bodies_are_found_by_number(lived: Storage) -> None:
    assert await ask(lived, asked.Bodies((3, 77))) == {3: "I can"}


async def test_members_are_found_by_how_their_name_begins(lived: Storage) -> None:
    assert await ask(lived, asked.MembersLike("aDA", 10)) == [(1, "Ada"), (1, "Ada L.")]  # Adam has left
    assert await ask(lived, asked.MembersLike("émile", 10)) == [(2, "Émile_")]
    assert await ask(lived, asked.MembersLike("Émile%", 10)) == []
    assert len(await ask(lived, asked.MembersLike("", 2))) == 2


async def test_a_question_is_about_one_community_only(lived: Storage) -> None:
    await lived.store.found("slack", "T1")
    for query in (asked.Board(9), asked.Journal(9), asked.History(1, 9), asked.MembersLike("", 9)):
        assert await ask(lived, query, community=2) == []


# What chores and couriers ask -----------------------------------------------


async def test_wallets_are_due_when_their_time_has_come(lived: Storage) -> None:
    assert await ask(lived, asked.DueWallets(899, 10)) == []
    assert await ask(lived, asked.DueWallets(900, 10)) == [(1, 1)]
    assert await ask(lived, asked.DueWallets(900, 10, after=(1, 1))) == []
    assert await ask(lived, asked.DueWallets(900, 10, after=(0, 7))) == [(1, 1)]
    assert await rests(lived, asked.DueWallets(900, 10))


async def test_communities_are_due_when_their_time_has_come(lived: Storage) -> None:
    assert await ask(lived, asked.DueCommunities(699, 10)) == []
    assert await ask(lived, asked.DueCommunities(700, 10)) == [1]
    assert await ask(lived, asked.DueCommunities(700, 10, after=1)) == []
    assert await rests(lived, asked.DueCommunities(700, 10))


async def test_ungranted_are_active_wallets_behind_a_period(lived: Storage) -> None:
    assert await ask(lived, asked.Ungranted(6, 10)) == [1]
    assert await ask(lived, asked.Ungranted(7, 10)) == [1, 2]
    assert await ask(lived, asked.Ungranted(7, 1)) == [1]
    assert await ask(lived, asked.Ungranted(7, 10, after=1)) == [2]


async def test_jobs_are_due_when_they_close_and_while_they_settle(lived: Storage) -> None:
    assert await ask(lived, asked.DueJobs(999, 10)) == [(1, 2)]
    assert await ask(lived, asked.DueJobs(1_000, 10)) == [(1, 1), (1, 2)]
    assert await ask(lived, asked.DueJobs(1_000, 1)) == [(1, 1)]
    assert await ask(lived, asked.DueJobs(1_000, 10, after=(1, 1))) == [(1, 2)]
    assert await rests(lived, asked.DueJobs(1_000, 10))


async def test_orders_are_due_while_they_are_unpaid(lived: Storage) -> None:
    assert await ask(lived, asked.DueOrders(799, 10)) == []
    assert await ask(lived, asked.DueOrders(800, 10)) == [(1, 1)]
    assert await ask(lived, asked.DueOrders(800, 10, after=(1, 1))) == []
    assert await rests(lived, asked.DueOrders(800, 10))


async def test_orders_by_member_and_by_state(lived: Storage) -> None:
    for query, numbers in (
        (asked.OrdersBy(1, 10), [2, 1]),
        (asked.OrdersBy(1, 10, before=2), [1]),
        (asked.OrdersBy(2, 10), []),
        (asked.Orders(1), [2]),
        (asked.Orders(10, state="unpaid"), [1]),
    ):
        assert [one.number for one in await ask(lived, query)] == numbers


@pytest.mark.parametrize(("state", "numbers"), [(EXPIRED, [2]), (CANCELLED, [2, 3])])
async def test_unsettled_is_what_the_jobs_end_would_change(
    state: str, numbers: list[int], lived: Storage
) -> None:
    ended = job(2, state=state, ended=400, unsettled=1, category="art", skills=",sql,", closes=400)
    await write(lived.store, 1, [], [ended])
    assert await ask(lived, asked.Unsettled(2, 10)) == numbers
    assert await ask(lived, asked.Unsettled(1, 10)) == []


async def test_the_next_due_is_the_soonest_of_all(lived: Storage) -> None:
    moments = [0]
    while moments[-1] < FOREVER:
        moments.append(await ask(lived, asked.NextDue(moments[-1])))
    assert moments == [0, 700, 800, 900, 1_000, FOREVER]


async def test_communities_come_in_pages(lived: Storage) -> None:
    await lived.store.found("slack", "T1")
    assert await ask(lived, asked.Communities(1)) == [1]
    assert await ask(lived, asked.Communities(1, after=1)) == [2]


async def test_unanswered_are_orders_done_since_whose_answer_is_still_there(lived: Storage) -> None:
    found = await ask(lived, asked.Unanswered(0, 10))
    assert [(community, receipt.key, receipt.done) for community, receipt in found] == [
        (1, "discord/2", True)
    ]
    assert await ask(lived, asked.Unanswered(301, 10)) == []


async def test_old_receipts_are_those_with_a_text_from_before(lived: Storage) -> None:
    assert await ask(lived, asked.OldReceipts(300, 10)) == [(1, "discord/1")]
    assert await ask(lived, asked.OldReceipts(1_000, 1)) == [(1, "discord/1")]


async def test_numbers_of_two_communities_stay_apart_in_pages(lived: Storage) -> None:
    await lived.store.found("slack", "T1")
    rows = [
        operation(1, "gift", 1), Member(1, 0, 1), Identity("slack", "U1", 1, "Bo"),
        Wallet(1, "member", 0, "basic", 1, due=800), job(1, closes=10), Entry(1, 1, "wallet", 1, 5, 0, 5),
        Proposal(1, 1, 1, 1, 1, 0, 0, SUBMITTED, 1),
    ]  # fmt: skip
    await write(lived.store, 2, rows)
    assert await ask(lived, asked.DueWallets(900, 10)) == [(1, 1), (2, 1)]
    assert await ask(lived, asked.DueWallets(900, 10, after=(1, 1))) == [(2, 1)]
    assert await ask(lived, asked.DueJobs(1_000, 10, after=(1, 2))) == [(2, 1)]
