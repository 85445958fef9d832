"""A connection that has gone deaf is noticed by the age of its last answer, and replaced."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.slack import guard, socket
from adapters.slack.api import Api, Setup
from tests.adapters.slack.offline import offline, text_of


async def test_a_deaf_connection_is_replaced(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with offline(template, tmp_path, socket=True) as here:
        connection = here.connected._socket
        assert connection is not None
        first = connection._client
        assert first is not None
        assert not connection.is_deaf()
        monkeypatch.setattr(connection, "_since", 0.0)
        first.last_ping_pong_time = None  # the library takes that for a connection in good health
        assert connection.is_deaf()
        assert not connection.is_connected()
        here.workspace._socket = None
        async with asyncio.timeout(15):
            while connection._client is first or not here.workspace.connected:
                await asyncio.sleep(0.02)
        assert "40 Connects" in text_of(await here.say("bob", "/connects balance"))


async def test_a_connection_elsewhere_is_not_opened() -> None:
    api = Api(Setup())
    client = socket._Guarded("xapp-1", web_client=api.web("xapp-1"))

    async def elsewhere(self: object) -> str:
        return "wss://slack.com.evil.example/link"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.SocketModeClient, "issue_new_wss_url", elsewhere)
        with pytest.raises(guard.Strange):
            await client.issue_new_wss_url()
    await client.close()  # type: ignore[no-untyped-call]
    await client.aiohttp_client_session.close()
    await api.close()


@pytest.mark.parametrize(
    ("url", "base", "hosts", "allowed"),
    [
        ("https://hooks.slack.com/commands/1", guard.API, (), True),
        ("wss://wss-primary.slack.com/link", guard.API, (), True),
        ("https://hooks.slack-gov.com/commands/1", guard.API, (), True),
        ("http://hooks.slack.com/commands/1", guard.API, (), False),
        ("https://hooks.slack.com.evil.example/1", guard.API, (), False),
        ("https://notslack.com/1", guard.API, (), False),
        ("https://hooks.slack.com@evil.example/1", guard.API, (), False),
        ("http://127.0.0.1:1/r", guard.API, (), False),
        ("http://127.0.0.1:1/r", "http://127.0.0.1:2/api/", (), True),
        ("http://localhost:1/r", "http://127.0.0.1:2/api/", (), True),
        ("https://hooks.slack.com/1", "http://127.0.0.1:2/api/", (), False),
        ("http://10.0.0.1/r", "http://127.0.0.1:2/api/", (), False),
        ("https://proxy.example/r", guard.API, ("proxy.example",), True),
        ("", guard.API, (), False),
    ],
)
def test_answers_and_connections_go_to_slack_or_to_who_stands_in_for_it(
    url: str, base: str, hosts: tuple[str, ...], allowed: bool
) -> None:
    if allowed:
        guard.check(url, base, frozenset(hosts))
    else:
        with pytest.raises(guard.Strange):
            guard.check(url, base, frozenset(hosts))


async def test_an_answer_is_not_posted_elsewhere() -> None:
    api = Api(Setup())
    assert not await api.respond("http://127.0.0.1:9/steal", {"text": "x"})
    assert api._session is None
    await api.close()
