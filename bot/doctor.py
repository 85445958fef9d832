"""`connects doctor`: what is set up wrong on this machine, each with its mend."""

from __future__ import annotations

import difflib
import os
import shutil
import sqlite3
import sys
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from dotenv import dotenv_values

from adapters.storage import migrate
from adapters.storage.errors import StorageError
from adapters.storage.files import reading, sqlite_path
from adapters.storage.lock import Lock
from adapters.storage.store import OLDEST
from bot.config import Settings, variable
from bot.config_slack import ConfigError
from core import instants

OK, WARNING, WRONG = "ok", "warning", "wrong"
PYTHON = (3, 11)
MENDED = ((3, 44, 6), (3, 50, 7))
"""SQLites before 3.51.3 that have the mend of the WAL-reset bug."""
NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs",
    "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone",
}  # fmt: skip
LITTLE, TOO_LITTLE = 1 << 30, 100 << 20
YEARS = range(2025, 2101)


class Finding(NamedTuple):
    """Something looked at: how it is, what it is, and what mends it."""

    state: str
    what: str
    mend: str = ""


def examine(url: str, settings: Settings) -> int:
    """Print a line a finding; 1 if one is wrong, else 0. Warnings are no failures."""
    wrong = False
    for finding in findings(url, settings):
        mend = f" Mend: {finding.mend}" if finding.mend else ""
        print(f"{finding.state:<8} {finding.what}{mend}")
        wrong = wrong or finding.state == WRONG
    return 1 if wrong else 0


def findings(url: str, settings: Settings) -> Iterator[Finding]:
    """Everything there is to look at, in order."""
    yield python(sys.version_info[:3])
    yield sqlite(sqlite3.sqlite_version_info)
    yield zones(instants.is_zone)
    yield clock(time.time())
    yield Finding(OK, f"The settings are valid; new communities start with {settings.preset}.")
    yield from unknown(names_set(), settings)
    yield discord(settings)
    yield slack(settings)
    try:
        path = sqlite_path(url)
    except StorageError as error:
        yield Finding(WRONG, str(error))
        return
    if path is None:
        yield Finding(OK, "The database is in memory and is gone when the bot ends.")
        return
    yield from folder(path)
    if path.parent.is_dir():
        yield from database(path)


def discord(settings: Settings) -> Finding:
    """Whether the token looks like one of Discord's: three parts, the first the bot's own number."""
    try:
        token = settings.discord()
    except ConfigError as error:
        return Finding(WRONG, str(error), "Name a file that this user can read.")
    if not token:
        return Finding(OK, "No DISCORD_TOKEN is set; `connects run` needs one, the terminal does not.")
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


def slack(settings: Settings) -> Finding:
    """Whether what Slack needs is there and looks like what it is."""
    try:
        found = settings.slack()
    except ConfigError as error:
        return Finding(WRONG, str(error), "README, Slack in five minutes, says where each is found.")
    if found is None:
        return Finding(OK, "No SLACK_BOT_TOKEN is set; Slack is not served.")
    for name, value, begins in (
        ("SLACK_BOT_TOKEN", found.token, "xoxb-"), ("SLACK_APP_TOKEN", found.app_token, "xapp-")
    ):  # fmt: skip
        if value and not value.startswith(begins):
            mend = "Copy the other one: bot tokens begin with xoxb-, app-level tokens with xapp-."
            return Finding(WRONG, f"{name} does not begin with {begins}", mend)
    where = f" at {settings.slack_api_base}" if settings.slack_api_base else ""
    how = "Socket Mode" if settings.is_socket(found) else "HTTP"
    return Finding(OK, f"Slack will be served{where} by {how}.")


def python(version: tuple[int, ...]) -> Finding:
    """Whether this Python is new enough."""
    said = f"Python {'.'.join(map(str, version))}."
    if version[:2] < PYTHON:
        return Finding(WRONG, said, f"use Python {'.'.join(map(str, PYTHON))} or newer.")
    return Finding(OK, said)


def sqlite(version: tuple[int, ...]) -> Finding:
    """Whether this SQLite is new enough, and free of the WAL-reset bug."""
    said = f"SQLite {'.'.join(map(str, version))}"
    mend = "use SQLite 3.51.3, or 3.53.0 or newer."
    if version < OLDEST:
        return Finding(WRONG, f"{said} is too old.", mend)
    if version == (3, 52, 0):
        return Finding(WARNING, f"{said} was withdrawn by its makers.", mend)
    if version <= (3, 51, 2) and version not in MENDED:
        # One connection writes and also checkpoints, and the bug needs two.
        return Finding(
            WARNING,
            f"{said} has the WAL-reset bug, which this bot, as its database's only writer, does not meet; "
            "let no other program write to the file.",
            mend,
        )
    return Finding(OK, f"{said}.")


def zones(is_zone: Callable[[str], bool]) -> Finding:
    """Whether the time zones are known."""
    if all(is_zone(name) for name in ("UTC", "Europe/Madrid", "America/New_York")):
        return Finding(OK, "Time zone data is present.")
    return Finding(WRONG, "There is no time zone data.", "pip install tzdata")


def clock(now: float) -> Finding:
    """Whether the clock shows a year in which this can be running."""
    year = time.gmtime(now).tm_year
    if year in YEARS:
        return Finding(OK, f"The clock says {instants.iso(int(now) * instants.SECOND)}.")
    return Finding(
        WRONG, f"The clock says it is the year {year}.", "set the clock, and keep it right with NTP."
    )


def names_set() -> Mapping[str, str]:
    """The settings' variables in the environment and the file `.env`, and where each is."""
    there = dict.fromkeys(dotenv_values(".env"), "The file .env")
    there |= dict.fromkeys(os.environ, "The environment")
    return {
        name: where
        for name, where in there.items()
        if name.upper().startswith(("CONNECTS_", "DISCORD_", "SLACK_"))
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


def folder(path: Path) -> Iterator[Finding]:
    """Whether the database's folder can be used."""
    there = path.parent
    if not there.is_dir():
        yield Finding(WRONG, f"The database's folder {there} does not exist.", f"mkdir -p {there}")
        return
    if not os.access(there, os.W_OK | os.X_OK):
        yield Finding(WRONG, f"The database's folder {there} can't be written to.", "give the bot's user it.")
    else:
        yield Finding(OK, f"The database's folder {there} can be written to.")
    free = shutil.disk_usage(there).free
    said = f"{free / (1 << 30):.1f} GB are free on its disk."
    if free < LITTLE:
        yield Finding(WRONG if free < TOO_LITTLE else WARNING, said, "make room.")
    else:
        yield Finding(OK, said)
    mounts = Path("/proc/mounts")
    kind = filesystem(there, mounts.read_text("utf-8", "replace")) if mounts.exists() else ""
    if kind in NETWORK:
        yield Finding(
            WRONG,
            f"The database's folder is on a network file system ({kind}), where SQLite's locks do not hold.",
            "put the database on a local disk.",
        )
    elif kind:
        yield Finding(OK, f"Its file system is a local one ({kind}).")


def filesystem(there: Path, mounts: str) -> str:
    """The kind of file system that a folder is on, as the text of /proc/mounts has it; empty if unknown."""
    folders, best, kind = (there.resolve(), *there.resolve().parents), -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        mounted = Path(parts[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # The last of several mounts on one folder is the one that is seen.
        if mounted in folders and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), parts[2]
    return kind


def database(path: Path) -> Iterator[Finding]:
    """Whether the database is one of this release, and who has it."""
    if not path.exists():
        yield Finding(OK, f"There is no database at {path} yet; the bot makes it when it starts.")
        return
    if not os.access(path, os.R_OK | os.W_OK):
        yield Finding(WRONG, f"The database {path} can't be read and written.", "give the bot's user it.")
        return
    try:
        todo = migrate.pending(path)
    except StorageError as error:
        yield Finding(WRONG, str(error))
        return
    if todo:
        yield Finding(WARNING, f"The database lacks the schema {', '.join(todo)}.", "connects migrate")
    else:
        yield Finding(OK, f"The database has schema {migrate.HEAD}, the newest this release knows.")
        yield from ahead(path, time.time())
    lock = path.with_name(path.name + ".lock")
    if lock.exists():
        if not os.access(lock, os.R_OK | os.W_OK):
            yield Finding(WRONG, f"The lock file {lock} can't be written to.", "give the bot's user it.")
            return
        try:
            Lock(path).release()
        except StorageError:
            yield Finding(OK, "Another Connects process has the database in use, which is fine.")
            return
    yield Finding(OK, "No other process has the database in use.")


def ahead(path: Path, now: float) -> Iterator[Finding]:
    """Whether the database's own time is later than the clock's, which a community's never goes back to."""
    try:
        with closing(sqlite3.connect(reading(path), uri=True)) as connection:
            ((last,),) = connection.execute("SELECT coalesce(max(at), 0) FROM community").fetchall()
    except sqlite3.Error as error:
        yield Finding(WRONG, f"The database can't be read: {error}.", "restore a backup.")
        return
    if last > int(now) * instants.SECOND + instants.HOUR:
        yield Finding(
            WARNING,
            f"The database's last operation is of {instants.iso(last)}, later than the clock.",
            "set the clock, unless this database was played with on the console.",
        )
