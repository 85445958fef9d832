"""What can be set, and to whom a token may never be sent."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.discord import guard
from bot.config import Settings, is_loopback, load
from bot.config_slack import ConfigError

API, GATEWAY = "DISCORD_API_BASE", "DISCORD_GATEWAY_URL"
LOCAL = {API: "http://127.0.0.1:8080/api/v10", GATEWAY: "ws://127.0.0.1:8080/gateway"}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in (API, GATEWAY, "DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "CONNECTS_TRUSTED_HOSTS"):
        monkeypatch.delenv(name, raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_this_machine_may_stand_in_for_discord(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    found = settings(
        monkeypatch, **{API: f"http://{host}:8080/api/v10", GATEWAY: f"ws://{host}:8080/gateway"}
    )
    assert found.discord_api_base == f"http://{host}:8080/api/v10"
    assert found.discord_gateway_url == f"ws://{host}:8080/gateway"


@pytest.mark.parametrize("name", [API, GATEWAY])
@pytest.mark.parametrize(
    "host",
    [
        "discord.example", "localhost.example", "127.0.0.1.example", "10.0.0.1", "0.0.0.0", "169.254.169.254",
        "discord.com@evil.example", "127.0.0.1@evil.example", "[2001:db8::1]", "2130706433",
    ],
)  # fmt: skip
def test_no_other_machine_may_unless_it_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, host: str
) -> None:
    scheme = "https" if name == API else "wss"
    with pytest.raises(ConfigError, match=f"{name} would send the token to .*CONNECTS_TRUSTED_HOSTS"):
        settings(monkeypatch, **LOCAL | {name: f"{scheme}://{host}/api/v10"})


def test_a_machine_that_is_named_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONNECTS_TRUSTED_HOSTS", "other.example, Proxy.Example")
    found = settings(monkeypatch, **{API: "https://proxy.example/api/v10/"})
    assert found.discord_api_base == "https://proxy.example/api/v10"
    with pytest.raises(ConfigError, match=r"would send the token to sub\.proxy\.example"):
        settings(monkeypatch, **{API: "https://sub.proxy.example"})


@pytest.mark.parametrize(
    ("name", "value"),
    [(API, "ws://127.0.0.1"), (API, "127.0.0.1:80"), (API, "http://"), (GATEWAY, "http://127.0.0.1")],
)
def test_an_address_has_to_be_one_of_its_kind(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} is set to something it can't be: it has to begin with"):
        settings(monkeypatch, **{name: value})


def test_a_rest_address_without_a_path_gets_discords(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        settings(monkeypatch, **{API: "http://localhost:1/"}).discord_api_base == "http://localhost:1/api/v10"
    )


def test_a_token_may_stand_in_a_file_and_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(" from.the.file\n")
    found = settings(monkeypatch, DISCORD_TOKEN_FILE=str(file))
    assert found.discord() == "from.the.file"
    found = settings(monkeypatch, DISCORD_TOKEN="from.the.environment")
    assert found.discord() == "from.the.environment"
    assert "from.the" not in f"{found!r} {found}"
    file.unlink()
    monkeypatch.delenv("DISCORD_TOKEN")
    with pytest.raises(ConfigError, match="DISCORD_TOKEN_FILE names a file that can't be read"):
        load().discord()


def test_a_setting_that_can_not_be_is_told_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match=r"^DISCORD_GUILD is set to something it can't be") as told:
        settings(monkeypatch, DISCORD_GUILD="my-secret")
    assert "my-secret" not in str(told.value)


@pytest.mark.parametrize(
    ("host", "base", "gateway", "may"),
    [
        ("discord.com", "", "", True),
        ("gateway-us-east1-b.discord.gg", "", "", True),
        ("cdn.discordapp.com", "", "", True),
        ("notdiscord.com", "", "", False),
        ("discord.com.evil.example", "", "", False),
        ("127.0.0.1", "", "", False),
        # With another server set, Discord itself has no business with its token.
        ("discord.com", LOCAL[API], "", False),
        ("127.0.0.1", LOCAL[API], "", True),
        ("localhost", LOCAL[API], "", True),
        ("gateway.example", LOCAL[API], "", False),
        ("gateway.example", LOCAL[API], "wss://gateway.example/", True),
        ("discord.com", "", "ws://127.0.0.1:1/", True),
    ],
)  # fmt: skip
def test_the_token_goes_where_it_belongs(host: str, base: str, gateway: str, may: bool) -> None:
    assert guard.may_have(host, base, gateway) is may


@pytest.mark.parametrize("host", ["", "localhost.", "1", "::ffff:10.0.0.1"])
def test_what_is_not_surely_this_machine_is_not(host: str) -> None:
    assert not is_loopback(host)


async def test_a_request_elsewhere_is_never_sent() -> None:
    asked: list[str] = []

    async def take(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        if request.path == "/moved":
            return web.Response(
                status=307, headers={"Location": f"http://localhost:{request.url.port}/there"}
            )
        return web.Response(text="thanks for the token")

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    where = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession(connector=guard.Guarded("", "")) as session:
            for ask in (session.get(f"{where}/gateway"), session.ws_connect(f"{where}/gateway")):
                with pytest.raises(guard.Strange, match=r"127\.0\.0\.1 is not where this bot's"):
                    await ask
        assert asked == []
        async with aiohttp.ClientSession(connector=guard.Guarded("", where)) as session:
            await session.get(f"{where}/fine")
            for ask in (session.get(f"{where}/moved"), session.ws_connect(f"{where}/moved")):
                with pytest.raises(guard.Strange, match="localhost is not where"):
                    await ask
        assert asked == ["/fine", "/moved", "/moved"]
    finally:
        await runner.cleanup()
