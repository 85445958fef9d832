"""`connects import`, as a host types it, on both databases: shown, done once, cut off, taken back."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.storage.verify import CHECKS, proof, reader
from bot import cli, moving_apply
from bot.wiring import console_opener, open_bot
from core.people import Rank, Who
from tests.postgres import database

Output = pytest.CaptureFixture[str]
HEAD = "platform,member,name,connects,expires,note\n"
ROWS = HEAD + "console,ana,Ana,100,2034-12-24,from the old days\nconsole,cleo,Cleo,30,,\nconsole,eve,,0,,\n"


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database in which ada, who is staff, and ana have spoken."""
    if request.param == "sqlite":
        yield await peopled(str(tmp_path / "connects.db"))
    else:
        async with database(empty=True) as address:
            yield await peopled(address)


async def peopled(url: str) -> str:
    clock = ConsoleClock(time.time_ns() // 1_000)
    house = await console_opener(url, clock, ConsoleCourier(), synchronous="OFF")()
    for name in ("ada", "ana"):
        await house.joined(Who("console", "console", name, name), f"console/{name}")
    await house.close()
    return url


async def connects(*typed: str) -> int:
    return await asyncio.to_thread(cli.main, typed)


def wrong(url: str) -> dict[str, int]:
    with proof(url) as books:
        return {check.name: count for check in CHECKS if (count := books.count(check).offenders)}


def seen(url: str, sql: str) -> list[Any]:
    with reader(url) as books:
        return books.execute(sql).fetchall()


def balances(url: str) -> dict[str, int]:
    return dict(
        seen(
            url, "SELECT i.person, w.balance FROM identity i JOIN wallet w ON w.number = i.member ORDER BY 1"
        )
    )


def written(folder: Path, text: str = ROWS, name: str = "Old balances.csv") -> str:
    (folder / name).write_text(text)
    return str(folder / name)


async def test_it_is_shown_first_then_done_once_then_taken_back(
    url: str, tmp_path: Path, capsys: Output
) -> None:
    file, db = written(tmp_path), ("--db", url)
    assert await connects("import", file, *db) == 0
    said = capsys.readouterr().out
    assert "To be moved in: 130 Connects for 2 members." in said
    assert "Here already: 1. Not come yet, so that a wallet waits for them: 1." in said
    assert "1 member would get nothing" in said
    assert "Nothing was done." in said
    assert balances(url) == {"ada": 40, "ana": 40}

    for moved in ("130 Connects for 2 members", "0 Connects for 0 members"):
        assert await connects("import", file, *db, "--apply") == 0
        assert f"Moved in: {moved}, as the import “old-balances”." in capsys.readouterr().out
        # Who has not come yet has no gift and gets no grants.
        assert balances(url) == {"ada": 40, "ana": 140, "cleo": 30}
    assert seen(url, "SELECT active, gift > 0 FROM wallet ORDER BY number DESC LIMIT 1") == [(0, 1)]
    assert wrong(url) == {}

    assert await connects("import", file, *db, "--name", "again") == 2
    assert "was moved in as the import “old-balances”" in capsys.readouterr().err

    assert await connects("import", "--undo", "old-balances", *db) == 0
    assert "to be taken back: 130 from 2 members." in capsys.readouterr().out
    for back in ("130 Connects from 2 members", "0 Connects from 0 members"):
        assert await connects("import", "--undo", "old-balances", *db, "--apply") == 0
        assert f"Taken back: {back}." in capsys.readouterr().out
    assert balances(url) == {"ada": 40, "ana": 40, "cleo": 0}
    assert wrong(url) == {}

    # Taken back, the file may come again, under another name.
    assert await connects("import", file, *db, "--apply", "--name", "again") == 0
    assert balances(url) == {"ada": 40, "ana": 140, "cleo": 30}
    assert wrong(url) == {}


async def test_who_was_expected_gets_the_gift_once_and_grants_from_when_they_come(
    url: str, tmp_path: Path, capsys: Output
) -> None:
    assert await connects("import", written(tmp_path), "--db", url, "--apply") == 0
    bot = await open_bot(url, ConsoleClock(time.time_ns() // 1_000), [ConsoleCourier()], synchronous="OFF")
    cleo = Who("console", "console", "cleo", "cleo")
    try:
        for key in "ab":
            answer = await bot.door.text(cleo, "connects history", f"console/{key}")
        facts = answer.reply.facts
        assert [line.facts["change"] for line in facts["entries"]] == ["+40", "+30"]  # type: ignore[union-attr]
        said = await bot.door.text(cleo, "connects why 10", "console/c")
        assert said.reply.facts["kind"] == "moved.in", said
    finally:
        await bot.close()
    assert balances(url)["cleo"] == 70
    assert seen(url, "SELECT active, gift FROM wallet ORDER BY number DESC LIMIT 1") == [(1, 0)]
    assert seen(url, "SELECT count(*) FROM notice WHERE channel = 'log'") == [(1,)]
    assert wrong(url) == {}


async def test_of_wallets_that_spent_some_nothing_is_taken_back_unless_all(
    url: str, tmp_path: Path, capsys: Output
) -> None:
    db = ("--db", url)
    assert await connects("import", written(tmp_path), *db, "--apply") == 0
    bot = await open_bot(url, ConsoleClock(time.time_ns() // 1_000), [ConsoleCourier()], synchronous="OFF")
    ada = Who("console", "console", "ada", "ada")
    await bot.door.ranked(ada, Rank.STAFF, "console/rank")
    assert (await bot.door.text(ada, "admin take cleo 25", "console/take")).reply.ok
    await bot.close()
    capsys.readouterr()
    assert await connects("import", "--undo", "old-balances", *db, "--apply") == 0
    said = capsys.readouterr().out
    assert "console cleo Cleo: 25 of 30 are gone, so nothing is taken; --all takes what is left." in said
    assert "Taken back: 100 Connects from 1 member." in said
    assert await connects("import", "--undo", "old-balances", *db, "--apply", "--all") == 0
    assert "Taken back: 5 Connects from 1 member." in capsys.readouterr().out
    assert balances(url) == {"ada": 40, "ana": 40, "cleo": 0}
    assert wrong(url) == {}


async def test_cut_off_in_the_middle_and_done_again_everybody_has_theirs_once(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    count = 3 * moving_apply.CHUNK
    file = written(tmp_path, HEAD + "".join(f"console,m{n},,{n + 1},,\n" for n in range(count)))
    real, left = moving_apply._do, [3]

    async def cut_off(*given: Any) -> Any:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return await real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(moving_apply, "_do", cut_off)
        assert await connects("import", file, "--db", url, "--apply") == 130
    assert len(balances(url)) == 2 + 2 * moving_apply.CHUNK
    assert await connects("import", file, "--db", url, "--apply") == 0
    assert "Moved in: 1,575 Connects for 25 members" in capsys.readouterr().out
    assert {name: held for name, held in balances(url).items() if name[0] == "m"} == {
        f"m{n}": n + 1 for n in range(count)
    }
    assert wrong(url) == {}


async def test_a_process_that_is_killed_in_the_middle_loses_and_doubles_nothing(tmp_path: Path) -> None:
    url = await peopled(str(tmp_path / "connects.db"))
    count = 1_000
    file = written(tmp_path, HEAD + "".join(f"console,m{n},,7,,\n" for n in range(count)))
    typed = [sys.executable, "-m", "bot", "import", file, "--db", url, "--apply"]
    process = subprocess.Popen(typed, stdout=subprocess.DEVNULL)
    with closing(sqlite3.connect(url)) as books:
        for _ in range(2_000):
            brought = books.execute("SELECT count(*) FROM operation WHERE kind = 'moved.in'").fetchone()[0]
            if brought or process.poll() is not None:
                break
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert 0 < len(balances(url)) - 2 < count
    assert await connects(*typed[3:]) == 0
    assert sorted(balances(url).values()) == [7] * count + [40, 40]
    assert wrong(url) == {}


async def test_a_rate_makes_whole_connects_and_says_what_is_left_over(
    url: str, tmp_path: Path, capsys: Output
) -> None:
    file = written(tmp_path, HEAD + "console,ana,,1250,,\nconsole,ben,,99,,\nconsole,cleo,,900.5,,\n")
    assert await connects("import", file, "--db", url, "--rate", "0.01", "--apply") == 0
    said = capsys.readouterr().out
    assert "21 Connects for 2 members" in said
    assert "1 member would get nothing" in said
    assert "only whole Connects are moved: 149.5 of theirs" in said
    assert balances(url) == {"ada": 40, "ana": 52, "cleo": 9}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((), "name a file to move in, or an import to take back"),
        (("FILE", "--undo", "x"), "not both"),
        (("FILE", "--rate", "0"), "is no rate"),
        (("FILE", "--rate", "1e-12"), "is no rate"),
        (("FILE", "--rate", "nan"), "is no rate"),
        (("FILE", "--name", "My Import"), "can't name an import"),
        (("FILE", "--community", "7"), "There is no community 7"),
        (("FILE", "--format", "red"), "can't be moved in: it is not the settings.json of Red's bank"),
        (("nowhere.csv",), "No such file"),
        (("--undo", "never"), "there is no import “never” here; there is none yet"),
    ],
)
async def test_what_can_not_be_is_one_sentence(
    typed: Sequence[str], why: str, tmp_path: Path, capsys: Output
) -> None:
    url, file = await peopled(str(tmp_path / "connects.db")), written(tmp_path)
    assert await connects("import", *(file if one == "FILE" else one for one in typed), "--db", url) == 2
    said = capsys.readouterr()
    assert why in said.err
    assert said.err.count("\n") == 1


async def test_bad_lines_hold_up_all_unless_they_are_left_out(tmp_path: Path, capsys: Output) -> None:
    url = await peopled(str(tmp_path / "connects.db"))
    bad = (
        "slack,U024BE7LH,,4,,\nconsole,ben,,2000000,,\nconsole,dan,,1,2020-01-01,\n"
        "console,fay,,1,24.12.2034,\nconsole,gil,,1,2999-01-01,\n"
    )
    file = written(tmp_path, ROWS + bad)
    assert await connects("import", file, "--db", url, "--apply") == 2
    said = capsys.readouterr()
    assert "mend them, or leave them out with --skip-bad" in said.err
    for line in (
        "line 5 is not taken: community 1 is not on slack, only on console.",
        "line 6 is not taken: 2,000,000 Connects are too many: at most 1,000,000",
        "line 7 is not taken: what ends with 2020-01-01 is over already",
        "line 8 is not taken: 24.12.2034 is no date",
        "line 9 is not taken: what ends with 2999-01-01",
    ):
        assert line in said.out
    assert balances(url) == {"ada": 40, "ana": 40}
    assert await connects("import", file, "--db", url, "--apply", "--skip-bad") == 0
    assert balances(url) == {"ada": 40, "ana": 140, "cleo": 30}


async def test_while_the_bot_runs_on_a_file_it_is_shown_and_not_done(tmp_path: Path, capsys: Output) -> None:
    url, file = await peopled(str(tmp_path / "connects.db")), written(tmp_path)
    bot = await open_bot(url, ConsoleClock(0), [ConsoleCourier()], synchronous="OFF")
    try:
        assert await connects("import", file, "--db", url) == 0
        assert await connects("import", file, "--db", url, "--apply") == 2
        assert f"in use by another Connects process (process {os.getpid()}): stop that one first" in (
            capsys.readouterr().err
        )
    finally:
        await bot.close()
    assert balances(url) == {"ada": 40, "ana": 40}
