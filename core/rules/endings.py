"""How a job ends, and what that does to its auction and to its proposals (RULES 15, 21, 26)."""

from __future__ import annotations

from typing import Any

from core.board.jobs import DRAFT, GIVES_BACK, REMOVED, Job
from core.book import Book
from core.instants import FOREVER, Instant
from core.ledger.accounts import RETURNS, SPENT
from core.rules import boosts, journal, notices, returns
from core.rules.returns import job_ref
from core.speech.phrase import Term, Words


def end(
    book: Book, job: Job, state: str, by: int, *,
    key: str = "", due: Instant = 0, reason: str = "", known_to: int = 0,
) -> int:  # fmt: skip
    """End a job, its auction first; what is returned.

    Its proposals are settled now if they are few, else by the chores. What will be returned is
    moved to *returns due* in this very operation.
    """
    gives_back = state in GIVES_BACK
    boosts.close(book, job, state, due=due, gives_back=gives_back)
    drafted = job.state == DRAFT
    back = job.returnable if gives_back else 0
    open_ones = job.held if gives_back else job.live
    with journal.record(
        book, f"job.{state}", actor=by, key=key, due=due, job=job.number, state=state, returned=back
    ) as record:
        said = record.text(reason, by)
        if back:
            record.move(SPENT, -back)
            record.move(RETURNS, back)
        book.change(
            job, state=state, ended=due or book.now, due=FOREVER, live=0, unsettled=open_ones,
            held=0 if gives_back else job.held, returnable=0 if gives_back else job.returnable,
        )  # fmt: skip
    if open_ones:
        book.change(book.community, settling=book.community.settling + 1)
    if state == REMOVED:
        notices.log(book, "log.removed", by, job=job_ref(job), title=Words(job.title), reason=Words(said))
    returns.settle_some(book, job)
    if not drafted:
        notices.card(book, job.number)
    if job.client not in (by, known_to):
        facts: dict[str, Any] = {"job": job_ref(job), "title": Words(job.title), "state": Term(state)}
        notices.to_member(book, job.client, "job.ended", reason=Words(said), **facts)
    return back
