"""What a file of balances says: a line a member, and the lines that can't be read, by their number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import NamedTuple

from core.ledger.accounts import MAXIMUM

LONGEST_NAME, LONGEST_NOTE = 80, 500
_PERSONS = {
    "discord": (re.compile(r"[0-9]{15,20}"), "a Discord number of 15 to 20 digits"),
    "slack": (re.compile(r"[UW][A-Z0-9]{2,30}"), "a Slack number such as U024BE7LH"),
}
_ANY = (re.compile(r"[^\s>!/#][^\s>]{0,59}"), "one word")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,10})?")
_ROUNDED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Line(NamedTuple):
    """One member's balance, as the file has it; ``number`` is its line, or its place in a list."""

    number: int
    platform: str
    person: str
    name: str
    balance: Decimal
    expires: str = ""
    note: str = ""


class Unread(NamedTuple):
    """A line that is not taken, and why not."""

    number: int
    why: str


class Bad(Exception):
    """A line can't be read; the words say why and what would mend it."""


@dataclass
class File:
    """A whole file: where it is from, what it says, what of it is wrong, and its digest."""

    source: str
    digest: str
    counted: str = "line"
    """What a number counts."""
    lines: list[Line] = field(default_factory=list)
    bad: list[Unread] = field(default_factory=list)
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Take a line, unless its member stands there already."""
        first = self._seen.setdefault((line.platform, line.person), line.number)
        if first != line.number:
            self.bad.append(
                Unread(
                    line.number, f"{line.person} stands in {self.counted} {first} already; make one of both"
                )
            )
        else:
            self.lines.append(line)


def person(platform: str, text: str) -> str:
    """A person as their platform numbers them. Raises Bad."""
    pattern, what = _PERSONS.get(platform, _ANY)
    if pattern.fullmatch(text):
        return text
    if _ROUNDED.fullmatch(text):
        raise Bad(f"{text} was rounded by a spreadsheet; format that column as text and export it again")
    raise Bad(f"{_shown(text)} is no member of {platform}: write {what}")


def number(text: str) -> Decimal:
    """A balance in plain digits, with a point before its decimals. Raises Bad."""
    if not _NUMBER.fullmatch(text):
        raise Bad(f"{_shown(text)} is no balance: write plain digits, such as 1250 or 12.5")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Bad(f"{_shown(text)} is no balance") from None


def words(text: str, longest: int, what: str) -> str:
    """A name or a note. Raises Bad."""
    if found := _CONTROL.search(text):
        raise Bad(f"the {what} has a sign that can't be kept (U+{ord(found[0]):04X})")
    if len(text) > longest:
        raise Bad(f"the {what} has {len(text)} signs, and {longest} fit")
    return text


def connects(balance: Decimal, rate: Decimal) -> tuple[int, Decimal]:
    """Whole Connects for a balance, rounded down, and what is left over of it, in what it was counted in.

    Raises Bad where it would be more than one operation can move.
    """
    if balance <= 0:
        return 0, Decimal(0)
    whole = (balance * rate).to_integral_value(rounding=ROUND_FLOOR)
    if whole > MAXIMUM:
        raise Bad(f"{whole:,} Connects are too many: at most {MAXIMUM:,} can be brought by one; see --rate")
    return int(whole), balance - whole / rate


def _shown(text: str) -> str:
    return f"“{_CONTROL.sub('�', text[:40])}”" if text else "nothing"
