"""Agencies: members who share a wallet (RULES 19, 31, 32)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

OWNER, ADMIN, MEMBER = "owner", "admin", "member"
AGENCY_ROLES = (OWNER, ADMIN, MEMBER)
INVITED, ACTIVE, GONE = "invited", "active", "gone"
NO_LIMIT = -1


@dataclass(slots=True, eq=False)
class Agency:
    """A shared wallet's owner; numbered together with members, and its wallet has its number.

    ``name`` is a text. ``owner`` is a member, 0 while there is none and its wallet is frozen.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "owners"
    number: int
    name: int
    owner: int
    opened: Instant


@dataclass(slots=True, eq=False)
class AgencyMember:
    """Somebody's part in an agency. ``monthly`` is what they may spend in a month, -1 for any amount."""

    KEY: ClassVar[tuple[str, ...]] = ("agency", "member")
    COUNTER: ClassVar[str] = ""
    agency: int
    member: int
    role: str
    state: str
    since: Instant
    monthly: int = NO_LIMIT


@dataclass(slots=True, eq=False)
class AgencySpent:
    """What a member spent of an agency's Connects in one month of the community's calendar."""

    KEY: ClassVar[tuple[str, ...]] = ("agency", "member", "period")
    COUNTER: ClassVar[str] = ""
    agency: int
    member: int
    period: int
    spent: int


AGENCIES_OF = Index(
    "agencies_of", AgencyMember, ("member",), (("state", "in", (INVITED, ACTIVE)),), ("owners",)
)
MEMBERS_OF = Index(
    "members_of", AgencyMember, ("agency",), (("state", "in", (INVITED, ACTIVE)),), ("owners",)
)
OWNED_BY = Index("owned_by", Agency, ("owner",), owners=("owners",))
