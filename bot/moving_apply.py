"""An import is done or taken back piece by piece: cut off anywhere, it goes on when done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.clock import SystemClock
from bot.failing import Failed
from bot.moving_plan import Plan, Undoing
from bot.wiring import Bot, open_bot
from core.book import Book
from core.chat.asking import sealed
from core.pieces import Piece
from core.rules import moving
from core.rules.moving import Moved
from core.speech.reply import Reply

CHUNK = 25
"""Members a piece."""
T = TypeVar("T")


async def bring(url: str, plan: Plan, preset: str) -> Moved:
    """Move in what was planned; what came of it. Raises Failed, StorageError."""
    bot = await _open(url)
    try:
        total = Moved(len(plan.brought), sum(one.amount for one in plan.brought))
        if not plan.brought:
            return total
        some = [replace_who(one, bot.door.pepper) for one in plan.brought]
        await _do(
            bot, plan.community, 0,
            lambda book: moving.begin(book, plan.name, plan.source, plan.digest, total, preset),
        )  # fmt: skip
        done = []
        for start in range(0, len(some), CHUNK):
            part = some[start : start + CHUNK]

            def move(book: Book, part: Sequence[moving.Brought] = part) -> Moved:
                return moving.bring(book, plan.name, plan.source, part, preset)

            done.append(await _do(bot, plan.community, start + 1, move))
    finally:
        await bot.close()
    return Moved(sum(one.members for one in done), sum(one.connects for one in done))


def replace_who(one: moving.Brought, pepper: bytes) -> moving.Brought:
    """With the digest by which somebody who was erased is known to have had the gift."""
    return one._replace(who=replace(sealed(one.who, pepper)))


async def take_back(url: str, undoing: Undoing, *, everything: bool) -> Moved:
    """Take back what can be of an import; what it came to. Raises Failed, StorageError."""
    bot = await _open(url)
    try:
        members, connects = 0, 0
        for start in range(0, len(undoing.parts), CHUNK):
            numbers = [one.operation for one in undoing.parts[start : start + CHUNK]]

            def take(book: Book, numbers: Sequence[int] = numbers) -> list[moving.Left]:
                return moving.take_back(book, numbers, everything=everything)

            taken = [one for one in await _do(bot, undoing.community, start + 1, take) if one.taken]
            members, connects = members + len(taken), connects + sum(one.left for one in taken)
        done = Moved(members, connects)
        if members:
            await _do(bot, undoing.community, 0, lambda book: moving.tell_undone(book, undoing.name, done))
    finally:
        await bot.close()
    return done


async def _open(url: str) -> Bot:
    clock = SystemClock()
    return await open_bot(url, clock, [], system=clock)


async def _do(bot: Bot, community: int, place: int, what: Callable[[Book], T]) -> T:
    """Have the engine do one piece; what it gave. Raises Failed."""
    given: list[T] = []

    def decide(book: Book) -> Reply:
        given[:] = [what(book)]
        return Reply("done")

    # No operation of a piece without a key of its own may have had its name before.
    key = f"import/at-{bot.clock.now()}/{place}"
    answer = await bot.engine.submit(Piece(community, key, decide, kept=False, person=False))
    if not answer.ok:
        raise Failed(
            f"it was cut off ({answer.key}): what was done stays, and the same command goes on from there."
        )
    return given[-1]
