"""Each check of what falls due on wallets fires on the damage it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from adapters.storage.verify_dues import CHECKS
from core.book import Book
from core.instants import DAY, FOREVER
from core.ledger.accounts import GRANTS, Wallet
from core.ledger.lots import Lot
from core.people import BOT
from core.rules import dues, journal, plans
from tests.adapters.storage.test_verify_story import damage, decide, found, shell, told

STORY = """
!role boss staff
!join ana
boss> /admin policy gate.role @Verified
ben> /connects balance
boss> /admin roleplan @Pros plus
!roles ana @Pros
ana> /connects balance
!advance 9d
boss> /admin grant ana 30
boss> /admin policy rollover.limit 50
boss> /admin plan boss plus
ana> /connects buy 20
boss> /admin confirm 1 "R-1"
!advance 25d
boss> /admin policy grant.cycle anniversary
cat> /connects balance
!advance 40d
ana> /connects balance
boss> /admin plan cat plus
!advance 1d
"""
BOSS, ANA, BEN, CAT = 1, 2, 3, 4
OP = "UPDATE operation SET {} WHERE number = (SELECT max(number) FROM operation WHERE kind = '{}')"
DAMAGES: dict[str, tuple[str, ...]] = {
    "grants.due": (OP.format("due = due - 1000000", "rollover.expired"),),
    "grants.day": ("UPDATE wallet SET day = day + 1 WHERE number = 3",),
    "plans.top": ("UPDATE wallet SET top = top + 1 WHERE number = 3",),
    "rollover.once": (
        "UPDATE operation SET facts = replace(facts, (SELECT json_extract(facts, '$.period') FROM operation "
        "WHERE kind = 'rollover.expired' ORDER BY number DESC LIMIT 1), (SELECT json_extract(facts, "
        "'$.period') FROM operation WHERE kind = 'rollover.expired' ORDER BY number LIMIT 1)) "
        "WHERE kind = 'rollover.expired'",
    ),
    "gifts.held": ("UPDATE wallet SET gift = 1 WHERE number = 2",),
    "wallets.chosen": ("UPDATE wallet SET chosen = 'plus' WHERE number = 3",),
    "roles.plan": ("UPDATE role_plan SET plan = 'basic'",),
}
TOGETHER: dict[str, set[str]] = {
    # A limit said to be another month's is not at that month's start.
    "rollover.once": {"grants.due"},
    # A plan that pays a month's total twice pays more than the days left.
    "plans.cycle": {"plans.paid"},
}


def pay_an_upgrade(book: Book, amount: int) -> None:
    wallet = book.the(Wallet, CAT)
    with journal.record(
        book, "plan.set", actor=BOT, member=CAT, plan="plus", before="plus", paid=amount
    ) as record:
        record.move(GRANTS, -amount)
        record.credit(wallet, amount, "grant", book.now, dues.expiry(book, book.now))


def pay_too_little(book: Book, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("core.rules.calendar.days_left", lambda book, period, day: (1, 31))
    plans.choose(book, book.the(Wallet, BEN), "plus", BOT, "")


def pay_a_month_twice(book: Book, patch: pytest.MonkeyPatch) -> None:
    pay_an_upgrade(book, 70)


def take_what_ends_last(book: Book, patch: pytest.MonkeyPatch) -> None:
    """The next month comes, and the surplus is taken from the wrong end."""

    def from_the_end(lots: Iterable[Lot], amount: int, order: str) -> Iterator[tuple[Lot, int]]:
        for lot in sorted(lots, key=lambda one: -one.expires):
            part = min(lot.left, amount)
            if part:
                yield lot, part
            amount -= part

    patch.setattr(dues, "burn", from_the_end)
    book.now += 40 * DAY
    dues.age(book, book.the(Wallet, ANA))


def grant_above_the_limit(book: Book, patch: pytest.MonkeyPatch) -> None:
    """The next month comes, and the limit is forgotten."""
    patch.setattr(dues, "_roll_over", lambda *given: None)
    book.now += 40 * DAY
    dues.age(book, book.the(Wallet, ANA))


WRONGS: dict[str, Callable[[Book, pytest.MonkeyPatch], None]] = {
    "plans.paid": pay_too_little,
    "plans.cycle": pay_a_month_twice,
    "rollover.amount": take_what_ends_last,
    "rollover.missed": grant_above_the_limit,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Books with dues of every kind."""
    file = tmp_path / "dues.db"
    file.write_bytes(told(STORY))
    return file


def test_the_story_has_all_that_is_checked_and_is_clean(path: Path) -> None:
    assert found(path) == {}
    with shell(path) as connection:
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM operation")]
        assert kinds.count("rollover.expired") >= 2
        assert kinds.count("plan.set") >= 3
        assert "roleplan.set" in kinds
        assert connection.execute("SELECT gift FROM wallet WHERE number = 3").fetchone() == (FOREVER,)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, path: Path) -> None:
    damage(path, *DAMAGES[name])
    seen = set(found(path))
    assert name in seen
    assert seen <= {name, *TOGETHER.get(name, ())}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_wrong_deed_is_found(name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await decide(path, lambda book: WRONGS[name](book, monkeypatch))
    seen = set(found(path))
    assert name in seen
    assert seen <= {name, *TOGETHER.get(name, ())}


def test_every_check_has_a_damage() -> None:
    assert {check.name for check in CHECKS} == {*DAMAGES, *WRONGS}
