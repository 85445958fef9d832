"""What colluders get is what core/README.md says of it: never more than the bound, and never less."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.instants import DAY
from tests.sim import collusion
from tests.sim.collusion import HEAD, ROWS, Setting, pooled

README = (Path(__file__).parents[2] / "core" / "README.md").read_text("utf-8")
TABLE = [line for line in README.partition(HEAD)[2].split("\n\n")[0].split("\n")[2:] if line]
WEEKS = 3
WINDOWS = 4
"""Three weeks from a Wednesday touch four weeks of the calendar."""


def won(name: str, size: int, weeks: int = WEEKS) -> int:
    """What each freelancer wins; all of them the same."""
    came = asyncio.run(collusion.played(ROWS[name], size, weeks))
    assert len(set(came.gains)) == 1, "everybody has their share"
    assert all(bonus > 0 for bonuses in came.bonuses.values() for _, bonus in bonuses), "no answer in vain"
    return came.gains[0]


def test_the_best_is_to_call_the_job_off_whatever_it_costs() -> None:
    found = asyncio.run(collusion.best(prices=(1, 6)))
    assert [(gain, plan.price) for gain, plan in found if plan.ending == "cancel"] == [(10, 1), (10, 6)]
    assert {(gain, plan.price) for gain, plan in found if plan.ending != "cancel"} == {(9, 1), (4, 6)}


@pytest.mark.parametrize(
    ("name", "size", "gain"),
    [
        ("k pairs that keep apart", 2, WINDOWS * 10),
        ("k pairs, `once_per_pair` off", 1, WINDOWS * 50),
        ("one client, k freelancers", 2, WINDOWS * 10),
        ("a ring: every client meets every freelancer", 2, WINDOWS * 20),
        ("a ring of k people who are client and freelancer in one", 2, WINDOWS * 10),
        ("a ring, `window` rolling", 1, WEEKS * 10),
        ("a ring, `cap` 20", 3, WINDOWS * 20),
        ("a ring, `amount` 2", 2, WINDOWS * 4),
        ("a ring, `price.allowed` 6", 1, WINDOWS * 10),
    ],
)
def test_a_freelancer_wins_what_the_switches_leave_and_no_more(name: str, size: int, gain: int) -> None:
    assert won(name, size) == gain


def test_with_six_clients_the_cap_is_all_that_holds() -> None:
    assert won("a ring: every client meets every freelancer", 6, 1) == 2 * 50


def test_in_no_seven_days_does_a_rolling_window_pay_more_than_its_cap() -> None:
    setting = Setting((collusion.OFF, collusion.ROLLING), friends="own")
    came = asyncio.run(collusion.played(setting, 1, 2))
    (bonuses,) = came.bonuses.values()
    for end, _ in bonuses:
        assert sum(bonus for at, bonus in bonuses if end - 7 * DAY < at <= end) <= 50
    assert came.gains == [100]


def test_other_accounts_gifts_can_be_gathered_only_where_transfers_are_on() -> None:
    assert asyncio.run(pooled(2, "off", 1)) == 0
    assert asyncio.run(pooled(2, "on", 1)) == 2 * 40


def test_the_readme_compares_what_is_played() -> None:
    assert [line.split(" | ")[0].removeprefix("| ") for line in TABLE] == list(ROWS)


@pytest.mark.soak
@pytest.mark.parametrize("place", range(len(ROWS)), ids=list(ROWS))
def test_the_readmes_numbers_are_what_twelve_weeks_give(place: int) -> None:
    assert asyncio.run(collusion.row(list(ROWS)[place])) == TABLE[place]
