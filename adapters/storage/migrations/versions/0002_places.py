"""Places: where channels go on a platform, which rank a role gives, whether the bot was let go.

Forward only. A migration that was released is never changed; the next one says what is new.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def table(name: str, columns: str, *rules: Any, key: str) -> None:
    """Create a table of a community's: its columns with ``$`` before texts; none may be null."""
    made = [
        sa.Column(one.lstrip("$"), sa.Text() if one.startswith("$") else WHOLE, nullable=False)
        for one in columns.split()
    ]
    primary = sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}")
    op.create_table(name, *made, primary, *rules, sqlite_strict=True, sqlite_with_rowid=False)


def points(name: str) -> sa.ForeignKeyConstraint:
    """A foreign key to the community."""
    return sa.ForeignKeyConstraint(["community"], ["community.community"], name=name)


def holds(name: str, condition: str) -> sa.CheckConstraint:
    """A check."""
    return sa.CheckConstraint(sa.text(condition), name=op.f(name))


def upgrade() -> None:
    """Add what places need; every community of before is in its place."""
    # Added in place: to make the table anew would mean to copy every community under its children's keys.
    away = sa.Column(
        "away",
        WHOLE,
        holds("ck_community_away", "away IN (0, 1)"),
        nullable=False,
        server_default=sa.text("0"),
    )
    op.add_column("community", away)
    table(
        "role_rank",
        "community $platform $role rank",
        points("fk_role_rank_community"),
        holds("ck_role_rank_rank", "rank BETWEEN 0 AND 2"),
        key="community platform role",
    )
    table(
        "route",
        "community $platform $channel $to $error at",
        points("fk_route_community"),
        key="community platform channel",
    )
    op.create_index("ix_place_community", "place", ["community"])


def downgrade() -> None:
    """There is no way back but a backup."""
    # Not a stub: going back could lose Connects, so this is the whole answer.
    raise NotImplementedError("migrations go forward only: restore a backup instead")
