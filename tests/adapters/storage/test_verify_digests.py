"""What is wrong with summaries, and with what members mute, is found by the check for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.storage.test_verify_story import damage, found, shell, told

STORY = """
!role boss staff
!join ana
!join ben
boss> /job post "A job" price:4
ana> /apply 1
ben> /apply 1
boss> /proposal hire 1
ben> /connects notify proposals off
ben> /connects notify expiring off
ben> /connects notify expiring on
!advance 14d
"""
OP = "UPDATE operation SET {} WHERE kind = 'digest.told'"
DAMAGES: dict[str, tuple[str, ...]] = {
    "digests.due": (OP.format("key = 'digest/2026-W47-1'"),),
    "digests.week": (OP.format("facts = json_set(facts, '$.spent', 9)"),),
    "digests.told": ("UPDATE community SET digested = 1",),
    "members.muted": ("UPDATE member SET muted = '' WHERE number = 3",),
}


def books(folder: Path) -> Path:
    path = folder / "digests.db"
    path.write_bytes(told(STORY))
    return path


def test_the_story_has_all_that_is_checked_and_is_clean(tmp_path: Path) -> None:
    path = books(tmp_path)
    assert found(path) == {}
    with shell(path) as connection:
        said = connection.execute("SELECT key FROM operation WHERE kind = 'digest.told'").fetchall()
        muted = connection.execute("SELECT muted FROM member ORDER BY number").fetchall()
    assert said == [("digest/2026-W48-1",)]
    assert muted == [("",), ("",), (",proposals,",)]


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, tmp_path: Path) -> None:
    path = books(tmp_path)
    damage(path, *DAMAGES[name])
    assert set(found(path)) == {name}
