"""Telling others: direct messages, announcements, the log channel, a job's card."""

from __future__ import annotations

from core.book import Book
from core.speech import codec
from core.speech.notice import JOBS, LOG, NEWS, UNSENT_CARDS, Notice
from core.speech.notice import to_member as address
from core.speech.phrase import Fact, Mention
from core.speech.reply import Block, Button, Reply


def post(
    book: Book,
    channel: str,
    key: str,
    /,
    *,
    body: tuple[Block, ...] = (),
    buttons: tuple[Button, ...] = (),
    **facts: Fact,
) -> None:
    """Queue something for a channel, in order within it."""
    _queue(book, channel, Reply(key, facts, body, buttons))


def _queue(book: Book, channel: str, said: Reply) -> None:
    if book.tally is not None:
        return  # nobody hears of a copy
    number = book.next("notices")
    document = codec.document(said)
    book.add(Notice(number, channel, "", document, book.community.operations, book.now))


def to_member(
    book: Book,
    member: int,
    key: str,
    /,
    *,
    body: tuple[Block, ...] = (),
    buttons: tuple[Button, ...] = (),
    **facts: Fact,
) -> None:
    """Queue a direct message."""
    _queue(book, address(member), Reply(key, facts, body, buttons))


def announce(book: Book, key: str, /, **facts: Fact) -> None:
    """Queue something for the community's news channel."""
    _queue(book, NEWS, Reply(key, facts))


def log(book: Book, key: str, by: int, /, **facts: Fact) -> None:
    """Queue a line for the log channel that says what staff did."""
    _queue(book, LOG, Reply(key, {"by": Mention(by), **facts}))


def card(book: Book, job: int) -> None:
    """Have a job's card drawn anew; one that waits already will show the newest state."""
    thing = f"job-{job}"
    if book.tally is None and not book.find(UNSENT_CARDS, thing):
        number = book.next("notices")
        book.add(Notice(number, JOBS, thing, "", book.community.operations, book.now))
