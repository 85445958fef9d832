"""Where the bot is installed, and the tokens that it has there: one from the environment, or many."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import GONE, Api, code_of
from adapters.slack.installs import Installs

MEND = "Put what `connects slack manifest` prints into App Manifest of the settings, and press Reinstall."
FRESH = 60.0
"""Seconds for which an installation is not looked up again."""
BEFORE = 120
"""Minutes before its end at which a token is changed for the next, as Bolt does it."""

_log = structlog.get_logger(__name__)


class Gone(Exception):
    """The bot is not installed there any more, or its token is none."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation: of a workspace, or of a whole organisation, whose ``team`` is empty."""

    team: str
    enterprise: str
    org_wide: bool
    bot_user: str
    token: str

    @property
    def place(self) -> str:
        """The community that it belongs to."""
        return self.enterprise or self.team


class Workspaces(Protocol):
    """All installations of this bot."""

    async def start(self) -> None:
        """Look at what there is. Raises Gone, SlackApiError."""

    async def of(self, place: str, team: str = "") -> Sequence[Workspace]:
        """The installations of a community, the team's own first. Raises Gone if there is none."""

    async def all(self) -> Sequence[Workspace]:
        """Every installation."""


class One:
    """The installation whose token the environment names."""

    def __init__(self, api: Api, needs: Collection[str] = ()) -> None:
        self._api = api
        self._needs = needs
        self._found: Workspace | None = None

    async def start(self) -> None:
        """Ask Slack whose token it is and what it may. Raises Gone, SlackApiError."""
        token = self._api.setup.token
        try:
            said = await self._api.web(token).auth_test()
        except SlackApiError as error:
            if code_of(error) in GONE:
                raise Gone(code_of(error)) from None
            raise
        # Slack names what a token may beside each answer (docs.slack.dev, "Testing OAuth scopes").
        may = str(said.headers.get("x-oauth-scopes", "")).replace(",", " ").split()
        if may and (missing := sorted({*self._needs} - {*may})):
            _log.warning(
                "scopes_missing", scopes=missing, mend=MEND
            )  # what they are for won't work, the rest will
        org_wide = bool(said.get("is_enterprise_install"))
        self._found = Workspace(
            "" if org_wide else str(said.get("team_id") or ""), str(said.get("enterprise_id") or ""),
            org_wide, str(said.get("user_id") or ""), token,
        )  # fmt: skip

    async def of(self, place: str, team: str = "") -> Sequence[Workspace]:
        """The one, if it is that place's. Raises Gone."""
        found = self._found
        if found is None or (place != found.place and (not found.team or team != found.team)):
            raise Gone(place)
        if place != found.place:  # requests say more of the organisation than the token did
            found = self._found = replace(found, enterprise=place)
        return (found,)

    async def all(self) -> Sequence[Workspace]:
        """The one."""
        return (self._found,) if self._found is not None else ()


class Many:
    """The installations that the database keeps, their tokens changed in time for the next."""

    def __init__(self, api: Api, installs: Installs) -> None:
        self._api = api
        self._installs = installs
        self._turn = asyncio.Lock()
        self._kept: dict[str, tuple[float, Sequence[Bot]]] = {}
        installs.changed = self._kept.clear

    async def start(self) -> None:
        """Encrypt anew what an older key encrypted."""
        await self._installs.renew()

    async def of(self, place: str, team: str = "") -> Sequence[Workspace]:
        """A community's installations. Raises Gone."""
        kept = self._kept.get(place)
        bots = kept[1] if kept is not None and kept[0] > time.monotonic() else await self._look(place)
        if not bots:
            raise Gone(place)
        found = [_workspace(await self._valid(bot)) for bot in bots]
        return sorted(found, key=lambda one: (one.team != team, not one.org_wide, one.team))

    async def _look(self, place: str) -> Sequence[Bot]:
        bots = await self._installs.bots(place)
        self._kept[place] = time.monotonic() + FRESH, bots
        return bots

    async def all(self) -> Sequence[Workspace]:
        """Every installation, without a look at its token."""
        return [_workspace(bot) for bot in await self._installs.bots()]

    async def forget(self, enterprise: str, team: str) -> None:
        """An installation ended."""
        await self._installs.async_delete_all(enterprise_id=enterprise, team_id=team)

    async def _valid(self, bot: Bot) -> Bot:
        """The installation with a token that lasts; Bolt would do so only for requests, not for posts."""
        if not _ends(bot):
            return bot
        async with self._turn:
            newest = await self._installs.bot(bot.enterprise_id or "", bot.team_id or "")
            if newest is None:
                raise Gone(bot.team_id or bot.enterprise_id or "")
            if not _ends(newest):
                self._kept.clear()
                return newest
            setup = self._api.setup
            rotator = AsyncTokenRotator(
                client_id=setup.client_id, client_secret=setup.client_secret, client=self._api.web("")
            )
            try:
                rotated = await rotator.perform_bot_token_rotation(
                    bot=newest, minutes_before_expiration=BEFORE
                )
            except SlackTokenRotationError as error:
                if (newest.bot_token_expires_at or 0) > time.time():
                    return newest  # it still holds; the next use tries again
                raise Gone("token_expired") from error
            if rotated is None:
                return newest
            await self._installs.async_save_bot(rotated)
            return rotated


def _ends(bot: Bot) -> bool:
    return bool(bot.bot_token_expires_at) and int(bot.bot_token_expires_at or 0) < time.time() + BEFORE * 60


def _workspace(bot: Bot) -> Workspace:
    org_wide = bool(bot.is_enterprise_install)
    team = "" if org_wide else bot.team_id or ""
    return Workspace(team, bot.enterprise_id or "", org_wide, bot.bot_user_id or "", bot.bot_token or "")


async def client(
    api: Api, workspaces: Workspaces, place: str, team: str = "", *, patient: bool = True
) -> AsyncWebClient:
    """A client for a community. Raises Gone."""
    first = (await workspaces.of(place, team))[0]
    return api.web(first.token, patient=patient)
