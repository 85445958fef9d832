"""Each check of boosts fires on the damage it is for, and no other does."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.storage.verify_boosts import CHECKS
from tests.adapters.storage.test_verify_story import damage, found, told

STORY = """
!role boss staff
!role cli client
boss> /admin policy boost.places 2
cli> /job post "An auction that has closed" price:1
ana> /apply 1 boost:5
ben> /apply 1 boost:4
cat> /apply 1 boost:3
dan> /apply 1 boost:2
cli> /proposal shortlist 1
!advance 8d
cli> /job post "One that runs" price:1
ana> /apply 2 boost:2
ben> /apply 2 boost:1
ben> /boost 6 3
cat> /apply 2 boost:1
cat> /proposal withdraw 7
cli> /job post "Called off" price:1
ana> /apply 3 boost:2
cli> /proposal shortlist 8
cli> /job cancel 3
"""
DAMAGES: dict[str, tuple[str, ...]] = {
    "boosts.held": (
        "UPDATE account SET balance = balance + CASE name WHEN 'held' THEN 1 ELSE -1 END "
        "WHERE name IN ('held', 'spent')",
    ),
    "boosts.bid": ("UPDATE bid SET place = 9 WHERE proposal = 1",),
    "boosts.late": (
        "UPDATE operation SET facts = json_set(facts, '$.boost', 3) WHERE kind = 'boost.placed' "
        "AND proposal = 6 AND json_extract(facts, '$.boost') = 1",
    ),
    "boosts.spent": (
        "UPDATE operation SET facts = json_remove(facts, '$.left') "
        "WHERE kind = 'boost.spent' AND proposal = 7",
    ),
    "boosts.places": (
        "UPDATE operation SET facts = json_set(facts, '$.places', json('[[2,4],[1,5]]')) "
        "WHERE kind = 'auction.closed' AND job = 1",
    ),
    "boosts.open": ("UPDATE job SET auction = 5 WHERE number = 3",),
}
TOGETHER = {
    "boosts.held": {"accounts.entries"},
    "boosts.late": {"boosts.bid"},  # what was paid is no longer the difference
    "boosts.spent": {"boosts.bid"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Books with auctions in them."""
    file = tmp_path / "books.db"
    file.write_bytes(told(STORY))
    return file


def test_the_books_are_clean(path: Path) -> None:
    assert found(path) == {}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, path: Path) -> None:
    damage(path, *DAMAGES[name])
    assert set(found(path)) == {name, *TOGETHER.get(name, ())}


def test_every_check_has_a_damage() -> None:
    assert {check.name for check in CHECKS} == set(DAMAGES)
