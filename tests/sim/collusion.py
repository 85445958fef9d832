"""`python -m tests.sim.collusion`: what fake clients and fake freelancers get out of the interview bonus.

Each client and each freelancer is an account of one and the same people, who play as well as they
can against the real rules, line by line, day by day. What comes out stands in core/README.md.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from core.instants import DAY, Instant
from core.people import Rank, Who
from core.policy.policy import Policy
from core.speech.phrase import Amount, Ref
from core.speech.reply import Reply
from tests.core.town import START, Town
from tests.stories.playing import new_database

WEEKS = 12
SIZES = (1, 2, 5, 10)
PATIENCE = 3
"""So often a day a freelancer meets one client where nothing else ends it."""
ENDINGS = ("cancel", "close", "decline", "archive", "withdraw", "hire", "leave")
"""What can be done with a job and its proposals once they have been interviewed."""
HEAD = "| settings | k = 1 | 2 | 5 | 10 |"


@dataclass(frozen=True)
class Plan:
    """How they play: what a job costs, how it ends, whether a pair meets once and never again."""

    price: int = 1
    ending: str = "cancel"
    once: bool = False


@dataclass(frozen=True)
class Setting:
    """What staff have set, how they play under it, and who plays with whom."""

    policy: tuple[str, ...] = ()
    plan: Plan = Plan()
    friends: str = "all"
    """Whom a freelancer meets: one client of their own, all the same one, all, or all who are both in one."""

    @property
    def numbers(self) -> Policy:
        known = dict(one.split(" ") for one in self.policy)
        return Policy(
            bonus_window=known.get("bonus.window", "weekly"),  # type: ignore[arg-type]
            bonus_once_per_pair=known.get("bonus.once_per_pair", "on") == "on",
            bonus_cap=int(known.get("bonus.cap", 50)),
            bonus_amount=int(known.get("bonus.amount", 10)),
        )


@dataclass
class Came:
    """What came of it: how much more each freelancer has than a member who does nothing; the bonuses."""

    gains: list[int]
    idle: int
    """What that member has: the gift and the grants, which every further account has, too."""
    bonuses: dict[str, list[tuple[Instant, int]]] = field(default_factory=dict)

    @property
    def each(self) -> float:
        return sum(self.gains) / len(self.gains)


class Ring(Town):
    """A community whose colluding clients have the client's rank."""

    def who(self, name: str, place: str = "T1", **more: Any) -> Who:
        rank = Rank.CLIENT if name.startswith(("client", "both")) else Rank.MEMBER
        return Who("test", place, name, name, Rank.STAFF if name == "staff" else rank, **more)


class Play:
    """The players of one ring, with what they know: whom they met when, and what they earned."""

    def __init__(self, town: Ring, setting: Setting, size: int) -> None:
        self.town, self.setting, self.plan, self.policy = town, setting, setting.plan, setting.numbers
        mark = "both" if setting.friends == "both" else "freelancer"
        self.freelancers = [f"{mark}{number}" for number in range(size)]
        self.clients = self.freelancers if mark == "both" else [f"client{number}" for number in range(size)]
        self.met: dict[tuple[str, str], list[Instant]] = {}
        self.bonuses: dict[str, list[tuple[Instant, int]]] = {one: [] for one in self.freelancers}

    async def live(self, weeks: int) -> Came:
        """Play for so many weeks, day by day."""
        town = self.town
        for line in self.setting.policy:
            await town.must("staff", f"admin policy {line}")
        for name in ("idle", *self.clients, *self.freelancers):
            await town.must(name, "connects balance")
        for day in range(weeks * 7):
            town.clock.at = START + day * DAY
            await town.tick()
            while meetings := list(self.wanted()):
                await self.meet(meetings)
        idle = town.balance("idle")
        return Came([town.balance(one) - idle for one in self.freelancers], idle, self.bonuses)

    def same_window(self, then: Instant) -> bool:
        """Whether a moment counts in the window that holds now."""
        now = self.town.clock.at
        if self.policy.bonus_window == "rolling":
            return then > now - 7 * DAY
        monday = now - (now - START_OF_WEEK) % (7 * DAY)
        return then >= monday

    def wanted(self) -> Iterator[tuple[str, str]]:
        """Which freelancer should meet which client now: a round of it, each pair once."""
        for place, one in enumerate(self.freelancers):
            used = sum(bonus for at, bonus in self.bonuses[one] if self.same_window(at))
            left = -(-(self.policy.bonus_cap - used) // self.policy.bonus_amount)
            friends = [*self.clients[place:], *self.clients[:place]]
            if self.setting.friends in ("own", "one"):
                friends = friends[:1] if self.setting.friends == "own" else self.clients[:1]
            ready = [client for client in friends if client != one and self.may_meet(client, one)]
            # Whom they met longest ago comes first, so that every pair serves as often as it can.
            ready.sort(key=lambda client: self.met.get((client, one), [0])[-1])
            for client in ready[: max(0, left)]:
                yield client, one

    def may_meet(self, client: str, one: str) -> bool:
        met = self.met.get((client, one), [])
        if self.plan.once or self.policy.bonus_once_per_pair:
            return not met or (not self.plan.once and not self.same_window(met[-1]))
        return sum(at == self.town.clock.at for at in met) < PATIENCE

    async def meet(self, meetings: Sequence[tuple[str, str]]) -> None:
        """A job of each client that is wanted, everybody's interview, and the end of it."""
        must = self.town.must
        for client in dict.fromkeys(client for client, _ in meetings):
            guests = [one for other, one in meetings if other == client]
            posted = await must(client, f"job post Work price:{self.plan.price} hires:{len(guests)}")
            job, sent = number(posted, "job"), []
            for one in guests:
                self.met.setdefault((client, one), []).append(self.town.clock.at)
                applied = await self.town.say(one, f"apply job-{job}")
                if applied.key == "wallet.short":
                    continue
                sent.append((one, number(applied, "proposal")))
                await must(client, f"proposal interview proposal-{sent[-1][1]} Ready?")
                told = await must(one, f"proposal answer proposal-{sent[-1][1]} Yes")
                bonus = told.facts["bonus"]
                assert isinstance(bonus, Amount)
                self.bonuses[one].append((self.town.clock.at, bonus.connects))
            await self.end(client, job, sent)

    async def end(self, client: str, job: int, sent: Sequence[tuple[str, int]]) -> None:
        """End the job as they have planned."""
        ending = self.plan.ending
        if ending in ("cancel", "close"):
            await self.town.must(client, f"job {ending} job-{job}")
        for one, proposal in sent:
            if ending in ("decline", "archive", "hire"):
                await self.town.must(client, f"proposal {ending} proposal-{proposal}")
            elif ending == "withdraw":
                await self.town.must(one, f"proposal withdraw proposal-{proposal}")


START_OF_WEEK = START - 2 * DAY - 10 * 3_600_000_000
"""A Monday at 00:00 in UTC: the town begins on a Wednesday at ten."""


def number(reply: Reply, fact: str) -> int:
    """The number of the job or the proposal that an answer speaks of."""
    found = reply.facts[fact]
    assert reply.ok, reply
    assert isinstance(found, Ref)
    return found.number


async def played(setting: Setting, size: int, weeks: int = WEEKS) -> Came:
    """A ring of a size in a community of its own."""
    with tempfile.TemporaryDirectory(prefix="collusion-") as folder:
        file = Path(folder) / "connects.db"
        file.write_bytes(new_database())
        town = Ring(file)
        await town.open()
        try:
            came = await Play(town, setting, size).live(weeks)
            assert town.faults.seen == []
            return came
        finally:
            await town.crash()


async def best(setting: Setting = Setting(), prices: Sequence[int] = (1, 2, 4, 6)) -> list[tuple[int, Plan]]:
    """What one interview brings in each way of playing, the best first."""
    found = []
    for price, ending in product(prices, ENDINGS):
        plan = Plan(price, ending)
        came = await played(replace(setting, plan=plan), 1, 1)
        (bonuses,) = came.bonuses.values()
        found.append((came.gains[0] // len(bonuses), plan))
    return sorted(found, key=lambda one: -one[0])


OFF, ROLLING = "bonus.once_per_pair off", "bonus.window rolling"
DEAR = ("price.default 6", "price.allowed 6")
ROWS: dict[str, Setting] = {
    "k pairs that keep apart": Setting(friends="own"),
    "k pairs, `once_per_pair` off": Setting((OFF,), friends="own"),
    "one client, k freelancers": Setting(friends="one"),
    "a ring: every client meets every freelancer": Setting(),
    "a ring of k people who are client and freelancer in one": Setting(friends="both"),
    "a ring, `once_per_pair` off": Setting((OFF,)),
    "a ring, `window` rolling": Setting((ROLLING,)),
    "a ring, `cap` 20": Setting(("bonus.cap 20",)),
    "a ring, no `cap` (100,000)": Setting(("bonus.cap 100000",)),
    "a ring, `price.allowed` 6": Setting(DEAR, Plan(6)),
    "a ring, `amount` 2": Setting(("bonus.amount 2",)),
    "proposed: a cancelled job takes its bonuses back (so they close it)": Setting((), Plan(1, "close")),
    "the same with `price.allowed` 6": Setting(DEAR, Plan(6, "close")),
    "proposed: a pair earns once in 90 days": Setting((), Plan(once=True)),
    "both proposals, `price.allowed` 6": Setting(DEAR, Plan(6, "close", once=True)),
}
"""What is compared. A switch that is only proposed is played by players who do what it would leave them."""


async def pooled(size: int, transfers: str, weeks: int = WEEKS) -> int:
    """What a member has more if so many others exist only to send them their gifts and grants."""
    with tempfile.TemporaryDirectory(prefix="collusion-") as folder:
        file = Path(folder) / "connects.db"
        file.write_bytes(new_database())
        town = Ring(file)
        await town.open()
        try:
            await town.must("staff", f"admin policy transfers {transfers}")
            others = [f"other{number}" for number in range(size)]
            for name in ("idle", "main", *others):
                await town.must(name, "connects balance")
            for day in range(weeks * 7):
                town.clock.at = START + day * DAY
                await town.tick()
                room = Policy().transfers_daily_limit
                for name in others:
                    amount = min(town.balance(name), room)
                    if amount and (await town.say(name, f"connects send main {amount}")).ok:
                        room -= amount
            return town.balance("main") - town.balance("idle")
        finally:
            await town.crash()


async def row(name: str, sizes: Sequence[int] = SIZES) -> str:
    """A line of the table: what each freelancer has won in twelve weeks, for each size of the ring."""
    cells = []
    for size in sizes:
        came = await played(ROWS[name], size)
        cells.append(f"{came.each:.0f}")
    return f"| {name} | {' | '.join(cells)} |"


async def main() -> None:
    """Print the best way of playing, and the table."""
    for gain, plan in await best():
        print(f"an interview at a price of {plan.price}, then {plan.ending}: {gain:+d}", flush=True)
    print(f"\n{HEAD}\n|---|---|---|---|---|")
    for name in ROWS:
        print(await row(name), flush=True)
    print(f"\nwho does nothing has {(await played(Setting(), 1)).idle} after {WEEKS} weeks")
    for transfers in ("off", "on"):
        print(
            f"ten accounts that send theirs to one, transfers {transfers}: {await pooled(10, transfers):+d}"
        )


if __name__ == "__main__":
    asyncio.run(main())
