"""The first start after a restore: nobody is heard before the books and what people saw agree again."""

from __future__ import annotations

from bot.scheduler import Chores
from core import chores
from core.engine import Engine
from core.ports import Clock, Queries
from core.queries import Remembered
from core.rules.restoring import RESTORED


async def reconcile(bell: Chores, engine: Engine, queries: Queries, clock: Clock) -> None:
    """Deal with a restore that nobody has dealt with yet; without one nothing happens. Raises Broken."""
    async with queries.snapshot() as snapshot:
        restored = await snapshot.ask(0, Remembered(RESTORED))
    if restored:
        await bell.run(clock.now(), chores.FIRST)
        await engine.take(RESTORED)
