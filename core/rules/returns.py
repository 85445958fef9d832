"""Settling an ended job on its proposals: archived, or returned to the lots that paid (RULES 4, 21)."""

from __future__ import annotations

from collections.abc import Sequence

from core import instants
from core.board.jobs import GIVES_BACK, Job
from core.board.proposals import ARCHIVED, RETURNED, TO_SETTLE, Proposal, state_after
from core.book import Book
from core.errors import Broken
from core.instants import Instant
from core.ledger.accounts import RETURNS, Wallet
from core.ledger.lots import LOTS_LEFT, USES, Lot, Use
from core.rules import dues, journal, notices
from core.rules.journal import Record
from core.speech.phrase import Amount, Ref, Term

AT_ONCE = 200
"""An ending settles so many proposals itself; more are left to chores, in chunks of so many."""


def settle(book: Book, job: Job, proposal: Proposal) -> None:
    """Bring a proposal to the state that its job's end gives it; nothing if it is there already."""
    state = state_after(proposal.state, job.state)
    if state == proposal.state:
        return
    book.change(proposal, state=state)
    left = job.unsettled - 1
    book.change(job, unsettled=left)
    if left == 0:
        community = book.community
        book.change(community, settling=community.settling - 1)
    if state == RETURNED:
        _return(book, job, proposal)
    else:
        with journal.record(
            book, "proposal.archived", key=f"archive/proposal-{proposal.number}/{job.ended}", due=job.ended,
            job=job.number, proposal=proposal.number, member=proposal.member, state=ARCHIVED,
        ):  # fmt: skip
            pass
        notices.to_member(book, proposal.member, "proposal.closed", job=job_ref(job), state=Term(job.state))


def _return(book: Book, job: Job, proposal: Proposal) -> None:
    wallet = book.the(Wallet, proposal.wallet)
    dues.age(book, wallet)
    with journal.record(
        book, "proposal.returned", key=f"return/job-{job.number}/{proposal.number}", due=job.ended,
        job=job.number, proposal=proposal.number, member=proposal.member, state=RETURNED,
    ) as record:  # fmt: skip
        if proposal.paid:
            record.move(RETURNS, -proposal.paid)
            give_back(record, wallet, proposal.operation, proposal.paid, job.ended)
    notices.to_member(
        book, proposal.member, "proposal.returned",
        job=job_ref(job), state=Term(job.state), returned=Amount(proposal.paid),
        balance=Amount(wallet.balance),
    )  # fmt: skip


def settle_some(book: Book, job: Job) -> None:
    """Settle a just ended job's proposals now if they are few; the chores do it if they are many."""
    if 0 < job.unsettled <= AT_ONCE:
        settle_all(book, job, sorted(book.find(TO_SETTLE, job.number), key=lambda one: one.number))


def settle_all(book: Book, job: Job, proposals: Sequence[Proposal]) -> None:
    """Settle these proposals of an ended job; what they need is asked for together."""
    returned = [one for one in proposals if state_after(one.state, job.state) != one.state]
    if job.state in GIVES_BACK:
        paid = [one for one in returned if one.paid]
        book.need(
            *((Wallet, one.wallet) for one in returned),
            *((LOTS_LEFT, one.wallet) for one in returned),
            *((USES, one.operation) for one in paid),
        )
        book.need(*((Lot, use.lot) for one in paid for use in book.find(USES, one.operation)))
    for proposal in returned:
        settle(book, job, proposal)


def job_ref(job: Job) -> Ref:
    """How a job is said."""
    return Ref("job", job.number)


def give_back(record: Record, wallet: Wallet, paid_by: int, amount: int, due: Instant) -> None:
    """Return what an operation took, to the very lots that paid, with their own expiry (RULES 4).

    Where such a lot has expired meanwhile, a new lot of some days takes its place.
    """
    book = record.book
    uses: list[Use] = book.find(USES, paid_by)
    book.need(*((Lot, use.lot) for use in uses))
    late = 0
    for use in uses:
        lot = book.the(Lot, use.lot)
        if lot.wallet != wallet.number or use.amount <= 0:
            continue
        amount -= use.amount
        if lot.expires > book.now:
            record.take_from(wallet, lot, -use.amount)
        else:
            late += use.amount
    if amount:
        raise Broken(f"operation {paid_by} did not take what is returned")
    if late:
        zone, days = book.policy.time_zone, book.policy.lot_returned_days
        record.credit(wallet, late, "return", due, instants.after_days(max(due, book.now), days, zone))
