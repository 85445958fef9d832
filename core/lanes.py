"""The queue before the engine: bounded, and fair between communities and between people and chores."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Container, Iterable
from typing import Generic, Protocol, TypeVar


class Waiting(Protocol):
    """What stands in the queue."""

    @property
    def community(self) -> int:
        """Whose lane it stands in."""

    @property
    def person(self) -> bool:
        """Whether a person waits for it."""


W = TypeVar("W", bound=Waiting)
TURN = 32
"""How many of one community's pieces are taken before the next community's turn."""


class Lanes(Generic[W]):
    """Lanes by community, for people and for chores, served in turn."""

    def __init__(self, *, most: int, most_each: int) -> None:
        self._most = most
        self._most_each = most_each
        self._people: OrderedDict[int, deque[W]] = OrderedDict()
        self._chores: OrderedDict[int, deque[W]] = OrderedDict()
        self._count = {True: 0, False: 0}
        self._owed = False  # whether chores that were taken came back undone
        self._turns = 0

    def __len__(self) -> int:
        return self._count[True] + self._count[False]

    def waiting(self, *, person: bool) -> int:
        """How many of people's, or of chores', are in the queue."""
        return self._count[person]

    def put(self, piece: W) -> bool:
        """Queue a piece; False if the lane or the whole queue is full."""
        lanes = self._people if piece.person else self._chores
        lane = lanes.get(piece.community)
        if self._count[piece.person] >= self._most or (lane is not None and len(lane) >= self._most_each):
            return False
        if lane is None:
            lane = lanes[piece.community] = deque()
        lane.append(piece)
        self._count[piece.person] += 1
        return True

    def put_back(self, pieces: Iterable[W]) -> None:
        """Pieces that were taken and not decided go back to the front, in their order."""
        for piece in reversed(list(pieces)):
            self._owed |= not piece.person
            lanes = self._people if piece.person else self._chores
            if piece.community not in lanes:
                lanes[piece.community] = deque()
            lanes[piece.community].appendleft(piece)
            lanes.move_to_end(piece.community, last=False)
            self._count[piece.person] += 1

    def take(self, most: int) -> list[W]:
        """The next batch: people first; chores at most a quarter while people wait.

        Where both wait every fourth place is a chore's, and the first if a batch was cut before its
        chores came up, so that neither starves.
        """
        chores = min(self._count[False], most // 4)
        people = self._take(self._people, most - chores, person=True)
        others = self._take(self._chores, chores if self._count[True] else most - len(people), person=False)
        return self._mixed(people, others)

    def take_one(self, most: int, busy: Container[int], *, chores: int) -> list[W]:
        """The next batch of one community that is not busy.

        Its people and its chores are mixed as in `take`; while people wait anywhere, a community of whom
        only chores wait has every fourth turn. ``chores``: so many of them, for people wait for their end.
        """
        one, other = (
            next((one for one in lanes if one not in busy), 0) for lanes in (self._people, self._chores)
        )
        other = other if chores else 0
        if not one and not other:
            return []
        self._turns += 1
        community = other if other and (not one or self._turns % 4 == 0) else one
        chores = min(len(self._chores.get(community, ())), chores, most // 4)
        people = self._take_of(self._people, community, most - chores, person=True)
        return self._mixed(people, self._take_of(self._chores, community, chores, person=False))

    def _mixed(self, people: list[W], others: list[W]) -> list[W]:
        batch: list[W] = others[:1] if self._owed else []
        others = others[len(batch) :]
        self._owed = False
        for start in range(0, len(people), 3):
            batch += people[start : start + 3]
            batch += others[start // 3 : start // 3 + 1]
        return batch + others[-(-len(people) // 3) :]

    def _take(self, lanes: OrderedDict[int, deque[W]], most: int, *, person: bool) -> list[W]:
        taken: list[W] = []
        while lanes and len(taken) < most:
            community = next(iter(lanes))
            taken += self._take_of(lanes, community, min(TURN, most - len(taken)), person=person)
        return taken

    def _take_of(
        self, lanes: OrderedDict[int, deque[W]], community: int, most: int, *, person: bool
    ) -> list[W]:
        lane = lanes.get(community, deque())
        taken = [lane.popleft() for _ in range(min(most, len(lane)))]
        if lane:
            lanes.move_to_end(community)
        else:
            lanes.pop(community, None)
        self._count[person] -= len(taken)
        return taken
