"""The questions that can be asked of the store; each says what it answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from core.board.jobs import Job
from core.board.orders import BuyOrder
from core.board.proposals import Proposal
from core.instants import FOREVER, Instant
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Receipt
from core.speech.notice import Notice

T = TypeVar("T")
SHARES = 16  # parts of an outbox that processes can divide between them


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """A question to the store that answers with a T."""


class Line(NamedTuple):
    """An operation as one wallet sees it."""

    operation: Operation
    amount: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class History(Query[Sequence[Line]]):
    """A wallet's operations that moved Connects, newest first, before an operation's number."""

    wallet: int
    limit: int
    before: int = 0  # 0: from the newest
    since: Instant = 0
    kind: str = ""  # an operation's kind, or what stands before its dot


@dataclass(frozen=True, slots=True)
class Journal(Query[Sequence[tuple[Operation, Sequence[Entry], Sequence[Use], Sequence[Lot]]]]):
    """A community's operations in order, with entries by line, uses by lot and the lots they made."""

    limit: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Board(Query[Sequence[Job]]):
    """Jobs, newest first, before a number. Empty fields do not filter; text is searched without case."""

    limit: int
    before: int = 0
    text: str = ""
    category: str = ""
    skill: str = ""
    state: str = ""
    client: int = 0


@dataclass(frozen=True, slots=True)
class ProposalsOn(Query[Sequence[Proposal]]):
    """A job's proposals, by time, after a number."""

    job: int
    limit: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class ProposalsBy(Query[Sequence[Proposal]]):
    """A member's proposals, newest first, before a number."""

    member: int
    limit: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class ProposalsFor(Query[Sequence[Proposal]]):
    """The proposals that an agency's wallet paid, newest first, before a number."""

    agency: int
    limit: int
    before: int = 0


class Known(NamedTuple):
    """How a member is called: their name, and their person on each platform."""

    name: str
    persons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Names(Query[Mapping[int, Known]]):
    """What members are called. Who is erased is missing."""

    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bodies(Query[Mapping[int, str]]):
    """Free texts by their numbers. What is erased is missing."""

    texts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MembersLike(Query[Sequence[tuple[int, str]]]):
    """Members (number, name) here whose name begins so, without case, by name."""

    prefix: str
    limit: int


@dataclass(frozen=True, slots=True)
class DueWallets(Query[Sequence[tuple[int, int]]]):
    """(community, wallet) whose due has come, after one of them; paused communities are left out."""

    now: Instant
    limit: int
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class DueCommunities(Query[Sequence[int]]):
    """Communities whose due has come, after one of them; paused ones are left out."""

    now: Instant
    limit: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Unwarned(Query[Sequence[int]]):
    """Wallets with a lot whose warning, so long before its end, comes before all that they say is due."""

    span: int
    limit: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Ungranted(Query[Sequence[int]]):
    """Active wallets, after one, whose grant of this period (if its day has come) or before is undecided."""

    period: int
    limit: int
    after: int = 0
    day: int = 28


@dataclass(frozen=True, slots=True)
class DueJobs(Query[Sequence[tuple[int, int]]]):
    """(community, job) whose due has come, or ended with proposals to settle; paused left out."""

    now: Instant
    limit: int
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class OrdersBy(Query[Sequence[BuyOrder]]):
    """A member's orders, newest first, before a number."""

    member: int
    limit: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Orders(Query[Sequence[BuyOrder]]):
    """A community's orders, newest first, before a number; of one state, if one is named."""

    limit: int
    before: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class DueOrders(Query[Sequence[tuple[int, int]]]):
    """(community, order) unpaid whose due has come, after one of them; paused communities are left out."""

    now: Instant
    limit: int
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class DueUnseen(Query[Sequence[tuple[int, int]]]):
    """(community, wallet) with a proposal that its client has left alone for too long; paused left out."""

    now: Instant
    limit: int
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Unsettled(Query[Sequence[int]]):
    """Proposals of an ended job that have yet to be archived or returned, by number."""

    job: int
    limit: int


@dataclass(frozen=True, slots=True)
class NextDue(Query[Instant]):
    """The first moment after this one at which something may fall due; FOREVER if nothing will."""

    after: Instant


@dataclass(frozen=True, slots=True)
class Communities(Query[Sequence[int]]):
    """All communities' numbers, after one of them."""

    limit: int
    after: int = 0


class Waiting(NamedTuple):
    """A notice that waits, and the place that it is for."""

    community: int
    notice: Notice
    platform: str
    place: str


@dataclass(frozen=True, slots=True)
class Outbox(Query[Sequence[Waiting]]):
    """Notices queued or in somebody's hands, by community and number, after one of them.

    Only for places of these platforms, not of communities that are away, not where the route was closed
    since ``retry``, nor for a channel that it is to do ``without``, and only of this process's ``shares``."""

    limit: int
    platforms: tuple[str, ...]
    retry: Instant
    after: tuple[int, int] = (0, 0)
    without: tuple[tuple[int, str], ...] = ()
    shares: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Places(Query[Sequence[tuple[str, int, bool]]]):
    """(place, community, away) of a platform, by place, after one of them."""

    platform: str
    limit: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class Persons(Query[Sequence[str]]):
    """A platform's persons who are members here and have not left, in order, after one of them."""

    platform: str
    limit: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class Remembered(Query[str]):
    """A value of this installation's own, empty if there is none."""

    name: str


@dataclass(frozen=True, slots=True)
class RememberedAll(Query[Mapping[str, str]]):
    """Values of this installation's own, by name, whose names begin so."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Unanswered(Query[Sequence[tuple[int, Receipt]]]):
    """(community, receipt) of orders done since then, and before, whose answer nobody saw delivered."""

    since: Instant
    limit: int
    before: Instant = FOREVER


@dataclass(frozen=True, slots=True)
class OldReceipts(Query[Sequence[tuple[int, str]]]):
    """(community, key) of receipts from before then that still have a text."""

    before: Instant
    limit: int
