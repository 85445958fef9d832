"""A story lived by the real bot, with the model beside it: after every step both have to agree."""

from __future__ import annotations

import asyncio
import pickle
import re
from collections.abc import Iterable
from typing import Any

from adapters.storage.errors import StorageError
from adapters.storage.open import open_storage
from core.speech import codec
from core.speech.phrase import Amount
from core.speech.reply import Reply
from tests.laws import books
from tests.sim.comparing import Wrong, compare, delivered
from tests.sim.hearing import Heard, hear
from tests.sim.hours import DAY
from tests.sim.house import No
from tests.sim.office import Office
from tests.sim.story import SAYS, Step
from tests.sim.troubles import TROUBLES
from tests.sim.world import World

UNMENDED = {"grants.joined", "grants.period", "plans.paid"}
"""What `verify` is known to blame though nothing is wrong: what is of the instant in which a zone changed."""
REFERENCE = re.compile(r"(\w+)@(\d+)")
LIGHT = ("apply", "boost", "job post", "connects buy", "proposal answer", "admin grant", "admin take")
"""What may be said at once with something else: what needs many looks may be decided after its neighbours."""
CHANGES = ("admin policy", "admin zone", "admin preset")
SAYS_NO = ("fault", "unavailable", "outcome.unknown", "busy")
"""Answers after which the platform, or the person, sends the delivery again."""


class Life:
    """The bot and the model of it, while they live through one story."""

    def __init__(self, town: World) -> None:
        self.town = town
        self.houses: dict[str, Office] = {}
        self.made: dict[int, str] = {}
        """What a delivery made: a job, a proposal, an order, an agency."""
        self.places: dict[int, str] = {}
        self.said: dict[int, tuple[Step, str, Reply, int]] = {}
        """Deliveries with the line as it was said, the answer it had, and when."""
        self.together: list[tuple[Step, str, Heard]] = []
        """What is to be said at once with the next."""
        self.rung = self.now - 1
        self.killed = self.cycled = False
        self.keys: dict[int, str] = {}
        """The keys of deliveries that were asked whether they are meant once more."""

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
        if step.what != SAYS:
            await self._speak()
        await getattr(self, f"_{step.what}")(step)
        if not self.together:
            self.check()

    async def _wait(self, step: Step) -> None:
        self.town.clock.at += step.span

    async def _bell(self, step: Step) -> None:
        await self.town.tick()
        for house in self.houses.values():
            house.bell(self.now)
        if self.cycled:
            for place, house in self.houses.items():
                await self.town.see(place, sorted(house.purses))
        self.cycled = False
        self.rung = self.now

    async def _restart(self, step: Step) -> None:
        await self._again_up(killed=step.line == "killed")

    async def _again_up(self, *, killed: bool) -> None:
        self.killed = self.killed or killed
        await self.town.stop(killed=killed)
        await self.town.open()
        await self.town.recover()

    async def _rival(self, step: Step) -> None:
        """A second process that would write the same file is told to go."""
        try:
            second = await open_storage(str(self.town.path), synchronous="OFF")
        except StorageError:
            return
        await second.close()
        raise Wrong("two processes had the database at once")

    async def _left(self, step: Step) -> None:
        await self.town.door.left(self.town.who(step.who, step.place), f"test/{step.number}")
        self.house(step.place).leave(step.who, self.now)

    async def _came(self, step: Step) -> None:
        await self.town.door.joined(self.town.who(step.who, step.place), f"test/{step.number}")
        self.house(step.place).meet(step.who, self.now)

    async def _post(self, step: Step) -> None:
        """The outbox is emptied, as far as the platform takes it."""
        post = self.town.post
        post.mode, post.used = step.line, True
        post.died.clear()
        work = asyncio.create_task(self.town.outbox.deliver())
        died = asyncio.create_task(post.died.wait())
        await asyncio.wait((work, died), timeout=20, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            self.killed = True
            await self.town.stop(killed=True)
        for task in (work, died):
            task.cancel()
        await asyncio.gather(work, died, return_exceptions=True)
        post.mode = ""
        if self.town.runs is None:
            await self.town.open()
            await self.town.recover()

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

    async def _say(self, step: Step) -> None:
        line = self.resolved(step)
        self.cycled = self.cycled or "grant.cycle" in line or line.startswith(("admin preset", "admin zone"))
        if line:
            self.together.append((step, line, self.hear(step, line)))
        if "&" not in step.flags or not line.startswith(LIGHT):
            await self._speak()

    async def _speak(self) -> None:
        """Say what is to be said together, and look at the answers."""
        some, self.together = self.together, []
        flags = {flag for step, *_ in some for flag in step.flags}
        event = next((flag[1:] for flag in flags if flag[0] == "!"), "")
        fatal, _, name = event.rpartition("kill-")
        if event and event not in TROUBLES:
            assert not fatal
            self.town.store.fatal = name
        elif event:
            self.town.store.plan[event] = [TROUBLES[event](event)]
        work = asyncio.gather(*(self.deliver(step, line) for step, line, _ in some))
        died = asyncio.create_task(self.town.store.died.wait())
        await asyncio.wait((work, died), timeout=20, return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if not work.done():
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await self._again_up(killed=True)
            replies = [await self.deliver(step, line) for step, line, _ in some]
        else:
            replies = work.result()
        self.town.store.plan.clear()
        self.town.store.fatal = ""
        for (step, line, heard), reply in zip(some, replies, strict=True):
            if event and reply.key in SAYS_NO:
                self.town.faults.seen.clear()
                reply = await self.deliver(step, line)
            elif "?" in step.flags:
                again = await self.deliver(step, line)
                if codec.document(again) != codec.document(reply):
                    raise Wrong(f"the answer was lost, and the next one is another: {again.key}")
            self.agree(step, line, heard, reply)
        if event:
            self.town.faults.seen.clear()

    def resolved(self, step: Step) -> str:
        """A line with what it names by the delivery that made it; empty if that made nothing."""
        unknown = False

        def name(found: re.Match[str]) -> str:
            nonlocal unknown
            if found[1] == "operation":
                self.house(step.place).undoes = int(found[2])
                made = self._operation(step.place, int(found[2]))
                unknown = unknown or not made
                return made
            made = self.made.get(int(found[2]), "")
            here = self.places.get(int(found[2])) == step.place
            unknown = unknown or not here or not made.startswith(f"{found[1]}-")
            return made

        line = REFERENCE.sub(name, step.line)
        return "" if unknown else line

    def _operation(self, place: str, delivery: int) -> str:
        found = self.town.rows(
            "SELECT number FROM operation WHERE community = ?1 AND (key = ?2 OR key LIKE ?2 || '/%')"
            " AND kind <> 'member.returned' ORDER BY number",
            self.town.community_of(place), self.key(delivery),
        )  # fmt: skip
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
        if line.startswith(CHANGES):
            self.rung = min(self.rung, self.now - 1)  # what holds from now on may make something due now
        if heard.made:
            self.made[step.number], self.places[step.number] = heard.made, step.place
        return heard

    async def deliver(self, step: Step, line: str) -> Reply:
        """Say it to the bot."""
        who, key = self.town.who(step.who, step.place), self.key(step.number)
        answer = await asyncio.wait_for(self.town.door.text(who, line, key), 20)
        if "?" not in step.flags:
            self.town.door.answered(answer.community, key)
        if answer.reply.key == "repeat.asks" and self.killed:
            self.keys[step.number] = f"{key}/yes"  # its like was done, and died before it was answered
            return await self.deliver(step, line)
        return answer.reply

    def key(self, number: int) -> str:
        return self.keys.get(number, f"test/{number}")

    def agree(self, step: Step, line: str, heard: Heard, reply: Reply) -> None:
        """Whether the bot answered as the model did."""
        if not line.startswith("connects balance"):
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
        await self.step(Step("bell"))
        books.add_up(self.town)
        for place in self.houses:
            community = self.town.community_of(place)
            if community:
                await books.replay(self.town, community)
        offended = books.offended(self.town)
        if offended.keys() - UNMENDED:
            raise Wrong(f"verify: {offended}")
        if self.town.post.used:
            while await self.town.outbox.deliver():
                await asyncio.sleep(0.001)
            delivered(self.town, self.town.post)
