"""Pages of lists: by the key of the last line shown, or counted from the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from core.errors import Refusal

T = TypeVar("T")
SIZE = 10
DEEPEST = 200
"""Pages are counted by walking; further on, the button that leads from page to page goes by key."""


def page_of(page: int, before: int) -> int:
    """How many rows to ask for. Refuses: page.deep."""
    if before:
        return SIZE + 1
    if page > DEEPEST:
        raise Refusal("page.deep", page=page, deepest=DEEPEST)
    return page * SIZE + 1


def more(rows: Sequence[T], page: int, before: int) -> tuple[Sequence[T], bool]:
    """The rows of the page among those asked for, and whether more follow."""
    start = 0 if before else (page - 1) * SIZE
    return rows[start : start + SIZE], len(rows) > start + SIZE
