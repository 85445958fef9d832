"""Each check of agencies fires on the damage it is for, and no other does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.storage.verify_agencies import CHECKS
from core.board.jobs import Job
from core.book import Book
from core.rules import agencies, proposals, wallets
from tests.adapters.storage.test_verify_story import damage, decide, found, told

BEN, RED, GREEN = 4, 7, 9

STORY = """
!role boss staff
!role cli client
ana> /connects balance
ben> /connects balance
cat> /connects balance
dan> /connects balance
ana> /agency create Red Pens
cat> /agency create Blue Pens
dan> /agency create Green Pens
ana> /agency invite ben
ana> /agency invite cat
ben> /agency accept
ana> /agency limit ben 20
dan> /agency invite ben
ben> /agency accept agency-9
ana> /connects buy 150 agency:yes
boss> /admin confirm order-1 receipt:R-17
boss> /admin policy price.allowed any
cli> /job post "A poster" price:4 closes:90d
cli> /job post "A flyer" price:2 closes:90d
cli> /job post "A card" price:0 closes:90d
ben> /apply 1 agency:agency-7 boost:3
ana> /apply 2 agency:yes
cli> /proposal interview 1 "Who?"
ben> /proposal answer 1 "We."
cli> /proposal decline 1
cat> /agency leave "Blue Pens"
!leave dan
!advance 40d
ana> /apply 3 agency:yes
ana> /agency role ben admin
boss> /admin agency agency-7
"""
DAMAGES: dict[str, tuple[str, ...]] = {
    "agencies.owner": ("UPDATE agency SET owner = 5 WHERE number = 7",),
    "agencies.wallet": ("UPDATE wallet SET kind = 'shared' WHERE number = 7",),
    "agencies.people": ("UPDATE agency_member SET monthly = 30 WHERE agency = 7 AND member = 4",),
    "agencies.steps": ("UPDATE operation SET actor = 4 WHERE kind = 'agency.role_set'",),
    "agencies.state": ("UPDATE wallet SET frozen = '' WHERE number = 9",),
    "agencies.payer": (
        "UPDATE operation SET facts = json_remove(facts, '$.wallet') "
        "WHERE kind = 'proposal.submitted' AND proposal = 3",
    ),
    "agencies.sender": ("UPDATE operation SET actor = 5 WHERE kind = 'proposal.submitted' AND proposal = 3",),
    "agencies.own": ("UPDATE operation SET actor = 4 WHERE kind = 'job.posted' AND job = 3",),
    "agencies.limit": (
        "UPDATE operation SET facts = json_set(facts, '$.limit', 5) WHERE kind = 'agency.limited'",
        "UPDATE agency_member SET monthly = 5 WHERE agency = 7 AND member = 4",
    ),
    "agencies.spent": ("UPDATE agency_spent SET spent = spent + 1 WHERE member = 4",),
}


def apply_twice(book: Book, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(proposals, "may_apply", lambda *given: None)
    proposals.submit(book, BEN, book.the(Job, 3), "again", agency=RED)


def apply_while_frozen(book: Book, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(agencies, "must_run", lambda agency: None)
    patch.setattr(wallets, "afford", lambda *paying, **more: None)
    proposals.submit(book, BEN, book.the(Job, 3), "still", agency=GREEN)


WRONGS: dict[str, Callable[[Book, pytest.MonkeyPatch], None]] = {
    "agencies.live": apply_twice,
    "agencies.frozen": apply_while_frozen,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Books with agencies in them."""
    file = tmp_path / "books.db"
    file.write_bytes(told(STORY))
    return file


def test_the_books_are_clean(path: Path) -> None:
    assert found(path) == {}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, path: Path) -> None:
    damage(path, *DAMAGES[name])
    assert set(found(path)) == {name}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_wrong_deed_is_found_by_the_check_for_it_alone(
    name: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await decide(path, lambda book: WRONGS[name](book, monkeypatch))
    assert found(path) == {name: 1}


def test_every_check_has_a_damage() -> None:
    assert {check.name for check in CHECKS} == {*DAMAGES, *WRONGS}
