"""What is wrong with balances that were brought, or taken back, is found by the check for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.book import Book
from core.ledger.accounts import MOVED, Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Who
from core.rules import journal, moving
from core.rules.moving import BACK, IN, Brought, Moved
from tests.adapters.storage.test_verify_story import decide, found, told

STORY = "!role boss staff\n!join ana\n!join ben\n"
ANA, BEN = 2, 3


def someone(name: str, amount: int) -> Brought:
    return Brought(Who("console", "console", name, name), amount)


def bring(book: Book, name: str = "old") -> Moved:
    moving.begin(book, name, "csv", "0" * 16, Moved(3, 60), "classic")
    some = [someone("ana", 10), someone("ben", 20), someone("cleo", 30)]
    return moving.bring(book, name, "csv", some, "classic")


def parts(book: Book) -> list[int]:
    return [lot.operation for n in (ANA, BEN) for lot in book.find(LOTS_LEFT, n) if lot.source == "moved"]


def under_another_key(book: Book) -> None:
    wrong(book, key="import/old/99")


def of_no_import(book: Book) -> None:
    wrong(book, name="new", key=f"import/new/{ANA}")


def as_two_lots(book: Book) -> None:
    wallet = book.the(Wallet, 1)
    with journal.record(book, IN, key="import/old/1", member=1, amount=2, name="old", source="csv") as record:
        record.move(MOVED, -2)
        for _ in range(2):
            record.credit(wallet, 1, "moved", book.now, book.now + 10**12)


def wrong(book: Book, *, name: str = "old", key: str) -> None:
    wallet = book.the(Wallet, 1 if name == "old" else ANA)
    with journal.record(
        book, IN, key=key, member=wallet.number, amount=2, name=name, source="csv"
    ) as record:  # fmt: skip
        record.move(MOVED, -2)
        record.credit(wallet, 2, "moved", book.now, book.now + 10**12)


def from_another_lot(book: Book) -> None:
    wallet = book.the(Wallet, ANA)
    operation, gift = parts(book)[0], next(lot for lot in book.find(LOTS_LEFT, ANA) if lot.source == "gift")
    with journal.record(
        book, BACK, key=f"undo/{operation}", member=ANA, undone=operation, amount=4
    ) as record:  # fmt: skip
        record.move(MOVED, 4)
        record.take_from(wallet, gift, 4)


WRONGS: dict[str, Callable[[Book], None]] = {
    "imports.key": under_another_key,
    "imports.begun": of_no_import,
    "imports.lot": as_two_lots,
    "imports.back": from_another_lot,
}


async def books(folder: Path) -> Path:
    path = folder / "moved.db"
    path.write_bytes(told(STORY))
    await decide(path, bring)
    return path


async def test_what_was_brought_and_taken_back_is_clean(tmp_path: Path) -> None:
    path = await books(tmp_path)
    assert found(path) == {}
    await decide(path, lambda book: moving.take_back(book, parts(book), everything=False))
    assert found(path) == {}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_wrong_deed_is_found_by_the_check_for_it_alone(name: str, tmp_path: Path) -> None:
    path = await books(tmp_path)
    await decide(path, WRONGS[name])
    assert {one for one in found(path) if one != "uses.order"} == {name}
