"""The units of systemd: known directives, verified where systemd is, and hardened."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.reading import DEPLOY, UNITS, unit

KNOWN = {
    "Unit": "Description Documentation Wants After StartLimitIntervalSec StartLimitBurst",
    "Install": "WantedBy",
    "Timer": "OnCalendar RandomizedDelaySec Persistent",
    "Service": """
        Type User Group ExecStart Restart RestartPreventExitStatus RestartSec TimeoutStartSec
        TimeoutStopSec KillMode Environment EnvironmentFile LoadCredential StateDirectory
        StateDirectoryMode WorkingDirectory UMask Nice IOSchedulingClass NoNewPrivileges
        CapabilityBoundingSet AmbientCapabilities ProtectSystem ProtectHome PrivateTmp
        PrivateDevices PrivateNetwork PrivateUsers ProtectClock ProtectControlGroups ProtectHostname
        ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProcSubset
        RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID LockPersonality
        MemoryDenyWriteExecute RemoveIPC SystemCallArchitectures SystemCallFilter
        SystemCallErrorNumber MemoryMax TasksMax
    """,
}
ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.parametrize("name", UNITS)
def test_each_directive_is_one_of_its_section(name: str) -> None:
    lines = unit(name)
    assert lines
    for section, directive, _ in lines:
        assert directive in KNOWN[section].split(), f"[{section}] {directive}"


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("name", [name for name in UNITS if "/" not in name])
def test_systemd_itself_finds_nothing(name: str, tmp_path: Path) -> None:
    said = verified(name, tmp_path, "")
    assert said.returncode == 0, said.stderr
    assert name.partition(".")[0] not in said.stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not on this machine")
def test_systemd_itself_would_find_a_slip(tmp_path: Path) -> None:
    assert "'ProtectSytem'" in verified("connects.service", tmp_path, "ProtectSytem=strict\n").stderr


def verified(name: str, place: Path, more: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of a unit beside the others, its program being there."""
    for other in UNITS:
        text = (DEPLOY / other).read_text("utf-8").replace("/opt/connects/venv/bin/connects", "/bin/true")
        (place / other).parent.mkdir(exist_ok=True)
        (place / other).write_text(text.replace("\n[Install]", f"\n{more}[Install]"))
    assert ANALYZE is not None
    return subprocess.run(
        [ANALYZE, "verify", "--man=no", place / name],
        env={"SYSTEMD_UNIT_PATH": f"{place}:"}, capture_output=True, text=True,
    )  # fmt: skip


def values(name: str) -> dict[str, str]:
    return {directive: value for _, directive, value in unit(name)}


def test_a_wrong_setting_ends_it_and_anything_else_starts_it_again() -> None:
    from bot.cli import FAILED
    from bot.serving import DRAIN, ENDING, SENDING

    service = values("connects.service")
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == str(FAILED)
    assert int(service["TimeoutStopSec"]) > max(10, DRAIN + SENDING + ENDING)
    # A database that is away ends it with the same, and comes back.
    assert values("connects.service.d/postgresql.conf")["RestartPreventExitStatus"] == ""


def test_the_backup_is_of_the_same_user_and_folder() -> None:
    service, backup = values("connects.service"), values("connects-backup.service")
    for same in ("User", "Group", "WorkingDirectory", "UMask", "EnvironmentFile"):
        assert service[same] == backup[same]
    folder = re.search(r"--to %S/(\S+)", backup["ExecStart"])
    assert folder
    assert backup["StateDirectory"].split() == [service["StateDirectory"], folder[1]]
    assert (DEPLOY / "connects-backup.timer").exists()


@pytest.mark.parametrize("name", ["connects.service", "connects-backup.service"])
def test_it_can_write_its_own_folder_and_do_nothing_else(name: str) -> None:
    service = values(name)
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    for held in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "MemoryDenyWriteExecute"):
        assert service[held] == "yes"


@pytest.mark.parametrize("name", [name for name in UNITS if "/" in name])
def test_every_credential_is_read_as_a_file(name: str) -> None:
    lines = unit(name)
    loaded = {
        value.split(":")[0]: value.split(":")[1]
        for _, directive, value in lines
        if directive == "LoadCredential"
    }
    read = dict(re.findall(r"(\w+_FILE)=%d/(\w+)", (DEPLOY / name).read_text("utf-8")))
    assert {credential: f"/etc/connects/{credential}" for credential in read.values()} == loaded
    assert {variable.removesuffix("_FILE").lower() for variable in read} == set(loaded)
