"""A workspace in the test's own loop: its people, channels and views, over real sockets to the real bot.

It refuses what Slack refuses: other tokens and methods, missing scopes, triggers that were used or are
older than three seconds, views and messages that are not there. What is beyond a limit it keeps in ``wrong``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.adapters.slack.world import (
    APP_TOKEN,
    BOT,
    BROKEN,
    LATE,
    LOST,
    PATIENCE,
    SCOPES,
    SECRET,
    TEAM,
    TOKEN,
    Json,
    Seen,
    World,
    filled,
    signed,
    state_of,
)

__all__ = ["APP_TOKEN", "BOT", "BROKEN", "LOST", "SECRET", "TEAM", "TOKEN", "Json", "Seen", "Workspace"]


class Workspace(World):
    """The world behind real sockets."""

    def __init__(self) -> None:
        super().__init__()
        self.deliver: Callable[[str, Json], Awaitable[Json]] = self._signed
        self.target = ""
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self._socket: web.WebSocketResponse | None = None
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self.idle: Callable[[], Awaitable[None]] = self._nothing

    async def _nothing(self) -> None:
        return None

    # What they do ---------------------------------------------------------------

    async def command(self, name: str, command: str, text: str, channel: str = "", **more: Any) -> Seen:
        """A slash command, its text as Slack sends it."""
        url, trigger = f"r/{next(self._numbers)}", self._trigger()
        where = channel or self.channel("jobs")
        if more.get("trigger_id"):
            self._triggers.setdefault(more["trigger_id"], time.monotonic())
        body = {
            "token": "t", "team_id": TEAM, "team_domain": "w", "channel_id": where, "channel_name": "x",
            "user_id": self.person(name), "user_name": name, "command": command, "text": text,
            "api_app_id": "A1", "is_enterprise_install": "false", "response_url": f"{self.origin}/{url}",
            "trigger_id": trigger, **more,
        }  # fmt: skip
        return await self._done("slash_commands", body, url, body["trigger_id"])

    async def press(self, name: str, element: Json, *, seen: Seen | None = None, card: bool = False) -> Seen:
        """A button of a message to the person alone, of a card, or of a view."""
        url, trigger = f"r/{next(self._numbers)}", self._trigger()
        body: Json = {
            **self._interaction(name, "block_actions", trigger),
            "actions": [{**element, "block_id": "b"}],
        }
        keys = [url, trigger]
        if seen is not None and seen.view is not None:
            body |= {"view": seen.view, "container": {"type": "view", "view_id": seen.view["id"]}}
            keys.append(str(seen.view["id"]))
        else:
            state = {} if seen is None else state_of(seen.messages[-1]["blocks"])
            body |= {
                "container": {"type": "message", "is_ephemeral": not card},
                "channel": {"id": self.channel("jobs"), "name": "jobs"},
                "response_url": f"{self.origin}/{url}",
                "state": {"values": state},
            }
        return await self._done("interactive", body, *keys)

    async def submit(self, name: str, view: Json, values: Mapping[str, str | None]) -> Seen:
        """A form with some of its fields filled in; the others stay as they came."""
        state = {
            block["block_id"]: {block["element"]["action_id"]: filled(block["element"], values, block)}
            for block in view["blocks"]
            if block["type"] == "input"
        }
        body = self._interaction(name, "view_submission", self._trigger())
        body["view"] = {**view, "state": {"values": state}}
        return await self._done("interactive", body, str(view["id"]))

    async def suggest(self, name: str, view: Json, action_id: str, typed: str) -> list[str]:
        """Typing into a select whose options are looked up; their values."""
        body = self._interaction(name, "block_suggestion", "")
        body |= {"action_id": action_id, "block_id": f"f.{action_id}.0", "value": typed, "view": view}
        ack = await self.deliver("interactive", body)
        self._check("options", ack)
        return [one["value"] for one in ack["options"]]

    async def shortcut(self, name: str, message: Json | None = None) -> Seen:
        """The app's entry in a message's menu, or everywhere."""
        trigger = self._trigger()
        kind = "shortcut" if message is None else "message_action"
        body = {**self._interaction(name, kind, trigger), "callback_id": f"connects_{kind}"}
        if message is not None:
            body |= {"message": message, "channel": {"id": self.channel("jobs"), "name": "jobs"}}
        return await self._done("interactive", body, trigger)

    def age(self, trigger: str) -> None:
        """A trigger has ended."""
        self._triggers[trigger] = time.monotonic() - 60

    async def event(self, event: Json, number: str = "") -> None:
        """Something that Slack reports."""
        body = {
            "type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event,
            "event_id": number or f"Ev{next(self._numbers)}", "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "enterprise_id": None}],
        }  # fmt: skip
        await self.deliver("events_api", body)
        await asyncio.sleep(0.02)
        await self.idle()

    def _interaction(self, name: str, kind: str, trigger: str) -> Json:
        return {
            "type": kind, "team": {"id": TEAM, "domain": "w"}, "enterprise": None, "api_app_id": "A1",
            "is_enterprise_install": False, "token": "t", "trigger_id": trigger,
            "user": {"id": self.person(name), "team_id": TEAM, "username": name},
        }  # fmt: skip

    def _trigger(self) -> str:
        made = f"{next(self._numbers)}.0.trigger"
        self._triggers[made] = time.monotonic()
        return made

    async def _done(self, kind: str, body: Json, *keys: str) -> Seen:
        """Deliver it, and wait until the person sees something and nothing more comes."""
        seen, told = Seen(url=keys[0]), asyncio.Event()
        if keys[-1] in self._told and not self._told[keys[-1]].is_set():  # a second click
            seen, told = self._effects[keys[-1]], self._told[keys[-1]]
        for key in keys:
            self._effects[key], self._told[key] = seen, told
        began = time.monotonic()
        ack = await self.deliver(kind, body)
        self.acks.append(time.monotonic() - began)
        if self.acks[-1] > LATE:
            self.wrong.append(f"acknowledged after {self.acks[-1]:.1f} s")
        if ack.get("response_action") == "errors":
            seen.errors = ack["errors"]
            self._check("ack", ack)
            return seen
        async with asyncio.timeout(PATIENCE):
            await told.wait()
            await self.idle()
        return seen

    async def _signed(self, kind: str, body: Json) -> Json:
        """Over HTTP, as Slack signs it."""
        if kind == "slash_commands":
            data, content = urlencode(body), "application/x-www-form-urlencoded"
        elif kind == "interactive":
            data, content = urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded"
        else:
            data, content = json.dumps(body), "application/json"
        headers = {**signed(data), "Content-Type": content}
        assert self._session is not None
        async with self._session.post(self.target, data=data.encode(), headers=headers) as response:
            assert response.status == 200, await response.text()
            text = await response.text()
        return dict(json.loads(text)) if text.startswith("{") else {}

    async def raw(self, fields: Json, *, as_json: bool = False) -> int:
        """Anything, signed; the status of the answer."""
        data = json.dumps(fields) if as_json else urlencode(fields)
        content = "application/json" if as_json else "application/x-www-form-urlencoded"
        assert self._session is not None
        headers = {**signed(data), "Content-Type": content}
        async with self._session.post(self.target, data=data.encode(), headers=headers) as response:
            await response.read()
            return response.status

    async def by_socket(self, kind: str, body: Json) -> Json:
        """Over the bot's Socket Mode connection."""
        assert self._socket is not None
        number = f"e{next(self._numbers)}"
        self._acks[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(
            json.dumps(
                {"envelope_id": number, "type": kind, "payload": body, "accepts_response_payload": True}
            )
        )
        async with asyncio.timeout(3):
            return await self._acks[number]

    async def cut(self, *, polite: bool) -> None:
        """End the bot's connection, with a word before it or without."""
        socket, self._socket = self._socket, None
        assert socket is not None
        if polite:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            await asyncio.sleep(0.1)
        await socket.close()

    @property
    def connected(self) -> bool:
        """Whether the bot has opened its connection."""
        return self._socket is not None

    # What the bot sends -------------------------------------------------------------

    async def start(self) -> None:
        """Listen on loopback."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._called)
        app.router.add_post("/r/{number}", self._answered)
        app.router.add_post("/upload/{name}", self._uploaded)
        app.router.add_get("/link", self._linked)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.origin = f"http://{host}:{port}"
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Be gone."""
        if self._session is not None:
            await self._session.close()
        if self._socket is not None:
            await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _linked(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        async for message in socket:
            said = json.loads(message.data)
            ack = self._acks.get(said.get("envelope_id"))
            if ack is not None:
                ack.set_result(said.get("payload") or {})
        if self._socket is socket:
            self._socket = None
        return socket

    async def _answered(self, request: web.Request) -> web.Response:
        body = await request.json()
        while self.silent:
            await asyncio.sleep(0.05)
        self._check("message", body)
        self._see(f"r/{request.match_info['number']}", message=body)
        return web.Response(text="ok")

    async def _uploaded(self, request: web.Request) -> web.Response:
        self.files.append((request.match_info["name"], (await request.read()).decode("utf-8", "replace")))
        return web.Response(text="OK")

    async def _called(self, request: web.Request) -> web.Response:
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        elif request.method == "POST":
            given |= dict(await request.post())
        for name in ("blocks", "view", "files"):
            if isinstance(given.get(name), str):
                given[name] = json.loads(given[name])
        method = request.match_info["method"]
        if self.checks:
            self.calls.append((method, given))
        refused = self._refused(method, given, request.headers.get("Authorization", ""))
        if refused:
            self.refused.append((method, refused))
            return web.json_response({"ok": False, "error": refused, "needed": SCOPES.get(method, "")})
        fault = self.faults.get(method, [None]).pop(0) if self.faults.get(method) else None
        if fault is not None and fault != LOST:
            status, more = (429, {"Retry-After": self.patience}) if fault == "ratelimited" else (200, {})
            said = {"ok": False, "error": fault, "needed": "chat:write"}
            return web.json_response(said, status=500 if fault == BROKEN else status, headers=more)
        said = {"ok": True, **self._method(method, given)}
        while method in self.holding:
            await asyncio.sleep(0.05)
        if fault == LOST:
            assert request.transport is not None
            request.transport.close()
        return web.json_response(said, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})
