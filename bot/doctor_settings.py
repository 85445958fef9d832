"""What the doctor finds of the settings: names that are none, secrets' shapes and files, ports."""

from __future__ import annotations

import difflib
import json
import os
import re
import socket
import stat
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from bot.config import Settings, variable
from bot.config_slack import ConfigError
from bot.finding import OK, WARNING, WRONG, Finding

MOUNTED = ("/run/secrets", "/var/run/secrets", "/run/credentials")
"""Where orchestrators put secrets: readable in the container, which has one user."""
PLACEHOLDER = re.compile(r"[…<>]|\.\.\.|\s|^[\"']|changeme|your", re.I)
SECRET = re.compile(r"TOKEN|SECRET|KEYS|PASSWORD|DATABASE_URL", re.I)
HEXADECIMAL = re.compile(r"[0-9a-f]{32}")


def discord(settings: Settings) -> Finding:
    """Whether the token looks like one of Discord's: three parts, the first the bot's own number."""
    try:
        token = settings.discord()
    except ConfigError as error:
        return Finding(WRONG, str(error), "Name a file that this user can read.")
    if not token:
        return Finding(OK, "No DISCORD_TOKEN is set; `connects run` needs one, the terminal does not.")
    if token.startswith("Bot ") or PLACEHOLDER.search(token):
        return Finding(
            WRONG,
            "DISCORD_TOKEN has signs that no token has.",
            "Copy it alone, without Bot, quotes and spaces.",
        )
    first, *others = token.split(".")
    try:
        number = urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except ValueError:
        number = ""
    if len(others) != 2 or not number.isdecimal():
        return Finding(
            WRONG, "DISCORD_TOKEN is not shaped like a bot's token.",
            "Copy it from the portal: Bot, Reset Token. The client secret and the public key are others.",
        )  # fmt: skip
    where = f" at {settings.discord_api_base}" if settings.discord_api_base else ""
    return Finding(OK, f"Discord will be served{where}.")


def slack(settings: Settings) -> Iterator[Finding]:
    """Whether what Slack needs is there and looks like what it is."""
    try:
        found = settings.slack()
    except ConfigError as error:
        yield Finding(WRONG, str(error), "README, Slack in five minutes, says where each is found.")
        return
    if found is None:
        yield Finding(OK, "No SLACK_BOT_TOKEN is set; Slack is not served.")
        return
    wrong = False
    for name, value, begins in (
        ("SLACK_BOT_TOKEN", found.token, "xoxb-"), ("SLACK_APP_TOKEN", found.app_token, "xapp-")
    ):  # fmt: skip
        if value and not value.startswith(begins):
            wrong = True
            mend = "Copy the other one: bot tokens begin with xoxb-, app-level tokens with xapp-."
            yield Finding(WRONG, f"{name} does not begin with {begins}", mend)
        elif value and (PLACEHOLDER.search(value) or len(value) < len(begins) + 6):
            wrong = True
            mend = "Copy all of it, without quotes and spaces."
            yield Finding(WRONG, f"{name} is not shaped like a token", mend)
    for name, value in (
        ("SLACK_SIGNING_SECRET", found.signing_secret), ("SLACK_CLIENT_SECRET", found.client_secret)
    ):  # fmt: skip
        if value and not HEXADECIMAL.fullmatch(value) and not settings.slack_api_base:
            wrong = True
            yield Finding(
                WRONG, f"{name} is not shaped like one of Slack's, which has 32 signs, 0 to 9 and a to f.",
                "Copy it from Basic Information, App Credentials; the tokens are others.",
            )  # fmt: skip
    if not wrong:
        where = f" at {settings.slack_api_base}" if settings.slack_api_base else ""
        how = "Socket Mode" if settings.is_socket(found) else "HTTP"
        yield Finding(OK, f"Slack will be served{where} by {how}.")


def stripe(settings: Settings) -> Iterator[Finding]:
    """Whether what Stripe needs is there and fits together."""
    try:
        found = settings.stripe()
    except ConfigError as error:
        yield Finding(WRONG, str(error), "README, taking money with Stripe, says where each is found.")
        return
    if found is None:
        if settings.stripe_webhook_secret.get_secret_value() or settings.stripe_webhook_secret_file:
            mend = "set it too, or remove this one."
            yield Finding(WARNING, "STRIPE_WEBHOOK_SECRET is set and STRIPE_SECRET_KEY is not.", mend)
        else:
            yield Finding(OK, "No STRIPE_SECRET_KEY is set; orders are paid to staff.")
        return
    where = f" at {settings.stripe_api_base}" if settings.stripe_api_base else ""
    money = "real money" if "_live_" in found.key else "test money"
    yield Finding(
        OK, f"Stripe takes {money}{where}; it has to deliver to {settings.public_url}/stripe/webhook."
    )


def names_set() -> Mapping[str, str]:
    """The settings' variables in the environment and the file `.env`, and where each is."""
    there = dict.fromkeys(dotenv_values(".env"), "The file .env")
    there |= dict.fromkeys(os.environ, "The environment")
    return {
        name: where
        for name, where in there.items()
        if name.upper().startswith(("CONNECTS_", "DISCORD_", "SLACK_", "STRIPE_"))
    }


def unknown(there: Mapping[str, str], settings: Settings) -> Iterator[Finding]:
    """Variables that look like settings and are none."""
    known = [variable(name) for name in type(settings).model_fields]
    for name, where in sorted(there.items()):
        if name.upper() not in known:
            bare = {one.removeprefix("CONNECTS_"): one for one in known}
            near = difflib.get_close_matches(name.upper().removeprefix("CONNECTS_"), bare, 1, 0.0)
            mend = f"did you mean {bare[near[0]]}? Else remove it."
            yield Finding(WRONG, f"{where} sets {name}, which is no setting.", mend)


def secrets(settings: Settings) -> Iterator[Finding]:
    """Secrets that are set twice, and files of secrets: whether they are there, and who can read them."""
    for name in type(settings).model_fields:
        file: Path | None = getattr(settings, f"{name}_file", None)
        if file is None:
            continue
        value = getattr(settings, name)
        if (value.get_secret_value() if isinstance(value, SecretStr) else str(value)).strip():
            one = variable(name)
            yield Finding(WARNING, f"{one} and {one}_FILE are both set; the file is not read.", "remove one.")
        else:
            yield from _file(f"{variable(name)}_FILE", file)
    held = Path(".env")
    if held.is_file() and any(value for name, value in dotenv_values(held).items() if SECRET.search(name)):
        yield from _file("The file .env", held)


def _file(name: str, file: Path) -> Iterator[Finding]:
    try:
        content = file.read_text("utf-8").strip()
        mode = file.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        yield Finding(WRONG, f"{name}: {file} can't be read ({why}).", "name a file that this user can read.")
        return
    if not content:
        yield Finding(WRONG, f"{name}: {file} is empty.", "put the secret into it, and nothing else.")
    elif os.name != "nt" and mode & (stat.S_IRGRP | stat.S_IROTH) and not _mounted(file):
        who = "Every user of this machine" if mode & stat.S_IROTH else "A group of users"
        yield Finding(WARNING, f"{name}: {who} can read {file}.", f"chmod 600 {file}")
    else:
        yield Finding(OK, f"{name}: {file} can be read, by this user alone as far as it has to be.")


def _mounted(file: Path) -> bool:
    return any(file.resolve().is_relative_to(folder) or file.is_relative_to(folder) for folder in MOUNTED)


def ports(settings: Settings, *, http: bool) -> Iterator[Finding]:
    """Whether the ports that the bot will listen at are free, or the bot's already."""
    wanted = []
    if settings.health_port:
        wanted.append(("CONNECTS_HEALTH", settings.health_host, settings.health_port, "/healthz"))
    if http:
        wanted.append(("CONNECTS_HTTP", settings.http_host, settings.http_port, "/health"))
    if len({port for _, _, port, _ in wanted}) < len(wanted):
        yield Finding(
            WRONG, f"CONNECTS_HEALTH_PORT and CONNECTS_HTTP_PORT are both {settings.http_port}.",
            "choose another for one of them.",
        )  # fmt: skip
        return
    for name, host, port, path in wanted:
        why = _taken(host, port)
        if not why:
            yield Finding(OK, f"{host}:{port} ({name}_PORT) is free.")
        elif _answers(host, port, path):
            yield Finding(OK, f"A bot is listening at {host}:{port} ({name}_PORT) already, maybe this one.")
        else:
            yield Finding(
                WRONG, f"Nothing can listen at {host}:{port} ({why}).",
                f"set {name}_PORT to a free port and {name}_HOST to an address of this machine.",
            )  # fmt: skip


def _taken(host: str, port: int) -> str:
    """Why nothing can listen there; empty if it can."""
    try:
        ((family, kind, number, _, address), *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, number) as one:
            if os.name != "nt":
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _answers(host: str, port: int, path: str) -> bool:
    """Whether whoever listens there says that it is a bot that lives."""
    if not host.strip("0.:"):  # who listens everywhere is found here
        host = "::1" if ":" in host else "127.0.0.1"
    connection = HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", path)
        return "ok" in json.loads(connection.getresponse().read(1_000))
    except (OSError, HTTPException, ValueError, TypeError):
        return False
    finally:
        connection.close()
