"""What people say about jobs: /jobs, /job …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from core.board.boosts import BIDS, LEFT
from core.board.jobs import DRAFT, JOB_STATES, OPEN, Job
from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import (
    BeforeJob,
    ChoiceSpec,
    Date,
    Description,
    Flag,
    Hires,
    JobNumber,
    Named,
    Page,
    Price,
    Reason,
    Short,
    Tag,
    Tags,
    Title,
)
from core.commands import picturing
from core.commands.paging import more, page_of
from core.commands.picturing import Theme
from core.people import Rank
from core.queries import Board
from core.rules import boosts, invitations, jobs, places
from core.rules.returns import job_ref
from core.rules.terms import Wish
from core.speech.phrase import Amount, Code, Fact, Mention, Phrase, Term, When, Words, say
from core.speech.pictures import USUAL
from core.speech.reply import Block, Button, Fields, Items, Para, Quote, Reply, reply

State = Annotated[str, ChoiceSpec((*JOB_STATES, "any"))]
_ASKED = ("title", "description", "price", "budget", "skills")


@question("jobs")
def board(
    ask: Ask, book: Book, text: Short = "", category: Tag = "", skill: Tag = "", state: State = OPEN,
    mine: Flag = False, page: Page = 1, before: BeforeJob = 0,
) -> Reply:  # fmt: skip
    """See the jobs on the board; filter by text, category, skill or state."""
    client = ask.member if mine or state == DRAFT else 0
    wanted = "" if state == "any" else state
    rows = book.ask(
        Board(page_of(page, before), before, text, category.casefold(), skill.casefold(), wanted, client)
    )
    shown, rest = more(rows, page, before)
    lines = tuple(_line(job) for job in shown if not wanted or jobs.at(book, job.number).state == wanted)
    typed = _typed(text, category, skill, state, mine)
    buttons = []
    if rest:
        buttons.append(Button("button-more", f"{typed} page:{page + 1} before:job-{shown[-1].number}"))
    body: tuple[Block, ...] = (
        (Items(lines),) if lines else (Para(say("jobs.none", jobs=Code("/jobs state:any"))),)
    )
    return Reply("jobs", {"jobs": lines, "count": len(lines), "page": page}, body, buttons)


def _typed(text: str, category: str, skill: str, state: str, mine: bool) -> str:
    parts = ["jobs"]
    for name, value in (("text", text), ("category", category), ("skill", skill)):
        if value:
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            parts.append(f'{name}:"{quoted}"')
    parts.append(f"state:{state}")
    if mine:
        parts.append("mine:yes")
    return " ".join(parts)


def _line(job: Job) -> Phrase:
    return say(
        "jobs.line", job=job_ref(job), title=Words(job.title), price=Amount(job.price), state=Term(job.state),
        closes=When(job.closes - 1), proposals=job.proposals,
    )  # fmt: skip


@order("job post", rank=Rank.CLIENT, form=_ASKED)
def post(
    ask: Ask, book: Book, title: Title, description: Description = "", price: Price | None = None,
    budget: Short = "", category: Tag = "", skills: Tags = (), closes: Date = "", hires: Hires = 1,
) -> Reply:  # fmt: skip
    """Publish a job on the board."""
    wish = Wish(title, description, price, budget, category, skills, closes, hires)
    job = jobs.post(book, ask.member, wish)
    places.settle(book, ask.who)
    return reply(
        "job.posted", job=job_ref(job), price=Amount(job.price), closes=When(job.closes - 1),
        buttons=_run_buttons(job),
    )  # fmt: skip


def _run_buttons(job: Job) -> tuple[Button, ...]:
    name = f"job-{job.number}"
    return (
        Button("button-proposals", f"proposals {name}"),
        Button("button-edit", f"job edit {name} ?"),
        Button("button-close", f"job close {name}"),
    )


@question("job show")
def show(ask: Ask, book: Book, job: JobNumber, picture: Theme = "") -> Reply:
    """See one job in full."""
    found = jobs.at(book, job)
    runs = found.client == ask.member or ask.rank >= Rank.STAFF
    buttons: tuple[Button, ...] = ()
    if found.state == OPEN:
        apply = (Button("button-apply", f"apply job-{job} ?"),)
        buttons = _run_buttons(found) if runs else apply
    elif found.state == DRAFT:
        jobs.must_run(found, ask.member, ask.rank)
        edit = Button("button-edit", f"job edit job-{job} ?")
        buttons = (Button("button-publish", f"job publish job-{job}"), edit)
    elif runs:
        buttons = (Button("button-reopen", f"job reopen job-{job}"),)
    lines = _table(book, found, ask.member, runs)
    facts = {**_facts(found), "boosts": lines, "auction": When(found.auction, "time") if lines else None}
    said = (Para(say("job.boosts" if found.auction else "job.boosts_over")), Items(lines)) if lines else ()
    drawn = picturing.bids(job_ref(found), lines, picture) if picture else ()
    if lines and not picture:
        buttons = (*buttons, Button("button-picture", f"job show job-{job} picture:{USUAL}"))
    return Reply("job.shown", facts, (*_body(found), *said), buttons, pictures=drawn)


def _table(book: Book, job: Job, by: int, runs: bool) -> tuple[Phrase, ...]:
    """The bids, which those see who boost and who decides; the result is open to all (RULES 24, 26)."""
    bids = book.find(BIDS, (job.number, job.round))
    mine = any(bid.member == by and bid.state != LEFT for bid in bids)
    return boosts.lines(book, job) if mine or runs or not job.auction else ()


def card(book: Book, number: int) -> Reply:
    """A job's card for the channel, as the job stands."""
    job = jobs.at(book, number)
    buttons = (
        Button("button-apply", f"apply job-{number} ?"),
        Button("button-show", f"job show job-{number}"),
    )
    return Reply("job.card", _facts(job), _body(job), buttons if job.state == OPEN else ())


def _facts(job: Job) -> dict[str, Fact]:
    return {
        "job": job_ref(job), "title": Words(job.title), "state": Term(job.state), "price": Amount(job.price),
        "proposals": job.proposals, "closes": When(job.closes - 1), "client": Mention(job.client),
        "hires": job.hires, "hired": job.hired,
    }  # fmt: skip


def _body(job: Job) -> Sequence[Block]:
    pairs = [
        (say("label.price"), say("value", value=Amount(job.price))),
        (say("label.state"), say("value", value=Term(job.state))),
        (say("label.client"), say("value", value=Mention(job.client))),
    ]
    if job.budget:
        pairs.append((say("label.budget"), say("value", value=Words(job.budget))))
    if job.category:
        pairs.append((say("label.category"), say("value", value=job.category)))
    if job.skills:
        pairs.append((say("label.skills"), say("value", value=job.skills.strip(",").replace(",", ", "))))
    if job.state == OPEN:
        pairs.append((say("label.closes"), say("value", value=When(job.closes - 1))))
    pairs.append((say("label.proposals"), say("value.number", value=job.proposals)))
    if job.hires > 1 or job.hired:
        pairs.append((say("label.hires"), say("value.of", value=job.hired, all=job.hires)))
    quote: tuple[Block, ...] = (Quote(Words(job.description)),) if job.description else ()
    return (*quote, Fields(tuple(pairs)))


@order("job draft", rank=Rank.CLIENT, form=_ASKED)
def draft(
    ask: Ask, book: Book, title: Title, description: Description = "", price: Price | None = None,
    budget: Short = "", category: Tag = "", skills: Tags = (), closes: Date = "", hires: Hires = 1,
) -> Reply:  # fmt: skip
    """Write a job that nobody else sees until you publish it."""
    wish = Wish(title, description, price, budget, category, skills, closes, hires)
    job = jobs.draft(book, ask.member, wish)
    return reply(
        "job.drafted", job=job_ref(job), price=Amount(job.price),
        publish=Code(f"/job publish job-{job.number}"),
        buttons=(
            Button("button-publish", f"job publish job-{job.number}"),
            Button("button-edit", f"job edit job-{job.number} ?"),
        ),
    )  # fmt: skip


@order("job publish", rank=Rank.CLIENT)
def publish(ask: Ask, book: Book, job: JobNumber) -> Reply:
    """Put a draft of yours on the board."""
    found = jobs.publish(book, ask.member, _mine(ask, book, job))
    places.settle(book, ask.who)
    return reply(
        "job.posted", job=job_ref(found), price=Amount(found.price), closes=When(found.closes - 1),
        buttons=_run_buttons(found),
    )  # fmt: skip


@order("job reopen")
def reopen(ask: Ask, book: Book, job: JobNumber, closes: Date = "") -> Reply:
    """Put a job that has ended on the board again; what came back stays where it is."""
    found = jobs.reopen(book, ask.member, ask.rank, _mine(ask, book, job), closes)
    return reply(
        "job.reopened", job=job_ref(found), state=Term(found.state), price=Amount(found.price),
        closes=When(found.closes - 1), hires=found.hires, buttons=_run_buttons(found),
    )  # fmt: skip


@order("job invite")
def invite(ask: Ask, book: Book, job: JobNumber, member: Named) -> Reply:
    """Invite a member to apply to a job of yours, free of charge."""
    found, number = _mine(ask, book, job), int(member)  # type: ignore[call-overload]
    invitations.invite(book, ask.member, found, number)
    return reply("job.invited", job=job_ref(found), member=Mention(number))


@order("job edit", form=("title", "description", "price", "budget", "closes"))
def edit(
    ask: Ask, book: Book, job: JobNumber, title: Title | None = None, description: Description | None = None,
    price: Price | None = None, budget: Short | None = None, category: Tag | None = None,
    skills: Tags | None = None, closes: Date | None = None, hires: Hires | None = None,
) -> Reply:  # fmt: skip
    """Change an open job; proposals keep what they paid."""
    found = _mine(ask, book, job)
    wish = Wish(title or None, description, price, budget, category, skills, closes, hires)
    changed = jobs.edit(book, ask.member, found, wish)
    return reply("job.edited", job=job_ref(found), changed=tuple(changed), price=Amount(found.price))


@order("job close")
def close(ask: Ask, book: Book, job: JobNumber) -> Reply:
    """Close a job now; proposals are archived and nothing is returned."""
    found = jobs.close(book, ask.member, _mine(ask, book, job))
    return reply(
        "job.closed_now", job=job_ref(found), state=Term(found.state), returned=Amount(0),
        cancel=Code(f"/job cancel job-{job}"),
    )  # fmt: skip


@order("job cancel")
def cancel(ask: Ask, book: Book, job: JobNumber) -> Reply:
    """Call a job off before a hire; every proposal gets its Connects back."""
    found = _mine(ask, book, job)
    returned = jobs.cancel(book, ask.member, found)
    return reply("job.cancelled", job=job_ref(found), state=Term(found.state), returned=Amount(returned))


@order("job remove", rank=Rank.STAFF)
def remove(ask: Ask, book: Book, job: JobNumber, reason: Reason = "") -> Reply:
    """Take a job off the board for a reason; every proposal gets its Connects back."""
    found = _mine(ask, book, job)
    returned = jobs.remove(book, ask.member, found, reason)
    return reply("job.removed", job=job_ref(found), state=Term(found.state), returned=Amount(returned))


def _mine(ask: Ask, book: Book, number: int) -> Job:
    job = jobs.at(book, number)
    jobs.must_run(job, ask.member, ask.rank)
    return job
