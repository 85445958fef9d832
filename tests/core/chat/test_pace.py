"""How fast one member may go on: what a bucket lets through, what it says, what it keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.pace import Pace, Slower


def let_through(pace: Pace, times: list[float], person: str = "ana") -> int:
    """How many of these are let through."""
    through = 0
    for now in times:
        try:
            pace.go("console", "here", person, now)
            through += 1
        except Slower:
            pass
    return through


def test_what_comes_at_once_is_let_through_as_far_as_the_burst_goes() -> None:
    assert let_through(Pace(60, 5.0), [10.0] * 1_000) == 60


def test_a_thousand_a_second_for_ten_seconds_leave_the_burst_and_the_rate() -> None:
    assert let_through(Pace(60, 5.0), [n / 1_000 for n in range(10_000)]) == 60 + 49


def test_a_person_who_types_never_meets_it() -> None:
    assert let_through(Pace(60, 5.0), [n / 4 for n in range(10_000)]) == 10_000


def test_of_many_refusals_one_a_second_is_said_and_tells_when_to_go_on() -> None:
    pace, said = Pace(1, 0.25), []
    for n in range(3_000):
        try:
            pace.go("discord", "1", "2", n / 1_000)
        except Slower as slower:
            if not slower.quiet:
                said.append((n // 1_000, slower.said.key, slower.said.facts["seconds"]))
    assert said == [(0, "slower", 4), (1, "slower", 3), (2, "slower", 2)]


def test_after_the_seconds_that_were_told_one_more_goes_through() -> None:
    pace = Pace(1, 0.25)
    pace.go("discord", "1", "2", 0.0)
    with pytest.raises(Slower) as slower:
        pace.go("discord", "1", "2", 1.0)
    assert slower.value.said.facts["seconds"] == 3
    pace.go("discord", "1", "2", 4.0)


def test_everybody_has_a_bucket_of_their_own_in_each_community_and_platform() -> None:
    pace = Pace(1, 0.1)
    for bucket in [("discord", "1", "2"), ("discord", "1", "3"), ("discord", "4", "2"), ("slack", "1", "2")]:
        pace.go(*bucket, 0.0)
        with pytest.raises(Slower):
            pace.go(*bucket, 0.0)


def test_who_was_told_is_hushed_until_a_second_has_passed_or_there_is_room() -> None:
    heard: list[str] = []
    pace = Pace(1, 0.5, slowed=heard.append)
    who = ("slack", "1", "2")
    assert not pace.is_hushed(*who, 0.0)
    pace.go(*who, 0.0)
    assert not pace.is_hushed(*who, 0.1)  # nobody has told them yet
    with pytest.raises(Slower):
        pace.go(*who, 0.1)
    assert pace.is_hushed(*who, 0.2)
    assert heard == ["slack"] * 2
    assert not pace.is_hushed(*who, 1.2)
    assert not Pace(1, 50).is_hushed(*who, 0.0)


def test_no_burst_is_no_limit_and_keeps_nothing() -> None:
    pace = Pace()
    assert let_through(pace, [0.0] * 10_000) == 10_000
    assert pace.buckets == 0


def test_however_many_people_come_the_memory_is_bounded_and_who_floods_is_remembered() -> None:
    pace = Pace(2, 0.001, most=100)
    through = 0
    for n in range(5_000):
        pace.go("discord", "1", str(n), float(n) / 1e6)
        through += let_through(pace, [float(n) / 1e6], "flood")
    assert pace.buckets == 100
    assert through == 2


def test_a_clock_that_steps_back_gives_and_takes_nothing() -> None:
    assert let_through(Pace(3, 1.0), [5.0, 4.0, 3.0, 2.0, 1.0]) == 3


def test_whoever_counts_hears_of_each() -> None:
    heard: list[str] = []
    pace = Pace(1, 0.1, slowed=heard.append)
    let_through(pace, [0.0] * 5)
    assert heard == ["console"] * 4


@given(
    burst=st.integers(1, 50), rate=st.floats(0.1, 100),
    gaps=st.lists(st.floats(0, 5), min_size=1, max_size=200),
)  # fmt: skip
def test_never_more_than_the_burst_and_the_rate(burst: int, rate: float, gaps: list[float]) -> None:
    times, now = [], 0.0
    for gap in gaps:
        now += gap
        times.append(now)
    assert let_through(Pace(burst, rate), times) <= burst + (now - times[0]) * rate + 1e-6
