"""What a seed's story is about most."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sim.doings import (
    Make,
    _again,
    _agency,
    _answer,
    _apply,
    _boost,
    _buy,
    _end,
    _interview,
    _move,
    _rest,
    _send,
    _staff,
    _withdraw,
)


@dataclass(frozen=True)
class Theme:
    """What a seed's story is about most: what holds, what has been said, what is said more often."""

    policies: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    """Who says what; ``@`` is the job that was posted first, ``%0`` the delivery of the first of these."""
    more: dict[Make, int] = field(default_factory=dict)


BIDS = tuple((who, f"apply @ boost:{bid}") for who, bid in (("ana", 2), ("ben", 2), ("cam", 3), ("dan", 3)))
ASKED = (
    ("client", "job post Work"), ("staff", "admin grant ana 10"), ("ana", "apply @"), ("ana", "apply job@%0"),
    ("client", "proposal interview proposal@%2 When"), ("client", "proposal interview proposal@%3 When"),
)  # fmt: skip
THEMES = (
    Theme(),
    Theme(),
    Theme(
        ("boost.places 1", "boost.places 2", "boost.days 2"), BIDS,
        {_boost: 40, _move: 20, _withdraw: 8, _end: 12, _again: 12},
    ),
    Theme(("bonus.window rolling",), ASKED, {_interview: 40, _answer: 60, _apply: 20, _rest: 8}),
    Theme(
        ("bonus.once_per_pair off",),
        (*ASKED, ("staff", "admin policy bonus.cap 15")),
        {_interview: 40, _answer: 60, _apply: 10, _rest: 8},
    ),
    Theme(
        ("transfers on", "order.hours 2", "rollover.limit 45"),
        (
            ("ana", "connects buy 40"), ("ben", "connects buy 10"), ("staff", "admin freeze ben"),
            ("ben", "apply @"),
        ),
        {_buy: 50, _send: 20, _rest: 20},
    ),
    Theme(
        ("grant.agency 30",),
        (("ana", "agency create Pens"), ("staff", "admin grant ana 10")),
        {_agency: 60, _apply: 10, _buy: 15},
    ),
    Theme(
        ("grant.cycle anniversary", "rollover.limit 45", "grant.catch_up 1", "lot.returned_days 1"),
        (("ben", "apply @"),),
        {_staff: 50, _end: 15},
    ),
)  # fmt: skip
