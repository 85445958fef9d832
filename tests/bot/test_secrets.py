"""Canaries in every place of a secret, and the documented commands run into every kind of trouble.

What they print, log, write and tell over HTTP, and the arguments of every process, have none of them.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.adapters.discord.process import text_of, town
from tests.adapters.process import OURS, ROOT
from tests.adapters.slack.process import free_port

DISCORD = "MTA5ODc2NTQzMjEwOTg3NjU0Mw.GaBcDe.Zq9_canaryCANARYcanaryCANARYcanary-12"
POSTGRES = "postgresql+asyncpg://bot:canary%2Fword@127.0.0.1:1/connects"
SECRETS = {
    "DISCORD_TOKEN": DISCORD,
    "SLACK_BOT_TOKEN": "xoxb-123456789012-canaryslackbot",
    "SLACK_APP_TOKEN": "xapp-1-A0123-4567-canaryslackapp",
    "SLACK_SIGNING_SECRET": "5f0canary5f0canary5f0canary5f0ca",
    "STRIPE_SECRET_KEY": "sk_test_canarystripekey",
    "STRIPE_WEBHOOK_SECRET": "whsec_canarystripehook",
    "SLACK_TOKEN_KEYS": "canarykeyonecanarykeyonecanarykeyone,canarykeytwocanarykeytwocanarykeytwo",
}
CANARY = ("canary", "CANARY", DISCORD[:26])
"""No word of the bot's has any of these in it."""


@dataclass
class Ran:
    """What a command came to."""

    code: int
    said: str

    def clean(self) -> str:
        """What it said, which has no secret and no traceback."""
        assert not [one for one in CANARY if one in self.said], self.said
        assert "Traceback" not in self.said
        return self.said


async def run(folder: Path, *arguments: str, lines: str = "", **settings: str) -> Ran:
    """A command with its standard output and errors, and all that it left in the user's folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    home = folder / f"home{len(list(folder.iterdir()))}"
    home.mkdir()
    own = {"XDG_DATA_HOME": str(home), "HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env={**kept, **own, **settings}, cwd=home,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(60):
        said, _ = await process.communicate(lines.encode())
    left = "".join(one.read_text("utf-8", "replace") for one in home.rglob("*") if one.is_file())
    assert process.returncode is not None
    return Ran(process.returncode, said.decode() + left)


@pytest.fixture
def database(template: Path, tmp_path: Path) -> str:
    path = tmp_path / "connects.db"
    shutil.copy(template, path)
    return str(path)


@asynccontextmanager
async def echoing() -> AsyncIterator[str]:
    """A server that says back whatever it was told, tokens and all, with a status of trouble."""

    async def echo(request: web.Request) -> web.Response:
        said = f"no: {dict(request.headers)} {(await request.read()).decode()} {request.query_string}"
        status = 400 if "v10" in request.path else 200
        body = {"ok": False, "error": said, "message": said, "code": 0}
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", echo)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


SLACK = {name: value for name, value in SECRETS.items() if name.startswith("SLACK")}
SOCKET = {name: value for name, value in SLACK.items() if name != "SLACK_SIGNING_SECRET"}
STRIPE = {name: value for name, value in SECRETS.items() if name.startswith("STRIPE")}
STRIPE["CONNECTS_PUBLIC_URL"] = "https://connects.example.org"
HTTP = {"SLACK_MODE": "http", "CONNECTS_HTTP_PORT": "0"}
Case = tuple[list[str], dict[str, str]]
QUICK: list[Case] = [
    # Settings that can't be, which hold a secret by mistake.
    (["doctor"], {**SECRETS, "CONNECTS_LOG_LEVEL": DISCORD, "SLACK_MODE": "canary"}),
    # A database that can't be reached, its address from a file.
    (["run"], {"FILES": "all"}),
    # Platforms that say the token back.
    (["run"], {"DATABASE_URL": "HERE", "DISCORD_TOKEN": DISCORD, "DISCORD_API_BASE": "ECHO"}),
    (["run"], {"DATABASE_URL": "HERE", **SOCKET, "SLACK_API_BASE": "ECHO/api/"}),
    (["orders", "reconcile"], {"DATABASE_URL": "HERE", **STRIPE, "STRIPE_API_BASE": "ECHO"}),
]
MORE: list[Case] = [
    (["orders", "reconcile", "--dry-run"], {"DATABASE_URL": POSTGRES, **STRIPE}),
    (["run"], {**SECRETS, "CONNECTS_HEALTH_PORT": DISCORD}),
    (["run"], {**SECRETS, "DATABASE_URL": POSTGRES}),
    (["verify", "--db", POSTGRES], SECRETS),
    (["verify", "--db", POSTGRES.replace("://", "//")], SECRETS),
    (["doctor"], {**SECRETS, "DATABASE_URL": POSTGRES}),
    (["backup", "--to", "b"], {**SECRETS, "DATABASE_URL": POSTGRES}),
    (["copy", "--from", POSTGRES, "--to", POSTGRES], SECRETS),
    (["migrate"], {**SECRETS, "DATABASE_URL": POSTGRES}),
    (["run"], {"DATABASE_URL": "HERE", **SLACK, **HTTP, "SLACK_API_BASE": "ECHO/api/"}),
    # An address in place of a file's name.
    (["chat", "--script", POSTGRES], {**SECRETS, "DATABASE_URL": "HERE"}),
]


@pytest.mark.parametrize("cases", [QUICK, pytest.param(MORE, marks=pytest.mark.soak)], ids=["quick", "more"])
async def test_whatever_goes_wrong_at_the_start_no_secret_is_said(
    tmp_path: Path, database: str, cases: list[Case]
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    held = {}
    for name, value in {**SECRETS, "DATABASE_URL": POSTGRES}.items():
        (files / name).write_text(value, "utf-8")
        held[f"{name}_FILE"] = str(files / name)
    async with echoing() as echo:

        def settled(given: dict[str, str]) -> dict[str, str]:
            if "FILES" in given:
                return held
            return {
                name: value.replace("HERE", database).replace("ECHO", echo) for name, value in given.items()
            }

        ran = await asyncio.gather(*(run(tmp_path, *words, **settled(given)) for words, given in cases))
    for one in ran:
        assert one.code in (1, 2), one.said
        assert one.clean().strip()


@pytest.mark.parametrize("more", [False, pytest.param(True, marks=pytest.mark.soak)])
async def test_what_is_written_for_others_has_no_secret(tmp_path: Path, database: str, more: bool) -> None:
    lines = "ada> /connects balance\nada> /connects export format:json\nada> /admin export\n"
    said = await run(tmp_path, "chat", "--script", "-", "--db", database, lines=lines, **SECRETS)
    assert "40 Connects" in said.clean()
    commands = [["backup", "--to", str(tmp_path / "copy.db"), "--db", database]]
    if more:
        commands += [["export", "--format", "json", "--db", database], ["verify", "--db", database],
                     ["doctor", "--db", database]]  # fmt: skip
    for one in await asyncio.gather(*(run(tmp_path, *words, **SECRETS) for words in commands)):
        assert one.clean().strip()
    written = (tmp_path / "copy.db").read_bytes() + Path(database).read_bytes()
    assert not [one for one in CANARY if one.encode() in written]


@pytest.mark.soak
async def test_a_serving_process_tells_no_secret_and_gives_none_as_an_argument(tmp_path: Path) -> None:
    port = free_port()
    more = {
        name: value for name, value in SECRETS.items() if name in ("SLACK_TOKEN_KEYS", "SLACK_SIGNING_SECRET")
    }
    settings = {**more, "CONNECTS_HEALTH_PORT": str(port), "SLACK_CLIENT_SECRET": "canaryclientsecret"}
    async with town(tmp_path, **settings) as here:
        watching = asyncio.ensure_future(_arguments(seen := set[str]()))
        await here.post()
        # The first answer breaks on its way, with the token in the address and in what Discord says.
        await here.control.fault("500", "interactions/**", times=3)
        with suppress(TimeoutError):
            await here.control.ask(here.say(here.boss, "connects balance"), timeout=3)
        exported = await here.control.ask(here.say(here.boss, "admin export"), timeout=20)
        assert text_of(exported)
        told = ""
        async with aiohttp.ClientSession() as session:
            for path in ("healthz", "readyz", "metrics"):
                async with session.get(f"http://127.0.0.1:{port}/{path}") as answer:
                    told += await answer.text()
        watching.cancel()
        told += here.bot.said() + "".join(str(one) for one in await here.control.payloads())
        assert "connects_commands_total" in told
        assert not [one for one in (*CANARY, here.control.token) if one in told]
        assert any("bot.working" in one for one in seen), "the export's own process was not seen"
        assert not [one for one in (*CANARY, here.control.token) if one in "".join(seen)]


async def _arguments(seen: set[str]) -> None:
    """The arguments of every process there is."""
    own: Any = Path("/proc")
    while True:
        for one in _processes(own):
            with suppress(OSError):
                seen.add((one / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        await asyncio.sleep(0.01)


def _processes(folder: Path) -> Sequence[Path]:
    return [one for one in folder.iterdir() if one.name.isdigit()]
