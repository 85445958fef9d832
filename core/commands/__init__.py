"""What people can say. Importing this package fills the registry."""

from core.commands import (
    boosts,
    help,
    jobs,
    orders,
    preview,
    proposals,
    setup,
    staff,
    transfers,
    wallet,
)

__all__ = [
    "boosts",
    "help",
    "jobs",
    "orders",
    "preview",
    "proposals",
    "setup",
    "staff",
    "transfers",
    "wallet",
]
