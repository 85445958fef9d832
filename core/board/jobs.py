"""Jobs and their states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import FOREVER, Instant
from core.rows import Index

DRAFT, OPEN, FILLED, EXPIRED = "draft", "open", "filled", "expired"
CANCELLED, REMOVED = "cancelled", "removed"
JOB_STATES = (DRAFT, OPEN, FILLED, EXPIRED, CANCELLED, REMOVED)
GIVES_BACK = (CANCELLED, REMOVED)
"""The ends of a job after which its proposals are returned rather than archived (RULES 21)."""


@dataclass(slots=True, eq=False)
class Job:
    """A job on the board.

    ``title``, ``description`` and ``budget`` are texts (0: none). ``returnable``
    is what its proposals paid and a cancellation would return. ``unsettled`` counts
    the proposals that an ended job has yet to archive or return. ``round`` counts how
    often it was reopened; ``auction`` is when the auction of its boosts closes, 0 once it
    has. ``due`` is when something falls due on it next; it may be early, never late.
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
    round: int = 0
    auction: Instant = 0
    due: Instant = FOREVER
    warned: bool = False  # that it closes soon
    waiting: Instant = 0  # since when a proposal has had no sign of the client; may be early; 0: none has
    reminded: Instant = 0  # when the client was last reminded of that


@dataclass(slots=True, eq=False)
class Invitation:
    """That a client invited a member to apply, which is free (RULES 20)."""

    KEY: ClassVar[tuple[str, ...]] = ("job", "member")
    COUNTER: ClassVar[str] = ""
    job: int
    member: int
    at: Instant


JOBS_OF = Index("jobs_of", Job, ("client",), (("state", "in", (OPEN, DRAFT)),), owners=("owners",))
SETTLING = Index("settling", Job, (), (("unsettled", ">", 0),))
