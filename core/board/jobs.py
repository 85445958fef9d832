"""Jobs and their states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

OPEN, FILLED, EXPIRED, CANCELLED, REMOVED = "open", "filled", "expired", "cancelled", "removed"
JOB_STATES = (OPEN, FILLED, EXPIRED, CANCELLED, REMOVED)
GIVES_BACK = (CANCELLED, REMOVED)
"""The ends of a job after which its proposals are returned rather than archived (RULES 21)."""


@dataclass(slots=True, eq=False)
class Job:
    """A job on the board.

    ``title``, ``description`` and ``budget`` are texts (0: none). ``returnable``
    is what its proposals paid and a cancellation would return. ``unsettled`` counts
    the proposals that an ended job has yet to archive or return.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "jobs"
    number: int
    client: int
    state: str
    title: int
    description: int
    budget: int
    category: str
    skills: str  # tags, each between commas: ",python,sql,"
    price: int
    hires: int
    opened: Instant
    closes: Instant
    hired: int = 0
    ended: Instant = 0
    proposals: int = 0
    live: int = 0
    held: int = 0  # proposals that a cancellation would return
    returnable: int = 0
    unsettled: int = 0


SETTLING = Index("settling", Job, (), (("unsettled", ">", 0),))
