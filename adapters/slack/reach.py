"""What Slack's side works with: the calls, the installations, the people, the door."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Api
from adapters.slack.inbound import Source
from adapters.slack.persons import Persons
from adapters.slack.rich import Manner
from adapters.slack.workspaces import Gone, Workspaces, client
from core.chat.desk import Desk
from core.ports import Unavailable


class Reach:
    """One process's reach into Slack. ``woken`` is told that something may be delivered now."""

    def __init__(self, api: Api, workspaces: Workspaces, desk: Desk) -> None:
        self.api = api
        self.workspaces = workspaces
        self.desk = desk
        self.door = desk.door
        self.manner = Manner(api.setup.prefix)
        self.persons = Persons(api, workspaces)
        self.woken: Callable[[], None] = lambda: None

    async def web(self, source: Source) -> AsyncWebClient:
        """A client for a community. Raises Gone."""
        return await client(self.api, self.workspaces, source.place, source.team)

    async def any_web(self, source: Source) -> AsyncWebClient:
        """The same; where the bot is not installed, or that can't be read, one whose calls are refused."""
        try:
            return await self.web(source)
        except (Gone, Unavailable):
            return self.api.web("")
