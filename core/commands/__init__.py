"""What people can say. Importing this package fills the registry."""

from core.commands import help, jobs, preview, proposals, staff, wallet

__all__ = ["help", "jobs", "preview", "proposals", "staff", "wallet"]
