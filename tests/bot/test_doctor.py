"""What the doctor finds, and what it makes of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from adapters.storage.lock import Lock
from adapters.storage.migrate import migrate
from bot import doctor
from bot import doctor_files as files
from bot import doctor_machine as machine
from bot import doctor_settings as of_settings
from bot.config import Settings
from bot.finding import OK, WARNING, WRONG, Finding

Output = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in list(os.environ):
        if name.startswith("CONNECTS_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)  # where no .env is
    return Settings()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    migrate(str(tmp_path / "connects.db"))
    return tmp_path / "connects.db"


def states(found: Iterable[Finding], about: str) -> list[str]:
    return [finding.state for finding in found if about in finding.what]


def test_a_machine_that_is_set_up_well_is_zero(path: Path, settings: Settings, capsys: Output) -> None:
    assert doctor.examine(str(path), settings) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith(("ok ", "warning ")) for line in lines)
    assert len(lines) >= 10


def test_what_is_wrong_is_one_and_names_its_mend(tmp_path: Path, settings: Settings, capsys: Output) -> None:
    assert doctor.examine(str(tmp_path / "no" / "connects.db"), settings) == 1
    assert f"Mend: mkdir -p {tmp_path / 'no'}" in capsys.readouterr().out
    assert doctor.examine("mysql://host/connects", settings) == 1


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ((3, 37, 2), WRONG), ((3, 38, 0), WARNING), ((3, 40, 1), WARNING), ((3, 44, 5), WARNING),
        ((3, 44, 6), OK), ((3, 44, 7), WARNING), ((3, 50, 6), WARNING), ((3, 50, 7), OK),
        ((3, 51, 0), WARNING), ((3, 51, 2), WARNING), ((3, 51, 3), OK), ((3, 52, 0), WARNING),
        ((3, 53, 0), OK), ((3, 54, 1), OK),
    ],
)  # fmt: skip
def test_which_sqlite_has_the_bug(version: tuple[int, ...], state: str) -> None:
    assert machine.sqlite(version).state == state


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10, 9), WRONG), ((3, 11, 0), OK), ((3, 14, 2), OK), ((4, 0, 0), OK)]
)
def test_which_python_is_new_enough(version: tuple[int, ...], state: str) -> None:
    assert machine.python(version).state == state


def test_time_zones_and_the_clock() -> None:
    assert machine.zones(lambda name: True).state == OK
    assert machine.zones(lambda name: name == "UTC").state == WRONG
    assert machine.clock(0).state == WRONG
    assert machine.clock(1_800_000_000).state == OK
    assert machine.clock(5_000_000_000).state == WRONG


def test_a_misspelt_setting_is_wrong_wherever_it_stands(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONNECTS_PRESETT", "classic")
    monkeypatch.setenv("CONNECTS_LOG_LEVEL", "info")
    (tmp_path / ".env").write_text("CONNECTS_DATABASE=here\nOTHER=1\n", "utf-8")
    first, second = of_settings.unknown(of_settings.names_set(), settings)
    assert (first.state, second.state) == (WRONG, WRONG)
    assert "CONNECTS_DATABASE," in first.what
    assert "DATABASE_URL?" in first.mend
    assert "The file .env" in first.what
    assert "CONNECTS_PRESET?" in second.mend


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local\\040disk ext4 rw 0 0
//server/share /mnt cifs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/var/lib", "ext4"), ("/home/bot", "nfs4"), ("/home/local disk/bot", "ext4"), ("/mnt", "cifs")],
)
def test_which_file_system_a_folder_is_on(folder: str, kind: str) -> None:
    assert files.filesystem(Path(folder), MOUNTS) == kind


def test_a_network_file_system_is_wrong(
    path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "filesystem", lambda there, mounts: "nfs4")
    if Path("/proc/mounts").exists():
        assert states(files.folder(path), "network file system") == [WRONG]


@pytest.mark.parametrize(("free", "state"), [(50 << 20, WRONG), (500 << 20, WARNING), (50 << 30, OK)])
def test_a_full_disk(free: int, state: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.shutil, "disk_usage", lambda there: _Usage(free))
    assert states(files.folder(path), "free") == [state]


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_a_database_in_use_is_fine(path: Path) -> None:
    lock = Lock(path)
    try:
        assert states(files.database(path), "in use, which is fine") == [OK]
    finally:
        lock.release()
    assert states(files.database(path), "No other process") == [OK]


def test_schemas_that_are_newer_foreign_or_lacking(tmp_path: Path, path: Path) -> None:
    assert states(files.database(tmp_path / "none.db"), "makes it when it starts") == [OK]
    (tmp_path / "empty.db").touch()
    assert states(files.database(tmp_path / "empty.db"), "lacks the schema 0001") == [WARNING]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert states(files.database(path), "newer release") == [WRONG]
    with closing(sqlite3.connect(tmp_path / "foreign.db", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE other (x)")
    assert states(files.database(tmp_path / "foreign.db"), "not one of Connects") == [WRONG]


def test_a_database_that_is_later_than_the_clock(path: Path) -> None:
    assert states(files.ahead(path, 0.0), "later than the clock") == []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        fields = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(community)"))
        values = ", ".join(
            {"head": "''", "at": "4000000000000000"}.get(name, "1" if name == "community" else "0")
            for name in fields.split(", ")
        )
        connection.execute(f"INSERT INTO community ({fields}) VALUES ({values})")
    assert states(files.ahead(path, 1_800_000_000.0), "later than the clock") == [WARNING]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        assert states(files.folder(path), "can't be written to") == [WRONG]
    finally:
        path.parent.chmod(0o700)
