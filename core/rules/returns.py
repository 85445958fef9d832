"""Settling an ended job on its proposals: archived, or returned to the lots that paid (RULES 4, 21)."""

from __future__ import annotations

from collections.abc import Sequence

from core import instants
from core.board.boosts import HELD as BID_HELD
from core.board.boosts import RETURNED as BID_RETURNED
from core.board.boosts import SPENT as BID_SPENT
from core.board.boosts import Bid, paid_by
from core.board.jobs import EXPIRED, GIVES_BACK, OPEN, Job
from core.board.proposals import ARCHIVED, LIVE, RETURNED, TO_SETTLE, Proposal, state_after
from core.book import Book
from core.errors import Broken
from core.instants import DAY, FOREVER, Instant
from core.ledger.accounts import HELD, RETURNS, SPENT, Wallet
from core.ledger.lots import LOTS_LEFT, USES, Lot, Use
from core.people import Member
from core.rules import calendar, dues, journal, notices, reminding, standing
from core.rules.journal import Record
from core.speech.phrase import Amount, Ref, Term

AT_ONCE = 200
"""An ending settles so many proposals itself; more are left to chores, in chunks of so many."""


def share(book: Book, job: Job, proposal: Proposal) -> int:
    """What of its price comes back to a proposal that is live when its job expires, by the policy then."""
    if job.state != EXPIRED or proposal.state not in LIVE:
        return 0
    _, policy = calendar.policy_at(book, job.ended)
    percent = {"none": 0, "full": 100, "percent": policy.returns_percent}[policy.returns_on_expiry]
    return proposal.paid * percent // 100


def state_now(book: Book, job: Job, proposal: Proposal) -> str:
    """A proposal's state once its job's end has been settled on it."""
    if share(book, job, proposal) or _was_unseen(book, job, proposal):
        return RETURNED
    return state_after(proposal.state, job.state)


def unseen_due(book: Book, proposal: Proposal) -> Instant:
    """When a proposal that its client leaves alone is returned; FOREVER if it never is."""
    days = book.community.unseen
    if not days or proposal.seen or proposal.state not in LIVE:
        return FOREVER
    return proposal.at + days * DAY


def _was_unseen(book: Book, job: Job, proposal: Proposal) -> bool:
    """Whether a proposal was due to be returned unseen before its job ended."""
    return 0 < job.ended >= unseen_due(book, proposal) and job.state not in GIVES_BACK


def settle_unseen(book: Book, proposals: Sequence[Proposal]) -> None:
    """Return those that their client has left alone for too long; ended jobs settle theirs themselves."""
    for proposal in list(proposals):
        if unseen_due(book, proposal) <= book.now:
            job = book.the(Job, proposal.job)
            if job.state == OPEN and job.closes > book.now:
                _return_unseen(book, job, proposal)


def _return_unseen(book: Book, job: Job, proposal: Proposal) -> None:
    """Give back the price and a bid that is held still."""
    purse, bid = wallet(book, proposal.wallet), book.get(Bid, proposal.number)
    dues.age(book, purse)
    held = bid if bid is not None and bid.state == BID_HELD and job.auction else None
    boost, due = held.amount if held is not None else 0, unseen_due(book, proposal)
    with journal.record(
        book, "proposal.unseen", key=f"unseen/proposal-{proposal.number}", due=due, job=job.number,
        proposal=proposal.number, member=proposal.member, state=RETURNED, returned=proposal.paid + boost,
        boost=boost or None,
    ) as record:  # fmt: skip
        record.move(SPENT, -proposal.paid)
        record.move(HELD, -boost)
        give_back(record, purse, proposal.operation, due, proposal.paid)
        if held is not None:
            give_back_bid(record, purse, held, due)
        if job.state == OPEN:
            book.change(job, live=job.live - 1)
        book.change(job, held=job.held - 1, returnable=job.returnable - worth(book, proposal))
        book.change(proposal, state=RETURNED)
    notices.to_member(
        book, _told(book, proposal), "proposal.unseen", job=job_ref(job),
        proposal=Ref("proposal", proposal.number), days=book.community.unseen,
        returned=Amount(proposal.paid + boost), balance=Amount(purse.balance),
        **standing.whose(book, proposal.wallet, proposal.member),
    )  # fmt: skip


def settle(book: Book, job: Job, proposal: Proposal) -> None:
    """Bring a proposal to the state that its job's end gives it; nothing if it is there already."""
    state, back = state_now(book, job, proposal), share(book, job, proposal)
    if state == proposal.state:
        return
    book.need((Bid, proposal.number), (Wallet, proposal.wallet), (LOTS_LEFT, proposal.wallet))
    left = job.unsettled - 1
    book.change(job, unsettled=left)
    if left == 0:
        community = book.community
        book.change(community, settling=community.settling - 1)
    if _was_unseen(book, job, proposal):
        _return_unseen(book, job, proposal)
        return
    book.change(proposal, state=state)
    if back:
        book.change(job, held=job.held - 1, returnable=job.returnable - worth(book, proposal))
        _return(book, job, proposal, SPENT, back, None)
    elif state == RETURNED:
        bid = book.get(Bid, proposal.number)
        spent = bid if bid is not None and bid.state == BID_SPENT else None
        _return(book, job, proposal, RETURNS, proposal.paid, spent)
    else:
        with journal.record(
            book, "proposal.archived", key=f"archive/proposal-{proposal.number}/{job.ended}", due=job.ended,
            job=job.number, proposal=proposal.number, member=proposal.member, state=ARCHIVED,
        ):  # fmt: skip
            pass
        told = _told(book, proposal)
        if reminding.tells(book, told, reminding.PROPOSALS):
            notices.to_member(book, told, "proposal.closed", job=job_ref(job), state=Term(job.state))


def _return(book: Book, job: Job, proposal: Proposal, out_of: str, back: int, bid: Bid | None) -> None:
    """Give back a price, or a part of it, and a bid that was spent."""
    purse = wallet(book, proposal.wallet)
    dues.age(book, purse)
    boost = bid.amount if bid is not None else 0
    with journal.record(
        book, "proposal.returned", key=f"return/job-{job.number}/{proposal.number}", due=job.ended,
        job=job.number, proposal=proposal.number, member=proposal.member, state=RETURNED, boost=boost or None,
    ) as record:  # fmt: skip
        record.move(out_of, -back - boost)
        if back:
            must_be_all(proposal.number, back - give_back(record, purse, proposal.operation, job.ended, back))
        if bid is not None:
            give_back_bid(record, purse, bid, job.ended)
    notices.to_member(
        book, _told(book, proposal), "proposal.returned",
        job=job_ref(job), state=Term(job.state), returned=Amount(back + boost), balance=Amount(purse.balance),
        **standing.whose(book, proposal.wallet, proposal.member),
    )  # fmt: skip


def _told(book: Book, proposal: Proposal) -> int:
    return standing.contact(book, proposal.wallet, proposal.member)


def wallet(book: Book, number: int) -> Wallet:
    """A wallet that something comes back to; its dues are the caller's to settle."""
    return book.the(Wallet, number)


def worth(book: Book, proposal: Proposal) -> int:
    """What calling the job off would return to a proposal: its price, and its bid if that was spent."""
    bid = book.get(Bid, proposal.number)
    return proposal.paid + (bid.amount if bid is not None and bid.state == BID_SPENT else 0)


def settle_some(book: Book, job: Job) -> None:
    """Settle a just ended job's proposals now if they are few; the chores do it if they are many."""
    if 0 < job.unsettled <= AT_ONCE:
        settle_all(book, job, sorted(book.find(TO_SETTLE, job.number), key=lambda one: one.number))


def settle_all(book: Book, job: Job, proposals: Sequence[Proposal]) -> None:
    """Settle these proposals of an ended job; what they need is asked for together."""
    returned = [one for one in proposals if state_now(book, job, one) != one.state]
    book.need(
        *((Bid, one.number) for one in returned),
        *((Member, one.member) for one in returned),
        *((kind, one.wallet) for one in returned for kind in (Wallet, LOTS_LEFT)),
    )
    standing.need(book, ((one.wallet, one.member) for one in returned))
    if job.state in GIVES_BACK or any(share(book, job, one) for one in returned):
        paid = [one.operation for one in returned if one.paid]
        bids = [bid for one in returned if (bid := book.get(Bid, one.number)) is not None]
        paid += [number for bid in bids for number in paid_by(bid)]
        book.need(*((USES, number) for number in paid))
        book.need(*((Lot, use.lot) for number in paid for use in book.find(USES, number)))
    for proposal in returned:
        settle(book, job, proposal)


def job_ref(job: Job) -> Ref:
    """How a job is said."""
    return Ref("job", job.number)


def give_back(record: Record, purse: Wallet, paid_by: int, due: Instant, most: int = -1) -> int:
    """Return what an operation took, or ``most`` of it, to the very lots that paid, with their own expiry.

    Where such a lot has expired meanwhile, a new lot of some days takes its place (RULES 4). How much
    came back.
    """
    book = record.book
    uses: list[Use] = book.find(USES, paid_by)
    book.need(*((Lot, use.lot) for use in uses))
    back = late = 0
    for use in uses:
        lot = book.the(Lot, use.lot)
        part = use.amount if most < 0 else min(use.amount, most - back)
        if lot.wallet != purse.number or part <= 0:
            continue
        back += part
        if lot.expires > book.now:
            record.take_from(purse, lot, -part)
        else:
            late += part
    if late:
        zone, days = book.policy.time_zone, book.policy.lot_returned_days
        record.credit(purse, late, "return", due, instants.after_days(max(due, book.now), days, zone))
    return back


def give_back_bid(record: Record, purse: Wallet, bid: Bid, due: Instant) -> None:
    """Put a bid back into the lots that paid it."""
    left = bid.amount
    for operation in paid_by(bid):
        left -= give_back(record, purse, operation, due)
    must_be_all(bid.proposal, left)
    record.book.change(bid, state=BID_RETURNED)


def must_be_all(proposal: int, left: int) -> None:
    """Raises Broken if not all that was paid came back."""
    if left:
        raise Broken(f"proposal {proposal} did not pay what is returned: {left}")
