"""Where the bot is installed: tokens are never readable in the database, states count once, keys change."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Bot, Installation

from adapters.slack import installs as module
from adapters.slack.api import Api, Setup
from adapters.slack.installs import Installs, States
from adapters.slack.vault import Sealed, Vault
from adapters.slack.workspaces import Gone, Many
from bot.wiring import Bot as Running
from bot.wiring import open_bot
from core.queries import RememberedAll
from tests.core.town import Clock, copy_of

NEW, OLD = "a new key, long enough to be one, it is", "an old key, long enough to be one, it was"
TOKEN, REFRESH = "xoxb-1-very-secret", "xoxe-1-very-secret"


@pytest.fixture
async def running(template: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """A bot on a database of its own."""
    bot = await open_bot(str(copy_of(template, tmp_path / "connects.db")), Clock(), (), synchronous="OFF")
    yield bot
    await bot.close()


def installation(team: str = "T1", enterprise: str = "", **more: Any) -> Installation:
    given: dict[str, Any] = {
        "app_id": "A1", "enterprise_id": enterprise or None, "team_id": team or None, "bot_token": TOKEN,
        "bot_id": "B1", "bot_user_id": "U0BOT", "bot_scopes": ["commands", "chat:write"], "user_id": "U1",
    }  # fmt: skip
    return Installation(**{**given, **more})


async def test_an_installation_is_found_again_and_of_the_token_nothing_can_be_read(
    running: Running, tmp_path: Path
) -> None:
    store = Installs(running.desk, Vault([NEW]))
    await store.async_save(installation(bot_refresh_token=REFRESH, bot_token_expires_in=43200))
    found = await store.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_refresh_token, found.bot_user_id) == (TOKEN, REFRESH, "U0BOT")
    async with running.storage.queries.snapshot() as snapshot:
        rows = await snapshot.ask(0, RememberedAll(""))
    assert not [name for name, value in rows.items() if "secret" in value or "secret" in name]
    dump = b"".join(one.read_bytes() for one in tmp_path.glob("connects.db*"))
    assert b"very-secret" not in dump
    assert b"slack/install/-/T1" in dump


async def test_an_organisations_installation_stands_for_its_workspaces(running: Running) -> None:
    store = Installs(running.desk, Vault([NEW]))
    await store.async_save(installation("T9", "E1", is_enterprise_install=True))
    await store.async_save(installation("T2", "E1", bot_token="xoxb-2"))
    org = await store.async_find_bot(enterprise_id="E1", team_id="T3", is_enterprise_install=True)
    own = await store.async_find_bot(enterprise_id="E1", team_id="T2")
    other = await store.async_find_bot(enterprise_id="E1", team_id="T4")
    assert org is not None and own is not None and other is not None
    assert (org.bot_token, own.bot_token, other.bot_token) == (TOKEN, "xoxb-2", TOKEN)
    found = await Many(Api(Setup()), store).of("E1", "T2")
    assert [(one.team, one.org_wide) for one in found] == [("T2", False), ("", True)]
    assert await store.async_find_bot(enterprise_id="E2", team_id="T2") is None


async def test_an_uninstallation_forgets_the_tokens(running: Running) -> None:
    store = Installs(running.desk, Vault([NEW]))
    workspaces = Many(Api(Setup()), store)
    await store.async_save(installation())
    assert (await workspaces.of("T1"))[0].token == TOKEN
    await workspaces.forget("", "T1")
    with pytest.raises(Gone):
        await workspaces.of("T1")
    assert await workspaces.all() == []


async def test_keys_are_changed_by_putting_the_new_one_first(running: Running) -> None:
    await Installs(running.desk, Vault([OLD])).async_save(installation())
    both = Installs(running.desk, Vault([NEW, OLD]))
    assert await both.renew() == 1
    assert await both.renew() == 0
    only = await Installs(running.desk, Vault([NEW])).bot("", "T1")
    assert only is not None and only.bot_token == TOKEN
    assert await Installs(running.desk, Vault([OLD])).bot("", "T1") is None


async def test_a_key_that_is_lost_stops_nothing_else(running: Running) -> None:
    await Installs(running.desk, Vault([OLD])).async_save(installation("T1"))
    store = Installs(running.desk, Vault([NEW]))
    await store.async_save(installation("T2"))
    assert await store.renew() == 0
    assert [bot.team_id for bot in await store.bots()] == ["T2"]


async def test_a_state_counts_once_and_not_for_ever(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = States(running.desk)
    one, two = await states.async_issue(), await states.async_issue()
    assert one != two
    assert [await states.async_consume(one) for _ in range(2)] == [True, False]
    assert not await states.async_consume("forged")
    assert not await states.async_consume("")
    real = time.time
    monkeypatch.setattr(module.time, "time", lambda: real() + module.LASTS + 1)
    assert not await states.async_consume(two)


async def test_states_that_ended_are_forgotten_and_lie_there_as_digests(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = States(running.desk)
    old = await states.async_issue()
    real = time.time
    monkeypatch.setattr(module.time, "time", lambda: real() + module.LASTS + 1)
    new = await states.async_issue()
    async with running.storage.queries.snapshot() as snapshot:
        left = await snapshot.ask(0, RememberedAll(module.STATE))
    assert len(left) == 1
    assert not [name for name in left if old in name or new in name]


def test_what_one_key_closed_no_other_opens() -> None:
    vault = Vault([NEW])
    sealed = vault.close("token")
    assert sealed != vault.close("token")
    assert vault.open(sealed) == "token"
    for wrong in (Vault([OLD]).open, lambda text: vault.open(text[:-4] + "AAAA")):
        with pytest.raises(Sealed):
            wrong(sealed)


async def test_a_token_that_ends_soon_is_changed_for_the_next_before_it_is_used(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Installs(running.desk, Vault([NEW]))
    await store.async_save(
        installation(bot_refresh_token=REFRESH, bot_token_expires_at=int(time.time()) + 60)
    )
    asked: list[str] = []

    async def rotate(self: Any, *, bot: Bot, minutes_before_expiration: int) -> Bot:
        asked.append(bot.bot_refresh_token or "")
        values = {name: getattr(bot, name) for name in module._KEPT}
        return Bot(**{**values, "bot_token": "xoxb-next", "bot_token_expires_at": int(time.time()) + 43200})

    monkeypatch.setattr("adapters.slack.workspaces.AsyncTokenRotator.perform_bot_token_rotation", rotate)
    api = Api(replace(Setup(), client_id="1", client_secret="2"))
    workspaces = Many(api, store)
    assert (await workspaces.of("T1"))[0].token == "xoxb-next"
    assert (await workspaces.of("T1"))[0].token == "xoxb-next"
    assert asked == [REFRESH]
    kept = await store.bot("", "T1")
    assert kept is not None and kept.bot_token == "xoxb-next"
    await api.close()
