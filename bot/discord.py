"""Discord among the platforms: started, served and let go; and what is typed once at the command line."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import aiohttp
import discord
from discord import errors

from adapters.discord import guard
from adapters.discord.client import Client, Setup
from adapters.discord.courier import DiscordCourier
from adapters.discord.permissions import FORUM, NAMES, TEXT, invite
from bot.config import Settings, shards
from bot.failing import Failed
from bot.wiring import Bot, open_bot
from core.ports import Courier

PORTAL = "https://discord.com/developers/applications"
CODES = {
    4004: "Discord does not take the token any more: copy a new one from the portal into DISCORD_TOKEN.",
    4010: "Discord does not know this shard: this process and another disagree on how many there are.",
    4011: "Discord wants more shards for so many servers: start the bot again, and it takes as many; "
    "where DISCORD_SHARDS divides them, raise the number behind its slash in every process.",
    4012: "Discord does not speak this version of its protocol any more: install a newer release.",
    4013: "Discord does not know one of the intents: install a newer release.",
    4014: "Discord refuses the members intent: switch on Server Members Intent in the portal (Bot), "
    "or set DISCORD_MEMBERS to false.",
}
"""Fatal close codes (https://discord.com/developers/docs/topics/opcodes-and-status-codes)."""

UNREACHABLE = (TimeoutError, OSError, aiohttp.ClientError)


def setup(settings: Settings) -> Setup:
    """What the settings say of Discord."""
    some, count = shards(settings.discord_shards) if settings.discord_shards else ((), 0)
    return Setup(
        settings.discord(), settings.discord_members, settings.discord_guild,
        settings.discord_api_base, settings.discord_gateway_url, some, count,
    )  # fmt: skip


class DiscordPlatform:
    """Discord's side of a running bot."""

    courier: Courier

    def __init__(self, how: Setup) -> None:
        self._setup = how
        self._courier = DiscordCourier()
        self.courier = self._courier
        self._client: Client | None = None

    async def start(self, bot: Bot) -> None:
        """Sign in, and send the commands if they have changed. Raises Failed."""
        self._client = client = Client(self._setup, bot.desk)
        self._courier.client = client
        client.woken = bot.outbox.woken.set
        await signed_in(client)

    async def serve(self) -> None:
        """Serve until closed. Raises Failed."""
        assert self._client is not None
        try:
            await self._client.connect(reconnect=True)
        except errors.PrivilegedIntentsRequired:
            raise Failed(CODES[4014]) from None
        except errors.ConnectionClosed as error:
            known = CODES.get(error.code, f"Discord closed the connection with code {error.code}.")
            raise Failed(known) from None
        except guard.Strange as error:
            where = f"the server at DISCORD_API_BASE names a gateway elsewhere ({error})"
            raise Failed(f"{where}: set DISCORD_GATEWAY_URL.") from None
        except (errors.GatewayNotFound, *UNREACHABLE) as error:
            raise Failed(_unreachable(error)) from None

    def is_connected(self) -> bool:
        """Whether every shard has its connection."""
        client = self._client
        if client is None or not client.is_ready():
            return False
        return not any(shard.is_closed() for shard in client.shards.values())

    async def drain(self, seconds: float) -> None:
        """Take nothing more, and finish what is being answered."""
        if self._client is not None:
            await self._client.drain(seconds)

    async def close(self) -> None:
        """Let the connection go."""
        if self._client is not None and not self._client.is_closed():
            await self._client.close()


async def signed_in(client: Client) -> None:
    """Sign in. Raises Failed: a wrong token, a Discord that can't be reached."""
    try:
        await client.login(client.setup.token)
    except errors.LoginFailure:
        raise Failed(
            f"Discord does not take the token: copy it from {PORTAL} (Bot, Reset Token) into DISCORD_TOKEN."
        ) from None
    except errors.HTTPException as error:
        raise Failed(
            f"Discord refused the start (HTTP {error.status}, code {error.code}): {error.text}"
        ) from None
    except UNREACHABLE as error:
        raise Failed(_unreachable(error)) from None


def _unreachable(error: Exception) -> str:
    return f"Discord can't be reached: {type(error).__name__}. Is there a network?"


async def send_commands(settings: Settings) -> int:
    """Send the commands whether or not they have changed; how many. Raises Failed, StorageError."""
    from bot.clock import SystemClock

    bot = await open_bot(settings.database(), SystemClock(), (), preset=settings.preset)
    client = Client(setup(settings), bot.desk)
    client.forced = True
    try:
        await signed_in(client)
        return client.sent
    finally:
        await client.close()
        await bot.close()


def invitation(token: str, application: int, *, forum: bool) -> str:
    """The link that lets the bot into a server with the least permissions. Raises Failed."""
    number = application or _application(token)
    return discord.utils.oauth_url(
        number, permissions=invite(forum=forum), scopes=("bot", "applications.commands")
    )


def names(*, forum: bool) -> list[str]:
    """The permissions of the invitation, as Discord calls them."""
    return [NAMES[name] for name in (FORUM if forum else TEXT)]


def _application(token: str) -> int:
    """A token begins with the bot's own number."""
    first = token.partition(".")[0]
    try:
        return int(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except ValueError:
        raise Failed(
            "No application is known: set DISCORD_TOKEN, or give --application with its number."
        ) from None
