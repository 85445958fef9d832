"""What each table holds to beside its columns: bounds, what points to what, what must be unlike."""

from __future__ import annotations

from core.board.agencies import Agency, AgencyMember, AgencySpent
from core.board.awards import Award
from core.board.boosts import Bid
from core.board.jobs import Invitation, Job
from core.board.orders import BuyOrder, MoneyBack
from core.board.proposals import Proposal
from core.ledger.accounts import Account, Earned, Pair, PeriodPaid, StaffDay, TransferDay, Wallet
from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation
from core.people import Community, Identity, Member, Receipt, RoleRank
from core.people import Text as Words
from core.policy.versions import PolicyVersion
from core.rows import Kind
from core.speech.notice import Notice

MOST = 10**12
LOOSE = (PolicyVersion, Words, Notice, Receipt)
"""Kinds with long texts, which a clustered key would make slow; so is what has an integer for a key."""

CHECKS: dict[Kind, dict[str, str]] = {
    Community: {
        "counters": " AND ".join(
            f"{name} >= 0"
            for name in (
                "at", "policy", "operations", "owners", "lots", "jobs", "proposals", "texts", "notices",
                "replies", "settling", "announced",
            )
        ),
    },
    Operation: {"number": "number > 0", "hash": "length(hash) = 64"},
    PolicyVersion: {"version": "version > 0"},
    Member: {"number": "number > 0", "rank": "rank BETWEEN 0 AND 2"},
    RoleRank: {"rank": "rank BETWEEN 0 AND 2"},
    Words: {"number": "number > 0"},
    Account: {"balance": f"balance BETWEEN -{MOST}000 AND {MOST}000"},
    Wallet: {"number": "number > 0", "balance": f"balance BETWEEN 0 AND {MOST}"},
    Lot: {
        "number": "number > 0",
        "amount": f"amount BETWEEN 1 AND {MOST}",
        "left": '"left" BETWEEN 0 AND amount',
    },
    Entry: {
        "line": "line > 0",
        "amount": f"amount <> 0 AND amount BETWEEN -{MOST} AND {MOST}",
        "balance": f"before BETWEEN 0 AND {MOST} AND after BETWEEN 0 AND {MOST}",
        "moved": "wallet = 0 OR after = before + amount",
    },
    Use: {"amount": f"amount <> 0 AND amount BETWEEN -{MOST} AND {MOST}"},
    PeriodPaid: {"sums": "members >= 0 AND connects >= 0"},
    StaffDay: {"sums": "granted >= 0 AND taken >= 0"},
    TransferDay: {"sums": "sent >= 0 AND received >= 0"},
    AgencyMember: {"monthly": "monthly >= -1"},
    AgencySpent: {"spent": "spent >= 0"},
    BuyOrder: {
        "number": "number > 0",
        "amount": f"amount BETWEEN 1 AND {MOST}",
        "cents": "cents >= 0",
        "missing": "missing BETWEEN 0 AND amount",
    },
    MoneyBack: {"cents": "cents >= 0"},
    Bid: {"amount": f"amount BETWEEN 1 AND {MOST}", "place": "place >= 0"},
    Job: {
        "number": "number > 0",
        "price": "price >= 0",
        "counters": " AND ".join(
            f"{name} >= 0"
            for name in ("hires", "hired", "proposals", "live", "held", "returnable", "unsettled")
        ),
    },
    Proposal: {"number": "number > 0", "paid": "paid >= 0", "bonus": "bonus >= 0"},
    Notice: {"number": "number > 0", "tries": "tries >= 0"},
}  # fmt: skip
FOREIGN: dict[Kind, tuple[tuple[str, Kind], ...]] = {
    PolicyVersion: (("operation", Operation),),
    Identity: (("member", Member),),
    Words: (("operation", Operation),),
    Lot: (("wallet", Wallet), ("operation", Operation)),
    Entry: (("operation", Operation),),
    Use: (("operation", Operation), ("lot", Lot)),
    StaffDay: (("member", Member),),
    TransferDay: (("member", Member),),
    Award: (("member", Member), ("operation", Operation)),
    Agency: (("number", Wallet),),
    AgencyMember: (("agency", Agency), ("member", Member)),
    AgencySpent: (("agency", Agency), ("member", Member)),
    BuyOrder: (("member", Member), ("wallet", Wallet)),
    MoneyBack: (("purchase", BuyOrder),),
    Invitation: (("job", Job), ("member", Member)),
    Bid: (("proposal", Proposal), ("job", Job), ("member", Member), ("wallet", Wallet)),
    Earned: (("wallet", Wallet),),
    Pair: (("wallet", Wallet),),
    Proposal: (("job", Job), ("member", Member), ("wallet", Wallet), ("operation", Operation)),
}
"""What points to what. Not where 0 means none, and never to what can be erased.

Nothing is deferred: KINDS stand in an order in which they can be written.
"""

UNIQUE: dict[Kind, tuple[str, ...]] = {Operation: ("key",)}
LATER: dict[Kind, tuple[str, ...]] = {
    Community: ("away", "orders", "unseen", "erased", "digested"),
    Member: ("hidden", "tried", "muted"),
    Identity: ("plan",),
    Wallet: ("chosen", "top", "day", "frozen", "gift"),
    Lot: ("warned",),
    Job: ("round", "auction", "due", "warned", "waiting", "reminded"),
    Proposal: ("round", "seen"),
    BuyOrder: ("gone",),
}
"""Columns that a migration added. SQLite keeps their check beside them, and gives old rows the default."""
