"""A first response as Discord's payload, without what the library would make only to throw it away.

Its own way builds a view, asks Discord for the message that was made of the response, and builds that
too: a third of what an answer costs. Private parts of discord.py are used here, so its version is pinned.
"""

from __future__ import annotations

from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from adapters.discord.render import Message

_MESSAGE = discord.InteractionResponseType.channel_message
_PRIVATE = discord.MessageFlags(ephemeral=True).value
_PINGS = discord.AllowedMentions.none().to_dict()


async def respond(interaction: discord.Interaction[Any], message: Message) -> None:
    """Answer in private with a message that has no files.

    Raises discord.InteractionResponded, discord.HTTPException, and what the connection raises.
    """
    response = interaction.response
    if response.is_done():
        raise discord.InteractionResponded(interaction)
    route = Route(
        "POST", "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=interaction.id, webhook_token=interaction.token,
    )  # fmt: skip
    data: dict[str, Any] = {
        "embeds": [message.embed.to_dict()], "flags": _PRIVATE, "allowed_mentions": _PINGS
    }  # fmt: skip
    if message.rows:
        data["components"] = message.components()
    http = interaction._state.http
    await async_context.get().request(
        route, session=interaction._session, proxy=http.proxy, proxy_auth=http.proxy_auth,
        payload={"type": _MESSAGE.value, "data": data},
    )  # fmt: skip
    response._response_type = _MESSAGE
