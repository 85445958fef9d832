"""The loopback Discord's desk for tests: everything that happens there happens because a test says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.adapters.discord.server_asking import Wrong, ask
from tests.adapters.discord.server_faults import Fault, answer
from tests.adapters.discord.server_gateway import AVAILABLE, PRIVILEGED
from tests.adapters.discord.server_world import BOT, THREAD, Guild, Json, Refused

if TYPE_CHECKING:
    from tests.adapters.discord.server import Discord

PATIENCE = 5.0


class Desk:
    """Every public method is one of ``/_control/``: its body's fields are the arguments."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord

    async def serve(self, request: web.BaseRequest, name: str) -> web.Response:
        """Do what is asked; what can't be done is told with 400."""
        method = None if name.startswith("_") or name == "serve" else getattr(self, name, None)
        raw = await request.read()
        try:
            if method is None:
                raise Wrong(f"there is no {name!r}")
            return answer(200, await method(**(orjson.loads(raw) if raw else {})))
        except (Wrong, Refused, KeyError, TypeError, ValueError) as error:
            return answer(400, {"error": f"{name}: {type(error).__name__}: {error}"})

    async def info(self) -> Json:
        """Where it is, and whose."""
        it = self._discord
        return {
            "token": it.token, "application": it.world.application, "api": it.api, "gateway": it.gateway_url
        }  # fmt: skip

    async def configure(self, **given: Any) -> None:
        """Change how the whole thing behaves."""
        it = self._discord
        for name, value in given.items():
            if name in ("token", "shards", "strict", "records"):
                setattr(it, name, value)
            elif name == "heartbeat":
                it.gateway.interval = int(value * 1000)
            elif name == "refused_resumes":
                it.gateway.refused_resumes = value
            elif name == "privileged":
                it.gateway.privileged = sum(PRIVILEGED[one] for one in value)
            else:
                raise Wrong(f"no setting {name!r}")

    # Making ------------------------------------------------------------------

    async def guild(self, name: str, locale: str = "en-US", permissions: Sequence[str] = BOT) -> Json:
        """A new guild, with the bot in it."""
        made = self._discord.world.guild(name, locale=locale, permissions=permissions)
        self._tell(made, "GUILD_CREATE", self._discord.world.described(made, events=True))
        return {"id": made.id, "owner": made.owner}

    async def channel(self, guild: str, name: str, kind: str = "text", tags: Sequence[str] = ()) -> str:
        """A new channel."""
        made = self._discord.world.channel(self._guild(guild), name, kind, tags=tags)
        self._tell(self._guild(guild), "CHANNEL_CREATE", made)
        return str(made["id"])

    async def role(self, guild: str, name: str, permissions: Sequence[str] = ()) -> str:
        """A new role."""
        made = self._discord.world.role(self._guild(guild), name, permissions)
        self._tell(self._guild(guild), "GUILD_ROLE_CREATE", {"guild_id": guild, "role": made})
        return str(made["id"])

    async def join(
        self, guild: str, names: Sequence[str] = (), users: Sequence[str] = (), roles: Sequence[str] = (),
        nick: str | None = None, bot: bool = False,
    ) -> list[str]:  # fmt: skip
        """New users by their names, and known ones by their numbers, into a guild."""
        world, place = self._discord.world, self._guild(guild)
        joining = [*users, *(world.user(name, bot=bot)["id"] for name in names)]
        for user in joining:
            made = world.member(place, user, roles=roles, nick=nick)
            self._tell(place, "GUILD_MEMBER_ADD", made | {"guild_id": guild})
        return joining

    async def change(
        self, guild: str, user: str, roles: Sequence[str] | None = None, nick: str | None = None
    ) -> None:
        """Give a member other roles or another name."""
        member = self._guild(guild).members[user]
        member |= {key: value for key, value in (("roles", roles), ("nick", nick)) if value is not None}
        self._tell(self._guild(guild), "GUILD_MEMBER_UPDATE", member | {"guild_id": guild})

    async def leave(self, guild: str, user: str) -> None:
        """A member leaves."""
        gone = self._guild(guild).members.pop(user)
        self._tell(self._guild(guild), "GUILD_MEMBER_REMOVE", {"guild_id": guild, "user": gone["user"]})

    async def here(self, guild: str, here: bool) -> None:
        """The bot is put out of a guild, or let in again."""
        place = self._guild(guild)
        if here:
            more, place.here = AVAILABLE if place.here else {}, True
            self._tell(place, "GUILD_CREATE", self._discord.world.described(place, events=True) | more)
        else:
            self._tell(place, "GUILD_DELETE", {"id": guild})
            place.here = False

    async def outage(self, guild: str) -> None:
        """A guild is not to be reached for a while; ``here`` brings it back."""
        self._tell(self._guild(guild), "GUILD_DELETE", {"id": guild, "unavailable": True})

    async def lack(self, channel: str, names: Sequence[str]) -> None:
        """What the bot may not do in a channel from now on."""
        world = self._discord.world
        world.lack(channel, names)
        place = world.channels[channel]
        self._tell(self._guild(place["guild_id"]), "CHANNEL_UPDATE", place)

    async def close_direct(self, user: str, closed: bool = True) -> None:
        """Whether a user takes direct messages."""
        change = self._discord.world.closed.add if closed else self._discord.world.closed.discard
        change(user)

    async def remove_channel(self, channel: str) -> None:
        """A channel or a thread is deleted."""
        world = self._discord.world
        gone = world.channels.pop(channel)
        place, thread = self._guild(gone["guild_id"]), gone["type"] == THREAD
        if not thread:
            place.channels.remove(channel)
        self._tell(place, "THREAD_DELETE" if thread else "CHANNEL_DELETE", gone)
        self._discord.messages.shown.pop(channel, None)

    async def remove_message(self, message: str) -> None:
        """A message is deleted by somebody."""
        channel = self._discord.messages.all[message]["channel_id"]
        guild = self._discord.world.channels[channel].get("guild_id")
        self._discord.messages.remove(message)
        gone = {"id": message, "channel_id": channel} | ({"guild_id": guild} if guild else {})
        self._discord.gateway.dispatch(guild, "MESSAGE_DELETE", gone)

    async def change_thread(self, thread: str, **given: Any) -> None:
        """Somebody else archives or locks a thread, or opens it again."""
        channel = self._discord.world.channels[thread]
        channel["thread_metadata"] |= given
        self._tell(self._guild(channel["guild_id"]), "THREAD_UPDATE", channel)

    # Interactions ------------------------------------------------------------

    async def begin(self, specs: Sequence[Json]) -> list[str]:
        """Start interactions without waiting for anything."""
        return [ask(self._discord, spec).id for spec in specs]

    async def burst(self, specs: Sequence[Json], timeout: float = PATIENCE, final: bool = True) -> list[Json]:
        """Start interactions all at once, and wait for what is said to each."""
        begun = [ask(self._discord, spec) for spec in specs]
        await asyncio.gather(*(one.wait(timeout, final=final) for one in begun))
        return [one.told() for one in begun]

    async def load(
        self, specs: Sequence[Json], total: int, at_once: int, timeout: float = PATIENCE,
        final: bool = False, keep: bool = True,
    ) -> Json:  # fmt: skip
        """Keep so many interactions going until there have been enough of them."""
        numbers, taken, lost = iter(range(total)), [], 0

        async def work() -> None:
            nonlocal lost
            for number in numbers:
                one = ask(self._discord, specs[number % len(specs)])
                if await one.wait(timeout, final=final):
                    taken.append((one.completed if final else one.answered) - one.sent)
                else:
                    lost += 1
                if not keep:
                    self._discord.interactions.forget(one)

        start = time.monotonic()
        await asyncio.gather(*(work() for _ in range(at_once)))
        return {"seconds": time.monotonic() - start, "taken": taken, "lost": lost}

    async def wait(self, interaction: str, timeout: float = PATIENCE, final: bool = True) -> Json:
        """Wait for what is said to an interaction."""
        one = self._discord.interactions.by_id[interaction]
        await one.wait(timeout, final=final)
        return one.told()

    async def again(self, interaction: str, times: int = 1) -> None:
        """Deliver an interaction once more."""
        self._discord.interactions.deliver(self._discord.interactions.by_id[interaction], times)

    async def expire(self, interaction: str) -> None:
        """As if the fifteen minutes of its token were over."""
        self._discord.interactions.by_id[interaction].expired = True

    # Looking -----------------------------------------------------------------

    async def messages(self, channel: str) -> list[Json]:
        """What a channel or a thread shows, the oldest first."""
        return list(self._discord.messages.shown[channel].values())

    async def direct(self, user: str) -> list[Json]:
        """What the bot wrote to a user in direct messages."""
        channel = self._discord.world.directs.get(user)
        return await self.messages(channel) if channel else []

    async def threads(self, parent: str) -> list[Json]:
        """The threads of a channel, with the names of their tags and their messages."""
        world = self._discord.world
        tags = {tag["id"]: tag["name"] for tag in world.channels[parent].get("available_tags") or ()}
        return [
            {
                "id": one["id"], "name": one["name"], "tags": [tags.get(tag) for tag in one["applied_tags"]],
                "archived": one["thread_metadata"]["archived"], "locked": one["thread_metadata"]["locked"],
                "messages": await self.messages(one["id"]),
            }
            for one in world.channels.values() if one["type"] == THREAD and one["parent_id"] == parent
        ]  # fmt: skip

    async def open_direct(self, user: str) -> str:
        """The channel of direct messages with a user."""
        return str(self._discord.world.direct(user)["id"])

    async def shown(self, channel: str) -> Json:
        """A channel as it is."""
        return self._discord.world.channels[channel]

    async def commands(self, guild: str = "") -> list[Json]:
        """The tree that was sent."""
        return self._discord.commands.get(guild, [])

    async def say(self, channel: str, user: str, content: str) -> str:
        """A person writes a message."""
        world = self._discord.world
        made = self._discord.messages.make(channel, {"content": content}, (), author=world.users[user])
        guild = world.channels[channel].get("guild_id")
        more = {"guild_id": guild} if guild else {}
        self._discord.gateway.dispatch(guild, "MESSAGE_CREATE", made | more)
        return str(made["id"])

    async def payloads(self, kinds: Sequence[str] = ()) -> list[tuple[str, Any]]:
        """What was received, of these kinds or of all."""
        return [one for one in self._discord.payloads if not kinds or one[0] in kinds]

    async def violations(self) -> list[tuple[str, str]]:
        """What the checks found, and requests that could not be read."""
        return self._discord.violations

    async def stats(self) -> Json:
        """What was asked of the server and what came of it, in numbers."""
        return self._discord.numbers()

    async def forget(self) -> None:
        """Set the numbers to naught, and drop what was recorded."""
        it = self._discord
        for counts in (it.requests, it.statuses, it.refusals, it.payloads, it.violations, it.faults.happened):
            counts.clear()
        it.puts = it.messages.created = it.messages.repeated = 0

    async def forget_nonces(self) -> None:
        """As if the minutes had passed in which a nonce holds."""
        self._discord.messages.forget_nonces()

    # Trouble -----------------------------------------------------------------

    async def fault(self, **given: Any) -> None:
        """What befalls the next requests to a route."""
        self._discord.faults.coming.append(Fault(**given))

    async def clear_faults(self) -> None:
        """Nothing more befalls them."""
        self._discord.faults.coming.clear()

    async def drop(self, code: int = 4000, shard: int | None = None) -> int:
        """Close the gateway's connections."""
        return await self._discord.gateway.drop(code, shard)

    async def reconnect(self) -> None:
        """Ask the shards to connect anew."""
        for session in self._discord.gateway.sessions.values():
            if session.line is not None:
                session.line.put(orjson.dumps({"op": 7, "d": None}))

    def _guild(self, number: str) -> Guild:
        return self._discord.world.guilds[number]

    def _tell(self, guild: Guild, event: str, data: Any) -> None:
        if guild.here:
            self._discord.gateway.dispatch(guild.id, event, data)
