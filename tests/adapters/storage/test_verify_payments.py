"""What is wrong with orders that a payment service told of is found by the check for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from core.board.orders import CAME, DISPUTE, GONE, REFUND
from core.board.payments import Back, Heard, Paid
from core.book import Book
from core.rules import communities, orders, payments
from tests.adapters.storage.test_verify_story import damage, decide, found, shell, told

STORY = "!role boss staff\n!join ana\nana> /connects buy 10\n"
ANA = 2
OP = "UPDATE operation SET {} WHERE number = (SELECT max(number) FROM operation WHERE kind = '{}')"
DAMAGES: dict[str, tuple[str, ...]] = {
    "orders.money": ("UPDATE money_back SET cents = 151 WHERE name = 're_1'",),
    "orders.share": (
        OP.format("facts = json_set(facts, '$.gone', 30)", "order.taken_back"),
        "UPDATE buy_order SET gone = 30 WHERE number = 2",
        "UPDATE money_back SET cents = 30 WHERE name = 're_1'",
    ),
    "orders.payment": ("UPDATE buy_order SET receipt = 'pi_other' WHERE number = 3",),
}  # fmt: skip


def live(book: Book) -> None:
    """Two orders by card: of one a part is refunded, of the other a dispute was won."""
    policy = book.policy.model_copy(update={"order_payment": "stripe"})
    communities.change_policy(book, policy, 1, "")
    for payment in ("pi_two", "pi_three"):
        made = orders.make(book, ANA, 40, "")
        payments.hear(book, Heard(made.number, payment, Paid(600, "usd")))
    payments.hear(book, Heard(2, "pi_two", backs=(Back("re_1", REFUND, 150, GONE),)))
    for state in (GONE, CAME):
        payments.hear(book, Heard(3, "pi_three", backs=(Back("dp_1", DISPUTE, 600, state),)))


async def books(folder: Path) -> Path:
    path = folder / "payments.db"
    path.write_bytes(told(STORY))
    await decide(path, live)
    return path


async def test_the_story_is_clean(tmp_path: Path) -> None:
    path = await books(tmp_path)
    assert found(path) == {}
    with shell(path) as connection:
        rows = connection.execute("SELECT number, state, gone, missing FROM buy_order WHERE number > 1")
        assert rows.fetchall() == [(2, "paid", 150, 0), (3, "paid", 0, 0)]
        assert connection.execute("SELECT balance FROM wallet WHERE number = 2").fetchone() == (110,)


@pytest.mark.parametrize("name", DAMAGES)
async def test_a_damage_is_found_by_the_check_for_it_alone(name: str, tmp_path: Path) -> None:
    path = await books(tmp_path)
    damage(path, *DAMAGES[name])
    assert set(found(path)) == {name}


async def test_what_is_heard_again_changes_nothing(tmp_path: Path) -> None:
    path = await books(tmp_path)
    again = Heard(2, "pi_two", Paid(600, "usd"), (Back("re_1", REFUND, 150, GONE),))
    await decide(path, partial(payments.hear, heard=again))
    with shell(path) as connection:
        assert connection.execute("SELECT balance FROM wallet WHERE number = 2").fetchone() == (110,)
