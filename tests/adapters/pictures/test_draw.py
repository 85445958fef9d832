"""A picture is a PNG for a phone, on the ground that was asked for, in letters that are there."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from matplotlib.image import imread

from adapters.pictures import draw
from adapters.pictures.fonts import OURS, Unlettered, families, shown
from adapters.pictures.themes import THEMES

STEPS = {
    "kind": "steps", "title": "Balance over time", "points": [[0, 40], [10, 34], [20, 44]],
    "ticks": [[0, "1 Nov"], [20, "1 Dec"]], "last": "44",
}  # fmt: skip
BARS = {
    "kind": "bars", "title": "Came in", "slots": ["1 Nov", "", "3 Nov"],
    "series": [["Granted", [1, 0, 2]], ["Bought", [0, 5, 0]]],
}  # fmt: skip
RANKS = {
    "kind": "ranks", "title": "By place",
    "rows": [["1. ana · proposal-2", 9, "9", True], ["2. 🦊 ben · proposal-1", 3, "3", False]],
}  # fmt: skip


def asked(*panels: Mapping[str, Any], theme: str = "light", title: str = "44 Connects") -> dict[str, Any]:
    return {"theme": theme, "title": title, "panels": [*panels]}


def drawn(worded: Mapping[str, Any], english: Mapping[str, Any] | None = None) -> Any:
    return imread(BytesIO(draw.png(worded, english or worded)), format="png")


def colours(picture: Any) -> set[str]:
    dots = (picture[:, :, :3] * 255).round().astype(int).reshape(-1, 3)
    return {"#{:02x}{:02x}{:02x}".format(*dot) for dot in {tuple(one) for one in dots.tolist()}}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("panel", [STEPS, BARS, RANKS], ids=lambda one: str(one["kind"]))
def test_every_kind_of_picture_stands_on_the_ground_asked_for_and_is_as_wide_as_a_phone(
    panel: Mapping[str, Any], theme: str
) -> None:
    picture = drawn(asked(panel, theme=theme))
    height, width, _ = picture.shape
    assert width == 896
    assert 200 < height < 1_800
    seen = colours(picture)
    assert {THEMES[theme].ground, THEMES[theme].ink, THEMES[theme].colours[0]} <= seen
    other = THEMES["dark" if theme == "light" else "light"]
    assert other.ground not in seen or other.ground == THEMES[theme].ink


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_stand_out_from_their_ground_and_what_is_counted_does_too(theme: Any) -> None:
    # Web Content Accessibility Guidelines 2.2: 4.5 to 1 for text, 3 to 1 for what is drawn.
    assert contrast(theme.ink, theme.ground) >= 7
    assert contrast(theme.faint, theme.ground) >= 4.5
    for colour in theme.colours:
        assert contrast(colour, theme.ground) >= 2.2, colour
    assert contrast(theme.colours[0], theme.ground) >= 4.5
    assert len({*theme.colours}) == len(theme.colours) == 7


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_panels_stand_below_each_other() -> None:
    one, both = drawn(asked(STEPS)), drawn(asked(STEPS, BARS))
    assert both.shape[1] == one.shape[1]
    assert both.shape[0] > 1.6 * one.shape[0]


def test_words_in_letters_that_no_font_here_has_are_drawn_in_english() -> None:
    with pytest.raises(Unlettered):
        families(["\U00012000\U00012001"])  # cuneiform
    cuneiform, english = asked(STEPS, title="\U00012000"), asked(STEPS)
    assert draw.png(cuneiform, english) == draw.png(english, english)


def test_signs_of_a_name_that_no_font_has_are_left_out() -> None:
    assert families(["Zoë", "Łukasz", "Ωmega"]) == [OURS]
    assert shown("ana \U0001f9ff\U00012000 of Ur", [OURS]) == "ana of Ur"


def test_what_is_counted_may_be_nothing_at_all() -> None:
    empty = {"kind": "bars", "title": "Came in", "slots": ["1 Nov"], "series": []}
    flat = {**STEPS, "points": [[5, 0], [5, 0]], "ticks": [[5, "1 Nov"]]}
    assert drawn(asked(empty, flat, {**RANKS, "rows": RANKS["rows"][:1]})).shape[1] == 896


def test_a_long_name_is_cut() -> None:
    long = {**RANKS, "rows": [["1. " + "m" * 200, 9, "9", True]]}
    assert drawn(asked(long)).shape[1] == 896
