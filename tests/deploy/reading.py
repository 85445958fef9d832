"""The files of deploy/, read: what the tests and the fresh installation look at."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
COMING: set[str] = set()
"""Files, settings and commands that deploy/ names and another branch makes; empty when all are merged."""


class Step(NamedTuple):
    """One instruction of the Dockerfile, in its stage."""

    stage: str
    word: str
    rest: str


def steps() -> list[Step]:
    """The Dockerfile's instructions in order; continued lines are one."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    stage, found = "", []
    for line in text.replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            stage = rest.partition(" AS ")[2] or "last"
        if word:
            found.append(Step(stage, word, re.sub(r"\s+", " ", rest.strip())))
    return found


def environment() -> dict[str, str]:
    """What the image sets."""
    pairs = (shlex.split(step.rest) for step in steps() if step.word == "ENV")
    return dict(pair.split("=", 1) for step in pairs for pair in step)


def compose() -> dict[str, Any]:
    """compose.yaml, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def resources() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every resource of Kubernetes with its file's name."""
    for path in sorted(KUBERNETES.rglob("*.yaml")):
        for one in yaml.safe_load_all(path.read_text("utf-8")):
            yield path.relative_to(KUBERNETES).as_posix(), one


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    """The pods that Kubernetes would start, by the name of what starts them."""
    for _, one in resources():
        if one["kind"] in ("Deployment", "StatefulSet"):
            yield one["metadata"]["name"], one["spec"]["template"]


def unit(name: str) -> list[tuple[str, str, str]]:
    """The lines of a unit of systemd: section, directive, value."""
    section, found = "", []
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            directive, _, value = line.partition("=")
            found.append((section, directive, value))
    return found


UNITS = sorted(
    path.relative_to(DEPLOY).as_posix()
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer"), *DEPLOY.glob("*.service.d/*.conf"))
    if path.is_file()
)
