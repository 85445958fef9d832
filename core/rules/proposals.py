"""Proposals: submitting one, and what its freelancer and the client do with it (RULES 16 to 21)."""

from __future__ import annotations

from collections.abc import Sequence

from core.board.boosts import Bid
from core.board.jobs import OPEN, Invitation, Job
from core.board.proposals import (
    ARCHIVED,
    DECLINED,
    HIRED,
    INTERVIEWING,
    LIVE,
    PROPOSALS_FOR,
    PROPOSALS_OF,
    SHORTLISTED,
    SUBMITTED,
    WITHDRAWN,
    Proposal,
)
from core.book import Book
from core.errors import Refusal
from core.people import Rank
from core.rules import agencies, boosts, jobs, journal, notices, reminding, returns, standing, wallets
from core.rules.returns import job_ref
from core.speech.phrase import Code, Mention, Ref, Term, Words
from core.speech.reply import Button, Quote

FROM = {
    SHORTLISTED: (SUBMITTED,),
    ARCHIVED: LIVE,
    DECLINED: (*LIVE, ARCHIVED),
    HIRED: (*LIVE, ARCHIVED, DECLINED),
    INTERVIEWING: (SUBMITTED, SHORTLISTED),
    WITHDRAWN: LIVE,
}
"""From which states a proposal may come to a state."""


def ref(proposal: Proposal) -> Ref:
    """How a proposal is said."""
    return Ref("proposal", proposal.number)


def at(book: Book, number: int) -> tuple[Proposal, Job]:
    """A proposal and its job, settled. Refuses: proposal.unknown."""
    proposal = book.get(Proposal, number)
    if proposal is None:
        raise unknown(str(number))
    job = jobs.at(book, proposal.job)
    returns.settle(book, job, proposal)
    returns.settle_unseen(book, (proposal,))
    return proposal, job


def own(book: Book, by: int, number: int) -> tuple[Proposal, Job]:
    """A proposal for who acts for it, and its job. Refuses: proposal.unknown."""
    proposal, job = at(book, number)
    if not standing.acts_for(book, by, proposal.wallet, proposal.member):
        raise unknown(str(number))
    return proposal, job


def settle(book: Book, job: int, numbers: Sequence[int]) -> None:
    """Settle these proposals of a job, if it has ended."""
    book.need((Job, job), *((Proposal, number) for number in numbers))
    found = [book.the(Proposal, number) for number in numbers]
    returns.settle_all(book, jobs.at(book, job), found)


def unknown(typed: str) -> Refusal:
    """That there is no such proposal, for this person at least."""
    return Refusal("proposal.unknown", proposal=typed, list=Code("/proposals"))


def may_apply(book: Book, by: int, job: Job, agency: int = 0) -> None:
    """Whether a member can apply at all, for themselves or for an agency.

    Refuses: job.closed, job.own, proposal.twice.
    """
    jobs.must_be_open(job)
    theirs = agency and standing.part_in(book, agency, job.client) is not None
    if job.client == by or theirs:
        of = standing.whose(book, agency if theirs else by, by)
        raise Refusal("job.own", job=job_ref(job), list=Code(f"/proposals job-{job.number}"), **of)
    of_agency = book.find(PROPOSALS_FOR, (job.number, agency)) if agency else ()
    for earlier in (*book.find(PROPOSALS_OF, (job.number, by)), *of_agency):
        # One may apply anew after withdrawing, and whatever became of it once the job is opened again.
        over = earlier.state == WITHDRAWN or (earlier.round < job.round and earlier.state != HIRED)
        if not over:
            raise Refusal(
                "proposal.twice", job=job_ref(job), proposal=ref(earlier), state=Term(earlier.state),
                **standing.whose(book, earlier.wallet, earlier.member),
            )  # fmt: skip


def price_for(book: Book, by: int, job: Job) -> int:
    """What applying costs somebody: the job's price, and nothing where its client invited them (RULES 20)."""
    return 0 if book.get(Invitation, (job.number, by)) is not None else job.price


def submit(book: Book, by: int, job: Job, letter: str, boost: int = 0, agency: int = 0) -> Proposal:
    """Send a proposal and pay for it, and for its boost if there is one; an agency's wallet pays for it.

    Refuses: job.closed, job.own, proposal.twice, letter.missing, boost.closed, boost.high, boost.full,
    wallet.short, agency.unknown, agency.frozen, agency.limit.
    """
    may_apply(book, by, job, agency)
    if not letter and book.policy.cover_letter == "required":
        raise Refusal("letter.missing", job=job_ref(job), apply=Code(f"/apply job-{job.number}"))
    wallet = agencies.spender(book, by, agency) if agency else wallets.of(book, by)
    price = price_for(book, by, job)
    if boost:
        boosts.must_have_room(book, job, boost)
    wallets.afford(book, wallet, price + boost)
    if agency:
        agencies.must_allow(book, agency, by, price + boost)
        agencies.count(book, agency, by, price)
    number = book.next("proposals")
    with journal.record(
        book, "proposal.submitted", actor=by, job=job.number, proposal=number, member=by,
        state=SUBMITTED, paid=price, invited=True if price < job.price else None, wallet=agency or None,
    ) as record:  # fmt: skip
        if price:
            wallets.spend(record, wallet, price)
        proposal = book.add(
            Proposal(
                number,
                job.number,
                by,
                wallet.number,
                record.number,
                price,
                record.text(letter, by),
                SUBMITTED,
                book.now,
                round=job.round,
            )
        )
        book.change(
            job, proposals=job.proposals + 1, live=job.live + 1, held=job.held + 1,
            returnable=job.returnable + price,
        )  # fmt: skip
    if boost:
        boosts.bid(book, by, job, proposal, boost)
    reminding.came(book, job)
    jobs.reckon(book, job)
    notices.to_member(
        book, job.client, "proposal.arrived",
        body=(Quote(Words(proposal.letter)),) if letter else (),
        buttons=_client_buttons(proposal),
        job=job_ref(job), proposal=ref(proposal), member=Mention(by), count=job.proposals,
        **standing.whose(book, wallet.number, by),
    )  # fmt: skip
    notices.card(book, job.number)
    return proposal


def _client_buttons(proposal: Proposal) -> tuple[Button, ...]:
    number = proposal.number
    return (
        Button("button-interview", f"proposal interview proposal-{number}"),
        Button("button-shortlist", f"proposal shortlist proposal-{number}"),
        Button("button-decline", f"proposal decline proposal-{number}"),
    )


def withdraw(book: Book, by: int, number: int, message: str) -> tuple[Proposal, Job]:
    """A freelancer takes a proposal back; nothing is returned, not even later.

    Refuses: proposal.unknown, proposal.state.
    """
    proposal, job = own(book, by, number)
    must_come_to(proposal, WITHDRAWN)
    with journal.record(
        book, "proposal.withdrawn", actor=by, job=job.number, proposal=number, member=proposal.member,
        state=WITHDRAWN,
    ) as record:  # fmt: skip
        said = record.text(message, by)
        _leave_board(job, record, proposal)
        book.change(proposal, state=WITHDRAWN)
    boosts.leave(book, job, proposal)
    notices.to_member(
        book,
        job.client,
        "proposal.was_withdrawn",
        body=(Quote(Words(said)),) if said else (),
        job=job_ref(job),
        proposal=ref(proposal),
        member=Mention(by),
    )
    standing.tell(
        book,
        proposal.wallet,
        proposal.member,
        by,
        "agency.withdrew",
        job=job_ref(job),
        proposal=ref(proposal),
    )
    return proposal, job


def for_client(book: Book, by: int, rank: Rank, number: int) -> tuple[Proposal, Job]:
    """A proposal for the one who decides on it: its job's client, or staff, never its own freelancer.

    Refuses: proposal.unknown, proposal.own, job.closed.
    """
    proposal, job = at(book, number)
    if standing.is_own(book, by, proposal.wallet, proposal.member):
        theirs = standing.whose(book, proposal.wallet, proposal.member)
        raise Refusal("proposal.own", proposal=ref(proposal), **theirs)
    if job.client != by and rank < Rank.STAFF:
        raise unknown(str(number))
    jobs.must_be_open(job)
    return proposal, job


def move(book: Book, by: int, rank: Rank, number: int, state: str, message: str) -> tuple[Proposal, Job]:
    """The client shortlists, archives, declines or hires.

    Refuses: proposal.unknown, proposal.own, proposal.state, job.closed.
    """
    proposal, job = for_client(book, by, rank, number)
    must_come_to(proposal, state)
    was_live = proposal.state in LIVE
    book.need((Bid, number))
    boosts.interact(book, job, proposal)
    with journal.record(
        book,
        f"proposal.{state}",
        actor=by,
        job=job.number,
        proposal=number,
        member=proposal.member,
        state=state,
    ) as record:
        said = record.text(message, by)
        if state == HIRED:
            jobs.record_held(record, job, -returns.worth(book, proposal), -1)
            book.change(job, hired=job.hired + 1)
        if was_live and state not in LIVE:
            book.change(job, live=job.live - 1)
        book.change(proposal, state=state, seen=proposal.seen or book.now)
    told = standing.contact(book, proposal.wallet, proposal.member)
    if state == HIRED or (state != ARCHIVED and reminding.tells(book, told, reminding.PROPOSALS)):
        notices.to_member(
            book, told, "proposal.moved",
            body=(Quote(Words(said)),) if said else (),
            job=job_ref(job), title=Words(job.title), proposal=ref(proposal), state=Term(state),
        )  # fmt: skip
    if state == HIRED:
        boosts.close(book, job, "hire")
    if state == HIRED and job.state == OPEN and job.hired >= job.hires:
        jobs.fill(book, job, by)
    elif state == HIRED:
        notices.card(book, job.number)
    return proposal, job


def must_come_to(proposal: Proposal, state: str) -> None:
    """Refuses: proposal.state."""
    if proposal.state not in FROM[state]:
        raise Refusal(
            "proposal.state", proposal=ref(proposal), state=Term(proposal.state), wanted=Term(state)
        )


def _leave_board(job: Job, record: journal.Record, proposal: Proposal) -> None:
    jobs.record_held(record, job, -returns.worth(record.book, proposal), -1)
    record.book.change(job, live=job.live - 1)
