"""Every kind of row that there is, and every declared collection of them."""

from __future__ import annotations

from functools import cache

from core.board.agencies import AGENCIES_OF, MEMBERS_OF, OWNED_BY, Agency, AgencyMember, AgencySpent
from core.board.awards import AWARDS_OF, Award, Erased
from core.board.boosts import BIDS, Bid
from core.board.jobs import JOBS_OF, SETTLING, Invitation, Job
from core.board.orders import BACKS, RECEIPTS, UNPAID_OF, BuyOrder, MoneyBack
from core.board.proposals import LIVE_OF, PROPOSALS_FOR, PROPOSALS_OF, TO_SETTLE, UNSEEN, WAITING_ON, Proposal
from core.ledger.accounts import (
    ACCOUNTS,
    Account,
    Earned,
    Pair,
    PeriodPaid,
    StaffDay,
    TransferDay,
    Wallet,
)
from core.ledger.lots import LOTS_LEFT, USES, Lot, Use
from core.ledger.operations import BY_KEY, ENTRIES, Entry, Operation
from core.people import (
    DOCUMENTS_OF,
    IDENTITIES,
    ROLE_PLANS,
    ROLE_RANKS,
    STAFF_SEEN,
    TEXTS_OF,
    UNANSWERED,
    Community,
    Identity,
    Member,
    Receipt,
    RolePlan,
    RoleRank,
    Text,
)
from core.policy.versions import POLICIES, PolicyVersion
from core.rows import Index, Kind
from core.speech.notice import UNSENT_CARDS, WAITING_FOR, Card, Notice, Route

KINDS: tuple[Kind, ...] = (
    Community,
    Operation,
    PolicyVersion,
    Member,
    Identity,
    RoleRank,
    RolePlan,
    Erased,
    Text,
    Account,
    Wallet,
    Lot,
    Entry,
    Use,
    PeriodPaid,
    StaffDay,
    TransferDay,
    Earned,
    Pair,
    Award,
    Agency,
    AgencyMember,
    AgencySpent,
    BuyOrder,
    MoneyBack,
    Job,
    Invitation,
    Proposal,
    Bid,
    Notice,
    Card,
    Route,
    Receipt,
)
"""Every kind of row, in an order in which they can be written."""
INDEXES = (
    POLICIES,
    UNANSWERED,
    STAFF_SEEN,
    ROLE_RANKS,
    ROLE_PLANS,
    IDENTITIES,
    ACCOUNTS,
    LOTS_LEFT,
    USES,
    ENTRIES,
    BY_KEY,
    SETTLING,
    PROPOSALS_OF,
    PROPOSALS_FOR,
    UNSEEN,
    TO_SETTLE,
    WAITING_ON,
    BIDS,
    AWARDS_OF,
    AGENCIES_OF,
    MEMBERS_OF,
    OWNED_BY,
    UNPAID_OF,
    RECEIPTS,
    BACKS,
    UNSENT_CARDS,
    WAITING_FOR,
    TEXTS_OF,
    DOCUMENTS_OF,
    JOBS_OF,
    LIVE_OF,
)
"""Every declared collection."""


@cache
def indexes_of(kind: Kind) -> tuple[Index, ...]:
    """The collections that hold things of a kind."""
    return tuple(index for index in INDEXES if index.of is kind)


@cache
def touched_by(kind: Kind, fields: tuple[str, ...]) -> tuple[Index, ...]:
    """The collections that a change of these fields can move a thing into or out of."""
    return tuple(index for index in indexes_of(kind) if not index.watched.isdisjoint(fields))
