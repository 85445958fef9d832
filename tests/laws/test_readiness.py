"""Whenever people try: one try at the readiness test a local day, and passing it pays once for ever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core import instants
from core.board.awards import Award
from core.instants import HOUR
from core.ledger.accounts import AWARDS, Account, Wallet
from core.ledger.lots import Lot
from core.people import Member
from core.rules import readiness
from tests.laws.whole import Place

RIGHT, WRONG = ("b", "c", "a", "c", "b"), ("b", "c", "b", "a", "a")
ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Niue", "America/Havana")
STEP = (
    st.tuples(st.just("wait"), st.integers(1, 60))
    | st.tuples(st.just("say"), st.sampled_from([f"time_zone {zone}" for zone in ZONES]))
    | st.tuples(st.just("say"), st.sampled_from(["gift.test 0", "gift.test 7", "quiz.pass 5", "quiz.pass 2"]))
    | st.tuples(st.just("try"), st.sampled_from([RIGHT, WRONG]))
    | st.tuples(st.just("try"), st.sampled_from([RIGHT, WRONG]))
)


@settings(max_examples=60)
@given(st.lists(STEP, min_size=5, max_size=40))
def test_a_day_has_one_try_and_a_life_one_gift(steps: list[tuple[str, object]]) -> None:
    place = Place()
    ana = place.member("ana")
    tried, passed, paid = 0, False, 0
    for what, how in steps:
        policy = place.book.policy
        if what == "wait":
            assert isinstance(how, int)
            place.at += how * HOUR
        elif what == "say":
            place.say(str(how))
        else:
            assert isinstance(how, tuple)
            today = instants.day(place.at, policy.time_zone).toordinal()
            refused = place.try_it(lambda book, how=how: readiness.take(book, ana, how))  # type: ignore[misc]
            if passed:
                assert refused == "test.passed_already"
            elif today <= tried:
                assert refused == "test.today"
            else:
                assert refused == ""
                tried = today
                right = sum(one == two for one, two in zip(how, RIGHT, strict=True))
                if right >= policy.quiz_pass:
                    passed, paid = True, policy.gift_test
        assert place.book.the(Member, ana).tried == tried
    assert len(place.book.all(Award)) == passed
    assert [lot.amount for lot in place.book.all(Lot) if lot.source == "test"] == ([paid] if paid else [])
    assert place.book.the(Wallet, ana).balance == 40 + paid
    account = place.book.get(Account, AWARDS)
    assert (account.balance if account else 0) == -paid
