"""What people can say. Importing this package fills the registry."""

from core.commands import help, jobs, proposals, staff, wallet

__all__ = ["help", "jobs", "proposals", "staff", "wallet"]
