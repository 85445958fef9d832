"""What is wrong with orders and transfers is found by the check for it, in books that hold both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.book import Book
from core.rules import transfers
from tests.adapters.storage.test_verify_story import damage, decide, found, shell, told

STORY = """
!role boss staff
!role ada staff
!join ana
!join ben
boss> /admin policy transfers on
ana> /connects buy 40
ana> /connects buy 10
ana> /connects buy 20
ana> /connects buy 60
ana> /connects buy 80
boss> /admin confirm order-1 "Bank 1"
boss> /admin confirm order-2 "Bank 2"
boss> /admin confirm order-3 "Bank 3"
ana> /connects send ben 50 "thanks"
ben> /connects send ana 5
boss> /admin refund order-1 "asked"
!advance 300d
ana> /connects send ben 30
!advance 2d
ana> /connects buy 40
ben> /connects send ana 45
boss> /admin chargeback order-2
boss> /admin chargeback order-3 "the bank"
ana> /connects buy 10
boss> /admin confirm order-7 "Bank 7"
"""
ANA, BEN = 3, 4
OP = "UPDATE operation SET {} WHERE number = (SELECT min(number) FROM operation WHERE kind = '{}')"
DAMAGES: dict[str, tuple[str, ...]] = {
    "orders.journal": ("UPDATE buy_order SET cents = cents + 1 WHERE number = 1",),
    "orders.state": ("UPDATE buy_order SET state = 'charged_back' WHERE state = 'refunded'",),
    "orders.steps": (OP.format("due = due - 1", "order.lapsed"),),
    "orders.price": (
        OP.format("facts = json_set(facts, '$.cents', 601)", "order.made"),
        "UPDATE buy_order SET cents = 601 WHERE number = 1",
    ),
    "orders.lot": ("UPDATE buy_order SET lot = 0 WHERE number = 1",),
    "orders.refund": (OP.format("facts = json_set(facts, '$.missing', 33)", "order.refunded"),),
    "receipts.once": ("UPDATE buy_order SET receipt = '' WHERE number = 1",),
    "receipts.said": ("UPDATE buy_order SET receipt = 'bank9' WHERE number = 1",),
    "transfers.members": (OP.format("policy = 1", "transfer.sent"),),
    "transfers.ends": ("UPDATE lot SET expires = expires + 1 WHERE number = (SELECT max(number) FROM lot "
        "WHERE source = 'transfer')",),
    "transfers.days": ("UPDATE transfer_day SET sent = sent + 1 WHERE member = 3 AND sent = 50",),
}  # fmt: skip


def send_beyond_the_limit(book: Book, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(transfers, "_must_fit", lambda *given, **more: None)
    transfers.send(book, ANA, BEN, book.policy.transfers_daily_limit + 1, "")


WRONGS: dict[str, Callable[[Book, pytest.MonkeyPatch], None]] = {"transfers.limit": send_beyond_the_limit}


def books(folder: Path) -> Path:
    path = folder / "orders.db"
    path.write_bytes(told(STORY))
    return path


def test_the_story_has_every_state_of_an_order_and_is_clean(tmp_path: Path) -> None:
    path = books(tmp_path)
    assert found(path) == {}
    with shell(path) as connection:
        states = dict(connection.execute("SELECT number, state FROM buy_order"))
        assert states == {
            1: "refunded", 2: "charged_back", 3: "charged_back", 4: "lapsed", 5: "lapsed", 6: "unpaid",
            7: "paid",
        }  # fmt: skip
        missing = [row[0] for row in connection.execute("SELECT missing FROM buy_order WHERE lot > 0")]
        assert any(missing)
        assert not all(missing)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, tmp_path: Path) -> None:
    path = books(tmp_path)
    damage(path, *DAMAGES[name])
    assert set(found(path)) == {name}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_wrong_deed_is_found_by_the_check_for_it_alone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = books(tmp_path)
    await decide(path, lambda book: WRONGS[name](book, monkeypatch))
    assert found(path) == {name: 1}
