"""What adapters and couriers ask is answered: places, persons, what waits, what was remembered."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.storage.open import Storage
from core import queries as asked
from core.people import Identity, Member
from core.speech.notice import Notice, Route
from tests.adapters.storage.test_queries import ask
from tests.adapters.storage.world import settled, write

pytestmark = pytest.mark.asyncio
HERE = ("discord",)
LATE = 10**6
"""A moment before which every route of the world was closed."""


async def waiting(storage: Storage, *platforms: str, retry: int = LATE, **more: Any) -> list[int]:
    """The numbers of what waits for a courier of these platforms."""
    found = await ask(storage, asked.Outbox(10, platforms, retry, **more))
    return [one.notice.number for one in found]


async def test_the_outbox_holds_what_waits_and_what_is_in_hand(lived: Storage) -> None:
    found = await ask(lived, asked.Outbox(10, HERE, LATE))
    assert [(one.community, one.notice.number, one.notice.state) for one in found] == [
        (1, 2, "queued"), (1, 3, "sending"), (1, 4, "queued"),
    ]  # fmt: skip
    assert {(one.platform, one.place) for one in found} == {("discord", "1")}
    assert await waiting(lived, *HERE, after=(1, 3)) == [4]
    assert [one.notice.number for one in await ask(lived, asked.Outbox(2, HERE, LATE))] == [2, 3]


async def test_the_outbox_is_of_the_platforms_that_are_asked_for(lived: Storage) -> None:
    assert await lived.store.found("slack", "T1") == 2
    await write(lived.store, 2, [Notice(1, "news", "", "{}", 1, 1)])
    assert await waiting(lived, "slack") == [1]
    assert await waiting(lived, "slack", "discord") == [2, 3, 4, 1]
    assert await waiting(lived, "console") == []
    assert await waiting(lived) == []


async def test_nothing_waits_where_the_bot_is_away(lived: Storage) -> None:
    await write(lived.store, 1, [], [settled(away=True)])
    assert await waiting(lived, *HERE) == []
    await write(lived.store, 1, [], [settled(paused=True)])
    assert await waiting(lived, *HERE) == [2, 3, 4]


async def test_a_route_closed_since_then_keeps_its_channel_back_and_no_other(lived: Storage) -> None:
    assert await waiting(lived, *HERE, retry=299) == [2, 3], "the log is closed since 300"
    assert await waiting(lived, *HERE, retry=300) == [2, 3, 4]
    await write(lived.store, 1, [Route("discord", "member/2", "", "direct.shut", 400)])
    assert await waiting(lived, *HERE, retry=299) == [2]


async def test_what_is_to_be_done_without_is_left_out_of_that_community_only(lived: Storage) -> None:
    assert await lived.store.found("discord", "2") == 2
    await write(lived.store, 2, [Notice(1, "member/2", "", "{}", 1, 1)])

    async def without(*channels: tuple[int, str]) -> list[tuple[int, str]]:
        found = await ask(lived, asked.Outbox(10, HERE, 300, without=channels))
        return [(one.community, one.notice.channel) for one in found]

    everything = await without()
    assert (2, "member/2") in everything
    assert await without((1, "member/2"), (1, 'no"where')) == [
        one for one in everything if one != (1, "member/2")
    ]
    assert await without(*everything) == []


async def test_an_open_route_keeps_nothing_back_nor_one_of_another_platform_or_community(
    lived: Storage,
) -> None:
    await write(lived.store, 1, [], [Route("discord", "log", "701", "", 300)])
    await write(lived.store, 1, [Route("slack", "jobs", "C1", "closed", 500)])
    assert await lived.store.found("discord", "2") == 2
    await write(
        lived.store, 2, [Route("discord", "jobs", "C1", "closed", 500), Notice(1, "jobs", "", "{}", 1, 1)]
    )
    assert await waiting(lived, *HERE, retry=100) == [2, 3, 4]


async def test_places_come_in_pages_and_say_which_was_left(lived: Storage) -> None:
    for place in ("3", "2"):
        await lived.store.found("discord", place)
    await lived.store.found("slack", "1")
    await write(lived.store, 1, [], [settled(away=True)])
    found = await ask(lived, asked.Places("discord", 2))
    assert found == [("1", 1, True), ("2", 3, False)]
    assert [type(away) for _, _, away in found] == [bool, bool]
    assert await ask(lived, asked.Places("discord", 2, after="2")) == [("3", 2, False)]
    assert await ask(lived, asked.Places("console", 2)) == []


async def test_persons_are_who_is_here_in_pages(lived: Storage) -> None:
    assert await ask(lived, asked.Persons("discord", 10)) == ["10", "20"], "30 has left"
    assert await ask(lived, asked.Persons("discord", 1)) == ["10"]
    assert await ask(lived, asked.Persons("discord", 10, after="10")) == ["20"]
    assert await ask(lived, asked.Persons("slack", 10)) == ["U10"]
    assert await lived.store.found("discord", "2") == 2
    await write(lived.store, 2, [Member(1, 0, 1), Identity("discord", "11", 1, "Bo")])
    assert await ask(lived, asked.Persons("discord", 10), community=2) == ["11"]


async def test_what_was_never_remembered_is_empty(lived: Storage) -> None:
    assert await ask(lived, asked.Remembered("cursor"), community=0) == ""
    await lived.store.remember("cursor", "7")
    assert await ask(lived, asked.Remembered("cursor"), community=0) == "7"
