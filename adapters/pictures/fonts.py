"""Letters: which fonts of this machine have those of a picture's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

OURS = "DejaVu Sans"
"""Comes with matplotlib: Latin, Greek, Cyrillic and more, but no Devanagari, Chinese or Japanese."""


LAST_RESORT = "last resort"
"""A font that has a box for every sign, and a letter for none."""


class Unlettered(Exception):
    """No font here has the letters of these words."""


def families(words: Iterable[str]) -> list[str]:
    """The fonts that have all letters of these words, ours first. Raises Unlettered."""
    wanted = {ord(sign) for word in words for sign in word if unicodedata.category(sign)[0] in "LMN"}
    found, missing = [OURS], wanted - _signs(font_manager.findfont(OURS))
    if not missing:
        return found
    for font in sorted(font_manager.fontManager.ttflist, key=lambda one: (one.style != "normal", one.name)):
        if font.name in found or LAST_RESORT in font.name.casefold():
            continue
        has = _signs(font.fname)
        if missing & has:
            found.append(font.name)
            missing -= has
        if not missing:
            return found
    raise Unlettered


def shown(text: str, names: Iterable[str]) -> str:
    """The text without the signs, emoji above all, that none of these fonts has."""
    has = frozenset().union(*(_signs(font_manager.findfont(name)) for name in names))
    return " ".join("".join(sign for sign in text if ord(sign) in has or sign.isspace()).split())


@cache
def _signs(path: str) -> frozenset[int]:
    try:
        return frozenset(FT2Font(path).get_charmap())
    except (RuntimeError, OSError):  # a file that is no font, or is gone since the list was made
        return frozenset()
