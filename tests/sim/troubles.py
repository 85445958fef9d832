"""What goes wrong around the bot: at its commits, on its way to the platform, and the process itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from core.ports import Interrupted, Later, Parcel, Rejected, Undeliverable, Unknown
from core.speech.phrase import say
from tests.core.town import Troubled, TroubledTransaction

TROUBLES: dict[str, type[Exception]] = {
    "begin": Interrupted, "load": Interrupted, "write": Rejected, "commit": Unknown, "committed": Unknown,
}  # fmt: skip
"""What comes of trouble at each step of a batch."""
FATAL = ("begin", "write", "commit", "committed")


class Fatal(Troubled):
    """A store around the real one; at a fatal step nothing goes on any more, as in a killed process."""

    def __init__(self, inner: Any) -> None:
        super().__init__(inner)
        self.fatal = ""
        self.died = asyncio.Event()

    async def pass_by(self, event: str) -> None:
        """Come to a step: die there if that is to be."""
        if self.fatal == event:
            self.died.set()
            await asyncio.Event().wait()

    async def begin(self, communities: Sequence[int]) -> Any:
        await self.pass_by("begin")
        self.meet("begin")
        return FatalTransaction(self, await self.inner.begin(communities))


class FatalTransaction(TroubledTransaction):
    """See `Fatal`."""

    store: Fatal

    async def write(self, changes: Sequence[Any]) -> None:
        await super().write(changes)
        await self.store.pass_by("write")

    async def commit(self) -> None:
        await self.store.pass_by("commit")
        await super().commit()
        await self.store.pass_by("committed")


class Post:
    """A platform's channels, as a courier sees them; whoever looks finds what was sent before."""

    platform = "test"
    routed = False
    width = 1
    pace = 0.0

    def __init__(self) -> None:
        self.mode = ""
        """Nothing for fine; later, refused or killed."""
        self.used = False
        self.there: dict[tuple[int, int], str] = {}
        """What stands on the platform, by community and notice."""
        self.sent: Counter[tuple[int, int]] = Counter()
        self.refused: set[tuple[int, int]] = set()
        self.said: dict[tuple[int, int], tuple[str, str]] = {}
        """To whom, and what."""
        self.died = asyncio.Event()

    async def deliver(self, parcel: Parcel) -> str:
        key = parcel.community, parcel.notice.number
        if parcel.again and key in self.there:
            return self.there[key]
        if self.mode == "later" and parcel.notice.number % 3 == 0:
            raise Later(0.001)
        if self.mode == "refused" and parcel.notice.number % 4 == 1 and not parcel.notice.thing:
            self.refused.add(key)
            raise Undeliverable(say("notice.late"))
        self.sent[key] += 1
        self.there[key] = parcel.edits or f"m{len(self.there)}"
        self.said[key] = parcel.notice.channel, parcel.reply.key
        if self.mode == "killed" and parcel.notice.number % 2 == 0:
            self.died.set()
            await asyncio.Event().wait()
        return self.there[key]
