"""What a platform's side needs of the bot's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.chat.door import Door
from core.chat.pace import Pace
from core.ports import Queries


@dataclass(frozen=True, slots=True)
class Desk:
    """The door, what can be asked, and how to keep and take a value of this installation's own.

    ``pace`` is asked before anything is done for somebody.
    """

    door: Door
    queries: Queries
    remember: Callable[[str, str], Awaitable[None]]
    take: Callable[[str], Awaitable[str]]
    pace: Pace = field(default_factory=Pace)
