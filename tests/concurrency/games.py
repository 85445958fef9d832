"""What many do at once: how it is prepared, one round of it, and after how many rounds all begins anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.concurrency import racing, spending
from tests.concurrency.crowd import Crowd, crowd


@dataclass(frozen=True)
class Game:
    """``rounds`` are played in one community, of which each check of `connects verify` is then run."""

    prepare: Callable[[Crowd], Awaitable[None]]
    play: Callable[[Crowd, int], Awaitable[None]]
    rounds: int


GAMES = {
    "spends": Game(racing.nothing, spending.spends, 200),
    "bonuses": Game(spending.prepare_bonuses, spending.bonuses, 50),
    "gifts": Game(spending.prepare_gifts, spending.gifts, 200),
    "auctions": Game(racing.nothing, racing.auctions, 50),
    "grants": Game(racing.nothing, racing.grants, 12),
    "endings": Game(racing.nothing, racing.endings, 8),
}


async def play(name: str, database: str, rounds: int) -> None:
    """So many rounds of a game in a community of their own. Raises AssertionError."""
    game = GAMES[name]
    async with crowd(database) as here:
        await game.prepare(here)
        for number in range(rounds):
            await game.play(here, number)
        await here.prove()
