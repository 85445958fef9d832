"""The table of who may do what, as it is written down and as it comes out: `python -m tests.ranks.table`."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from core.chat.command import COMMANDS, Command
from core.chat.door import Door
from core.errors import Refusal
from core.people import Rank, Who
from core.speech.reply import Reply
from tests.core.town import Town
from tests.stories.playing import new_database
from tests.tenants.lines import Naming, namings
from tests.tenants.towns import Side, live, things

FILE = Path(__file__).parent / "may.txt"
PEOPLE = {
    "a member": "bob",
    "invited": "ivy",
    "whose it is": "ana",
    "agency admin": "amy",
    "in the agency": "max",
    "a client": "carl",
    "its client": "client",
    "staff": "staff",
}
"""The columns: what somebody is to the thing that is named, and who that is in the town of the test."""
SCENE = (
    ("staff", "admin policy transfers on"),
    ("ana", "agency invite amy"),
    ("ana", "agency invite max"),
    ("amy", "agency accept"),
    ("max", "agency accept"),
    ("ana", "agency role amy admin"),
    ("ana", "agency invite ivy"),
    ("client", "job invite job-1 ivy"),
)
"""What happens before, beside what stands in `tests.tenants.towns`."""
RANKS = {"carl": Rank.CLIENT, "client": Rank.CLIENT, "staff": Rank.STAFF}
TRIED = "tried"


@contextmanager
def only_tried() -> Iterator[None]:
    """Commands decide, and then what they did is undone like a refusal's: one town does for all of them."""

    def trying(command: Command) -> Command:
        def run(*given: Any, **options: Any) -> Reply:
            command.run(*given, **options)
            raise Refusal("busy", what=TRIED)

        return replace(command, run=run)

    before = dict(COMMANDS)
    COMMANDS.update({name: trying(one) for name, one in before.items()})
    try:
        yield
    finally:
        COMMANDS.update(before)


@cache
def rows() -> list[Naming]:
    """Each command with what it needs, and with each thing that it may name besides."""
    found: dict[str, Naming] = {}
    for one in namings():
        if one.option is not None and one.option.hidden:
            one = replace(one, option=None)
        if one.option is None or one.option.required:
            found.setdefault(one.command.name, replace(one, option=None))
        else:
            found.setdefault(one.command.name, replace(one, option=None))
            found[f"{one.command.name} {one.option.name}:"] = one
    return list(found.values())


def called(row: Naming) -> str:
    """What a row is called in the table."""
    return f"{row.name}:" if row.option is not None else row.name


@cache
def written() -> dict[str, dict[str, str]]:
    """The table as it stands in the file: by command, what becomes of each who says it."""
    lines = [line for line in FILE.read_text().splitlines() if "|" in line]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    assert parts[0] == ["command", *PEOPLE]
    return {name: dict(zip(PEOPLE, cells, strict=True)) for name, *cells in parts[1:]}


def sources(platform: str) -> dict[str, str]:
    """Where ranks come from on a platform, as it stands in the file."""
    lines = [line.split("#") for line in FILE.read_text().splitlines() if "#" in line]
    parts = [[part.strip() for part in line] for line in lines]
    return {who: rank for where, who, rank in parts if where == platform}


COLUMNS = {"member": "a member", "client": "a client", "staff": "staff"}


def tried(platform: str) -> Iterator[tuple[str, str, list[Naming]]]:
    """Who is tried on a platform, with the rank that they should have, and on which rows.

    The first of each rank on all of them; whoever else has it on some, which are others each time.
    """
    seen: set[str] = set()
    for place, (who, rank) in enumerate(sources(platform).items()):
        yield who, rank, rows() if rank not in seen and rank != "nobody" else rows()[place % 9 :: 9]
        seen.add(rank)


def verdict(text: str) -> str:
    """What a text on a platform says: yes, no, or something else."""
    if "more to do than I can take on" in text:
        return "yes"
    return "no" if "takes the rank of" in text else "else"


def wanted(row: Naming, rank: str) -> str:
    """What a text has to say to somebody of this rank, by the table."""
    if rank == "nobody":
        return "else"
    cell = written()[called(row)][COLUMNS[rank]]
    return cell if cell in ("yes", "no") else "else"


class Town_(Town):
    """A town with the ranks of the table."""

    def who(self, name: str, place: str = "T1", **more: Any) -> Who:
        return Who("test", place, name, name, RANKS.get(name, Rank.MEMBER), **more)


def read(said: Reply) -> str:
    """What becomes of somebody: yes, no (it takes a higher rank), unknown, or why not."""
    if said.facts.get("what") == TRIED:
        return "yes"
    if said.key == "rank.needed":
        return "no"
    return "unknown" if said.key.endswith(".unknown") else said.key


async def scene(door: Door, path: Path, side: Side) -> dict[str, str]:
    """The community that the table speaks of comes about; what its things are called."""
    await live(door, side)
    come = [(name, "connects balance") for name in PEOPLE.values()]
    for number, (name, line) in enumerate([*come, *SCENE]):
        said = " ".join(side.persons.get(word, word) for word in line.split(" "))
        answer = await door.text(side.who(name), said, f"{side.platform}/scene/{number}")
        assert answer.reply.ok, (line, answer.reply.key)
    return things(path, 1, side.who("max").person)


async def found(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The table as it comes out of the core."""
    path = folder / "town.db"
    path.write_bytes(new_database())
    town = await Town_(path).open()
    own = await scene(town.door, path, Side("test", "T1", {}))
    table: dict[str, dict[str, str]] = {}
    with only_tried():
        for row in rows():
            line = line_of(row, own)
            table[called(row)] = {column: read(await town.say(name, line)) for column, name in PEOPLE.items()}
    assert town.faults.seen == []
    await town.close()
    return table


def line_of(row: Naming, own: Mapping[str, str]) -> str:
    """The row as somebody says it."""
    return row.line(own, own.get(row.option.spec.kind, "") if row.option else "")


def drawn(table: Mapping[str, Mapping[str, str]]) -> str:
    """The table as it is written down."""
    head = ["command", *PEOPLE]
    lines = [head, *([name, *cells.values()] for name, cells in table.items())]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as one:
        print(drawn(asyncio.run(found(Path(one)))))
