"""What people can say. Importing this package fills the registry."""

from core.commands import boosts, help, jobs, proposals, setup, staff, wallet

__all__ = ["boosts", "help", "jobs", "proposals", "setup", "staff", "wallet"]
