"""Two processes on one PostgreSQL: every line goes to one or the other, or to both at once."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from adapters.storage.copying import private_copy
from adapters.storage.open import Storage, open_storage
from adapters.storage.postgres import address
from core.speech import codec
from core.speech.reply import Reply
from tests.core.town import Clock, Town
from tests.laws import books
from tests.postgres import database
from tests.sim.comparing import Wrong, compare, delivered
from tests.sim.life import UNMENDED, Life
from tests.sim.seeds import Stage
from tests.sim.story import SAYS, Step
from tests.sim.troubles import Post
from tests.sim.world import World


class Process(World):
    """One of the two. What is stored is looked at in a copy, at the end."""

    def __init__(self, url: str, clock: Clock, post: Post) -> None:
        Town.__init__(self, Path("nowhere"), clock=clock, couriers=(post,))
        self.post, self.url = post, url

    async def take(self) -> Storage:
        return await open_storage(self.url)

    async def let_go(self) -> None:
        await self.storage.close()

    async def stop(self, *, killed: bool) -> None:
        if self.runs is not None:
            await super().stop(killed=killed)
            if not killed:
                await self.storage.close()

    def community_of(self, place: str) -> int:
        return self.door._communities.get(("test", place), 0)


class TwoLives(Life):
    """A story of which each step is lived by another of two processes."""

    def __init__(self, url: str, start: int) -> None:
        clock, post = Clock(start), Post()
        self.towns = [Process(url, clock, post), Process(url, clock, post)]
        super().__init__(self.towns[0])
        self.url, self.turn = url, 0
        self.killed = True  # one of them does not know what the other has in hand, and may ask

    async def open(self) -> None:
        for town in self.towns:
            await town.open()

    async def close(self) -> None:
        for town in self.towns:
            await town.stop(killed=False)

    async def step(self, step: Step) -> None:
        self.turn += 1
        self.town = self.towns[self.turn % 2]
        if step.what == "rival":
            return
        if step.what == SAYS:  # what is said at once may be decided by either first
            step = Step(SAYS, step.number, step.place, step.who, step.line, flags=self._flags(step))
        await super().step(step)

    def _flags(self, step: Step) -> tuple[str, ...]:
        return tuple("twice" if flag == "&" else flag for flag in step.flags if "kill" not in flag)

    async def deliver(self, step: Step, line: str) -> Reply:
        if "twice" not in step.flags:
            return await super().deliver(step, line)
        who, key = self.town.who(step.who, step.place), self.key(step.number)
        answers = await asyncio.gather(*(town.door.text(who, line, key) for town in self.towns))
        replies = [answer.reply for answer in answers]
        if len({codec.document(reply) for reply in replies}) > 1:
            raise Wrong(f"one delivery, two answers: {[reply.key for reply in replies]}")
        self.town.door.answered(answers[0].community, key)
        if replies[0].key == "repeat.asks":
            self.keys[step.number] = f"{key}/yes"
            return await self.deliver(step, line)
        return replies[0]

    def _operation(self, place: str, delivery: int) -> str:
        return ""  # nobody looks into the database on the way, so nothing is undone

    def check(self) -> None:
        for town in self.towns:
            if town.faults.seen:
                raise Wrong(f"a fault: {town.faults.seen}")

    async def end(self) -> None:
        await self.step(Step("bell"))
        while await self.town.outbox.deliver():
            await asyncio.sleep(0.001)
        await self.step(Step("bell"))  # what was sent and is old is forgotten
        await asyncio.to_thread(self._look)

    def _look(self) -> None:
        with private_copy(address(self.url)) as path:
            copy = Town(path)
            try:
                books.add_up(copy)
                for place, house in self.houses.items():
                    communities = {town.community_of(place) for town in self.towns} - {0}
                    for community in communities:
                        compare(copy, community, house)
                offended = books.offended(copy)
                if offended.keys() - UNMENDED:
                    raise Wrong(f"verify: {offended}")
                delivered(copy, self.town.post)
            finally:
                copy.stop_reading()


class TwoStage(Stage):
    """Where stories are lived by two processes, each story on a new database."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.AsyncExitStack()

    async def life(self, start: int) -> Life:
        await self.stack.aclose()
        return TwoLives(await self.stack.enter_async_context(database()), start)

    async def leave(self) -> None:
        await self.stack.aclose()
        await super().leave()
