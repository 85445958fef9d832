"""Between a platform and the door: what was answered last, and what was delivered."""

from __future__ import annotations

from typing import Any

from adapters.console.courier import Arrival
from core.chat.ask import Answer
from core.ports import Parcel


class Ear:
    """The door, and what it answered last."""

    def __init__(self, door: Any) -> None:
        self._door = door
        self.last: Answer | None = None
        self.taken: list[tuple[int, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._door, name)

    def answered(self, community: int, key: str) -> None:
        """Marked later: a platform that is played would wait out the second after which marks are written."""
        self.taken.append((community, key))

    async def text(self, *given: Any, **more: Any) -> Answer:
        self.last = await self._door.text(*given, **more)
        return self.last

    async def options(self, *given: Any, **more: Any) -> Answer:
        self.last = await self._door.options(*given, **more)
        return self.last


class Tape:
    """A courier's deliveries, kept until they are collected; a base that stands before the courier."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Arrival] = []

    async def deliver(self, parcel: Parcel) -> str:
        ref: str = await super().deliver(parcel)  # type: ignore[misc]
        self.arrived.append(Arrival(parcel, ref))
        return ref

    def collect(self) -> list[Arrival]:
        arrived, self.arrived = self.arrived, []
        return arrived
