"""Stripe's settings: what goes together, where secrets may stand, where a key may go."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, load
from bot.config_slack import ConfigError
from bot.doctor_settings import stripe
from bot.finding import OK, WARNING, WRONG

KEY, LIVE, HOOK = "sk_test_canary0001", "sk_live_canary0001", "whsec_canary0001"
PUBLIC = {"CONNECTS_PUBLIC_URL": "https://connects.example.org/"}
WHOLE = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": HOOK, **PUBLIC}


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


def test_without_a_key_orders_are_paid_to_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch).stripe() is None
    assert [one.state for one in stripe(load())] == [OK]
    assert [one.state for one in stripe(settings(monkeypatch, STRIPE_WEBHOOK_SECRET=HOOK))] == [WARNING]


@pytest.mark.parametrize("key", [KEY, LIVE, "rk_live_canary0001"])
def test_what_is_set_is_never_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    found = settings(
        monkeypatch, **{**WHOLE, "STRIPE_SECRET_KEY": key, "STRIPE_WEBHOOK_SECRET": f"{HOOK},{HOOK}2"}
    )
    secrets = found.stripe()
    assert secrets is not None
    assert (secrets.key, secrets.webhooks) == (key, (HOOK, f"{HOOK}2"))
    (said,) = stripe(found)
    assert said.state == OK
    assert ("real money" in said.what) == ("_live_" in key)
    assert "canary" not in f"{found!r} {secrets!r} {said}"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"STRIPE_SECRET_KEY": "pk_test_canary0001"}, "is not shaped like one"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "needs STRIPE_WEBHOOK_SECRET"),
        ({"STRIPE_WEBHOOK_SECRET": KEY}, "does not begin with whsec_"),
        ({"CONNECTS_PUBLIC_URL": ""}, "needs CONNECTS_PUBLIC_URL"),
        ({"STRIPE_SECRET_KEY": LIVE, "STRIPE_API_BASE": "http://127.0.0.1:12111"}, "is for test keys"),
        ({"STRIPE_SECRET_KEY": LIVE, "CONNECTS_PUBLIC_URL": "http://a.example"}, "has to begin with https"),
        ({"STRIPE_SECRET_KEY": "", "STRIPE_SECRET_KEY_FILE": "nowhere"}, "can't be read"),
    ],
)
def test_what_does_not_go_together(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str
) -> None:
    found = settings(monkeypatch, **{**WHOLE, **given})
    with pytest.raises(ConfigError, match=words) as raised:
        found.stripe()
    assert "canary" not in str(raised.value)
    assert [one.state for one in stripe(found)] == [WRONG]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"STRIPE_API_BASE": "https://stripe.evil.example"}, "only this machine is allowed"),
        ({"STRIPE_API_BASE": "ftp://127.0.0.1"}, "has to begin with"),
        ({"STRIPE_API_BASE": "http://127.0.0.1/v1"}, "and no path"),
        ({"STRIPE_COMMUNITIES": "my server"}, "discord/1234567890"),
    ],
)
def test_what_can_not_be(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        settings(monkeypatch, **{**WHOLE, **given})


def test_a_key_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    found = settings(monkeypatch, STRIPE_SECRET_KEY_FILE=str(file), STRIPE_WEBHOOK_SECRET=HOOK, **PUBLIC)
    secrets = found.stripe()
    assert secrets is not None
    assert secrets.key == KEY
