"""Slack's settings: what goes together, where secrets may stand, and that none is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, load
from bot.config_slack import ConfigError
from bot.doctor_settings import slack
from bot.failing import Failed
from bot.finding import OK, WRONG
from bot.slack import manifest_of, setup

KEY = "k" * 40
TOKEN, APP, SIGNING = "xoxb-1-secret", "xapp-1-secret", "signing-secret"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting comes from outside."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields.values():
        if isinstance(name.validation_alias, str):
            monkeypatch.delenv(name.validation_alias, raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load()


def test_without_a_token_slack_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch).slack() is None
    assert [one.state for one in slack(load())] == [OK]


def test_an_app_token_means_a_socket_and_a_signing_secret_http(monkeypatch: pytest.MonkeyPatch) -> None:
    assert setup(settings(monkeypatch, SLACK_BOT_TOKEN=TOKEN, SLACK_APP_TOKEN=APP)).socket
    assert not setup(settings(monkeypatch, SLACK_SIGNING_SECRET=SIGNING, SLACK_MODE="http")).socket
    monkeypatch.delenv("SLACK_MODE")
    monkeypatch.delenv("SLACK_APP_TOKEN")
    assert not setup(load()).socket


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SLACK_BOT_TOKEN": TOKEN}, "needs SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": TOKEN, "SLACK_MODE": "socket"}, "SLACK_MODE is socket"),
        ({"SLACK_BOT_TOKEN": TOKEN, "SLACK_CLIENT_ID": "1.2"}, "not both"),
        ({"SLACK_CLIENT_ID": "1.2"}, "needs SLACK_CLIENT_SECRET"),
        (
            {
                "SLACK_CLIENT_ID": "1.2",
                "SLACK_CLIENT_SECRET": "s",
                "SLACK_TOKEN_KEYS": f"{KEY},short",
                "CONNECTS_PUBLIC_URL": "https://a.example",
                "SLACK_SIGNING_SECRET": SIGNING,
            },
            "too short",
        ),
        ({"SLACK_BOT_TOKEN_FILE": "/nowhere"}, "SLACK_BOT_TOKEN_FILE names a file that can't be read"),
    ],
)
def test_what_does_not_go_together_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    found = settings(monkeypatch, **given)
    with pytest.raises(ConfigError, match=words) as told:
        found.slack()
    assert "secret-" not in str(told.value)
    assert [one.state for one in slack(found)] == [WRONG]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_API_BASE", "https://slack.example/api/"),
        ("SLACK_AUTHORIZE_URL", "https://slack.example/authorize"),
        ("SLACK_API_BASE", "ws://127.0.0.1/"),
        ("SLACK_PREFIX", "Acme "),
        ("SLACK_ALLOW", "everybody"),
        ("SLACK_MODE", "smoke"),
        ("CONNECTS_PUBLIC_URL", "connects.example.org"),
    ],
)
def test_a_setting_that_can_not_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        settings(monkeypatch, **{name: value})


def test_another_server_may_be_this_machine_or_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    base = settings(monkeypatch, SLACK_API_BASE="http://127.0.0.1:8080").slack_api_base
    assert base == "http://127.0.0.1:8080/api/"
    found = settings(
        monkeypatch, SLACK_API_BASE="https://proxy.example/api", CONNECTS_TRUSTED_HOSTS="proxy.example"
    )
    assert found.slack_api_base == "https://proxy.example/api/"


def test_secrets_may_stand_in_files_and_are_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {
        "SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_TOKEN_KEYS": KEY, "SLACK_CLIENT_SECRET": "client-secret",
    }  # fmt: skip
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")
    found = settings(monkeypatch, **{f"{name}_FILE": str(tmp_path / name) for name in given})
    secrets = found.slack()
    assert secrets is not None
    assert (secrets.token, secrets.app_token, secrets.keys) == (TOKEN, APP, (KEY,))
    shown = f"{found!r} {found} {secrets!r}"
    assert not any(value in shown for value in given.values())


def test_tokens_that_were_mixed_up_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = list(slack(settings(monkeypatch, SLACK_BOT_TOKEN=APP, SLACK_APP_TOKEN=TOKEN)))
    assert [one.state for one in found] == [WRONG, WRONG]
    assert "SLACK_BOT_TOKEN does not begin with xoxb-" in found[0].what


def test_a_manifest_needs_an_address_for_http(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Failed, match="public address is needed"):
        manifest_of("http", "http://a.example", "", many=False)
    with pytest.raises(Failed, match="prefix"):
        manifest_of("socket", "", "Acme!", many=False)
    assert "/acme-connects" in manifest_of("socket", "", "acme-", many=False)
