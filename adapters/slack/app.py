"""The library's app: every request is acknowledged before anything is looked up for it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Setup

WORDLESS = ("block_actions", "message_action", "shortcut")
"""Interactions whose acknowledgement says nothing."""


class _NoLook(AsyncAuthorize):
    """Lets every request pass without a look at anything, so that it can be acknowledged first.

    Where the bot is installed, and by which token it may answer, is found out afterwards.
    """

    def __init__(self) -> None:
        pass

    async def __call__(
        self, *, context: Any, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """Whoever it is."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="none")  # nosec B106


async def acknowledge(
    ack: Callable[..., Awaitable[Any]], body: Mapping[str, Any], next: Callable[[], Awaitable[None]]
) -> None:
    """Whatever needs no words in its acknowledgement has it before anything else happens.

    Acknowledged by its listener it would wait for the library's next look, 10 ms later.
    """
    if "command" in body or body.get("type") in WORDLESS:
        await ack()
    await next()


class _Known(logging.Filter):
    """Leaves out what the library says of a token that it found in the environment and is not to use."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "`token` will be unused" not in record.getMessage()


_KNOWN = _Known()


def made(setup: Setup, flow: AsyncOAuthFlow | None) -> AsyncApp:
    """The app, without listeners. Requests over HTTP have to be signed."""
    logger = logging.getLogger("slack_bolt")
    logger.addFilter(_KNOWN)
    app = AsyncApp(
        name="connects",
        logger=logger,
        client=AsyncWebClient(base_url=setup.base),
        signing_secret=setup.signing_secret,
        request_verification_enabled=not setup.socket,
        authorize=_NoLook(),  # type: ignore[arg-type]  # the library takes one, says its source
        oauth_flow=flow,
        ignoring_self_events_enabled=False,
        ssl_check_enabled=False,  # would answer before the signature is looked at
        attaching_function_token_enabled=False,
    )
    app.middleware(acknowledge)
    return app
