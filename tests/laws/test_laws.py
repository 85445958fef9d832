"""Whatever people do, in whatever order: Connects are neither made nor lost, and batches change nothing."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core import chores
from core.errors import Refusal
from core.pieces import Limits
from core.ports import Rejected, Unknown
from core.rules import returns
from core.speech import codec
from tests.core.town import Town, copy_of
from tests.laws import books
from tests.laws.doings import ALL, BEGIN, ORDERS, WITHOUT_RESTARTS, Doing, do, many

FAST: Any = {"phases": (Phase.explicit, Phase.generate)}
"""A whole town's life takes long to shrink: a failure found here is shrunk by `make soak`."""


def in_towns(template: Path, live: Callable[[Callable[..., Town]], Coroutine[Any, Any, None]]) -> None:
    """Run something in towns of its own."""
    with tempfile.TemporaryDirectory(prefix="laws-") as folder:
        towns: list[Town] = []

        def build(**more: Any) -> Town:
            towns.append(Town(copy_of(template, Path(folder) / f"{len(towns)}.db"), **more))
            return towns[-1]

        async def run() -> None:
            try:
                await live(build)
            finally:
                for town in towns:
                    if hasattr(town, "storage"):
                        await town.crash()

        asyncio.run(run())


def live_through(template: Path, some: list[Doing], at_once: int) -> None:
    """``at_once``: so many proposals of an ended job are settled with it, the rest by chores."""

    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        for doing in (*BEGIN, *some):
            await do(town, doing)
            books.add_up(town)
        await do(town, Doing("!step", span=1))
        books.add_up(town)
        await books.replay(town)
        books.prove(town)
        assert town.faults.seen == []
        before = books.dump(town)
        await town.tick()
        assert books.dump(town) == before, "what was done by itself is not done again"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(returns, "AT_ONCE", at_once)
        patch.setattr(chores, "AT_ONCE", at_once)
        in_towns(template, live)


lives = {"at_once": st.sampled_from((200, 1, 2))}


@settings(max_examples=14, **FAST)
@given(some=many(ALL, 40, 70), **lives)
def test_whatever_people_do_the_books_add_up(template: Path, some: list[Doing], at_once: int) -> None:
    live_through(template, some, at_once)


@pytest.mark.soak
@settings(max_examples=300, derandomize=False)
@given(some=many(ALL, 1, 200), **lives)
def test_whatever_people_do_for_long_the_books_add_up(
    template: Path, some: list[Doing], at_once: int
) -> None:
    live_through(template, some, at_once)


SIZES = [Limits(), Limits(pieces=5), Limits(changes=60)]
TROUBLES: list[tuple[str, list[Any]]] = [
    ("write", []),
    ("write", [Rejected("a row of a neighbour")]),
    ("commit", [Unknown("lost")]),
    ("committed", [Unknown("lost")]),
]


def same_in_one_batch(
    template: Path, before: list[Doing], some: list[Doing], limits: Limits, trouble: tuple[str, list[Any]]
) -> None:
    async def live(build: Callable[..., Town]) -> None:
        alone, together = await build().open(), await build(limits=limits).open()
        for town in (alone, together):
            for doing in (*BEGIN, *before):
                await do(town, doing)
            await town.settle_marks()
        assert books.dump(alone) == books.dump(together)
        for town in (alone, together):
            town.clock.at += 1
        keys = [f"test/run/{number}" for number in range(len(some))]
        one_by_one = [
            await alone.say(doing.by, doing.line, key) for doing, key in zip(some, keys, strict=True)
        ]
        together.store.plan[trouble[0]] = list(trouble[1])
        at_once = await asyncio.gather(
            *(together.say(doing.by, doing.line, key) for doing, key in zip(some, keys, strict=True))
        )
        for doing, left, right in zip(some, one_by_one, at_once, strict=True):
            assert codec.document(left) == codec.document(right), doing
        assert books.dump(alone) == books.dump(together)
        books.add_up(together)
        await books.replay(together)

    in_towns(template, live)


batches = {
    "before": many(WITHOUT_RESTARTS, 0, 20),
    "some": many(ORDERS, 20, 50),
    "limits": st.sampled_from(SIZES),
    "trouble": st.sampled_from(TROUBLES),
}


@settings(max_examples=14, **FAST)
@given(**batches)
def test_a_run_decided_in_one_batch_is_the_run_decided_one_by_one(
    template: Path, before: list[Doing], some: list[Doing], limits: Limits, trouble: tuple[str, list[Any]]
) -> None:
    same_in_one_batch(template, before, some, limits, trouble)


@pytest.mark.soak
@settings(max_examples=300, derandomize=False)
@given(**{**batches, "some": many(ORDERS, 2, 150)})
def test_a_long_run_decided_in_one_batch_is_the_run_decided_one_by_one(
    template: Path, before: list[Doing], some: list[Doing], limits: Limits, trouble: tuple[str, list[Any]]
) -> None:
    same_in_one_batch(template, before, some, limits, trouble)


@settings(max_examples=6, **FAST)
@given(some=many(ALL, 20, 40), again=st.data())
def test_every_delivery_may_come_again_at_any_time(
    template: Path, some: list[Doing], again: st.DataObject
) -> None:
    """The same keys once more, all of them, in any order: nothing is done, each answer is the first one's."""

    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        said: list[tuple[Doing, str, str]] = []
        for doing in (*BEGIN, *some):
            if doing.line and not doing.line.startswith("!"):
                key = town.key()
                reply = await town.say(doing.by, doing.line, key)
                if reply.number:
                    said.append((doing, key, codec.document(reply)))
            else:
                await do(town, doing)
        await town.settle_marks()
        before = books.dump(town)
        for doing, key, first in again.draw(st.permutations(said)):
            reply = await town.say(doing.by, doing.line, key)
            assert codec.document(reply) == first or reply.key == "receipt.old", doing
        assert books.dump(town) == before

    in_towns(template, live)


@settings(max_examples=12, **FAST)
@given(some=many(ALL, 15, 30), at=st.integers(0, 40), event=st.sampled_from(["write", "commit", "committed"]))
def test_a_commit_that_goes_wrong_anywhere_leaves_the_books_right(
    template: Path, some: list[Doing], at: int, event: str
) -> None:
    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        town.store.plan[event] = [None] * at + [Unknown("lost") if event != "write" else Rejected("a row")]
        for doing in (*BEGIN, *some):
            try:
                await town.say(doing.by, doing.line) if doing.line[:1] not in ("", "!") else await do(
                    town, doing
                )
            except Refusal as refusal:
                assert refusal.key in ("fault", "unavailable")
            books.add_up(town)
        await books.replay(town)

    in_towns(template, live)
