"""What a stored thing is, and what a declared collection of things is.

A row is a dataclass whose fields are the columns of its table, the community's
own number excepted: a Book belongs to one community, so its rows need not
repeat it. An index is declared once, as data: storage makes its statement from
it and the Book keeps the loaded lists right with the same predicate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Protocol


class Row(Protocol):
    """A stored thing of one community."""

    KEY: ClassVar[tuple[str, ...]]
    """The fields that name it within its community; empty where there is one only."""
    COUNTER: ClassVar[str]
    """The community's counter that numbers it; empty where nothing does."""
    __dataclass_fields__: ClassVar[dict[str, Any]]


Kind = type[Row]
Key = Any  # an int, a str or a tuple of them; one-field keys stand bare
Test = tuple[str, str, Any]
Want = tuple[Any, Key]
"""A kind or a collection with a key; or a Query with None."""

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda have, want: have > want,
    "=": lambda have, want: have == want,
    "in": lambda have, want: have in want,
}


class Missing(BaseException):
    """Something is not loaded. A BaseException, so that no rule swallows it."""

    def __init__(self, wants: tuple[Want, ...]) -> None:
        super().__init__(wants)
        self.wants = wants


def _test(name: str, test: str, want: Any) -> Callable[[Any], bool]:
    have, holds = attrgetter(name), _TESTS[test]
    return lambda row: holds(have(row), want)


def _all(tests: list[Callable[[Any], bool]]) -> Callable[[Any], bool]:
    """One function for all tests: this runs for every row that a batch adds or changes."""
    if not tests:
        return lambda row: True
    if len(tests) == 1:
        return tests[0]
    return lambda row: all(test(row) for test in tests)


@dataclass(frozen=True, eq=False)
class Index:
    """A collection: the things of a kind that share ``by`` and pass every test of ``where``.

    ``owners`` names, beside each field of ``by``, the counter that numbers its
    owner: a list of something numbered in this very batch is known to be empty.
    """

    name: str
    of: Any
    by: tuple[str, ...]
    where: tuple[Test, ...] = ()
    owners: tuple[str, ...] = ()
    watched: frozenset[str] = field(init=False)
    key: Callable[[Any], Key] = field(init=False)
    holds: Callable[[Any], bool] = field(init=False)
    """Whether a row belongs to some list of this collection."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "watched", frozenset((*self.by, *(name for name, _, _ in self.where))))
        object.__setattr__(self, "key", attrgetter(*self.by) if self.by else lambda row: ())
        object.__setattr__(self, "holds", _all([_test(*test) for test in self.where]))


@cache
def columns(kind: Any) -> tuple[str, ...]:
    """The names of a kind's fields, in the order of its table's columns."""
    return tuple(f.name for f in fields(kind))


@cache
def key_of(kind: Any) -> Callable[[Any], Key]:
    """How to read the key off a row of this kind."""
    if not kind.KEY:
        return lambda row: ()
    getter: Callable[[Any], Key] = attrgetter(*kind.KEY)
    return getter
