"""Erasing: what a person wrote, had answered and left open is found by its person.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def index(name: str, on: str, columns: str, where: str = "") -> None:
    """Create an index, of some of the rows only where there is a condition."""
    some: dict[str, Any] = {"sqlite_where": sa.text(where)} if where else {}
    op.create_index(f"ix_{name}", on, columns.split(), **some)


def upgrade() -> None:
    """Add the indexes."""
    index("texts_of", "text", "community member")
    index("documents_of", "receipt", "community member", "document > ''")
    index("jobs_of", "job", "community client", "state IN ('open', 'draft')")
    index("live_of", "proposal", "community member", "state IN ('submitted', 'shortlisted', 'interviewing')")
    index("waiting_for", "notice", "community channel", "state IN ('queued', 'sending')")


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
