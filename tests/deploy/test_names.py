"""What deploy/ says of the bot is so: its settings, its commands, its metrics."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot.cli import _parser
from bot.config import Settings, load, variable
from bot.config_slack import ConfigError
from tests.deploy.reading import COMING, DEPLOY, ROOT

KNOWN = {variable(name) for name in Settings.model_fields}
NAMED = re.compile(r"\b(?:CONNECTS|DISCORD|SLACK)_[A-Z][A-Z_]*[A-Z]\b|\bDATABASE_URL(?:_FILE)?\b")
FILES = sorted(
    path for path in DEPLOY.rglob("*")
    if path.is_file() and path.suffix not in (".png", ".gif", ".json") and "secrets" not in path.parts
)  # fmt: skip
SAID = re.compile(r"(?:^|`|bin/|exec |bot )connects ([a-z][^`\n#|]*)", re.M)
METRICS = ROOT / "bot" / "metrics.py"


def name(path: Path) -> str:
    return path.relative_to(DEPLOY).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_setting_named_is_one(path: Path) -> None:
    assert set(NAMED.findall(path.read_text("utf-8"))) - KNOWN <= COMING


def test_every_setting_is_in_the_example_once() -> None:
    listed = re.findall(r"^# ([A-Z_]+)=", (DEPLOY / "env.example").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(KNOWN)


def test_every_secret_may_stand_in_a_file() -> None:
    for one in KNOWN:
        if re.search(r"(TOKEN|SECRET|KEYS|DATABASE_URL)$", one):
            assert f"{one}_FILE" in KNOWN, one


def words(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands that a parser knows."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_command_named_is_one_and_has_its_options(path: Path) -> None:
    text = path.read_text("utf-8")
    for line in SAID.findall(text):
        first, *rest = line.split()
        if first in COMING:
            continue
        parser = words(_parser())[first.strip(".,;:")]
        if words(parser) and rest:
            parser = words(parser)[rest[0]]
        for option in re.findall(r"--[a-z-]+", line):
            assert option in parser._option_string_actions, line


def test_commands_are_found_at_all() -> None:
    said = SAID.findall((DEPLOY / "README.md").read_text("utf-8"))
    assert {"verify", "doctor", "migrate", "backup"} <= {line.split()[0] for line in said}


def exported() -> set[str]:
    """The metrics' names as the bot says them, in all their forms."""
    names = set(re.findall(r'"(connects_[a-z_]+)"', "".join(
        path.read_text("utf-8") for path in METRICS.parent.glob("metrics*.py")
    )))  # fmt: skip
    return names | {one + end for one in names for end in ("_total", "_bucket", "_sum", "_count")}


@pytest.mark.skipif(not METRICS.exists(), reason="bot/metrics.py is made by another branch")
def test_the_alerts_watch_what_there_is() -> None:
    watched = set(re.findall(r"\bconnects_[a-z_]+\b", (DEPLOY / "alerts.yml").read_text("utf-8")))
    assert watched
    assert watched <= exported()


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    import yaml

    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["mend"]


def test_the_databases_address_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "database_url"
    file.write_text("sqlite:///held.db\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert load().database() == "sqlite:///held.db"
    monkeypatch.setenv("DATABASE_URL", "other.db")
    assert load().database() == "other.db"
    monkeypatch.delenv("DATABASE_URL")
    file.unlink()
    with pytest.raises(ConfigError, match="DATABASE_URL_FILE names a file that can't be read"):
        load().database()
