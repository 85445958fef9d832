"""The loopback Discord's interactions: their first responses, what follows, and how long it took."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.adapters.discord.server_messages import EPHEMERAL, LOADING, Call, numbered
from tests.adapters.discord.server_world import Json, Refused, invalid, snowflake

if TYPE_CHECKING:
    from tests.adapters.discord.server import Discord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
SECONDS = 3.0
"""So long Discord waits for the first response."""
LIFE = 900.0
"""So long the token of an interaction is good for what follows."""


@dataclass(slots=True)
class Interaction:
    """One thing that a person did, and all that the bot said to it."""

    id: str
    token: str
    payload: Json
    origin: Json | None = None
    late: float = 0.0
    name: str = ""
    sent: float = 0.0
    answered: float = 0.0
    completed: float = 0.0
    handed: bool = False
    delivered: int = 0
    refused: list[int] = field(default_factory=list)
    response: Json | None = None
    original: Json | None = None
    followups: list[Json] = field(default_factory=list)
    modal: Json | None = None
    expired: bool = False
    edits: int = 0
    waiting: list[tuple[bool, asyncio.Future[None]]] = field(default_factory=list)

    @property
    def kind(self) -> int:
        """Its type, by Discord's number."""
        return int(self.payload["type"])

    @property
    def complete(self) -> bool:
        """Whether there is an answer that is not only a promise of one."""
        if self.response is None:
            return False
        return not (self.original is not None and self.original["flags"] & LOADING)

    def wake(self) -> None:
        """Let those go on who wait for what has come."""
        done = self.complete
        if done and not self.completed:
            self.completed = time.monotonic()
        for final, future in self.waiting:
            if (done or not final) and not future.done():
                future.set_result(None)

    async def wait(self, timeout: float, *, final: bool) -> bool:
        """Wait for the first response, or for a complete one; false if it does not come."""
        if self.complete if final else self.response is not None:
            return True
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append((final, future))
        try:
            await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return False
        return True

    def told(self) -> Json:
        """Everything about it, as a test reads it."""
        answered = self.response is not None
        return {
            "id": self.id, "name": self.name, "kind": self.kind, "delivered": self.delivered,
            "seconds": self.answered - self.sent if answered else None, "refused": self.refused,
            "type": (self.response or {}).get("type"), "data": (self.response or {}).get("data") or {},
            "message": self.original, "followups": self.followups, "modal": self.modal,
            "complete": self.complete, "edits": self.edits,
            "whole_seconds": self.completed - self.sent if self.completed else None,
        }  # fmt: skip


class Interactions:
    """All interactions, by number and by token."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self.by_id: dict[str, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}

    def begin(
        self, payload: Json, *, name: str, age: float = 0.0, skew: float = 0.0, times: int = 1,
        origin: Json | None = None,
    ) -> Interaction:  # fmt: skip
        """Send an interaction to the bot, perhaps several times.

        One of an age is so old in truth; a skew only makes its number look so.
        """
        number = snowflake(age + skew)
        token = f"aW50ZXJhY3Rpb24{number}"
        payload |= {"id": number, "token": token, "application_id": self._discord.world.application}
        made = Interaction(number, token, payload, origin, age, name, sent=time.monotonic())
        self.by_id[number] = self.by_token[token] = made
        self.deliver(made, times)
        return made

    def deliver(self, interaction: Interaction, times: int) -> None:
        """Send an interaction, once more if it has been sent already."""
        payload = interaction.payload
        for _ in range(times):
            guild = payload.get("guild_id")
            interaction.delivered += self._discord.gateway.dispatch(
                guild, "INTERACTION_CREATE", payload, interaction
            )

    def forget(self, interaction: Interaction) -> None:
        """Drop an interaction with its messages, in runs so long that memory counts."""
        del self.by_id[interaction.id], self.by_token[interaction.token]
        for message in (interaction.original, *interaction.followups):
            if message is not None and message is not interaction.origin:
                self._discord.messages.all.pop(message["id"], None)
                self._discord.messages.shown[message["channel_id"]].pop(message["id"], None)


def _first(call: Call) -> Interaction:
    """The interaction that a callback is for, if it is in time and the first."""
    number, token = call.args
    found = call.discord.interactions.by_id.get(number)
    if found is None or found.token != token:
        raise Refused(404, 10062, "Unknown interaction")
    if found.response is not None:
        found.refused.append(40060)
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    if time.monotonic() - found.sent > SECONDS - found.late:
        found.refused.append(10062)
        raise Refused(404, 10062, "Unknown interaction")
    return found


ALLOWED = {
    COMMAND: (MESSAGE, DEFERRED, FORM),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, FORM),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
}


def respond(call: Call) -> Json | None:
    """POST /interactions/{interaction}/{token}/callback."""
    interaction = _first(call)
    call.discord.received("callback", call.body)
    kind, data = call.body.get("type"), call.body.get("data") or {}
    updates = kind in (DEFERRED_UPDATE, UPDATE)
    if kind not in ALLOWED[interaction.kind] or (updates and interaction.origin is None):
        raise invalid("type", f"{kind} is no answer to an interaction of type {interaction.kind}.")
    flags = int(data.get("flags") or 0) & EPHEMERAL
    if kind == MESSAGE:
        interaction.original = _say(call, interaction, data, flags)
    elif kind == DEFERRED:
        interaction.original = _say(call, interaction, {}, flags | LOADING)
    elif updates:
        interaction.original = interaction.origin
        if kind == UPDATE and interaction.origin is not None:
            call.discord.messages.amend(interaction.origin, data, call.files)
    elif kind == FORM:
        if not data.get("components") or not data.get("title") or not data.get("custom_id"):
            raise invalid("data", "A modal has a title, a custom_id and components.")
        interaction.modal = {**data, "components": numbered(data["components"])}
    elif not isinstance(data.get("choices"), list) or len(data["choices"]) > 25:
        raise invalid("data.choices", "Must be 25 or fewer in length.")
    interaction.answered = time.monotonic()
    interaction.response = call.body
    interaction.wake()
    if call.query.get("with_response") not in ("1", "true"):
        return None
    said: Json = {"id": interaction.id, "type": interaction.kind}
    answer: Json = {"interaction": said}
    if interaction.original is not None:
        said["response_message_id"] = interaction.original["id"]
        said["response_message_loading"] = bool(interaction.original["flags"] & LOADING)
        said["response_message_ephemeral"] = bool(interaction.original["flags"] & EPHEMERAL)
        answer["resource"] = {"type": kind, "message": interaction.original}
    return answer


def _say(call: Call, interaction: Interaction, body: Json, flags: int) -> Json:
    """A message that answers an interaction."""
    payload, application = interaction.payload, call.world.application
    user = payload["member"]["user"] if "member" in payload else payload["user"]
    metadata: Json = {
        "id": interaction.id, "type": interaction.kind, "user": user, "authorizing_integration_owners": {},
    }  # fmt: skip
    if interaction.name:
        metadata["name"] = interaction.name
    if interaction.origin is not None:
        metadata["interacted_message_id"] = interaction.origin["id"]
    return call.discord.messages.make(
        payload["channel_id"], body, call.files, flags=flags, webhook_id=application,
        application_id=application, interaction_metadata=metadata,
    )  # fmt: skip


def _followed(call: Call) -> Interaction:
    """The interaction whose token a webhook's route names."""
    found = call.discord.interactions.by_token.get(call.args[1])
    if found is None or call.args[0] != call.world.application or found.response is None:
        raise Refused(404, 10015, "Unknown Webhook")
    if found.expired or time.monotonic() - found.sent > LIFE - found.late:
        found.refused.append(50027)
        raise Refused(401, 50027, "Invalid Webhook Token")
    return found


def follow_up(call: Call) -> Json:
    """POST /webhooks/{application}/{token}: after a deferral the first one takes its place."""
    interaction = _followed(call)
    call.discord.received("followup", call.body)
    original = interaction.original
    if original is not None and original["flags"] & LOADING:
        return _amended(call, interaction, original)
    flags = int(call.body.get("flags") or 0) & EPHEMERAL
    made = _say(call, interaction, call.body, flags)
    interaction.followups.append(made)
    interaction.wake()
    return made


def _amended(call: Call, interaction: Interaction, message: Json) -> Json:
    call.discord.messages.amend(message, call.body, call.files)
    interaction.edits += 1
    interaction.wake()
    return message


def _one(call: Call) -> tuple[Interaction, Json]:
    interaction, number = _followed(call), call.args[2]
    found = interaction.original if number == "@original" else None
    if found is None:
        several = [*interaction.followups, *([interaction.original] if interaction.original else [])]
        found = next((message for message in several if message["id"] == number), None)
    if found is None or found["id"] not in call.discord.messages.all:
        raise Refused(404, 10008, "Unknown Message")
    return interaction, found


def show_response(call: Call) -> Json:
    """GET /webhooks/{application}/{token}/messages/{message}."""
    return _one(call)[1]


def edit_response(call: Call) -> Json:
    """PATCH /webhooks/{application}/{token}/messages/{message}."""
    interaction, message = _one(call)
    call.discord.received("edit", call.body)
    return _amended(call, interaction, message)


def delete_response(call: Call) -> None:
    """DELETE /webhooks/{application}/{token}/messages/{message}."""
    interaction, message = _one(call)
    call.discord.messages.remove(message["id"])
    if message is interaction.original:
        interaction.original = None
    else:
        interaction.followups.remove(message)
    interaction.wake()


ROUTES: dict[str, Callable[[Call], Any]] = {
    "POST /interactions/*/*/callback": respond,
    "POST /webhooks/*/*": follow_up,
    "GET /webhooks/*/*/messages/*": show_response,
    "PATCH /webhooks/*/*/messages/*": edit_response,
    "DELETE /webhooks/*/*/messages/*": delete_response,
}
"""None of them asks for the bot's token: the interaction's own is enough."""
