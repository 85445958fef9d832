"""What is wrong with awards, tries at the test and hiding is found by the check for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.board.awards import BADGE, TEST, Award
from core.book import Book
from core.ledger.accounts import AWARDS, Wallet
from core.people import Member
from core.rules import dues, journal, notices, readiness
from tests.adapters.storage.test_verify_story import damage, decide, found, shell, told

STORY = """
!role boss staff
!join ana
!join ben
!join cat
ana> /connects test q1:a q2:a q3:a q4:a q5:a
ben> /connects test q1:b q2:c q3:a q4:c q5:b
boss> /admin award ana certification python
boss> /admin award ana badge top_rated
boss> /admin award boss badge rising_talent
cat> /connects hide yes
boss> /admin policy award.badge 0
boss> /quiz add "Who?" "You | Me" 2
!advance 1d
boss> /admin zone Pacific/Auckland
ana> /connects test b
boss> /admin award ben badge top_rated
cat> /connects test a
cat> /connects hide no
ben> /connects hide yes
boss> /admin policy gift.test 0
!advance 3d
cat> /connects test b
"""
ANA, BEN, CAT = 2, 3, 4
OP = "UPDATE operation SET {} WHERE number = (SELECT min(number) FROM operation WHERE kind = '{}')"
DAMAGES: dict[str, tuple[str, ...]] = {
    "awards.journal": ("DELETE FROM award WHERE name = 'python'",),
    "awards.name": (
        OP.format("facts = replace(facts, 'top_rated', 'worst'), key = key || '/2'", "award.paid").replace(
            "min(number)", "max(number)"
        ),
        "UPDATE award SET name = 'worst' WHERE member = 3 AND what = 'badge'",
    ),
    "awards.amount": (OP.format("policy = 2", "award.paid").replace("SELECT min", "SELECT 1 + min"),),
    "tests.right": (OP.format("facts = json_set(facts, '$.right', 4)", "test.failed"),),
    "tests.tried": ("UPDATE member SET tried = tried - 1 WHERE number = 4",),
    "members.hidden": ("UPDATE member SET hidden = 1 WHERE number = 4",),
}


def award_again(book: Book, patch: pytest.MonkeyPatch) -> None:
    with journal.record(
        book, "award.paid", actor=1, key="award/wrong", member=ANA, what=BADGE, name="top_rated", paid=0
    ):
        pass
    notices.log(book, "log.awarded", 1)


def try_after_passing(book: Book, patch: pytest.MonkeyPatch) -> None:
    with journal.record(book, "test.failed", actor=BEN, member=BEN, right=0, of=1):
        book.change(book.the(Member, BEN), tried=readiness._today(book))


def try_twice_a_day(book: Book, patch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        with journal.record(book, "test.failed", actor=1, member=1, right=0, of=1):
            book.change(book.the(Member, 1), tried=readiness._today(book))


def pay_although_it_pays_nothing(book: Book, patch: pytest.MonkeyPatch) -> None:
    wallet = book.the(Wallet, 1)
    with journal.record(
        book, "test.passed", actor=1, key="award/wrong", member=1, paid=40, right=1, of=1
    ) as record:
        record.move(AWARDS, -40)
        record.credit(wallet, 40, TEST, book.now, dues.expiry(book, book.now))
        book.change(book.the(Member, 1), tried=readiness._today(book))
    book.add(Award(1, TEST, readiness.READINESS, record.number))


WRONGS: dict[str, Callable[[Book, pytest.MonkeyPatch], None]] = {
    "awards.once": award_again,
    "awards.amount": pay_although_it_pays_nothing,
    "tests.once": try_after_passing,
    "tests.day": try_twice_a_day,
}


def books(folder: Path) -> Path:
    path = folder / "awards.db"
    path.write_bytes(told(STORY))
    return path


def test_the_story_has_all_that_is_checked_and_is_clean(tmp_path: Path) -> None:
    path = books(tmp_path)
    assert found(path) == {}
    with shell(path) as connection:
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM operation ORDER BY number")]
        assert (kinds.count("test.passed"), kinds.count("test.failed")) == (3, 2)
        assert (kinds.count("member.hid"), kinds.count("member.shown")) == (2, 1)
        paid = connection.execute(
            "SELECT coalesce(sum(e.amount), 0) FROM award a LEFT JOIN entry e ON e.community = a.community "
            "AND e.operation = a.operation AND e.wallet = a.member GROUP BY a.operation ORDER BY a.operation"
        )
        assert [amount for (amount,) in paid] == [40, 10, 30, 30, 40, 0, 0]


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
