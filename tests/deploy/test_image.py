"""The image: linted, pinned, and made of what is there."""

from __future__ import annotations

import fnmatch
import http.server
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.reading import DEPLOY, ROOT, environment, steps

HADOLINT = Path(sys.executable).with_name("hadolint")


def test_the_linter_finds_nothing() -> None:
    done = subprocess.run([HADOLINT, "--no-color", DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_linter_would_find_something() -> None:
    done = subprocess.run(
        [HADOLINT, "-"], input="FROM python\nRUN pip install x\n", capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "DL3006" in done.stdout


def test_what_comes_from_outside_is_pinned() -> None:
    bases = {step.rest.split()[0] for step in steps() if step.word == "FROM"}
    (base,) = [step.rest for step in steps() if step.word == "ARG" and step.rest.startswith("PYTHON=")]
    assert bases == {"${PYTHON}"}
    assert re.fullmatch(r"PYTHON=python:3\.\d+\.\d+-slim-trixie@sha256:[0-9a-f]{64}", base)
    for step in steps():
        if step.word == "ADD":
            assert re.match(
                r"--checksum=sha256:[0-9a-f]{64} https://sqlite\.org/\d{4}/sqlite-autoconf-\d{7}\.tar\.gz ",
                step.rest,
            )
        if step.word == "RUN" and "pip install" in step.rest:
            assert (
                "--require-hashes --only-binary=:all: -r requirements.lock" in step.rest
                or "--no-deps" in step.rest
            )


def test_it_is_of_this_release() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    assert f"VERSION={version[1]}" in [step.rest for step in steps() if step.word == "ARG"]


def test_its_sqlite_is_free_of_the_wal_reset_bug() -> None:
    from bot.doctor_machine import sqlite
    from bot.finding import OK

    (number,) = re.findall(r"sqlite-autoconf-(\d)(\d\d)(\d\d)00", (DEPLOY / "Dockerfile").read_text("utf-8"))
    version = tuple(map(int, number))
    assert sqlite(version).state == OK
    (least,) = re.findall(
        r"sqlite_version_info >= \((\d+), (\d+), (\d+)\)", (DEPLOY / "Dockerfile").read_text("utf-8")
    )
    least = tuple(map(int, least))
    assert sqlite(least).state == OK
    assert least <= version


def test_what_is_copied_is_there_and_not_ignored() -> None:
    rules = [
        line for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]  # fmt: skip
    assert rules[0] == "*"
    copied = [step.rest.split()[:-1] for step in steps() if step.word == "COPY" and "--from" not in step.rest]
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists(), name
        assert f"!{name}" in rules, name
    assert {rule[1:] for rule in rules if rule.startswith("!")} == {
        name for names in copied for name in names
    }
    for secret in (".env", "bot/.env", "bot/deep/connects.db", "bot/connects.db-wal"):
        hidden = [rule for rule in rules if rule.startswith("**/")]
        assert any(fnmatch.fnmatch("/" + secret, "*" + rule[2:]) for rule in hidden), secret


def test_it_runs_as_nobody_and_is_told_to_stop_directly() -> None:
    last = {step.word: step.rest for step in steps() if step.stage == "last"}
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last["USER"])
    assert json.loads(last["ENTRYPOINT"]) == ["connects"]
    assert json.loads(last["CMD"]) == ["run"]
    assert last["STOPSIGNAL"] == "SIGTERM"
    assert environment()["XDG_DATA_HOME"] == last["VOLUME"]


def healthy(port: int) -> int:
    """What the image's own health check says of a port: 0 is well."""
    (check,) = [step.rest for step in steps() if step.word == "HEALTHCHECK"]
    command = json.loads(check.partition("CMD ")[2])
    assert command[0] == "python"
    # A proxy in the environment is not asked.
    given = {"CONNECTS_HEALTH_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, *command[1:]], env=given, stderr=subprocess.DEVNULL).returncode


@contextmanager
def answering(status: int) -> Iterator[int]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(("status", "says"), [(200, 0), (503, 1), (404, 1)])
def test_the_health_check_asks_the_bot(status: int, says: int) -> None:
    with answering(status) as port:
        assert healthy(port) == says


def test_the_health_check_fails_where_nobody_answers() -> None:
    with answering(200) as port:
        pass
    assert healthy(port) != 0
