"""What a button, a select's option or a modal carries: a command, within Discord's 100 signs.

``c0.1:jobs`` is the second button of a reply; ``k7.0:apply job:job-1`` moves Connects, and
its key is ``press/7/0``. In a direct message the place stands before it: ``c0.1@<guild>:…``.
A command too long for it stands in the footer of the message, and ``c0.1#`` says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from adapters.discord.limits import CUSTOM_ID
from core.speech.lengths import size
from core.speech.reply import Button

PRESS = re.compile(
    r"(?s)(?P<kind>[ck])(?P<number>[0-9]+)\.(?P<index>[0-9]+)(?:@(?P<place>[0-9]+))?(?P<sign>[:#])(?P<line>.*)"
)
SELECT = re.compile(r"s(?P<index>[0-9]+)(?:@[0-9]+)?")
FORM = re.compile(r"(?s)f(?:@(?P<place>[0-9]+))?:(?P<line>.*)")
FOOTED = re.compile(r"(?m)^([0-9]+) · (/.*)$")


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was pressed: the command's line, the key of a press that counts once, the place if named."""

    line: str
    key: str
    place: str


def press(button: Button, number: int, index: int, place: str = "") -> str:
    """A button's custom_id."""
    kind = "k" if button.once and number else "c"
    head = f"{kind}{number}.{index}" + (f"@{place}" if place else "")
    whole = f"{head}:{button.command}"
    return whole if size(whole) <= CUSTOM_ID else f"{head}#"


def footed(button: Button, index: int) -> str:
    """The footer's line for a button whose command is too long for a custom_id."""
    return f"{index} · /{button.command}"


def pressed(custom_id: str, footer: str) -> Pressed | None:
    """What a custom_id carries; None if it carries nothing that this release made."""
    found = PRESS.fullmatch(custom_id)
    if found is None:
        return None
    line = found["line"]
    if found["sign"] == "#":
        lines = dict(FOOTED.findall(footer))
        line = lines.get(found["index"], "").removeprefix("/")
        if not line:
            return None
    key = f"press/{found['number']}/{found['index']}" if found["kind"] == "k" else ""
    return Pressed(line, key, found["place"] or "")


def form(line: str, place: str = "") -> str:
    """A modal's custom_id: its command with the options that stand; empty if that is too long."""
    whole = f"f@{place}:{line}" if place else f"f:{line}"
    return whole if size(whole) <= CUSTOM_ID else ""


def formed(custom_id: str) -> tuple[str, str] | None:
    """The command's line and the place of a modal; None if it is none of ours."""
    found = FORM.fullmatch(custom_id)
    return (found["line"], found["place"] or "") if found else None
