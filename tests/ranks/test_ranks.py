"""Who may do what stands in may.txt; the core and the console hold to it, and deny by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier
from adapters.console.house import PLACE, PLATFORM
from bot.wiring import ConsoleHouse, console_opener
from core.chat.command import COMMANDS
from core.speech.plain import plain
from tests.core.town import START, Town, copy_of
from tests.ranks.table import (
    TRIED,
    called,
    found,
    line_of,
    only_tried,
    rows,
    scene,
    sources,
    tried,
    verdict,
    wanted,
    written,
)
from tests.tenants.towns import Side


def test_every_command_has_its_line_and_no_line_is_left_over() -> None:
    assert list(written()) == [called(row) for row in rows()]
    assert {row.command.name for row in rows()} == set(COMMANDS)


async def test_the_table_is_what_comes_out(tmp_path: Path) -> None:
    table, out = written(), await found(tmp_path)
    different = {
        (name, column): (cell, out.get(name, {}).get(column))
        for name, cells in table.items()
        for column, cell in cells.items()
        if out.get(name, {}).get(column) != cell
    }
    assert not different


def test_what_is_called_admin_is_for_staff_and_for_nobody_else() -> None:
    """Read once more from the rulebook (RULES 33, 34), apart from the table."""
    for name, cells in written().items():
        if name.startswith(("admin", "quiz")) or name == "job remove":
            assert {cell for column, cell in cells.items() if column != "staff"} == {"no"}, name
            assert cells["staff"] not in ("no", "unknown"), name
    post = {column for column, cell in written()["job post"].items() if cell == "yes"}
    assert post == {"a client", "its client", "staff"}  # RULES 14
    for name in ("hire", "decline", "archive"):  # nobody decides on their own, and only its client and staff
        cells = written()[f"proposal {name}"]
        assert {column for column, cell in cells.items() if cell == "yes"} == {"its client", "staff"}
        assert cells["whose it is"] == "proposal.own"


@pytest.mark.parametrize("draft", ["show", "publish", "edit", "close", "cancel", "reopen", "invite"])
async def test_anothers_draft_is_unknown_to_all_but_staff(town: Town, draft: str) -> None:
    await town.must("client", 'job draft "A secret"')
    await town.must("bob", "connects balance")
    more = " bob" if draft == "invite" else " title:Open" if draft == "edit" else ""
    for name in ("bob", "buyer"):
        said = await town.say(name, f"job {draft} job-1{more}")
        never = await town.say(name, f"job {draft} job-9{more}")
        assert said.key == never.key
        assert said.key == ("rank.needed" if (draft, name) == ("publish", "bob") else "job.unknown")
    if draft in ("show", "publish", "edit", "cancel"):  # nothing else can be done with a draft
        with only_tried():
            assert (await town.say("staff", f"job {draft} job-1{more}")).facts["what"] == TRIED


async def test_on_the_console(template: Path, tmp_path: Path) -> None:
    clock, courier = ConsoleClock(START), ConsoleCourier()
    path = copy_of(template, tmp_path / "console.db")
    opener = console_opener(str(path), clock, courier, preset="classic", synchronous="OFF")
    console = Console(opener, clock, courier, lambda outcome: None, session="ranks")
    await console.start()
    try:
        people = {
            "the first who speaks": "first",
            "everybody after that": "after",
            "whom !role makes a client": "cleo",
            "whom !role makes staff": "sam",
        }
        assert list(sources("console")) == list(people)
        for line in ("first> /help", "after> /connects balance", "!role cleo client", "!role sam staff"):
            assert (await console.run(line)) is not None
        house = console.client.house
        assert isinstance(house, ConsoleHouse)
        own = await scene(house.bot.door, path, Side(PLATFORM, PLACE, {}))
        with only_tried():
            for who, rank, some in tried("console"):
                for row in some:
                    outcome = await console.run(f"{people[who]}> /{line_of(row, own)}")
                    assert outcome is not None
                    assert outcome.turn is not None
                    text = plain(outcome.turn.reply, outcome.voice)
                    assert verdict(text) == wanted(row, rank), (who, called(row), text)
    finally:
        await console.close()
