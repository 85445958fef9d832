"""Where an answer appears: as messages that only the asker sees, or in the view that they look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms, render
from adapters.slack.api import UNREACHABLE, Api, code_of
from adapters.slack.rich import Manner
from core.chat.command import COMMANDS
from core.speech.phrase import Code
from core.speech.reply import File, Reply, reply
from core.speech.texts import Voice

Json = dict[str, Any]
_log = structlog.get_logger(__name__)


class Surface(Protocol):
    """Shows answers to one person. ``seen`` says whether Slack took them."""

    async def say(self, said: Reply, voice: Voice, *, instead: bool = False, waited: bool = False) -> bool:
        """Show an answer; ``instead`` of the one whose button was pressed, where that can be.

        ``waited``: what was shown before only asked for a moment, so this takes its place.
        """

    async def ask(self, said: Reply, voice: Voice) -> bool:
        """Open an answer's form."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Beside what was said or pressed in a channel: ephemeral, through the response_url."""

    api: Api
    web: AsyncWebClient | None
    url: str
    trigger: str
    manner: Manner
    channel: str = ""
    private: bool = False  # what was pressed stood in an ephemeral message, which can be replaced

    async def say(self, said: Reply, voice: Voice, *, instead: bool = False, waited: bool = False) -> bool:
        """Post it. Several messages where it is long."""
        messages = render.answer(said, voice, self.manner)
        for place, message in enumerate(messages):
            replaces = (instead and self.private and len(messages) == 1) or (waited and place == 0)
            more = {"response_type": "ephemeral", "replace_original": replaces}
            if not await self.api.respond(self.url, {**message.body(), **more, **QUIET}):
                return False
        return True

    async def ask(self, said: Reply, voice: Voice) -> bool:
        """Open it by the trigger; where that has ended, a button opens it."""
        view = forms.modal(said, voice, self.manner, origin=self.channel)
        if view is None:
            return await self.say(_too_long(said), voice)
        if self.web is None:
            return await self.say(render.opens_form(said), voice)
        try:
            await self.web.views_open(trigger_id=self.trigger, view=view)
        except SlackApiError as error:
            code = code_of(error)
            if "exchanged" in code:  # another delivery of the same request opened it
                return True
            if "trigger" not in code:
                _log.error("form_refused", code=code)
            return await self.say(render.opens_form(said), voice)
        except UNREACHABLE as error:
            _log.warning("form_not_opened", why=type(error).__name__)
            return await self.say(render.opens_form(said), voice)
        return True


@dataclass(frozen=True, slots=True)
class Viewed:
    """In a modal that is open."""

    web: AsyncWebClient
    view: str
    manner: Manner
    channel: str = ""

    async def say(self, said: Reply, voice: Voice, *, instead: bool = False, waited: bool = False) -> bool:
        """Put it in the modal."""
        return await self._show(render.view(said, voice, self.manner))

    async def ask(self, said: Reply, voice: Voice) -> bool:
        """Put its form in the modal."""
        view = forms.modal(said, voice, self.manner, origin=self.channel)
        return await self.say(_too_long(said), voice) if view is None else await self._show(view)

    async def _show(self, view: Json) -> bool:
        try:
            await self.web.views_update(view_id=self.view, view=view)
        except SlackApiError as error:
            # The person may have closed it; what was done is done.
            _log.warning("view_not_updated", code=code_of(error))
            return False
        except UNREACHABLE as error:
            _log.warning("view_not_updated", why=type(error).__name__)
            return False
        return True


QUIET: Json = {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
"""The words beside the blocks are no markup, and no address is looked up, whoever wrote it."""


async def opened(web: AsyncWebClient, trigger: str, voice: Voice, manner: Manner) -> Viewed | None:
    """A modal that waits for an answer; None if the trigger has ended."""
    try:
        said = await web.views_open(trigger_id=trigger, view=render.waiting(voice))
    except (SlackApiError, *UNREACHABLE) as error:
        why = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        _log.warning("view_not_opened", why=why)
        return None
    view: Any = said["view"]
    return Viewed(web, str(view["id"]), manner)


async def hand_over(web: AsyncWebClient, person: str, files: Sequence[File]) -> bool:
    """Send files to a person directly; whether Slack took them."""
    try:
        direct = await web.conversations_open(users=[person])
        channel: Any = direct["channel"]
        for file in files:
            await web.files_upload_v2(
                channel=str(channel["id"]), filename=file.name, title=file.name, content=file.data,
                alt_txt=file.alt or None,
            )  # fmt: skip
    except (SlackApiError, *UNREACHABLE) as error:
        why = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        _log.warning("file_not_sent", why=why)
        return False
    return True


def _too_long(said: Reply) -> Reply:
    assert said.form is not None
    return replace(reply("form.too_long", usage=Code(COMMANDS[said.form.command].usage)), ok=False)
