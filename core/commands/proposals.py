"""What people say about proposals: /apply, /proposals, /proposal …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.board.proposals import ARCHIVED, DECLINED, HIRED, SHORTLISTED, Proposal
from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, order, question
from core.chat.options import BeforeProposal, Boost, JobNumber, Letter, NumberSpec, Page, ProposalNumber, Said
from core.commands import rules_board
from core.commands.paging import more, page_of
from core.queries import ProposalsBy, ProposalsOn
from core.rules import boosts, interviews, jobs, proposals, returns, wallets
from core.rules.proposals import ref
from core.rules.returns import job_ref
from core.speech.phrase import Amount, Code, Fact, Mention, Phrase, Term, When, Words, say
from core.speech.reply import Block, Button, Items, Para, Quote, Reply, reply


def _form(ask: Ask, book: Book, given: Mapping[str, str]) -> Reply:
    """The form of an application, with its price and what is left after paying it (RULES 17)."""
    form = COMMANDS["apply"].form_of(given)
    if book.policy.cover_letter == "required":
        fields = tuple(replace(one, required=one.required or one.name == "message") for one in form.fields)
        form = replace(form, fields=fields)
    wallet = wallets.of(book, ask.member)
    facts: dict[str, Fact] = {"balance": Amount(wallet.balance)}
    if any(one.name == "job" for one in form.fields):  # which one it will be is not known yet
        return Reply("apply.form", facts, (Para(say("apply.returns")),), form=form)
    number = NumberSpec("job").read("job", given["job"])
    job = jobs.at(book, number)
    proposals.may_apply(book, ask.member, job)
    price = proposals.price_for(book, ask.member, job)
    wallets.afford(book, wallet, price)
    facts |= {
        "job": job_ref(job), "title": Words(job.title), "price": Amount(price),
        "after": Amount(wallet.balance - price),
    }  # fmt: skip
    body = _returns(book)
    if job.auction and book.policy.boost_places:
        body.append(Para(boosts.offer(book, job)))
    else:
        form = replace(form, fields=tuple(one for one in form.fields if one.name != "boost"))
    return Reply("apply.form_for", facts, body, form=form)


def _returns(book: Book) -> list[Para]:
    """When what is paid would come back."""
    more = [rules_board.expiry_line(book.policy)]
    if book.policy.returns_unseen_after_days:
        more.append(say("rules.unseen", days=book.policy.returns_unseen_after_days))
    return [
        Para(one) for one in (say("apply.returns" if not any(more) else "apply.returns_also"), *more) if one
    ]


@order("apply", form=("job", "message", "boost"), opens=_form)
def apply(ask: Ask, book: Book, job: JobNumber, message: Letter = "", boost: Boost = 0) -> Reply:
    """Apply to a job with your Connects."""
    found = jobs.at(book, job)
    proposals.may_apply(book, ask.member, found)
    if not message and not ask.filled and book.policy.cover_letter == "required":
        return _form(ask, book, {"job": f"job-{job}"})
    sent = proposals.submit(book, ask.member, found, message, boost)
    place = boosts.place_of(boosts.bids_of(book, found), sent.number) if boost else 0
    return reply(
        "apply.paid", job=job_ref(found), proposal=ref(sent), paid=Amount(sent.paid),
        boost=Amount(boost), place=place, places=book.policy.boost_places,
        balance=Amount(wallets.of(book, ask.member).balance),
        body=[*_returns(book), *([Para(say("boost.returns"))] if boost else [])],
        buttons=(Button("button-withdraw", f"proposal withdraw proposal-{sent.number}"),),
    )  # fmt: skip


@question("proposals")
def listing(ask: Ask, book: Book, job: JobNumber = 0, page: Page = 1, before: BeforeProposal = 0) -> Reply:
    """See your proposals, or those on a job of yours."""
    if job:
        return _on_job(ask, book, job, page, before)
    rows = book.ask(ProposalsBy(ask.member, page_of(page, before), before))
    shown, rest = more(rows, page, before)
    lines = tuple(_own_line(book, row) for row in shown)
    buttons = []
    if rest:
        buttons.append(Button("button-more", f"proposals page:{page + 1} before:{shown[-1].number}"))
    none = Para(say("proposals.none", jobs=Code("/jobs")))
    return Reply(
        "proposals",
        {"job": None, "proposals": lines, "count": len(lines), "page": page},
        (Items(lines) if lines else none,),
        buttons,
    )


def _own_line(book: Book, row: Proposal) -> Phrase:
    job = jobs.at(book, row.job)
    return say(
        "proposals.line", proposal=ref(row), job=job_ref(job), title=Words(job.title), paid=Amount(row.paid),
        state=Term(returns.state_now(book, job, row)), at=When(row.at),
    )  # fmt: skip


def _on_job(ask: Ask, book: Book, number: int, page: int, after: int) -> Reply:
    """The client's list: boosted proposals first, by rank, then by time (RULES 22)."""
    job = jobs.at(book, number)
    jobs.must_run(job, ask.member, ask.rank)
    lifted = {bid.proposal: place for place, bid in enumerate(boosts.boosted(book, job), 1)}
    rows = book.ask(ProposalsOn(number, page_of(page, after) + len(lifted), after))
    plain = [row for row in rows if row.number not in lifted]
    first = [book.ask(ProposalsOn(number, 1, one - 1))[0] for one in lifted] if not after else []
    shown, rest = more([*first, *plain], page, after)
    lines = tuple(
        say(
            "proposals.line_client",
            proposal=ref(row),
            job=job_ref(job),
            member=Mention(row.member),
            state=Term(returns.state_now(book, job, row)),
            paid=Amount(row.paid),
            at=When(row.at),
            place=lifted.get(row.number, 0),
        )
        for row in shown
    )
    body: list[Block] = []
    for line, row in zip(lines, shown, strict=True):
        body.append(Items((line,)))
        if row.letter:
            body.append(Quote(Words(row.letter)))
    buttons = []
    if rest:
        buttons.append(
            Button("button-more", f"proposals job-{number} page:{page + 1} before:{_last(shown, lifted)}")
        )
    facts: dict[str, Fact] = {"job": job_ref(job), "proposals": lines, "count": job.proposals, "page": page}
    return Reply("proposals", facts, body, buttons)


def _last(shown: Sequence[Proposal], lifted: Mapping[int, int]) -> int:
    """The newest number by time that was shown: the boosted ones stood before their turn."""
    return max((row.number for row in shown if row.number not in lifted), default=0)


@order("proposal withdraw")
def withdraw(ask: Ask, book: Book, proposal: ProposalNumber, message: Letter = "") -> Reply:
    """Take a proposal back; its Connects are not returned."""
    found, job = proposals.withdraw(book, ask.member, proposal, message)
    return reply("proposal.withdrawn", proposal=ref(found), job=job_ref(job), state=Term(found.state))


@order("proposal shortlist")
def shortlist(ask: Ask, book: Book, proposal: ProposalNumber, message: Letter = "") -> Reply:
    """Put a proposal on your shortlist."""
    return _moved(ask, book, proposal, SHORTLISTED, message)


@order("proposal archive")
def archive(ask: Ask, book: Book, proposal: ProposalNumber, message: Letter = "") -> Reply:
    """Put a proposal out of the way; its freelancer is not told."""
    return _moved(ask, book, proposal, ARCHIVED, message)


@order("proposal decline")
def decline(ask: Ask, book: Book, proposal: ProposalNumber, message: Letter = "") -> Reply:
    """Decline a proposal; this can't be undone, though you may still hire."""
    return _moved(ask, book, proposal, DECLINED, message)


@order("proposal hire")
def hire(ask: Ask, book: Book, proposal: ProposalNumber, message: Letter = "") -> Reply:
    """Hire the freelancer of a proposal."""
    return _moved(ask, book, proposal, HIRED, message)


def _moved(ask: Ask, book: Book, number: int, state: str, message: str) -> Reply:
    found, job = proposals.move(book, ask.member, ask.rank, number, state, message)
    return reply(
        f"proposal.{state}", proposal=ref(found), job=job_ref(job), state=Term(found.state),
        member=Mention(found.member), job_state=Term(job.state), hired=job.hired, hires=job.hires,
    )  # fmt: skip


@order("proposal interview", form=("proposal", "question"))
def interview(ask: Ask, book: Book, proposal: ProposalNumber, question: Said) -> Reply:
    """Ask a freelancer your first question; their answer comes back to you."""
    found, job = interviews.ask(book, ask.member, ask.rank, proposal, question)
    return reply(
        "interview.asked", proposal=ref(found), job=job_ref(job), state=Term(found.state),
        member=Mention(found.member),
    )  # fmt: skip


@order("proposal answer", form=("proposal", "answer"))
def answer(ask: Ask, book: Book, proposal: ProposalNumber, answer: Said) -> Reply:
    """Answer a client's question; in time it earns the interview bonus."""
    done = interviews.answer(book, ask.member, proposal, answer)
    facts: dict[str, Fact] = {
        "bonus": Amount(done.bonus), "used": done.window.used, "cap": done.window.cap,
        "full": Amount(book.policy.bonus_amount), "days": book.policy.bonus_answer_days,
    }  # fmt: skip
    told = f"bonus.{done.why}" if done.why else "bonus.paid"
    return reply(
        "interview.answered", proposal=ref(done.proposal), job=job_ref(done.job), bonus=Amount(done.bonus),
        window_used=done.window.used, window_cap=done.window.cap, balance=Amount(done.balance), why=done.why,
        body=(Para(Phrase(told, facts)),),
    )  # fmt: skip
