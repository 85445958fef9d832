"""Installing by a browser: a state that was issued to it counts once, and tokens are kept sealed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest_asyncio
from aiohttp import web

from adapters.slack.api import Setup
from adapters.slack.manifest import SCOPES
from adapters.slack.web import INSTALL, REDIRECT
from bot.slack import SlackPlatform
from bot.wiring import Bot, open_bot
from core.queries import Places
from tests.core.town import Clock, copy_of

KEY = "a key for tokens that is long enough to be one"
TOKEN = "xoxb-9-not-to-be-seen"


@dataclass
class Installing:
    """A bot that many may install, a Slack that lets them, and a browser."""

    bot: Bot
    origin: str
    browser: aiohttp.ClientSession
    codes: list[str]
    folder: Path

    async def get(self, path: str, **cookies: str) -> tuple[int, str, str]:
        """A page's status and text, and the state's cookie."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        async with self.browser.get(self.origin + path, headers=headers, allow_redirects=False) as response:
            said = response.headers.get("Set-Cookie", "")
            return response.status, await response.text(), said.partition(";")[0].partition("=")[2]

    async def begin(self) -> str:
        """Open the page; the state that it was given, which the cookie has as well."""
        status, text, cookie = await self.get(INSTALL)
        assert status == 200
        url = text.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")
        asked = {name: one[0] for name, one in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == "1.2"
        assert set(asked["scope"].split(",")) == set(SCOPES)
        assert asked["state"] == cookie
        return cookie

    async def end(self, state: str, cookie: str, code: str = "good") -> int:
        """Come back from Slack; the status."""
        cookies = {"slack-app-oauth-state": cookie} if cookie else {}
        status, _, _ = await self.get(f"{REDIRECT}?code={code}&state={state}", **cookies)
        return status

    async def places(self) -> list[tuple[str, int, bool]]:
        """The communities."""
        async with self.bot.storage.queries.snapshot() as snapshot:
            return list(await snapshot.ask(0, Places("slack", 10, "")))


@pytest_asyncio.fixture
async def installing(template: Path, tmp_path: Path) -> AsyncIterator[Installing]:
    """All of them."""
    codes: list[str] = []

    async def called(request: web.Request) -> web.Response:
        given: Any = await request.post() if request.method == "POST" else request.query
        if request.match_info["method"] == "auth.test":
            return web.json_response({"ok": True, "bot_id": "B1", "team_id": "T7", "user_id": "U0BOT"})
        if request.match_info["method"] == "oauth.v2.access":
            codes.append(str(given.get("code")))
            if given.get("code") != "good":
                return web.json_response({"ok": False, "error": "invalid_code"})
            return web.json_response({
                "ok": True, "app_id": "A1", "team": {"id": "T7", "name": "Seven"}, "enterprise": None,
                "authed_user": {"id": "U7"}, "access_token": TOKEN, "bot_user_id": "U0BOT",
                "token_type": "bot",
                "scope": ",".join(SCOPES), "is_enterprise_install": False,
            })  # fmt: skip
        return web.json_response({"ok": True, "members": []})

    slack = web.Application()
    slack.router.add_route("*", "/api/{method}", called)
    runner = web.AppRunner(slack)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    how = Setup(
        signing_secret="s" * 32, client_id="1.2", client_secret="secret", keys=(KEY,), socket=False, port=0,
        base=f"http://{host}:{port}/api/", authorize=f"http://{host}:{port}/oauth/v2/authorize",
        public="https://connects.example.org",
    )  # fmt: skip
    bot = await open_bot(str(copy_of(template, tmp_path / "connects.db")), Clock(), (), synchronous="OFF")
    platform = SlackPlatform(how)
    await platform.start(bot)
    assert platform._web is not None
    assert platform._web._runner is not None
    at, number = platform._web._runner.addresses[0][:2]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        yield Installing(bot, f"http://{at}:{number}", browser, codes, tmp_path)
    await platform.close()
    await bot.close()
    await runner.cleanup()


async def test_an_installation_is_kept_and_its_token_can_not_be_read(installing: Installing) -> None:
    state = await installing.begin()
    assert await installing.end(state, state) == 200
    assert [(place, away) for place, _, away in await installing.places()] == [("T7", False)]
    dump = b"".join(one.read_bytes() for one in installing.folder.glob("connects.db*"))
    assert TOKEN.encode() not in dump
    assert b"slack/install/-/T7" in dump


async def test_a_state_is_good_once_in_the_browser_that_got_it(installing: Installing) -> None:
    state, other = await installing.begin(), await installing.begin()
    assert await installing.end("forged", "forged") == 401
    assert await installing.end(state, "") == 400
    assert await installing.end(state, other) == 400
    assert await installing.end("", "") in (400, 401)
    assert not installing.codes
    assert await installing.end(state, state) == 200
    assert await installing.end(state, state) == 401
    assert installing.codes == ["good"]


async def test_a_code_that_slack_does_not_know_installs_nothing(installing: Installing) -> None:
    state = await installing.begin()
    assert await installing.end(state, state, "bad") == 401
    assert await installing.places() == []


async def test_who_says_no_at_slack_is_told_so(installing: Installing) -> None:
    status, text, _ = await installing.get(f"{REDIRECT}?error=access_denied")
    assert status == 200
    assert "access_denied" in text
