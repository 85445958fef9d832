"""What people can say. Importing this package fills the registry."""

from core.commands import (
    agencies,
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
    "agencies",
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
