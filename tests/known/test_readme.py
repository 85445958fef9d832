"""What the table of this folder points to is there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_each_test_that_the_table_names_is_there() -> None:
    rows = [line for line in (HERE / "README.md").read_text().splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", row.split("|")[-2])
        assert named, row
        for file, test in named:
            path = HERE.parent / file
            assert path.exists(), file
            assert not test or f"def {test}(" in path.read_text(), test


def test_each_test_of_this_folder_is_in_the_table() -> None:
    table = (HERE / "README.md").read_text()
    for path in HERE.glob("test_*.py"):
        if path != Path(__file__):
            assert f"known/{path.name}::" in table
