"""Proposals and their states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.board.jobs import GIVES_BACK, OPEN
from core.instants import Instant
from core.rows import Index

SUBMITTED, SHORTLISTED, INTERVIEWING = "submitted", "shortlisted", "interviewing"
HIRED, DECLINED, ARCHIVED, WITHDRAWN, RETURNED = "hired", "declined", "archived", "withdrawn", "returned"
LIVE = (SUBMITTED, SHORTLISTED, INTERVIEWING)
RETURNABLE = (*LIVE, DECLINED, ARCHIVED)
"""The states that a cancelled or removed job turns into returned (RULES 21)."""
PROPOSAL_STATES = (*LIVE, HIRED, DECLINED, ARCHIVED, WITHDRAWN, RETURNED)


@dataclass(slots=True, eq=False)
class Proposal:
    """A member's application to a job, and what it paid.

    ``operation`` is the one that paid. ``letter``, ``question`` and ``answer``
    are texts (0: none). ``bonus`` is what its interview earned. ``round`` is the job's
    opening that it was sent in; ``seen`` is when the client first did something with it.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "proposals"
    number: int
    job: int
    member: int
    wallet: int
    operation: int
    paid: int
    letter: int
    state: str
    at: Instant
    question: int = 0
    asked: Instant = 0
    answer: int = 0
    answered: Instant = 0
    bonus: int = 0
    round: int = 0
    seen: Instant = 0


PROPOSALS_OF = Index("proposals_of", Proposal, ("job", "member"), owners=("jobs", "owners"))
PROPOSALS_FOR = Index("proposals_for", Proposal, ("job", "wallet"), owners=("jobs", "owners"))
LIVE_OF = Index("live_of", Proposal, ("member",), (("state", "in", LIVE),), owners=("owners",))
UNSEEN = Index("unseen", Proposal, ("wallet",), (("seen", "=", 0), ("state", "in", LIVE)), owners=("owners",))
WAITING_ON = Index(
    "waiting_on", Proposal, ("job",), (("seen", "=", 0), ("state", "=", SUBMITTED)), owners=("jobs",)
)
TO_SETTLE = Index("to_settle", Proposal, ("job",), (("state", "in", RETURNABLE),), owners=("jobs",))


def state_after(state: str, job_state: str) -> str:
    """A proposal's state once its job's end has been settled on it (RULES 21)."""
    if job_state == OPEN:
        return state
    if job_state in GIVES_BACK:
        return RETURNED if state in RETURNABLE else state
    return ARCHIVED if state in LIVE else state
