"""Calls to Slack, all through one session: the Web API, and the address that a request names for answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import guard

TIMEOUT = 10
TRIES = 3
UNREACHABLE = (TimeoutError, aiohttp.ClientError, OSError)
GONE = frozenset({"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired"})
"""What a method answers where the token is none any more (https://docs.slack.dev/reference/methods)."""

TROUBLED = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""What a method answers where Slack itself is in trouble, or will be ready in a moment."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Setup:
    """How to reach Slack, what it proves itself with, and what the bot is called there.

    ``hosts`` may be named by Slack's answers besides Slack's own. ``allow``: guests and
    people of other organisations, who are refused otherwise.
    """

    token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    client_id: str = ""
    client_secret: str = ""
    keys: tuple[str, ...] = ()
    base: str = guard.API
    authorize: str = guard.AUTHORIZE
    hosts: frozenset[str] = frozenset()
    prefix: str = ""
    allow: frozenset[str] = frozenset()
    socket: bool = True
    host: str = "127.0.0.1"
    port: int = 3000
    public: str = ""

    @property
    def many(self) -> bool:
        """Whether workspaces install the app by themselves."""
        return bool(self.client_id)


class Api:
    """One session for everything that is sent to Slack."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[tuple[str, bool], AsyncWebClient] = {}

    @property
    def session(self) -> aiohttp.ClientSession:
        """Made when it is first needed, on the loop that runs then."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=200, limit_per_host=100), trust_env=False
            )
            self._clients.clear()
        return self._session

    def web(self, token: str, *, patient: bool = True) -> AsyncWebClient:
        """A client with a token. ``patient``: it waits out a 429 once and tries a broken line again."""
        session = self.session
        found = self._clients.get((token, patient))
        if found is None:
            retries: list[AsyncRetryHandler] = []
            if patient:
                retries = [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler()]
            found = self._clients[token, patient] = AsyncWebClient(
                token, base_url=self.setup.base, timeout=TIMEOUT, session=session, retry_handlers=retries
            )
        return found

    async def respond(self, url: str, body: Mapping[str, Any]) -> bool:
        """Post to a response_url; whether Slack took it."""
        try:
            guard.check(url, self.setup.base, self.setup.hosts)
        except guard.Strange as strange:
            _log.error("answer_not_sent", why=str(strange))
            return False
        data = orjson.dumps(body)
        for tried in range(TRIES):
            try:
                async with self.session.post(
                    url, data=data, headers={"Content-Type": "application/json"}, allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(total=TIMEOUT),
                ) as response:  # fmt: skip
                    if response.status == 200:
                        return True
                    if response.status < 500 and response.status != 429:
                        said = (await response.text())[:100]
                        _log.warning("answer_refused", status=response.status, why=said)
                        return False
            except UNREACHABLE as error:
                _log.warning("answer_again", why=type(error).__name__)
            await asyncio.sleep(0.2 * 2**tried)
        return False

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()


def code_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong."""
    response: Any = error.response
    try:
        return str(response.get("error") or "")
    except (AttributeError, ValueError):
        return ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status of a refusal."""
    return int(getattr(error.response, "status_code", 0) or 0)


def patience(error: SlackApiError) -> float:
    """The seconds that a 429 asks to wait."""
    headers: Any = getattr(error.response, "headers", {})
    try:
        return float(headers.get("Retry-After") or headers.get("retry-after") or 1)
    except ValueError:
        return 1.0
