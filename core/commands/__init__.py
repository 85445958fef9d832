"""What people can say. Importing this package fills the registry."""

from core.commands import help, jobs, orders, proposals, staff, transfers, wallet

__all__ = ["help", "jobs", "orders", "proposals", "staff", "transfers", "wallet"]
