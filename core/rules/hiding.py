"""Who does not want to be named among the most active."""

from __future__ import annotations

from core.book import Book
from core.people import Member
from core.rules import journal


def hide(book: Book, number: int, hidden: bool) -> None:
    """A member does, or does not, want to be named in /top; nothing if that is so already."""
    member = book.the(Member, number)
    if member.hidden == hidden:
        return
    kind = "member.hid" if hidden else "member.shown"
    with journal.record(book, kind, actor=number, member=number):
        book.change(member, hidden=hidden)
