"""Completion: what an option may be, by its type; shown by every platform in its own way."""

from __future__ import annotations

from collections.abc import Sequence

from core.board.jobs import OPEN
from core.book import Book
from core.chat.command import Option
from core.queries import Board, Bodies, MembersLike

MOST = 25
"""Discord shows no more; nobody reads more."""


def choices(book: Book, option: Option, prefix: str) -> Sequence[tuple[str, str]]:
    """Values for an option that begin as typed, each with a hint."""
    kind = option.spec.kind
    if kind == "job":
        jobs = book.ask(Board(200, state=OPEN))
        titles = book.ask(Bodies(tuple(job.title for job in jobs))) if jobs else {}
        digits = "".join(sign for sign in prefix if sign.isdecimal())
        return [
            (f"job-{job.number}", titles.get(job.title, ""))
            for job in jobs
            if str(job.number).startswith(digits) and (digits or f"job-{job.number}".startswith(prefix[:4]))
        ][:MOST]
    if kind == "member":
        return [(name, "") for _, name in book.ask(MembersLike(prefix.removeprefix("@"), MOST))]
    if kind == "choice":
        return [(choice, "") for choice in getattr(option.spec, "choices", ()) if choice.startswith(prefix)]
    if kind == "flag":
        return [(word, "") for word in ("yes", "no") if word.startswith(prefix)]
    return ()
