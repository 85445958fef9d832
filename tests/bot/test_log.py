"""The log: what it says, whoever speaks, and the secrets that it never says."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
import structlog

from bot import log, redacting
from bot.config import Settings, load
from bot.log import LoggedFaults

DISCORD = "MTA5ODc2NTQzMjEwOTg3NjU0Mw.GaBcDe.Zq9_canaryCANARYcanaryCANARYcanary-12"
BOT, APP = "xoxb-123456789012-canarycanary", "xapp-1-A0123-4567-canarycanary"
SECRET = "5f0canary5f0canary5f0canary5f0ca"
ODD = 'can"ary\\ü of odd signs'
PASSWORD = "p@ss/canary"
ANSWER = "https://hooks.slack.com/commands/T0/123/canaryCanary"
HOOK = "https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24canary-canary"
CANARY = ("canary", "CANARY", "can\\", 'can"', "of odd signs", "p@ss")


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    level, raising, handlers = root.level, logging.raiseExceptions, list(root.handlers)
    monkeypatch.setattr(redacting, "_known", set())
    monkeypatch.setattr(redacting, "_pattern", None)
    yield
    root.setLevel(level)
    logging.raiseExceptions = raising
    root.handlers[:] = handlers
    structlog.reset_defaults()


@pytest.fixture(params=[True, False], ids=["json", "terminal"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the log is written, as JSON and as for a terminal."""
    redacting.hide(SECRET, ODD)
    redacting.hide_password(f"postgresql://bot:{PASSWORD}@db/connects")
    log.set_up("info", file=tmp_path / "log", json=request.param)
    return tmp_path / "log"


def clean(file: Path, *, lines: int = 1) -> str:
    """What was written, which has no secret."""
    said = file.read_text("utf-8")
    assert said.count("[redacted]") >= lines
    assert not [word for word in CANARY if word in said]
    return said


class Holder:
    """Something whose words are made only when it is written."""

    def __repr__(self) -> str:
        return f"<holder of {BOT} and {SECRET} and {ODD}>"


@pytest.mark.parametrize(
    "value",
    [DISCORD, BOT, APP,
     "sk_live_canarycanary12", "whsec_canaryCANARY12",
     SECRET, ODD, ANSWER, HOOK, f"Authorization: Bot {DISCORD}", "Bearer canarycanary1234",
     f"postgresql+asyncpg://bot:{PASSWORD}@db/connects", "redis://:canaryword@host", b"xoxb-1-canarycanary",
     {"headers": {"Authorization": "canary"}}, [("x", [SECRET])], {"token": "canary"}, Holder(),
     ValueError(f"no {BOT}"), "https://slack.com/api/oauth?code=canary.1&state=1"],
)  # fmt: skip
def test_a_secret_is_in_no_event_whatever_it_stands_in(file: Path, value: Any) -> None:
    structlog.get_logger("bot.test").warning("something", value=value, text=f"<{value}>", here=1)
    structlog.get_logger("bot.test").warning(f"said {value}")
    logging.getLogger("slack_sdk.web").warning("got %s from %r", value, value)
    said = clean(file, lines=3)
    assert "something" in said
    assert said.count("\n") == 3


def _break() -> None:
    raise RuntimeError(f"no {DISCORD} at postgresql://bot:{PASSWORD}@db/x with {ODD}")


def test_a_secret_is_in_no_traceback(file: Path) -> None:
    try:
        try:
            _break()
        except RuntimeError as inner:
            raise ValueError(SECRET) from inner
    except ValueError as error:
        incident = LoggedFaults().report(error, f"with {APP}")
        logging.getLogger("discord.client").exception("broke on %s", BOT)
    said = clean(file, lines=6)
    assert incident in said
    assert said.count("in _break") == 2


def test_a_message_that_can_not_be_put_together_says_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("discord").warning("%d", SECRET)
    assert SECRET not in capsys.readouterr().err


def test_json_is_one_object_a_line_for_libraries_as_well(tmp_path: Path) -> None:
    log.set_up("info", file=tmp_path / "log", json=True)
    structlog.get_logger("bot.serving").info("serving", platforms=["discord"])
    logging.getLogger("apscheduler").warning("late by %s", 3)
    logging.getLogger("apscheduler").info("not worth a word")
    first, second = map(json.loads, (tmp_path / "log").read_text("utf-8").splitlines())
    assert (first["logger"], first["event"], first["platforms"]) == ("bot.serving", "serving", ["discord"])
    assert (second["logger"], second["event"], second["level"]) == ("apscheduler", "late by 3", "warning")
    assert second["timestamp"].endswith("Z")


def test_set_up_twice_says_everything_once(tmp_path: Path) -> None:
    for _ in range(2):
        log.set_up("info", file=tmp_path / "log", json=True)
    logging.getLogger("apscheduler").warning("late")
    assert (tmp_path / "log").read_text("utf-8").count("late") == 1


def test_warnings_and_worse_are_heard_by_whose_they_are(tmp_path: Path) -> None:
    heard: list[tuple[str, ...]] = []
    end = log.listen(lambda *what: heard.append(what))
    log.set_up("info", file=tmp_path / "log", json=True)
    structlog.get_logger("adapters.slack.socket").warning("socket_deaf", seconds=3)
    structlog.get_logger("adapters.slack.socket").info("fine")
    logging.getLogger("discord.gateway").error("gone")
    end()
    logging.getLogger("discord.gateway").error("gone")
    assert heard == [
        ("adapters.slack.socket", "warning", "socket_deaf"), ("discord.gateway", "error", "gone")
    ]  # fmt: skip


def test_settings_show_no_secret_and_the_log_knows_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "client").write_text("canary-of-a-file\n", "utf-8")
    secret = [name for name, one in Settings.model_fields.items() if "SecretStr" in str(one.annotation)]
    assert len(secret) >= 6
    for name in secret:
        monkeypatch.setenv(name.upper(), f"canary of {name}")
    monkeypatch.delenv("SLACK_CLIENT_SECRET")
    monkeypatch.setenv("SLACK_CLIENT_SECRET_FILE", str(tmp_path / "client"))
    monkeypatch.setenv("SLACK_TOKEN_KEYS", "canarykeyone, canarykeytwo")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://bot:canary%20word@db/connects")
    settings = load()
    assert "canary" not in f"{settings!r} {settings}"
    settings._secret("slack_client_secret")
    said = redacting.clean(
        "; ".join([*(f"canary of {name}" for name in secret if name != "slack_client_secret"), "canarykeyone",
                   "canarykeytwo", "canary word", "canary%20word", "canary-of-a-file"])
    )  # fmt: skip
    assert said.replace("canary of slack_token_keys", "").count("canary") == 0


def test_words_that_are_no_secrets_stay() -> None:
    for text in (
        "http://127.0.0.1:8080/api", "job-42 of ana at 10:30", "a basic plan", "the bot serves",
        "2026-11-23T22:09:01.123456Z", "adapters.slack.workspaces", "sqlite:////var/lib/connects.db",
    ):  # fmt: skip
        assert redacting.clean(text) == text


@pytest.mark.parametrize(
    "part", ["/a:", "://a:", "/:", "'a", '"token', "a.", "bearer ", "xoxb-", "?code=", "A" * 39 + "."]
)
def test_whatever_is_logged_is_looked_through_in_no_time(part: str) -> None:
    long = (part * 20_000)[:20_000]
    began = thread_time()
    redacting.clean(long)
    assert thread_time() - began < 0.2
