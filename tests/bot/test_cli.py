"""The command line: what is written counts, wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_database_counts_before_the_command_as_behind_it(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "other.db"))
    wanted, script = tmp_path / "wanted.db", tmp_path / "hello.story"
    script.write_text("ana> /connects balance\n")
    options = ["--db", str(wanted), "--script", str(script), "--json", "--now", "2026-11-23T09:00:00Z"]
    assert main([*options, "chat"] if place == "before" else ["chat", *options]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["facts"]["balance"] == 40
    options = ["--db", str(wanted)]
    assert main([*options, "verify"] if place == "before" else ["verify", *options]) == 0
    assert not (tmp_path / "other.db").exists()


def test_what_stands_behind_the_command_counts_where_both_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(tmp_path / "one.db"), "verify", "--db", str(tmp_path / "other.db")]) == 2
    assert "other.db" in capsys.readouterr().err
