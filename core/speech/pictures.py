"""Pictures before anybody draws them: what is shown, as phrases and whole numbers.

A picture is data like every other part of a Reply. The reader's words are put in by `drawing`, the drawing
itself is done outside, and whoever sees none of it reads ``alt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.instants import Instant
from core.speech.phrase import Phrase

THEMES = ("light", "dark")
USUAL = "auto"
"""The theme that most readers of the asker's platform see."""


@dataclass(frozen=True, slots=True)
class Steps:
    """One number over time: it holds from each point to the next."""

    title: Phrase
    points: tuple[tuple[Instant, int], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers side by side; several series stand on each other.

    The slots are named by moments, of which the day is said, or else by words that need no language.
    """

    title: Phrase
    slots: tuple[Instant | str, ...]
    series: tuple[tuple[Phrase, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ranks:
    """Numbers below each other, each with its name; those that are marked stand out."""

    title: Phrase
    rows: tuple[tuple[Phrase, int, bool], ...]


Panel = Steps | Bars | Ranks


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows, panel below panel. ``alt`` says the same for whoever can't see it."""

    name: str
    title: Phrase
    alt: Phrase
    panels: tuple[Panel, ...]
    theme: str = USUAL

    def themed(self, usual: str) -> Picture:
        """The picture with its theme settled, where it was left to the platform."""
        return replace(self, theme=usual) if self.theme not in THEMES else self

    def phrases(self) -> Iterator[Phrase]:
        """Everything in it that is put into words."""
        yield from (self.title, self.alt)
        for panel in self.panels:
            yield panel.title
            match panel:
                case Bars(series=series):
                    yield from (label for label, _ in series)
                case Ranks(rows=rows):
                    yield from (label for label, _, _ in rows)
