"""Whatever people do, an independent tool adds up the ledger of it, and comes to what the wallets hold."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from beancount import loader
from beancount.core.data import Transaction

from bot import checking
from core.commands import exporting
from core.instants import DAY
from core.ledger.moves import FLOWS
from core.ledger.operations import Operation
from core.queries import Line
from tests.core.town import Town, copy_of
from tests.laws.doings import ALL, BEGIN, PEOPLE, Doing, do, some

SEASONS, DOINGS = 10, 60
MET = {
    "gift", "grant", "lot.expired", "proposal.submitted", "proposal.returned", "interview.answered",
    "staff.granted", "staff.taken", "boost.placed", "auction.closed",
}  # fmt: skip
"""What a life has to have had in it to say anything."""


def season(town: Town, seed: int) -> Iterator[Doing]:
    """A beginning and some doings, about jobs and proposals that nobody has had yet."""
    jobs, proposals = town.rows("SELECT jobs, proposals FROM community")[0]
    shift = {"job": jobs, "proposal": proposals}
    for doing in (*BEGIN, *(some(Random(f"{seed}/{place}"), ALL) for place in range(DOINGS))):
        line = re.sub(
            r"(job|proposal)-([0-9]+)",
            lambda found: f"{found[1]}-{int(found[2]) + shift[found[1]]}",
            doing.line,
        )
        yield replace(doing, line=line)


def added_up(text: str) -> dict[str, int]:
    """What each account of a ledger comes to, by the tool's own reading; it finds nothing wrong."""
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    held: Counter[str] = Counter()
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            assert posting.units.currency == "CONNECT"
            held[posting.account] += int(posting.units.number)
    return dict(held)


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_ledger_of_a_long_life_is_what_the_wallets_hold(
    template: Path, tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    town = await Town(copy_of(template, tmp_path / "town.db")).open()
    try:
        await do(town, BEGIN[0])
        for number in range(SEASONS):
            await do(town, Doing("!step", span=100 * DAY))
            for doing in season(town, seed * 1_000 + number):
                await do(town, doing)
        assert set(town.kinds()) >= MET
        for name in PEOPLE:
            answer = await town.door.text(town.who(name), "connects export beancount", town.key())
            (file,) = answer.reply.files
            own = added_up(file.content)
            assert own[f"Assets:Wallet:{town.member(name)}"] == town.balance(name)
            assert sum(own.values()) == 0
        wallets = dict(town.rows("SELECT 'Assets:Wallet:' || number, balance FROM wallet"))
        system = dict(town.rows("SELECT name, balance FROM account WHERE balance <> 0"))
    finally:
        await town.crash()
    capsys.readouterr()
    assert await checking.export(str(town.path), "beancount", None) == 0
    ledger = tmp_path / "connects.bean"
    ledger.write_text(capsys.readouterr().out, "utf-8")
    check = [Path(sys.executable).with_name("bean-check"), ledger]
    checked = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    held = added_up(ledger.read_text("utf-8"))
    assert {name: held.pop(name, 0) for name in wallets} == wallets
    assert {name: sum_ for name, sum_ in held.items() if sum_} == {
        f"Equity:{name.capitalize()}": balance for name, balance in system.items()
    }


def test_every_kind_that_moves_connects_has_a_name_that_the_tool_takes() -> None:
    lines = [
        Line(
            Operation(number, f"key/{number}", kind, 1, DAY, 0, 1, 0, 0, 1, "{}", 1, ""),
            1,
            number - 1,
            number,
        )
        for number, kind in enumerate(FLOWS, 1)
    ]
    assert added_up(exporting.write(lines, 7, "beancount"))["Assets:Wallet:7"] == len(FLOWS)
