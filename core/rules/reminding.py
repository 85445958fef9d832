"""What people are reminded of, and what staff or they themselves switched off: looked at when it is told."""

from __future__ import annotations

from core.board.jobs import Job
from core.board.proposals import WAITING_ON
from core.book import Book
from core.instants import DAY, FOREVER, Instant
from core.people import Member
from core.policy.policy import Policy
from core.rules import journal, notices
from core.speech.phrase import Code, Ref, When, Words
from core.speech.reply import Button

EXPIRING, CLIENT, PROPOSALS = "expiring", "client", "proposals"
TOPICS = (EXPIRING, CLIENT, PROPOSALS)
"""Connects that expire soon; proposals that wait for their client; what becomes of one's own."""


def by_staff(policy: Policy, topic: str) -> bool:
    """Whether the community's policy lets anybody be told of this."""
    switches = {
        EXPIRING: policy.lot_warn_days, CLIENT: policy.reminders_client_days,
        PROPOSALS: policy.reminders_proposals,
    }  # fmt: skip
    return bool(switches[topic])


def muted(member: Member, topic: str) -> bool:
    """Whether a member does not want to be told of this."""
    return f",{topic}," in member.muted


def tells(book: Book, member: int, topic: str) -> bool:
    """Whether a member is told of this now; who left is told nothing."""
    if not by_staff(book.policy, topic):
        return False
    person = book.the(Member, member)
    return not person.left and not muted(person, topic)


def choose(book: Book, number: int, topic: str, *, on: bool) -> None:
    """A member wants, or does not want, to be told of this; nothing if that is so already."""
    member = book.the(Member, number)
    if muted(member, topic) != on:
        return
    others = [one for one in TOPICS if one != topic and muted(member, one)]
    kept = others if on else [one for one in TOPICS if one in (*others, topic)]
    kind = "member.unmuted" if on else "member.muted"
    with journal.record(book, kind, actor=number, member=number, topic=topic):
        book.change(member, muted=f",{','.join(kept)}," if kept else "")


# A client and the proposals that wait for them ------------------------------------


def came(book: Book, job: Job) -> None:
    """A proposal came that waits for its client from now on."""
    if not job.waiting:
        book.change(job, waiting=book.now)


def client_due(book: Book, job: Job) -> Instant:
    """When the client of an open job is reminded, if nothing is done; it may be early. FOREVER for never."""
    days = book.policy.reminders_client_days
    return max(job.waiting, job.reminded) + days * DAY if days and job.waiting else FOREVER


def remind_client(book: Book, job: Job) -> None:
    """Remind a client of what has waited for so many days, at most once in as many."""
    if client_due(book, job) > book.now:
        return
    some = book.find(WAITING_ON, job.number)
    book.change(job, waiting=min((one.at for one in some), default=0))
    if client_due(book, job) > book.now:
        return
    book.change(job, reminded=book.now)
    since = book.now - book.policy.reminders_client_days * DAY
    late = [one.at for one in some if one.at <= since]
    if tells(book, job.client, CLIENT):
        shown = f"proposals job-{job.number}"
        notices.to_member(
            book, job.client, "job.waiting", buttons=(Button("button-proposals", shown),),
            job=Ref("job", job.number), title=Words(job.title), count=len(late), since=When(min(late)),
            list=Code(f"/{shown}"),
        )  # fmt: skip
