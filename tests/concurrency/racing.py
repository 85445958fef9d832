"""What ends while others are still at it: jobs, auctions, months; and how each has to come out."""

from __future__ import annotations

import asyncio
import random
from itertools import permutations

from core import instants
from core.instants import DAY
from core.ledger.accounts import HELD, RETURNS
from tests.concurrency.crowd import Crowd, Said

GIFT, PRICE = 40, 4
BIDDERS, PLACES = 8, 4
BASIC, PLUS = 10, 70
MONTHS = 6
"""After so many months others come, before the Connects of the first ones end."""


async def nothing(crowd: Crowd) -> None:
    """Nothing has to stand beforehand."""


def _away_from_grants(crowd: Crowd) -> None:
    """Let no month begin within a round: who is new would have a grant."""
    today = instants.day(crowd.clock.at, "UTC")
    if today.day > 20:
        crowd.clock.at += (40 - today.day) * DAY


# All orders of five endings of one proposal --------------------------------------------

ENDINGS = ("withdraw", "cancel", "remove", "close", "hire")
ORDERS = tuple(permutations(ENDINGS))
LATER = 8 * DAY
"""After which every job has expired."""


def outcome(order: tuple[str, ...]) -> tuple[tuple[bool, ...], int]:
    """Which of these are done, one after the other, and what of the price comes back (RULES 15, 21)."""
    job, proposal, back, done = "open", "live", 0, []
    for what in order:
        well = {
            "withdraw": proposal == "live",
            "cancel": job == "open",
            "remove": job not in ("cancelled", "removed"),
            "close": job == "open",
            "expire": job == "open",
            "hire": job == "open" and proposal == "live",
        }[what]
        done += [well] if what != "expire" else []
        if not well:
            continue
        if what == "withdraw":
            proposal = "withdrawn"
        elif what in ("cancel", "remove"):
            job = "cancelled" if what == "cancel" else "removed"
            if proposal in ("live", "archived"):
                proposal, back = "returned", PRICE
        elif what == "hire":
            job, proposal = "filled", "hired"
        else:
            job, proposal = "expired", "archived" if proposal == "live" else proposal
    return tuple(done), back


def _line(what: str, name: str, number: int) -> Said:
    who, thing = {
        "withdraw": (name, "proposal"),
        "cancel": ("client", "job"),
        "remove": ("staff", "job"),
        "close": ("client", "job"),
        "hire": ("client", "proposal"),
    }[what]
    return who, f"{thing} {what} {thing}-{number}"


async def endings(crowd: Crowd, number: int) -> None:
    """Half of all orders of five endings, each of a proposal of its own, in one moment.

    Every second time all jobs expire meanwhile.
    """
    expires, orders = number % 2 == 1, ORDERS[number // 2 % 2 :: 2]
    _away_from_grants(crowd)
    first = number * len(orders) + 1
    names = [f"dora{first + place}" for place in range(len(orders))]
    for _ in names:
        await crowd.say("client", f'job post title:"A job" price:{PRICE} closes:7d')
    for place, name in enumerate(names):
        await crowd.say(name, f"apply job-{first + place}")
    lines = [
        _line(what, names[place], first + place)
        for turn in range(len(ENDINGS))
        for place, order in enumerate(orders)
        for what in (order[turn],)
    ]
    engines = [place for _ in ENDINGS for place in range(len(orders))]

    def later() -> None:
        crowd.clock.at += LATER

    said = await crowd.at_once(lines, by=engines, halfway=later if expires else None)
    for place, order in enumerate(orders):
        heard = [said[turn * len(orders) + place] for turn in range(len(ENDINGS))]
        done = tuple(one.ok for one in heard)
        back = await crowd.balance(names[place]) - (GIFT - PRICE)
        ways = [(*order[:at], "expire", *order[at:]) for at in range(len(order) + 1)] if expires else [order]
        assert (done, back) in [outcome(way) for way in ways], (order, back, [one.key for one in heard])
    assert await crowd.account(RETURNS) == 0, "something is still owed"


# An auction that closes while bids arrive -------------------------------------------------


async def auctions(crowd: Crowd, number: int) -> None:
    """Eight bid three times each while the client hires one of them, or while the seven days end."""
    _away_from_grants(crowd)
    chance = random.Random(number)
    by_time = number % 2 == 1
    names = [f"eve{number}x{place}" for place in range(BIDDERS)]
    since = await crowd.look(lambda book: book.community.operations)
    await crowd.say("client", 'job post title:"A job" price:1')
    job, first = number + 1, number * BIDDERS + 1
    for name in names:
        await crowd.say(name, f"apply job-{job}")
    mine = {name: first + place for place, name in enumerate(names)}
    amounts = [(name, chance.randint(1, 30)) for name in names for _ in range(3)]
    chance.shuffle(amounts)
    lines = [(name, f"boost proposal-{mine[name]} {amount}") for name, amount in amounts]
    if not by_time:
        hired = chance.choice(names)
        lines.insert(chance.randrange(4, len(lines)), ("client", f"proposal hire proposal-{mine[hired]}"))

    def later() -> None:
        crowd.clock.at += 7 * DAY

    await crowd.at_once(lines, halfway=later if by_time else None)
    if by_time:
        await crowd.at_once([(name, f"boost proposal-{mine[name]} 31") for name in names])  # too late, all
        await crowd.towns[0].tick()
    bids: dict[int, tuple[int, int]] = {}
    for op, entries in await crowd.journal(since):
        if op.kind == "boost.placed" and op.job == job:
            paid = -sum(entry.amount for entry in entries if entry.wallet)
            bids[op.proposal] = (bids.get(op.proposal, (0, 0))[0] + paid, op.number)
    best = sorted(bids, key=lambda one: (-bids[one][0], bids[one][1]))[:PLACES]
    for name in names:
        own = mine[name]
        spent = bids[own][0] if own in best else 0
        assert await crowd.balance(name) == GIFT - 1 - spent, (name, own, bids, best)
    assert await crowd.account(HELD) == 0


# Grants while plans change ---------------------------------------------------------------

MEMBERS = 20
CHANGES = (("plus",), ("basic",), ("plus", "basic"), ("basic", "plus"), ("plus", "basic", "plus"), ())


async def grants(crowd: Crowd, number: int) -> None:
    """On the first of a month the chores pay the grants, twice over, while plans change and people pay."""
    group, month = divmod(number, MONTHS)
    names = [f"fay{group}x{place}" for place in range(MEMBERS)]
    if month == 0:
        for name in names:
            await crowd.say(name, "connects balance")
    had = {name: await crowd.balance(name) for name in names}
    now = crowd.clock.at
    today = instants.day(now, "UTC")
    year, following = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    crowd.clock.at = instants.parse(f"{year}-{following:02}-01T00:00")
    await crowd.say("client", 'job post title:"A job" price:1')
    job = number + 1
    ever: dict[str, bool] = {}
    lines: list[Said] = []
    for place, name in enumerate(names):
        changes = _changes(place, month)
        ever[name] = "plus" in (_plan(place, month), *changes)
        lines += [(f"staff{place}", f"admin plan {name} {plan}") for plan in changes]
        lines.append((name, f"apply job-{job}"))
    engines = [names.index(name) if name in names else int(name[5:]) for name, _ in lines]
    bells = [town.tick() for town in (*crowd.towns, *crowd.towns)]
    speaking = asyncio.ensure_future(crowd.at_once(lines, by=engines))
    await asyncio.gather(speaking, *bells)
    said = speaking.result()
    assert all(one.ok for one in said), {one.key for one in said if not one.ok}
    for name in names:
        got = await crowd.balance(name) - had[name] + 1
        assert got == (PLUS if ever[name] else BASIC), (name, got)


def _changes(place: int, month: int) -> tuple[str, ...]:
    return CHANGES[(place + month) % len(CHANGES)]


def _plan(place: int, month: int) -> str:
    """What somebody's plan was when the grant of a month fell due: what the changes before came to."""
    return ("basic", *(plan for one in range(month) for plan in _changes(place, one)))[-1]
