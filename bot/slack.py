"""Slack, as the bot serves it: the settings, the installation, what ends the process."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Sequence

import orjson
from aiohttp import web
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import Installation

from adapters.slack import guard, manifest
from adapters.slack.api import GONE, UNREACHABLE, Api, Setup, code_of
from adapters.slack.client import Client
from adapters.slack.courier import SlackCourier
from adapters.slack.inbound import PLATFORM
from adapters.slack.installs import Installs, States
from adapters.slack.socket import Socket
from adapters.slack.vault import Vault
from adapters.slack.web import INSTALL, REDIRECT, Web
from adapters.slack.workspaces import Gone, Many, One, Workspaces
from bot.config import Settings
from bot.config_slack import ConfigError
from bot.failing import Failed
from bot.wiring import Bot
from core.ports import Courier
from core.queries import NextDue

AGAIN = 6 * 3600.0
"""Seconds after which the places and people known are compared with Slack's once more."""
BOT, APP = "xoxb-", "xapp-"
"""How Slack's tokens begin (docs.slack.dev, "Tokens")."""
PREFIX = re.compile(r"[a-z0-9_-]{0,16}")
APPS = "https://api.slack.com/apps"


def setup(settings: Settings) -> Setup:
    """What the settings say of Slack. Raises ConfigError."""
    found = settings.slack()
    assert found is not None
    if found.token.startswith(APP) or found.app_token.startswith(BOT):
        raise ConfigError(
            f"Slack's tokens stand in each other's place: SLACK_BOT_TOKEN begins with {BOT}, "
            f"SLACK_APP_TOKEN with {APP}."
        )
    return Setup(
        found.token, found.app_token, found.signing_secret, settings.slack_client_id, found.client_secret,
        found.keys, settings.slack_api_base or guard.API, settings.slack_authorize_url or guard.AUTHORIZE,
        settings.trusted(), settings.slack_prefix,
        frozenset(settings.slack_allow.replace(",", " ").split()), settings.is_socket(found),
        settings.http_host, settings.http_port, settings.public_url,
    )  # fmt: skip


def listens(how: Setup) -> bool:
    """Whether Slack, or whoever installs it, comes by HTTP."""
    return not how.socket or how.many


def manifest_of(mode: str, url: str, prefix: str, *, many: bool) -> str:
    """The app's manifest as JSON, which Slack's settings take as it is. Raises Failed."""
    import core.commands  # noqa: F401 - the registry is filled by it

    if (mode == "http" or many) and not url.startswith("https://"):
        raise Failed("the bot's public address is needed: --url https://connects.example.org.")
    if not PREFIX.fullmatch(prefix):
        raise Failed("a prefix is of at most 16 small letters, digits, - and _.")
    made = manifest.manifest(socket=mode == "socket", url=url, prefix=prefix, many=many)
    return orjson.dumps(made, option=orjson.OPT_INDENT_2).decode()


class _Flow(AsyncOAuthFlow):
    """The installation by browsers; where it was done, the community's chores go on."""

    bot: Bot

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep it, and begin."""
        await super().store_installation(request, installation)
        place = installation.enterprise_id or installation.team_id or ""
        await self.bot.door.place(PLATFORM, place, there=True)
        self.bot.outbox.woken.set()


class SlackPlatform:
    """Slack's side of a running bot."""

    courier: Courier

    def __init__(self, how: Setup, routes: Sequence[web.RouteDef] = ()) -> None:
        self._setup = how
        self._routes = routes
        self._courier = SlackCourier()
        self.courier = self._courier
        self.client: Client | None = None
        self._api: Api | None = None
        self._socket: Socket | None = None
        self._web: Web | None = None

    async def start(self, bot: Bot) -> None:
        """Sign in, and listen. Raises Failed."""
        how = self._setup
        self._api = api = Api(how)
        flow: _Flow | None = None
        workspaces: Workspaces
        if how.many:
            installs = Installs(bot.desk, Vault(list(how.keys)))
            workspaces = Many(api, installs)
            flow = _flow(how, api, bot, installs)
        else:
            workspaces = One(api, manifest.SCOPES)
        await _signed_in(workspaces)
        self.client = Client(api, workspaces, bot.desk, flow)
        self.client.reach.woken = bot.outbox.woken.set
        self._courier.client = self.client
        if how.socket:
            await _opens(api)
            self._socket = Socket(self.client.bolt, api)
        if listens(how):
            self._web = Web(
                self.client,
                how.host,
                how.port,
                lambda: self._is_well(bot),
                requests=not how.socket,
                routes=self._routes,
            )
            try:
                await self._web.start()
            except OSError as error:
                why = error.strerror or type(error).__name__
                raise Failed(
                    f"nothing can listen at {how.host}:{how.port} ({why}): "
                    "set CONNECTS_HTTP_HOST and CONNECTS_HTTP_PORT."
                ) from None

    async def serve(self) -> None:
        """Serve until closed."""
        assert self.client is not None
        reconciling = asyncio.create_task(self._reconcile())
        try:
            both = [one.serve() for one in (self._socket, self._web) if one is not None]
            await asyncio.gather(*both)
        finally:
            reconciling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reconciling

    async def _reconcile(self) -> None:
        assert self.client is not None
        while True:
            await self.client.reconcile()
            await asyncio.sleep(AGAIN)

    def is_connected(self) -> bool:
        """Whether what Slack sends can arrive."""
        if self.client is None or self.client.leaving:
            return False
        return self._socket is None or self._socket.is_connected()

    async def _is_well(self, bot: Bot) -> bool:
        """Whether the records can be read and Slack can reach the bot."""
        if not self.is_connected():
            return False
        try:
            async with asyncio.timeout(2), bot.storage.queries.snapshot() as snapshot:
                await snapshot.ask(0, NextDue(0))
        except Exception:  # whatever it is, the host has to know
            return False
        return True

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and finish what is being answered."""
        if self._socket is not None:
            await self._socket.close()  # what comes now goes to another process, if there is one
        if self.client is not None:
            await self.client.drain(seconds)

    async def close(self) -> None:
        """Let the connections go."""
        for one in (self._web, self._socket, self._api):
            if one is not None:
                await one.close()


def _flow(how: Setup, api: Api, bot: Bot, installs: Installs) -> _Flow:
    redirect = how.public.rstrip("/") + REDIRECT if how.public else None
    settings = AsyncOAuthSettings(
        client_id=how.client_id, client_secret=how.client_secret, scopes=sorted(manifest.SCOPES),
        redirect_uri=redirect, install_path=INSTALL, redirect_uri_path=REDIRECT,
        authorization_url=how.authorize, installation_store=installs, installation_store_bot_only=True,
        state_store=States(bot.desk),
    )  # fmt: skip
    settings.authorize_url_generator = AuthorizeUrlGenerator(
        client_id=how.client_id, redirect_uri=redirect, scopes=sorted(manifest.SCOPES),
        authorization_url=how.authorize,
    )  # fmt: skip
    made = _Flow(client=api.web(""), settings=settings)
    made.bot = bot
    return made


async def _signed_in(workspaces: Workspaces) -> None:
    """Look whether the tokens hold. Raises Failed: the token is wrong, or Slack can't be reached."""
    try:
        await workspaces.start()
    except Gone as gone:
        raise Failed(
            f"Slack does not take the token ({gone}): copy the Bot User OAuth Token from {APPS} "
            "(OAuth & Permissions) into SLACK_BOT_TOKEN."
        ) from None
    except SlackApiError as error:
        raise Failed(f"Slack refused the start: {code_of(error) or 'no reason given'}.") from None
    except UNREACHABLE as error:
        raise Failed(f"Slack can't be reached: {type(error).__name__}. Is there a network?") from None


async def _opens(api: Api) -> None:
    """Ask for a connection, as Socket Mode will; the library would ask for ever. Raises Failed."""
    try:
        said = await api.web(api.setup.app_token).apps_connections_open(app_token=api.setup.app_token)
        guard.check(str(said.get("url") or ""), api.setup.base, api.setup.hosts)
    except guard.Strange as error:
        raise Failed(f"Slack names a connection elsewhere ({error}).") from None
    except SlackApiError as error:
        code = code_of(error)
        why = "does not take the app's token" if code in GONE else "opens no connection"
        raise Failed(
            f"Slack {why} ({code}): make one with connections:write at {APPS} (Basic Information, "
            "App-Level Tokens), put it into SLACK_APP_TOKEN, and switch Socket Mode on."
        ) from None
    except UNREACHABLE as error:
        raise Failed(f"Slack can't be reached: {type(error).__name__}. Is there a network?") from None
