"""Each check of undoings and frozen wallets fires on the damage it is for, and no other does."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.storage.verify_undone import CHECKS
from tests.adapters.storage.test_verify_story import damage, found, told

STORY = """
!role boss staff
!role cli client
ana> /connects balance
ben> /connects balance
cat> /connects balance
boss> /admin grant ana 15
boss> /admin grant ben 15
boss> /admin undo 14
boss> /admin undo 15
cli> /job post "A job" price:4
cat> /apply 1 boost:2
boss> /admin freeze ben
boss> /admin freeze ana
boss> /admin thaw ana
ana> /apply 1
boss> /admin undo 10 all:yes
"""
UNDONE = "kind = 'operation.undone'"
DAMAGES: dict[str, tuple[str, ...]] = {
    "undone.once": (f"UPDATE operation SET key = key || '/again' WHERE {UNDONE} AND key = 'undo/14'",),
    "undone.amount": (
        f"UPDATE entry SET wallet = CASE wallet WHEN 3 THEN 4 WHEN 4 THEN 3 ELSE wallet END WHERE operation "
        f"IN (SELECT number FROM operation WHERE {UNDONE} AND key IN ('undo/14', 'undo/15'))",
    ),
    "wallets.frozen": ("UPDATE wallet SET frozen = 'staff' WHERE number = 3",),
}
TOGETHER: dict[str, set[str]] = {"undone.amount": {"entries.chain", "uses.entries"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Books with undoings in them."""
    file = tmp_path / "books.db"
    file.write_bytes(told(STORY))
    return file


def test_the_books_are_clean(path: Path) -> None:
    assert found(path) == {}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, path: Path) -> None:
    damage(path, *DAMAGES[name])
    seen = set(found(path))
    assert name in seen
    assert seen <= {name, *TOGETHER.get(name, ())}


def test_every_check_has_a_damage() -> None:
    assert {check.name for check in CHECKS} == set(DAMAGES)
