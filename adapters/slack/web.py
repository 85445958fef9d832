"""HTTP: signed requests from Slack, the installation by browsers, and whether the bot is well."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.slack import pacing
from adapters.slack.client import Client

COMMAND = "command=%2F"
"""What stands in the body of a slash command, and of nothing else that Slack sends."""
EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
ODD = (KeyError, IndexError, TypeError, ValueError, AttributeError)
MOST = 1_000_000
"""Bytes of a request; a view with all its fields is at most 250 kB."""
KEPT = 75.0
"""Seconds that an idle connection is kept, more than proxies in front keep theirs."""

_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_log = structlog.get_logger(__name__)


class Web:
    """The server. ``requests``: whether Slack's requests come by it; else they come by a socket.

    ``routes``: what else of this process the world reaches here."""

    def __init__(
        self, client: Client, host: str, port: int, is_well: Callable[[], Awaitable[bool]], *, requests: bool,
        routes: Sequence[web.RouteDef] = (),
    ) -> None:  # fmt: skip
        self._bolt = bolt = client.bolt
        self._turns = client.turns
        self._reach = client.reach
        self._signed = SignatureVerifier(client.reach.api.setup.signing_secret)
        self._host, self._port = host, port
        self._is_well = is_well
        self._closed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        app = web.Application(client_max_size=MOST)
        app.router.add_get("/health", self._health)
        app.router.add_get("/ready", self._ready)
        if requests:
            app.router.add_post(EVENTS, self._requested)
        if bolt.oauth_flow is not None:
            app.router.add_get(INSTALL, self._install)
            app.router.add_get(REDIRECT, self._redirected)
        app.router.add_routes(routes)
        self._app = app

    async def start(self) -> None:
        """Listen. Raises OSError."""
        self._runner = web.AppRunner(self._app, access_log=None, keepalive_timeout=KEPT, handle_signals=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        _log.info("listening", host=self._host, port=self._port)

    async def serve(self) -> None:
        """Serve until closed."""
        await self._closed.wait()

    async def close(self) -> None:
        """Take no more requests."""
        self._closed.set()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _ready(self, request: web.Request) -> web.Response:
        well = await self._is_well()
        return web.json_response({"ok": well}, status=200 if well else 503)

    async def _requested(self, request: web.Request) -> web.Response:
        if not _STAMP.fullmatch(request.headers.get("X-Slack-Request-Timestamp", "")):
            return web.Response(status=401)  # the library takes it for a number without a look
        try:
            # As it came, since the signature is over these very bytes.
            body = (await request.read()).decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400)
        if self._is_flood(body, request):
            return web.Response()
        with self._turns.acknowledging():
            found = AsyncBoltRequest(body=body, query=request.query_string, headers=_headers(request))
            try:
                return await to_aiohttp_response(await self._bolt.async_dispatch(found))
            except ODD as error:
                # Signed, but of no shape that the library knows; it looks at less than it takes for granted.
                _log.warning("request_odd", why=type(error).__name__)
                return web.Response(status=400)

    def _is_flood(self, body: str, request: web.Request) -> bool:
        """Whether Slack signed it and it is a command too much; the library takes a millisecond for each."""
        if not body.startswith(COMMAND) and f"&{COMMAND}" not in body:
            return False
        stamp, signature = (
            request.headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature")
        )
        if not self._signed.is_valid(body, stamp, signature):
            return False  # the library refuses it
        return pacing.is_hushed(self._reach, dict(parse_qsl(body)))

    async def _install(self, request: web.Request) -> web.Response:
        flow = self._bolt.oauth_flow
        assert flow is not None
        found = AsyncBoltRequest(body="", query=request.query_string, headers=_headers(request))
        return await to_aiohttp_response(await flow.handle_installation(found))

    async def _redirected(self, request: web.Request) -> web.Response:
        flow = self._bolt.oauth_flow
        assert flow is not None
        found = AsyncBoltRequest(body="", query=request.query_string, headers=_headers(request))
        return await to_aiohttp_response(await flow.handle_callback(found))


def _headers(request: web.Request) -> dict[str, str | Sequence[str]]:
    """Each header once: of two signatures the first counts, and the other is no other request's."""
    return {name: request.headers[name] for name in request.headers}
