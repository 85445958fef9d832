"""What people can say. Importing this package fills the registry."""

from core.commands import (
    agencies,
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
    "agencies",
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
