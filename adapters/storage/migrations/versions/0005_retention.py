"""Retention: what was delivered is found by its age, and bare receipts of what left no trace go.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index. Receipts lost their texts before; from now on most of them go altogether."""
    where = sa.text("state IN ('sent', 'aside')")
    op.create_index("ix_notice_old", "notice", ["at"], sqlite_where=where, postgresql_where=where)
    op.execute(
        "DELETE FROM receipt WHERE document = '' AND (done = 0 OR EXISTS (SELECT 1 FROM operation "
        "WHERE operation.community = receipt.community AND operation.key = receipt.key))"
    )


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
