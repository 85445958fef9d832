"""A story that goes wrong, made as short as it can be: steps go as long as it goes wrong in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tests.sim.seeds import Came, Stage
from tests.sim.story import SAYS, Step, Story

TRIES = 400
"""So many shorter stories are tried at most."""


def kind(wrong: str) -> str:
    """What sort of wrong it is: its first words, whatever the numbers are."""
    return " ".join(re.sub(r"[\d.:()]+", "", wrong).split()[:4])


async def shortest(stage: Stage, came: Came, tries: int = TRIES) -> Came:
    """The shortest story found that goes wrong in the same way; the one given, if it does not again."""
    sort, best = kind(came.wrong), came
    again = await stage.story(came.story)
    if kind(again.wrong) != sort:
        return came
    left, size = tries, max(1, len(came.story.steps) // 2)
    while left > 0:
        for shorter in _shorter(best.story, size):
            left -= 1
            tried = await stage.story(shorter)
            if kind(tried.wrong) == sort:
                best = tried
                break
            if left <= 0:
                return best
        else:
            if size == 1:
                return best
            size //= 2
    return best


def _shorter(story: Story, size: int) -> Iterator[Story]:
    """The story without some of its steps, the last first; at the end with less trouble in it."""
    steps = story.steps
    for start in range(max(0, len(steps) - size), -1, -size):
        yield replace(story, steps=steps[:start] + steps[start + size :])
    if size == 1:
        for place, step in enumerate(steps):
            if step.what == SAYS and step.flags:
                yield replace(story, steps=_with(steps, place, replace(step, flags=())))
            elif step.what == "wait" and step.span % 1_000_000:
                rounded = step.span // 1_000_000 * 1_000_000
                yield replace(story, steps=_with(steps, place, replace(step, span=max(rounded, 1))))


def _with(steps: tuple[Step, ...], place: int, step: Step) -> tuple[Step, ...]:
    return (*steps[:place], step, *steps[place + 1 :])
