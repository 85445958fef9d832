"""The bot that is measured: the real one, with members who joined and jobs that were posted."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import core.commands  # noqa: F401 - fills the registry
from adapters.storage import verify
from adapters.storage.store import Synchronous
from bot.wiring import Bot, open_bot
from core.book import Book
from core.instants import Instant, parse
from core.people import Identity, Rank, Who
from core.pieces import Limits, Piece
from core.ports import Parcel
from core.rules import members
from core.speech.reply import Reply

START = parse("2026-03-04T10:00")
JOBS = 128
"""Open jobs on the board; whoever applies goes from one to the next, each member beginning elsewhere."""
GIFT = 1_000
PRICE = 4
AT_ONCE, CHUNK = 8_000, 200
PLATFORM, PLACE = "bench", "B1"
LETTER = "I have done this before, twice, and would begin on Monday."


class Clock:
    """Begins where it is put and goes as the machine's does."""

    def __init__(self, at: Instant = START) -> None:
        self._at = at
        self._since = time.monotonic_ns()

    def now(self) -> Instant:
        return self._at + (time.monotonic_ns() - self._since) // 1_000

    def steady(self) -> Instant:
        return self.now()


class NoCourier:
    """The outbox is written, not emptied: delivering is a platform's business."""

    platform, routed, width, pace = PLATFORM, False, 1, 0.0

    async def deliver(self, parcel: Parcel) -> str:
        raise AssertionError("nothing is delivered here")


def person(number: int, place: str = PLACE) -> Who:
    return Who(PLATFORM, place, f"{400_000_000_000_000_000 + number}", f"Member {number}")


CLIENT = Who(PLATFORM, PLACE, "client", "Client", Rank.CLIENT)
STAFF = Who(PLATFORM, PLACE, "staff", "Staff", Rank.STAFF)


async def open_house(
    path: Path | str, *, at: Instant = START, synchronous: Synchronous = "FULL", limits: Limits = Limits()
) -> Bot:
    """The bot as it is composed for any platform."""
    return await open_bot(str(path), Clock(at), [NoCourier()], synchronous=synchronous, limits=limits)


async def order(bot: Bot, who: Who, command: str, given: dict[str, str], key: str) -> Reply:
    """Somebody's order, which must be done, and which they then have the answer to."""
    answer = await bot.door.options(who, command, given, key)
    if not answer.reply.ok:
        raise RuntimeError(f"/{command} {given} of {who.name}: {answer.reply.key} {answer.reply.facts}")
    bot.door.answered(answer.community, key)
    return answer.reply


async def seed(path: Path | str, size: int, places: Sequence[str] = (PLACE,)) -> float:
    """Communities of so many members in a new database; seconds it took. Not part of any measurement."""
    began = time.perf_counter()
    bot = await open_house(path, synchronous="OFF")
    try:
        for place in places:
            await _settle(bot, place, size)
    finally:
        await bot.close()
    return time.perf_counter() - began


async def _settle(bot: Bot, place: str, size: int) -> None:
    staff, client = replace(STAFF, place=place), replace(CLIENT, place=place)
    given = {"name": "gift.signup", "value": str(GIFT)}
    await order(bot, staff, "admin policy", given, f"seed/{place}/policy")
    for number in range(JOBS):
        given = {"title": f"Job {number}", "price": str(PRICE)}
        await order(bot, client, "job post", given, f"seed/{place}/job/{number}")
    community = await bot.door.community(PLATFORM, place)
    for start in range(0, size, AT_ONCE):
        end = min(start + AT_ONCE, size)
        chunks = [range(one, min(one + CHUNK, end)) for one in range(start, end, CHUNK)]
        await asyncio.gather(*(bot.engine.submit(_joining(community, place, chunk)) for chunk in chunks))


def _joining(community: int, place: str, numbers: Sequence[int]) -> Piece:
    """A piece of work in which many people are met, as each is when they first speak."""
    people = [person(number, place) for number in numbers]
    wants = [(Identity, (who.platform, who.person)) for who in people]
    return Piece(
        community, f"seed/{numbers[0]}", partial(_meet, people=people, wants=wants), kept=False, wants=wants
    )


def _meet(book: Book, people: Sequence[Who], wants: Sequence[tuple[type, tuple[str, str]]]) -> Reply:
    book.need(*wants)
    for who in people:
        members.meet(book, who, "classic")
    return Reply("joined")


def pairs(size: int) -> Iterator[tuple[int, int]]:
    """A member and a job (its number), each pair once, and the next member each time."""
    for turn in range(JOBS):
        for member in range(size):
            yield member, (member + turn) % JOBS + 1


def copy(path: Path, to: Path) -> Path:
    """A copy of a closed database, on the disk before anything is measured."""
    shutil.copy(path, to)
    with to.open("rb+") as file:
        os.fsync(file.fileno())
    return to


def offenders(path: Path) -> tuple[int, list[str]]:
    """How many invariants were checked, and which do not hold."""
    with verify.proof(str(path)) as proof:
        return len(verify.CHECKS), [check.name for check in verify.CHECKS if proof.count(check).offenders]
