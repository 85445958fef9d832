"""HTTP: only what Slack signed, as it signed it, within five minutes, is heard."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest_asyncio

from adapters.slack.api import Api, Setup
from adapters.slack.client import Client
from adapters.slack.web import EVENTS, MOST, Web
from adapters.slack.workspaces import One
from bot.wiring import open_bot
from core.chat.pace import Pace
from tests.core.town import Clock, copy_of

SECRET = "a signing secret that nobody else has"
MUTANTS = 10_000


@dataclass
class Served:
    """A bot that listens, whose commands are only counted."""

    origin: str
    session: aiohttp.ClientSession
    well: list[bool] = field(default_factory=lambda: [True])
    heard: list[Any] = field(default_factory=list)
    client: Any = None

    async def post(self, body: bytes, headers: Any) -> int:
        """Send a request; the status."""
        async with self.session.post(self.origin + EVENTS, data=body, headers=headers) as response:
            await response.read()
            return response.status


@pytest_asyncio.fixture
async def served(template: Path, tmp_path: Path) -> AsyncIterator[Served]:
    """A bot over HTTP."""
    bot = await open_bot(str(copy_of(template, tmp_path / "connects.db")), Clock(), (), synchronous="OFF")
    api = Api(Setup(signing_secret=SECRET, socket=False))
    client = Client(api, One(api), bot.desk)
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50))
    made = Served("", session)

    async def do(source: Any, surface: Any, line: str, key: str, **more: Any) -> None:
        made.heard.append(line)

    client._do = do  # type: ignore[method-assign]

    async def is_well() -> bool:
        return made.well[0]

    made.client = client
    web = Web(client, "127.0.0.1", 0, is_well, requests=True)
    await web.start()
    assert web._runner is not None
    host, port = web._runner.addresses[0][:2]
    made.origin = f"http://{host}:{port}"
    yield made
    await session.close()
    await web.close()
    await api.close()
    await bot.close()


def command(text: str = "balance") -> bytes:
    said = {
        "token": "t", "team_id": "T0001", "channel_id": "C0001", "user_id": "U0001", "command": "/connects",
        "text": text, "response_url": "http://127.0.0.1:9/r", "trigger_id": "1.2.3", "api_app_id": "A1",
    }  # fmt: skip
    return urlencode(said).encode()


def signed(body: bytes, at: int | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time()) if at is None else at)
    sign = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={sign}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def test_what_slack_signed_is_heard(served: Served) -> None:
    body = command()
    assert await served.post(body, signed(body)) == 200
    assert served.heard == ["connects balance"]


def mutated(chance: random.Random, body: bytes) -> tuple[bytes, dict[str, str]]:
    """A signed request with something wrong about it."""
    headers = signed(body)
    sign, stamp = headers["X-Slack-Signature"], headers["X-Slack-Request-Timestamp"]
    place = chance.randrange(len(body))
    other = bytes([chance.choice([one for one in range(33, 127) if one != body[place]])])
    match chance.randrange(12):
        case 0:
            body = body[:place] + other + body[place + 1 :]
        case 1:
            body = body + chance.choice([b"&x=1", b" ", b"\n", b"\0", b"&ssl_check=1"])
        case 2:
            body = body[:place]
        case 3:
            at = chance.randrange(3, len(sign))
            wrong = chance.choice([one for one in "0123456789abcdef" if one != sign[at]])
            headers["X-Slack-Signature"] = sign[:at] + wrong + sign[at + 1 :]
        case 4:
            headers["X-Slack-Signature"] = chance.choice(
                ["", "v0=", sign[3:], "v1=" + sign[3:], sign[:-1], sign + "0"]
            )
        case 5:
            far = chance.choice([-1, 1]) * chance.randrange(310, 10_000_000)
            headers = signed(body, int(time.time()) + far)
        case 6:
            wrong = chance.choice(
                [str(int(stamp) + 1), str(int(stamp) - 1), "", "now", "1e9", "-1", "9" * 30]
            )
            headers["X-Slack-Request-Timestamp"] = wrong
        case 7:
            del headers[chance.choice(["X-Slack-Signature", "X-Slack-Request-Timestamp"])]
        case 8:
            headers = signed(body, secret=chance.choice(["", "other", SECRET[:-1], SECRET + " "]))
        case 9:
            headers["X-Slack-Signature"] = sign.upper()
        case 10:
            body = b"ssl_check=1&" + body
        case 11:
            body, headers["Content-Type"] = b'{"type":"url_verification","challenge":"x"}', "application/json"
    return body, headers


async def storm(served: Served, count: int) -> None:
    chance = random.Random(7)
    requests = [mutated(chance, command(f"balance {n}")) for n in range(count)]
    statuses: list[int] = []
    for at in range(0, count, 100):
        some = requests[at : at + 100]
        statuses += await asyncio.gather(*(served.post(*one) for one in some))
    assert set(statuses) <= {400, 401}
    assert served.heard == []


async def test_of_ten_thousand_requests_with_something_wrong_none_is_heard(served: Served) -> None:
    await storm(served, MUTANTS)


async def test_a_request_that_is_no_text_or_too_long_is_refused(served: Served) -> None:
    assert await served.post(b"\xff\xfe", signed(b"\xff\xfe")) == 400
    long = b"x=" + b"a" * (MOST + 10)
    assert await served.post(long, signed(long)) == 413
    assert served.heard == []


async def test_slacks_own_check_of_the_address_is_answered_if_it_is_signed(served: Served) -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'
    headers = {**signed(body), "Content-Type": "application/json"}
    async with served.session.post(served.origin + EVENTS, data=body, headers=headers) as response:
        assert response.status == 200
        assert "abc" in await response.text()


async def test_a_host_can_ask_whether_the_bot_lives_and_whether_it_is_well(served: Served) -> None:
    for path, well, status in (("/health", True, 200), ("/ready", True, 200), ("/ready", False, 503)):
        served.well[0] = well
        async with served.session.get(served.origin + path) as response:
            assert response.status == status


async def test_there_is_nothing_else(served: Served) -> None:
    for path in ("/", "/slack/install", "/slack/oauth_redirect", "/metrics"):
        async with served.session.get(served.origin + path) as response:
            assert response.status == 404
    async with served.session.get(served.origin + EVENTS) as response:
        assert response.status == 405


async def test_of_a_flood_the_library_hears_nothing_and_what_is_unsigned_is_refused(served: Served) -> None:
    reach = served.client.reach
    dispatched, dispatch = [], served.client.bolt.async_dispatch

    async def noted(request: Any) -> Any:
        dispatched.append(request)
        return await dispatch(request)

    served.client.bolt.async_dispatch = noted
    reach.desk = replace(reach.desk, pace=Pace(1, 0.01))
    for _ in range(2):  # the second is told, or would be if there were anybody to tell
        assert await served.post(command(), signed(command())) == 200
    assert len(dispatched) == 2
    for _ in range(5):
        assert await served.post(command(), signed(command())) == 200
    assert len(dispatched) == 2
    assert await served.post(command(), {**signed(command()), "X-Slack-Signature": "v0=" + "0" * 64}) == 401
    assert len(served.heard) == 1
