"""The chore that tells each community what its week was (RULES 10: after all else that is due)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from core.book import Book
from core.instants import Instant
from core.queries import DueCommunities
from core.rules import calendar, digests
from core.rules.digests import Span
from core.speech.reply import Reply
from core.tallies import Week, WeekOf
from core.upkeep import DONE, PAGE, Chore, Page, Steps, piece


class Digests(Chore):
    """Weekly summaries in the news channel."""

    name = "digests"

    def run(self, now: Instant) -> Steps:
        after = 0
        while page := (yield Page(0, DueCommunities(now, PAGE, after))):
            wanted: dict[int, list[Span]] = {community: [] for community in page}
            yield [piece(one, "digest/wanted", partial(_note, spans)) for one, spans in wanted.items()]
            telling = []
            for community, spans in wanted.items():
                for span in spans:
                    week = yield Page(community, WeekOf(span.since, span.until))
                    telling.append(piece(community, "digest/tell", partial(_tell, span=span, week=week)))
            yield telling
            after = page[-1]


def _note(into: list[Span], book: Book) -> Reply:
    span = digests.wanted(book)
    into[:] = [span] if span is not None else []
    return DONE


def _tell(book: Book, span: Span, week: Week) -> Reply:
    digests.tell(book, span, week)
    calendar.reckon(book)
    return DONE


CHORES: Sequence[Chore] = (Digests(),)
