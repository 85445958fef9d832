"""Reminders and weekly summaries: what was told, what waits, and what nobody wants to hear.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns. The first summary is of a week that begins after this."""
    for table, column in (("community", "digested"), ("job", "waiting"), ("job", "reminded")):
        check = sa.CheckConstraint(sa.text(f"{column} >= 0"), name=op.f(f"ck_{table}_{column}"))
        op.add_column(table, sa.Column(column, WHOLE, check, nullable=False, server_default=sa.text("0")))
    op.add_column("member", sa.Column("muted", WORDS, nullable=False, server_default=sa.text("''")))
    op.execute("UPDATE community SET digested = at")


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
