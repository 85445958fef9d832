"""What is earned once: the readiness test, certified skills, badges; and what outlives erasing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.rows import Index

TEST, CERTIFICATION, BADGE = "test", "certification", "badge"
BADGES = ("rising_talent", "top_rated", "top_rated_plus")


@dataclass(slots=True, eq=False)
class Award:
    """Something that a member earned, once: which, its name, and the operation that paid it."""

    KEY: ClassVar[tuple[str, ...]] = ("member", "what", "name")
    COUNTER: ClassVar[str] = ""
    member: int
    what: str
    name: str
    operation: int


@dataclass(slots=True, eq=False)
class Erased:
    """That somebody was here and had once-only gifts: a keyed digest of what a platform called them.

    ``taken`` are the gifts, as JSON; nothing else of an erased person is known.
    """

    KEY: ClassVar[tuple[str, ...]] = ("digest",)
    COUNTER: ClassVar[str] = ""
    digest: str
    taken: str


AWARDS_OF = Index("awards_of", Award, ("member",), owners=("owners",))
