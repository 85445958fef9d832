"""The image's own commands in a clean virtual environment, as Docker can't run everywhere.

The Dockerfile is read, so what runs here is what it says: its copies, its build, its settings, its entry.
Only the places differ, and SQLite is the machine's own. It installs from the network, so no test runs it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.config import Settings, variable
from tests.deploy.reading import COMING, ROOT, environment, steps

STORY = """\
ana> /connects balance
/job post "Design a logo" price:4
ben> /apply job-1 message:"Foxes are my thing"
ben> /connects balance
"""
LONG = 40
OUTSIDE = {"PATH", "HOME", "LANG", "SSL_CERT_FILE", "PIP_CONFIG_FILE", "PIP_INDEX_URL"}
"""What a clean environment keeps of this one's: enough to install."""


def build(place: Path, env: dict[str, str]) -> None:
    """The stage `build`, at another place."""
    source, prefix = place / "src", place / "connects"
    source.mkdir()
    for step in steps():
        if step.stage != "build":
            continue
        if step.word == "COPY":
            *names, _ = step.rest.split()
            for name in names:
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / name, source / name)
        elif step.word == "RUN":
            command = step.rest.replace("/opt/connects", str(prefix))
            command = command.replace("python -m venv", f"{sys.executable} -m venv", 1)
            print(f"RUN {step.rest}", flush=True)
            started = time.monotonic()
            done = subprocess.run(
                ["/bin/sh", "-euc", command],
                cwd=source, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
            if done.returncode:
                sys.exit(done.stdout)
            print(f"    {time.monotonic() - started:.0f} s", flush=True)


def run(place: Path, env: dict[str, str], arguments: list[str], given: str = "") -> tuple[int, str]:
    """What the image would do with these arguments: its code, its words."""
    (entry,) = [json.loads(step.rest) for step in steps() if step.word == "ENTRYPOINT"]
    (data,) = [step.rest for step in steps() if step.word == "VOLUME"]
    known = {variable(name) for name in Settings.model_fields}
    here = {
        name: value.replace("/opt/connects", str(place / "connects")).replace("$PATH", env["PATH"])
        if not value.startswith(data) else str(place / "data")
        for name, value in environment().items()
        if name not in COMING or name in known
    }  # fmt: skip
    program = shutil.which(entry[0], path=here["PATH"])
    assert program == str(place / "connects" / "bin" / entry[0]), program
    done = subprocess.run(
        [program, *entry[1:], *arguments], cwd=place / "data", env={"HOME": str(place), **here},
        input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
    )  # fmt: skip
    lines = done.stdout.rstrip().splitlines()
    shown = [*lines[:1], "(and so on)", *lines[-1:]] if len(lines) > LONG else lines
    print("\n$", *entry, *arguments, *(f"\n{line}" for line in shown), f"\n[{done.returncode}]", flush=True)
    return done.returncode, done.stdout


def main() -> int:
    """Build, then run; 0 if all of it did what it should."""
    env = {name: value for name, value in os.environ.items() if name in OUTSIDE or name.startswith("PIP_")}
    with tempfile.TemporaryDirectory(prefix="connects-") as folder:
        place = Path(folder)
        (place / "data").mkdir()
        build(place, env)
        (by_itself,) = [
            json.loads(step.rest) for step in steps() if step.word == "CMD" and step.stage == "last"
        ]
        (place / "data" / "tiny.story").write_text(STORY)
        chat, said = run(place, env, ["chat", "--script", "tiny.story"])
        piped, again = run(place, env, ["chat"], "ben> /connects balance\n")
        doctor, found = run(place, env, ["doctor"])
        manifest, _ = run(place, env, ["slack", "manifest"])
        invite, _ = run(place, env, ["discord", "invite", "--application", "1"])
        verify, _ = run(place, env, ["verify"])
        served, refused = run(place, env, by_itself)
        kept = [path.relative_to(place / "data").as_posix() for path in (place / "data").rglob("*.db")]
        facts = {
            "a story plays": chat == 0 and "36" in said,
            "what it did is kept in the volume": piped == 0
            and "36" in again
            and kept == ["connects/connects.db"],
            "the doctor finds nothing wrong": doctor == 0 and "error " not in found,
            "both platforms' libraries are there": manifest == invite == 0,
            "the books are right": verify == 0,
            "without a platform it says so and ends with 2": served == 2 and "no platform" in refused,
            "no pip is left": not (place / "connects" / "bin" / "pip").exists(),
        }
    print()
    for fact, holds in facts.items():
        print(f"{'ok  ' if holds else 'NOT '} {fact}")
    return 0 if all(facts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
