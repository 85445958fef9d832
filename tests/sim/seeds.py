"""Seeds lived through, one after the other, each in a fresh database."""

from __future__ import annotations

from dataclasses import dataclass

from core import engine
from tests.sim.house import Senseless
from tests.sim.life import Life
from tests.sim.making import Maker
from tests.sim.story import Step, Story
from tests.sim.world import Ground, World

STEPS = 20


@dataclass
class Came:
    """What came of a story: what went wrong, if anything did."""

    story: Story
    wrong: str = ""
    fault: BaseException | None = None


class Stage:
    """Where stories are lived through."""

    def __init__(self) -> None:
        self.ground = Ground()
        self.patience, engine.LONGEST = engine.LONGEST, 0.001  # nobody waits here for a database to come back

    async def life(self, start: int) -> Life:
        """A bot that has seen nothing yet."""
        self.ground.clear()
        return Life(World(self.ground, start))

    async def leave(self) -> None:
        engine.LONGEST = self.patience
        await self.ground.leave()

    async def seed(self, seed: int, steps: int = STEPS) -> Came:
        """A seed's story, drawn while it is lived."""
        maker = Maker(seed)
        life = await self.life(maker.start)
        lived: list[Step] = []
        came = Came(Story(maker.start, ()))
        try:
            await life.open()
            for step in maker.opening():
                lived.append(step)
                await life.step(step)
            for _ in range(steps):
                for step in maker.next(life):
                    lived.append(step)
                    await life.step(step)
            await life.end()
        except Senseless:
            lived.pop()
        except Exception as fault:  # whatever it is, the story shows it again
            came.wrong, came.fault = f"{type(fault).__name__}: {fault}", fault
        finally:
            await life.close()
        came.story = Story(maker.start, tuple(lived))
        return came

    async def story(self, story: Story) -> Came:
        """A story as it stands."""
        life = await self.life(story.start)
        came = Came(story)
        try:
            await life.open()
            await life.live(story.steps)
            await life.end()
        except Senseless:
            pass  # no story that could be told
        except Exception as fault:  # as above
            came.wrong, came.fault = f"{type(fault).__name__}: {fault}", fault
        finally:
            await life.close()
        return came
