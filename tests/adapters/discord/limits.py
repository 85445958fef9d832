"""Discord's documented limits on what a bot sends: every function lists what of a payload is beyond one.

Written from the documentation alone, without discord.py and without the bot's own code. Cited pages are the
official documentation's, https://docs.discord.com/developers/…, as of August 2026.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.adapters.discord.limits_parts import (
    ASSET,
    CONTAINER,
    DISPLAY,
    HTTP,
    IN_CONTAINER,
    LABEL,
    ROW,
    component,
    distinct,
    inner,
    inside,
    url,
)
from tests.adapters.discord.limits_tree import (
    Payload,
    choice,
    count,
    length,
    number,
    rows,
    subset,
    text,
    tree,
    unique,
)

__all__ = ["any_payload", "autocomplete", "callback", "edit", "message", "modal", "thread", "tree"]

# Flags: /resources/message#message-object-message-flags; who may set which: #create-message-jsonform-params,
# #edit-message-jsonform-params, /interactions/receiving-and-responding#create-followup-message and
# #interaction-response-object-messages, /resources/channel#start-thread-in-forum-or-media-channel
SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, VOICE, V2 = 1 << 2, 1 << 6, 1 << 12, 1 << 13, 1 << 15
CREATE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | VOICE | V2
FOLLOWUP = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | EPHEMERAL | V2
CALLBACK = CREATE | EPHEMERAL
EDIT = SUPPRESS_EMBEDS | V2
THREAD = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS

SHOWN = ("title", "description", "fields", "author", "footer", "image", "thumbnail")
SUBSTANCE = ("embeds", "components", "attachments", "sticker_ids", "poll", "shared_client_theme")
EDITED = ("content", "embeds", "components", "attachments")


def _bits(value: object, at: str, allowed: int) -> Iterator[str]:
    if value is not None and (not isinstance(value, int) or value & ~allowed):
        yield f"{at}: {value!r} has a bit that may not be set here"


def _iso(value: object) -> bool:
    try:
        return bool(datetime.fromisoformat(str(value))) and "T" in str(value)
    except ValueError:
        return False


def _embed(embed: Payload, at: str) -> Iterator[str]:
    """/resources/message#embed-object-embed-limits and the structures above it."""
    author, footer = inner(embed, "author"), inner(embed, "footer")
    for field, high in (("title", 256), ("description", 4096)):
        if embed.get(field) is not None:
            yield from text(embed[field], f"{at}.{field}", 0, high)
    if embed.get("author") is not None:
        yield from text(author.get("name"), f"{at}.author.name", 1, 256)
    if embed.get("footer") is not None:
        yield from text(footer.get("text"), f"{at}.footer.text", 1, 2048)
    yield from count(embed.get("fields"), f"{at}.fields", 0, 25)
    for where, row in rows(embed.get("fields"), f"{at}.fields"):
        yield from text(row.get("name"), f"{where}.name", 1, 256)
        yield from text(row.get("value"), f"{where}.value", 1, 1024)
    if embed.get("color") is not None:
        yield from number(embed["color"], f"{at}.color", 0, 0xFFFFFF)
    yield from url(embed.get("url"), f"{at}.url", HTTP)
    yield from url(author.get("url"), f"{at}.author.url", HTTP)
    yield from url(author.get("icon_url"), f"{at}.author.icon_url", ASSET)
    yield from url(footer.get("icon_url"), f"{at}.footer.icon_url", ASSET)
    for key in ("image", "thumbnail"):
        if embed.get(key) is not None:
            yield from url(inner(embed, key).get("url", ""), f"{at}.{key}.url", ASSET)
    if embed.get("timestamp") is not None and not _iso(embed["timestamp"]):
        yield f"{at}.timestamp: {embed['timestamp']!r} is not ISO 8601"
    if not any(embed.get(key) for key in SHOWN):
        yield f"{at}: shows nothing"


def _embed_size(embed: Payload) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [inner(embed, "author").get("name"), inner(embed, "footer").get("text")]
    texts += [field.get(key) for _, field in rows(embed.get("fields"), "") for key in ("name", "value")]
    return sum(length(value) for value in texts if isinstance(value, str))


def _embeds(payload: Payload) -> Iterator[str]:
    embeds = rows(payload.get("embeds"), "embeds")
    yield from count(payload.get("embeds"), "embeds", 0, 10)
    for where, embed in embeds:
        yield from _embed(embed, where)
    if (total := sum(_embed_size(embed) for _, embed in embeds)) > 6000:
        yield f"embeds: {total} characters in all, not 0 to 6000"


def _components(payload: Payload, v2: bool) -> Iterator[str]:
    """/components/reference#component-object; of old: #legacy-message-component-behavior.

    The 4000 characters of V2 are not in the documentation: see docs.discord.food/resources/components.
    """
    components = rows(payload.get("components"), "components")
    if payload.get("components") is not None:
        yield from count(payload["components"], "components", 0, 40 if v2 else 5)
    for where, part in components:
        yield from component(part, where, (*IN_CONTAINER, CONTAINER) if v2 else (ROW,), modal=False)
    yield from distinct(payload)
    if not v2:
        return
    parts = [part for _, part in inside(payload)]
    if len(parts) > 40:
        yield f"components: {len(parts)} of them, nested ones too, not 0 to 40"
    total = sum(length(str(part.get("content") or "")) for part in parts if part.get("type") == DISPLAY)
    if total > 4000:
        yield f"components: {total} characters of text, not 0 to 4000"
    for key in ("content", "embeds", "sticker_ids", "poll", "shared_client_theme"):
        if payload.get(key):
            yield f"{key}: not with components V2"


def _mentions(payload: Payload, silent: bool) -> Iterator[str]:
    """/resources/message#allowed-mentions-object; left out, it allows much, in an edit too."""
    allowed = payload.get("allowed_mentions")
    if not isinstance(allowed, Mapping):
        if silent or allowed is not None:
            yield "allowed_mentions: missing"
        return
    yield from subset(allowed.get("parse"), "allowed_mentions.parse", ("roles", "users", "everyone"))
    if silent and allowed.get("parse") != []:
        yield "allowed_mentions.parse: not []"
    for key in ("users", "roles"):
        yield from count(allowed.get(key), f"allowed_mentions.{key}", 0, 0 if silent else 100)
        if allowed.get(key) and key in (allowed.get("parse") or ()):
            yield f"allowed_mentions.{key}: both listed and parsed"
    if silent and allowed.get("replied_user"):
        yield "allowed_mentions.replied_user: mentions somebody"


def _attachments(payload: Payload, files: int) -> Iterator[str]:
    """/resources/message#attachment-object-attachment-request-structure; the 10 are of error code 30015."""
    attachments = rows(payload.get("attachments"), "attachments")
    yield from number(max(files, len(attachments)), "attachments", 0, 10)
    yield from unique((attachment.get("id") for _, attachment in attachments), "attachments.id")
    for where, attachment in attachments:
        if attachment.get("description") is not None:
            yield from text(attachment["description"], f"{where}.description", 0, 1024)


def _message(payload: Payload, v2: bool | None, silent: bool, flags: int, files: int) -> Iterator[str]:
    given = payload.get("flags")
    yield from _bits(given, "flags", flags)
    flagged = isinstance(given, int) and bool(given & V2)
    if v2 is False and flagged:
        yield "flags: components V2 where none are expected"
    if payload.get("content") is not None:
        yield from text(payload["content"], "content", 0, 2000)
    if payload.get("nonce") is not None:
        yield from text(str(payload["nonce"]), "nonce", 0, 25)
    yield from count(payload.get("sticker_ids"), "sticker_ids", 0, 3)
    yield from _embeds(payload)
    yield from _components(payload, bool(v2) or flagged)
    yield from _mentions(payload, silent)
    yield from _attachments(payload, files)


def message(
    payload: Payload,
    *,
    components_v2: bool | None = None,
    silent: bool = True,
    flags: int = CREATE,
    files: int = 0,
) -> list[str]:
    """What of a new message is beyond a limit: /resources/message#create-message.

    ``components_v2`` is what its flag says unless given; ``flags`` are the bits it may set; ``files`` are
    sent beside it. ``silent`` means that it may mention nobody.
    """
    found = list(_message(payload, components_v2, silent, flags, files))
    forwards = inner(payload, "message_reference").get("type") == 1
    said = str(payload.get("content") or "").strip() or any(payload.get(key) for key in SUBSTANCE)
    return found if said or files or forwards else [*found, "message: empty"]


def edit(
    payload: Payload,
    *,
    components_v2: bool | None = None,
    silent: bool = True,
    flags: int = EDIT,
    files: int = 0,
) -> list[str]:
    """What of an edit is beyond a limit: /resources/message#edit-message; what it leaves out stays."""
    found = list(_message(payload, components_v2, silent, flags, files))
    cleared = all(key in payload and not payload[key] for key in EDITED)
    return [*found, "message: empty"] if cleared and not files else found


def modal(data: Payload) -> list[str]:
    """What of a modal is beyond a limit: /interactions/receiving-and-responding#…-modal."""
    found = [
        *text(data.get("title"), "title", 1, 45),
        *text(data.get("custom_id"), "custom_id", 1, 100, blank=True),
    ]
    found += count(data.get("components"), "components", 1, 5)
    for where, part in rows(data.get("components"), "components"):
        found += component(part, where, (ROW, DISPLAY, LABEL), modal=True)
    return [*found, *distinct(data)]


def autocomplete(data: Payload) -> list[str]:
    """What of suggested choices is beyond a limit: /interactions/receiving-and-responding#…-autocomplete."""
    found = list(count(data.get("choices"), "choices", 0, 25))
    if data.get("choices") is None:
        found.append("choices: missing")
    for where, row in rows(data.get("choices"), "choices"):
        found += choice(row, where)
    return found


def callback(payload: Payload, *, components_v2: bool | None = None, silent: bool = True) -> list[str]:
    """What of an answer to an interaction is beyond a limit: #interaction-response-object."""
    kind, data = payload.get("type"), inner(payload, "data")
    if kind not in (1, 4, 5, 6, 7, 8, 9, 10, 12):
        return [f"type: {kind!r} is not a type of callback"]
    if kind == 4:
        return message(data, components_v2=components_v2, silent=silent, flags=CALLBACK)
    if kind == 5:
        return list(_bits(data.get("flags"), "flags", EPHEMERAL))
    if kind == 7:
        return edit(data, components_v2=components_v2, silent=silent, flags=CALLBACK)
    return autocomplete(data) if kind == 8 else modal(data) if kind == 9 else []


def thread(payload: Payload, *, silent: bool = True) -> list[str]:
    """What of a forum post is beyond a limit: /resources/channel#start-thread-in-forum-or-media-channel.

    The limit of tags is in #modify-channel-json-params-thread alone.
    """
    tags, after = payload.get("applied_tags"), payload.get("auto_archive_duration")
    found = [*text(payload.get("name"), "name", 1, 100), *count(tags, "applied_tags", 0, 5)]
    found += unique(tags or (), "applied_tags")
    if after is not None and after not in (60, 1440, 4320, 10080):
        found.append(f"auto_archive_duration: {after!r} is not 60, 1440, 4320 or 10080")
    if payload.get("rate_limit_per_user") is not None:
        found += number(payload["rate_limit_per_user"], "rate_limit_per_user", 0, 21600)
    return found + [
        f"message.{what}" for what in message(inner(payload, "message"), silent=silent, flags=THREAD)
    ]


def any_payload(kind: str, payload: Any) -> list[str]:
    """What of a payload of a kind is beyond a limit; a tree is a list of commands, or one of them.

    The kinds are tree, message, followup, edit, callback, modal and thread.
    """
    if kind == "tree":
        return tree([payload] if isinstance(payload, dict) else payload)
    if kind == "followup":
        return message(payload, flags=FOLLOWUP)
    kinds: dict[str, Callable[[Payload], list[str]]]
    kinds = {"message": message, "edit": edit, "callback": callback, "modal": modal, "thread": thread}
    return kinds[kind](payload)
