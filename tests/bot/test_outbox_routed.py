"""Where channels have to be found first: what has no place to go waits, and nothing is lost by it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio

from bot.outbox import PAGE, PATIENCE, Delivery
from core.instants import DAY, HOUR
from core.people import Who
from core.ports import Later, Parcel, Unavailable, Undeliverable
from core.rules import places
from core.speech.notice import JOBS, LOG, NEWS, OWNER, to_member
from core.speech.phrase import Phrase, Term, say
from core.speech.reply import Reply
from tests.bot.test_outbox import Killed, cards, got, post, states, tell
from tests.core.town import Mailbox, Town

NewTown = Callable[..., Awaitable[Town]]
WHY = say("notice.broken")


@pytest_asyncio.fixture
async def town(new_town: NewTown) -> Town:
    """A town on a platform with channels of its own, in which ana has spoken."""
    opened = await new_town(couriers=[Mailbox(routed=True, width=8)])
    await opened.must("ana", "connects balance")
    return opened


async def choose(town: Town, *channels: str) -> None:
    """Staff choose a channel for each use: C-news for news, and so on."""
    for channel in channels:

        def decide(book: Any, channel: str = channel) -> Reply:
            places.choose(book, "test", channel, f"C-{channel}", town.member("ana"))
            return Reply("chosen")

        await town.do([town.piece(town.key(), decide, kept=False)])


async def deliver(town: Town) -> None:
    """Deliver until there is nothing more to send now."""
    for _ in range(4):
        await town.outbox.deliver()


def refuse(town: Town, *channels: str, why: Phrase = WHY, **how: bool) -> list[str]:
    """Have the platform refuse these channels; what it was asked for them."""
    tried: list[str] = []

    def trouble(parcel: Parcel) -> None:
        if parcel.notice.channel in channels:
            tried.append(str(parcel.reply.facts.get("name", parcel.reply.key)))
            raise Undeliverable(why, **how)

    town.mail.trouble = trouble
    return tried


def accept(town: Town) -> None:
    town.mail.trouble = lambda parcel: None


def asked(town: Town, channel: str) -> list[str]:
    """Who was asked to see to a channel."""
    return [
        parcel.notice.channel
        for parcel in town.mail.got
        if parcel.reply.key == "route.closed" and parcel.reply.facts["channel"] == Term(channel)
    ]


def route(town: Town, channel: str) -> tuple[Any, ...]:
    ((to, error),) = town.rows('SELECT "to", error FROM route WHERE channel = ?', channel)
    return to, error


# A channel that was not chosen yet ----------------------------------------------


async def test_a_channel_without_a_route_waits_and_the_owner_is_asked_once(town: Town) -> None:
    await post(town, (NEWS, "n1"), (NEWS, "n2"))
    await deliver(town)
    await post(town, (NEWS, "n3"))
    await deliver(town)
    for _ in range(3):
        town.clock.at += HOUR
        await deliver(town)
    assert asked(town, NEWS) == [OWNER]
    assert got(town, NEWS) == []
    assert "aside" not in states(town)
    (parcel,) = town.mail.got
    assert (parcel.place, parcel.to) == ("T1", "")


async def test_staff_are_asked_directly_where_some_were_seen(town: Town) -> None:
    await town.must("staff", "admin resume")
    await town.must("other", "admin resume")
    await post(town, (NEWS, "n1"))
    await deliver(town)
    assert sorted(asked(town, NEWS)) == [to_member(town.member(name)) for name in ("staff", "other")]
    assert sorted(parcel.to for parcel in town.mail.got) == ["other", "staff"]


async def test_what_waited_follows_in_its_order_once_a_channel_is_chosen(town: Town) -> None:
    names = [f"n{n}" for n in range(5)]
    for name in names[:3]:
        await post(town, (NEWS, name))
        await deliver(town)
    await town.restart()
    await post(town, *((NEWS, name) for name in names[3:]))
    await deliver(town)
    await choose(town, NEWS)
    await deliver(town)
    assert got(town, NEWS) == names
    assert {parcel.to for parcel in town.mail.got if parcel.notice.channel == NEWS} == {"C-news"}
    assert route(town, NEWS) == ("C-news", "")


async def test_a_channel_that_waits_holds_up_no_other(town: Town) -> None:
    await choose(town, JOBS)
    await post(town, (NEWS, "n1"), (JOBS, "j1"), (to_member(town.member("ana")), "d1"), (JOBS, "j2"))
    await deliver(town)
    assert got(town, JOBS) == ["j1", "j2"]
    assert got(town, to_member(town.member("ana"))) == ["d1"]
    assert got(town, NEWS) == []


# A channel that the platform refuses --------------------------------------------


async def test_a_channel_that_is_refused_waits_untried_for_an_hour_and_staff_are_told_once(
    town: Town,
) -> None:
    await choose(town, NEWS, LOG)
    await deliver(town)
    tried = refuse(town, NEWS, closes=True)
    await post(town, (NEWS, "n1"), (NEWS, "n2"), (JOBS, "j1"))
    await deliver(town)
    await post(town, (NEWS, "n3"))
    town.clock.at += HOUR - 1
    await deliver(town)
    assert tried == ["n1"]
    assert asked(town, NEWS) == [OWNER]
    assert route(town, NEWS) == ("C-news", WHY.key)
    town.clock.at += 1
    await deliver(town)
    assert tried == ["n1", "n1"]
    assert asked(town, NEWS) == [OWNER], "they know"
    town.clock.at += HOUR
    accept(town)
    await deliver(town)
    assert got(town, NEWS) == ["n1", "n2", "n3"]
    assert route(town, NEWS) == ("C-news", "")


async def test_a_channel_that_closes_once_more_is_told_once_more(town: Town) -> None:
    await choose(town, NEWS)
    for name in ("n1", "n2"):
        refuse(town, NEWS, closes=True)
        await post(town, (NEWS, name))
        await deliver(town)
        accept(town)
        town.clock.at += HOUR
        await deliver(town)
    assert asked(town, NEWS) == [OWNER, OWNER]
    assert got(town, NEWS) == ["n1", "n2"]


async def test_a_closed_channel_is_open_at_once_when_another_is_chosen(town: Town) -> None:
    refuse(town, NEWS, closes=True)
    await choose(town, NEWS)
    await post(town, (NEWS, "n1"))
    await deliver(town)
    accept(town)
    await choose(town, NEWS)
    await deliver(town)
    assert got(town, NEWS) == ["n1"]


async def test_one_notice_that_is_refused_is_set_aside_and_its_channel_goes_on(town: Town) -> None:
    await choose(town, NEWS, LOG)

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts.get("name") == "n1":
            raise Undeliverable(WHY)

    town.mail.trouble = trouble
    await post(town, (NEWS, "n1"), (NEWS, "n2"))
    await deliver(town)
    assert got(town, NEWS) == ["n2"]
    assert got(town, LOG)[-1] == "notice.aside"
    assert route(town, NEWS) == ("C-news", "")


async def test_a_channel_in_sending_holds_up_no_other(new_town: NewTown) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()

    class Gated(Mailbox):
        async def deliver(self, parcel: Parcel) -> str:
            if parcel.notice.channel == NEWS:
                reached.set()
                await gate.wait()
            return await super().deliver(parcel)

    town = await new_town(couriers=[Gated(routed=True, width=8)])
    await town.must("ana", "connects balance")
    await choose(town, NEWS, JOBS)
    await post(town, (NEWS, "n1"), (JOBS, "j1"), (NEWS, "n2"), (JOBS, "j2"))
    running = asyncio.create_task(town.outbox.deliver())
    await reached.wait()
    for _ in range(300):
        await asyncio.sleep(0.01)
        if len(got(town, JOBS)) == 2:
            break
    assert got(town, JOBS) == ["j1", "j2"]
    assert got(town, NEWS) == []
    gate.set()
    await running
    assert got(town, NEWS) == ["n1", "n2"]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 9))])
async def test_nothing_is_lost_or_doubled_over_any_failures_beside_each_other(town: Town, seed: int) -> None:
    chance = random.Random(seed)

    def trouble(parcel: Parcel) -> None:
        what = chance.random()
        if what < 0.2:
            raise Later(0.1)
        if what < 0.3 and parcel.notice.tries < PATIENCE - 2:
            raise OSError("boom")
        if what < 0.4 and parcel.notice.channel in posted:
            raise Undeliverable(WHY, closes=True)

    town.mail.trouble = trouble
    posted: dict[str, list[str]] = {JOBS: [], NEWS: [], LOG: []}
    for number in range(40):
        channel = chance.choice(list(posted))
        posted[channel].append(f"n{number}")
        await post(town, (channel, f"n{number}"))
        if chance.random() < 0.1:
            await choose(town, channel)
        if chance.random() < 0.3:
            await town.outbox.deliver()
        if chance.random() < 0.1:
            await town.restart()
    await choose(town, *posted)
    for _ in range(300):
        town.clock.at += HOUR // 10  # less in all than after which news is late
        await town.outbox.deliver()
    for channel, names in posted.items():
        assert [name for name in got(town, channel) if name.startswith("n") and name[1:].isdigit()] == names
    assert set(states(town)) == {"sent"}


async def test_what_stands_on_a_later_page_waits_with_its_channel(town: Town) -> None:
    class Slow:
        """The readers, who take their time for each page."""

        @asynccontextmanager
        async def snapshot(self) -> AsyncIterator[Any]:
            await asyncio.sleep(0.2)
            async with town.storage.queries.snapshot() as snapshot:
                yield snapshot

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts.get("name") == "n000":
            raise Later(60)

    town.mail.trouble = trouble
    slow: Any = Slow()
    delivery = Delivery(town.engine, slow, town.door, town.clock, [town.mail])
    await choose(town, NEWS)
    names = [f"n{n:03}" for n in range(450)]
    await post(town, *((NEWS, name) for name in names))
    assert await delivery.deliver() == 60
    assert got(town, NEWS) == []
    accept(town)
    await delivery.deliver()
    assert got(town, NEWS) == names


async def test_a_channel_that_comes_free_between_two_pages_keeps_its_order(town: Town) -> None:
    """What was queued for it stands on the page before, which was read without it."""
    sent = asyncio.Event()

    class Gated(Mailbox):
        """Takes its time for the first notice."""

        async def deliver(self, parcel: Parcel) -> str:
            if parcel.reply.facts.get("name") == "first":
                await sent.wait()
            return await super().deliver(parcel)

    class Between:
        """The readers; after their first page the channel comes free."""

        pages = 0

        @asynccontextmanager
        async def snapshot(self) -> AsyncIterator[Any]:
            async with town.storage.queries.snapshot() as snapshot:
                yield snapshot
            self.pages += 1
            if self.pages == 1:
                sent.set()
                while any(channel == NEWS for _, channel in delivery.busy):
                    await asyncio.sleep(0.01)

    mail, between = Gated(routed=True, width=8), Between()
    readers: Any = between
    await choose(town, NEWS, LOG)
    await post(town, (NEWS, "first"))
    delivery = Delivery(town.engine, readers, town.door, town.clock, [mail])
    between.pages = -2  # this page, and the one after it that is empty
    await delivery._begin(())
    while any(channel == LOG for _, channel in delivery.busy):  # what was logged of the choice
        await asyncio.sleep(0.01)
    between.pages = 0
    await post(town, (NEWS, "early"), *((LOG, f"l{n}") for n in range(PAGE + 10)), (NEWS, "late"))
    await delivery._begin(())
    await delivery.deliver()
    news = [one.reply.facts["name"] for one in mail.got if one.notice.channel == NEWS]
    assert news == ["first", "early", "late"]


# A person ------------------------------------------------------------------------


async def test_what_is_for_a_person_who_takes_nothing_waits_and_comes_once_they_do(town: Town) -> None:
    ana = to_member(town.member("ana"))
    await choose(town, NEWS, LOG)
    tried = refuse(town, ana, closes=True)
    for name in ("d1", "d2"):
        await post(town, (ana, name))
        await deliver(town)
    town.clock.at += HOUR - 1
    await deliver(town)
    assert tried == ["d1"]
    town.clock.at += 1
    await deliver(town)
    assert tried == ["d1", "d1"], "one an hour"
    accept(town)
    town.clock.at += HOUR
    await deliver(town)
    assert got(town, ana) == ["d1", "d2"]
    assert route(town, ana) == ("", "")
    assert set(states(town)) == {"sent"}


async def test_a_person_is_told_in_the_news_once_each_time_they_close_and_nobody_else_is(town: Town) -> None:
    ana = to_member(town.member("ana"))
    await choose(town, NEWS, LOG)
    for name in ("d1", "d2"):
        refuse(town, ana, closes=True)
        await post(town, (ana, name))
        for _ in range(3):
            await deliver(town)
            town.clock.at += HOUR
        accept(town)
        await deliver(town)
    assert got(town, NEWS) == ["direct.shut", "direct.shut"]
    assert got(town, ana) == ["d1", "d2"]
    assert not {"notice.aside", "route.closed"} & set(got(town)), "it is the person's own affair"


async def test_what_waited_a_week_for_a_person_is_set_aside_without_a_word(town: Town) -> None:
    ana = to_member(town.member("ana"))
    await choose(town, LOG)
    tried = refuse(town, ana, closes=True)
    await post(town, (ana, "d1"))
    await deliver(town)
    town.clock.at += 7 * DAY + 1
    await post(town, (ana, "d2"))
    accept(town)
    await deliver(town)
    assert tried == ["d1"]
    assert got(town, ana) == ["d2"]
    assert "notice.aside" not in got(town, LOG)


async def test_a_person_who_takes_nothing_is_not_told_where_there_is_no_channel_for_it(town: Town) -> None:
    ana = to_member(town.member("ana"))
    refuse(town, ana, closes=True)
    await post(town, (ana, "d1"))
    await deliver(town)
    assert town.mail.got == []
    assert states(town) == ["queued"]


async def test_an_owner_who_takes_nothing_is_asked_once_they_do(town: Town) -> None:
    tried = refuse(town, OWNER, closes=True)
    await post(town, (NEWS, "n1"))
    await deliver(town)
    assert town.mail.got == []
    assert states(town) == ["queued", "queued"]
    accept(town)
    town.clock.at += HOUR
    await deliver(town)
    assert (tried, got(town)) == (["route.closed"], ["route.closed"])


async def test_a_person_who_is_gone_has_left(town: Town) -> None:
    ana = to_member(town.member("ana"))
    await choose(town, NEWS, LOG)
    await deliver(town)
    refuse(town, ana, gone=True)
    await post(town, (ana, "d1"), (ana, "d2"))
    await deliver(town)
    assert town.kinds().count("member.left") == 1
    assert town.one('SELECT count(*) FROM member WHERE "left" > 0') == 1
    assert states(town)[-2:] == ["aside", "aside"]
    assert "notice.aside" not in got(town, LOG)
    accept(town)
    await town.must("ana", "connects balance")
    await post(town, (ana, "d3"))
    await deliver(town)
    assert got(town, ana) == ["d3"]


# What is old, what is in doubt ---------------------------------------------------


async def test_news_that_waited_too_long_is_set_aside_and_a_card_is_not(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    await post(town, (NEWS, "n1"))
    await deliver(town)
    town.clock.at += 7 * DAY
    await post(town, (NEWS, "n2"))
    town.clock.at += 1
    await choose(town, NEWS, JOBS)
    await deliver(town)
    assert got(town, NEWS) == ["n2"]
    assert cards(town) == [("", 1)]
    assert states(town)[:2] == ["sent", "aside"]


async def test_news_is_not_too_old_at_seven_days_nor_ever_where_nothing_is_routed(
    town: Town, new_town: NewTown
) -> None:
    other = await new_town()
    for one in (town, other):
        await post(one, (NEWS, "n1"))
    town.clock.at += 7 * DAY
    other.clock.at += 8 * DAY
    await choose(town, NEWS)
    await deliver(town)
    await deliver(other)
    assert got(town, NEWS) == got(other, NEWS) == ["n1"]


def again(parcels: Sequence[Parcel]) -> dict[str, bool]:
    return {str(parcel.reply.facts.get("name", "?")): parcel.again for parcel in parcels}


async def test_what_a_crash_left_in_hand_is_sent_again_as_such_and_what_is_new_is_not(town: Town) -> None:
    await choose(town, NEWS)
    await post(town, (NEWS, "n1"), (NEWS, "n2"), (NEWS, "n3"))

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts.get("name") == "n2":
            raise Killed

    town.mail.trouble = trouble
    with pytest.raises(Killed):
        await town.outbox.deliver()
    await asyncio.sleep(0.05)  # what was handed to the engine before the end is done
    await town.restart()
    accept(town)
    await post(town, (NEWS, "n4"))
    await deliver(town)
    assert got(town, NEWS) == ["n1", "n2", "n3", "n4"]
    found = again([parcel for parcel in town.mail.got if parcel.notice.channel == NEWS])
    assert found == {"n1": False, "n2": True, "n3": True, "n4": False}


async def test_what_waited_behind_another_is_no_second_try(town: Town) -> None:
    await choose(town, NEWS)
    await post(town, (NEWS, "n1"), (NEWS, "n2"))

    def trouble(parcel: Parcel) -> None:
        if parcel.notice.channel == NEWS:
            raise Later(1)

    town.mail.trouble = trouble
    assert await town.outbox.deliver() == 1
    accept(town)
    await deliver(town)
    found = again([parcel for parcel in town.mail.got if parcel.notice.channel == NEWS])
    assert found == {"n1": True, "n2": False}


async def test_trouble_with_one_channels_mark_stops_no_other_half_way(new_town: NewTown) -> None:
    gate, reached = asyncio.Event(), asyncio.Event()

    class Gated(Mailbox):
        async def deliver(self, parcel: Parcel) -> str:
            if parcel.notice.channel == JOBS:
                reached.set()
                await gate.wait()
            elif parcel.notice.channel == NEWS and not gate.is_set():
                await reached.wait()
                town.store.plan["begin"] = [Unavailable("gone")]
            return await super().deliver(parcel)

    town = await new_town(couriers=[Gated(routed=True, width=8)])
    await town.must("ana", "connects balance")
    await choose(town, NEWS, JOBS)
    await town.outbox.deliver()  # what nobody will take is not at work any more then
    await post(town, (NEWS, "n1"), (JOBS, "j1"))
    running = asyncio.create_task(town.outbox.run())
    town.outbox.woken.set()
    await reached.wait()
    while town.store.plan.get("begin") != []:  # until the trouble has met the one channel's mark
        await asyncio.sleep(0.01)
    gate.set()
    for _ in range(300):
        await asyncio.sleep(0.01)
        if got(town, JOBS):
            break
    await asyncio.sleep(0.05)
    assert not running.done(), "the deliveries go on"
    running.cancel()
    await town.outbox.deliver()
    assert got(town, JOBS) == ["j1"]
    news = [parcel.again for parcel in town.mail.got if parcel.notice.channel == NEWS]
    assert news == [False, True], "in doubt"


async def test_a_database_that_can_not_be_read_is_no_failure_of_the_notice(town: Town) -> None:
    await choose(town, NEWS)

    class Blind:
        """The door, whose first look finds no database."""

        def __init__(self) -> None:
            self.looks = 0

        async def look(self, *given: Any) -> Any:
            self.looks += 1
            if self.looks == 1:
                raise Unavailable("gone")
            return await town.door.look(*given)

    blind: Any = Blind()
    delivery = Delivery(town.engine, town.storage.queries, blind, town.clock, [town.mail])
    await post(town, (NEWS, "n1"))
    with pytest.raises(Unavailable):
        await delivery.deliver()
    assert set(town.rows("SELECT tries, error FROM notice")) == {(0, "")}
    await delivery.deliver()
    assert got(town, NEWS) == ["n1"]


# Cards, and several platforms ------------------------------------------------------


async def test_a_card_goes_where_the_first_job_was_posted_and_is_edited_there(town: Town) -> None:
    await town.must("client", "job post Logo price:1", channel="C1")
    await deliver(town)
    await town.must("client", "job edit job-1 price:4", channel="C2")
    await deliver(town)
    assert cards(town) == [("", 1), ("m1", 4)]
    assert [parcel.to for parcel in town.mail.got if parcel.notice.thing] == ["C1", "C1"]


async def test_each_platforms_courier_gets_what_is_for_its_places(new_town: NewTown) -> None:
    here, there = Mailbox(routed=True, width=8), Mailbox("other")
    town = await new_town(couriers=[here, there])
    await town.must("ana", "connects balance")
    said = await town.door.text(Who("other", "X1", "bo", "bo"), "connects balance", "other/1")
    assert said.community == 2
    await choose(town, NEWS)
    await town.do([town.piece("p", tell(NEWS, f"c{one}"), kept=False, community=one) for one in (1, 2)])
    await deliver(town)
    assert [parcel.reply.facts.get("name") for parcel in there.got] == ["c2"]
    assert (there.got[0].place, there.got[0].to) == ("X1", "")
    assert got(town, NEWS) == ["c1"]
    assert {parcel.community for parcel in here.got} == {1}


async def test_what_is_for_a_platform_that_is_not_served_waits_for_it(new_town: NewTown) -> None:
    town = await new_town(couriers=[Mailbox("other")])
    await post(town, (NEWS, "n1"))
    assert await town.outbox.deliver() == 0
    assert states(town) == ["queued"]
    town.couriers = (Mailbox(),)
    await town.restart()
    await town.outbox.deliver()
    assert states(town) == ["sent"]
