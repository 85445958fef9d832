"""What Slack says somebody sent, as the door takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from adapters.slack.rich import unescape
from core.chat.command import COMMANDS, Command
from core.chat.options import TextSpec
from core.chat.parsing import understood
from core.errors import Refusal
from core.speech.phrase import Code
from core.speech.plain import typed

PLATFORM = "slack"
_NAMED = re.compile(r"<([@#!])([^<>|\s]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|\s]+)(?:\|([^<>]*))?>")
_KINDS = {"member": "@", "channel": "#", "role": "!"}
_MARK = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something came from."""

    team: str
    enterprise: str
    person: str
    channel: str = ""
    org_wide: bool = False

    @property
    def place(self) -> str:
        """The community's name on the platform: people's numbers are one in an organisation."""
        return self.enterprise or self.team


def source(context: Mapping[str, Any]) -> Source:
    """Where a request came from, as Bolt read it from the request itself."""
    return Source(
        str(context.get("team_id") or ""),
        str(context.get("enterprise_id") or ""),
        str(context.get("user_id") or ""),
        str(context.get("channel_id") or ""),
        bool(context.get("is_enterprise_install")),
    )


def key_of(trigger: str, body: Mapping[str, Any]) -> str:
    """The delivery's key: Slack's own number of what was done, or a digest where it gives none."""
    return f"{PLATFORM}/{trigger or sha256(orjson.dumps(dict(body))).hexdigest()}"


def view_key(view: Mapping[str, Any]) -> str:
    """A submission's key: the view as it stood and what was written in it, so that twice is once."""
    values = orjson.dumps(view.get("state", {}).get("values", {}), option=orjson.OPT_SORT_KEYS)
    return f"{PLATFORM}/{view.get('id')}/{view.get('hash')}/{sha256(values).hexdigest()[:32]}"


def line(command: str, text: str, prefix: str = "") -> str:
    """The line that a slash command means, as the door reads it.

    Mentions become numbers where a member, a channel or a group is asked for, and the words
    that were typed elsewhere. ``help`` may stand behind any command, and behind /connects
    every other command may stand, for workspaces where another app has its name.
    """
    word = command.removeprefix("/")
    if prefix and word.startswith(prefix):
        word = word.removeprefix(prefix)
    marks: list[re.Match[str]] = []

    def marked(found: re.Match[str]) -> str:
        marks.append(found)
        return f"\ue000{len(marks) - 1}\ue001"

    flat = _NAMED.sub(marked, text.replace("\ue000", "").replace("\ue001", ""))
    flat = unescape(_LINK.sub(lambda found: found[2] or found[1], flat))
    meant = understood(_whole(word, flat))
    if meant is None:
        return _MARK.sub(lambda one: _shown(marks[int(one[1])]), _whole(word, flat))
    found, given, form = meant
    given = {name: _restored(found, name, value, marks) for name, value in given.items()}
    return typed(found.name, given)[1:] + (" ?" if form else "")


def _whole(word: str, text: str) -> str:
    words = text.split()
    first = words[0].casefold() if words else ""
    if first == "help" and f"{word} help" not in COMMANDS:
        return " ".join(["help", *(words[1:] if word == "connects" else [word])])
    if word == "connects" and words and f"connects {first}" not in COMMANDS and _is_command(words):
        return text
    return f"{word} {text}".strip()


def _is_command(words: list[str]) -> bool:
    return any(" ".join(words[:count]).casefold() in COMMANDS for count in (1, 2))


def _restored(command: Command, name: str, value: str, marks: list[re.Match[str]]) -> str:
    """An option's value with its mentions as what the option asks for. Refuses: member.mention."""
    option = command.option(name)
    kind = option.spec.kind if option is not None else ""
    whole = _MARK.fullmatch(value.strip())
    spec = option.spec if option is not None else None
    if whole is not None and isinstance(spec, TextSpec) and spec.mentions:
        return marks[int(whole[1])][0]
    if kind in _KINDS and whole is not None:
        found = marks[int(whole[1])]
        if found[1] == _KINDS[kind]:
            return found[2].removeprefix("subteam^")
    return _MARK.sub(lambda one: _shown(marks[int(one[1])]), value)


def _shown(found: re.Match[str]) -> str:
    """A mention as the person typed it, more or less."""
    sign, number, label = found[1], found[2], found[3] or ""
    if sign == "!":
        return label if label.startswith("@") else f"@{label or number.partition('^')[0]}"
    return sign + (label or number)


def unnamed(line_: str) -> Refusal | None:
    """Why a line can't be taken that names a member, a channel or a group by words and not by mention."""
    meant = understood(line_)
    command, given, _ = meant if meant is not None else (None, {}, False)
    for name, value in given.items():
        assert command is not None
        option = command.option(name)
        kind = option.spec.kind if option is not None else ""
        if kind in _KINDS and value and not re.fullmatch(r"[A-Z][A-Z0-9]{2,}", value):
            shown = {"member": "@ana", "channel": "#jobs", "role": "@designers"}[kind]
            return Refusal("slack.mention", option=name, typed=value[:60], example=Code(f"{name}:{shown}"))
    return None
