"""What storage says when it can't be opened."""

from __future__ import annotations


class StorageError(Exception):
    """One clear sentence for the owner: what is wrong with the database, and what to do."""
