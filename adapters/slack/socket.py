"""Socket Mode: the connection that Slack's requests come by, replaced when it has gone deaf."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import guard
from adapters.slack.api import Api

PING = 10.0
"""Seconds between two pings."""
DEAF = 45.0
"""Seconds without an answer to a ping after which a connection counts as deaf; the library tries first."""

_log = structlog.get_logger(__name__)


class _Guarded(SocketModeClient):
    """Connects to nobody but Slack."""

    base = guard.API
    hosts: frozenset[str] = frozenset()

    async def issue_new_wss_url(self) -> str:
        """The address of a new connection, as Slack names it. Raises Strange."""
        url: str = await super().issue_new_wss_url()
        guard.check(url, self.base, self.hosts)
        return url


class Socket:
    """One connection at a time."""

    def __init__(self, bolt: AsyncApp, api: Api) -> None:
        self._bolt = bolt
        self._api = api
        self._client: _Guarded | None = None
        self._since = 0.0
        self._closed = asyncio.Event()

    async def serve(self) -> None:
        """Connect, and stay so until closed."""
        while not self._closed.is_set():
            await self._connect()
            while not self._closed.is_set() and not self.is_deaf():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PING / 2):
                        await self._closed.wait()
            if not self._closed.is_set():
                _log.warning("socket_deaf", seconds=round(self.silent(), 1))
            await self._let_go()

    async def _connect(self) -> None:
        setup = self._api.setup
        client = _Guarded(
            setup.app_token, logging.getLogger("slack_sdk.socket"),
            AsyncWebClient(base_url=setup.base), ping_interval=PING,
        )  # fmt: skip
        client.base, client.hosts = setup.base, setup.hosts
        client.socket_mode_request_listeners.append(self._requested)  # type: ignore[arg-type]
        self._client, self._since = client, time.time()
        connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]
        closing = asyncio.create_task(self._closed.wait())
        await asyncio.wait({connecting, closing}, return_when=asyncio.FIRST_COMPLETED)
        for task in (connecting, closing):
            task.cancel()
        await asyncio.gather(connecting, closing, return_exceptions=True)
        self._since = time.time()

    async def _requested(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        began = time.time()
        await send_async_response(client, request, await run_async_bolt_app(self._bolt, request), began)

    def silent(self) -> float:
        """Seconds since the other side was last known to hear."""
        client = self._client
        if client is None:
            return 0.0
        heard = client.last_ping_pong_time or 0.0
        return time.time() - max(heard, self._since)

    def is_deaf(self) -> bool:
        """Whether nothing has come back for too long, whatever the library says of the connection."""
        return self.silent() > DEAF

    def is_connected(self) -> bool:
        """Whether there is a connection that hears."""
        session = self._client.current_session if self._client is not None else None
        return session is not None and not session.closed and not self.is_deaf()

    async def _let_go(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # what is broken is let go all the same
                async with asyncio.timeout(5):
                    await client.close()  # type: ignore[no-untyped-call]
            with contextlib.suppress(Exception):
                await client.aiohttp_client_session.close()

    async def close(self) -> None:
        """Let the connection go."""
        self._closed.set()
        await self._let_go()
