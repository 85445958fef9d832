"""How a command of the command line says that it can't."""

from __future__ import annotations


class Failed(Exception):
    """The command can't do what it was asked; the words say why and what to do."""
