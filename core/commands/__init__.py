"""What people can say. Importing this package fills the registry."""

from core.commands import (
    awards,
    boosts,
    help,
    jobs,
    orders,
    preview,
    proposals,
    quiz,
    setup,
    staff,
    statistics,
    top,
    transfers,
    wallet,
)

__all__ = [
    "awards",
    "boosts",
    "help",
    "jobs",
    "orders",
    "preview",
    "proposals",
    "quiz",
    "setup",
    "staff",
    "statistics",
    "top",
    "transfers",
    "wallet",
]
