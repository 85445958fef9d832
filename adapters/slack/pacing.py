"""Who goes too fast is told so, at most once a second, and nothing is looked up for them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from adapters.slack.inbound import PLATFORM, Source
from adapters.slack.reach import Reach
from adapters.slack.surfaces import Spoken
from core.chat.pace import Slower
from core.pieces import refused
from core.speech.plain import plain_phrase
from core.speech.texts import Voice


def slower(reach: Reach, source: Source, *, typing: bool = False) -> Slower | None:
    """Why somebody may not go on now, None if they may. Selects ask with every sign that is typed."""
    person = f"{source.person}/typing" if typing else source.person
    try:
        reach.desk.pace.go(PLATFORM, source.place, person, asyncio.get_running_loop().time())
    except Slower as why:
        return why
    return None


def is_hushed(reach: Reach, fields: Mapping[str, str]) -> bool:
    """Whether a command, by its fields, need not even be looked at: who sent it heard so within a second."""
    place = fields.get("enterprise_id") or fields.get("team_id", "")
    now = asyncio.get_running_loop().time()
    return reach.desk.pace.is_hushed(PLATFORM, place, fields.get("user_id", ""), now)


async def goes_on(reach: Reach, source: Source, url: str) -> bool:
    """Whether somebody may go on with a command or a press; if not, they hear so beside it."""
    why = slower(reach, source)
    if why is not None and not why.quiet:
        surface = Spoken(reach.api, None, url, "", reach.manner, source.channel)
        await surface.say(refused(why.said), _voice(reach, source))
    return why is None


def errors(reach: Reach, source: Source, view: Mapping[str, Any]) -> dict[str, Any] | None:
    """The acknowledgement of a form that was sent too fast, which keeps what is written; None if it was not.

    An acknowledgement has to go out in any case, so this one is never silent.
    """
    why = slower(reach, source)
    if why is None:
        return None
    said = plain_phrase(refused(why.said).phrase, _voice(reach, source))
    blocks = [*(view.get("state") or {}).get("values", {})]
    return {"response_action": "errors", "errors": {blocks[0]: said}} if blocks else {}


def _voice(reach: Reach, source: Source) -> Voice:
    return Voice(reach.persons.locale(source) or "en")
