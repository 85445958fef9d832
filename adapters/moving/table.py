"""Balances as a table: CSV with a line of headings, as any spreadsheet writes it."""

from __future__ import annotations

import csv
import io

from adapters.moving.lines import LONGEST_NAME, LONGEST_NOTE, Bad, File, Line, Unread, number, person, words

COLUMNS = ("platform", "member", "name", "connects", "expires", "note")
NEEDED = ("platform", "member", "connects")
_CALLED = {"member id": "member", "member_id": "member", "user_id": "member", "balance": "connects"}
_BETWEEN = (",", ";", "\t")  # Excel writes semicolons where a comma stands before decimals


class NoTable(Exception):
    """The file is no such table; the words say why."""


def read(text: str, into: File) -> None:
    """Read a table's lines. Raises NoTable."""
    first = text.split("\n", 1)[0]
    between = max(_BETWEEN, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        headings = next(rows, [])
        names = [_called(one) for one in headings]
        _must_name(names)
        before = rows.line_num
        for row in rows:
            at, before = before + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            try:
                into.add(_line(at, names, [" ".join(cell.split()) for cell in row]))
            except Bad as bad:
                into.bad.append(Unread(at, str(bad)))
    except csv.Error as error:
        raise NoTable(f"line {rows.line_num} can't be read: {error}.") from None


def _called(heading: str) -> str:
    name = " ".join(heading.split()).casefold()
    return _CALLED.get(name, name)


def _must_name(names: list[str]) -> None:
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        raise NoTable(
            f"its first line has to name the columns ({','.join(COLUMNS)}; the last three and name may be "
            f"missing), and {', '.join(lacking)} is not among them."
        )
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise NoTable(f"its first line names {twice[0]} twice.")


def _line(at: int, names: list[str], row: list[str]) -> Line:
    if len(row) > len(names):
        raise Bad(f"it has {len(row)} cells, and the first line {len(names)}")
    cells = dict(zip(names, row, strict=False))
    for name in NEEDED:
        if not cells.get(name):
            raise Bad(f"its {name} is empty")
    platform = words(cells["platform"].casefold(), 20, "platform")
    return Line(
        at,
        platform,
        person(platform, cells["member"]),
        words(cells.get("name", ""), LONGEST_NAME, "name"),
        number(cells["connects"]),
        words(cells.get("expires", ""), 10, "expiry"),
        words(cells.get("note", ""), LONGEST_NOTE, "note"),
    )
