"""The writer keeps what it was given, all or nothing, and says whose fault it is if it can't."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from adapters.storage.open import Storage, open_storage
from adapters.storage.statements import PAGE, statements
from core.board.proposals import PROPOSALS_OF, TO_SETTLE
from core.instants import FOREVER
from core.kinds import INDEXES, KINDS
from core.ledger.accounts import ACCOUNTS, Account, Wallet
from core.ledger.chain import GENESIS
from core.ledger.lots import LOTS_LEFT, USES, Lot
from core.ledger.operations import ENTRIES, Entry, Operation
from core.people import ROLE_RANKS, STAFF_SEEN, UNANSWERED, Community, Identity, Member, Receipt, Text
from core.policy.versions import POLICIES
from core.ports import Changes, Rejected
from core.queries import Remembered, RememberedAll
from core.speech.notice import UNSENT_CARDS
from tests.adapters.storage.world import (
    ON_SQLITE,
    by_kind,
    fields_of,
    keyed,
    operation,
    read,
    settled,
    world,
    write,
)

pytestmark = pytest.mark.asyncio
BIG: list[Any] = [operation(4, "gift", 400), Wallet(9, "agency", 10**12, "basic", 5)]


@pytest.mark.parametrize("kind", KINDS[1:], ids=lambda kind: kind.__name__)
async def test_what_is_written_comes_back_as_it_was(kind: Any, lived: Storage) -> None:
    rows = by_kind(world())[kind]
    assert rows
    transaction = await lived.store.begin([1])
    found = await transaction.load({kind: [(1, keyed(row)) for row in rows]})
    await transaction.rollback()
    for row in rows:
        (back,) = found[kind][1, keyed(row)]
        assert fields_of(back) == fields_of(row)
        assert [type(value) for value in fields_of(back)] == [type(value) for value in fields_of(row)]


async def test_the_communitys_own_row_is_named_by_nothing(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    assert await read(transaction, Community, (1, ())) == [fields_of(settled())]
    await transaction.rollback()


async def test_what_is_not_there_is_known_to_be_absent(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    found = await transaction.load({Wallet: [(1, 1), (1, 77), (2, 1)], Identity: [(1, ("slack", "nobody"))]})
    assert list(found[Wallet]) == [(1, 1)]
    assert not found[Identity]
    await transaction.rollback()


async def test_a_key_asked_for_twice_is_found_once(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    found = await transaction.load({LOTS_LEFT: [(1, 1), (1, 1)]})
    assert [lot.number for lot in found[LOTS_LEFT][1, 1]] == [1, 2]
    await transaction.rollback()


async def test_more_keys_than_a_page_are_found(lived: Storage) -> None:
    wallets = [Wallet(number, "member", number, "basic", 1) for number in range(10, PAGE + 20)]
    await write(lived.store, 1, wallets)
    transaction = await lived.store.begin([1])
    found = await transaction.load({Wallet: [(1, wallet.number) for wallet in wallets]})
    assert len(found[Wallet]) == len(wallets)
    await transaction.rollback()


EXPECTED: dict[Any, dict[Any, list[Any]]] = {
    POLICIES: {(): [1]},
    UNANSWERED: {1: ["discord/0", "discord/2"], 2: []},
    STAFF_SEEN: {(): [2]},
    ROLE_RANKS: {(): [("discord", "500"), ("slack", "S5")]},
    ACCOUNTS: {(): ["gifts", "spent"]},
    LOTS_LEFT: {1: [1, 2], 2: []},
    USES: {2: [(2, 1)], 1: []},
    ENTRIES: {1: [(1, 1), (1, 2)]},
    PROPOSALS_OF: {(2, 1): [2], (1, 2): []},
    TO_SETTLE: {2: [2, 3], 3: []},
    UNSENT_CARDS: {"job-1": [2], "": []},
}


@pytest.mark.parametrize("index", INDEXES, ids=lambda index: index.name)
async def test_a_collection_holds_what_its_predicate_says(index: Any, lived: Storage) -> None:
    of_kind = by_kind(world())[index.of]
    expected: dict[Any, list[Any]] = {}
    for row in of_kind:
        mine = expected.setdefault(index.key(row), [])
        if index.holds(row):
            mine.append(keyed(row))
    for key, some in EXPECTED.get(index, {}).items():
        assert sorted(expected.get(key, [])) == some, "the predicate in Python"
    transaction = await lived.store.begin([1])
    found = (await transaction.load({index: [(1, key) for key in expected]}))[index]
    await transaction.rollback()
    for key, some in expected.items():
        assert sorted(keyed(row) for row in found.get((1, key), ())) == sorted(some), "the statement in SQL"


async def test_communities_do_not_see_each_other(lived: Storage) -> None:
    assert await lived.store.found("slack", "T1") == 2
    await write(lived.store, 2, [Wallet(1, "member", 7, "pro", 1)])
    transaction = await lived.store.begin([1])
    found = await transaction.load({Wallet: [(2, 1), (1, 1)], LOTS_LEFT: [(2, 1)]})
    assert [found[Wallet][number, 1][0].balance for number in (1, 2)] == [92, 7]
    assert not found[LOTS_LEFT]
    await transaction.rollback()


@ON_SQLITE
async def test_a_batch_writes_several_communities_at_once(storage: Storage) -> None:
    assert await storage.store.found("discord", "2") == 2
    transaction = await storage.store.begin([1, 2])
    await transaction.write([Changes(number, by_kind(world()), by_kind([settled()])) for number in (1, 2)])
    await transaction.commit()
    transaction = await storage.store.begin([1, 2])
    assert len((await transaction.load({Entry: [(1, (1, 1)), (2, (1, 1))]}))[Entry]) == 2
    await transaction.rollback()


async def test_changed_rows_are_changed(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    found = await transaction.load({Wallet: [(1, 1)], Lot: [(1, 1)], Receipt: [(1, "discord/2")]})
    wallet, lot, receipt = (
        found[kind][1, key][0] for kind, key in zip(found, (1, 1, "discord/2"), strict=True)
    )
    wallet.balance, wallet.due, wallet.active, lot.left, receipt.answered = 90, FOREVER, False, 50, True
    await transaction.write([Changes(1, {}, by_kind([wallet, lot, receipt]))])
    await transaction.commit()
    transaction = await lived.store.begin([1])
    assert await read(transaction, Wallet, (1, 1)) == [fields_of(wallet)]
    assert await read(transaction, Lot, (1, 1)) == [fields_of(lot)]
    assert await read(transaction, UNANSWERED, (1, 1)) == [
        ("Receipt", "discord/0", 1, "d0", True, "", 50, False)
    ]
    await transaction.rollback()


BAD: dict[str, list[Any]] = {
    "an overdrawn wallet": [Wallet(9, "member", -1, "basic", 5)],
    "a key used before": [operation(9, "gift", 500, key="test/1")],
    "a number used before": [Member(1, 0, 100)],
    "a lot of a wallet that is not there": [Lot(9, 77, 1, "gift", 5, 5, 100, FOREVER)],
    "an entry of an operation that is not there": [Entry(77, 1, "gifts", 0, -1, 0, 0)],
    "a float": [Account("staff", 1.5)],  # type: ignore[arg-type]
    "text for a number": [Account("staff", "12abc")],  # type: ignore[arg-type]
    "a number beyond 64 bits": [Account("staff", 2**63)],
    "half a character": [Text(9, 1, 1, "s", "\ud800")],
    "something the driver has no word for": [Account("staff", object())],  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_row_is_rejected_and_takes_its_batch_with_it(what: str, lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    await transaction.write([Changes(1, by_kind([*BIG, *BAD[what]]))])
    with pytest.raises(Rejected):
        await transaction.commit()
    await transaction.rollback()
    transaction = await lived.store.begin([1])
    assert not (await transaction.load({Operation: [(1, 4)]}))[Operation]
    await transaction.write([Changes(1, by_kind(BIG))])
    await transaction.commit()


WRONG_CHANGES = {
    "what is not there": Wallet(77, "member", 1, "basic", 1),
    "the journal": operation(1, "gift", 101),
    "what a lot was": Lot(1, 1, 1, "gift", 61, 52, 100, 900),
}


@pytest.mark.parametrize("what", WRONG_CHANGES)
async def test_nothing_can_change(what: str, lived: Storage) -> None:
    with pytest.raises(Rejected):
        await write(lived.store, 1, [], [WRONG_CHANGES[what]])


async def test_a_community_points_nowhere_in_another(lived: Storage) -> None:
    assert await lived.store.found("discord", "2") == 2
    with pytest.raises(Rejected):
        await write(lived.store, 2, [Entry(1, 3, "gifts", 0, -1, 0, 0)])


async def test_what_is_rolled_back_never_was(lived: Storage) -> None:
    transaction = await lived.store.begin([1])
    await transaction.write([Changes(1, by_kind(BIG))])
    await transaction.rollback()
    await transaction.rollback()
    transaction = await lived.store.begin([1])
    assert not (await transaction.load({Wallet: [(1, 9)]}))[Wallet]
    await transaction.rollback()


async def test_a_caller_who_goes_away_leaves_nothing_behind(lived: Storage) -> None:
    for turns in range(6):
        task = asyncio.ensure_future(lived.store.begin([1]))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            await task.result().rollback()
        await write(lived.store, 1, [Wallet(100 + turns, "member", 1, "basic", 1)])


async def test_a_place_has_one_community_however_often_it_is_asked_for(storage: Storage) -> None:
    assert [await storage.store.found("discord", "1") for _ in range(3)] == [1, 1, 1]
    assert await storage.store.found("slack", "1") == 2
    transaction = await storage.store.begin([2])
    assert await read(transaction, Community, (2, ())) == [fields_of(Community(at=0, head=GENESIS))]
    await transaction.rollback()


async def test_what_is_remembered_is_the_last_that_was_said(lived: Storage) -> None:
    async def remembered(name: str) -> str:
        async with lived.queries.snapshot() as snapshot:
            return str(await snapshot.ask(0, Remembered(name)))

    assert await remembered("cursor") == ""
    for value in ("one", "it's two; -- ✓", ""):
        await lived.store.remember("cursor", value)
        await lived.store.remember("other", "stays")
        assert await remembered("cursor") == value
    assert await remembered("other") == "stays"


async def test_what_is_taken_is_had_once(lived: Storage) -> None:
    await lived.store.remember("slack/state/a", "1")
    await lived.store.remember("slack/state/b", "2")
    async with lived.queries.snapshot() as snapshot:
        assert await snapshot.ask(0, RememberedAll("slack/state/")) == {
            "slack/state/a": "1",
            "slack/state/b": "2",
        }
    assert [await lived.store.take("slack/state/a") for _ in range(2)] == ["1", ""]
    async with lived.queries.snapshot() as snapshot:
        assert await snapshot.ask(0, RememberedAll("slack/state/")) == {"slack/state/b": "2"}


async def test_what_can_not_be_remembered_holds_up_nothing(lived: Storage) -> None:
    with pytest.raises(Rejected):
        await lived.store.remember("half", "\ud800")
    await write(lived.store, 1, [Wallet(9, "member", 1, "basic", 1)])


async def test_what_was_committed_is_there_after_opening_again(path: Path) -> None:
    opened = await open_storage(f"sqlite:///{path}")
    number = await opened.store.found("discord", "1")
    await write(opened.store, number, world(), [settled()])
    await opened.close()
    opened = await open_storage(f"sqlite+aiosqlite:///{path}")
    assert await opened.store.found("discord", "1") == number
    transaction = await opened.store.begin([number])
    assert await read(transaction, Community, (number, ())) == [fields_of(settled())]
    await transaction.rollback()
    await opened.close()


async def test_the_statements_can_be_said_to_postgresql() -> None:
    known = statements("postgresql")
    assert "($1" in known.load(Wallet).sql and "$3" in known.insert(Wallet).sql
    assert "?" not in known.update(Lot).sql + known.found + known.place + known.point + known.remember
