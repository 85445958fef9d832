"""Pictures in the reader's words: what is handed to whoever draws, as plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from core.instants import Instant, moment
from core.speech.fluent import FALLBACK, language_of
from core.speech.pictures import Bars, Panel, Picture, Ranks, Steps
from core.speech.plain import plain_phrase
from core.speech.texts import Voice

TICKS = 5
"""Days that are named below an axis, at most: more don't fit beside each other on a phone."""


def worded(picture: Picture, voice: Voice) -> dict[str, Any]:
    """A picture as it is drawn for one reader."""
    return {
        "theme": picture.theme,
        "title": plain_phrase(picture.title, voice),
        "panels": [_panel(panel, voice) for panel in picture.panels],
    }


def in_english(voice: Voice) -> Voice:
    """The same reader in the language whose letters every font has."""
    return Voice(FALLBACK, voice.zone, voice.names, voice.bodies, voice.persons, voice.strict)


def _panel(panel: Panel, voice: Voice) -> dict[str, Any]:
    title = plain_phrase(panel.title, voice)
    match panel:
        case Steps(points=points):
            begin, end = points[0][0], points[-1][0]
            days = {at: _day(at, voice) for at in _some(range(begin, end + 1, max(1, (end - begin) // 100)))}
            return {
                "kind": "steps", "title": title, "points": [[at, count] for at, count in points],
                "ticks": [[at, day] for at, day in days.items()], "last": _number(points[-1][1], voice),
            }  # fmt: skip
        case Bars(slots=slots, series=series):
            named = (
                {*_some(range(len(slots)))} if slots and isinstance(slots[0], int) else {*range(len(slots))}
            )
            return {
                "kind": "bars", "title": title,
                "slots": [_slot(slot, voice) if place in named else "" for place, slot in enumerate(slots)],
                "series": [[plain_phrase(label, voice), list(counts)] for label, counts in series],
            }  # fmt: skip
        case Ranks(rows=rows):
            return {
                "kind": "ranks", "title": title,
                "rows": [
                    [plain_phrase(label, voice), count, _number(count, voice), marked]
                    for label, count, marked in rows
                ],
            }  # fmt: skip


def _slot(slot: Instant | str, voice: Voice) -> str:
    return slot if isinstance(slot, str) else _day(slot, voice)


def _day(at: Instant, voice: Voice) -> str:
    return format_skeleton("MMMd", moment(at, voice.zone), locale=language_of(voice.locale).locale)


def _number(count: int, voice: Voice) -> str:
    return format_decimal(count, locale=language_of(voice.locale).locale)


def _some(every: Sequence[int]) -> list[int]:
    """A few of many, evenly, the first and the last among them."""
    if len(every) <= TICKS:
        return [*every]
    return [every[place * (len(every) - 1) // (TICKS - 1)] for place in range(TICKS)]
