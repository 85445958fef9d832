"""The courier of the console: what is sent waits here until the line that caused it has been shown."""

from __future__ import annotations

from typing import NamedTuple

from adapters.console.house import PLATFORM
from core.ports import Parcel
from core.speech.notice import CHANNELS
from core.speech.phrase import Mention


class Arrival(NamedTuple):
    """A delivered parcel and the number of its message."""

    parcel: Parcel
    ref: str


class ConsoleCourier:
    """A Courier that takes everything: there is no terminal that refuses a line."""

    platform = PLATFORM
    routed = False  # every channel is this terminal
    width = 1
    pace = 0.0

    def __init__(self) -> None:
        self._arrived: list[Arrival] = []
        self._count = 0

    async def deliver(self, parcel: Parcel) -> str:
        """Put the parcel with those to be shown; an edit keeps its message's number."""
        self._count += 1
        ref = parcel.edits or str(self._count)
        self._arrived.append(Arrival(parcel, ref))
        return ref

    def collect(self) -> list[Arrival]:
        """What arrived since the last call, in order."""
        arrived, self._arrived = self._arrived, []
        return arrived


def addressee(parcel: Parcel) -> str | Mention:
    """A channel as people write it (#jobs), or the member that a direct message is for."""
    channel = parcel.notice.channel
    if channel in CHANNELS:
        return f"#{channel}"
    kind, _, number = channel.partition("/")
    return Mention(int(number)) if kind == "member" and number.isdigit() else channel
