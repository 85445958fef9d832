"""Which answers arrived: told one by one, written together, and not waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterable
from functools import partial

from core.people import Receipt
from core.pieces import Piece, mark_answered
from core.speech.reply import Reply

Place = tuple[int, str]
"""A receipt: its community and its key."""
SOON = 1.0
"""Seconds for which marks are collected."""
SOME = 200


class Marks:
    """The receipts whose answers this process has in hand, and those that have arrived."""

    def __init__(self, put: Callable[[Piece], bool]) -> None:
        self._put = put
        self._hands: set[Place] = set()
        self._arrived: dict[Place, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._leaving = False

    @property
    def hands(self) -> Container[Place]:
        """Receipts whose answer this process is still delivering."""
        return self._hands

    def give(self, community: int, key: str) -> None:
        """An answer is being delivered."""
        self._hands.add((community, key))

    def arrived(self, community: int, key: str) -> None:
        """The person has the answer; the mark is written lazily."""
        self._arrived[community, key] = None
        if self._timer is None and not self._leaving:
            self._timer = asyncio.get_running_loop().call_later(SOON, self.write)

    def undelivered(self, community: int, key: str) -> None:
        """The platform did not take the answer; the person may ask again."""
        self._hands.discard((community, key))

    def leave(self) -> None:
        """Wait for no more: what is left is written when the queue is empty."""
        self._leaving = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def write(self) -> bool:
        """Queue the marks; whether there were any."""
        self._timer = None
        by_community: dict[int, list[str]] = {}
        for community, key in self._arrived:
            by_community.setdefault(community, []).append(key)
        self._arrived.clear()
        for community, keys in by_community.items():
            for start in range(0, len(keys), SOME):
                some = tuple(keys[start : start + SOME])
                piece = Piece(
                    community, "mark", partial(mark_answered, keys=some), kept=False, person=False,
                    wants=[(Receipt, key) for key in some],
                )  # fmt: skip
                if self._put(piece):
                    piece.answer.add_done_callback(partial(self._written, community, some))
                else:
                    self._arrived.update(dict.fromkeys((community, key) for key in some))
        return bool(by_community)

    def _written(self, community: int, keys: Iterable[str], done: asyncio.Future[Reply]) -> None:
        marks = [(community, key) for key in keys]
        if done.result().ok:
            self._hands.difference_update(marks)
        elif not self._leaving:  # tried for ever, they would hold up the end while the database is in trouble
            for mark in marks:
                self.arrived(*mark)
