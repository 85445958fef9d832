"""After the books came back from a backup: what was done since is gone, but not from people's screens.

Numbers that were given in the lost time stand on messages and buttons that are still there, so no
number is given a second time; what was not sent yet may have been sent; cards may show what is no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.book import Book
from core.instants import DAY, SECOND, Instant
from core.ledger.operations import BY_KEY
from core.rules import jobs, journal, notices
from core.speech.notice import LOG, QUEUED, SENDING, UNCERTAIN, Notice
from core.speech.phrase import When

EPOCH, RESTORED, BACKUP = "epoch", "restored", "backup"
"""Values of the installation's own: how often the books came back, the last time (until that has been
dealt with), and in a backup the moment of which it is."""
NUMBERED = ("jobs", "proposals", "orders")
"""Counters whose numbers stand on messages and are typed by people."""
LEAST, LEAST_UNSEEN = 10_000, 1_000_000
"""So many numbers are passed over at least: of those that people read, of those that they don't."""
TOUCHED = 30 * DAY
"""A job that ended longer before the backup is taken to have stayed as it was."""


@dataclass(frozen=True, slots=True)
class Restored:
    """Books came back: for the how manieth time, over how many others, as of when, and when."""

    epoch: int
    over: int
    since: Instant
    at: Instant

    def written(self) -> str:
        """As it is kept."""
        return f"{self.epoch}/{self.over}/{self.since}/{self.at}"


def read(written: str) -> Restored:
    """What `Restored.written` wrote."""
    epoch, over, since, at = map(int, written.split("/"))
    return Restored(epoch, over, since, at)


def doubt(book: Book, numbers: Sequence[int]) -> None:
    """What the books have as unsent may have been sent since: its courier has to look."""
    book.need(*((Notice, number) for number in numbers))
    for number in numbers:
        notice = book.the(Notice, number)
        if notice.state in (QUEUED, SENDING):
            book.change(notice, state=SENDING, error=UNCERTAIN)


def tell(book: Book, restored: Restored) -> None:
    """Pass over the numbers that the lost time may have given, and tell the staff; once an epoch."""
    key = f"restore/{restored.epoch}"
    community = book.community
    # What people never see goes by the clock too: two lines of time that began at one backup stay apart.
    for counter in ("notices", "replies"):
        number = getattr(community, counter) + LEAST_UNSEEN * restored.over
        if not book.find(BY_KEY, key):
            book.change(community, **{counter: max(number, restored.at // SECOND)})
    if not community.operations or book.find(BY_KEY, key):
        return
    over = {name: max(LEAST, getattr(community, name)) * restored.over for name in NUMBERED}
    with journal.record(book, "books.restored", key=key, epoch=restored.epoch, since=restored.since, **over):
        book.change(community, **{name: getattr(community, name) + more for name, more in over.items()})
    notices.post(
        book, LOG, "books.restored", since=When(restored.since, "time"), at=When(restored.at, "time")
    )


def refresh(book: Book, numbers: Sequence[int], since: Instant) -> None:
    """Have jobs' cards say again what the books say."""
    jobs.refresh(book, numbers, min(since, book.community.at) - TOUCHED)
