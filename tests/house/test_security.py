"""SECURITY.md names a defence and a test for every threat, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"(?m)^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", (ROOT / "SECURITY.md").read_text("utf-8"))
OTHERS = "named when merged"


@cache
def defined_in(path: Path) -> frozenset[str]:
    """The tests that stand in a file."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(one.name for one in nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_threat_stands_there_once() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 43))


@pytest.mark.parametrize(("number", "named"), [(row[0], row[3]) for row in ROWS])
def test_every_test_that_is_named_is_there(number: str, named: str) -> None:
    found = re.findall(r"`([^`]+)`", named)
    assert found
    for one in found:
        file, _, name = one.partition("::")
        if name:
            assert (ROOT / "tests" / file).is_file(), one
            assert name.startswith("test_"), one
            assert name in defined_in(ROOT / "tests" / file), one
        else:
            assert (ROOT / "tests" / "stories" / f"{file}.story").is_file(), one
    # What stands beside the names is of others, or nothing.
    rest = re.sub(r"`[^`]+`,? ?", "", named)
    assert not rest or OTHERS in rest, rest
