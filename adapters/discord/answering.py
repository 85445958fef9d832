"""From an interaction to its answer: straight, deferred when it takes long, or a modal.

Discord gives three seconds for the first response. What takes longer than a second is deferred,
and a modal can only be a first response, so a late form is offered behind a button.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import discord
import structlog

from adapters.discord import forms, inbound, render
from adapters.discord.inbound import PLATFORM
from adapters.discord.render import Message
from adapters.discord.straight import respond
from core.chat.ask import Answer
from core.chat.command import COMMANDS, Command
from core.chat.desk import Desk
from core.chat.door import Door
from core.chat.pace import Slower
from core.errors import Refusal
from core.people import Who
from core.pieces import refused
from core.ports import Unavailable
from core.speech.phrase import Code
from core.speech.plain import numbers_in, typed
from core.speech.reply import Button, Reply, reply
from core.speech.texts import Voice

PATIENCE, PACE = 1.0, 2.0
"""Seconds after which an answer is deferred; between two words on how far it is."""
TAKEN, GONE = 40060, (10062, 10015, 50027)
"""Discord's codes: answered already; the interaction is not known any more, or its token has expired."""
TRIES = 3
NOBODY = discord.AllowedMentions.none()

_log = structlog.get_logger(__name__)


Form = tuple[str, dict[str, str]]
"""A command and what came out of its form."""


async def goes_on(desk: Desk, interaction: discord.Interaction[Any], form: Form | None = None) -> bool:
    """Whether whoever asks is not too fast; if they are, they hear so, at most once a second.

    What is passed over in silence Discord itself calls failed, and it keeps an open form open.
    """
    user, typing = interaction.user, interaction.type is discord.InteractionType.autocomplete
    person = f"{user.id}/typing" if typing else str(user.id)  # suggestions come with every sign typed
    now = asyncio.get_running_loop().time()
    try:
        desk.pace.go(PLATFORM, str(interaction.guild_id or ""), person, now)
    except Slower as slower:
        if not slower.quiet and not typing:
            asked = Asked(desk.door, interaction, inbound.who(interaction), "", form=form)
            await asked.answer(_ready(Answer("", refused(slower.said))))
        return False
    return True


async def _ready(answer: Answer) -> Answer:
    return answer


class Asked:
    """One interaction on its way through the door. ``form`` is what came out of one, if it did."""

    def __init__(
        self, door: Door, interaction: discord.Interaction[Any], who: Who, key: str, *, place: str = "",
        form: Form | None = None,
    ) -> None:  # fmt: skip
        self._door = door
        self._interaction = interaction
        self.who = who  # in a direct message it is known only after a look
        self._key = key
        self._place = place
        self._form = form
        self._deferring: list[asyncio.Task[bool]] = []
        self._telling: asyncio.Task[bool] | None = None
        self._told = -PACE

    async def answer(self, work: Awaitable[Answer]) -> Answer | None:
        """Await the work and say what came of it; None if Discord took no answer."""
        deferring = self._deferring
        # Most work is done before a task of its own would have begun.
        timer = asyncio.get_running_loop().call_later(
            PATIENCE, lambda: deferring.append(asyncio.ensure_future(self._sent(self._defer)))
        )
        try:
            answer = await work
        finally:
            timer.cancel()
        deferred = bool(deferring) and await deferring[0]
        if self._telling is not None:
            await self._telling  # a word on its way must not come after the answer
        said = answer.reply
        if self._form is not None and not said.ok:
            said = self._kept(said)
        taken = await self._say(answer, said, deferred=deferred)
        if answer.reply.number:  # else no receipt was kept
            mark = self._door.answered if taken else self._door.undelivered
            mark(answer.community, self._key)
        return answer if taken else None

    def tell(self, percent: int) -> None:
        """Show how far it is, in an answer that was deferred."""
        now = asyncio.get_running_loop().time()
        deferred = self._deferring and self._deferring[0].done() and self._deferring[0].result()
        under_way = self._telling is not None and not self._telling.done()
        if deferred and not under_way and now >= self._told + PACE:
            self._told = now
            self._telling = asyncio.ensure_future(self._sent(lambda: self._progress(percent)))

    async def _progress(self, percent: int) -> None:
        (message,) = render.answer(reply("work.progress", percent=percent), Voice(self.who.locale or "en"))
        await self._interaction.edit_original_response(embed=message.embed, allowed_mentions=NOBODY)

    async def _defer(self) -> None:
        await self._interaction.response.defer(ephemeral=True, thinking=True)

    async def _say(self, answer: Answer, said: Reply, *, deferred: bool) -> bool:
        voice = await self._voice(said, answer.community)
        if said.form is not None:
            shown = (
                None if deferred else forms.modal(said, voice, await self._choices(said), place=self._place)
            )
            if shown is not None:
                return await self._sent(lambda: self._interaction.response.send_modal(shown))
            messages = self._form_later(said, voice, deferred=deferred)
        else:
            messages = render.answer(said, voice, place=self._place)
        return await self._send(messages, deferred=deferred, instead=self._replaces(answer, messages))

    async def _voice(self, said: Reply, community: int) -> Voice:
        """How the person reads; without the records there are no names, but words all the same."""
        if self.who.locale and not any(numbers_in([said])):
            return Voice(self.who.locale)  # nobody's name and no text is needed, and Discord knows the zone
        try:
            return await self._door.voice(community, [said], self.who.locale, PLATFORM)
        except (Refusal, Unavailable):
            return Voice(self.who.locale)

    def _form_later(self, said: Reply, voice: Voice, *, deferred: bool) -> list[Message]:
        """A form that can't be opened now: behind a button, or to be typed."""
        if deferred:
            return render.opens_form(said, voice, place=self._place)
        assert said.form is not None
        usage = Code(COMMANDS[said.form.command].usage)
        return render.answer(replace(reply("form.too_long", usage=usage), ok=False), voice)

    async def _choices(self, said: Reply) -> dict[str, Sequence[tuple[str, str]]]:
        assert said.form is not None
        kinds = {field.name: field.kind for field in said.form.fields}
        return {
            name: await self._door.choices(self.who, said.form.command, name, "")
            for name, kind in kinds.items()
            if kind == "job"
        }

    def _replaces(self, answer: Answer, messages: Sequence[Message]) -> bool:
        """Whether the answer takes the place of the message whose button was pressed: another page of it."""
        interaction, command = self._interaction, COMMANDS.get(answer.command)
        if interaction.type is not discord.InteractionType.component or interaction.message is None:
            return False
        private = interaction.message.flags.ephemeral
        paged = command is not None and command.reads and answer.reply.ok
        return private and paged and len(messages) == 1 and not messages[0].files

    async def _send(self, messages: Sequence[Message], *, deferred: bool, instead: bool) -> bool:
        interaction = self._interaction
        first, *others = messages
        # A view that is stopped is sent all the same; None would be refused by the first response.
        more: dict[str, Any] = {"allowed_mentions": NOBODY}

        async def send() -> None:
            if not (deferred or instead or first.files):
                await respond(interaction, first)
                return
            view, files = first.view(), first.attachments()
            if deferred:
                await interaction.edit_original_response(
                    embed=first.embed, view=view, attachments=files, **more
                )
            elif instead:
                await interaction.response.edit_message(embed=first.embed, view=view, **more)
            else:
                some = {**more, **({"view": view} if view else {}), "files": files}
                await interaction.response.send_message(embed=first.embed, ephemeral=True, **some)

        if not await self._sent(send):
            return False
        for message in others:
            await self._sent(lambda message=message: self._follow(message))
        return True

    async def _follow(self, message: Message) -> None:
        view, files = message.view(), message.attachments()
        some: dict[str, Any] = {**({"view": view} if view else {}), **({"files": files} if files else {})}
        await self._interaction.followup.send(
            embed=message.embed, ephemeral=True, allowed_mentions=NOBODY, **some
        )

    async def follow(self, said: Reply, community: int) -> None:
        """Say something more, beside the answer."""
        voice = await self._voice(said, community)
        for message in render.answer(said, voice, place=self._place):
            await self._sent(lambda message=message: self._follow(message))

    async def _sent(self, send: Any) -> bool:
        """Send once; again where the line broke, which Discord answers with TAKEN if it had arrived."""
        for tried in range(TRIES):
            try:
                await send()
            except discord.InteractionResponded:
                return tried > 0
            except discord.HTTPException as error:
                # TAKEN: this try's forerunner arrived, or another delivery of the same interaction did.
                if error.code == TAKEN:
                    return True
                if error.code in GONE:
                    _log.warning("interaction_expired", key=self._key, code=error.code)
                elif error.status >= 500 and tried + 1 < TRIES:
                    continue
                else:
                    _log.error(
                        "answer_refused", key=self._key, code=error.code, status=error.status, why=error.text
                    )
                return False
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                _log.warning("answer_again", key=self._key, why=type(error).__name__)
                await asyncio.sleep(0.05 * 2**tried)
            else:
                return True
        return False

    def _kept(self, said: Reply) -> Reply:
        """A refused form: what was written comes back, and a button opens the form again."""
        assert self._form is not None
        name, given = self._form
        command = COMMANDS.get(name)
        if command is None:
            return said
        long = [value for one, value in given.items() if len(value) > 40 and value.strip()]
        # What its option does not take would keep the form shut.
        short = {
            one: value
            for one, value in given.items()
            if value and len(value) <= 40 and _takes(command, one, value)
        }
        kept = render.kept(said, long, name)
        again = Button("button-form", f"{typed(name, short)[1:]} ?")
        return replace(kept, buttons=(*kept.buttons, again))


def _takes(command: Command, name: str, value: str) -> bool:
    """Whether an option can be read so."""
    option = command.option(name)
    try:
        return option is not None and option.spec.read(name, value) is not None
    except Refusal:
        return False
