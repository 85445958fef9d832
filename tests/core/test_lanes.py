"""The queue is bounded, and fair between communities and between people and chores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.lanes import TURN, Lanes


@dataclass(frozen=True)
class One:
    """Something that waits."""

    community: int
    number: int
    person: bool = True


def lanes(most: int = 10_000, most_each: int = 5_000) -> Lanes[One]:
    return Lanes(most=most, most_each=most_each)


def fill(queue: Lanes[One], community: int, count: int, *, person: bool = True) -> list[One]:
    some = [One(community, number, person) for number in range(count)]
    took = [queue.put(one) for one in some]
    assert all(took)
    return some


def test_a_lane_keeps_its_order() -> None:
    queue = lanes()
    some = fill(queue, 1, 100)
    assert queue.take(64) + queue.take(64) == some
    assert len(queue) == 0
    assert queue.take(64) == []


def test_a_community_that_floods_does_not_delay_another() -> None:
    queue = lanes()
    fill(queue, 1, 4_000)
    (late,) = fill(queue, 2, 1)
    assert queue.take(512).index(late) == TURN


def test_communities_are_served_in_turn_over_batches() -> None:
    queue = lanes()
    for community in range(1, 11):
        fill(queue, community, 200)
    seen: list[int] = []
    for _ in range(10):
        seen += {one.community for one in queue.take(TURN)}
    assert seen == list(range(1, 11))


def test_chores_get_a_quarter_at_most_while_people_wait() -> None:
    queue = lanes()
    fill(queue, 1, 1_000)
    fill(queue, 1, 1_000, person=False)
    assert sum(one.person for one in queue.take(512)) == 384


def test_chores_are_not_starved_while_people_keep_coming() -> None:
    queue = lanes()
    chores = fill(queue, 1, 100, person=False)
    done: list[One] = []
    for _ in range(8):
        fill(queue, 2, 600)
        done += [one for one in queue.take(512) if not one.person]
    assert done == chores


def test_chores_get_all_there_is_when_nobody_waits() -> None:
    queue = lanes()
    fill(queue, 1, 1_000, person=False)
    assert len(queue.take(512)) == 512
    fill(queue, 1, 10)
    assert len(queue.take(512)) == 498, "ten people, and what was left of the chores"


def test_people_get_what_chores_leave() -> None:
    queue = lanes()
    fill(queue, 1, 600)
    fill(queue, 1, 10, person=False)
    assert sum(one.person for one in queue.take(512)) == 502


def test_a_full_lane_takes_no_more_and_others_do() -> None:
    queue = lanes(most_each=3)
    fill(queue, 1, 3)
    assert not queue.put(One(1, 9))
    assert queue.put(One(2, 0))
    assert queue.put(One(1, 0, person=False)), "chores have lanes of their own"
    queue.take(1)
    assert queue.put(One(1, 9))


def test_a_full_queue_takes_no_more() -> None:
    queue = lanes(most=5)
    fill(queue, 1, 3)
    fill(queue, 2, 2)
    assert not queue.put(One(3, 0))
    assert len(queue) == 5


def test_what_was_put_back_comes_first_and_in_its_order() -> None:
    queue = lanes()
    ones, twos = fill(queue, 1, 50), fill(queue, 2, 50)
    chores = fill(queue, 1, 20, person=False)
    batch = queue.take(80)
    queue.put_back(batch[10:])
    rest = queue.take(1_000)
    for some in (ones, twos, chores):
        assert [one for one in batch[:10] + rest if one in some] == some


def test_what_was_put_back_is_not_bounded() -> None:
    queue = lanes(most=4, most_each=4)
    some = fill(queue, 1, 4)
    batch = queue.take(4)
    fill(queue, 1, 4)
    queue.put_back(batch)
    assert len(queue) == 8
    assert queue.take(4) == some


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("put"), st.integers(1, 3), st.booleans()),
            st.tuples(st.just("take"), st.integers(1, 40), st.integers(0, 40)),
        ),
        max_size=80,
    )
)
def test_nothing_is_lost_or_doubled_and_every_lane_is_in_order(steps: list[tuple[Any, ...]]) -> None:
    queue = lanes()
    put: list[One] = []
    done: list[One] = []
    for what, one, two in steps:
        if what == "put":
            piece = One(one, len(put), two)
            put.append(piece)
            assert queue.put(piece)
        else:
            batch = queue.take(one)
            assert len(batch) == min(one, len(batch) + len(queue))
            queue.put_back(batch[two:])  # the batch was cut
            done += batch[:two]
        assert len(queue) == len(put) - len(done)
    while batch := queue.take(7):
        done += batch
    assert sorted(done, key=lambda one: one.number) == put
    lane: Callable[[One], tuple[int, bool]] = lambda one: (one.community, one.person)  # noqa: E731
    for which in {lane(one) for one in put}:
        mine = [one.number for one in done if lane(one) == which]
        assert mine == sorted(mine)
