"""Which function answers which question, on either database."""

from __future__ import annotations

from typing import TypeVar, cast

from adapters.storage import candidates, keeping, platforms, questions, statistics, vitals
from adapters.storage.questions import Run
from adapters.storage.walls import SPANNING, over_all
from core.queries import Query

T = TypeVar("T")

_ANSWERS = {
    **questions.ANSWERS, **candidates.ANSWERS, **platforms.ANSWERS, **statistics.ANSWERS,
    **vitals.ANSWERS, **keeping.ANSWERS,
}  # fmt: skip


async def answer(run: Run, community: int, query: Query[T]) -> T:
    """Answer a question. Raises TypeError for one that storage does not know."""
    known = _ANSWERS.get(type(query))
    if known is None:
        raise TypeError(f"storage knows no answer to {type(query).__name__}")
    if type(query) in SPANNING:
        run = over_all(run)
    return cast("T", await known(run, community, query))
