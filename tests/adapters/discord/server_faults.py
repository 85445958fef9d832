"""What goes wrong at the loopback Discord when a test wants it to."""

from __future__ import annotations

import re
import socket
import struct
import time
from dataclasses import dataclass

import orjson
from aiohttp import web

from tests.adapters.discord.server_world import Json

KINDS = ("429", "500", "502", "503", "lost", "reset", "slow", "stall")
"""Statuses; an answer lost after the work, or before it; a wait before the work, or after it."""


@dataclass
class Fault:
    """What befalls the next requests to a route. In a route ``*`` is one part, ``**`` any number."""

    what: str
    route: str = "**"
    method: str = "*"
    times: int = 1
    seconds: float = 0.1
    everywhere: bool = False
    via: bool = True

    def __post_init__(self) -> None:
        if self.what not in KINDS:
            raise ValueError(f"{self.what!r} is none of {KINDS}")
        parts = re.split(r"(\*\*|\*)", self.route)
        wild = {"*": "[^/]+", "**": ".*"}
        self._pattern = re.compile("".join(wild.get(part) or re.escape(part) for part in parts))

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is to a route of these."""
        return self.method in ("*", method) and self._pattern.fullmatch(path) is not None


class Faults:
    """Those that are still to come, the first of them first."""

    def __init__(self) -> None:
        self.coming: list[Fault] = []
        self.happened: list[tuple[str, str]] = []

    def take(self, method: str, path: str) -> Fault | None:
        """What befalls this request."""
        for fault in self.coming:
            if fault.fits(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self.coming.remove(fault)
                self.happened.append((fault.what, f"{method} {path}"))
                return fault
        return None


def said(fault: Fault) -> web.Response | None:
    """The answer of a fault that is one."""
    if fault.what == "429":
        body: Json = {
            "message": "Slow down.", "retry_after": fault.seconds, "global": fault.everywhere,
        }  # fmt: skip
        headers = {
            "Retry-After": str(max(1, round(fault.seconds))), "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": f"{time.time() + fault.seconds:.3f}",
            "X-RateLimit-Reset-After": f"{fault.seconds:.3f}", "X-RateLimit-Bucket": "loopback",
            "X-RateLimit-Scope": "global" if fault.everywhere else "user",
        }  # fmt: skip
        if fault.everywhere:
            headers["X-RateLimit-Global"] = "true"
        if fault.via:
            headers["Via"] = "1.1 google"
        return answer(429, body, headers)
    if fault.what.isdigit():
        # Trouble at Discord's door is not told in JSON.
        text = f"<html><body>{fault.what}</body></html>".encode()
        return web.Response(status=int(fault.what), body=text, content_type="text/html")
    return None


def answer(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """An answer in JSON. The type has to be this word for word, or discord.py takes it for text."""
    return web.Response(
        status=status, body=orjson.dumps(body), headers=headers, content_type="application/json"
    )


def reset(request: web.BaseRequest) -> None:
    """Break the connection as a network does: the other side reads a reset instead of an answer."""
    transport = request.transport
    if transport is None:
        return
    line = transport.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
