"""The last days once more under another policy: what is different is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.instants import DAY, parse
from core.ledger.accounts import AWARDS, SALES
from core.policy.policy import Policy
from core.rules import dues, journal, moving, wallets
from core.speech.reply import Reply
from tests.core.replaying.again import lots, lots_of, once_more
from tests.core.town import Town
from tests.laws.books import dump

LONG_AGO = 0


def differently(**values: object) -> Callable[[Policy], Policy]:
    return lambda policy: policy.model_copy(update=values)


async def quiet_month(town: Town) -> None:
    """4 March: two jobs, three proposals, one interview that earns; 2 April: a grant for everybody."""
    for name in ("staff", "client", "ana", "ben"):
        await town.must(name, "connects balance")
    await town.must("client", "job post One price:6")
    await town.must("client", "job post Two")  # at the policy's own price, 4
    await town.must("ana", "apply job-1 message:Me")
    await town.must("ana", "apply job-2")
    await town.must("ben", "apply job-2 message:Me")
    await town.must("client", 'proposal interview proposal-1 "When?"')
    await town.must("ana", "proposal answer proposal-1 Now")
    town.clock.at = parse("2026-04-02T00:00")
    await town.tick()


async def test_a_larger_grant_is_paid_to_everybody_who_had_one(town: Town) -> None:
    await quiet_month(town)
    then = once_more(town, LONG_AGO, differently(grant_basic=25))
    assert (then.was.sums["granted"], then.would.sums["granted"]) == (40, 100)


async def test_a_job_at_the_policys_own_price_takes_the_other_one(town: Town) -> None:
    await quiet_month(town)
    then = once_more(town, LONG_AGO, differently(price_default=1))
    assert (then.was.sums["spent"], then.would.sums["spent"], then.refused) == (14, 8, {})


async def test_a_price_that_is_not_allowed_refuses_the_job_and_all_that_rests_on_it_is_skipped(
    town: Town,
) -> None:
    await quiet_month(town)
    then = once_more(town, LONG_AGO, differently(price_allowed=(1, 2, 4)))
    # The proposal, the question and the answer on job-1.
    assert (dict(then.refused), then.skipped) == ({"job.price": 1}, 3)
    assert (then.would.sums["spent"], then.would.sums["bonuses"]) == (8, 0)


async def test_where_a_letter_is_required_a_proposal_without_one_is_refused(town: Town) -> None:
    await quiet_month(town)
    then = once_more(town, LONG_AGO, differently(cover_letter="required"))
    assert (dict(then.refused), then.would.sums["spent"]) == ({"letter.missing": 1}, 10)


async def test_who_could_not_have_paid_is_named_once_and_in_order(town: Town) -> None:
    await quiet_month(town)
    then = once_more(town, LONG_AGO, differently(gift_signup=0))
    assert list(then.short) == [town.member("ana"), town.member("ben")]
    assert then.refused["wallet.short"] == 3


async def test_a_job_that_would_have_closed_earlier_takes_no_proposal_after_that(town: Town) -> None:
    await town.must("client", "job post One")
    town.clock.at += 10 * DAY
    await town.must("ana", "apply job-1")
    then = once_more(town, LONG_AGO, differently(job_days=5))
    assert dict(then.refused) == {"job.closed": 1}


async def test_what_happened_before_the_span_stays_as_it_was(town: Town) -> None:
    await quiet_month(town)
    then = once_more(town, parse("2026-03-05T00:00"), differently(gift_signup=0, grant_basic=20))
    assert (then.acts, then.would.sums["gifts"], then.would.sums["granted"]) == (0, 0, 80)
    assert then.replay is not None
    assert then.replay.balances({town.member("ana"): 0}) == {town.member("ana"): 40 - 10 + 10 + 20}


async def test_a_kind_that_is_not_known_moves_what_it_moved(town: Town) -> None:
    await quiet_month(town)
    ana = town.member("ana")

    def earns(book):  # type: ignore[no-untyped-def]
        wallet = wallets.of(book, ana)
        with journal.record(book, "something.new", actor=ana, member=ana) as record:
            record.move(AWARDS, -30)
            record.credit(wallet, 30, "award", book.now, dues.expiry(book, book.now))
        return Reply("done")

    def loses(book):  # type: ignore[no-untyped-def]
        wallet = wallets.of(book, ana)
        with journal.record(book, "something.else", actor=ana, member=ana) as record:
            record.move(SALES, 60)
            record.take(wallet, 60)
        return Reply("done")

    for key, decide in (("earns", earns), ("loses", loses)):
        assert (await town.do([town.piece(key, decide)]))[0].ok
    same = once_more(town, LONG_AGO)
    assert (same.would.sums, same.refused) == (same.was.sums, {})
    poorer = once_more(town, LONG_AGO, differently(gift_signup=10))
    assert poorer.refused["wallet.short"] == 1, "60 is more than there would have been"
    assert poorer.would.sums["awards"] == 30


async def test_who_was_moved_in_gets_the_gift_when_they_come_and_not_before(town: Town) -> None:
    await town.must("staff", "connects balance")
    cleo = moving.Brought(town.who("cleo"), 30)

    def bring(book):  # type: ignore[no-untyped-def]
        moving.begin(book, "old", "csv", "0" * 16, moving.Moved(1, 30), "classic")
        moving.bring(book, "old", "csv", [cleo], "classic")
        return Reply("done")

    assert (await town.do([town.piece("bring", bring)]))[0].ok
    waiting = once_more(town, LONG_AGO)
    assert (waiting.would.sums["moved"], waiting.would.sums["gifts"]) == (30, 40)
    await town.must("cleo", "connects balance")
    for since in (LONG_AGO, town.clock.at):
        come = once_more(town, since)
        assert come.would.sums == come.was.sums
        assert lots_of(come, town) == lots(town)


@pytest.mark.parametrize("change", [{}, {"time_zone": "Asia/Tokyo"}, {"grant_basic": 0}, {"lot_years": 2}])
async def test_nothing_is_written(town: Town, change: dict[str, object]) -> None:
    await quiet_month(town)
    before = dump(town)
    once_more(town, LONG_AGO, differently(**change))
    assert dump(town) == before
