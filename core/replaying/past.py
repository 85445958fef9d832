"""What a replay needs to know of a community's past; storage tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from core.instants import Instant
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Community

R = TypeVar("R")


@dataclass(slots=True)
class Act:
    """An operation of the journal with what it moved and its facts."""

    op: Operation
    entries: Sequence[Entry]
    uses: Sequence[Use]
    lots: Sequence[Lot]
    facts: Mapping[str, Any]


class Past(Protocol):
    """A community's rows and journal as of one moment. Operations count up from 1 without a gap."""

    def community(self) -> Community:
        """Its own row."""

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Every row of a kind as it is now."""

    def first(self, since: Instant) -> int:
        """The number of the first operation decided at or after a moment, one past the last if none was."""

    def earlier(self, before: int) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
        """The operations before a number, in order, with their facts."""

    def later(self, start: int, kinds: Sequence[str]) -> Iterator[tuple[Operation, Mapping[str, Any]]]:
        """The operations of some kinds from a number on, in order, with their facts."""

    def acts(self, start: int) -> Iterator[Act]:
        """The operations from a number on, in order."""

    def used(self, before: int) -> Mapping[int, int]:
        """By lot, how much of it the operations before a number took."""

    def payments(self, before: int) -> Iterator[Use]:
        """What operations before a number that paid for proposals or bids took from which lots."""

    def touched(self, before: int) -> Mapping[int, int]:
        """By wallet, the last operation before a number that moved something in it."""
