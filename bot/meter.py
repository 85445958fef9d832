"""What is measured of a running bot, taken where it passes by: at the door, at the couriers, at the bell.

Nothing here counts; whoever counts is handed in. No number or name of a member or a community is told.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from bot.drawing import DrawingDoor
from bot.log import INCIDENT
from bot.outbox import PATIENCE
from core.chat.ask import Answer, unheard
from core.people import Who
from core.pieces import Batch
from core.ports import Courier, Later, Parcel, Tell, Undeliverable

DONE, REFUSED, BUSY, FAULT = "done", "refused", "busy", "fault"
OURS = {"fault", "unavailable", "outcome.unknown"}
"""Answers that are no refusal but our own trouble."""
_PLATFORMS = {"discord": "discord", "slack_sdk": "slack", "slack_bolt": "slack"}
_WORD = re.compile(r"[a-z0-9_]{1,40}")


class Meter(Protocol):
    """Whoever counts."""

    def batch(self, batch: Batch) -> None:
        """The engine has tried a batch."""

    def command(self, name: str, outcome: str, seconds: float) -> None:
        """A command was answered."""

    def posted(self, platform: str, outcome: str, seconds: float) -> None:
        """A courier has tried to post a notice: sent, again, later, held, aside, gone."""

    def rang(self, seconds: float, *, ok: bool) -> None:
        """The bell has rung, and what was due is done."""

    def slowed(self, platform: str) -> None:
        """Somebody went too fast, so that nothing was done for them."""

    def troubled(self, platform: str, kind: str) -> None:
        """Something went wrong on a platform."""

    def broke(self) -> None:
        """Something broke on our side, and has its number in the log."""


class Silent:
    """Counts nothing."""

    def batch(self, batch: Batch) -> None:
        """Not counted."""

    def command(self, name: str, outcome: str, seconds: float) -> None:
        """Not counted."""

    def posted(self, platform: str, outcome: str, seconds: float) -> None:
        """Not counted."""

    def rang(self, seconds: float, *, ok: bool) -> None:
        """Not counted."""

    def slowed(self, platform: str) -> None:
        """Not counted."""

    def troubled(self, platform: str, kind: str) -> None:
        """Not counted."""

    def broke(self) -> None:
        """Not counted."""


SILENT = Silent()


class MeasuredDoor(DrawingDoor):
    """A door that tells how long every answer took and what it was."""

    meter: Meter = SILENT

    async def text(self, who: Who, line: str, key: str, tell: Tell = unheard) -> Answer:
        """Answer a typed line."""
        return await self._measured(who, super().text(who, line, key, tell))

    async def options(
        self, who: Who, name: str, given: Mapping[str, str], key: str, *,
        filled: bool = True, tell: Tell = unheard,
    ) -> Answer:  # fmt: skip
        """Answer a command whose options came apart already."""
        return await self._measured(who, super().options(who, name, given, key, filled=filled, tell=tell))

    async def _measured(self, who: Who, answering: Awaitable[Answer]) -> Answer:
        time = asyncio.get_running_loop().time
        began = time()
        answer = await self.drawn(who, await answering)
        # A name is one of the registry's or empty, never what somebody typed.
        self.meter.command(answer.command or "unknown", outcome(answer), time() - began)
        return answer


def outcome(answer: Answer) -> str:
    """What became of a command."""
    if answer.reply.ok:
        return DONE
    if answer.reply.key in OURS:
        return FAULT
    return BUSY if answer.reply.key == "busy" else REFUSED


class MeasuredCourier:
    """A courier that tells what became of each notice."""

    def __init__(self, courier: Courier, meter: Meter) -> None:
        self._courier = courier
        self._meter = meter
        self.platform, self.routed = courier.platform, courier.routed
        self.width, self.pace = courier.width, courier.pace

    async def deliver(self, parcel: Parcel) -> str:
        """Send or edit. Raises Later, Undeliverable."""
        time = asyncio.get_running_loop().time
        began, became = time(), "sent"
        try:
            return await self._courier.deliver(parcel)
        except Later:
            became = "later"
            raise
        except Undeliverable as error:
            became = "gone" if error.gone else "held" if error.closes else "aside"
            raise
        except asyncio.CancelledError:
            became = "again"
            raise
        except Exception as error:
            became = "aside" if parcel.notice.tries + 1 >= PATIENCE else "again"
            self._meter.troubled(self.platform, type(error).__name__)
            raise
        finally:
            self._meter.posted(self.platform, became, time() - began)


def rung(ring: Callable[[], Awaitable[None]], meter: Meter) -> Callable[[], Awaitable[None]]:
    """A ring that tells how long it took."""

    async def measured() -> None:
        time = asyncio.get_running_loop().time
        began, ok = time(), False
        try:
            await ring()
            ok = True
        finally:
            meter.rang(time() - began, ok=ok)

    return measured


def hearing(meter: Meter) -> Callable[[str, str, str], None]:
    """Hears the log, and tells of incidents and of platforms' trouble: of the adapter's, or its library's."""

    def hear(name: str, level: str, event: str) -> None:
        if event == INCIDENT:
            meter.broke()
        parts: list[Any] = name.split(".")
        platform = parts[1] if parts[0] == "adapters" and len(parts) > 1 else _PLATFORMS.get(parts[0])
        if platform is not None and platform != "storage":
            # A library's words are no fixed ones: they would be labels without end.
            meter.troubled(platform, event if _WORD.fullmatch(event) else name)

    return hear
