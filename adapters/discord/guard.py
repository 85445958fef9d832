"""The token goes to Discord and to nobody else.

Every request of discord.py's session, the gateway's among them, passes here before it is sent,
and before it is sent on to where an answer points.
Whether another server may stand in for Discord at all is decided where the settings are read.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

import aiohttp
import yarl

HOSTS = ("discord.com", "discord.gg", "discordapp.com", "discordapp.net")
"""Discord's own, with everything below them (https://discord.com/developers/docs/reference)."""


class Strange(aiohttp.ClientError):
    """A request to a host that may not have the token."""


def is_discord(host: str) -> bool:
    """Whether a host is Discord's."""
    return any(host == one or host.endswith(f".{one}") for one in HOSTS)


def may_have(host: str, base: str, gateway: str) -> bool:
    """Whether a host may have the token: one that was set; else Discord, or this machine in its place."""
    if host in {yarl.URL(url).host for url in (base, gateway) if url}:
        return True
    return _is_loopback(host) if base else is_discord(host)


def check(url: yarl.URL, base: str, gateway: str) -> None:
    """Refuse an address whose host may not have the token. Raises Strange."""
    if not may_have(url.host or "", base, gateway):
        raise Strange(f"{url.host} is not where this bot's token belongs")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Guarded(aiohttp.TCPConnector):
    """A connector that makes no connection to any other host, nor lends one that it has."""

    def __init__(self, base: str, gateway: str) -> None:
        super().__init__(limit=0)  # as the library's own
        self._where = base, gateway

    async def connect(self, req: aiohttp.ClientRequest, *more: Any, **named: Any) -> Any:
        """Every request comes here before it is sent, and once more for each address it is sent on to."""
        check(req.url, *self._where)
        return await super().connect(req, *more, **named)
