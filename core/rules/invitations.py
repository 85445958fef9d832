"""Invitations: a client asks somebody to apply, who then applies free (RULES 20)."""

from __future__ import annotations

from core.board.jobs import Invitation, Job
from core.board.proposals import LIVE, PROPOSALS_OF
from core.book import Book
from core.errors import Refusal
from core.people import Member
from core.rules import jobs, journal, notices
from core.rules.returns import job_ref
from core.speech.phrase import Mention, Ref, Term, Words
from core.speech.reply import Button


def invite(book: Book, by: int, job: Job, member: int) -> None:
    """Invite a member to a job: for them it is free, and earns no interview bonus.

    Refuses: job.closed, invite.own, invite.left, invite.twice, invite.applied.
    """
    jobs.must_be_open(job)
    if member == job.client:
        raise Refusal("invite.own", job=job_ref(job), member=Mention(member))
    if book.the(Member, member).left:
        raise Refusal("invite.left", member=Mention(member))
    if book.get(Invitation, (job.number, member)) is not None:
        raise Refusal("invite.twice", job=job_ref(job), member=Mention(member))
    for earlier in book.find(PROPOSALS_OF, (job.number, member)):
        if earlier.state in LIVE:
            raise Refusal(
                "invite.applied", job=job_ref(job), member=Mention(member), state=Term(earlier.state),
                proposal=Ref("proposal", earlier.number),
            )  # fmt: skip
    with journal.record(book, "job.invited", actor=by, job=job.number, member=member):
        book.add(Invitation(job.number, member, book.now))
    notices.to_member(
        book, member, "job.invitation", buttons=(Button("button-apply", f"apply job-{job.number} ?"),),
        job=job_ref(job), title=Words(job.title), client=Mention(by),
    )  # fmt: skip
