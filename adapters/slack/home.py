"""The Home of the app: everyone's wallet, drawn when it is opened and after what they change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import render
from adapters.slack.api import UNREACHABLE, code_of
from adapters.slack.inbound import PLATFORM, Source
from adapters.slack.reach import Reach
from adapters.slack.workspaces import Gone
from core.errors import Refusal
from core.pieces import refused
from core.ports import Unavailable
from core.speech.phrase import say
from core.speech.reply import Button, Para, Reply
from core.speech.texts import Voice

SHOWN = ("connects balance", "connects why", "proposals")
BUTTONS = (
    Button("button-jobs", "jobs"),
    Button("button-apply", "apply ?"),
    Button("button-proposals", "proposals"),
    Button("button-history", "connects history"),
    Button("button-rules", "connects rules"),
    Button("button-help", "help"),
)
MOST = 10_000
"""So many people's Homes are drawn anew unasked; who opens theirs sees it as it is in any case."""

_log = structlog.get_logger(__name__)


class Homes:
    """Homes that somebody has opened since the start."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._hashes: dict[tuple[str, str], str] = {}
        self._drawing: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._again: set[tuple[str, str]] = set()

    def opened(self, source: Source) -> None:
        """Somebody opened theirs."""
        if len(self._hashes) >= MOST:
            self._hashes.clear()
        self._hashes.setdefault((source.place, source.person), "")
        self.changed(source)

    def changed(self, source: Source) -> None:
        """Something of somebody's changed: draw it anew if they have opened it."""
        key = source.place, source.person
        if key not in self._hashes:
            return
        if key in self._drawing:
            self._again.add(key)
            return
        task = asyncio.create_task(self._draw(source))
        self._drawing[key] = task
        task.add_done_callback(lambda _: self._drawn(source))

    def _drawn(self, source: Source) -> None:
        key = source.place, source.person
        self._drawing.pop(key, None)
        if key in self._again:
            self._again.discard(key)
            self.changed(source)

    async def _draw(self, source: Source) -> None:
        key = source.place, source.person
        try:
            view = await self.view(source)
            web = await self._reach.web(source)
            try:
                was = self._hashes[key] or None
                said = await web.views_publish(user_id=source.person, view=view, hash=was)
            except SlackApiError as error:
                if code_of(error) != "hash_conflict":
                    raise
                # Another process drew it meanwhile, perhaps of an older moment.
                said = await web.views_publish(user_id=source.person, view=await self.view(source))
            shown: Any = said["view"]
            self._hashes[key] = str(shown.get("hash") or "")
        except (Gone, Refusal, Unavailable, SlackApiError, *UNREACHABLE) as error:
            why = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            _log.warning("home_not_drawn", why=why)

    async def view(self, source: Source) -> dict[str, Any]:
        """Somebody's Home as it is now."""
        door = self._reach.door
        try:
            who = await self._reach.persons.who(source)
            answers = [await door.text(who, line, f"{PLATFORM}/home") for line in SHOWN]
        except (Refusal, Unavailable) as error:
            why = error if isinstance(error, Refusal) else Refusal("slack.unsure")
            return render.home([refused(why)], Voice("en"), self._reach.manner)
        replies = [answer.reply for answer in answers]
        balance = Reply(replies[0].key, replies[0].facts, replies[0].body, BUTTONS, ok=replies[0].ok)
        shown = [
            balance,
            *(_others(one) for one in replies[1:]),
            Reply("slack.home", body=(Para(say("slack.home_more")),)),
        ]
        voice = await door.voice(answers[0].community, shown, who.locale, PLATFORM)
        return render.home(shown, voice, self._reach.manner)

    async def drain(self, seconds: float) -> None:
        """Let what is being drawn come to its end."""
        self._again.clear()
        if self._drawing:
            await asyncio.wait(set(self._drawing.values()), timeout=seconds)


def _others(reply: Reply) -> Reply:
    """A reply without the buttons that stand above already."""
    above = {button.command for button in BUTTONS}
    return replace(reply, buttons=tuple(one for one in reply.buttons if one.command not in above))
