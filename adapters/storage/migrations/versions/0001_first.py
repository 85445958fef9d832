"""The first schema: communities, the journal, wallets, the board, the outbox.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def table(name: str, columns: str, *rules: Any, key: str, rowid: bool = False) -> None:
    """Create a table: its columns with ``$`` before texts, all else whole numbers; none may be null."""
    made = [
        sa.Column(one.lstrip("$"), sa.Text() if one.startswith("$") else WHOLE, nullable=False)
        for one in columns.split()
    ]
    primary = sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}")
    op.create_table(name, *made, primary, *rules, sqlite_strict=True, sqlite_with_rowid=rowid)


def points(name: str, columns: str, to: str, there: str) -> sa.ForeignKeyConstraint:
    """A foreign key."""
    return sa.ForeignKeyConstraint(columns.split(), [f"{to}.{one}" for one in there.split()], name=name)


def holds(name: str, condition: str) -> sa.CheckConstraint:
    """A check."""
    return sa.CheckConstraint(sa.text(condition), name=op.f(name))


def index(name: str, on: str, columns: str, where: str = "") -> None:
    """Create an index, of some of the rows only where there is a condition."""
    some: dict[str, Any] = {"sqlite_where": sa.text(where)} if where else {}
    op.create_index(name, on, columns.split(), **some)


def upgrade() -> None:
    """Create everything."""
    table(
        "community",
        "community at $head policy operations owners lots jobs proposals texts notices replies "
        "settling window_start window_end announced due paused",
        holds(
            "ck_community_counters",
            "at >= 0 AND policy >= 0 AND operations >= 0 AND owners >= 0 AND lots >= 0 AND jobs "
            ">= 0 AND proposals >= 0 AND texts >= 0 AND notices >= 0 AND replies >= 0 AND "
            "settling >= 0 AND announced >= 0",
        ),
        holds("ck_community_paused", "paused IN (0, 1)"),
        key="community",
        rowid=True,
    )
    table(
        "meta",
        "$name $value",
        key="name",
    )
    table(
        "account",
        "community $name balance",
        points("fk_account_community", "community", "community", "community"),
        holds("ck_account_balance", "balance BETWEEN -1000000000000000 AND 1000000000000000"),
        key="community name",
    )
    table(
        "card",
        "community $platform $thing $channel $ref",
        points("fk_card_community", "community", "community", "community"),
        key="community platform thing",
    )
    table(
        "job",
        "community number client $state title description budget $category $skills price hires "
        "opened closes hired ended proposals live held returnable unsettled",
        points("fk_job_community", "community", "community", "community"),
        holds("ck_job_number", "number > 0"),
        holds("ck_job_price", "price >= 0"),
        holds(
            "ck_job_counters",
            "hires >= 0 AND hired >= 0 AND proposals >= 0 AND live >= 0 AND held >= 0 AND "
            "returnable >= 0 AND unsettled >= 0",
        ),
        key="community number",
    )
    table(
        "member",
        "community number rank joined left acted",
        points("fk_member_community", "community", "community", "community"),
        holds("ck_member_number", "number > 0"),
        holds("ck_member_rank", "rank BETWEEN 0 AND 2"),
        key="community number",
    )
    table(
        "notice",
        "community number $channel $thing $document operation at $state tries $ref $error",
        points("fk_notice_community", "community", "community", "community"),
        holds("ck_notice_number", "number > 0"),
        holds("ck_notice_tries", "tries >= 0"),
        key="community number",
        rowid=True,
    )
    table(
        "operation",
        "community number $key $kind actor at due policy job proposal member $facts form $hash",
        points("fk_operation_community", "community", "community", "community"),
        holds("ck_operation_number", "number > 0"),
        holds("ck_operation_hash", "length(hash) = 64"),
        sa.UniqueConstraint("community", "key", name="uq_operation_community_key"),
        key="community number",
    )
    table(
        "period_paid",
        "community period members connects",
        points("fk_period_paid_community", "community", "community", "community"),
        holds("ck_period_paid_sums", "members >= 0 AND connects >= 0"),
        key="community period",
    )
    table(
        "place",
        "$platform $place community",
        points("fk_place_community", "community", "community", "community"),
        key="platform place",
    )
    table(
        "receipt",
        "community $key member $digest done $document at answered",
        points("fk_receipt_community", "community", "community", "community"),
        holds("ck_receipt_done", "done IN (0, 1)"),
        holds("ck_receipt_answered", "answered IN (0, 1)"),
        key="community key",
        rowid=True,
    )
    table(
        "wallet",
        "community number $kind balance $plan period active due",
        points("fk_wallet_community", "community", "community", "community"),
        holds("ck_wallet_number", "number > 0"),
        holds("ck_wallet_balance", "balance BETWEEN 0 AND 1000000000000"),
        holds("ck_wallet_active", "active IN (0, 1)"),
        key="community number",
    )
    table(
        "earned",
        "community wallet $recent",
        points("fk_earned_community_wallet", "community wallet", "wallet", "community number"),
        key="community wallet",
    )
    table(
        "entry",
        "community operation line $account wallet amount before after",
        points("fk_entry_community_operation", "community operation", "operation", "community number"),
        holds("ck_entry_line", "line > 0"),
        holds("ck_entry_amount", "amount <> 0 AND amount BETWEEN -1000000000000 AND 1000000000000"),
        holds(
            "ck_entry_balance",
            "before BETWEEN 0 AND 1000000000000 AND after BETWEEN 0 AND 1000000000000",
        ),
        holds("ck_entry_moved", "wallet = 0 OR after = before + amount"),
        key="community operation line",
    )
    table(
        "identity",
        "community $platform $person member $name",
        points("fk_identity_community_member", "community member", "member", "community number"),
        key="community platform person",
    )
    table(
        "lot",
        "community number wallet operation $source amount left issued expires",
        points("fk_lot_community_wallet", "community wallet", "wallet", "community number"),
        points("fk_lot_community_operation", "community operation", "operation", "community number"),
        holds("ck_lot_number", "number > 0"),
        holds("ck_lot_amount", "amount BETWEEN 1 AND 1000000000000"),
        holds("ck_lot_left", '"left" BETWEEN 0 AND amount'),
        key="community number",
    )
    table(
        "pair",
        "community client wallet at",
        points("fk_pair_community_wallet", "community wallet", "wallet", "community number"),
        key="community client wallet",
    )
    table(
        "policy_version",
        "community version since operation $document",
        points(
            "fk_policy_version_community_operation", "community operation", "operation", "community number"
        ),
        holds("ck_policy_version_version", "version > 0"),
        key="community version",
        rowid=True,
    )
    table(
        "proposal",
        "community number job member wallet operation paid letter $state at question asked answer"
        " answered bonus",
        points("fk_proposal_community_job", "community job", "job", "community number"),
        points("fk_proposal_community_member", "community member", "member", "community number"),
        points("fk_proposal_community_wallet", "community wallet", "wallet", "community number"),
        points("fk_proposal_community_operation", "community operation", "operation", "community number"),
        holds("ck_proposal_number", "number > 0"),
        holds("ck_proposal_paid", "paid >= 0"),
        holds("ck_proposal_bonus", "bonus >= 0"),
        key="community number",
    )
    table(
        "staff_day",
        "community member day granted taken",
        points("fk_staff_day_community_member", "community member", "member", "community number"),
        holds("ck_staff_day_sums", "granted >= 0 AND taken >= 0"),
        key="community member day",
    )
    table(
        "text",
        "community number member operation $salt $body",
        points("fk_text_community_operation", "community operation", "operation", "community number"),
        holds("ck_text_number", "number > 0"),
        key="community number",
        rowid=True,
    )
    table(
        "use",
        "community operation lot amount",
        points("fk_use_community_operation", "community operation", "operation", "community number"),
        points("fk_use_community_lot", "community lot", "lot", "community number"),
        holds("ck_use_amount", "amount <> 0 AND amount BETWEEN -1000000000000 AND 1000000000000"),
        key="community operation lot",
    )
    index("ix_community_due", "community", "due", "due < 4611686018427387904")
    index("ix_job_client", "job", "community client")
    index("ix_job_closes", "job", "closes", "state = 'open'")
    index("ix_job_state", "job", "community state")
    index("ix_settling", "job", "community unsettled", "unsettled > 0")
    index("ix_staff_seen", "member", "community acted", "acted > 0")
    index("ix_notice_waiting", "notice", "community number", "state IN ('queued', 'sending')")
    index("ix_unsent_cards", "notice", "community thing", "state = 'queued' AND thing > ''")
    index("ix_operation_at", "operation", "community at")
    index("ix_receipt_text", "receipt", "at", "document <> ''")
    index("ix_unanswered", "receipt", "community member", "answered = 0 AND done = 1")
    index("ix_wallet_due", "wallet", "due", "due < 4611686018427387904")
    index("ix_wallet_ungranted", "wallet", "community period", "active = 1")
    index("ix_entry_wallet", "entry", "community wallet operation", "wallet > 0")
    index("ix_identity_member", "identity", "community member")
    index("ix_lot_operation", "lot", "community operation")
    index("ix_lots_left", "lot", "community wallet", '"left" > 0')
    index("ix_proposal_member", "proposal", "community member")
    index("ix_proposals_of", "proposal", "community job member")


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
