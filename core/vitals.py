"""What whoever watches the bot asks of all communities at once: what is overdue, what waits to be posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.instants import Instant
from core.queries import Query


@dataclass(frozen=True, slots=True)
class OldestDue(Query[Instant]):
    """The earliest moment at which something is due where chores run, past or not; FOREVER if nothing is."""


class Queue(NamedTuple):
    """What waits to be posted on a platform."""

    platform: str
    length: int
    since: Instant


@dataclass(frozen=True, slots=True)
class Queues(Query[Sequence[Queue]]):
    """What waits, by platform, in communities where the bot still is; closed channels' too."""
