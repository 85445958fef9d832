"""Checks of the ledger by SQL: operations, entries, accounts, wallets, lots."""

from __future__ import annotations

from adapters.storage.schema import DELIVERED
from adapters.storage.verify_case import Check, listed, total
from adapters.storage.verify_rows import BOUNDS
from core.instants import DAY, HOUR
from core.ledger.accounts import (
    AWARDS,
    BONUSES,
    EXPIRED,
    GIFTS,
    GRANTS,
    HELD,
    MOVED,
    RETURNS,
    SALES,
    SPENT,
    STAFF,
    SYSTEM,
)
from core.ledger.moves import UNDO

BY_STAFF = (
    "staff.granted", "staff.taken", "operation.undone", "wallet.frozen", "wallet.thawed",
    "community.exported",
    "plan.set", "policy.saved", "wallet.shown", "chores.resumed",
    "channel.set", "role.set",
    "roleplan.set",
    "order.paid", "order.refunded", "order.charged_back", "award.paid",
)  # fmt: skip
"""What staff do: with their name, and shown in the log channel (RULES 33)."""
_BY_ROLE = "(kind = 'plan.set' AND actor = 0)"  # a role gave the plan, which the bot saw
_SOURCES = (GRANTS, GIFTS, BONUSES, AWARDS, SALES, MOVED)
GIVING = (*_SOURCES, STAFF)
_WALLETS = "account = 'wallet'"

# A touched wallet is settled first, so nothing of it that ended before its newest entry may be left.
# For the others the chores must have come by: that is sure where the community was at work more than
# a day after the lot's end, and for an hour since; a bot that was down for long has just come back
# otherwise. While the chores are paused or the bot is away, and until they had that hour after, only
# the first holds.
_LATE = f"""
WITH alive AS (
    SELECT community, paused + away AS rests, at, (
        SELECT max(o.at) FROM operation o WHERE o.community = c.community AND o.at <= c.at - {HOUR}
    ) AS since, (
        SELECT max(o.at) FROM operation o WHERE o.community = c.community
        AND o.kind IN ('chores.resumed', 'place.returned')
    ) AS again FROM community c
)
SELECT count(*) FROM lot l JOIN alive a ON a.community = l.community
WHERE l."left" > 0 AND l.expires <= a.at AND (
    (a.rests = 0 AND a.since >= coalesce(a.again, 0) AND l.expires <= a.since - {DAY}) OR l.expires <= (
        SELECT o.at FROM operation o WHERE o.community = l.community AND o.number = (
            SELECT max(e.operation) FROM entry e
            WHERE e.community = l.community AND e.wallet = l.wallet AND e.wallet > 0
        )
    )
)"""

# What the sources gave, by their accounts, is what was credited, by the lots. An undoing puts back into
# lots, and what comes back late or from another member is no new supply.
_SUPPLY = f"""
SELECT count(*) FROM community c WHERE
    (SELECT coalesce(-sum(e.amount), 0) FROM entry e JOIN operation o
        ON o.community = e.community AND o.number = e.operation
        WHERE e.community = c.community AND e.amount < 0 AND e.account IN ({listed(GIVING)})
        AND o.kind NOT IN ('{UNDO}', 'order.given_back'))
    <> (SELECT coalesce(sum(amount), 0) FROM lot l WHERE l.community = c.community
        AND source NOT IN ('return', 'transfer'))
"""

# The shortest time that any policy of the community ever gave: where it became longer, the dues follow
# with the next bell.
_WARNED = f"""
    SELECT coalesce(min(CASE WHEN json_valid(v.document)
        THEN coalesce(json_extract(v.document, '$."lot.warn_days"'), 0) ELSE 0 END), 0) * {DAY}
    FROM policy_version v WHERE v.community = w.community
"""

CHECKS = (
    Check(
        "operations.gaps", "communities whose operations are not numbered without a gap up to their counter",
        "SELECT count(*) FROM community c WHERE "
        "operations <> (SELECT count(*) FROM operation o WHERE o.community = c.community) OR operations <> "
        "(SELECT coalesce(max(number), 0) FROM operation o WHERE o.community = c.community)",
    ),
    Check(
        "operations.key", "operations without a key, or with one that another has",
        "SELECT coalesce(sum(CASE WHEN key = '' THEN n ELSE n - 1 END), 0) FROM "
        "(SELECT key, count(*) n FROM operation GROUP BY community, key HAVING n > 1 OR key = '')",
    ),
    Check(
        "operations.sum", "operations whose entries do not add up to zero",
        "SELECT count(*) FROM "
        "(SELECT 1 FROM entry GROUP BY community, operation HAVING sum(amount) <> 0)",
    ),
    Check(
        "operations.policy", "operations under a policy that there is none of",
        "SELECT count(*) FROM operation o WHERE NOT EXISTS (SELECT 1 FROM policy_version v "
        "WHERE v.community = o.community AND v.version = o.policy)",
    ),
    Check("entries.amount", "entries that move nothing, or too much", BOUNDS["entries.amount"]),
    Check(
        "entries.account", "entries on an account that there is none of, or on none of a wallet",
        f"SELECT count(*) FROM entry WHERE NOT (({_WALLETS} AND wallet > 0) OR "
        f"(account IN ({listed(SYSTEM)}) AND wallet = 0 AND before = 0 AND after = 0))",
    ),
    Check(
        "accounts.entries", "system accounts that hold something else than their entries add up to",
        "SELECT count(*) FROM (SELECT 1 FROM (SELECT community, name, balance FROM account UNION ALL "
        "SELECT community, account, -sum(amount) FROM entry WHERE account <> 'wallet' GROUP BY 1, 2) "
        "GROUP BY community, name HAVING sum(balance) <> 0)",
    ),
    Check(
        "accounts.sign", "sources above zero, or sinks, held bids and returns due below it",
        f"SELECT count(*) FROM account WHERE (name IN ({listed(_SOURCES)}) AND balance > 0) "
        f"OR (name IN ({listed((SPENT, EXPIRED, HELD, RETURNS))}) AND balance < 0)",
    ),
    Check(
        "community.sum", "communities whose entries, or whose accounts and wallets, do not add up to zero",
        "SELECT count(*) FROM (SELECT community FROM entry GROUP BY 1 HAVING sum(amount) <> 0 UNION "
        "SELECT community FROM (SELECT community, balance FROM account UNION ALL "
        "SELECT community, balance FROM wallet) GROUP BY 1 HAVING sum(balance) <> 0)",
    ),
    Check("community.supply", "communities where what sources gave is not what was credited", _SUPPLY),
    Check("wallets.balance", "wallets below zero, or beyond all bounds", BOUNDS["wallets.balance"]),
    Check(
        "wallets.entries", "wallets that hold something else than their entries add up to",
        "SELECT count(*) FROM (SELECT 1 FROM (SELECT community, number, balance FROM wallet UNION ALL "
        f"SELECT community, wallet, -sum(amount) FROM entry WHERE {_WALLETS} GROUP BY 1, 2) "
        "GROUP BY community, number HAVING sum(balance) <> 0)",
    ),
    Check(
        "wallets.lots", "wallets that hold something else than what is left of their lots",
        "SELECT count(*) FROM (SELECT 1 FROM (SELECT community, number, balance FROM wallet UNION ALL "
        'SELECT community, wallet, -sum("left") FROM lot GROUP BY 1, 2) '
        "GROUP BY community, number HAVING sum(balance) <> 0)",
    ),
    Check(
        "wallets.owner", "members without a wallet, or members' wallets without a member",
        total((
            "SELECT count(*) FROM member m WHERE NOT EXISTS "
            "(SELECT 1 FROM wallet w WHERE w.community = m.community AND w.number = m.number)",
            "SELECT count(*) FROM wallet w WHERE kind = 'member' AND NOT EXISTS "
            "(SELECT 1 FROM member m WHERE m.community = w.community AND m.number = w.number)",
        )),
    ),
    Check(
        "wallets.due", "wallets with a lot that ends, or is warned of, before they say that anything is due",
        f"SELECT count(*) FROM wallet w WHERE due > (SELECT min(expires - (warned = 0) * ({_WARNED})) "
        'FROM lot l WHERE l.community = w.community AND l.wallet = w.number AND l."left" > 0)',
    ),
    Check("lots.left", "lots with less than nothing left, or more than was credited", BOUNDS["lots.left"]),
    Check(
        "lots.uses", "lots whose rest is not what was credited less what was used",
        "SELECT count(*) FROM lot l LEFT JOIN "
        "(SELECT community, lot, sum(amount) used FROM use GROUP BY 1, 2) u "
        "ON u.community = l.community AND u.lot = l.number "
        'WHERE l."left" <> l.amount - coalesce(u.used, 0)',
    ),
    Check("lots.late", "lots with something left long after their end", _LATE),
    Check(
        "staff.actor", "acts of staff by nobody",
        f"SELECT count(*) FROM operation WHERE actor = 0 AND kind IN ({listed(BY_STAFF)}) AND NOT {_BY_ROLE}",
    ),
    Check(
        "staff.log", "acts of staff that were not shown in the log channel",
        # Notices have their time: only what is younger than the oldest that is left can still be there.
        "SELECT count(*) FROM operation JOIN (SELECT community AS there, min(at) AS since FROM notice "
        f"WHERE {DELIVERED} GROUP BY community) ON there = community AND at > since "
        f"WHERE kind IN ({listed(BY_STAFF)}) AND NOT {_BY_ROLE} "
        "AND (community, number) NOT IN "
        "(SELECT community, operation FROM notice WHERE channel = 'log')",
    ),
)  # fmt: skip
