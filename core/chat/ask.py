"""Who asks, and what comes back: the values at the door's edge."""

from __future__ import annotations

from dataclasses import dataclass

from core.chat.till import Till
from core.instants import Instant
from core.people import Rank, Who
from core.speech.reply import Reply


@dataclass(frozen=True, slots=True)
class Ask:
    """A person's command on its way: whose, under which key, with which rank.

    ``filled`` says that it came out of a form, so no form need be opened for it.
    ``time`` is for display; decisions take the Book's. ``till`` is the host's, where there is one for them.
    """

    who: Who
    key: str
    member: int
    rank: Rank
    filled: bool = False
    time: Instant = 0
    till: Till | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The name of the command that was understood (empty if none was) and the reply to it."""

    command: str
    reply: Reply
    community: int = 0


def unheard(percent: int) -> None:
    """For those who don't ask how far it is."""
