"""What a client of somebody's own making can send to the bot: any custom_id, value and field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcord.actors import _component_interaction
from simcord.enums import ComponentType, InteractionType

from tests.adapters.discord.offline import Offline, Seen

LABEL, INPUT = 18, 4


async def press(here: Offline, actor: Any, custom_id: str, *, footer: str = "") -> Seen:
    """A press of a button that carries this, below a message of the bot's."""
    button = {"type": int(ComponentType.BUTTON), "custom_id": custom_id, "label": "…", "style": 1}
    return await _sent(here, actor, button, {}, footer)


async def press_directly(here: Offline, user: Any, custom_id: str) -> Seen:
    """A press of a button in somebody's direct messages with the bot."""
    backend = here.env.backend
    message = backend.create_message(user.dm_channel.id, backend.bot_user.id, "…")
    button = {"type": int(ComponentType.BUTTON), "custom_id": custom_id, "label": "…", "style": 1}
    message.components = [{"type": 1, "components": [button]}]
    data = {"custom_id": custom_id, "component_type": int(ComponentType.BUTTON)}
    return Seen(await _component_interaction(user, message, data))


async def choose(here: Offline, actor: Any, value: str) -> Seen:
    """A choice of this value in a select of a message of the bot's."""
    select = {"type": int(ComponentType.STRING_SELECT), "custom_id": "s0", "options": []}
    return await _sent(here, actor, select, {"values": [value]})


async def _sent(
    here: Offline, actor: Any, item: dict[str, Any], more: dict[str, Any], footer: str = ""
) -> Seen:
    if actor.id not in here.pressed:
        here.pressed[actor.id] = (await actor.slash(here.board, "help")).response.id
    message = here.env.backend.get_message(here.board.id, here.pressed[actor.id])
    message.components = [{"type": 1, "components": [item]}]
    message.embeds = [{"footer": {"text": footer}}] if footer else []
    data = {"custom_id": item["custom_id"], "component_type": item["type"], **more}
    return Seen(await _component_interaction(actor, message, data))


async def submit(here: Offline, actor: Any, custom_id: str, fields: Mapping[str, str]) -> Seen:
    """A form that was never shown."""
    components = [
        {"type": LABEL, "component": {"type": INPUT, "custom_id": name, "value": value}}
        for name, value in fields.items()
    ]
    data = {"custom_id": custom_id, "components": components}
    return Seen(await actor._dispatch_interaction(InteractionType.MODAL_SUBMIT, here.board, data))
