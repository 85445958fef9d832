"""One delivery, one answer: the same key again, another content, a repeat, a crash in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core.instants import DAY, MINUTE
from core.people import Who
from core.speech import codec
from core.speech.phrase import When
from core.speech.reply import Reply
from tests.core.town import Town, fault, note

NewTown = Callable[..., Awaitable[Town]]


async def people(town: Town, *names: str) -> None:
    for name in names:
        await town.must(name, "connects balance")


def same(one: Reply, other: Reply) -> bool:
    return codec.document(one) == codec.document(other)


# Keys ---------------------------------------------------------------------------


async def test_the_same_key_again_gets_the_same_answer_and_nothing_more(town: Town) -> None:
    await people(town, "ana", "staff")
    first = await town.say("staff", "admin grant ana 5 for the party", "k")
    for restart in (False, False, True, False):
        if restart:
            await town.restart()
        town.clock.at += MINUTE
        again = await town.say("staff", "admin grant ana 5 for the party", "k")
        assert same(first, again)
    assert town.balance("ana") == 45
    assert town.kinds().count("staff.granted") == 1


async def test_copies_that_arrive_together_are_one(town: Town) -> None:
    await people(town, "ana", "staff")
    answers = await asyncio.gather(*(town.say("staff", "admin grant ana 5", "k") for _ in range(5)))
    assert all(same(answers[0], one) for one in answers)
    assert town.balance("ana") == 45


@pytest.mark.parametrize(
    ("who", "line"),
    [("staff", "admin grant ana 6"), ("staff", "admin take ana 5"), ("other", "admin grant ana 5")],
)
async def test_the_same_key_with_other_content_is_refused(town: Town, who: str, line: str) -> None:
    await people(town, "ana", "staff", "other")
    await town.say("staff", "admin grant ana 5", "k")
    answer = await town.say(who, line, "k")
    assert (answer.ok, answer.key) == (False, "key.reused")
    assert town.balance("ana") == 45


async def test_a_persons_refusal_is_kept_for_that_delivery(town: Town) -> None:
    await people(town, "ana", "staff")
    refused = await town.say("staff", "admin take ana 50", "k")
    assert (refused.ok, refused.key) == (False, "wallet.short")
    await town.must("staff", "admin grant ana 100")
    assert same(await town.say("staff", "admin take ana 50", "k"), refused)
    assert (await town.say("staff", "admin take ana 50", "l")).ok
    assert town.balance("ana") == 90


async def test_a_fault_is_not_kept(town: Town) -> None:
    (broken,) = await town.do([town.piece("k", fault, digest="d")])
    assert (broken.key, broken.ok) == ("fault", False)
    (answer,) = await town.do([town.piece("k", note("n"), digest="d")])
    assert (answer.key, answer.ok) == ("noted", True)


async def test_the_same_key_in_another_community_is_another(town: Town) -> None:
    await town.say("ana", "connects balance")
    await town.say("ana", "connects balance", place="T2")
    await town.say("staff", "admin grant ana 5", "k")
    answer = await town.say("staff", "admin grant ana 5", "k", place="T2")
    assert answer.key == "admin.granted"


async def test_answers_are_numbered_per_community(town: Town) -> None:
    await people(town, "ana", "staff")
    numbers = [(await town.must("staff", f"admin grant ana {n}")).number for n in (1, 2, 3)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert (await town.say("ana", "connects balance")).number == 0


async def test_after_thirty_days_a_receipt_is_gone_and_its_operations_key_stops_a_second_time(
    town: Town,
) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5", "k")
    given = town.clock.at
    town.clock.at += 31 * DAY
    await town.tick()
    answer = await town.say("staff", "admin grant ana 5", "k")
    assert (answer.key, answer.facts) == ("receipt.old", {"when": When(given)})
    assert town.rows("SELECT 1 FROM receipt WHERE key = 'k'") == []
    assert town.kinds().count("staff.granted") == 1
    assert town.faults.seen == []
    assert town.rows("SELECT key FROM operation WHERE kind = 'staff.granted'") == [("k",)]


# A repeat of what was never answered ----------------------------------------------


async def test_a_repeat_of_an_order_whose_answer_was_lost_asks_first(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5")
    await town.restart()
    asks = await town.say("staff", "admin grant ana 5")
    assert asks.key == "repeat.asks"
    assert asks.facts == {"when": When(town.clock.at, "time")}
    assert town.balance("ana") == 45
    (button,) = asks.buttons
    assert button.once
    assert button.command == "admin grant member:ana amount:5"

    key = f"press/{asks.number}/1"
    pressed = await town.say("staff", f"/{button.command}", key)
    assert pressed.key == "admin.granted"
    assert same(await town.say("staff", f"/{button.command}", key), pressed)
    assert town.balance("ana") == 50


async def test_a_repeat_asks_once_only(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5")
    await town.restart()
    assert (await town.say("staff", "admin grant ana 5")).key == "repeat.asks"
    assert (await town.say("staff", "admin grant ana 5")).key == "admin.granted"


async def test_the_button_asks_for_the_very_options(town: Town) -> None:
    await people(town, "ana", "staff")
    line = r'admin grant ana 5 reason:"for \"her\" talk: thanks, 100% \\o/"'
    await town.must("staff", line)
    await town.say("staff", line)
    await town.restart()
    asks = await town.say("staff", line)
    assert asks.key == "repeat.asks"
    await town.say("staff", f"/{asks.buttons[0].command}", f"press/{asks.number}/1")
    assert town.rows("SELECT DISTINCT body FROM text") == [('for "her" talk: thanks, 100% \\o/',)]
    assert town.balance("ana") == 55


async def test_a_repeat_with_other_content_or_of_somebody_else_is_done(town: Town) -> None:
    await people(town, "ana", "staff", "other")
    await town.say("staff", "admin grant ana 5")
    await town.restart()
    assert (await town.say("staff", "admin grant ana 6")).key == "admin.granted"
    assert (await town.say("other", "admin grant ana 5")).key == "admin.granted"


async def test_a_repeat_of_what_was_answered_is_done(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.must("staff", "admin grant ana 5")
    await town.settle_marks()
    await town.restart()
    assert (await town.say("staff", "admin grant ana 5")).key == "admin.granted"


async def test_a_repeat_while_the_first_answer_is_on_its_way_is_done(town: Town) -> None:
    await people(town, "ana", "staff")
    assert (await town.say("staff", "admin grant ana 5")).key == "admin.granted"
    assert (await town.say("staff", "admin grant ana 5")).key == "admin.granted"


async def test_two_orders_of_the_same_content_at_once_are_two(town: Town) -> None:
    """As they are one after the other; what stands in one batch must make no difference."""
    await people(town, "ana", "staff")
    answers = await asyncio.gather(*(town.say("staff", "admin grant ana 5") for _ in range(2)))
    assert [answer.key for answer in answers] == ["admin.granted"] * 2
    assert town.balance("ana") == 50


async def test_an_answer_that_the_platform_did_not_take_may_be_asked_for_again(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5", "k")
    town.engine.marks.undelivered(town.community, "k")
    assert (await town.say("staff", "admin grant ana 5")).key == "repeat.asks"


async def test_a_refused_order_may_be_repeated_at_will(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin take ana 500")
    await town.restart()
    assert (await town.say("staff", "admin take ana 500")).key == "wallet.short"


async def test_every_look_into_a_wallet_is_written_down(town: Town) -> None:
    """The record of a question is no order of the person's: nothing to ask about, nothing to announce."""
    await people(town, "ana", "bea", "staff")
    await town.must("staff", "admin wallet ana")
    await town.settle_marks()
    town.clock.at += 60 * MINUTE
    await town.restart()
    await town.must("staff", "admin wallet bea")
    looked = town.rows("SELECT member FROM operation WHERE kind = 'wallet.shown' ORDER BY number")
    assert looked == [(town.member("ana"),), (town.member("bea"),)]


# A crash between doing and saying ---------------------------------------------------


async def direct(town: Town, name: str) -> list[Reply]:
    """Direct messages that a member has got."""
    await town.outbox.deliver()
    address = f"member/{town.member(name)}"
    return [parcel.reply for parcel in town.mail.got if parcel.notice.channel == address]


async def test_on_start_what_was_never_said_is_said(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5")
    await town.restart()
    town.clock.at += 10 * MINUTE
    await town.recover()
    (said,) = await direct(town, "staff")
    assert said.key == "receipt.done"
    assert said.body[0].phrase.key == "admin.granted"  # type: ignore[union-attr]
    await town.recover()
    await town.restart()
    await town.recover()
    assert len(await direct(town, "staff")) == 1
    assert (await town.say("staff", "admin grant ana 5")).key == "admin.granted", (
        "it was said: no need to ask"
    )


async def test_what_was_said_or_refused_or_is_old_is_not_said_again(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.say("staff", "admin grant ana 5")
    town.clock.at += 20 * MINUTE
    await town.must("staff", "admin grant ana 6")
    await town.say("staff", "admin take ana 5000")
    await town.settle_marks()
    await town.restart()
    await town.recover()
    assert await direct(town, "staff") == []


async def test_what_a_platform_reported_is_no_order_to_confirm(town: Town) -> None:
    """Nobody asked for anything when they joined, so nobody waits for an answer."""
    who = Who("test", "T1", "ana", "ana")
    await town.door.joined(who, "join/1")
    await town.door.left(who, "left/1")
    await town.door.joined(who, "join/2")
    await town.restart()
    await town.recover()
    assert await direct(town, "ana") == []


async def test_a_look_is_no_order_to_confirm(town: Town) -> None:
    await people(town, "ana", "staff")
    await town.must("staff", "admin wallet ana")
    await town.settle_marks()
    await town.restart()
    await town.recover()
    assert await direct(town, "staff") == []


async def test_answers_in_hand_do_not_pile_up(town: Town) -> None:
    await people(town, "ana", "staff")
    for number in range(1, 6):
        await town.must("staff", f"admin grant ana {number}")
        await town.must("staff", "admin wallet ana")
    await town.door.joined(town.who("bea"), "join/bea")
    await town.settle_marks()
    assert town.engine.marks.hands == set()
