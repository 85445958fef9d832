"""How a test in another process steers the loopback Discord, and sees what people there see."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

Json = dict[str, Any]
PATIENCE = 5.0


class ControlError(Exception):
    """The server can't do what was asked; most likely no person could."""


def slash(name: str, user: str, channel: str, options: Mapping[str, Any] | None = None, **more: Any) -> Json:
    """A command with its options; ``more`` may be ``age``, ``skew``, ``times``, ``locale``."""
    said: Json = {"kind": "slash", "name": name, "user": user, "channel": channel}
    return said | {"options": dict(options or {}), **more}


def autocomplete(
    name: str, user: str, channel: str, focused: str, typed: str = "",
    options: Mapping[str, Any] | None = None, **more: Any,
) -> Json:  # fmt: skip
    """Typing into an option that is completed."""
    asked = slash(name, user, channel, options, **more)
    return asked | {"kind": "autocomplete", "focused": focused, "typed": typed}


def press(
    message: str, custom_id: str | None = None, *, user: str = "", label: str | None = None,
    values: Sequence[str] | None = None, **more: Any,
) -> Json:  # fmt: skip
    """A button by its custom_id or its label, or a select with values.

    Without a user, whoever asked for the message.
    """
    pressed = {"custom_id": custom_id, "label": label, "values": None if values is None else list(values)}
    return {"kind": "press", "message": message, "user": user, **pressed, **more}


def submit(interaction: str, values: Mapping[str, Any] | None = None, **more: Any) -> Json:
    """The form that an interaction opened; what is not given stays as the form came."""
    return {"kind": "submit", "interaction": interaction, "values": dict(values or {}), **more}


class Control:
    """A client of ``/_control/``."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.token = self.application = self.api = self.gateway = ""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    async def __aenter__(self) -> Control:
        info = await self._call("info")
        self.token, self.application = info["token"], info["application"]
        self.api, self.gateway = info["api"], info["gateway"]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def _call(self, name: str, /, **given: Any) -> Any:
        async with self._session.post(f"{self.origin}/_control/{name}", data=orjson.dumps(given)) as response:
            said = orjson.loads(await response.read())
        if response.status != 200:
            raise ControlError(said["error"])
        return said

    def environment(self) -> dict[str, str]:
        """The settings that make a bot of another process use this Discord."""
        return {
            "DISCORD_TOKEN": self.token, "DISCORD_API_BASE": self.api, "DISCORD_GATEWAY_URL": self.gateway
        }  # fmt: skip

    async def configure(self, **given: Any) -> None:
        """``token``, ``shards``, ``strict``, ``records``, ``heartbeat``, ``refused_resumes``, …"""
        await self._call("configure", **given)

    async def connected(self, shards: int = 1, timeout: float = PATIENCE) -> None:
        """Wait until so many shards are connected. Raises TimeoutError."""
        end = time.monotonic() + timeout
        while (await self.stats())["gateway"]["connected"] < shards:
            if time.monotonic() > end:
                raise TimeoutError(f"no {shards} shards in {timeout} s")
            await asyncio.sleep(0.02)

    async def guild(self, name: str, *, locale: str = "en-US", permissions: Sequence[str] = ()) -> Json:
        """A new guild with the bot in it: its ``id`` and its ``owner``."""
        more = {"permissions": list(permissions)} if permissions else {}
        return dict(await self._call("guild", name=name, locale=locale, **more))

    async def channel(self, guild: str, name: str, kind: str = "text", *, tags: Sequence[str] = ()) -> str:
        """A new channel: text, announcement or forum."""
        return str(await self._call("channel", guild=guild, name=name, kind=kind, tags=list(tags)))

    async def role(self, guild: str, name: str, *permissions: str) -> str:
        """A new role."""
        return str(await self._call("role", guild=guild, name=name, permissions=permissions))

    async def join(
        self, guild: str, *names: str, users: Sequence[str] = (), roles: Sequence[str] = (),
        nick: str | None = None, bot: bool = False,
    ) -> list[str]:  # fmt: skip
        """New users by their names, and known ones by their numbers, into a guild; their numbers."""
        given: Json = {"names": names, "users": list(users), "roles": list(roles), "nick": nick, "bot": bot}
        return list(await self._call("join", guild=guild, **given))

    async def change(
        self, guild: str, user: str, *, roles: Sequence[str] | None = None, nick: str | None = None
    ) -> None:
        """Give a member other roles or another name."""
        await self._call("change", guild=guild, user=user, roles=roles, nick=nick)

    async def leave(self, guild: str, user: str) -> None:
        """A member leaves."""
        await self._call("leave", guild=guild, user=user)

    async def here(self, guild: str, here: bool) -> None:
        """The bot is put out of a guild, or let in again."""
        await self._call("here", guild=guild, here=here)

    async def outage(self, guild: str) -> None:
        """A guild is not to be reached, until ``here``."""
        await self._call("outage", guild=guild)

    async def lack(self, channel: str, *names: str) -> None:
        """All that the bot may not do in a channel from now on, by Discord's names."""
        await self._call("lack", channel=channel, names=names)

    async def close_direct(self, user: str, closed: bool = True) -> None:
        """Whether a user takes direct messages."""
        await self._call("close_direct", user=user, closed=closed)

    async def remove_channel(self, channel: str) -> None:
        """A channel or a thread is deleted."""
        await self._call("remove_channel", channel=channel)

    async def remove_message(self, message: str) -> None:
        """A message is deleted by somebody."""
        await self._call("remove_message", message=message)

    async def change_thread(self, thread: str, *, archived: bool = False, locked: bool = False) -> None:
        """Somebody else archives or locks a thread, or opens it again."""
        await self._call("change_thread", thread=thread, archived=archived, locked=locked)

    async def say(self, channel: str, user: str, content: str) -> str:
        """A person writes a message; its number."""
        return str(await self._call("say", channel=channel, user=user, content=content))

    async def begin(self, *specs: Json) -> list[str]:
        """Start what ``slash``, ``autocomplete``, ``press`` and ``submit`` say, and wait for nothing."""
        return list(await self._call("begin", specs=specs))

    async def ask(self, spec: Json, *, timeout: float = PATIENCE, final: bool = True) -> Json:
        """Start one and wait for what is said to it; if ``final``, not only for a deferral.

        Answers with ``id``, ``seconds`` (None: no response), ``type`` and ``data`` of the first response,
        ``message`` as it stands now, ``followups``, ``modal``, ``complete``, ``refused``, ``delivered``.
        """
        return (await self.burst([spec], timeout=timeout, final=final))[0]

    async def burst(
        self, specs: Sequence[Json], *, timeout: float = PATIENCE, final: bool = True
    ) -> list[Json]:
        """Start many at the same moment, and wait for all."""
        return list(await self._call("burst", specs=list(specs), timeout=timeout, final=final))

    async def load(
        self, specs: Sequence[Json], total: int, at_once: int, *, timeout: float = PATIENCE,
        final: bool = False, keep: bool = True,
    ) -> Json:  # fmt: skip
        """Keep so many going until there have been enough: ``seconds``, ``taken`` by each, how many ``lost``.

        Unless kept, each is forgotten at once, for runs so long that memory counts.
        """
        given: Json = {"total": total, "at_once": at_once, "timeout": timeout, "final": final, "keep": keep}
        return dict(await self._call("load", specs=list(specs), **given))

    async def wait(self, interaction: str, *, timeout: float = PATIENCE, final: bool = True) -> Json:
        """Wait for what is said to one that was begun; as ``ask``."""
        return dict(await self._call("wait", interaction=interaction, timeout=timeout, final=final))

    async def told(self, interaction: str) -> Json:
        """Everything said to one until now; as ``ask``."""
        return await self.wait(interaction, timeout=0.0)

    async def again(self, interaction: str, times: int = 1) -> None:
        """Deliver one once more."""
        await self._call("again", interaction=interaction, times=times)

    async def expire(self, interaction: str) -> None:
        """As if the fifteen minutes of its token were over."""
        await self._call("expire", interaction=interaction)

    async def messages(self, channel: str, *, least: int = 0, timeout: float = PATIENCE) -> list[Json]:
        """What a channel or a thread shows, the oldest first, once there are so many."""
        return await self._until("messages", least, timeout, channel=channel)

    async def direct(self, user: str, *, least: int = 0, timeout: float = PATIENCE) -> list[Json]:
        """What stands in a user's direct messages with the bot, once there are so many."""
        return await self._until("direct", least, timeout, user=user)

    async def threads(self, parent: str, *, least: int = 0, timeout: float = PATIENCE) -> list[Json]:
        """A forum's posts with ``name``, ``tags``, ``archived``, ``locked`` and ``messages``."""
        return await self._until("threads", least, timeout, parent=parent)

    async def _until(self, what: str, least: int, timeout: float, **given: str) -> list[Json]:
        end = time.monotonic() + timeout
        while True:
            found = list(await self._call(what, **given))
            if len(found) >= least:
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"{len(found)} {what} in {timeout} s, not {least}")
            await asyncio.sleep(0.02)

    async def open_direct(self, user: str) -> str:
        """The channel of direct messages with a user."""
        return str(await self._call("open_direct", user=user))

    async def shown(self, channel: str) -> Json:
        """A channel as Discord describes it."""
        return dict(await self._call("shown", channel=channel))

    async def file(self, attachment: Json) -> bytes:
        """What is in a message's attachment."""
        async with self._session.get(attachment["url"]) as response:
            return await response.read()

    async def commands(self, guild: str = "") -> list[Json]:
        """The tree that was sent, for all or for a guild."""
        return list(await self._call("commands", guild=guild))

    async def payloads(self, *kinds: str) -> list[tuple[str, Any]]:
        """What was received: tree, callback, message, edit, followup, thread."""
        return [(kind, payload) for kind, payload in await self._call("payloads", kinds=kinds)]

    async def violations(self) -> list[tuple[str, str]]:
        """What the server's checks found, and requests that it could not read."""
        return [(kind, what) for kind, what in await self._call("violations")]

    async def stats(self) -> Json:
        """Numbers: requests, statuses, invalid, refusals, puts, messages, repeated, faults, gateway."""
        return dict(await self._call("stats"))

    async def forget(self) -> None:
        """Set the numbers to naught, and drop what was recorded."""
        await self._call("forget")

    async def forget_nonces(self) -> None:
        """As if the minutes had passed in which a nonce holds."""
        await self._call("forget_nonces")

    async def fault(
        self, what: str, route: str = "**", *, method: str = "*", times: int = 1, seconds: float = 0.1,
        everywhere: bool = False, via: bool = True,
    ) -> None:  # fmt: skip
        """Next requests to a route: 429, 500, 502, 503, lost, reset (before the work), slow, stall.

        In a route, which begins behind ``/api/v10``, ``*`` is one part and ``**`` any number.
        """
        given: Json = {"method": method, "times": times, "seconds": seconds}
        await self._call("fault", what=what, route=route, everywhere=everywhere, via=via, **given)

    async def clear_faults(self) -> None:
        """Nothing more befalls requests."""
        await self._call("clear_faults")

    async def drop(self, code: int = 4000, shard: int | None = None) -> int:
        """Close the gateway's connections; how many."""
        return int(await self._call("drop", code=code, shard=shard))

    async def reconnect(self) -> None:
        """Ask the shards to connect anew."""
        await self._call("reconnect")


@asynccontextmanager
async def launched(*arguments: str) -> AsyncIterator[Control]:
    """A loopback Discord in a process of its own, with the arguments of ``server``."""
    command = (sys.executable, "-m", "tests.adapters.discord.server", "--port", "0", *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        async with Control(f"http://127.0.0.1:{int(await process.stdout.readline())}") as control:
            yield control
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
