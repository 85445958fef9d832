"""``python -m tests.supply``, by `make audit`: what the bot is made of, and what is known against it.

Writes ``build/sbom.json`` (CycloneDX, by cyclonedx-bom: every locked package with its hashes and licence) and
``build/licences.txt``. Then asks pip-audit; a package that no vulnerability database was asked about
counts as a failure, since silence is no answer.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK, BUILD = ROOT / "requirements.lock", ROOT / "build"
KNOWN = re.compile(
    r"MIT|BSD|Apache|ISC|Python Software Foundation|PSF|Mozilla|MPL|Unlicense|Zlib|CC0|0BSD|HPND", re.I
)
"""Licences under which the bot may be handed on with the package in it."""
NOT_HERE = "not installed on this machine"


def canonical(name: str) -> str:
    """A package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: Path = LOCK) -> dict[str, str]:
    """Each locked package with its version."""
    found = re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock.read_text("utf-8"))
    return {canonical(name): version for name, version in found}


def licence(name: str) -> str:
    """What a package says of its licence: an expression, else its classifiers, else its words."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return NOT_HERE
    classified = [
        one.rpartition(" :: ")[2]
        for one in said.get_all("Classifier") or ()
        if one.startswith("License :: ") and not one.endswith("OSI Approved")
    ]
    words = str(said.get("License") or "").strip().splitlines()
    return (
        str(said.get("License-Expression") or "")
        or ", ".join(classified)
        or (words[0] if words else "none said")
    )


def licences() -> dict[str, str]:
    """The licence of every locked package."""
    return {name: licence(name) for name in sorted(locked())}


def _bom() -> dict[str, Any]:
    """The bill of materials: the lock's packages and hashes, with their licences."""
    path = BUILD / "sbom.json"
    command = ["cyclonedx_py", "requirements", "--pyproject", str(ROOT / "pyproject.toml"), "--of", "JSON"]
    subprocess.run([sys.executable, "-m", *command, "-o", str(path), str(LOCK)], check=True)
    bom: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for one in bom["components"]:
        one.pop("description", None)  # the lock's own lines
        said = licence(one["name"])
        if said != NOT_HERE:
            one["licenses"] = [{"license": {"name": said}}]
    path.write_text(json.dumps(bom, indent=1, sort_keys=True) + "\n", "utf-8")
    return bom


def _audit() -> tuple[int, int, list[str]]:
    """How many packages were looked up, how many could not be, and what is known of the others."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), "--require-hashes", "--disable-pip",
               "--progress-spinner", "off", "-f", "json"]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(said.stdout)["dependencies"]
    except (ValueError, KeyError):
        return 0, len(locked()), []
    skipped = [one for one in found if "skip_reason" in one]
    bad = [f"{one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}"
           for one in found if one.get("vulns")]  # fmt: skip
    return len(found) - len(skipped), len(skipped), bad


def main() -> int:
    """Write and ask; 1 if something is wrong, or if nobody could be asked."""
    BUILD.mkdir(exist_ok=True)
    of = licences()
    (BUILD / "licences.txt").write_text("".join(f"{name:<28}{of[name]}\n" for name in of), "utf-8")
    bom = _bom()
    print(f"build/sbom.json: {len(bom['components'])} packages; build/licences.txt: their licences.")
    odd = [f"{name} ({said})" for name, said in of.items() if said != NOT_HERE and not KNOWN.search(said)]
    if odd:
        print(f"Licences to look at: {', '.join(odd)}.")
    asked, unasked, bad = _audit()
    for one in bad:
        print(f"Known to be bad: {one}")
    if unasked:
        print(
            f"{unasked} of {asked + unasked} packages could not be looked up: no vulnerability database was "
            "reached for them. Run `make audit` where pypi.org can be reached."
        )
    else:
        print(f"{asked} packages looked up, {len(bad)} with something known.")
    return 1 if bad or odd or unasked else 0


if __name__ == "__main__":
    sys.exit(main())
