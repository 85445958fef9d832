"""Reads a story: a console script whose comments say what is expected. README.md has the grammar in words.

# Rule 17: applying pays at once.        the first comment: the rules, and the fact
#now 2026-11-23T09:00:00+00:00           settings: #now, #preset, #after
ana> /apply job-1 message:"I can do it"
#= apply.paid paid=4 balance=36          the answer's key, and some of its facts
#: You applied to job-1 …                a line of it, word by word
#> #jobs job.card job=1                  what was sent by this line, all of it
ana> /apply job-1
#! proposal.twice job=1                  a refusal
#> none                                  nothing was sent
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NOW = "2026-11-23T09:00:00+00:00"
PLATFORMS = ("discord", "slack")
REST = "..."
"""Among notices: others may have been sent, too."""

_FACT = re.compile(r'([\w.-]+)=("(?:[^"\\]|\\.)*"|\S*)(?:\s+|$)')
_WHOLE = re.compile(r"-?[0-9]+")
_WORDS = {"null": None, "true": True, "false": False}
_RULES = re.compile(r"# Rules? ([0-9]+(?:(?:, | and )[0-9]+)*): (.+)")


@dataclass(frozen=True)
class Sent:
    """A notice that is expected; ``lines`` stand in its text."""

    to: str
    key: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@dataclass
class Expected:
    """What is expected of one line of a story; None is not looked at."""

    ok: bool | None = None
    key: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    sent: list[Sent] | None = None
    form: str | None = None
    buttons: int | None = None
    file: list[str] = field(default_factory=list)
    never: dict[str, str] = field(default_factory=dict)  # why no client of a platform sends it


@dataclass(frozen=True)
class Story:
    """A script, what is expected of its lines by number, and the facts of its head."""

    name: str
    rules: tuple[int, ...]
    fact: str
    now: str
    preset: str
    after: str
    lines: Sequence[str]
    expected: dict[int, Expected]


class Unreadable(ValueError):
    """A story that is not written as the grammar wants it."""


def names() -> list[str]:
    """Every story, in the order of the numbers."""
    return sorted(path.stem for path in FOLDER.glob("*.story"))


def read(name: str) -> Story:
    """Read a story. Raises Unreadable."""
    lines = (FOLDER / f"{name}.story").read_text("utf-8").removesuffix("\n").split("\n")
    settings = {"now": NOW, "preset": "classic", "after": ""}
    expected: dict[int, Expected] = {}
    last = 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        try:
            if not text.startswith("#"):
                last = number if text else last
            elif text != "#" and not text.startswith("# "):
                _note(text, settings, expected.setdefault(last, Expected()) if last else None)
        except ValueError as error:
            raise Unreadable(f"{name}.story:{number}: {line}: {error}") from error
    found = _RULES.match(lines[0])
    if not found and not re.match(r"# Console: .+", lines[0]):
        raise Unreadable(f"{name}.story:1: begin with '# Rule 7: …' or '# Console: …'")
    rules = tuple(int(one) for one in re.findall("[0-9]+", found[1])) if found else ()
    fact = found[2] if found else lines[0].partition(": ")[2]
    return Story(name, rules, fact, settings["now"], settings["preset"], settings["after"], lines, expected)


def _note(text: str, settings: dict[str, str], expected: Expected | None) -> None:
    sign, rest = text[:2], text[2:].strip()
    word, _, value = text[1:].partition(" ")
    if word in settings:
        if expected is not None:
            raise ValueError("settings stand above the first line")
        settings[word] = value.strip()
        return
    if expected is None:
        raise ValueError("nothing was said yet")
    if sign in ("#=", "#!"):
        if expected.key:
            raise ValueError("a line has one answer")
        expected.key, expected.facts = _facts(rest)
        expected.ok = sign == "#="
    elif sign == "#>":
        expected.sent = expected.sent or []
        if rest != "none":
            to, _, said = rest.partition(" ")
            expected.sent.append(Sent(to, *_facts(said)) if to != REST else Sent(REST))
    elif sign == "#:":
        (expected.sent[-1].lines if expected.sent else expected.lines).append(text[2:].removeprefix(" "))
    elif sign == "#|":
        expected.file.append(text[2:].removeprefix(" "))
    elif word == "not":
        where, _, why = value.partition(":")
        if where not in PLATFORMS or not why.strip():
            raise ValueError("#not discord: or #not slack: and the reason")
        expected.never[where] = why.strip()
    elif word == "form":
        expected.form = value.strip()
    elif word == "buttons":
        expected.buttons = int(value)
    else:
        raise ValueError("a comment begins with '# ', and this is no expectation")


def _facts(text: str) -> tuple[str, dict[str, Any]]:
    key, _, rest = text.strip().partition(" ")
    if not key:
        raise ValueError("a key is missing")
    facts: dict[str, Any] = {}
    place, rest = 0, rest.strip()
    while place < len(rest):
        match = _FACT.match(rest, place)
        if match is None:
            raise ValueError(f"{rest[place:]} is not fact=value")
        facts[match[1]] = _value(match[2])
        place = match.end()
    return key, facts


def _value(text: str) -> Any:
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if _WHOLE.fullmatch(text):
        return int(text)
    return _WORDS.get(text, text)
