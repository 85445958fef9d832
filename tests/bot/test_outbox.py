"""Every notice is delivered: in order within its channel, none lost, none doubled."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from bot.outbox import PATIENCE, Delivery
from core.book import Book
from core.ports import Later, Parcel, Unavailable, Undeliverable, Unknown
from core.rules import notices
from core.speech.notice import LOG, NEWS
from core.speech.phrase import say
from core.speech.reply import Reply
from tests.core.town import Mailbox, Town

NewTown = Callable[..., Awaitable[Town]]


def tell(channel: str, name: str) -> Callable[[Book], Reply]:
    def decide(book: Book) -> Reply:
        notices.post(book, channel, "note", name=name)
        return Reply("noted")

    return decide


async def post(town: Town, *what: tuple[str, str]) -> None:
    await town.do([town.piece("post", tell(*one), kept=False) for one in what])


def got(town: Town, channel: str = "") -> list[str]:
    return [
        str(parcel.reply.facts.get("name", parcel.reply.key))
        for parcel in town.mail.got
        if channel in ("", parcel.notice.channel)
    ]


def states(town: Town) -> list[str]:
    return [state for (state,) in town.rows("SELECT state FROM notice ORDER BY community, number")]


async def test_notices_arrive_once_and_in_order(town: Town) -> None:
    names = [f"n{n:03}" for n in range(450)]
    await post(town, *(("a" if n % 3 else "b", name) for n, name in enumerate(names)))
    assert await town.outbox.deliver() == 0
    assert got(town) == names
    assert set(states(town)) == {"sent"}
    await town.outbox.deliver()
    assert len(town.mail.got) == 450


async def test_two_deliveries_at_once_are_one(town: Town) -> None:
    await post(town, *(("a", f"n{n}") for n in range(20)))
    await asyncio.gather(*(town.outbox.deliver() for _ in range(4)))
    assert got(town) == [f"n{n}" for n in range(20)]


async def test_a_channel_that_must_wait_keeps_its_order_and_holds_up_no_other(town: Town) -> None:
    await post(town, ("a", "a1"), ("b", "b1"), ("a", "a2"), ("b", "b2"))

    def trouble(parcel: Parcel) -> None:
        if parcel.notice.channel == "a":
            raise Later(7.5)

    town.mail.trouble = trouble
    assert await town.outbox.deliver() == 7.5
    assert got(town) == ["b1", "b2"]
    town.mail.trouble = lambda parcel: None
    await post(town, ("a", "a3"))
    assert await town.outbox.deliver() == 0
    assert got(town, "a") == ["a1", "a2", "a3"]


async def test_what_can_never_be_delivered_is_set_aside_and_staff_are_told(town: Town) -> None:
    await post(town, ("a", "a1"), ("a", "a2"), ("b", "b1"))

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts.get("name") == "a1":
            raise Undeliverable(say("notice.broken"))

    town.mail.trouble = trouble
    await town.outbox.deliver()
    assert got(town) == ["a2", "b1", "notice.aside"]
    told = town.mail.got[-1]
    assert told.notice.channel == LOG
    assert told.reply.facts["error"] == say("notice.broken")
    assert states(town) == ["aside", "sent", "sent", "sent"]


async def test_a_log_channel_that_is_gone_does_not_tell_itself(town: Town) -> None:
    await post(town, (LOG, "l1"))

    def trouble(parcel: Parcel) -> None:
        raise Undeliverable(say("notice.broken"))

    town.mail.trouble = trouble
    await town.outbox.deliver()
    await town.outbox.deliver()
    assert states(town) == ["aside"]


async def test_what_always_breaks_is_set_aside_in_the_end(town: Town) -> None:
    await post(town, ("a", "a1"), ("a", "a2"))

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts.get("name") == "a1":
            raise RuntimeError("a bug of the courier's")

    town.mail.trouble = trouble
    waits = [await town.outbox.deliver() for _ in range(PATIENCE)]
    assert waits[0] > 0
    assert waits[1:-1] == sorted(waits[1:-1]), "ever longer"
    assert max(waits) <= 300
    await town.outbox.deliver()
    assert got(town, "a") == ["a2"]
    assert got(town, LOG) == ["notice.aside"]
    assert states(town)[:2] == ["aside", "sent"]


async def test_an_aside_is_told_once_though_the_commit_was_unknown(town: Town) -> None:
    await post(town, ("a", "a1"))

    def trouble(parcel: Parcel) -> None:
        if parcel.notice.channel == "a":
            raise Undeliverable(say("notice.broken"))

    town.mail.trouble = trouble
    town.store.plan["committed"] = [None, Unknown("lost")]
    await town.outbox.deliver()
    await town.outbox.deliver()
    assert got(town) == ["notice.aside"]


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_or_doubled_over_any_failures(town: Town, seed: int) -> None:
    chance = random.Random(seed)

    def trouble(parcel: Parcel) -> None:
        what = chance.random()
        if what < 0.2:
            raise Later(0.1)
        if what < 0.35 and parcel.notice.tries < PATIENCE - 2:
            raise chance.choice([RuntimeError, OSError, KeyError])("boom")

    town.mail.trouble = trouble
    posted: dict[str, list[str]] = {"a": [], "b": [], NEWS: []}
    for number in range(40):
        channel = chance.choice(list(posted))
        posted[channel].append(f"n{number}")
        await post(town, (channel, f"n{number}"))
        if chance.random() < 0.3:
            await town.outbox.deliver()
        if chance.random() < 0.1:
            await town.restart()
    for _ in range(200):
        if await town.outbox.deliver() == 0:
            break
    for channel, names in posted.items():
        assert got(town, channel) == names
    assert set(states(town)) == {"sent"}


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", [1, 2, 5, 9])
async def test_after_a_crash_at_most_the_one_in_flight_is_sent_again(town: Town, when: str, nth: int) -> None:
    """``before``: the platform did not get it; ``after``: it did, and the mark was not made."""
    names = [f"n{n}" for n in range(10)]
    await post(town, *(("a", name) for name in names))
    sent: list[str] = []
    count = 0

    def trouble(parcel: Parcel) -> None:
        nonlocal count
        count += 1
        if count != nth or when == "after":
            sent.append(str(parcel.reply.facts["name"]))
        if count == nth:
            raise Killed

    town.mail.trouble = trouble
    with pytest.raises(Killed):
        await town.outbox.deliver()
    await asyncio.sleep(0.05)  # what was handed to the engine before the end is done
    await town.restart()
    town.mail.trouble = lambda parcel: sent.append(str(parcel.reply.facts["name"]))
    await town.outbox.deliver()
    doubled = [name for name in names if sent.count(name) > 1]
    assert set(sent) == set(names), "none is lost"
    assert doubled == ([names[nth - 1]] if when == "after" else [])
    assert list(dict.fromkeys(sent)) == names


async def test_a_courier_that_is_stopped_half_way_doubles_at_most_the_one_in_flight(town: Town) -> None:
    """A clean end: the delivery is cancelled while it waits for the platform."""
    names = [f"n{n}" for n in range(6)]
    await post(town, *(("a", name) for name in names))
    reached, go = asyncio.Event(), asyncio.Event()

    class Slow:
        platform, routed, width, pace = "test", False, 1, 0.0

        async def deliver(self, parcel: Parcel) -> str:
            if parcel.reply.facts["name"] == "n4":
                reached.set()
                await go.wait()
            return await town.mail.deliver(parcel)

    delivery = Delivery(town.engine, town.storage.queries, town.door, town.clock, [Slow()])
    running = asyncio.create_task(delivery.deliver())
    await reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await town.restart(crash=False)
    await town.outbox.deliver()
    assert got(town) == names


async def test_a_channel_is_paced_after_the_mark_and_holds_up_no_other(new_town: NewTown) -> None:
    class Paced(Mailbox):
        def __init__(self) -> None:
            super().__init__(width=2, pace=0.25)
            self.at: dict[str, float] = {}

        async def deliver(self, parcel: Parcel) -> str:
            self.at[str(parcel.reply.facts["name"])] = asyncio.get_running_loop().time()
            return await super().deliver(parcel)

    paced = Paced()
    town = await new_town(couriers=[paced])
    await post(town, *((channel, f"{channel}{n}") for n in range(2) for channel in "abcde"))
    delivering = asyncio.create_task(town.outbox.deliver())
    async with asyncio.timeout(5):
        while states(town).count("sent") < 5:
            await asyncio.sleep(0.01)
        assert len(paced.at) == 5, "marked before the pause, not after it"
        await delivering
    at = paced.at
    assert min(at[f"{channel}1"] - at[f"{channel}0"] for channel in "abcde") >= 0.25
    assert max(at[f"{channel}0"] for channel in "abcde") < min(at[f"{channel}1"] for channel in "abcde")


async def test_leaving_waits_for_no_pace(new_town: NewTown) -> None:
    town = await new_town(couriers=[Mailbox(width=2, pace=60.0)])
    await post(town, ("a", "a1"), ("a", "a2"))
    delivering = asyncio.create_task(town.outbox.run())
    town.outbox.woken.set()
    async with asyncio.timeout(5):
        while states(town).count("sent") < 1:
            await asyncio.sleep(0.01)
        await town.outbox.finish(30)
        await delivering
    assert got(town) == ["a1"]


async def test_a_database_that_is_gone_for_a_while_does_not_end_the_deliveries(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.TROUBLE", 0.05)
    running = asyncio.create_task(town.outbox.run())
    town.engine._told = town.outbox.woken.set
    for n, event in enumerate(("commit", "begin", "commit")):
        town.store.plan.clear()
        await post(town, ("a", f"n{n}"))
        town.store.plan[event] = [Unavailable("gone")]
        await asyncio.sleep(0.05)
    town.store.plan.clear()
    await post(town, ("a", "last"))
    for _ in range(300):
        await asyncio.sleep(0.01)
        if "last" in got(town):
            break
    running.cancel()
    assert not running.done() or running.cancelled()
    assert list(dict.fromkeys(got(town))) == ["n0", "n1", "n2", "last"]


async def test_a_delivery_wakes_when_something_is_told(town: Town) -> None:
    town.engine._told = town.outbox.woken.set
    running = asyncio.create_task(town.outbox.run())
    calls = 0

    def trouble(parcel: Parcel) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise Later(0.05)

    town.mail.trouble = trouble
    await post(town, ("a", "n1"))
    for _ in range(200):
        await asyncio.sleep(0.01)
        if got(town):
            break
    running.cancel()
    assert got(town) == ["n1"]
    assert calls == 2


# Cards --------------------------------------------------------------------------


def cards(town: Town) -> list[tuple[str, int]]:
    """Each card that arrived: the message it edits, and the price it shows."""
    return [
        (parcel.edits, parcel.reply.facts["price"].connects)  # type: ignore[union-attr]
        for parcel in town.mail.got
        if parcel.notice.thing
    ]


async def test_a_cards_newer_state_replaces_an_unsent_older_one(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    for price in (2, 4, 6):
        await town.must("client", f"job edit job-1 price:{price}")
    await town.outbox.deliver()
    assert cards(town) == [("", 6)]
    await town.must("client", "job edit job-1 price:4")
    await town.must("client", "job edit job-1 price:2")
    await town.outbox.deliver()
    assert cards(town) == [("", 6), ("m1", 2)]


async def test_a_card_that_had_to_wait_is_one_message_all_the_same(town: Town) -> None:
    await town.must("client", "job post Logo price:1")

    def trouble(parcel: Parcel) -> None:
        raise Later(1)

    town.mail.trouble = trouble
    await town.outbox.deliver()
    await town.must("client", "job edit job-1 price:6")
    town.mail.trouble = lambda parcel: None
    await town.outbox.deliver()
    assert [edits for edits, _ in cards(town)].count("") == 1, "one new message, the rest edit it"
    assert cards(town)[-1][1] == 6


async def test_a_card_that_was_sent_as_it_changed_is_edited_after(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    changing: list[asyncio.Task[Reply]] = []

    def trouble(parcel: Parcel) -> None:
        if not changing:
            changing.append(asyncio.create_task(town.must("client", "job edit job-1 price:6")))

    town.mail.trouble = trouble
    await town.outbox.deliver()
    await changing[0]
    await town.outbox.deliver()
    assert cards(town) == [("", 1), ("m1", 6)]


async def test_each_job_has_a_card_of_its_own(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    await town.must("client", "job post Site price:2")
    await town.outbox.deliver()
    await town.must("client", "job edit job-2 price:4")
    await town.must("client", "job edit job-1 price:6")
    await town.outbox.deliver()
    assert cards(town) == [("", 1), ("", 2), ("m2", 4), ("m1", 6)]


async def test_communities_do_not_hold_each_other_up(town: Town) -> None:
    await town.say("staff", "connects balance")
    await town.say("staff", "connects balance", place="T2")
    both = [town.community, 2]
    await town.do([town.piece("p", tell("a", f"c{one}"), kept=False, community=one) for one in both])

    def trouble(parcel: Parcel) -> None:
        if parcel.community == 1:
            raise Later(3)

    town.mail.trouble = trouble
    assert await town.outbox.deliver() == 3
    assert got(town) == ["c2"]
