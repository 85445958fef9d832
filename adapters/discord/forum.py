"""Jobs in a forum: a post for each, with the tag of its state, closed and locked when the job has ended."""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord.answering import NOBODY
from adapters.discord.client import Client
from adapters.discord.limits import THREAD_NAME
from adapters.discord.render import Message
from core.instants import SECOND, Instant
from core.ports import Parcel
from core.speech.lengths import cut
from core.speech.phrase import Term
from core.speech.plain import plain_phrase
from core.speech.reply import Reply

KIND = "forum"
TAGS = ("open", "filled", "closed")
LOOK_BACK = 500
"""So many archived posts are looked through for one that was made without being noted."""
NO_THREAD, ARCHIVED = (10003, 10008), 50083


def tag_of(reply: Reply) -> str:
    """The tag of a card's state."""
    state = reply.facts.get("state")
    word = state.word if isinstance(state, Term) else ""
    return word if word in TAGS else "closed"


async def post(client: Client, forum: discord.ForumChannel, parcel: Parcel, message: Message) -> str:
    """Make a job's post, or find the one that was made without being noted."""
    thing, reply = parcel.notice.thing, parcel.reply
    name = cut(plain_phrase(reply.phrase, parcel.voice).replace("\n", " "), THREAD_NAME)
    thread = await _find(client, forum, thing, name, parcel.notice.at) if parcel.again else None
    if thread is None:
        view = message.view()
        some: dict[str, Any] = {"view": view} if view is not None else {}
        tags = [tag for tag in [await _tag(forum, tag_of(reply))] if tag is not None] if thing else []
        made = await forum.create_thread(
            name=name, embed=message.embed, applied_tags=tags, allowed_mentions=NOBODY, **some
        )
        thread = made.thread
    if thing and tag_of(reply) != "open":
        if thread.archived:
            await thread.edit(archived=False, locked=False)  # nothing of a post put away can be changed
        await _end(thread, forum, tag_of(reply))
    return f"{KIND}/{thread.id}"


async def edit(client: Client, number: int, reply: Reply, message: Message) -> bool:
    """Bring a job's post up to date; false if it is gone."""
    part = client.get_partial_messageable(number).get_partial_message(number)

    async def put() -> None:
        await part.edit(embed=message.embed, view=message.view(), allowed_mentions=NOBODY)

    try:
        reopened = False
        try:
            await put()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await (await _thread(client, number)).edit(archived=False, locked=False)
            reopened = True
            await put()
        tag = tag_of(reply)
        if tag != "open" or reopened:
            thread = await _thread(client, number)
            await _end(thread, thread.parent, tag)
    except discord.NotFound as error:
        if error.code in NO_THREAD:
            return False
        raise
    return True


async def _thread(client: Client, number: int) -> discord.Thread:
    found = client.get_channel(number) or await client.fetch_channel(number)
    assert isinstance(found, discord.Thread)
    return found


async def _end(thread: discord.Thread, forum: Any, name: str) -> None:
    """Give a post the tag of its state; an ended job's is locked and put away."""
    tag = await _tag(forum, name) if isinstance(forum, discord.ForumChannel) else None
    kept = [one for one in thread.applied_tags if one.name.casefold() not in TAGS][:4]
    ended = name != "open"
    await thread.edit(applied_tags=[*kept, *([tag] if tag is not None else [])], archived=ended, locked=ended)


def _since(thread: discord.Thread, at: Instant) -> bool:
    return discord.utils.snowflake_time(thread.id).timestamp() > at / SECOND - 60


async def _tag(forum: discord.ForumChannel, name: str) -> discord.ForumTag | None:
    """The forum's tag for a state; made where the bot may, else posts go without."""
    found = next((tag for tag in forum.available_tags if tag.name.casefold() == name), None)
    if found is not None:
        return found
    if len(forum.available_tags) >= 20:
        return None
    try:
        return await forum.create_tag(name=name, moderated=True)
    except discord.Forbidden:
        return None


async def _find(
    client: Client, forum: discord.ForumChannel, thing: str, name: str, at: Instant
) -> discord.Thread | None:
    """A post that was made without being noted: a job's by its number, another by its name and time.

    It may have been put away as well before the end came.
    """
    assert client.user is not None
    bot = client.user.id

    def is_it(thread: discord.Thread) -> bool:
        if thread.parent_id != forum.id or thread.owner_id != bot:
            return False
        return thread.name.startswith(f"{thing}:") if thing else thread.name == name and _since(thread, at)

    for thread in await forum.guild.active_threads():
        if is_it(thread):
            return thread
    try:
        # The last one put away comes first; what was put away before the notice can't be its post.
        async for thread in forum.archived_threads(limit=LOOK_BACK):
            if thread.archive_timestamp.timestamp() < at / SECOND - 60:
                break
            if is_it(thread):
                return thread
    except discord.Forbidden:
        return None
    return None
