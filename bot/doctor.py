"""`connects doctor`: what is set up wrong on this machine, each with its mend."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator

from adapters.storage.errors import StorageError
from adapters.storage.files import sqlite_path
from adapters.storage.postgres import is_postgres
from bot import doctor_files as files
from bot import doctor_machine as machine
from bot import doctor_settings as of_settings
from bot.config import Settings
from bot.config_slack import ConfigError
from bot.finding import OK, WRONG, Finding
from bot.redacting import clean
from core import instants


def examine(url: str, settings: Settings) -> int:
    """Print a line a finding; 1 if one is wrong, else 0. Warnings are no failures."""
    wrong = False
    for finding in findings(url, settings):
        mend = f" Mend: {finding.mend}" if finding.mend else ""
        print(clean(f"{finding.state:<8} {finding.what}{mend}"))
        wrong = wrong or finding.state == WRONG
    return 1 if wrong else 0


def unreadable(error: ConfigError) -> int:
    """Print a line a setting that can't be; with them nothing else can be looked at."""
    for said in (str(error), *error.others):
        print(clean(f"{WRONG:<8} {said} Mend: deploy/env.example says what it may be."))
    return 1


def findings(url: str, settings: Settings) -> Iterator[Finding]:
    """Everything there is to look at, in order."""
    yield machine.python(sys.version_info[:3])
    yield machine.zones(instants.is_zone)
    yield machine.age(time.time())
    yield machine.clock(time.time())
    yield from machine.synchronised(machine.kernel())
    yield from machine.memory(machine.available())
    yield Finding(OK, f"The settings are valid; new communities start with {settings.preset}.")
    yield from of_settings.unknown(of_settings.names_set(), settings)
    yield from of_settings.secrets(settings)
    yield of_settings.discord(settings)
    yield from of_settings.slack(settings)
    yield from of_settings.stripe(settings)
    yield from of_settings.ports(settings, http=_listens(settings))
    yield from database(url)


def database(url: str) -> Iterator[Finding]:
    """Whether the database can be used, whichever it is."""
    if is_postgres(url):
        from bot.doctor_postgres import examine_postgres

        yield from examine_postgres(url)
        return
    yield machine.sqlite(sqlite3.sqlite_version_info)
    try:
        path = sqlite_path(url)
    except StorageError as error:
        yield Finding(WRONG, str(error))
        return
    if path is None:
        yield Finding(OK, "The database is in memory and is gone when the bot ends.")
        return
    yield from files.folder(path)
    if path.parent.is_dir():
        yield from files.journals(path)
        yield from files.database(path)
        yield from files.private(path)


def _listens(settings: Settings) -> bool:
    """Whether Slack's requests, installations, or Stripe's deliveries come over HTTP."""
    try:
        found, paid = settings.slack(), settings.stripe()
    except ConfigError:
        return False
    return paid is not None or (
        found is not None and (not settings.is_socket(found) or bool(settings.slack_client_id))
    )
