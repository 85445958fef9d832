"""A loopback Discord: REST and gateway on one port of this machine, for bots under test.

``python -m tests.adapters.discord.server --port 0`` prints its port; ``control.Control`` steers it.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import orjson
from aiohttp import web

from tests.adapters.discord import server_account, server_channels, server_interactions
from tests.adapters.discord.server_control import Desk
from tests.adapters.discord.server_faults import Faults, answer, reset, said
from tests.adapters.discord.server_gateway import Gateway
from tests.adapters.discord.server_interactions import Interactions
from tests.adapters.discord.server_messages import Call, File, Messages
from tests.adapters.discord.server_world import Refused, World, invalid

HOST, API, CONTROL = "127.0.0.1", "/api/v10", "/_control/"
APPLICATION = "1300000000000000001"
LARGEST = 26 << 20
FORM = "multipart/form-data"

Handler = Callable[[Call], Any]
Check = Callable[[str, Any], Iterable[str] | None]
"""Looks at a payload of a kind: tree, callback, message, edit, followup or thread.

What it returns or raises as AssertionError or ValueError is wrong with it.
"""


@dataclass(frozen=True, slots=True)
class Route:
    """Where requests of one shape go, and whether they need the bot's token."""

    template: str
    parts: tuple[str, ...]
    handler: Handler
    guarded: bool

    def match(self, parts: list[str]) -> list[str] | None:
        """What stands in the places that are open; None if this is another route."""
        found = []
        for mine, given in zip(self.parts, parts, strict=True):
            if mine == "*":
                found.append(given)
            elif mine != given:
                return None
        return found


def _routes() -> dict[tuple[str, int], list[Route]]:
    table: dict[tuple[str, int], list[Route]] = {}
    open_ones = server_interactions.ROUTES | {"GET /gateway": server_account.show_gateway}
    guarded_ones = server_account.ROUTES | server_channels.ROUTES
    for template, handler in (open_ones | guarded_ones).items():
        method, _, path = template.partition(" ")
        parts = tuple(path[1:].split("/"))
        route = Route(template, parts, handler, template in guarded_ones)
        table.setdefault((method, len(parts)), []).append(route)
    for routes in table.values():
        routes.sort(key=lambda route: route.parts.count("*"))
    return table


class Discord:
    """The whole of it. What it was asked and what it said is counted."""

    def __init__(
        self, *, application: str = APPLICATION, token: str = "", shards: int = 1,
        checks: Iterable[Check] = (), strict: bool = False,
    ) -> None:  # fmt: skip
        self.token = token or f"{urlsafe_b64encode(application.encode()).decode().rstrip('=')}.loop.back"
        self.shards = shards
        self.checks = list(checks)
        self.strict = strict
        self.records = True
        self.origin = ""
        self.world = World(application)
        self.messages = Messages(self.world, "")
        self.interactions = Interactions(self)
        self.gateway = Gateway(self)
        self.faults = Faults()
        self.commands: dict[str, list[dict[str, Any]]] = {}
        self.puts = 0
        self.requests: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.refusals: Counter[str] = Counter()
        self.payloads: list[tuple[str, Any]] = []
        self.violations: list[tuple[str, str]] = []
        self._table = _routes()
        self._desk = Desk(self)
        self._runner: web.ServerRunner | None = None

    # Starting and ending -------------------------------------------------------

    async def start(self, port: int = 0) -> int:
        """Serve; the port, which is a free one unless given."""
        server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port, backlog=2048)
        await site.start()
        port = int(self._runner.addresses[0][1])
        self.origin = self.messages.origin = f"http://{HOST}:{port}"
        return port

    async def stop(self) -> None:
        """Let everything go."""
        await self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api(self) -> str:
        """Where REST is served."""
        return self.origin + API

    @property
    def gateway_url(self) -> str:
        """Where the gateway is served."""
        return f"ws{self.origin.removeprefix('http')}/gateway"

    def received(self, kind: str, payload: Any) -> None:
        """Record a payload and have it checked; what is wrong is refused by a strict server."""
        if self.records:
            self.payloads.append((kind, payload))
        wrong: list[str] = []
        for check in self.checks:
            try:
                wrong += check(kind, payload) or ()
            except (AssertionError, ValueError) as error:
                wrong.append(str(error))
        self.violations += [(kind, one) for one in wrong]
        if wrong and self.strict:
            raise invalid("payload", "; ".join(wrong))

    def numbers(self) -> dict[str, Any]:
        """What was asked of it and what came of that."""
        connected = sum(session.line is not None for session in self.gateway.sessions.values())
        return {
            "requests": self.requests, "statuses": {str(code): n for code, n in self.statuses.items()},
            "invalid": sum(self.statuses[code] for code in (401, 403, 404, 429)), "refusals": self.refusals,
            "puts": self.puts, "messages": self.messages.created, "repeated": self.messages.repeated,
            "interactions": len(self.interactions.by_id), "faults": self.faults.happened,
            "gateway": {**self.gateway.counts, "connected": connected, "closes": self.gateway.closes},
        }  # fmt: skip

    # Serving -----------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith(f"{API}/"):
            return await self._api(request, path[len(API) :])
        if path.startswith(CONTROL):
            return await self._desk.serve(request, path[len(CONTROL) :])
        if path.rstrip("/") == "/gateway":
            return await self.gateway.serve(request)
        file = self.messages.files.get(path.split("/")[-2]) if path.startswith("/attachments/") else None
        if file is not None:
            return web.Response(body=file.data, headers={"Content-Type": file.type})
        return answer(404, {"message": "404: Not Found", "code": 0})

    async def _api(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        fault = self.faults.take(request.method, path) if self.faults.coming else None
        # Both keep what they read; what was read raw can't be taken apart any more.
        await (request.post() if request.content_type == FORM else request.read())
        if fault is not None and fault.what == "slow":
            await asyncio.sleep(fault.seconds)
        response = said(fault) if fault is not None else None
        if fault is not None and fault.what == "reset":
            reset(request)
            return answer(500, None)
        route, args = self._route(request.method, path)
        self.requests[route.template if route else f"{request.method} ?{path}"] += 1
        if response is None:
            response = await self._answer(request, route, args)
        self.statuses[response.status] += 1
        if fault is not None and fault.what == "stall":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.what == "lost":
            reset(request)
        return response

    def _route(self, method: str, path: str) -> tuple[Route | None, list[str]]:
        parts = path[1:].split("/")
        for route in self._table.get((method, len(parts)), ()):
            args = route.match(parts)
            if args is not None:
                return route, args
        return None, []

    async def _answer(self, request: web.BaseRequest, route: Route | None, args: list[str]) -> web.Response:
        try:
            if route is None:
                raise Refused(404, 0, "404: Not Found")
            if route.guarded and request.headers.get("Authorization") != f"Bot {self.token}":
                raise Refused(401, 0, "401: Unauthorized")
            body, files = await _read(request)
            found = route.handler(Call(self, args, request.query, body, files))
        except Refused as refused:
            name = route.template if route else request.path
            self.refusals[f"{refused.status} {refused.body['code']} {name}"] += 1
            return answer(refused.status, refused.body)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # What this stand-in can't read is most likely nothing that Discord could.
            self.violations.append(("unreadable", f"{request.method} {request.path}: {error!r}"))
            return answer(400, {"message": f"400: Bad Request: {error!r}", "code": 0})
        return web.Response(status=204) if found is None else answer(200, found)


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST)


async def _read(request: web.BaseRequest) -> tuple[Any, list[File]]:
    """The body of a request, and the files beside it."""
    if request.method in ("GET", "DELETE"):
        return {}, []
    if request.content_type != FORM:
        raw = await request.read()
        try:
            return orjson.loads(raw) if raw else {}, []
        except orjson.JSONDecodeError:
            raise Refused(400, 50109, "The request body contains invalid JSON.") from None
    body: Any = {}
    files = []
    for name, value in (await request.post()).items():
        if name == "payload_json":
            body = orjson.loads(value.file.read() if isinstance(value, web.FileField) else value)
        elif isinstance(value, web.FileField):
            files.append(File(value.filename, value.content_type, value.file.read()))
    return body, files


def _check(name: str) -> Check:
    module, _, function = name.partition(":")
    found: Check = getattr(import_module(module), function)
    return found


async def _serve(given: argparse.Namespace) -> None:
    discord = Discord(
        application=given.application, token=given.token, shards=given.shards, strict=given.strict,
        checks=[_check(name) for name in given.check],
    )  # fmt: skip
    print(await discord.start(given.port), flush=True)
    done = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: a loop has no signal handlers there
            asyncio.get_running_loop().add_signal_handler(name, done.set)
    await done.wait()
    await discord.stop()


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="a free one if 0")
    parser.add_argument("--application", default=APPLICATION)
    parser.add_argument("--token", default="", help="one made of the application's number unless given")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--check", action="append", default=[], help="module:function over every payload")
    parser.add_argument("--strict", action="store_true", help="refuse what a check finds wrong")
    asyncio.run(_serve(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
