"""Payments: what a payment service says of an order's money.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Of the orders that there are no money has gone back but by hand."""
    gone = sa.CheckConstraint(sa.text("gone >= 0"), name=op.f("ck_buy_order_gone"))
    op.add_column("buy_order", sa.Column("gone", WHOLE, gone, nullable=False, server_default=sa.text("0")))
    op.create_table(
        "money_back",
        sa.Column("community", WHOLE, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("purchase", WHOLE, nullable=False),
        sa.Column("payment", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("cents", WHOLE, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("community", "name", name="pk_money_back"),
        sa.ForeignKeyConstraint(
            ["community", "purchase"],
            ["buy_order.community", "buy_order.number"],
            name="fk_money_back_community_purchase",
        ),
        sa.CheckConstraint(sa.text("cents >= 0"), name=op.f("ck_money_back_cents")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_backs", "money_back", ["community", "purchase"])


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
