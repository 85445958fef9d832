"""`connects backup`, `restore` and `restored` as they are typed: a few lines, or one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.storage.lock import Lock
from bot.cli import FAILED, main
from tests.adapters.storage.test_verify_story import books


def test_a_backup_and_a_restore_say_what_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = books(tmp_path), tmp_path / "kept"
    folder.mkdir()
    assert main(["backup", "--db", str(path), "--to", str(folder), "--keep", "3"]) == 0
    (kept,) = folder.iterdir()
    assert re.fullmatch(
        rf"{re.escape(str(kept))} was written: [\d,]+ bytes, schema \d{{4}}, 1 community, [\d,]+ operations, "
        r"the last at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.\n",
        capsys.readouterr().out,
    )
    assert main(["restore", "--db", str(path), "--from", str(kept), "--replace"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "is now what" in said[0] and "is kept as" in said[1] and "At its next start" in said[-1]
    assert main(["restored", "--db", str(path)]) == 0
    assert capsys.readouterr().out.startswith("The books are those of 20")


def test_what_can_not_be_done_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = books(tmp_path)
    kept = tmp_path / "kept.db"
    assert main(["backup", "--db", str(path), "--to", str(kept)]) == 0
    there = ["--db", str(path)]
    lock = Lock(path)
    for arguments, said in (
        (["restore", *there, "--from", str(kept), "--replace"], "already in use by another Connects process"),
        (["restored", *there], "already in use by another Connects process"),
        (["backup", *there, "--to", str(kept)], "name another one"),
        (["backup", *there, "--to", str(kept) + "2", "--keep", "2"], "--keep is for backups in a folder"),
        (["backup", *there, "--to", str(tmp_path), "--keep", "-1"], "a number from 1 on"),
        (["backup", "--db", str(tmp_path / "none.db"), "--to", str(tmp_path)], "There is no database at"),
        (["backup", "--db", ":memory:", "--to", str(tmp_path)], "name a file"),
        (["backup", "--db", "postgresql://here/db", "--to", str(tmp_path)], "pg_dump"),
        (["restore", "--db", ":memory:", "--from", str(kept)], "name a file"),
    ):
        capsys.readouterr()
        assert main(arguments) == FAILED
        error = capsys.readouterr().err
        assert said in error and error.count("\n") == 1 and error.startswith("connects: "), error
    lock.release()
    assert main(["restore", *there, "--from", str(path), "--replace"]) == FAILED
    assert "is the database itself" in capsys.readouterr().err
    assert main(["restore", *there, "--from", str(kept)]) == FAILED
    assert "is not empty: --replace" in capsys.readouterr().err
