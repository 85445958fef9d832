"""What can be seen as a picture: a balance over time, what became of Connects, the bids on a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from core.book import Book
from core.chat.options import ChoiceSpec
from core.instants import DAY
from core.rules import wallets
from core.speech.phrase import Amount, Fact, Phrase, Ref, When, say
from core.speech.pictures import THEMES, USUAL, Bars, Picture, Ranks, Steps
from core.tallies import Course, Flows, PerJob

Theme = Annotated[str, ChoiceSpec((USUAL, *THEMES))]
"""Whether there shall be a picture, and on what ground."""
POINTS, SLOTS, BIDS = 240, 28, 12
"""As many points, bars and lines as can be told apart on a phone."""
_HEAPS = (("0", 0, 0), ("1–2", 1, 2), ("3–5", 3, 5), ("6–10", 6, 10), ("11–20", 11, 20), ("21+", 21, 10**9))
"""The jobs that got so many proposals, at least and at most, stand together."""


def balance(book: Book, wallet: int, days: int, theme: str) -> tuple[Picture, ...]:
    """A wallet's balance over time, from its first move on or over some days; nothing where none was."""
    held = wallets.of(book, wallet).balance
    since = book.now - days * DAY if days else 0
    whole = book.ask(Course(wallet, since, book.now + 1))
    if not whole:
        return ()
    begin, _, before, _, lowest, highest = whole[0]
    begin = max(since, begin - 1)
    moves = book.ask(Course(wallet, begin, max(1, (book.now - begin) // POINTS)))
    points = ((since or begin, before), *((last, after) for _, last, _, after, *_ in moves), (book.now, held))
    also = (before, held) if since else (held,)
    facts: dict[str, Fact] = {
        "since": When(points[0][0]), "lowest": Amount(min(lowest, *also)),
        "highest": Amount(max(highest, *also)), "now": Amount(held),
    }  # fmt: skip
    title = say("picture.balance", balance=Amount(held))
    steps = Steps(say("picture.over_time"), points)
    return (Picture("connects-balance", title, say("picture.balance_alt", **facts), (steps,), theme),)


def community(
    book: Book, days: int, theme: str, came: Mapping[str, Sequence[str]], went: Mapping[str, Sequence[str]],
    facts: Mapping[str, Fact],
) -> tuple[Picture, ...]:  # fmt: skip
    """What became of Connects and jobs: where Connects came from, where they went, proposals a job.

    ``came`` and ``went`` name the kinds of operation by what they are called; ``facts`` are those of the
    answer beside the picture.
    """
    since, slots = book.now - days * DAY, min(days, SLOTS)
    span = -(-days * DAY // slots)
    moved: dict[str, list[int]] = {}
    for place, kind, into, out in book.ask(Flows(since, span)):
        for way, amount in (("+", into), ("-", out)):
            moved.setdefault(way + kind, [0] * slots)[min(place, slots - 1)] += amount
    starts = tuple(since + place * span for place in range(slots))

    def series(way: str, kinds: Mapping[str, Sequence[str]]) -> tuple[tuple[Phrase, tuple[int, ...]], ...]:
        sums = {
            name: tuple(map(sum, zip(*(moved.get(way + kind, [0] * slots) for kind in some), strict=True)))
            for name, some in kinds.items()
        }
        return tuple((say(f"stats.{name}"), counts) for name, counts in sums.items() if any(counts))

    jobs = book.ask(PerJob(since))
    heaps = [sum(count for sent, count in jobs.items() if low <= sent <= high) for _, low, high in _HEAPS]
    panels = (
        Bars(say("picture.came"), starts, series("+", came)),
        Bars(say("picture.went"), starts, series("-", went)),
        Bars(say("picture.granted"), starts, (
            *series("+", {"granted": came["granted"]}), *series("-", {"expired": went["expired"]}),
        )),
        Bars(
            say("picture.per_job"), tuple(name for name, _, _ in _HEAPS), ((say("picture.jobs"), (*heaps,)),)
        ),
    )  # fmt: skip
    title = say("picture.community", days=days)
    return (Picture("connects-community", title, say("picture.community_alt", **facts), panels, theme),)


def bids(job: Ref, lines: Sequence[Phrase], theme: str) -> tuple[Picture, ...]:
    """The table of bids on a job, as it is told line by line; nothing where nobody bids."""
    rows = tuple(_bid(line) for line in lines[:BIDS])
    if not rows:
        return ()
    alt = say("picture.bids_alt", job=job, bids=len(lines), highest=Amount(rows[0][1]))
    ranks = Ranks(say("picture.bids_axis"), rows)
    return (Picture(f"connects-job-{job.number}", say("picture.bids", job=job), alt, (ranks,), theme),)


def _bid(line: Phrase) -> tuple[Phrase, int, bool]:
    boost = line.facts["boost"]
    assert isinstance(boost, Amount)
    some = {name: line.facts[name] for name in ("place", "member", "proposal")}
    return say("picture.bid", **some), boost.connects, line.key == "boost.line"
