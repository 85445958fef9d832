"""Completion: what an option may be, by its type; shown by every platform in its own way."""

from __future__ import annotations

from collections.abc import Sequence

from core.board.agencies import AGENCIES_OF, Agency
from core.board.jobs import OPEN
from core.book import Book
from core.chat.command import Option
from core.queries import Board, Bodies, MembersLike

MOST = 25
"""Discord shows no more; nobody reads more."""


def choices(book: Book, option: Option, prefix: str, member: int = 0) -> Sequence[tuple[str, str]]:
    """Values for an option that begin as typed, each with a hint; ``member`` asks (0: somebody new)."""
    kind = option.spec.kind
    if kind == "job":
        jobs = book.ask(Board(200, state=OPEN))
        titles = book.ask(Bodies(tuple(job.title for job in jobs))) if jobs else {}
        found = [(f"job-{job.number}", titles.get(job.title, "")) for job in jobs]
        return [(name, title) for name, title in found if _is_meant(name, title, prefix)][:MOST]
    if kind == "agency" and member:
        mine = [book.the(Agency, part.agency) for part in book.find(AGENCIES_OF, member)]
        names = book.ask(Bodies(tuple(sorted(one.name for one in mine)))) if mine else {}
        offered = [(f"agency-{one.number}", names.get(one.name, "")) for one in mine]
        typed = prefix.casefold()
        return [(name, hint) for name, hint in offered if name.startswith(typed) or typed in hint.casefold()]
    if kind == "member":
        return [(name, "") for _, name in book.ask(MembersLike(prefix.removeprefix("@"), MOST))]
    if kind == "choice":
        return [(choice, "") for choice in getattr(option.spec, "choices", ()) if choice.startswith(prefix)]
    if kind == "flag":
        return [(word, "") for word in ("yes", "no") if word.startswith(prefix)]
    return ()


def _is_meant(name: str, title: str, prefix: str) -> bool:
    """Whether a job's number begins as typed, or its title has what was typed."""
    typed = prefix.strip().casefold()
    if "job-".startswith(typed):
        return True
    number = typed.removeprefix("#").removeprefix("job").removeprefix("-")
    return name.startswith(f"job-{number}") if number.isdecimal() else typed in title.casefold()
