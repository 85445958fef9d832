"""The whole rulebook: boosts, agencies, orders, awards, invitations, plans by role, erasing.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOREVER = 4611686018427387904
DAY = 86_400_000_000


def holds(name: str, condition: str) -> sa.CheckConstraint:
    """A check."""
    return sa.CheckConstraint(sa.text(condition), name=op.f(name))


def table(name: str, columns: str, *rules: str, key: str, to: str = "") -> None:
    """Create a table of a community's: its columns with ``$`` before texts; none may be null.

    ``to`` are pairs of a column and the table whose number it is; without any, it points to its community.
    """
    made = [
        sa.Column(one.lstrip("$"), sa.Text() if one.startswith("$") else WHOLE, nullable=False)
        for one in ("community", *columns.split())
    ]
    pairs = [one.split(":") for one in to.split()]
    points = [
        sa.ForeignKeyConstraint(
            ["community", column],
            [f"{there}.community", f"{there}.number"],
            name=f"fk_{name}_community_{column}",
        )
        for column, there in pairs
    ] or [sa.ForeignKeyConstraint(["community"], ["community.community"], name=f"fk_{name}_community")]
    primary = sa.PrimaryKeyConstraint("community", *key.split(), name=f"pk_{name}")
    # They are written in the order in which they are made.
    checks = [holds(f"ck_{name}_{one.split(': ')[0]}", one.split(": ")[1]) for one in rules]
    op.create_table(name, *made, primary, *points, *checks, sqlite_strict=True, sqlite_with_rowid=False)


def later(name: str, column: str, default: int | str = 0, *, truth: bool = False) -> None:
    """Add a column in place: a table made anew would be copied under its children's keys."""
    if isinstance(default, str):
        added: sa.Column[Any] = sa.Column(
            column, sa.Text(), nullable=False, server_default=sa.text(f"'{default}'")
        )
    else:
        rule = f"{column} IN (0, 1)" if truth else f"{column} >= 0"
        added = sa.Column(
            column,
            WHOLE,
            holds(f"ck_{name}_{column}", rule),
            nullable=False,
            server_default=sa.text(str(default)),
        )
    op.add_column(name, added)


def index(name: str, on: str, columns: str, where: str = "") -> None:
    """Create an index, of some of the rows only where there is a condition."""
    some: dict[str, Any] = {"sqlite_where": sa.text(where)} if where else {}
    op.create_index(f"ix_{name}", on, columns.split(), **some)


def upgrade() -> None:
    """Add what the whole rulebook keeps; old rows get what they would have had."""
    _widen()
    _fill()
    _create()
    op.drop_index("ix_job_closes", "job")
    live = "state IN ('submitted', 'shortlisted', 'interviewing')"
    op.drop_index("ix_identity_member", "identity")
    index("identities", "identity", "community member")
    index("bids", "bid", "community job round")
    index("agencies_of", "agency_member", "community member", "state IN ('invited', 'active')")
    index("members_of", "agency_member", "community agency", "state IN ('invited', 'active')")
    index("owned_by", "agency", "community owner")
    index("unpaid_of", "buy_order", "community member", "state = 'unpaid'")
    index("receipts", "buy_order", "community receipt", "receipt > ''")
    index("proposals_for", "proposal", "community job wallet")
    index("unseen", "proposal", "community wallet", f"seen = 0 AND {live}")
    index("job_due", "job", "due", f"due < {FOREVER}")
    index("order_due", "buy_order", "due", "state = 'unpaid'")
    index("order_member", "buy_order", "community member")
    index("proposal_unseen", "proposal", "community at", f"seen = 0 AND {live}")
    index("community_unseen", "community", "unseen", "unseen > 0")


def _widen() -> None:
    for name in ("orders", "unseen", "erased"):
        later("community", name)
    later("member", "hidden", truth=True)
    later("member", "tried")
    later("identity", "plan", "")
    later("wallet", "chosen", "")
    later("wallet", "top")
    later("wallet", "day", 1)
    later("wallet", "frozen", "")
    later("wallet", "gift")
    later("lot", "warned", truth=True)
    later("job", "round")
    later("job", "auction")
    later("job", "due", FOREVER)
    later("job", "warned", truth=True)
    later("proposal", "round")
    later("proposal", "seen")


def _fill() -> None:
    """What the new columns of old rows say. A due may be early, never late."""
    op.execute("UPDATE job SET due = opened WHERE state = 'open'")
    op.execute(f"UPDATE wallet SET due = max(0, due - 60 * {DAY}) WHERE due < {FOREVER}")
    # What somebody was on plus for was chosen by staff; nothing else could give it.
    op.execute("UPDATE wallet SET chosen = plan WHERE plan <> 'basic'")
    # Days were not kept: those of UTC stand in for them, and count only where grants go by anniversaries.
    day = "CAST(strftime('%d', m.joined / 1000000, 'unixepoch') AS INTEGER)"
    op.execute(
        f"UPDATE wallet SET day = (SELECT CASE WHEN {day} > 28 THEN 1 ELSE {day} END FROM member m "
        "WHERE m.community = wallet.community AND m.number = wallet.number) "
        "WHERE EXISTS (SELECT 1 FROM member m WHERE m.community = wallet.community "
        "AND m.number = wallet.number)"
    )
    # The client had a hand in whatever is no longer as it was submitted.
    op.execute("UPDATE proposal SET seen = at WHERE state IN ('shortlisted', 'interviewing')")


def _create() -> None:
    table("role_plan", "$platform $role $plan", key="platform role")
    table("erased", "$digest $taken", key="digest")
    table(
        "transfer_day",
        "member day sent received",
        "sums: sent >= 0 AND received >= 0",
        key="member day",
        to="member:member",
    )
    table(
        "award",
        "member $what $name operation",
        key="member what name",
        to="member:member operation:operation",
    )
    table("agency", "number name owner opened", key="number", to="number:wallet")
    table(
        "agency_member",
        "agency member $role $state since monthly",
        "monthly: monthly >= -1",
        key="agency member",
        to="agency:agency member:member",
    )
    table(
        "agency_spent",
        "agency member period spent",
        "spent: spent >= 0",
        key="agency member period",
        to="agency:agency member:member",
    )
    table(
        "buy_order",
        "number member wallet amount cents $currency at due $state $provider $receipt lot missing",
        "number: number > 0",
        "amount: amount BETWEEN 1 AND 1000000000000",
        "cents: cents >= 0",
        "missing: missing BETWEEN 0 AND amount",
        key="number",
        to="member:member wallet:wallet",
    )
    table("invitation", "job member at", key="job member", to="job:job member:member")
    table(
        "bid",
        "proposal job round member wallet amount at turn $operations $state place",
        "amount: amount BETWEEN 1 AND 1000000000000",
        "place: place >= 0",
        key="proposal",
        to="proposal:proposal job:job member:member wallet:wallet",
    )


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
