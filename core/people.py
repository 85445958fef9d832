"""Communities, members, and how the platforms' names point to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from core.instants import FOREVER, Instant
from core.rows import Index


class Rank(IntEnum):
    """What a person may do; a higher rank may all that a lower one may."""

    MEMBER = 0
    CLIENT = 1
    STAFF = 2


RANKS = {rank.name.lower(): rank for rank in Rank}
BOT = 0
"""The actor of what happens by itself."""


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a platform names them at this moment; nothing of it is trusted to last."""

    platform: str
    place: str
    person: str
    name: str
    rank: Rank = Rank.MEMBER
    roles: tuple[str, ...] = ()
    locale: str = ""
    channel: str = ""  # where it was said, as the platform names it
    created: Instant = 0  # when the platform's account was opened; 0 where it does not tell
    digest: str = ""  # a keyed digest of who it is, which outlives erasing; see the door
    unsure: bool = False  # the platform could not tell the roles now: what was known of them holds
    theme: str = "light"  # what most readers see on the platform: light or dark


@dataclass(slots=True, eq=False)
class Community:
    """A community's own row: its counters, its time, the head of its chain, what is due next.

    Its number is the Book's. ``at`` is the time of the newest operation and
    never decreases. ``due`` may be early, never late.
    """

    KEY: ClassVar[tuple[str, ...]] = ()
    COUNTER: ClassVar[str] = ""
    at: Instant
    head: str
    policy: int = 0
    operations: int = 0
    owners: int = 0  # members and agencies, which own wallets, are numbered together
    lots: int = 0
    jobs: int = 0
    proposals: int = 0
    texts: int = 0
    notices: int = 0
    replies: int = 0
    settling: int = 0  # jobs that ended and still have proposals to settle
    window_start: Instant = 0
    window_end: Instant = FOREVER
    announced: int = 0  # the newest period whose grant was announced
    due: Instant = FOREVER
    paused: bool = False
    away: bool = False  # the platform let the bot go: the books are kept, nothing happens by itself
    orders: int = 0
    unseen: int = 0  # days after which a proposal that its client left alone is returned; 0: never
    erased: int = 0  # members who were erased
    digested: Instant = 0  # up to when weekly summaries have been decided


@dataclass(slots=True, eq=False)
class Member:
    """A person of a community, by our own number."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "owners"
    number: int
    rank: int
    joined: Instant
    left: Instant = 0  # 0: is here
    acted: Instant = 0  # last seen acting as staff, to the day
    hidden: bool = False  # not to be named in /top
    tried: int = 0  # the local day (its ordinal) of their last try at the readiness test
    muted: str = ""  # what they do not want to be told of, between commas: ",expiring,"


@dataclass(slots=True, eq=False)
class Identity:
    """What a platform calls a member. Erasing a person deletes this row, the name with it."""

    KEY: ClassVar[tuple[str, ...]] = ("platform", "person")
    COUNTER: ClassVar[str] = ""
    platform: str
    person: str
    member: int
    name: str
    plan: str = ""  # the one that their roles give them


@dataclass(slots=True, eq=False)
class Text:
    """Free text that somebody wrote, alone in its row so that it can be erased.

    The chain covers a digest of salt and body only.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "texts"
    number: int
    member: int
    operation: int
    salt: str
    body: str


@dataclass(slots=True, eq=False)
class Receipt:
    """The answer that a delivery got, kept under the delivery's key.

    ``document`` is empty once the text has been pruned. ``answered`` says that
    the platform took the answer.
    """

    KEY: ClassVar[tuple[str, ...]] = ("key",)
    COUNTER: ClassVar[str] = ""
    key: str
    member: int
    digest: str
    done: bool
    document: str
    at: Instant
    answered: bool = False


@dataclass(slots=True, eq=False)
class RoleRank:
    """The rank that a role or group of a platform gives to whoever has it."""

    KEY: ClassVar[tuple[str, ...]] = ("platform", "role")
    COUNTER: ClassVar[str] = ""
    platform: str
    role: str
    rank: int


@dataclass(slots=True, eq=False)
class RolePlan:
    """The plan that a role or group of a platform gives to whoever has it (RULES 8)."""

    KEY: ClassVar[tuple[str, ...]] = ("platform", "role")
    COUNTER: ClassVar[str] = ""
    platform: str
    role: str
    plan: str


UNANSWERED = Index(
    "unanswered", Receipt, ("member",), (("answered", "=", False), ("done", "=", True)), owners=("owners",)
)
TEXTS_OF = Index("texts_of", Text, ("member",), owners=("owners",))
DOCUMENTS_OF = Index("documents_of", Receipt, ("member",), (("document", ">", ""),), owners=("owners",))
ROLE_RANKS = Index("role_ranks", RoleRank, ())
ROLE_PLANS = Index("role_plans", RolePlan, ())
IDENTITIES = Index("identities", Identity, ("member",), owners=("owners",))
STAFF_SEEN = Index("staff_seen", Member, (), (("acted", ">", 0),))
