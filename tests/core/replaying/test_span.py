"""The last days once more: under the same policy nothing is different."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.board.jobs import Job
from core.ledger.accounts import Wallet
from core.ledger.lots import Lot
from core.policy.policy import Policy, PolicyError
from core.policy.values import changed
from core.replaying.span import overlay
from tests.core.replaying.again import balances, lots, lots_of, once_more
from tests.core.town import START, Town
from tests.laws.doings import ALL, BEGIN, POLICIES, ZONES, Doing, do, many
from tests.laws.test_laws import in_towns


def twice(template: Path, some: list[Doing], parts: list[int]) -> None:
    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        for doing in (*BEGIN, *some):
            await do(town, doing)
        await do(town, Doing("!step", span=1))
        whole = once_more(town, 0)
        assert (whole.refused, whole.skipped, whole.short) == ({}, 0, {})
        for part in (0, *parts):
            outcome = once_more(town, START + (town.clock.now() - START) * part // 100)
            assert (outcome.refused, outcome.skipped, outcome.short) == ({}, 0, {}), part
            assert outcome.would.sums == outcome.was.sums, part
            assert outcome.replay is not None
            assert outcome.replay.balances(balances(town)) == balances(town), part
            assert lots_of(outcome, town) == lots(town), part

    in_towns(template, live)


lives = {"parts": st.lists(st.integers(1, 100), min_size=3, max_size=3)}


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(some=many(ALL, 40, 70), **lives)
def test_under_the_same_policies_everything_is_as_it_was(
    template: Path, some: list[Doing], parts: list[int]
) -> None:
    twice(template, some, parts)


def otherwise(template: Path, some: list[Doing], parts: list[int], texts: list[str]) -> None:
    """Under whatever policies: nothing breaks, and the copy's books add up."""
    new = Policy()
    for text in texts:
        with contextlib.suppress(PolicyError):
            new = changed(new, *text.split(" ", 1))

    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        for doing in (*BEGIN, *some):
            await do(town, doing)
        for part in (0, *parts):
            since = START + (town.clock.now() - START) * part // 100
            outcome = once_more(town, since, overlay(Policy(), new))
            assert outcome.replay is not None
            book = outcome.replay.book
            left: Counter[int] = Counter()
            for lot in book.all(Lot):
                assert 0 <= lot.left <= lot.amount
                left[lot.wallet] += lot.left
            for wallet in book.all(Wallet):
                assert wallet.balance == left[wallet.number] >= 0
            assert all(amount >= 0 for name, amount in outcome.would.sums.items() if name != "staff")
            assert all(job.unsettled == 0 for job in book.all(Job)) or town.clock.now() < book.now

    in_towns(template, live)


others = st.lists(st.sampled_from([*POLICIES, *(f"time_zone {zone}" for zone in ZONES)]), max_size=5)


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(some=many(ALL, 40, 70), texts=others, **lives)
def test_under_other_policies_the_copys_books_add_up(
    template: Path, some: list[Doing], parts: list[int], texts: list[str]
) -> None:
    otherwise(template, some, parts, texts)


@pytest.mark.soak
@settings(max_examples=300, derandomize=False)
@given(some=many(ALL, 1, 200), texts=others, **lives)
def test_under_other_policies_the_books_of_a_long_life_add_up(
    template: Path, some: list[Doing], parts: list[int], texts: list[str]
) -> None:
    otherwise(template, some, parts, texts)


@pytest.mark.soak
@settings(max_examples=300, derandomize=False)
@given(some=many(ALL, 1, 200), **lives)
def test_under_the_same_policies_a_long_life_is_as_it_was(
    template: Path, some: list[Doing], parts: list[int]
) -> None:
    twice(template, some, parts)
