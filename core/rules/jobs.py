"""Jobs: publishing, editing, ending (RULES 14 to 16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import instants
from core.board.jobs import CANCELLED, EXPIRED, FILLED, GIVES_BACK, OPEN, REMOVED, Job
from core.book import Book
from core.errors import Refusal
from core.instants import FOREVER, Instant
from core.ledger.accounts import RETURNS, SPENT
from core.people import BOT, Rank
from core.rules import journal, notices, returns
from core.rules.journal import Record
from core.rules.returns import job_ref
from core.speech.phrase import Amount, Code, Term, When, Words

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a job to say; None leaves it as it is."""

    title: str | None = None
    description: str | None = None
    price: int | None = None
    budget: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    closes: str | None = None
    hires: int | None = None


def at(book: Book, number: int) -> Job:
    """A job, closed if its closing date has come. Refuses: job.unknown."""
    job = book.get(Job, number)
    if job is None:
        raise Refusal("job.unknown", job=number, list=Code("/jobs"))
    if job.state == OPEN and job.closes <= book.now:
        _close(book, job, BOT, key=f"close/job-{number}/{job.closes}", due=job.closes)
    return job


def post(book: Book, by: int, wish: Wish) -> Job:
    """Publish a job. Refuses: job.price, job.closes, value.range."""
    policy = book.policy
    price = policy.price_default if wish.price is None else wish.price
    hires = 1 if wish.hires is None else wish.hires
    _check(book, price, hires)
    closes = _closing(book, wish.closes)
    number = book.next("jobs")
    category, skills = (wish.category or "").casefold(), _tags(wish.skills or ())
    with journal.record(
        book, "job.posted", actor=by, job=number, state=OPEN, price=price, hires=hires, closes=closes,
        category=category, skills=skills,
    ) as record:  # fmt: skip
        job = book.add(
            Job(
                number,
                by,
                OPEN,
                record.text(wish.title or "", by),
                record.text(wish.description or "", by),
                record.text(wish.budget or "", by),
                category,
                skills,
                price,
                hires,
                book.now,
                closes,
                due=closes,
            )
        )
    notices.card(book, number)
    return job


def edit(book: Book, by: int, job: Job, wish: Wish) -> list[str]:
    """Change an open job; what it names now. Refuses: job.closed, job.price, job.closes, value.range."""
    must_be_open(job)
    new: dict[str, Any] = {}
    if wish.price is not None and wish.price != job.price:
        new["price"] = wish.price
    if wish.hires is not None and wish.hires != job.hires:
        new["hires"] = wish.hires
    _check(book, new.get("price", job.price), new.get("hires", job.hires), kept=job.price)
    if wish.hires is not None and wish.hires <= job.hired:
        raise Refusal("job.hires", job=job_ref(job), hired=job.hired, minimum=job.hired + 1)
    if wish.closes is not None:
        new["closes"] = new["due"] = _closing(book, wish.closes)
    if wish.category is not None:
        new["category"] = wish.category.casefold()
    if wish.skills is not None:
        new["skills"] = _tags(wish.skills)
    texts = {name: getattr(wish, name) for name in ("title", "description", "budget")}
    texts = {name: body for name, body in texts.items() if body is not None}
    if not new and not texts:
        raise Refusal("job.unchanged", job=job_ref(job), example=Code(f"/job edit job-{job.number} price:2"))
    said = {name: value for name, value in new.items() if name != "due"}
    with journal.record(book, "job.edited", actor=by, job=job.number, **said) as record:
        for name, body in texts.items():
            new[name] = record.text(body, by)
        record.facts["words"] = sorted(texts)
        book.change(job, **new)
    notices.card(book, job.number)
    return sorted({*new} - {"due"})


def close(book: Book, by: int, job: Job) -> Job:
    """Bring the closing date on. Refuses: job.closed."""
    must_be_open(job)
    _close(book, job, by)
    return job


def cancel(book: Book, by: int, job: Job) -> int:
    """Take a job back before a hire; what is returned. Refuses: job.closed, job.hired."""
    must_be_open(job)
    if job.hired:
        raise Refusal("job.hired", job=job_ref(job), close=Code(f"/job close job-{job.number}"))
    return _end(book, job, CANCELLED, by)


def remove(book: Book, by: int, job: Job, reason: str) -> int:
    """Staff take a job off the board; what is returned. Refuses: job.closed if it was called off before."""
    if job.state in GIVES_BACK:
        raise closed(job)
    if job.unsettled:  # its end archived them and is still at it; archived ones are returned all the same
        book.change(book.community, settling=book.community.settling - 1)
    return _end(book, job, REMOVED, by, reason=reason)


def fill(book: Book, job: Job, by: int) -> None:
    """All hires are made, the last of them by somebody."""
    _end(book, job, FILLED, BOT, key=f"fill/job-{job.number}/{book.now}", known_to=by)


def _close(book: Book, job: Job, by: int, *, key: str = "", due: Instant = 0) -> None:
    _end(book, job, FILLED if job.hired else EXPIRED, by, key=key, due=due)


def _end(
    book: Book, job: Job, state: str, by: int, *,
    key: str = "", due: Instant = 0, reason: str = "", known_to: int = 0,
) -> int:  # fmt: skip
    """End a job; its proposals are settled now if they are few, else by the chores.

    What will be returned is moved to *returns due* in this very operation.
    """
    gives_back = state in GIVES_BACK
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
    notices.card(book, job.number)
    if job.client not in (by, known_to):
        facts: dict[str, Any] = {"job": job_ref(job), "title": Words(job.title), "state": Term(state)}
        notices.to_member(book, job.client, "job.ended", reason=Words(said), **facts)
    return back


def must_be_open(job: Job) -> None:
    """Refuses: job.closed."""
    if job.state != OPEN:
        raise closed(job)


def closed(job: Job) -> Refusal:
    """That a job is not open, with what became of it and since when."""
    return Refusal(
        "job.closed", job=job_ref(job), state=Term(job.state), ended=When(job.ended), jobs=Code("/jobs")
    )


def must_run(job: Job, by: int, rank: Rank) -> None:
    """Only its client and staff act on a job. Refuses: rank.needed."""
    if by != job.client and rank < Rank.STAFF:
        raise Refusal("rank.needed", rank=Term("staff"), whose=job_ref(job))


def _check(book: Book, price: int, hires: int, kept: int = -1) -> None:
    policy = book.policy
    if price != kept and not policy.allows_price(price):
        allowed = (
            ", ".join(str(one) for one in policy.price_allowed)
            if policy.price_allowed
            else (f"{policy.price_minimum}-{policy.price_maximum}")
        )
        raise Refusal("job.price", price=Amount(price), allowed=allowed)
    if not 1 <= hires <= policy.job_maximum_hires:
        raise Refusal("value.range", option="hires", minimum=1, maximum=policy.job_maximum_hires)


def _closing(book: Book, text: str | None) -> Instant:
    """When a job closes: at the end of a local day, of a date or of so many days from now."""
    zone = book.policy.time_zone
    latest = instants.after_days(book.now, LONGEST_DAYS, zone)
    if not text:
        return instants.after_days(book.now, book.policy.job_days, zone)
    try:
        if not text.isascii():
            raise ValueError(text)
        if text[0].isdigit() and "-" not in text:
            days = int(text) if text.isdecimal() else -(-instants.parse_span(text) // instants.DAY)
            closes = instants.after_days(book.now, min(days, LONGEST_DAYS + 1), zone)
        else:
            closes = instants.parse_date(text, zone)
    except ValueError:
        raise Refusal("value.date", option="closes", example=Code("closes:14d")) from None
    if not book.now < closes <= latest:
        raise Refusal("job.closes", days=LONGEST_DAYS, example=Code("closes:14d"))
    return closes


def _tags(skills: tuple[str, ...]) -> str:
    tags = sorted({skill.casefold() for skill in skills})
    return f",{','.join(tags)}," if tags else ""


def record_held(record: Record, job: Job, paid: int, held: int) -> None:
    """Count what a cancellation of the job would return; ``held`` is how many proposals more or fewer."""
    record.book.change(job, held=job.held + held, returnable=job.returnable + paid)
