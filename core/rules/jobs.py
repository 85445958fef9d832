"""Jobs: drafting, publishing, editing, ending, opening anew (RULES 14 to 16)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.board.jobs import CANCELLED, DRAFT, EXPIRED, FILLED, GIVES_BACK, OPEN, REMOVED, Job
from core.book import Book
from core.errors import Refusal
from core.instants import DAY, FOREVER, Instant
from core.people import BOT, Rank
from core.rules import boosts, endings, journal, notices, reminding, terms
from core.rules.journal import Record
from core.rules.returns import job_ref
from core.rules.terms import Wish
from core.speech.notice import UNSENT_CARDS
from core.speech.phrase import Code, Term, When, Words
from core.speech.reply import Button


def at(book: Book, number: int) -> Job:
    """A job with what is due on it done: its auction closed, its closing warned of or come.

    Refuses: job.unknown.
    """
    job = book.get(Job, number)
    if job is None:
        raise unknown(number)
    if job.state == OPEN and job.due <= book.now:
        _settle(book, job)
    return job


def _settle(book: Book, job: Job) -> None:
    if job.auction and job.auction <= min(book.now, job.closes):
        boosts.close(book, job, "time", due=job.auction)
    if job.closes <= book.now:
        state = FILLED if job.hired else EXPIRED
        endings.end(book, job, state, BOT, key=f"close/job-{job.number}/{job.closes}", due=job.closes)
        return
    if _warning(book, job) <= book.now:
        book.change(job, warned=True)
        notices.to_member(
            book, job.client, "job.closing",
            buttons=(Button("button-edit", f"job edit job-{job.number} ?"),),
            job=job_ref(job), title=Words(job.title), closes=When(job.closes - 1), live=job.live,
            edit=Code(f"/job edit job-{job.number} closes:14d"),
        )  # fmt: skip
    reminding.remind_client(book, job)
    reckon(book, job)


def _warning(book: Book, job: Job) -> Instant:
    days = book.policy.job_warn_days
    return FOREVER if job.warned or not days else job.closes - days * DAY


def reckon(book: Book, job: Job) -> None:
    """Set when something falls due on an open job next."""
    book.change(
        job, due=min(job.closes, job.auction or FOREVER, _warning(book, job), reminding.client_due(book, job))
    )


def _open(book: Book, job: Job, closes: Instant) -> None:
    """A job stands on the board from now on; a life shorter than the warning needs none."""
    soon = closes - book.policy.job_warn_days * DAY <= book.now
    book.change(job, closes=closes, auction=boosts.auction_end(book), warned=soon)
    reckon(book, job)


def post(book: Book, by: int, wish: Wish) -> Job:
    """Publish a job. Refuses: job.price, job.closes, value.range."""
    job = _write(book, by, wish, OPEN, "job.posted")
    _open(book, job, job.closes)
    notices.card(book, job.number)
    return job


def draft(book: Book, by: int, wish: Wish) -> Job:
    """Write a job that nobody else sees yet. Refuses: job.price, job.closes, value.range."""
    return _write(book, by, wish, DRAFT, "job.drafted")


def publish(book: Book, by: int, job: Job) -> Job:
    """Put a draft on the board. Refuses: job.not_draft, job.price."""
    if job.state != DRAFT:
        raise Refusal("job.not_draft", job=job_ref(job), state=Term(job.state))
    terms.check(book, job.price, job.hires)
    closes = job.closes if job.closes > book.now else terms.closing(book, "")
    with journal.record(
        book, "job.published", actor=by, job=job.number, state=OPEN, price=job.price, hires=job.hires,
        closes=closes,
    ):  # fmt: skip
        book.change(job, state=OPEN, opened=book.now)
        _open(book, job, closes)
    notices.card(book, job.number)
    return job


def _write(book: Book, by: int, wish: Wish, state: str, kind: str) -> Job:
    price = book.policy.price_default if wish.price is None else wish.price
    hires = 1 if wish.hires is None else wish.hires
    terms.check(book, price, hires)
    closes = terms.closing(book, wish.closes)
    number = book.next("jobs")
    category, skills = (wish.category or "").casefold(), terms.tags(wish.skills or ())
    with journal.record(
        book, kind, actor=by, job=number, state=state, price=price, hires=hires, closes=closes,
        category=category, skills=skills,
    ) as record:  # fmt: skip
        return book.add(
            Job(
                number,
                by,
                state,
                record.text(wish.title or "", by),
                record.text(wish.description or "", by),
                record.text(wish.budget or "", by),
                category,
                skills,
                price,
                hires,
                book.now,
                closes,
            )
        )


def edit(book: Book, by: int, job: Job, wish: Wish) -> list[str]:
    """Change an open job or a draft; what it names now.

    Refuses: job.closed, job.price, job.closes, value.range.
    """
    if job.state != DRAFT:
        must_be_open(job)
    new: dict[str, Any] = {}
    if wish.price is not None and wish.price != job.price:
        new["price"] = wish.price
    if wish.hires is not None and wish.hires != job.hires:
        new["hires"] = wish.hires
    terms.check(book, new.get("price", job.price), new.get("hires", job.hires), kept=job.price)
    if wish.hires is not None and wish.hires <= job.hired:
        raise Refusal("job.hires", job=job_ref(job), hired=job.hired, minimum=job.hired + 1)
    if wish.closes is not None:
        new["closes"] = terms.closing(book, wish.closes)
    if wish.category is not None:
        new["category"] = wish.category.casefold()
    if wish.skills is not None:
        new["skills"] = terms.tags(wish.skills)
    texts = {name: getattr(wish, name) for name in ("title", "description", "budget")}
    texts = {name: body for name, body in texts.items() if body is not None}
    if not new and not texts:
        raise Refusal("job.unchanged", job=job_ref(job), example=Code(f"/job edit job-{job.number} price:2"))
    with journal.record(book, "job.edited", actor=by, job=job.number, **new) as record:
        for name, body in texts.items():
            new[name] = record.text(body, by)
        record.facts["words"] = sorted(texts)
        book.change(job, **new)
    if job.state == OPEN:
        if "closes" in new:
            book.change(job, warned=job.closes - book.policy.job_warn_days * DAY <= book.now)
        reckon(book, job)
        notices.card(book, job.number)
    return sorted(new)


def close(book: Book, by: int, job: Job) -> Job:
    """Bring the closing date on. Refuses: job.closed."""
    must_be_open(job)
    endings.end(book, job, FILLED if job.hired else EXPIRED, by)
    return job


def cancel(book: Book, by: int, job: Job) -> int:
    """Take a job back before a hire, or drop a draft; what is returned. Refuses: job.closed, job.hired."""
    if job.state != DRAFT:
        must_be_open(job)
    if job.hired:
        raise Refusal("job.hired", job=job_ref(job), close=Code(f"/job close job-{job.number}"))
    return endings.end(book, job, CANCELLED, by)


def remove(book: Book, by: int, job: Job, reason: str) -> int:
    """Staff take a job off the board; what is returned. Refuses: job.closed if it was called off before."""
    if job.state in GIVES_BACK:
        raise closed(job)
    if job.unsettled:  # its end archived them and is still at it; archived ones are returned all the same
        book.change(book.community, settling=book.community.settling - 1)
    return endings.end(book, job, REMOVED, by, reason=reason)


def fill(book: Book, job: Job, by: int) -> None:
    """All hires are made, the last of them by somebody."""
    endings.end(book, job, FILLED, BOT, key=f"fill/job-{job.number}/{book.now}", known_to=by)


def reopen(book: Book, by: int, rank: Rank, job: Job, closes: str) -> Job:
    """Put an ended job on the board again, with a new auction; what was returned stays returned.

    Whoever was declined or archived may apply again. One that was filled has room for one hire more.
    Refuses: job.open, job.settling, job.closes, rank.needed where staff removed it.
    """
    if job.state in (OPEN, DRAFT):
        raise Refusal("job.open", job=job_ref(job), state=Term(job.state))
    if job.state == REMOVED and rank < Rank.STAFF:
        raise Refusal("rank.needed", rank=Term("staff"), whose=job_ref(job))
    if job.unsettled:
        raise Refusal("job.settling", job=job_ref(job), left=job.unsettled)
    ends, hires = terms.closing(book, closes), max(job.hires, job.hired + 1)
    with journal.record(
        book, "job.reopened", actor=by, job=job.number, state=OPEN, closes=ends, hires=hires,
        round=job.round + 1,
    ):  # fmt: skip
        book.change(job, state=OPEN, ended=0, round=job.round + 1, hires=hires)
        _open(book, job, ends)
    notices.card(book, job.number)
    return job


def unknown(number: int) -> Refusal:
    """That there is no such job, for this person at least."""
    return Refusal("job.unknown", job=number, list=Code("/jobs"))


def must_be_open(job: Job) -> None:
    """Refuses: job.closed; job.unknown for a draft."""
    if job.state == DRAFT:
        raise unknown(job.number)
    if job.state != OPEN:
        raise closed(job)


def closed(job: Job) -> Refusal:
    """That a job is not open, with what became of it and since when."""
    return Refusal(
        "job.closed", job=job_ref(job), state=Term(job.state), ended=When(job.ended), jobs=Code("/jobs")
    )


def must_run(job: Job, by: int, rank: Rank) -> None:
    """Only its client and staff act on a job. Refuses: rank.needed; job.unknown for a draft."""
    if by != job.client and rank < Rank.STAFF:
        if job.state == DRAFT:
            raise unknown(job.number)
        raise Refusal("rank.needed", rank=Term("staff"), whose=job_ref(job))


def record_held(record: Record, job: Job, paid: int, held: int) -> None:
    """Count what a cancellation of the job would return; ``held`` is how many proposals more or fewer."""
    record.book.change(job, held=job.held + held, returnable=job.returnable + paid)


def refresh(book: Book, numbers: Sequence[int], since: Instant) -> None:
    """Have the cards of jobs drawn anew, but for those that had ended before then."""
    book.need(*((Job, number) for number in numbers), *((UNSENT_CARDS, f"job-{one}") for one in numbers))
    for number in numbers:
        job = book.get(Job, number)
        if job is not None and (not job.ended or job.ended >= since):
            notices.card(book, number)
