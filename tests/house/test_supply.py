"""What the bot is made of: every package locked with its hash, every licence one that lets it go on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.supply import KNOWN, NOT_HERE, canonical, licences, locked

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "tests/requirements.lock")


def named(requirement: str) -> str:
    return canonical(re.split(r"[\[<>=!~;\s]", requirement)[0])


@pytest.mark.parametrize("lock", LOCKS)
def test_each_pin_is_an_exact_version_with_a_hash_and_stands_once(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    pins = re.findall(r"(?m)^(\S+==\S+.*(?:\n +--hash.*)+)", text)
    names = [named(pin) for pin in pins]
    assert len(names) == len(set(names)) == len(re.findall(r"(?m)^[A-Za-z0-9]", text))
    for pin in pins:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[0-9][A-Za-z0-9.!+]*(?: |;)", pin), pin[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}(?!\S)", pin), pin[:60]


def test_the_tests_run_on_the_very_versions_that_are_shipped() -> None:
    shipped, tested = locked(ROOT / LOCKS[0]), locked(ROOT / LOCKS[1])
    assert shipped.items() <= tested.items()


def test_whatever_is_needed_is_locked_and_within_what_is_asked_for() -> None:
    from packaging.requirements import Requirement

    shipped = locked()
    for text in PROJECT["project"]["dependencies"]:
        asked = Requirement(text)
        assert shipped[canonical(asked.name)] in asked.specifier, text


def test_every_licence_is_known_and_lets_the_bot_be_handed_on() -> None:
    found = licences()
    assert len(found) == len(locked())
    assert {name for name, said in found.items() if said == NOT_HERE} <= ELSEWHERE
    assert not {name: said for name, said in found.items() if said != NOT_HERE and not KNOWN.search(said)}


ELSEWHERE = {"async-timeout", "audioop-lts", "colorama", "exceptiongroup", "greenlet"}
"""Locked for other systems or releases of Python only."""


def test_the_image_and_the_make_file_install_nothing_without_its_hash() -> None:
    for name in ("Makefile", "deploy/Dockerfile"):
        lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
        installs = [line for line in lines if re.search(r"\binstall\b|\$\(PIP\)", line) and "-r " in line]
        assert installs
        assert all("--require-hashes" in line for line in installs), name
