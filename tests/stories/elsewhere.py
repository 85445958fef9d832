"""What a story comes to on a platform, and how it is compared with the terminal."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from adapters.console.client import Turn
from adapters.console.console import Console

Objects = dict[int, dict[str, Any]]
_SOURCE = re.compile(r"(console|discord|slack|direct|press)/[\w/.:-]+")


@dataclass
class Elsewhere:
    """What a story came to on a platform."""

    objects: Objects = field(default_factory=dict)
    journal: list[dict[str, Any]] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    skipped: dict[int, str] = field(default_factory=dict)
    """Lines that no client of the platform sends, and why."""
    names: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    """What of what was sent is beyond the platform's limits, or reads otherwise than in the terminal."""
    payloads: Counter[str] = field(default_factory=Counter)


def watch_presses(console: Console) -> None:
    """Tell the house which button a line presses."""
    client, press = console.client, console.client.press

    async def watched(name: str, number: int, key: str) -> Turn | None:
        found = client.screen.button(name, number)
        house: Any = client.house
        house.pressing = (number, found[0]) if found is not None else None
        try:
            return await press(name, number, key)
        finally:
            house.pressing = None

    client.press = watched  # type: ignore[method-assign]


def last_time(book: Any) -> int:
    """The time of a community's newest operation."""
    return int(book.community.at)


def plain(value: Any, called: dict[str, str]) -> Any:
    """As both say it: people by their names, deliveries by no source."""
    text = json.dumps(value, sort_keys=True)
    for number, name in called.items():
        text = text.replace(number, json.dumps(name)[1:-1])
    return json.loads(_SOURCE.sub("*", text))


def by_addressee(notices: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Between addressees there is no order."""
    found: dict[str, list[Any]] = {}
    for one in notices:
        found.setdefault(one["to"], []).append({key: one[key] for key in ("key", "facts", "text")})
    return found
