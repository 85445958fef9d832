"""Weekly summaries and reminders by hand: late, twice, missed, muted, on every zone's clocks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from core import instants
from core.digesting import _tell
from core.instants import DAY, HOUR, parse
from core.policy.shipped import preset
from core.rules import digests
from core.speech import codec
from core.speech.notice import NEWS
from core.tallies import Week
from tests.core.replaying.again import once_more
from tests.core.town import Town
from tests.laws.books import prove
from tests.postgres import database

MONDAY = parse("2026-03-09T09:00")
ZONES = ("UTC", "Europe/Madrid", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Apia")


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(tmp_path / "town.db")
    if request.param == "sqlite":
        yield await town.open()
        await town.close()
    else:
        async with database() as url:
            town.url = url
            yield await town.open()
            await town.close()


def told(town: Town, key: str) -> list[dict[str, object]]:
    found = [codec.read(one.notice.document) for one in town.mail.got if one.notice.document]
    return [dict(one.facts) for one in found if one.key == key]


async def busy(town: Town) -> None:
    """4 March: a job and a proposal of 4 Connects."""
    await town.must("staff", "job post One price:4")
    await town.must("ana", "apply job-1 message:Me")


async def ring(town: Town) -> None:
    await town.tick()
    await town.outbox.deliver()


async def test_a_week_is_told_of_once_however_often_and_late_the_bell_rings(place: Town) -> None:
    await busy(place)
    place.clock.at = MONDAY - 1
    await ring(place)
    assert told(place, "digest.told") == []
    place.clock.at = MONDAY + 3 * HOUR
    for _ in range(3):
        await ring(place)
    ((facts),) = told(place, "digest.told")
    assert (facts["posted"], facts["proposals"], facts["hired"]) == (1, 1, 0)
    await place.restart()
    await ring(place)
    assert len(told(place, "digest.told")) == 1


async def test_down_for_three_weeks_only_the_newest_is_told(town: Town) -> None:
    await busy(town)
    town.clock.at = MONDAY + 15 * DAY  # a Tuesday
    await town.must("ana", "connects balance")
    await ring(town)
    assert told(town, "digest.told") == []  # in the newest week nothing happened
    await town.must("ben", "apply job-1")
    town.clock.at = MONDAY + 23 * DAY
    await ring(town)
    ((facts),) = told(town, "digest.told")
    assert (facts["posted"], facts["proposals"]) == (0, 1)
    prove(town)


async def test_two_processes_that_ring_at_once_tell_it_once(town: Town) -> None:
    await busy(town)
    town.clock.at = MONDAY
    chore = digests_pieces(town)
    first = await town.do(chore)
    assert all(answer.ok for answer in first)
    await town.outbox.deliver()
    assert len(told(town, "digest.told")) == 1


def digests_pieces(town: Town):  # type: ignore[no-untyped-def]
    span = digests.newest(preset("classic"), town.clock.now())
    return [
        town.piece(f"digest/{n}", lambda book: _tell(book, span, Week(1, 1, 0, 4)))  # type: ignore[arg-type]
        for n in range(2)
    ]


async def test_a_client_is_reminded_once_after_three_weeks_without_the_bot(place: Town) -> None:
    await busy(place)
    place.clock.at += 21 * DAY
    for _ in range(3):
        await ring(place)
    assert [facts["count"] for facts in told(place, "job.waiting")] == [1]
    place.clock.at += 7 * DAY - 1
    await ring(place)
    assert len(told(place, "job.waiting")) == 1
    place.clock.at += 1
    await ring(place)
    assert len(told(place, "job.waiting")) == 2


@pytest.mark.parametrize("ending", ["withdraw", "hire", "decline", "archive", "shortlist"])
async def test_what_is_done_with_a_proposal_ends_its_waiting(town: Town, ending: str) -> None:
    await town.must("client", "job post One price:4 hires:3")
    await town.must("ana", "apply job-1")
    await town.must("ana" if ending == "withdraw" else "client", f"proposal {ending} proposal-1")
    town.clock.at += 20 * DAY
    await ring(town)
    assert told(town, "job.waiting") == []
    assert town.rows("SELECT waiting, reminded FROM job") == [(0, 0)]


async def test_who_is_off_or_away_is_reminded_of_nothing(town: Town) -> None:
    await town.must("client", "job post One price:4")
    await town.must("ana", "apply job-1")
    await town.door.left(town.who("client"), "test/left")
    town.clock.at += 8 * DAY
    await ring(town)
    assert told(town, "job.waiting") == []
    prove(town)


async def test_a_digest_holds_in_a_preview_of_another_policy(town: Town) -> None:
    await busy(town)
    town.clock.at = MONDAY
    await ring(town)
    then = once_more(town, 0)
    assert (then.would.sums, then.refused) == (then.was.sums, {})
    assert town.rows("SELECT channel FROM notice WHERE document LIKE '%digest.told%'") == [(NEWS,)]


@given(at=st.integers(parse("2020-01-01T00:00"), parse("2030-01-01T00:00")), zone=st.sampled_from(ZONES),
       day=st.sampled_from(digests.WEEKDAYS))  # fmt: skip
def test_the_newest_summary_is_of_the_chosen_day_at_nine_and_less_than_a_week_ago(
    at: int, zone: str, day: str
) -> None:
    policy = preset("classic").model_copy(update={"time_zone": zone, "digest_day": day})
    span = digests.newest(policy, at)
    assert span is not None
    local = instants.moment(span.due, zone)
    assert span.due <= at < span.due + 7 * DAY + 2 * HOUR + 24 * HOUR * (zone == "Pacific/Apia")
    assert (digests.WEEKDAYS[local.weekday()], local.hour, local.minute) == (day, 9, 0)
    assert span.since < span.until <= span.due
    assert digests.newest(policy, span.due) == span
    before = digests.newest(policy, span.due - 1)
    assert before is not None and before.until <= span.since and before.key != span.key
