"""The connection to Slack: what arrives is acknowledged, goes to the door, and the door's answers go back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.errors import SlackApiError

from adapters.slack import custom, forms, inbound, pacing, render, surfaces
from adapters.slack.answering import Asked
from adapters.slack.api import UNREACHABLE, Api
from adapters.slack.app import made
from adapters.slack.events import Events
from adapters.slack.forms import Submitted
from adapters.slack.home import Homes
from adapters.slack.inbound import Source
from adapters.slack.reach import Reach
from adapters.slack.surfaces import Spoken, Surface, Viewed
from adapters.slack.turns import Turns
from adapters.slack.workspaces import Workspaces
from core.chat.ask import Answer
from core.chat.command import COMMANDS
from core.chat.desk import Desk
from core.chat.parsing import understood
from core.errors import Refusal
from core.people import Who
from core.ports import Tell, Unavailable
from core.speech.phrase import Code, Place
from core.speech.reply import Reply
from core.speech.texts import Voice

ANY = re.compile(".*", re.DOTALL)
LOOKING_UP = 2.5
"""Seconds in which a select's options have to be found; Slack waits three."""
Body = Mapping[str, Any]
Ack = Callable[..., Awaitable[Any]]

_log = structlog.get_logger(__name__)


class Client:
    """Slack's side of the bot, whichever way requests come in."""

    def __init__(
        self, api: Api, workspaces: Workspaces, desk: Desk, flow: AsyncOAuthFlow | None = None
    ) -> None:
        self.reach = reach = Reach(api, workspaces, desk)
        self.door = desk.door
        self.homes = Homes(reach)
        self.events = Events(reach, self.homes.opened)
        self.turns = Turns()
        self.leaving = False
        self._working: set[asyncio.Task[Any]] = set()
        self.bolt = made(api.setup, flow)
        self._listen()

    def _listen(self) -> None:
        self.bolt.command(ANY)(self._commanded)
        self.bolt.action(ANY)(self._pressed)
        self.bolt.view(ANY)(self._submitted)
        self.bolt.options(ANY)(self._looked_up)
        self.bolt.shortcut(ANY)(self._cut_short)
        for name, listener in self.events.listeners().items():
            self.bolt.event(name)(listener)
        self.bolt.error(self._broke)

    async def _broke(self, error: Exception) -> None:
        """A listener broke; the others go on."""
        _log.error("request_failed", exc_info=error)

    # What arrives ---------------------------------------------------------------

    async def _commanded(self, ack: Ack, context: Mapping[str, Any], command: Body) -> None:
        await ack()
        source, url = inbound.source(context), str(command.get("response_url") or "")
        if not await pacing.goes_on(self.reach, source, url):
            return
        line = inbound.line(command["command"], command.get("text") or "", self.reach.api.setup.prefix)
        trigger = str(command.get("trigger_id") or "")
        surface = await self._spoken(source, url, trigger)
        await self._do(source, surface, line, inbound.key_of(trigger, command))

    async def _pressed(self, ack: Ack, context: Mapping[str, Any], body: Body) -> None:
        await ack()
        source, action = inbound.source(context), body["actions"][0]
        if action.get("type") not in ("button", "static_select"):
            return
        url = str(body.get("response_url") or "")
        if not await pacing.goes_on(self.reach, source, url):
            return
        view = body.get("view") or {}
        state = (view or body).get("state", {}).get("values", {})
        found = custom.pressed(action, state)
        trigger = str(body.get("trigger_id") or "")
        surface: Surface | None
        if view.get("type") == "modal":
            surface = Viewed(await self.reach.any_web(source), str(view["id"]), self.reach.manner)
        elif view:
            voice = Voice(self.reach.persons.locale(source) or "en")
            surface = await surfaces.opened(
                await self.reach.any_web(source), trigger, voice, self.reach.manner
            )
        else:
            private = bool((body.get("container") or {}).get("is_ephemeral"))
            surface = await self._spoken(source, url, trigger, private=private)
        if surface is not None:
            line = found.line if found is not None else ""
            key = found.key if found is not None and found.key else inbound.key_of(trigger, body)
            await self._do(source, surface, line, key, pressed=True)

    async def _submitted(self, ack: Ack, context: Mapping[str, Any], body: Body, view: Body) -> None:
        source = inbound.source(context)
        slowed = pacing.errors(self.reach, source, view)
        if slowed is not None:
            await ack(**slowed)
            return
        voice = Voice(self.reach.persons.locale(source) or "en")
        found = forms.submitted(view) if view.get("callback_id") == forms.FORM else None
        wrong = forms.wrong(found, voice) if found is not None else {}
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        await ack(response_action="update", view=render.waiting(voice))
        carried = forms.carried(view)
        source = Source(
            source.team, source.enterprise, source.person, carried[1] if carried else "", source.org_wide
        )
        surface = Viewed(await self.reach.any_web(source), str(view["id"]), self.reach.manner, source.channel)
        key = inbound.view_key(view)
        if found is not None:
            await self._do(source, surface, "", key, form=found)
        elif view.get("callback_id") == forms.LINE and carried is not None:
            word, _, rest = forms.filled(view).get("line", "").strip().removeprefix("/").partition(" ")
            await self._do(source, surface, inbound.line(word, rest, self.reach.api.setup.prefix), key)
        else:
            await self._do(source, surface, "", key, pressed=True)

    async def _looked_up(self, ack: Ack, context: Mapping[str, Any], body: Body) -> None:
        """What a select may offer. Advice only, so trouble offers nothing."""
        source, values = inbound.source(context), ()
        try:
            async with asyncio.timeout(LOOKING_UP):
                values = tuple(await self._offers(source, body))  # type: ignore[assignment]
        except (TimeoutError, Refusal, Unavailable):
            pass
        await ack(**forms.options(values))

    async def _offers(self, source: Source, body: Body) -> list[tuple[str, str]]:
        carried = forms.carried(body.get("view") or {})
        if self.leaving or carried is None or pacing.slower(self.reach, source, typing=True):
            return []
        meant = understood(carried[0])
        if meant is None:
            return []
        command = meant[0]
        option, prefix = str(body.get("action_id") or ""), str(body.get("value") or "")
        if option == "role":
            groups = await self.reach.persons.groups(source)
            return [(number, name) for number, name in groups.items() if prefix.casefold() in name.casefold()]
        who = await self.reach.persons.who(source)
        return list(await self.door.choices(who, command.name, option, prefix))

    async def _cut_short(self, ack: Ack, context: Mapping[str, Any], body: Body) -> None:
        """A shortcut: a form for any command, where Slack takes none, such as in threads."""
        await ack()
        source = inbound.source(context)
        if pacing.slower(self.reach, source):
            return
        voice = Voice(self.reach.persons.locale(source) or "en")
        line = custom.first_command(body.get("message") or {})
        trigger = str(body.get("trigger_id") or "")
        try:
            web = await self.reach.any_web(source)
            await web.views_open(trigger_id=trigger, view=forms.asks_line(voice, source.channel, line))
        except (SlackApiError, *UNREACHABLE) as error:  # without a form there is nobody to tell
            _log.warning("form_not_opened", why=type(error).__name__)

    # What comes of it -------------------------------------------------------------

    async def _spoken(self, source: Source, url: str, trigger: str, *, private: bool = False) -> Spoken:
        web = await self.reach.any_web(source)
        return Spoken(self.reach.api, web, url, trigger, self.reach.manner, source.channel, private)

    async def _do(
        self, source: Source, surface: Surface, line: str, key: str,
        *, pressed: bool = False, form: Submitted | None = None,
    ) -> None:  # fmt: skip
        """Answer a line or a form, in a task that shutting down waits for."""
        doing = asyncio.ensure_future(self._answer(source, surface, line, key, pressed=pressed, form=form))
        self._working.add(doing)
        doing.add_done_callback(self._working.discard)
        await asyncio.shield(doing)

    async def _answer(
        self, source: Source, surface: Surface, line: str, key: str, *, pressed: bool, form: Submitted | None
    ) -> None:
        """Answer, and draw anew what it changed."""
        await self.turns.give_way()
        asked = Asked(self.door, surface, key, form)

        async def work(who: Who) -> Answer:
            if self.leaving:
                raise Refusal("leaving")
            if form is not None:
                await self._meet(source, form.command.name, form.given, who, key)
                return await self.door.options(who, form.command.name, form.given, key, tell=asked.tell)
            if pressed and not line:
                raise Refusal("button.old")
            return await self._line(source, who, line, key, asked.tell, pressed=pressed)

        answer = await asked.answer(self.reach.persons.who(source), work, pressed=pressed)
        if answer is None:
            return
        if answer.reply.files:
            await self._hand_over(source, asked, answer)
        if answer.reply.key == "channel.set":
            await self._check(source, asked, answer)
        command = COMMANDS.get(answer.command)
        if answer.reply.ok and command is not None and not command.reads:
            self.homes.changed(source)

    async def _line(
        self, source: Source, who: Who, line: str, key: str, tell: Tell, *, pressed: bool
    ) -> Answer:
        if not pressed:
            unnamed = inbound.unnamed(line)
            if unnamed is not None:
                raise unnamed
        meant = understood(line)
        if meant is not None:
            await self._meet(source, meant[0].name, meant[1], who, key)
        return await self.door.text(who, line, key, tell)

    async def _meet(self, source: Source, name: str, given: Mapping[str, str], who: Who, key: str) -> None:
        """Whom staff name is here, as Slack shows, though they may never have said anything to the bot."""
        command = COMMANDS[name]
        for option in command.options:
            named_one = given.get(option.name, "")
            if option.spec.kind != "member" or not named_one or named_one == who.person:
                continue
            other = Source(source.team, source.enterprise, named_one, "", source.org_wide)
            try:
                person = await self.reach.persons.person(other)
            except Refusal:
                continue  # the door says that nobody is called so
            if person.why and not await self.events.is_known(other):
                raise Refusal("slack.not_theirs", option=option.name)
            if person.why:
                continue  # who has left keeps the wallet
            met = await self.reach.persons.who(other)
            await self.door.joined(met, f"{key}/named/{named_one}")

    async def _hand_over(self, source: Source, asked: Asked, answer: Answer) -> None:
        if not await surfaces.hand_over(await self.reach.any_web(source), source.person, answer.reply.files):
            await asked.follow(Reply("slack.no_file", ok=False), answer.community)

    async def _check(self, source: Source, asked: Asked, answer: Answer) -> None:
        """Say at once if the bot is not in the channel that was just chosen."""
        place = answer.reply.facts.get("channel")
        if isinstance(place, Place) and not await self.events.is_in(source, place.name):
            bot = Code("/invite")
            await asked.follow(Reply("slack.invite", {"channel": place, "invite": bot}), answer.community)

    async def reconcile(self) -> None:
        """See what was missed; trouble is logged, and the next time will do."""
        try:
            await self.events.reconcile()
        except Exception as error:  # nobody waits for it
            _log.warning("not_reconciled", why=type(error).__name__)
        self.reach.woken()

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and let what is being answered come to its end."""
        self.leaving = True
        if self._working:
            await asyncio.wait(set(self._working), timeout=seconds)
        await self.homes.drain(seconds)
