"""The loopback Discord's gateway: sessions of shards, their events, and taking up what was missed."""

from __future__ import annotations

import asyncio
import importlib
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import WSMsgType, web

from tests.adapters.discord.server_world import Json, snowflake

if TYPE_CHECKING:
    from tests.adapters.discord.server import Discord
    from tests.adapters.discord.server_interactions import Interaction

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS = 0, 1, 2, 3, 4, 6, 7, 8
INVALID, HELLO, ACK = 9, 10, 11
GUILDS, GUILD_MEMBERS, PRESENCES, GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = (
    1,
    2,
    1 << 8,
    1 << 9,
    1 << 12,
    1 << 15,
)
PRIVILEGED = {"members": GUILD_MEMBERS, "presences": PRESENCES, "message_content": CONTENT}
KNOWN = (1 << 26) - 1
NEEDED = {"GUILD_MEMBER_": GUILD_MEMBERS, "GUILD_": GUILDS, "CHANNEL_": GUILDS, "THREAD_": GUILDS}
AVAILABLE = {"unavailable": False}
"""Said of a guild that the bot has been in; one that it joins says nothing of it."""
REPLAYED = 10_000
"""So many events of a session can be sent once more."""
LARGEST = 4096
CHUNK = 1000


def compressor(kind: str) -> Callable[[bytes], bytes] | None:
    """How a stream is compressed; None if it is not. A window of its own goes with each connection."""
    if kind == "zlib-stream":
        deflate = zlib.compressobj(level=1)
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        # Whoever asks for this has one of the two, and on this machine so have we.
        try:
            packer = importlib.import_module("compression.zstd").ZstdCompressor()
            return lambda data: bytes(packer.compress(data, packer.FLUSH_BLOCK))
        except ImportError:
            zstd = importlib.import_module("zstandard")
            stream = zstd.ZstdCompressor().compressobj()
            return lambda data: bytes(stream.compress(data) + stream.flush(zstd.COMPRESSOBJ_FLUSH_BLOCK))
    return None


class Line:
    """A connection: what is put into it is sent in that order."""

    def __init__(self, socket: web.WebSocketResponse, compress: str) -> None:
        self.socket = socket
        self._pack = compressor(compress)
        self._queue: asyncio.Queue[tuple[bytes, Interaction | None]] = asyncio.Queue()

    def put(self, frame: bytes, interaction: Interaction | None = None) -> None:
        """Send a frame soon."""
        self._queue.put_nowait((frame, interaction))

    async def write(self) -> None:
        """Send what is put in, until the connection ends. An interaction's time begins here."""
        while True:
            frame, interaction = await self._queue.get()
            if interaction is not None and not interaction.handed:
                interaction.handed, interaction.sent = True, time.monotonic()
            try:
                if self._pack is None:
                    await self.socket.send_str(frame.decode())
                else:
                    await self.socket.send_bytes(self._pack(frame))
            except ConnectionError:
                return


@dataclass
class Session:
    """One shard's session, which outlives its connections."""

    id: str
    shard: int
    shards: int
    intents: int
    line: Line | None
    seq: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=REPLAYED))

    def has(self, guild: str | None) -> bool:
        """Whether a guild's events are this shard's; direct messages are the first one's."""
        return (int(guild) >> 22) % self.shards == self.shard if guild else self.shard == 0

    def put(self, event: str, data: Any, interaction: Interaction | None = None) -> bool:
        """Send an event, or keep it for a resumption; whether it is sent at once."""
        self.seq += 1
        frame = orjson.dumps({"op": DISPATCH, "t": event, "s": self.seq, "d": data})
        self.sent.append((self.seq, frame))
        if self.line is None:
            return False
        self.line.put(frame, interaction)
        return True


class Gateway:
    """All sessions."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.interval = 41_250
        self.privileged = GUILD_MEMBERS
        self.refused_resumes = 0
        self.counts = {"connects": 0, "identifies": 0, "resumes": 0, "heartbeats": 0}
        self.closes: list[int] = []

    def dispatch(
        self, guild: str | None, event: str, data: Any, interaction: Interaction | None = None
    ) -> int:
        """Send an event to the sessions that want it; to how many that are connected."""
        needed = next((bit for start, bit in NEEDED.items() if event.startswith(start)), 0)
        if event.startswith("MESSAGE_"):
            needed = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        live = 0
        for session in self.sessions.values():
            if session.has(guild) and session.intents & needed == needed:
                live += session.put(event, data, interaction)
        return live

    async def drop(self, code: int, shard: int | None = None) -> int:
        """Close connections; how many. After a fatal code a session can't be taken up again."""
        dropped = 0
        for session in list(self.sessions.values()):
            if session.line is not None and shard in (None, session.shard):
                line, session.line = session.line, None
                if code in (1000, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014):
                    del self.sessions[session.id]
                await line.socket.close(code=code)
                dropped += 1
        return dropped

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20)
        await socket.prepare(request)
        self.counts["connects"] += 1
        line = Line(socket, request.query.get("compress", ""))
        line.put(
            orjson.dumps({"op": HELLO, "s": None, "t": None, "d": {"heartbeat_interval": self.interval}})
        )
        writing = asyncio.create_task(line.write())
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    break
                session, code = self._heard(line, session, frame.data)
                if code:
                    self.closes.append(code)
                    await socket.close(code=code)
                    break
        finally:
            writing.cancel()
            if session is not None and session.line is line:
                session.line = None
                # Whoever says goodbye has ended the session; whoever vanishes may come back.
                if socket.close_code in (1000, 1001):
                    self.sessions.pop(session.id, None)
        return socket

    def _heard(self, line: Line, session: Session | None, data: str | bytes) -> tuple[Session | None, int]:
        """What the client said: the session from now on, and the code to close with."""
        if len(data) > LARGEST:
            return session, 4002
        try:
            said = orjson.loads(data)
            op, content = said["op"], said.get("d")
        except (ValueError, KeyError, TypeError):
            return session, 4002
        if op == HEARTBEAT:
            self.counts["heartbeats"] += 1
            line.put(orjson.dumps({"op": ACK}))
        elif op in (IDENTIFY, RESUME) and session is not None:
            return session, 4005
        elif op == IDENTIFY:
            return self._identified(line, content)
        elif op == RESUME:
            return self._resumed(line, content)
        elif session is None:
            return None, 4003
        elif op == MEMBERS:
            return session, self._members(session, content)
        elif op not in (PRESENCE, VOICE):
            return session, 4001
        return session, 0

    def _identified(self, line: Line, said: Json) -> tuple[Session | None, int]:
        self.counts["identifies"] += 1
        if said.get("token") != self._discord.token:
            return None, 4004
        shard, shards = said.get("shard") or (0, 1)
        intents = int(said.get("intents", -1))
        if not 0 <= shard < shards:
            return None, 4010
        if intents & ~KNOWN or intents < 0:
            return None, 4013
        if intents & (GUILD_MEMBERS | PRESENCES | CONTENT) & ~self.privileged:
            return None, 4014
        for old in list(self.sessions.values()):
            # What nobody is connected to any more is not waited for: this one begins anew.
            if old.line is None and (old.shard, old.shards) == (shard, shards):
                del self.sessions[old.id]
        session = Session(f"{snowflake():0>32}", shard, shards, intents, line)
        self.sessions[session.id] = session
        world = self._discord.world
        guilds = [guild for guild in world.guilds.values() if guild.here and session.has(guild.id)]
        ready: Json = {
            "v": 10, "user": {**world.me, "verified": True, "mfa_enabled": True, "flags": 0},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id, "resume_gateway_url": self._discord.gateway_url,
            "session_type": "normal", "private_channels": [], "shard": [shard, shards],
            "application": {"id": world.application, "flags": 0},
        }  # fmt: skip
        session.put("READY", ready)
        if intents & GUILDS:
            for guild in guilds:
                session.put("GUILD_CREATE", world.described(guild, events=True) | AVAILABLE)
        return session, 0

    def _resumed(self, line: Line, said: Json) -> tuple[Session | None, int]:
        self.counts["resumes"] += 1
        if said.get("token") != self._discord.token:
            return None, 4004
        session = self.sessions.get(str(said.get("session_id")))
        seq = int(said.get("seq") or 0)
        lost = session is not None and session.sent and session.sent[0][0] > seq + 1
        if session is None or lost or self.refused_resumes > 0:
            self.refused_resumes = max(0, self.refused_resumes - 1)
            if session is not None:
                del self.sessions[session.id]
            line.put(orjson.dumps({"op": INVALID, "d": False}))
            return None, 0
        if seq > session.seq:
            return None, 4007
        session.line = line
        for number, frame in session.sent:
            if number > seq:
                line.put(frame)
        session.put("RESUMED", {"_trace": []})
        return session, 0

    def _members(self, session: Session, said: Json) -> int:
        """Chunks of a guild's members, as asked; all of them only with the intent."""
        guild = self._discord.world.guilds.get(str(said.get("guild_id")))
        if guild is None or not guild.here or not session.has(guild.id):
            return 0
        wanted, query, limit = said.get("user_ids"), said.get("query"), int(said.get("limit") or 0)
        if query == "" and not limit and not session.intents & GUILD_MEMBERS:
            return 4014
        names = [wanted] if isinstance(wanted, str | int) else wanted or ()
        missing = [str(name) for name in names if str(name) not in guild.members]
        if wanted is not None:
            found = [guild.members[str(name)] for name in names if str(name) in guild.members]
        else:
            start = str(query or "").casefold()
            found = [
                member
                for member in guild.members.values()
                if member["user"]["username"].casefold().startswith(start)
                or (member["nick"] or member["user"]["global_name"] or "").casefold().startswith(start)
            ]
            found = found[:limit] if limit else found
        chunks = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        for index, chunk in enumerate(chunks):
            data: Json = {
                "guild_id": guild.id, "members": chunk, "chunk_index": index, "chunk_count": len(chunks),
                "not_found": missing if index == 0 else [],
            }  # fmt: skip
            session.put("GUILD_MEMBERS_CHUNK", data | ({"nonce": said["nonce"]} if "nonce" in said else {}))
        return 0
