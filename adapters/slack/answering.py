"""From what somebody did to the answer they see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from adapters.slack.forms import Submitted
from adapters.slack.inbound import PLATFORM
from adapters.slack.surfaces import Surface
from core.chat.ask import Answer
from core.chat.command import COMMANDS
from core.chat.door import Door
from core.errors import Refusal
from core.people import Who
from core.pieces import refused
from core.ports import Unavailable
from core.speech.plain import numbers_in
from core.speech.reply import Block, Para, Reply, reply
from core.speech.texts import Voice

PATIENCE = 2.0
"""Seconds after which somebody who said something is asked for a moment."""

Work = Callable[[Who], Awaitable[Answer]]


class Asked:
    """One thing that somebody said, pressed or sent. ``form`` is what came out of one, if it did."""

    def __init__(self, door: Door, surface: Surface, key: str, form: Submitted | None = None) -> None:
        self._door = door
        self._surface = surface
        self._key = key
        self._form = form
        self.who: Who | None = None
        self._asking: asyncio.Task[bool] | None = None
        self._after = 0.0

    async def answer(self, met: Awaitable[Who], work: Work, *, pressed: bool = False) -> Answer | None:
        """Meet whoever asks, do the work and show what came of it; None if Slack took no answer.

        Refusals of either are answers.
        """
        name = self._form.command.name if self._form is not None else ""
        if not pressed:  # else the message that was pressed on would be in its place
            self._after = asyncio.get_running_loop().time() + PATIENCE
        try:
            self.who = await met
            answer = await work(self.who)
        except Refusal as refusal:
            answer = Answer(name, refused(refusal))
        except Unavailable:
            answer = Answer(name, refused(Refusal("slack.unsure")))
        waited = self._asking is not None and await self._asking
        taken = await self._show(answer, pressed=pressed, waited=waited)
        if answer.reply.number:  # else no receipt was kept
            mark = self._door.answered if taken else self._door.undelivered
            mark(answer.community, self._key)
        return answer if taken else None

    def tell(self, percent: int) -> None:
        """Ask for a moment, once: what an answer may be posted to takes few messages."""
        if self._asking is None and 0 < self._after <= asyncio.get_running_loop().time():
            voice = Voice((self.who.locale if self.who is not None else "") or "en")
            said = reply("work.progress", percent=percent)
            self._asking = asyncio.ensure_future(self._surface.say(said, voice))

    async def _show(self, answer: Answer, *, pressed: bool, waited: bool) -> bool:
        said = answer.reply
        if self._form is not None and not said.ok and said.key != "fault":
            said = again(said, self._form)
        voice = await self.voice(said, answer.community)
        if said.form is not None:
            return await self._surface.ask(said, voice)
        command = COMMANDS.get(answer.command)
        paged = pressed and command is not None and command.reads and said.ok
        return await self._surface.say(said, voice, instead=paged, waited=waited)

    async def voice(self, said: Reply, community: int) -> Voice:
        """How the person reads; without the records there are no names, but words all the same."""
        locale = self.who.locale if self.who is not None else ""
        if locale and not any(numbers_in([said])):
            return Voice(locale)
        try:
            return await self._door.voice(community, [said], locale, PLATFORM)
        except (Refusal, Unavailable):
            return Voice(locale or "en")

    async def follow(self, said: Reply, community: int) -> None:
        """Say something more, beside the answer."""
        await self._surface.say(said, await self.voice(said, community))


def again(said: Reply, form: Submitted) -> Reply:
    """A refused form with what was written, the refusal above it."""
    shown = form.command.form_of(form.given)
    if not shown.fields or any(button.once for button in said.buttons):
        return said
    body: list[Block] = [block for block in said.body if isinstance(block, Para)]
    return replace(said, body=tuple(body), buttons=(), form=shown)
