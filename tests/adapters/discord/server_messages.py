"""The messages of the loopback Discord: what is sent, what of it a channel shows, and to whom it rings."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.adapters.discord.server_world import (
    THREAD,
    Json,
    Refused,
    World,
    instant,
    snowflake,
)

if TYPE_CHECKING:
    from tests.adapters.discord.server import Discord

EPHEMERAL, LOADING, CROSSPOSTED = 1 << 6, 1 << 7, 1 << 1
KEPT = 1 << 2 | 1 << 12 | 1 << 15
"""The flags that whoever sends a message may set: no embeds of links, silent, components V2."""
SUBSTANCE = ("content", "embeds", "components", "sticker_ids", "poll")
NONCE_SECONDS = 300.0
MENTION = re.compile(r"<@!?([0-9]+)>")


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a request."""

    name: str
    type: str
    data: bytes


@dataclass(slots=True)
class Call:
    """A request of the bot's, as a route takes it."""

    discord: Discord
    args: Sequence[str]
    query: Mapping[str, str]
    body: Any
    files: Sequence[File]

    @property
    def world(self) -> World:
        """What there is."""
        return self.discord.world


def numbered(parts: Sequence[Json], numbers: Iterator[int] | None = None) -> list[Json]:
    """Components with the numbers that Discord gives to those without."""
    numbers = iter(range(1, 1000)) if numbers is None else numbers
    made = []
    for part in parts:
        copy = {"id": next(numbers), **part}
        if isinstance(copy.get("components"), list):
            copy["components"] = numbered(copy["components"], numbers)
        for key in ("component", "accessory"):
            if isinstance(copy.get(key), dict):
                copy[key] = numbered([copy[key]], numbers)[0]
        made.append(copy)
    return made


def inside(parts: Sequence[Json]) -> Iterator[Json]:
    """Components with all those within them."""
    for part in parts:
        yield part
        one = [part[key] for key in ("component", "accessory") if isinstance(part.get(key), dict)]
        yield from inside([*(part.get("components") or ()), *one])


@dataclass
class Messages:
    """All messages: those that a channel shows, and those that one person sees."""

    world: World
    origin: str
    shown: dict[str, dict[str, Json]] = field(default_factory=lambda: defaultdict(dict))
    all: dict[str, Json] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    created: int = 0
    repeated: int = 0
    _nonces: dict[tuple[str, str], tuple[float, Json]] = field(default_factory=dict)

    def make(
        self, channel: str, body: Json, files: Sequence[File], *, flags: int = 0, number: str = "",
        **more: Any,
    ) -> Json:  # fmt: skip
        """A new message of the bot's."""
        if not files and not flags & LOADING and not any(body.get(key) for key in SUBSTANCE):
            raise Refused(400, 50006, "Cannot send an empty message")
        number = number or snowflake()
        content = body.get("content") or ""
        made: Json = {
            "id": number, "channel_id": channel, "author": self.world.me, "type": 0, "content": content,
            "timestamp": instant(), "edited_timestamp": None, "tts": False, "pinned": False,
            "attachments": self._attached(channel, body, files, ()), "mention_roles": [],
            "embeds": [{"type": "rich", **embed} for embed in body.get("embeds") or ()],
            "components": numbered(body.get("components") or ()),
            "flags": int(body.get("flags") or 0) & KEPT | flags, **self._mentions(body), **more,
        }  # fmt: skip
        self.all[number] = made
        self.created += 1
        if not flags & EPHEMERAL:
            self.shown[channel][number] = made
            place = self.world.channels[channel]
            place["last_message_id"] = number
            if place["type"] == THREAD and number != channel:
                place["message_count"] += 1
                place["total_message_sent"] += 1
        return made

    def amend(self, message: Json, body: Json, files: Sequence[File]) -> Json:
        """Change what an edit names, and leave the rest."""
        if "content" in body:
            message["content"] = body["content"] or ""
        if "embeds" in body:
            message["embeds"] = [{"type": "rich", **embed} for embed in body["embeds"] or ()]
        if "components" in body:
            message["components"] = numbered(body["components"] or ())
        if files or "attachments" in body:
            message["attachments"] = self._attached(
                message["channel_id"], body, files, message["attachments"]
            )
        if body.get("flags") is not None:
            message["flags"] = (
                message["flags"] & ~KEPT | int(body["flags"]) & KEPT | message["flags"] & 1 << 15
            )
        message["flags"] &= ~LOADING
        message |= self._mentions({"allowed_mentions": body.get("allowed_mentions"), **message, **body})
        message["edited_timestamp"] = instant()
        return message

    def remove(self, number: str) -> None:
        """Delete a message."""
        message = self.all.pop(number)
        self.shown[message["channel_id"]].pop(number, None)

    def repeats(self, channel: str, body: Json) -> Json | None:
        """The message that this one says again, by its nonce."""
        nonce = body.get("nonce")
        if nonce is None or not body.get("enforce_nonce"):
            return None
        at, message = self._nonces.get((channel, str(nonce)), (0.0, {}))
        if not message or time.monotonic() - at > NONCE_SECONDS:
            return None
        self.repeated += 1
        return message

    def remember(self, channel: str, nonce: Any, message: Json) -> None:
        """Note a nonce, for some minutes."""
        self._nonces[channel, str(nonce)] = (time.monotonic(), message)

    def forget_nonces(self) -> None:
        """As if some minutes had passed."""
        self._nonces.clear()

    def known(self, channel: str, number: str) -> Json:
        """A message that a channel shows, or a refusal."""
        found = self.shown[channel].get(number)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found

    def _attached(self, channel: str, body: Json, files: Sequence[File], old: Sequence[Json]) -> list[Json]:
        given = body.get("attachments")
        kept = [one for one in old if given is None or any(str(one["id"]) == str(it["id"]) for it in given)]
        for file in files:
            number = snowflake()
            self.files[number] = file
            url = f"{self.origin}/attachments/{channel}/{number}/{file.name}"
            kept.append(
                {
                    "id": number, "filename": file.name, "size": len(file.data), "url": url, "proxy_url": url,
                    "content_type": file.type,
                }
            )  # fmt: skip
        return kept

    def _mentions(self, body: Json) -> Json:
        """Whom a message pings: those it names, as far as allowed_mentions lets it."""
        texts = [part["content"] for part in inside(body.get("components") or ()) if part.get("type") == 10]
        text = " ".join([body.get("content") or "", *texts])
        if "@" not in text:
            return {"mention_everyone": False, "mentions": []}
        allowed = body.get("allowed_mentions")
        parse = ("users", "everyone") if allowed is None else allowed.get("parse") or ()
        listed = (allowed or {}).get("users") or ()
        found = [user for user in dict.fromkeys(MENTION.findall(text)) if user in self.world.users]
        return {
            "mention_everyone": "everyone" in parse and ("@everyone" in text or "@here" in text),
            "mentions": [self.world.users[user] for user in found if "users" in parse or user in listed],
        }
