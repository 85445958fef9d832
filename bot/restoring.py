"""The first start after a restore: nobody is heard before the books and what people saw agree again."""

from __future__ import annotations

from bot.scheduler import Chores
from core import chores
from core.engine import Engine
from core.ports import Clock, Queries
from core.queries import Remembered
from core.rules.restoring import RESTORED


async def reconcile(engine: Engine, queries: Queries, clock: Clock) -> None:
    """Deal with a restore that nobody has dealt with yet; without one nothing happens. Raises Broken.

    Of several processes that start at once each does it, and each piece of it is done once.
    """
    async with queries.snapshot() as snapshot:
        restored = await snapshot.ask(0, Remembered(RESTORED))
    if restored:
        await Chores(engine, queries, clock).run(clock.now(), chores.FIRST)
        await engine.errand(lambda store: store.take(RESTORED))
