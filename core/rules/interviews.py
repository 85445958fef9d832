"""Interviews and the bonus for answering one (RULES 27, 28)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.board.jobs import Job
from core.board.proposals import INTERVIEWING, RETURNED, WITHDRAWN, Proposal
from core.book import Book
from core.errors import Refusal
from core.instants import DAY, Instant
from core.ledger.accounts import BONUSES, Earned, Pair
from core.people import Rank
from core.rules import boosts, communities, dues, journal, notices, proposals, standing, wallets
from core.rules.returns import job_ref
from core.speech.phrase import Amount, Mention, Term, Words
from core.speech.reply import Button, Quote

ROLLING = 7 * DAY


@dataclass(frozen=True, slots=True)
class Window:
    """What a wallet has earned in the window that holds now, of how much."""

    used: int
    cap: int
    ends: Instant  # 0 where the window rolls


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer came to. ``why`` says what kept the bonus below the policy's, if anything did."""

    proposal: Proposal
    job: Job
    bonus: int
    why: str
    window: Window
    balance: int


def window(book: Book, wallet: int) -> Window:
    """A wallet's window now; a weekly one that has ended is closed first."""
    communities.settle_window(book)
    policy, community = book.policy, book.community
    used = sum(amount for _, amount in _counted(book, _recent(book, wallet)))
    ends = community.window_end if policy.bonus_window == "weekly" else 0
    return Window(used, policy.bonus_cap if policy.bonus_amount else 0, ends)


def _recent(book: Book, wallet: int) -> list[list[int]]:
    row = book.get(Earned, wallet)
    return [] if row is None else list(json.loads(row.recent))


def _counted(book: Book, recent: list[list[int]]) -> list[tuple[Instant, int]]:
    """The bonuses that count in the window now: of this week, or of (now - 168 h, now]."""
    if book.policy.bonus_window == "weekly":
        start = book.community.window_start
        return [(at, amount) for at, amount in recent if at >= start]
    return [(at, amount) for at, amount in recent if at > book.now - ROLLING]


def ask(book: Book, by: int, rank: Rank, number: int, question: str) -> tuple[Proposal, Job]:
    """The client starts the interview with a question.

    Refuses: proposal.unknown, proposal.own, proposal.state, job.closed.
    """
    proposal, job = proposals.for_client(book, by, rank, number)
    proposals.must_come_to(proposal, INTERVIEWING)
    boosts.interact(book, job, proposal)
    with journal.record(
        book, "interview.asked", actor=by, job=job.number, proposal=number, member=proposal.member,
        state=INTERVIEWING,
    ) as record:  # fmt: skip
        said = record.text(question, by)
        seen = proposal.seen or book.now
        book.change(proposal, state=INTERVIEWING, question=said, asked=book.now, seen=seen)
    notices.to_member(
        book, standing.contact(book, proposal.wallet, proposal.member), "interview.question",
        body=(Quote(Words(said)),),
        buttons=(Button("button-answer", f"proposal answer proposal-{number}"),),
        job=job_ref(job), title=Words(job.title), proposal=proposals.ref(proposal),
        bonus=Amount(_offer(book, proposal)), days=book.policy.bonus_answer_days,
        **standing.whose(book, proposal.wallet, proposal.member),
    )  # fmt: skip
    return proposal, job


def _offer(book: Book, proposal: Proposal) -> int:
    return book.policy.bonus_amount if proposal.paid else 0


def answer(book: Book, by: int, number: int, text: str) -> Answered:
    """The freelancer answers, once; in time and while the proposal is live it earns the bonus.

    Refuses: proposal.unknown, proposal.state.
    """
    proposal, job = proposals.own(book, by, number)
    if not proposal.asked or proposal.answered or proposal.state in (WITHDRAWN, RETURNED):
        state = "answered" if proposal.answered else proposal.state
        raise Refusal(
            "proposal.state", proposal=proposals.ref(proposal), state=Term(state), wanted=Term("answered")
        )
    wallet = wallets.of(book, proposal.wallet)
    now = window(book, wallet.number)
    bonus, why = _bonus(book, proposal, job, now)
    with journal.record(
        book, "interview.answered", actor=by, job=job.number, proposal=number, member=proposal.member,
        bonus=bonus, why=why, window=now.ends and book.community.window_start,
    ) as record:  # fmt: skip
        said = record.text(text, by)
        if bonus:
            record.move(BONUSES, -bonus)
            record.credit(wallet, bonus, "bonus", book.now, dues.expiry(book, book.now))
            _count(book, wallet.number, job.client, bonus)
        book.change(proposal, answer=said, answered=book.now, bonus=bonus)
    notices.to_member(
        book, job.client, "interview.answer",
        body=(Quote(Words(said)),),
        buttons=(
            Button("button-hire", f"proposal hire proposal-{number}"),
            Button("button-decline", f"proposal decline proposal-{number}"),
        ),
        job=job_ref(job), proposal=proposals.ref(proposal), member=Mention(by),
    )  # fmt: skip
    standing.tell(
        book, proposal.wallet, proposal.member, by, "agency.answered", bonus=Amount(bonus),
        job=job_ref(job), proposal=proposals.ref(proposal),
    )  # fmt: skip
    return Answered(proposal, job, bonus, why, Window(now.used + bonus, now.cap, now.ends), wallet.balance)


def _bonus(book: Book, proposal: Proposal, job: Job, now: Window) -> tuple[int, str]:
    """What the answer earns, and why it is less than the policy's bonus if it is."""
    policy = book.policy
    if policy.bonus_amount == 0:
        return 0, "off"
    if proposal.paid == 0:
        return 0, "free"
    if proposal.state != INTERVIEWING:
        return 0, "ended"
    if book.now > proposal.asked + policy.bonus_answer_days * DAY:
        return 0, "late"
    pair = book.get(Pair, (job.client, proposal.wallet))
    if policy.bonus_once_per_pair and pair is not None and _counted(book, [[pair.at, 0]]):
        return 0, "pair"
    room = max(0, now.cap - now.used)
    return (policy.bonus_amount, "") if room >= policy.bonus_amount else (room, "cap")


def _count(book: Book, wallet: int, client: int, bonus: int) -> None:
    start = min(book.community.window_start or book.now, book.now - ROLLING)
    recent = [one for one in _recent(book, wallet) if one[0] >= start]
    kept = json.dumps([*recent, [book.now, bonus]], separators=(",", ":"))
    row = book.get(Earned, wallet)
    if row is None:
        book.add(Earned(wallet, kept))
    else:
        book.change(row, recent=kept)
    pair = book.get(Pair, (client, wallet))
    if pair is None:
        book.add(Pair(client, wallet, book.now))
    else:
        book.change(pair, at=book.now)
