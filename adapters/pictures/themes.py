"""The two grounds that pictures stand on, and colours that can be told apart on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours: of the ground, of words, of what stands back, of lines, and of what is counted."""

    ground: str
    ink: str
    faint: str
    line: str
    colours: tuple[str, ...]


# The counted colours are those of Okabe and Ito (2008), which people with any colour vision tell apart;
# their black is left out, and their yellow on light.
THEMES: Mapping[str, Theme] = {
    "light": Theme(
        "#ffffff", "#1d1c1d", "#5c5b5e", "#d5d3d8",
        ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7a5195"),
    ),
    "dark": Theme(
        "#313338", "#f2f3f5", "#b5bac1", "#4e5058",
        ("#56b4e9", "#e69f00", "#2fc99b", "#e79bc4", "#f0e442", "#ff8a5c", "#b9a3ff"),
    ),
}  # fmt: skip
