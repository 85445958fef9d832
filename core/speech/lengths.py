"""How long a text is to a platform, and how it is cut to what a platform takes."""

from __future__ import annotations


def size(text: str) -> int:
    """A text's length in UTF-16 units: whichever way a platform counts, it counts no more."""
    if text.isascii():
        return len(text)
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, most: int) -> str:
    """The text, ended with … where it is too long."""
    if size(text) <= most:
        return text
    return head(text, most - 1) + "…"


def head(text: str, most: int) -> str:
    """As much of a text's beginning as is at most so long."""
    if size(text) <= most:
        return text
    kept, left = [], most
    for sign in text:
        left -= 2 if sign > "\uffff" else 1
        if left < 0:
            break
        kept.append(sign)
    return "".join(kept)
