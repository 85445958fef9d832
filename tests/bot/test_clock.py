"""The system's clock is followed, but not where it jumps."""

from __future__ import annotations

import time

import pytest

from bot.clock import SystemClock
from core.instants import DAY, HOUR, MINUTE, SECOND, parse

START = parse("2026-03-04T10:00")


class Machine:
    """A machine whose clocks a test sets: the wall's and the one that nobody sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall = START
        self.steady = 77 * DAY
        monkeypatch.setattr(time, "time_ns", lambda: self.wall * 1000)
        monkeypatch.setattr(time, "clock_gettime_ns", lambda which: self.steady * 1000)
        monkeypatch.setattr(time, "monotonic_ns", lambda: self.steady * 1000)

    def passes(self, span: int) -> None:
        self.wall += span
        self.steady += span


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_time_is_the_walls(machine: Machine) -> None:
    clock = SystemClock()
    assert clock.now() == clock.steady() == START
    machine.passes(90 * DAY)
    assert clock.now() == clock.steady() == START + 90 * DAY
    assert not clock.jumped()


@pytest.mark.parametrize("drift", [-HOUR, -MINUTE, 1, 30 * SECOND, HOUR])
def test_a_small_correction_is_followed(machine: Machine, drift: int) -> None:
    clock = SystemClock()
    machine.passes(DAY)
    machine.wall += drift
    assert not clock.jumped()
    assert clock.now() == machine.wall
    assert clock.steady() == START + DAY


@pytest.mark.parametrize("jump", [HOUR + 1, -HOUR - 1, DAY, -DAY, 3650 * DAY, -3650 * DAY])
def test_a_jump_is_noticed_and_time_goes_on_as_if_it_had_not_been(machine: Machine, jump: int) -> None:
    clock = SystemClock()
    machine.passes(DAY)
    machine.wall += jump
    assert clock.jumped()
    assert clock.now() == clock.steady() == START + DAY
    assert clock.jump_seconds() == jump / SECOND
    machine.passes(MINUTE)
    assert clock.now() == START + DAY + MINUTE


@pytest.mark.parametrize("jump", [2 * HOUR, -2 * HOUR, 40 * DAY])
def test_an_accepted_jump_is_followed_and_the_steady_time_stays(machine: Machine, jump: int) -> None:
    clock = SystemClock()
    machine.wall += jump
    clock.accept()
    assert not clock.jumped()
    assert clock.now() == START + jump
    machine.passes(DAY)
    assert clock.now() == START + jump + DAY
    assert clock.steady() == START + DAY


def test_a_jump_back_to_the_right_time_is_a_jump_too(machine: Machine) -> None:
    clock = SystemClock()
    machine.wall += DAY
    clock.accept()
    machine.wall -= DAY
    assert clock.jumped()
    assert clock.now() == START + DAY
    clock.accept()
    assert clock.now() == START
    assert not clock.jumped()


def test_a_suspended_machine_has_not_jumped(machine: Machine) -> None:
    """The clock that counts a suspended machine's time goes on with the wall's."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        pytest.skip("this system counts no suspended time")
    clock = SystemClock()
    machine.passes(3 * DAY)
    assert not clock.jumped()


def test_slow_drift_is_measured_from_what_was_accepted(machine: Machine) -> None:
    clock = SystemClock()
    machine.wall += 50 * MINUTE
    assert not clock.jumped()
    machine.wall += 20 * MINUTE
    assert clock.jumped()


def test_a_new_process_knows_no_jump(machine: Machine) -> None:
    machine.wall += 400 * DAY
    clock = SystemClock()
    assert not clock.jumped()
    assert clock.now() == machine.wall
