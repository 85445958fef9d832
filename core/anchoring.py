"""The chore that tells a community's staff, once a day, what the chain of their journal came to.

Whoever can write to the database can write its whole history anew, chain and all; but not what stands
in a channel. `connects verify --chain --anchors FILE` holds the one against the other.
"""

from __future__ import annotations

from core.book import Book
from core.instants import DAY, Instant
from core.keeping import Routed
from core.ledger.chain import Anchor
from core.pieces import Piece
from core.queries import Communities
from core.rules import notices
from core.speech.notice import LOG
from core.speech.phrase import Code
from core.speech.reply import Reply
from core.upkeep import PAGE, Chore, Page, Steps

QUIET = 2 * DAY
"""What was not written to for so long has been told already."""


class Anchors(Chore):
    """Each community's anchor goes to its log channel, where it has one; once a day, whoever asks."""

    name = "anchors"

    def run(self, now: Instant) -> Steps:
        day, after = now // DAY, 0
        while page := (yield Page(0, Communities(PAGE, after))):
            for community in page:
                if (yield Page(community, Routed(LOG))):
                    yield [_piece(community, day)]
            after = page[-1]


def _piece(community: int, day: int) -> Piece:
    """Kept under the day's key, so that a second process, or a second start, tells nobody twice."""
    key = f"anchor/{day}"
    return Piece(community, key, _tell, digest=key, heard=True, person=False)


def _tell(book: Book) -> Reply:
    community = book.community
    anchor = Code(str(Anchor(book.number, community.operations, community.head)))
    if community.operations and book.now - community.at < QUIET:
        notices.post(book, LOG, "anchor.told", anchor=anchor)
    # Not said to be done: what is done is remembered for ever, and this only for a month.
    return Reply("anchor.told", {"anchor": anchor}, ok=False)
