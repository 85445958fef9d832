"""Installations and the states of those under way, kept in the project's own database; tokens encrypted.

Names are ``slack/install/<organisation>/<workspace>`` (``-`` where there is none) and
``slack/state/<digest>``; a state is taken once, and its value is when it ends.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import orjson
import structlog
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.vault import Sealed, Vault
from core.chat.desk import Desk
from core.queries import Remembered, RememberedAll

INSTALL, STATE = "slack/install/", "slack/state/"
NONE = "-"
LASTS = 600
"""Seconds in which an installation that was begun has to come to its end."""
_KEPT = (
    "app_id", "enterprise_id", "enterprise_name", "team_id", "team_name", "bot_token", "bot_id",
    "bot_user_id", "bot_scopes", "bot_refresh_token", "bot_token_expires_at",
    "is_enterprise_install", "installed_at",
)  # fmt: skip

_log = structlog.get_logger(__name__)


class Installs(AsyncInstallationStore):
    """Bolt's installation store on the bot's own database. Only the bot's tokens are kept."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk = desk
        self._vault = vault
        self.changed: Callable[[], None] = lambda: None
        self._logger = logging.getLogger(__name__)

    @property
    def logger(self) -> logging.Logger:
        """As the library wants it."""
        return self._logger

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, in place of the one that stood."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep what an installation gives the bot."""
        document = {name: getattr(bot, name) for name in _KEPT}
        org_wide = bool(bot.is_enterprise_install)
        name = _name(bot.enterprise_id or "", "" if org_wide else bot.team_id or "")
        await self._desk.remember(name, self._vault.close(orjson.dumps(document).decode()))
        self.changed()

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The organisation's installation if it is one, or the workspace's."""
        if is_enterprise_install:
            return await self.bot(enterprise_id or "", "")
        found = await self.bot(enterprise_id or "", team_id or "")
        return found or (await self.bot(enterprise_id, "") if enterprise_id else None)

    async def async_find_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:  # fmt: skip
        """The same, as the library asks for it; whoever installed it is not kept."""
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        if bot is None or user_id is not None:
            return None
        return Installation(user_id="", **{name: getattr(bot, name) for name in _KEPT})

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the tokens; the books are kept."""
        await self._desk.take(_name(enterprise_id or "", team_id or ""))
        self.changed()

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Nothing is kept of whoever installed it, so there is nothing to forget."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the tokens."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def bot(self, enterprise: str, team: str) -> Bot | None:
        """One installation."""
        async with self._desk.queries.snapshot() as snapshot:
            sealed = await snapshot.ask(0, Remembered(_name(enterprise, team)))
        return self._opened(sealed) if sealed else None

    async def bots(self, place: str = "") -> Sequence[Bot]:
        """All installations, or those of a community."""
        async with self._desk.queries.snapshot() as snapshot:
            if place and not place.startswith("E"):
                own = await snapshot.ask(0, Remembered(_name("", place)))
                sealed = [own] if own else []
            else:
                prefix = f"{INSTALL}{place}/" if place else INSTALL
                sealed = list((await snapshot.ask(0, RememberedAll(prefix))).values())
        return [bot for one in sealed if (bot := self._opened(one)) is not None]

    def _opened(self, sealed: str) -> Bot | None:
        try:
            return Bot(**orjson.loads(self._vault.open(sealed)))
        except Sealed:
            _log.error("installation_sealed", why="SLACK_TOKEN_KEYS lacks the key that encrypted it")
            return None

    async def renew(self) -> int:
        """Encrypt with the first key what others encrypted; how many."""
        async with self._desk.queries.snapshot() as snapshot:
            found = await snapshot.ask(0, RememberedAll(INSTALL))
        count = 0
        for name, sealed in found.items():
            if self._vault.is_old(sealed):
                try:
                    await self._desk.remember(name, self._vault.close(self._vault.open(sealed)))
                    count += 1
                except Sealed:
                    _log.error("installation_sealed", why="SLACK_TOKEN_KEYS lacks the key that encrypted it")
        return count


class States(AsyncOAuthStateStore):
    """States of installations under way: each is taken once, within ten minutes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._logger = logging.getLogger(__name__)

    @property
    def logger(self) -> logging.Logger:
        """As the library wants it."""
        return self._logger

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new state; of the others, those that have ended are forgotten."""
        now = time.time()
        async with self._desk.queries.snapshot() as snapshot:
            known = await snapshot.ask(0, RememberedAll(STATE))
        for name, ends in known.items():
            if float(ends) < now:
                await self._desk.take(name)
        state = secrets.token_urlsafe(32)
        await self._desk.remember(_state(state), str(now + LASTS))
        return state

    async def async_consume(self, state: str) -> bool:
        """Whether this state was issued, has not ended, and is taken for the first time."""
        ends = await self._desk.take(_state(state or ""))
        return bool(ends) and float(ends) >= time.time()


def _name(enterprise: str, team: str) -> str:
    return f"{INSTALL}{enterprise or NONE}/{team or NONE}"


def _state(state: str) -> str:
    return STATE + sha256(state.encode()).hexdigest()
