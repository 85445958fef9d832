"""The benchmark runs and says what it should; how fast anything is, no test judges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.__main__ import run
from tests.bench.measure import QUICK


async def test_the_bench_prints_every_ratio_beside_its_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(QUICK, tmp_path, ["applies", "size", "month"])
    said = capsys.readouterr().out
    for waiting in (1, 16, 64, 512):
        assert re.search(rf"^  {waiting} waiting .* [\d.]+ / [\d.]+", said, re.M), said
    assert re.search(r"^  512 waiting .* \d\.\d\d .*ratio ≥ 0\.4$", said, re.M), said
    assert re.search(r"^  1 waiting .*median < 3 ms$", said, re.M), said
    assert re.search(r"^  300 members .* \d\.\d\d .*ratio ≥ 0\.8$", said, re.M), said
    assert re.search(r"^  the chores .* \d\.\d\d ", said, re.M), said
    # 300 who joined, and the client and the staff member who spoke.
    assert "302 wallets paid" in said
    assert "announced 1 time(s) (target 1); a second ring wrote 0 operation(s) (target 0)" in said
    assert re.search(r"^all \d+ invariants hold afterwards$", said, re.M), said


@pytest.mark.soak
async def test_so_it_does_for_the_platforms_the_other_database_and_the_preview(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(QUICK, tmp_path, ["discord", "slack", "postgres", "preview"])
    said = capsys.readouterr().out
    for name in ("/balance", "/apply"):
        assert re.search(rf"^  {name}, \d+ at once .* \d\.\d\d ", said, re.M), said
    assert re.search(r"^  512 waiting, one community .* \d\.\d\d .*ratio ≥ 0\.35", said, re.M), said
    assert re.search(r"^  answered in [\d.]+ s, .*target < 30 s$", said, re.M), said
    assert "tables as they were: yes" in said
