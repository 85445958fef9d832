"""What became of a community's Connects and jobs lately: /admin stats."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import question
from core.chat.options import Days
from core.commands import picturing
from core.commands.picturing import Theme
from core.instants import DAY, HOUR, MINUTE
from core.ledger.accounts import (
    ACCOUNTS,
    AWARDS,
    BONUSES,
    EXPIRED,
    GIFTS,
    GRANTS,
    HELD,
    MOVED,
    RETURNS,
    SALES,
    SPENT,
    STAFF,
    WALLET,
)
from core.ledger.moves import FLOWS, UNDO
from core.people import Rank
from core.speech.phrase import Amount, Fact, Phrase, say
from core.speech.pictures import USUAL
from core.speech.reply import Button, Fields, Reply
from core.tallies import Headcount, Lately, Stats


def _into(*accounts: str) -> tuple[str, ...]:
    """The kinds of operation that bring Connects from these accounts into wallets."""
    return tuple(kind for kind, flow in FLOWS.items() if WALLET in flow.go and {*flow.come} <= {*accounts})


def _out(*accounts: str) -> tuple[str, ...]:
    """The kinds of operation that take Connects out of wallets to these accounts."""
    return tuple(kind for kind, flow in FLOWS.items() if WALLET in flow.come and {*flow.go} <= {*accounts})


CAME = {
    "granted": _into(GRANTS),
    "gifts": _into(GIFTS),
    "bonuses": _into(BONUSES),
    "awards": _into(AWARDS),
    "bought": _into(SALES),
    "given": _into(STAFF),
    "moved": _into(MOVED),
    "returned": _into(RETURNS, SPENT, HELD),
}
"""By what it is called, the kinds of operation by which Connects come into wallets."""
WENT = {
    "spent": _out(SPENT, HELD),
    "expired": _out(EXPIRED),
    "taken": _out(STAFF),
    "refunded": _out(SALES),
    "moved_back": _out(MOVED),
}
"""The same for those by which they leave. Those between wallets, and undoing, are neither."""
SELDOM = ("moved", "moved_back")
"""What is shown only where there was some."""


@question("admin stats", rank=Rank.STAFF)
def stats(ask: Ask, book: Book, days: Days = 30, picture: Theme = "") -> Reply:
    """See what became of Connects and jobs in the last days."""
    lately, members = book.ask(Stats(book.now - days * DAY)), book.ask(Headcount())
    accounts = {one.name: one.balance for one in book.find(ACCOUNTS, ())}
    # All accounts of a community add up to zero, so what wallets hold is the others' sum, turned round.
    facts: dict[str, Fact] = {
        "days": days, "supply": Amount(-sum(accounts.values())), "held": Amount(accounts.get(HELD, 0)),
    }  # fmt: skip
    facts |= {name: Amount(_sum(lately, kinds, 0)) for name, kinds in CAME.items()}
    facts |= {name: Amount(_sum(lately, kinds, 1)) for name, kinds in WENT.items()}
    facts["undone"] = Amount(_sum(lately, (UNDO,), 0) - _sum(lately, (UNDO,), 1))
    facts |= {
        "posted": lately.posted, "open": lately.open, "proposals": lately.sent,
        "per_job": _ratio(lately.sent, lately.posted), "hired": _percent(lately),
        "interview": _span(lately.waits), "members": members, "active": lately.active,
    }  # fmt: skip
    shown_not = {"days", *(name for name in SELDOM if facts[name] == Amount(0))}
    pairs = tuple(
        (say(f"stats.{name}"), say("value", value=fact))
        for name, fact in facts.items()
        if name not in shown_not
    )
    body = (Fields(pairs),)
    if picture:
        shown = picturing.community(book, days, picture, CAME, WENT, facts)
        return Reply("stats", facts, body, pictures=shown)
    asked = Button("button-picture", f"admin stats days:{days} picture:{USUAL}")
    return Reply("stats", facts, body, (asked,))


def _sum(lately: Lately, kinds: Sequence[str], way: int) -> int:
    """What some kinds of operation brought into wallets, or took out of them."""
    return sum(lately.moved[kind][way] for kind in kinds if kind in lately.moved)


def _ratio(count: int, among: int) -> Fact:
    """So many for each, to the tenth."""
    tenths = (20 * count + among) // (2 * among) if among else 0
    return say("stats.ratio", whole=tenths // 10, tenth=tenths % 10) if among else None


def _percent(lately: Lately) -> Fact:
    """The share of proposals that were hired."""
    if not lately.sent:
        return None
    return say("stats.percent", percent=(200 * lately.hired + lately.sent) // (2 * lately.sent))


def _span(waits: Sequence[int]) -> Phrase | None:
    """The middle one of some spans of time, in a unit that suits it."""
    if not waits:
        return None
    middle = int(median(waits))
    for unit, name in ((DAY, "days"), (HOUR, "hours")):
        if middle >= 2 * unit:
            return say(name, count=(middle + unit // 2) // unit)
    return say("minutes", count=(middle + MINUTE // 2) // MINUTE)
