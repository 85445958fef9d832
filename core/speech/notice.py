"""What is told to others than the person who asked: the outbox's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index

JOBS, NEWS, LOG = "jobs", "news", "log"
CHANNELS = (JOBS, NEWS, LOG)
OWNER = "owner"
"""The address of whoever owns the place, as long as nobody is known to be staff."""
QUEUED, SENDING, SENT, ASIDE = "queued", "sending", "sent", "aside"
UNCERTAIN = "uncertain"
"""The error of a notice that a time which was lost may have sent: it stays in hand until it is sent."""


def to_member(number: int) -> str:
    """The address of a direct message."""
    return f"member/{number}"


@dataclass(slots=True, eq=False)
class Notice:
    """One thing to deliver, in order within its channel.

    ``thing`` names what a card shows (``job-42``); a card has no document, since
    the courier draws it as the thing stands when it is sent, and later ones edit
    the first. ``document`` is a stored Reply. ``ref`` is the platform's number of the
    message. ``state``: queued, sending (somebody has it in hand), sent, aside (it
    can't be delivered; staff were told).
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "notices"
    number: int
    channel: str
    thing: str
    document: str
    operation: int
    at: Instant
    state: str = QUEUED
    tries: int = 0
    ref: str = ""
    error: str = ""


@dataclass(slots=True, eq=False)
class Card:
    """Where a thing's card stands on a platform, so that it can be edited."""

    KEY: ClassVar[tuple[str, ...]] = ("platform", "thing")
    COUNTER: ClassVar[str] = ""
    platform: str
    thing: str
    channel: str
    ref: str


@dataclass(slots=True, eq=False)
class Route:
    """Where a channel's notices go on a platform: ``to`` is the platform's own number.

    ``error`` is the key of what the platform said when it refused; the route is closed
    since ``at`` then, and what is for it waits and is tried again from time to time. A
    person (``member/7``, ``owner``) has one, without ``to``, once they refused something.
    """

    KEY: ClassVar[tuple[str, ...]] = ("platform", "channel")
    COUNTER: ClassVar[str] = ""
    platform: str
    channel: str
    to: str
    error: str
    at: Instant


WAITING_FOR = Index("waiting_for", Notice, ("channel",), (("state", "in", (QUEUED, SENDING)),))
UNSENT_CARDS = Index("unsent_cards", Notice, ("thing",), (("state", "=", QUEUED), ("thing", ">", "")))
