"""What Alembic runs: `migrate.py` hands it a connection and decides about the transaction."""

from __future__ import annotations

from alembic import context

from adapters.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
