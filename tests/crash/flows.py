"""The flows that are killed: what people and time do, from a state that was made before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.instants import DAY, HOUR, Instant, parse
from core.people import Rank

START = parse("2026-03-04T10:00")
PEOPLE = ("staff", "client", "ana", "ben", "cam")
RANKS = {"staff": Rank.STAFF, "client": Rank.CLIENT}
_UNITS = {"d": DAY, "h": HOUR}


@dataclass(frozen=True)
class Flow:
    """What happened before, without a crash, and what the crash comes into."""

    before: Sequence[str]
    steps: Sequence[str]


def span(line: str) -> Instant:
    """How far a line moves the clock; 0 if it is one that somebody says."""
    if not line.startswith("!advance "):
        return 0
    amount = line.removeprefix("!advance ")
    return int(amount[:-1]) * _UNITS[amount[-1]]


BEGIN = (
    "client> job post Logo price:4 hires:2 closes:20d",
    "client> job post Site price:6 closes:20d",
    *(f"{name}> connects test q1:b" for name in ("ana", "ben", "cam")),
)
_APPLIED = ("ana> apply 1", "ben> apply 1 boost:3", "cam> apply 2")
_AGENCY = ("ana> agency create Pens", "ana> agency invite ben", "ben> agency accept")

FLOWS: dict[str, Flow] = {
    "meet": Flow((), ("dan> apply 1",)),
    "post": Flow((), ("client> job post Text price:1",)),
    "edit": Flow(_APPLIED, ("client> job edit 1 price:2",)),
    "draft": Flow(("client> job draft Later",), ("client> job publish 3",)),
    "apply": Flow((), ('ana> apply 1 message:"Me, please"',)),
    "apply with a boost": Flow(("ben> apply 1 boost:3",), ("ana> apply 1 boost:7",)),
    "withdraw": Flow(_APPLIED, ("ana> proposal withdraw 1",)),
    "hire": Flow(_APPLIED, ("client> proposal hire 1",)),
    "decline": Flow(_APPLIED, ("client> proposal decline 2",)),
    "interview": Flow(
        _APPLIED, ('client> proposal interview 1 "When can you start?"', 'ana> proposal answer 1 "Tomorrow"')
    ),
    "cancel": Flow(_APPLIED, ("client> job cancel 1",)),
    "close": Flow(_APPLIED, ("client> job close 1",)),
    "remove": Flow(_APPLIED, ("staff> job remove 1 reason:spam",)),
    "a job ends": Flow(_APPLIED, ("!advance 21d",)),
    "boost": Flow(_APPLIED, ("ana> boost 1 9",)),
    "boost settles": Flow((*_APPLIED, "ana> boost 1 9"), ("!advance 8d",)),
    "grant": Flow((), ("!advance 28d",)),
    "transfer": Flow(("staff> admin policy transfers on",), ("ana> connects send ben 5",)),
    "order paid": Flow(("ana> connects buy 40",), ("staff> admin confirm 1 R-1",)),
    "order lapses": Flow(("ana> connects buy 40",), ("!advance 4d",)),
    "order refunded": Flow(
        ("ana> connects buy 40", "staff> admin confirm 1 R-1"), ("staff> admin refund 1 reason:late",)
    ),
    "buy": Flow((), ("ana> connects buy 40",)),
    "erase": Flow(_APPLIED, ("ana> connects erase confirm:yes",)),
    "give": Flow((), ("staff> admin grant ana 15 reason:prize",)),
    "take": Flow((), ("staff> admin take ana 5 reason:wrong",)),
    "undo": Flow(("staff> admin grant ana 15 reason:prize",), ("staff> admin undo {last} reason:wrong",)),
    "freeze": Flow(_APPLIED, ("staff> admin freeze ana reason:stolen", "staff> admin thaw ana reason:found")),
    "agency": Flow(
        (), ("ana> agency create Pens", "ana> agency invite ben", "ben> agency accept", "ben> agency leave")
    ),
    "apply as an agency": Flow(
        (*_AGENCY, "ana> connects buy 150 agency:pens", "staff> admin confirm 1 R-1"),
        ("ben> apply 1 agency:pens", "ana> agency remove ben"),
    ),
    "invite": Flow((), ("client> job invite 1 ana", "ana> apply 1")),
    "policy": Flow((), ("staff> admin policy grant.basic 25",)),
    "award": Flow((), ("staff> admin award ana badge rising_talent",)),
    "test": Flow((), ("ana> connects test q1:b q2:c q3:a q4:c q5:b",)),
    "leave": Flow(_APPLIED, ("!left ana", "!joined ana", "!advance 28d")),
}
"""Each is killed at every failpoint that it passes."""
