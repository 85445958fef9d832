"""Which lines a Discord client can send, and as what."""

from __future__ import annotations

import re
from typing import Any

from core.chat import parsing
from core.chat.command import Command
from core.chat.options import ChoiceSpec, FlagSpec, TextSpec, WholeSpec
from core.chat.parsing import gather, named
from core.errors import Refusal
from tests.stories.discord_server import Server
from tests.stories.elsewhere import Unsendable

FLAGS = dict.fromkeys(("yes", "y", "on", "true"), True) | dict.fromkeys(("no", "n", "off", "false"), False)


def value_of(server: Server, command: Command, name: str, typed: str) -> Any:
    """An option as a Discord client would fill it in. Raises Unsendable."""
    option = command.option(name)
    assert option is not None
    spec = option.spec
    if option.hidden:
        raise Unsendable("the option is for buttons")
    if spec.kind == "member":
        if typed.removeprefix("@") not in server.known:
            raise Unsendable("whoever can be chosen is known")
        person = server.person(typed.removeprefix("@"))
        return person.user if typed.removeprefix("@") in server.gone else person
    if spec.kind == "channel":
        return server.channel(typed)
    if spec.kind == "role":
        return server.role(typed)
    if isinstance(spec, FlagSpec):
        if typed.casefold() not in FLAGS:
            raise Unsendable("it is neither yes nor no")
        return FLAGS[typed.casefold()]
    if isinstance(spec, WholeSpec):
        if not re.fullmatch(r"-?[0-9]+", typed) or not spec.minimum <= int(typed) <= spec.maximum:
            raise Unsendable("the option takes whole numbers within its limits")
        return int(typed)
    if isinstance(spec, ChoiceSpec):
        if typed not in spec.choices:
            raise Unsendable("it is none of the option's choices")
        return typed
    if typed.startswith("@") and typed in server.others.values():  # the client writes a role so
        return f"<@&{server.role(typed).id}>"
    if "\n" in typed:
        raise Unsendable("an option has one line")
    if not typed:
        raise Unsendable("an option is not empty")
    if (
        isinstance(spec, TextSpec)
        and spec.kind == "text"
        and not max(1, spec.minimum) <= len(typed) <= spec.maximum
    ):
        raise Unsendable("the option's length has limits")
    return typed


def why_not_parsed(key: str) -> str:
    kind = key.partition(".")[0]
    return {"command": "there is no such command", "option": "there is no such option"}.get(
        kind, "a client builds the line itself"
    )


def meant(line: str) -> tuple[str, dict[str, Any], bool] | None:
    """What a line comes to, in whatever way it is typed."""
    try:
        command, parts, form = named(line)
        values, _ = parsing.read(command, gather(command, parts))
    except Refusal:
        return None
    return command.name, values, form
