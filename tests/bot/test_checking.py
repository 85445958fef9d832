"""`connects verify`, `export` and `migrate`, as an owner sees them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from beancount import loader

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.storage.errors import StorageError
from adapters.storage.migrate import HEAD
from adapters.storage.open import open_storage
from adapters.storage.verify import CHECKS
from bot import checking, cli
from bot.wiring import open_bot
from tests.adapters.storage.test_verify_story import books, damage, shell

Output = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return books(tmp_path)


async def test_clean_books_are_a_line_a_check_and_zero(path: Path, capsys: Output) -> None:
    assert await checking.verify(str(path)) == 0
    said = capsys.readouterr()
    lines = [line.split(maxsplit=2) for line in said.out.splitlines()]
    assert [(name, count) for name, count, _ in lines] == [(check.name, "0") for check in CHECKS]
    assert all(meaning for *_, meaning in lines)
    assert "all of them hold" in said.err


async def test_a_damage_is_one_and_the_chain_names_the_first_damaged_operation(
    path: Path, capsys: Output
) -> None:
    damage(path, "UPDATE operation SET actor = 4 WHERE number IN (31, 40)", chained=False)
    assert await checking.verify(str(path)) == 1
    found = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("chain "))
    assert found.split()[1] == "2"
    assert "operation 31 of community 1" in found


async def test_it_works_while_the_bot_runs_and_writes_nothing(path: Path, capsys: Output) -> None:
    before = path.read_bytes()
    bot = await open_bot(str(path), ConsoleClock(0), [ConsoleCourier()], synchronous="OFF")
    try:
        assert await checking.verify(str(path)) == 0
        assert await checking.export(str(path), "csv", None) == 0
    finally:
        await bot.close()
    assert path.read_bytes() == before


async def test_a_file_that_is_torn_is_found_and_no_traceback(path: Path, capsys: Output) -> None:
    whole = path.read_bytes()
    at = len(whole) * 3 // 4  # not where the schema stands, which would end it with one sentence
    path.write_bytes(whole[:at] + b"\xff" * 8192 + whole[at + 8192 :])
    assert await checking.verify(str(path)) == 1
    capsys.readouterr()


@pytest.mark.parametrize("command", ["verify", "export"])
def test_what_is_not_there_is_one_sentence_and_two(command: str, tmp_path: Path, capsys: Output) -> None:
    assert cli.main([command, "--db", str(tmp_path / "no.db")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("connects: There is no database at ")
    assert said.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"no database at all, but text" * 100])
def test_what_is_no_database_is_one_sentence(content: bytes, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "odd.db").write_bytes(content)
    assert cli.main(["verify", "--db", str(tmp_path / "odd.db")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


async def _rows(path: Path, format_: str, capsys: Output) -> list[dict[str, object]]:
    assert await checking.export(str(path), format_, "1") == 0
    text = capsys.readouterr().out
    if format_ == "json":
        return list(json.loads(text))
    return [
        {name: (value or None) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text))
    ]


async def test_csv_and_json_have_every_entry_and_agree(path: Path, capsys: Output) -> None:
    as_csv = await _rows(path, "csv", capsys)
    as_json = await _rows(path, "json", capsys)
    texts = [{name: None if value is None else str(value) for name, value in row.items()} for row in as_json]
    assert as_csv == texts
    assert tuple(as_json[0]) == checking.COLUMNS
    held: Counter[int] = Counter()
    for row in as_json:
        if row["wallet"]:
            held[int(str(row["wallet"]))] += int(str(row["amount"]))
    with shell(path) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone()[0] == len(as_json)
        for number, balance in connection.execute("SELECT number, balance FROM wallet"):
            assert held[number] == balance


async def test_an_independent_tool_adds_up_the_ledger(path: Path, tmp_path: Path, capsys: Output) -> None:
    assert await checking.export(str(path), "beancount", None) == 0
    text = capsys.readouterr().out
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    kinds = Counter(type(entry).__name__ for entry in entries)
    with shell(path) as connection:
        moving = connection.execute("SELECT count(DISTINCT operation) FROM entry").fetchone()[0]
        wallets = connection.execute("SELECT count(*) FROM wallet").fetchone()[0]
        accounts = connection.execute("SELECT count(*) FROM account").fetchone()[0]
    assert (kinds["Transaction"], kinds["Balance"]) == (moving, wallets + accounts)


async def test_a_ledger_with_a_wrong_balance_is_refused_by_it(path: Path, capsys: Output) -> None:
    damage(path, "UPDATE wallet SET balance = balance + 1 WHERE number = 2")
    await checking.export(str(path), "beancount", None)
    _, errors, _ = loader.load_string(capsys.readouterr().out)
    assert len(errors) == 1


async def test_which_community_has_to_be_told_if_there_are_several(path: Path, capsys: Output) -> None:
    storage = await open_storage(str(path), synchronous="OFF")
    assert await storage.store.found("discord", "7") == 2
    await storage.close()
    with pytest.raises(StorageError, match=r"several communities.*--community: 1, 2\.$"):
        await checking.export(str(path), "csv", None)
    for wrong in ("3", "x", "-1", "²"):
        with pytest.raises(StorageError, match=rf"There is no community {wrong}; there is 1, 2\.$"):
            await checking.export(str(path), "csv", wrong)
    assert await checking.export(str(path), "json", "2") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert await checking.export(str(path), "beancount", "2") == 0
    assert await checking.export(str(path), "csv", "2") == 0
    assert await checking.verify(str(path)) == 0


async def test_a_database_without_a_community_says_so(tmp_path: Path) -> None:
    assert checking.migrate(str(tmp_path / "new.db")) == 0
    with pytest.raises(StorageError, match="no community in this database yet"):
        await checking.export(str(tmp_path / "new.db"), "csv", None)
    assert await checking.verify(str(tmp_path / "new.db")) == 0


def test_migrate_says_what_it_did(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "new.db"
    assert [checking.migrate(str(path)), checking.migrate(str(path))] == [0, 0]
    made, again = capsys.readouterr().out.splitlines()
    assert made == f"A new database with schema {HEAD} was made at {path}."
    assert again.endswith(f"has schema {HEAD}, the newest this release knows; nothing was done.")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert cli.main(["migrate", "--db", str(path)]) == 2
    assert cli.main(["verify", "--db", str(path)]) == 2
    assert "newer release" in capsys.readouterr().err


async def test_who_goes_away_does_not_wait_for_the_check(path: Path, capsys: Output) -> None:
    task = asyncio.create_task(checking.verify(str(path)))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_reader_that_goes_away_ends_the_export_quietly(path: Path) -> None:
    code = f"{sys.executable} -m bot export --db {path} | head -1"
    done = subprocess.run(code, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("operation,key,")
    assert done.stderr == ""
