"""What became of a notice: in somebody's hands, sent, set aside, or waiting for its route."""

from __future__ import annotations

from collections.abc import Sequence

from core.book import Book
from core.rules import notices, places
from core.speech.notice import (
    ASIDE,
    CHANNELS,
    LOG,
    NEWS,
    QUEUED,
    SENDING,
    SENT,
    UNCERTAIN,
    Card,
    Notice,
    Route,
)
from core.speech.phrase import Code, Mention, Phrase, Term

UNROUTED = "route.none"


def in_hand(book: Book, numbers: Sequence[int]) -> None:
    """A courier has these notices in hand."""
    book.need(*((Notice, number) for number in numbers))
    for number in numbers:
        notice = book.the(Notice, number)
        if notice.state == QUEUED:
            book.change(notice, state=SENDING)


def sent(book: Book, platform: str, number: int, ref: str) -> None:
    """The platform took it; ``ref`` is its number of the message."""
    notice = book.the(Notice, number)
    if notice.state == SENT:
        return  # run again after a commit whose outcome was unknown
    book.change(notice, state=SENT, ref=ref, error="")
    places.reopen(book, platform, notice.channel)
    if notice.thing:
        key = (platform, notice.thing)
        found = book.get(Card, key)
        if found is None:
            book.add(Card(*key, notice.channel, ref))
        else:
            book.change(found, channel=notice.channel, ref=ref)


def tried(book: Book, number: int, error: str) -> None:
    """It did not work, for a reason that may pass."""
    notice = book.the(Notice, number)
    said = UNCERTAIN if notice.error == UNCERTAIN else error
    book.change(notice, state=SENDING, error=said, tries=notice.tries + 1)


def aside(book: Book, number: int, why: Phrase, *, tell: bool = True) -> None:
    """It can't be delivered, ever; staff read of it in the log channel."""
    notice = book.the(Notice, number)
    if notice.state == ASIDE:
        return
    book.change(notice, state=ASIDE, error=why.key, tries=notice.tries + 1)
    if tell and notice.channel != LOG:
        notices.post(book, LOG, "notice.aside", channel=Code(notice.channel), error=why)


def hold(book: Book, platform: str, number: int, why: Phrase) -> None:
    """Its address takes nothing as it is: it waits there, and who can mend that is told once."""
    notice = book.the(Notice, number)
    if notice.state == SENDING and notice.error != UNCERTAIN:
        book.change(notice, state=QUEUED)
    if not places.close(book, platform, notice.channel, why.key):
        return
    if is_channel(notice.channel):
        channel = Term(notice.channel)
        places.ask_staff(book, "route.closed", channel=channel, why=why, set=Code("/admin channel"))
    else:
        _shut(book, platform, notice.channel)


def _shut(book: Book, platform: str, channel: str) -> None:
    """A person takes no direct messages: a word in the news tells them, and nobody else."""
    kind, _, member = channel.partition("/")
    news = book.get(Route, (platform, NEWS))
    if kind == "member" and news is not None and news.to:
        notices.post(
            book, NEWS, "direct.shut", member=Mention(int(member)),
            history=Code("/connects history"), proposals=Code("/proposals"),
        )  # fmt: skip


def is_channel(channel: str) -> bool:
    """Whether it is a channel of the community's, and not a person."""
    return channel in CHANNELS
