"""The loopback Discord's routes of channels: their messages, their threads, a forum's posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.adapters.discord.server_messages import Call, File
from tests.adapters.discord.server_world import (
    BITS,
    DM,
    FORUM,
    REQUIRES_TAG,
    THREAD,
    Json,
    Refused,
    instant,
    invalid,
)


def _event(call: Call, name: str, channel: Json, message: Json) -> None:
    guild = channel.get("guild_id")
    more = {"guild_id": guild} if guild else {}
    call.discord.gateway.dispatch(guild, name, message | more)


def show_channel(call: Call) -> Json:
    """GET /channels/{channel}."""
    return call.world.known_channel(call.args[0])


def change_channel(call: Call) -> Json:
    """PATCH /channels/{channel}."""
    channel = call.world.known_channel(call.args[0])
    if channel["type"] == DM:
        raise Refused(403, 50003, "Cannot execute action on a DM channel")
    if "name" in call.body and not 1 <= len(str(call.body["name"])) <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    if channel["type"] == THREAD:
        _change_thread(call, channel)
        call.discord.gateway.dispatch(channel["guild_id"], "THREAD_UPDATE", channel)
        return channel
    call.world.need(channel, "manage_channels")
    if "available_tags" in call.body:
        tags = call.body["available_tags"]
        if len(tags) > 20:
            raise invalid("available_tags", "Must be 20 or fewer in length.")
        channel["available_tags"] = [call.world.tag(tag) for tag in tags]
    channel |= {key: call.body[key] for key in ("name", "topic", "nsfw", "flags") if key in call.body}
    call.discord.gateway.dispatch(channel["guild_id"], "CHANNEL_UPDATE", channel)
    return channel


def _change_thread(call: Call, thread: Json) -> None:
    meta, body = thread["thread_metadata"], call.body
    manages = bool(call.world.own(thread) & BITS["manage_threads"])
    fields = {key: body[key] for key in ("archived", "locked", "auto_archive_duration") if key in body}
    changed = {key: value for key, value in fields.items() if meta[key] != value}
    changed |= {k: body[k] for k in ("name", "applied_tags") if k in body and thread[k] != body[k]}
    if meta["archived"] and changed and body.get("archived") is not False:
        raise Refused(400, 50083, "Thread is archived")
    unlocks = "archived" in changed and not body["archived"] and meta["locked"]
    if not manages and ("locked" in changed or unlocks or thread["owner_id"] != call.world.application):
        raise Refused(403, 50013, "Missing Permissions")
    if "applied_tags" in body:
        parent = call.world.channels[thread["parent_id"]]
        thread["applied_tags"] = _tags(call, parent, body["applied_tags"], thread["applied_tags"])
    if "name" in body:
        thread["name"] = body["name"]
    if "archived" in changed:
        meta["archive_timestamp"] = instant()
    meta |= fields


def _tags(call: Call, forum: Json, given: Sequence[Any], had: Sequence[str] = ()) -> list[str]:
    tags = list(dict.fromkeys(str(tag) for tag in given))
    known = {tag["id"]: tag for tag in forum.get("available_tags") or ()}
    if len(tags) > 5 or any(tag not in known for tag in tags):
        raise invalid("applied_tags", "At most five tags of the forum's own.")
    if not tags and forum["flags"] & REQUIRES_TAG:
        raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
    if any(known[tag]["moderated"] for tag in {*tags} ^ {tag for tag in had if tag in known}):
        call.world.need(forum, "manage_threads")
    return tags


def list_messages(call: Call) -> list[Json]:
    """GET /channels/{channel}/messages, the newest first."""
    channel, query = call.world.known_channel(call.args[0]), call.query
    if channel["type"] != DM and not call.world.own(channel) & BITS["read_message_history"]:
        return []
    limit = int(query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise invalid("limit", "Must be between 1 and 100.")
    found = sorted(call.discord.messages.shown[channel["id"]].values(), key=lambda one: int(one["id"]))
    if "before" in query:
        found = [one for one in found if int(one["id"]) < int(query["before"])][-limit:]
    elif "after" in query:
        found = [one for one in found if int(one["id"]) > int(query["after"])][:limit]
    elif "around" in query:
        middle = int(query["around"])
        before = [one for one in found if int(one["id"]) <= middle][-(limit // 2 + 1) :]
        found = before + [one for one in found if int(one["id"]) > middle][: limit - len(before)]
    else:
        found = found[-limit:]
    return found[::-1]


def show_message(call: Call) -> Json:
    """GET /channels/{channel}/messages/{message}."""
    channel = call.world.known_channel(call.args[0], "read_message_history")
    return call.discord.messages.known(channel["id"], call.args[1])


def _sending(body: Json, files: Sequence[File]) -> list[str]:
    embeds = ["embed_links"] if body.get("embeds") else []
    return embeds + (["attach_files"] if files else [])


def send_message(call: Call) -> Json:
    """POST /channels/{channel}/messages."""
    channel, messages = call.world.known_channel(call.args[0]), call.discord.messages
    thread = channel["type"] == THREAD
    if channel["type"] == FORUM:
        raise Refused(400, 50008, "Cannot send messages in a non-text channel")
    sends = "send_messages_in_threads" if thread else "send_messages"
    call.world.need(channel, sends, *_sending(call.body, call.files))
    if thread and channel["thread_metadata"]["archived"]:
        if channel["thread_metadata"]["locked"]:
            call.world.need(channel, "manage_threads")
        channel["thread_metadata"]["archived"] = False
    if channel["type"] == DM:
        call.world.reachable(channel["recipients"][0]["id"])
    call.discord.received("message", call.body)
    again = messages.repeats(channel["id"], call.body)
    if again is not None:
        return again
    nonce = call.body.get("nonce")
    made = messages.make(channel["id"], call.body, call.files, **({} if nonce is None else {"nonce": nonce}))
    if nonce is not None:
        messages.remember(channel["id"], nonce, made)
    _event(call, "MESSAGE_CREATE", channel, made)
    return made


def edit_message(call: Call) -> Json:
    """PATCH /channels/{channel}/messages/{message}."""
    channel = call.world.known_channel(call.args[0])
    message = call.discord.messages.known(channel["id"], call.args[1])
    if message["author"]["id"] != call.world.application:
        raise Refused(403, 50005, "Cannot edit a message authored by another user")
    if channel["type"] == THREAD and channel["thread_metadata"]["archived"]:
        raise Refused(400, 50083, "Thread is archived")
    call.world.need(channel, *_sending(call.body, call.files))
    call.discord.received("edit", call.body)
    call.discord.messages.amend(message, call.body, call.files)
    _event(call, "MESSAGE_UPDATE", channel, message)
    return message


def delete_message(call: Call) -> None:
    """DELETE /channels/{channel}/messages/{message}."""
    channel = call.world.known_channel(call.args[0])
    message = call.discord.messages.known(channel["id"], call.args[1])
    if message["author"]["id"] != call.world.application:
        call.world.need(channel, "manage_messages")
    call.discord.messages.remove(message["id"])
    gone = {"id": message["id"], "channel_id": channel["id"]}
    _event(call, "MESSAGE_DELETE", channel, gone)


def make_post(call: Call) -> Json:
    """POST /channels/{forum}/threads: the first message has the thread's own number."""
    forum = call.world.known_channel(call.args[0])
    if forum["type"] != FORUM:
        raise Refused(400, 50024, "Cannot execute action on this channel type")
    first = call.body.get("message") or {}
    call.world.need(forum, "send_messages", *_sending(first, call.files))
    call.discord.received("thread", call.body)
    if not 1 <= len(str(call.body.get("name") or "")) <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.")
    tags = _tags(call, forum, call.body.get("applied_tags") or ())
    thread = call.world.thread(forum, call.body["name"], call.world.application, tags)
    try:
        message = call.discord.messages.make(thread["id"], first, call.files, number=thread["id"])
    except Refused:
        del call.world.channels[thread["id"]]
        raise
    call.discord.gateway.dispatch(forum["guild_id"], "THREAD_CREATE", thread | {"newly_created": True})
    _event(call, "MESSAGE_CREATE", thread, message)
    return thread | {"message": message}


def active_threads(call: Call) -> Json:
    """GET /guilds/{guild}/threads/active."""
    guild = call.world.known_guild(call.args[0])
    return {"threads": call.world.threads(guild.id), "members": []}


def archived_threads(call: Call) -> Json:
    """GET /channels/{channel}/threads/archived/public, the last archived first."""
    parent = call.world.known_channel(call.args[0], "read_message_history")
    found = [
        one
        for one in call.world.channels.values()
        if one.get("parent_id") == parent["id"] and one["thread_metadata"]["archived"]
    ]
    found.sort(key=lambda one: one["thread_metadata"]["archive_timestamp"], reverse=True)
    limit = int(call.query.get("limit", 50))
    return {"threads": found[:limit], "members": [], "has_more": len(found) > limit}


def open_direct(call: Call) -> Json:
    """POST /users/@me/channels."""
    user = str(call.body.get("recipient_id") or "")
    if user not in call.world.users or user == call.world.application:
        raise Refused(400, 50033, "Invalid Recipient(s)")
    return call.world.direct(user)


ROUTES = {
    "GET /channels/*": show_channel,
    "PATCH /channels/*": change_channel,
    "GET /channels/*/messages": list_messages,
    "POST /channels/*/messages": send_message,
    "GET /channels/*/messages/*": show_message,
    "PATCH /channels/*/messages/*": edit_message,
    "DELETE /channels/*/messages/*": delete_message,
    "POST /channels/*/threads": make_post,
    "GET /channels/*/threads/archived/public": archived_threads,
    "GET /guilds/*/threads/active": active_threads,
    "POST /users/@me/channels": open_direct,
}
