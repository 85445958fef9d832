"""Each setting and each thing of the machine, set wrong once, is named with its mend."""

from __future__ import annotations

import os
import socket
import time
import zoneinfo
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot import cli
from bot import doctor_files as files
from bot import doctor_machine as machine
from bot import doctor_settings as of_settings
from bot.config import Settings
from bot.finding import OK, WARNING, WRONG, Finding

NUMBER = urlsafe_b64encode(b"109876543210987654").decode().rstrip("=")
DISCORD = f"{NUMBER}.GaBcDe.Zq9_canaryCANARYcanaryCANARYcanary-12"
BOT, APP = "xoxb-123456789012-canary", "xapp-1-A0123-4567-canary"
SIGNING = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("CONNECTS_", "DISCORD_", "SLACK_", "DATABASE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # where no .env is


@pytest.fixture
def port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def told(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def states(found: Iterable[Finding]) -> list[str]:
    return [one.state for one in found]


def the(found: Iterable[Finding], words: str) -> Finding:
    """The one finding that says this."""
    (one,) = [one for one in found if words in one.what]
    return one


@pytest.mark.parametrize(
    "token",
    [f"Bot {DISCORD}", f'"{DISCORD}"', "a.b.c", SIGNING, "…", f"{DISCORD}.x", DISCORD.replace(".", " ")],
)
def test_what_is_no_token_of_discords(token: str) -> None:
    found = of_settings.discord(told(discord_token=token))
    assert found.state == WRONG
    assert found.mend
    assert token not in found.what + found.mend or token == "…"


def test_a_token_of_discords() -> None:
    assert of_settings.discord(told(discord_token=DISCORD)).state == OK


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slack_bot_token": APP, "slack_app_token": APP}, "SLACK_BOT_TOKEN does not begin"),
        ({"slack_bot_token": BOT, "slack_app_token": BOT}, "SLACK_APP_TOKEN does not begin"),
        ({"slack_bot_token": "xoxb-…", "slack_app_token": APP}, "SLACK_BOT_TOKEN is not shaped"),
        ({"slack_bot_token": BOT, "slack_signing_secret": APP}, "SLACK_SIGNING_SECRET is not shaped"),
        ({"slack_bot_token": BOT}, "Slack needs SLACK_APP_TOKEN"),
    ],
)
def test_what_slack_needs(given: dict[str, str], words: str) -> None:
    found = the(of_settings.slack(told(**given)), words)
    assert found.state == WRONG
    assert found.mend
    assert "canary" not in found.what + found.mend


def test_all_that_slack_needs() -> None:
    for more in ({"slack_app_token": APP}, {"slack_signing_secret": SIGNING}):
        assert states(of_settings.slack(told(slack_bot_token=BOT, **more))) == [OK]


def test_a_secret_and_its_file_are_both_set(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(DISCORD)
    (found,) = of_settings.secrets(told(discord_token=DISCORD, discord_token_file=file))
    assert found == Finding(
        WARNING, "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set; the file is not read.", "remove one."
    )
    (found,) = of_settings.secrets(told(database_url="a.db", database_url_file=file))
    assert found.state == WARNING


@pytest.mark.skipif(os.name == "nt", reason="has no such rights")
def test_files_of_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    settings = told(slack_bot_token_file=file)
    assert the(of_settings.secrets(settings), "can't be read").state == WRONG
    file.write_text("\n")
    assert the(of_settings.secrets(settings), "is empty").state == WRONG
    file.write_text(BOT)
    for mode, state in ((0o600, OK), (0o640, WARNING), (0o644, WARNING)):
        file.chmod(mode)
        (found,) = of_settings.secrets(settings)
        assert found.state == state
        assert (found.mend == f"chmod 600 {file}") == (state == WARNING)
    monkeypatch.setattr(of_settings, "MOUNTED", (str(tmp_path),))
    assert states(of_settings.secrets(settings)) == [OK]


@pytest.mark.skipif(os.name == "nt", reason="has no such rights")
def test_a_file_env_that_everybody_reads(tmp_path: Path) -> None:
    held = tmp_path / ".env"
    held.write_text("CONNECTS_PRESET=classic\n")
    held.chmod(0o644)
    assert states(of_settings.secrets(told())) == []
    held.write_text(f"DISCORD_TOKEN={DISCORD}\n")
    assert the(of_settings.secrets(told()), "Every user of this machine").state == WARNING


def test_ports(port: int) -> None:
    settings = told(health_port=port, http_port=port)
    assert states(of_settings.ports(told(), http=False)) == []
    assert states(of_settings.ports(settings, http=False)) == [OK]
    assert the(of_settings.ports(settings, http=True), "are both").state == WRONG
    with socket.socket() as one:
        one.bind(("127.0.0.1", port))
        one.listen()
        found = the(of_settings.ports(settings, http=False), "Nothing can listen")
    assert found.state == WRONG
    assert "CONNECTS_HEALTH_PORT" in found.mend
    elsewhere = told(health_port=port, health_host="203.0.113.7")
    assert the(of_settings.ports(elsewhere, http=False), "Nothing can listen").state == WRONG


def test_a_port_that_a_bot_has_is_fine(port: int) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b'{"ok": false}')

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", port), Answers)
    thread = Thread(target=server.handle_request)
    thread.start()
    try:
        found = the(of_settings.ports(told(health_port=port), http=False), "A bot is listening")
    finally:
        thread.join(3)
        server.server_close()
    assert found.state == OK


def test_settings_that_can_not_be_are_all_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONNECTS_PRESET", "modern")
    monkeypatch.setenv("CONNECTS_HEALTH_PORT", "canary")
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert all(line.startswith("error ") and "Mend: " in line for line in said)
    assert "CONNECTS_PRESET" in "".join(said)
    assert "canary" not in "".join(said)
    assert cli.main(["verify"]) == cli.FAILED
    assert capsys.readouterr().err.count("\n") == 1


# The machine -----------------------------------------------------------------


def test_time_zones_of_long_ago(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Madrid").touch()
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path / "no"), str(tmp_path)))
    now = time.mktime((2026, 11, 1, 0, 0, 0, 0, 0, 0))
    assert machine.age(now).state == OK
    assert "can't be told" in machine.age(now).what
    for release, state in (("2026a", OK), ("2025b", OK), ("2024b", WARNING), ("2013d", WARNING)):
        (tmp_path / "tzdata.zi").write_text(f"# version {release}\nR d 1916")
        assert machine.age(now).state == state
        assert release in machine.age(now).what
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    assert "20" in machine.age(now).what  # that of the package


def test_a_clock_that_nobody_sets() -> None:
    assert states(machine.synchronised(5)) == [WARNING]
    assert states(machine.synchronised(0)) == [OK]
    assert states(machine.synchronised(None)) == states(machine.synchronised(-1)) == []
    assert machine.kernel() in (None, -1, 0, 1, 2, 3, 4, 5)


def test_memory(tmp_path: Path) -> None:
    assert states(machine.memory(None)) == []
    for megabytes, state in ((50, WRONG), (200, WARNING), (2_000, OK)):
        assert states(machine.memory(megabytes << 20)) == [state]
    assert machine.available(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 4000 kB\n")
    assert machine.available(tmp_path) == 4000 << 10
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    (tmp_path / "sys/fs/cgroup/memory.current").write_text("1000\n")
    assert machine.available(tmp_path) == 4000 << 10
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("51000\n")
    assert machine.available(tmp_path) == 50_000


# The file ----------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="has no such rights")
def test_a_database_that_everybody_reads(tmp_path: Path) -> None:
    path = tmp_path / "connects.db"
    tmp_path.chmod(0o755)
    assert states(files.private(path)) == []
    path.touch()
    for folder, file, state in ((0o755, 0o644, WARNING), (0o755, 0o600, OK), (0o700, 0o644, OK)):
        tmp_path.chmod(folder)
        path.chmod(file)
        (found,) = files.private(path)
        assert found.state == state
        assert ("chmod" in found.mend) == (state == WARNING)


def test_journals_without_their_database(tmp_path: Path) -> None:
    path = tmp_path / "connects.db"
    assert states(files.journals(path)) == []
    (tmp_path / "connects.db-wal").touch()
    assert states(files.journals(path)) == []
    (tmp_path / "connects.db-wal").write_bytes(b"pages")
    found = the(files.journals(path), "connects.db-wal")
    assert found.state == WRONG
    assert "put the database back" in found.mend
    path.write_bytes(b"SQLite format 3")
    assert states(files.journals(path)) == []
