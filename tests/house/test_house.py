"""What the house is built like, held by tests: purity, sizes, names, places, secrets."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for area in ("bot", "core", "adapters") for path in (ROOT / area).rglob("*.py"))
CORE = [path for path in SOURCES if path.is_relative_to(ROOT / "core")]
ASYNC = {"core/engine.py", "core/ports.py", "core/chat/door.py", "core/chat/looking.py"}
CATCHES = {"core/pieces.py", "core/engine.py", "core/chat/door.py"}
IMPURE = {
    "time", "random", "secrets", "uuid", "os", "socket", "subprocess", "threading", "sqlite3", "sqlalchemy",
    "aiosqlite", "asyncpg", "discord", "slack", "slack_bolt", "slack_sdk", "requests", "aiohttp",
    "apscheduler", "structlog",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}  # of whatever came from datetime, by any name
LOOPS = {"core/engine.py", "core/marks.py", "core/pieces.py"}  # may import asyncio


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_awaits_only_at_its_edges(path: Path) -> None:
    awaiting = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Await | ast.AsyncFunctionDef)]
    assert not awaiting or name(path) in ASYNC


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_knows_no_platform_no_clock_no_chance_and_no_environment(path: Path) -> None:
    roots = {module.split(".")[0] for module in imported(path)}
    assert not roots & IMPURE
    assert "asyncio" not in roots or name(path) in LOOPS
    nodes = list(ast.walk(tree(path)))
    dates = {
        alias.asname or alias.name
        for node in nodes
        if (isinstance(node, ast.ImportFrom) and node.module == "datetime") or isinstance(node, ast.Import)
        for alias in node.names
        if isinstance(node, ast.ImportFrom) or alias.name == "datetime"
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            assert ast.unparse(node.value).split(".")[0] not in dates, ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"__import__", "open", "input", "print"}, ast.unparse(node)


@pytest.mark.parametrize("path", CORE, ids=name)
def test_only_the_engine_and_the_door_catch_everything(path: Path) -> None:
    for node in ast.walk(tree(path)):
        caught: list[str] = []
        if isinstance(node, ast.ExceptHandler):
            caught = [ast.unparse(part) for part in ast.walk(node.type)] if node.type else ["Exception"]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            caught = [ast.unparse(part) for part in node.args]
        assert not {"Exception", "BaseException"} & set(caught) or name(path) in CATCHES


@pytest.mark.parametrize("path", [path for path in CORE if "rules" in path.parts], ids=name)
def test_rules_change_things_only_through_the_book(path: Path) -> None:
    # A field set directly would escape the Book's log, and undo would forget it.
    own = {"self", "use", "draft", "operation"}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                    assert target.value.id in own or target.value.id == "book", ast.unparse(node)


def test_wallets_jobs_and_proposals_are_seen_only_where_they_are_settled() -> None:
    owners = {
        "Wallet": {"wallets", "dues", "returns", "members"},
        "Job": {"jobs", "returns"},
        "Proposal": {"proposals"},
        "BuyOrder": {"orders"},
    }
    for path in CORE:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("get", "the")
                and node.args
                and isinstance(node.args[0], ast.Name)
                and node.args[0].id in owners
            ):
                assert path.stem in owners[node.args[0].id], f"{name(path)}: {ast.unparse(node)}"


def test_nobody_imports_the_bot() -> None:
    for path in SOURCES:
        if not path.is_relative_to(ROOT / "bot"):
            assert not any(module.split(".")[0] == "bot" for module in imported(path)), name(path)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_are_of_a_size_to_be_read_at_a_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_folders_are_flat_and_named_for_what_they_hold() -> None:
    for path in SOURCES:
        parts = path.relative_to(ROOT).parts
        assert len(parts) <= 3 or parts[:3] == ("adapters", "storage", "migrations"), name(path)
        assert path.stem not in {"utils", "helpers", "common", "base", "manager"}, name(path)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)) or not path.read_text("utf-8").strip()


@pytest.mark.parametrize("area", ["", "core", "adapters", "tests", "deploy"])
def test_every_area_has_its_law(area: str) -> None:
    assert (ROOT / area / "README.md").read_text("utf-8").strip()


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    packages = re.split(r"\n(?=[a-zA-Z0-9])", text.strip())
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==", package), package[:60]
        assert "--hash=sha256:" in package, package[:60]
    assert "://" not in text


def test_what_the_project_needs_is_locked() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for requirement in needed:
        package = re.sub(r"[._]", "-", re.split(r"[\[<>=]", requirement)[0]).lower()
        assert re.search(rf"^{re.escape(package)}==", lock, re.M), package


def test_the_example_of_the_environment_is_fresh() -> None:
    from bot.config import example

    assert (ROOT / "deploy" / "env.example").read_text("utf-8") == example()
