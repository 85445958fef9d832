"""Notices to Discord: posted once, edited where they stand, and what Discord refuses told to staff."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord

from adapters.discord import forum, render
from adapters.discord.answering import NOBODY
from adapters.discord.client import Client
from adapters.discord.inbound import PLATFORM
from adapters.discord.permissions import lacking, needed
from adapters.discord.render import Message
from core.instants import MINUTE, SECOND
from core.ports import Later, Parcel, Undeliverable
from core.speech.notice import CHANNELS, OWNER
from core.speech.phrase import Phrase, Place, say

DISCORD_EPOCH = 1_420_070_400_000
NO_CHANNEL, NO_GUILD, NO_MESSAGE, NO_USER = 10003, 10004, 10008, 10013
NO_ACCESS, NO_DIRECT, NO_PERMISSION, NO_MUTUAL = 50001, 50007, 50013, 50278
"""Discord's codes (https://discord.com/developers/docs/topics/opcodes-and-status-codes)."""
TROUBLE = 5.0
"""Seconds to wait when Discord can't be reached; when it is in trouble itself, some more."""
LOOK_BACK = 500
"""So many messages are looked through for one that may have been posted already."""


def mark_of(parcel: Parcel) -> str:
    """What a posted notice is found again by."""
    return f"#{parcel.notice.number}"


class DiscordCourier:
    """A Courier on a client's connection; until that is there everything has to wait."""

    platform = PLATFORM
    routed = True
    width = 32
    pace = 0.05  # far below what Discord allows, and people's answers go first

    def __init__(self) -> None:
        self.client: Client | None = None

    async def deliver(self, parcel: Parcel) -> str:
        """Post or edit; ``channel/message``, or ``forum/thread``. Raises Later, Undeliverable."""
        client = self.client
        if client is None or not client.is_ready():
            raise Later(1.0)
        try:
            return await self._deliver(client, parcel)
        except discord.RateLimited as error:
            raise Later(error.retry_after) from error
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500:
                raise Later(TROUBLE * 4) from error
            raise _refused(client, parcel, error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Later(TROUBLE) from error

    async def _deliver(self, client: Client, parcel: Parcel) -> str:
        message = _drawn(parcel)
        kind, _, rest = parcel.edits.partition("/")
        if parcel.edits:
            done = await (
                forum.edit(client, int(rest), parcel.reply, message)
                if kind == forum.KIND
                else _edit(client, int(kind), int(rest), message)
            )
            if done:
                return parcel.edits
        target = await self._target(client, parcel)
        if isinstance(target, discord.ForumChannel):
            return await forum.post(client, target, parcel, message)
        if parcel.again:
            found = await _find(client, target, parcel)
            if found is not None:
                return found
        sent = await target.send(
            embed=message.embed, nonce=_nonce(parcel), allowed_mentions=NOBODY, **_view(message)
        )
        return f"{sent.channel.id}/{sent.id}"

    async def _target(self, client: Client, parcel: Parcel) -> Any:
        if parcel.notice.channel in CHANNELS:
            number = int(parcel.to)
            return client.get_channel(number) or await client.fetch_channel(number)
        person = parcel.to
        if parcel.notice.channel == OWNER:
            guild = client.get_guild(int(parcel.place)) or await client.fetch_guild(int(parcel.place))
            if not guild.owner_id:
                raise Undeliverable(say("discord.no_owner"))
            person = str(guild.owner_id)
        return await client.create_dm(discord.Object(int(person)))


def _drawn(parcel: Parcel) -> Message:
    direct = parcel.notice.channel not in CHANNELS
    return render.posted(parcel.reply, parcel.voice, mark_of(parcel), place=parcel.place if direct else "")


async def _edit(client: Client, channel: int, number: int, message: Message) -> bool:
    """Put a message in another's place; false if that is gone."""
    part = client.get_partial_messageable(channel).get_partial_message(number)
    try:
        await part.edit(embed=message.embed, view=message.view(), allowed_mentions=NOBODY)
    except discord.NotFound as error:
        if error.code in (NO_MESSAGE, NO_CHANNEL):
            return False
        raise
    return True


async def _find(client: Client, target: Any, parcel: Parcel) -> str | None:
    """A message that a process before this one may have posted without living to note it."""
    since = discord.Object(snowflake(parcel.notice.at - MINUTE))
    assert client.user is not None
    try:
        async for one in target.history(limit=LOOK_BACK, after=since, oldest_first=True):
            footer = one.embeds[-1].footer.text if one.embeds else None
            if one.author.id == client.user.id and footer == mark_of(parcel):
                return f"{one.channel.id}/{one.id}"
    except discord.Forbidden:
        return None  # without the history the nonce has to do, for as long as Discord keeps it
    return None


def snowflake(at: int) -> int:
    """The lowest of Discord's numbers of a moment."""
    return max(0, at // (SECOND // 1000) - DISCORD_EPOCH) << 22


def _nonce(parcel: Parcel) -> str:
    """The same for every try, so that Discord itself takes no second one for some minutes."""
    return f"{parcel.community}.{parcel.notice.number}"[:25]


def _view(message: Message) -> dict[str, Any]:
    view = message.view()
    return {"view": view} if view is not None else {}


def _refused(client: Client, parcel: Parcel, error: discord.HTTPException) -> Undeliverable:
    """What a refusal means, and what staff can do."""
    direct = parcel.notice.channel not in CHANNELS
    code = error.code
    if direct and code in (NO_USER, NO_MUTUAL):
        return Undeliverable(say("discord.not_here"), gone=True)
    if direct and (code == NO_DIRECT or error.status == 403):
        return Undeliverable(say("discord.no_messages"), closes=True)
    if not direct and code in (NO_CHANNEL, NO_GUILD):
        return Undeliverable(say("discord.unknown_channel"), closes=True)
    if not direct and error.status == 403:
        return Undeliverable(_missing(client, parcel.to), closes=True)
    return Undeliverable(say("discord.refused", code=code or error.status))


def _missing(client: Client, to: str) -> Phrase:
    channel = client.get_channel(int(to))
    names = (lacking(channel) or needed(channel)) if channel is not None else needed(None)
    return say("discord.missing", channel=Place("channel", to), permissions=names)
