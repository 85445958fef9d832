"""A story lived by the real bot, with the model beside it: after every step both have to agree."""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Iterable
from typing import Any

from core.speech import codec
from core.speech.phrase import Amount
from core.speech.reply import Reply
from tests.laws import books
from tests.sim.comparing import Wrong, compare
from tests.sim.hearing import Heard, hear
from tests.sim.hours import DAY
from tests.sim.house import No
from tests.sim.office import Office
from tests.sim.story import Step
from tests.sim.world import Ground, World

UNMENDED = {"grants.joined", "grants.period"}
"""What `verify` is known to blame though nothing is wrong: a grant of the instant in which a zone changed."""
REFERENCE = re.compile(r"(\w+)@(\d+)")


class Life:
    """The bot and the model of it, while they live through one story."""

    def __init__(self, ground: Ground, start: int) -> None:
        ground.clear()
        self.town = World(ground, start)
        self.houses: dict[str, Office] = {}
        self.made: dict[int, str] = {}
        """What a delivery made: a job, a proposal, an order, an agency."""
        self.places: dict[int, str] = {}
        self.said: dict[int, tuple[Step, str, Reply, int]] = {}
        """Deliveries with the line as it was said, the answer it had, and when."""
        self.rung = start

    @property
    def now(self) -> int:
        return self.town.clock.at

    def house(self, place: str) -> Office:
        return self.houses.setdefault(place, Office())

    async def open(self) -> None:
        await self.town.open()

    async def close(self) -> None:
        await self.town.stop(killed=False)

    # Steps ------------------------------------------------------------------------

    async def live(self, steps: Iterable[Step]) -> None:
        """Live through these steps. Raises Wrong where bot and model differ."""
        for step in steps:
            await self.step(step)

    async def step(self, step: Step) -> None:
        """One step, and the comparison after it."""
        await getattr(self, f"_{step.what}")(step)
        self.check()

    async def _wait(self, step: Step) -> None:
        self.town.clock.at += step.span

    async def _bell(self, step: Step) -> None:
        await self.town.tick()
        for house in self.houses.values():
            house.bell(self.now)
        self.rung = self.now

    async def _restart(self, step: Step) -> None:
        await self.town.stop(killed=step.line == "killed")
        await self.town.open()
        await self.town.recover()

    async def _left(self, step: Step) -> None:
        await self.town.door.left(self.town.who(step.who, step.place), f"test/{step.number}")
        self.house(step.place).leave(step.who, self.now)

    async def _came(self, step: Step) -> None:
        await self.town.door.joined(self.town.who(step.who, step.place), f"test/{step.number}")
        self.house(step.place).meet(step.who, self.now)

    async def _say(self, step: Step) -> None:
        line = self.resolved(step)
        if not line:
            return
        heard = self.hear(step, line)
        reply = await self.deliver(step, line)
        self.agree(step, line, heard, reply)

    async def _again(self, step: Step) -> None:
        """A delivery comes once more: nothing is done, and the answer is the first one's."""
        if step.span not in self.said:
            return
        first, line, answer, at = self.said[step.span]
        if not answer.ok and self.now > at + 29 * DAY:
            return  # what was refused is forgotten after 30 days
        reply = await self.deliver(first, line)
        if codec.document(reply) != codec.document(answer) and reply.key != "receipt.old":
            raise Wrong(f"{first} came again and was answered {reply.key}")

    # A line -------------------------------------------------------------------------

    def resolved(self, step: Step) -> str:
        """A line with what it names by the delivery that made it; empty if that made nothing."""
        unknown = False

        def name(found: re.Match[str]) -> str:
            nonlocal unknown
            if found[1] == "operation":
                return self._operation(step.place, int(found[2])) or ""
            made = self.made.get(int(found[2]), "")
            unknown = unknown or not made.startswith(f"{found[1]}-")
            return made

        line = REFERENCE.sub(name, step.line)
        if line.startswith("admin undo"):
            undoes = REFERENCE.search(step.line)
            self.house(step.place).undoes = int(undoes[2]) if undoes else 0
            unknown = unknown or line == "admin undo "
        return "" if unknown else line

    def _operation(self, place: str, delivery: int) -> str:
        community = self.town.community_of(place)
        found = self.town.rows(
            "SELECT number FROM operation WHERE community = ? AND key = ?", community, f"test/{delivery}"
        )
        return str(found[0][0]) if found else ""

    def hear(self, step: Step, line: str) -> Heard:
        """What the model says; what it refuses leaves no trace."""
        house = self.house(step.place)
        house.meet(step.who, self.now)  # whose first word is refused is known all the same (RULES 7)
        before = pickle.dumps(house) if self.now > self.rung else b""
        try:
            heard = hear(house, step.who, line, self.now, step.number)
        except No as no:
            if before:
                self.houses[step.place] = pickle.loads(before)
            return Heard(False, str(no))
        if before and line.startswith("connects balance"):
            self.houses[step.place] = pickle.loads(before)  # what is only asked is written nowhere
        if heard.made:
            self.made[step.number], self.places[step.number] = heard.made, step.place
        return heard

    async def deliver(self, step: Step, line: str) -> Reply:
        """Say it to the bot."""
        who, key = self.town.who(step.who, step.place), f"test/{step.number}"
        answer = await asyncio.wait_for(self.town.door.text(who, line, key), 20)
        self.town.door.answered(answer.community, key)
        return answer.reply

    def agree(self, step: Step, line: str, heard: Heard, reply: Reply) -> None:
        """Whether the bot answered as the model did."""
        if not line.startswith(("connects balance",)):
            self.said[step.number] = step, line, reply, self.now
        facts: dict[str, Any] = dict(reply.facts)
        done = reply.ok and reply.form is None  # a form asks for what is missing, and nothing is done yet
        if done != heard.ok:
            said = "did" if done else "refused"
            raise Wrong(f"the bot {said} ({reply.key} {facts}), the model says {heard}")
        balance = facts.get("balance")
        if heard.balance is not None and isinstance(balance, Amount) and balance.connects != heard.balance:
            raise Wrong(f"the bot says there are {balance.connects}, the model {heard.balance}")

    # Looking ------------------------------------------------------------------------

    def check(self) -> None:
        """Compare what is stored with the model, wherever nothing is due."""
        if self.town.faults.seen:
            raise Wrong(f"a fault: {self.town.faults.seen}")
        if self.rung < self.now:
            return
        for place, house in self.houses.items():
            community = self.town.community_of(place)
            if community:
                compare(self.town, community, house)

    async def end(self) -> None:
        """What has to hold of the whole."""
        await self._bell(Step("bell"))
        self.check()
        books.add_up(self.town)
        for place in self.houses:
            community = self.town.community_of(place)
            if community:
                await books.replay(self.town, community)
        offended = books.offended(self.town)
        if offended.keys() - UNMENDED:
            raise Wrong(f"verify: {offended}")
