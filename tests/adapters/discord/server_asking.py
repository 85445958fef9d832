"""What people do at the loopback Discord, made into interactions, as far as their client would let them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.adapters.discord.server_interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.adapters.discord.server_messages import EPHEMERAL, inside
from tests.adapters.discord.server_world import ALL, DM, Guild, Json, World

if TYPE_CHECKING:
    from tests.adapters.discord.server import Discord

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
BUTTON, TEXT_INPUT, LINK = 2, 4, 5
ENTITIES = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
"""What an option's type would be for what a select of this type holds."""
SELECTS = (3, *ENTITIES)
WHOLE = 1 << 53


class Wrong(Exception):
    """Something that no person could do, or that a test asks for in the wrong way."""


def ask(discord: Discord, spec: Mapping[str, Any]) -> Interaction:
    """Start what is specified. Raises Wrong."""
    make = {"slash": _slash, "autocomplete": _slash, "press": _press, "submit": _submit}.get(spec["kind"])
    if make is None:
        raise Wrong(f"{spec['kind']!r} is no kind of interaction")
    payload, name, origin = make(discord, spec)
    return discord.interactions.begin(
        payload, name=name, origin=origin, age=float(spec.get("age", 0)), skew=float(spec.get("skew", 0)),
        times=int(spec.get("times", 1)),
    )  # fmt: skip


def _base(world: World, user: str, channel_id: str, spec: Mapping[str, Any]) -> Json:
    """What every interaction says: who, where, what they may do there."""
    channel = world.channels.get(channel_id)
    if channel is None or user not in world.users:
        raise Wrong(f"no channel {channel_id} or no user {user}")
    payload: Json = {
        "version": 1, "channel_id": channel_id, "locale": spec.get("locale", "en-US"), "entitlements": [],
        "attachment_size_limit": 10_485_760, "app_permissions": str(world.own(channel)),
    }  # fmt: skip
    if channel["type"] == DM:
        if channel["recipients"][0]["id"] != user:
            raise Wrong(f"{user} does not see the direct messages of another")
        more = {"authorizing_integration_owners": {"0": "0"}, "context": 1}
        return payload | more | {"channel": channel, "user": world.users[user]}
    guild = world.guilds[channel["guild_id"]]
    member = guild.members.get(user)
    if member is None or not guild.here:
        raise Wrong(f"{user} and the bot are not both in {guild.name}")
    permissions = str(world.permissions(guild, user))
    return payload | {
        "guild_id": guild.id, "guild": guild.partial(), "guild_locale": guild.locale, "context": 0,
        "channel": channel | {"permissions": permissions}, "member": member | {"permissions": permissions},
        "authorizing_integration_owners": {"0": guild.id},
    }  # fmt: skip


# Commands --------------------------------------------------------------------


def _slash(discord: Discord, spec: Mapping[str, Any]) -> tuple[Json, str, Json | None]:
    world, path = discord.world, str(spec["name"]).split()
    payload = _base(world, spec["user"], spec["channel"], spec)
    guild = world.guilds.get(payload.get("guild_id", ""))
    command, own = _command(discord, path[0], guild)
    _visible(command, payload, guild)
    level, chain = command, [command]
    for name in path[1:]:
        found = [one for one in level.get("options") or () if one["type"] in (1, 2) and one["name"] == name]
        if not found:
            raise Wrong(f"/{' '.join(path)}: no {name!r} in the tree that was sent")
        level = found[0]
        chain.append(level)
    declared = {one["name"]: one for one in level.get("options") or ()}
    if any(one["type"] in (1, 2) for one in declared.values()):
        raise Wrong(f"/{' '.join(path)} is a group: name one of {sorted(declared)}")
    resolved: Json = {}
    options = list(_options(world, guild, declared, spec, resolved))
    for step in reversed(chain[1:]):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": options}
    if own:
        data["guild_id"] = payload["guild_id"]
    if resolved:
        data["resolved"] = resolved
    kind = AUTOCOMPLETE if spec["kind"] == "autocomplete" else COMMAND
    return payload | {"type": kind, "data": data}, " ".join(path), None


def _command(discord: Discord, name: str, guild: Guild | None) -> tuple[Json, bool]:
    for scope in (guild.id if guild else "", ""):
        for command in discord.commands.get(scope, ()):
            if command["name"] == name and command.get("type", 1) == 1:
                return command, bool(scope)
    raise Wrong(f"/{name} is not in the tree that was sent")


def _visible(command: Json, payload: Json, guild: Guild | None) -> None:
    contexts = command.get("contexts")
    if contexts is None:
        contexts = [0, 1] if command.get("dm_permission", True) is not False else [0]
    if payload["context"] not in contexts:
        raise Wrong(f"/{command['name']} is not shown here")
    needed = command.get("default_member_permissions")
    if guild is None or needed is None:
        return
    has = int(payload["member"]["permissions"])
    if has != ALL and (not int(needed) or has & int(needed) != int(needed)):
        raise Wrong(f"/{command['name']} is not shown to this member: it needs {needed}")


def _options(
    world: World, guild: Guild | None, declared: Mapping[str, Json], spec: Mapping[str, Any], resolved: Json
) -> Iterator[Json]:
    given, focused = dict(spec.get("options") or {}), spec.get("focused")
    unknown = {*given, *([focused] if focused else [])} - {*declared}
    if unknown:
        raise Wrong(f"/{spec['name']}: no options {sorted(unknown)}; there are {sorted(declared)}")
    if spec["kind"] == "autocomplete" and not (focused and declared[focused].get("autocomplete")):
        raise Wrong(f"/{spec['name']}: {focused!r} is not completed")
    if focused is None:
        missing = [name for name, one in declared.items() if one.get("required") and name not in given]
        if missing:
            raise Wrong(f"/{spec['name']}: {missing} required")
    for name, value in given.items():
        if name != focused:
            right = _value(world, guild, declared[name], value, resolved)
            yield {"name": name, "type": declared[name]["type"], "value": right}
    if focused is not None:
        value = str(spec.get("typed", ""))
        yield {"name": focused, "type": declared[focused]["type"], "value": value, "focused": True}


def _value(world: World, guild: Guild | None, option: Json, value: Any, resolved: Json) -> Any:
    """An option's value as a client would send it, or Wrong if it would not."""
    kind, name = option["type"], option["name"]
    choices = [one["value"] for one in option.get("choices") or ()]
    if choices and value not in choices:
        raise Wrong(f"{name}: {value!r} is none of {choices}")
    right: Any = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: int | float}.get(kind, str)
    if not isinstance(value, right) or (isinstance(value, bool) and kind != BOOLEAN):
        raise Wrong(f"{name}: {value!r} is not of type {kind}")
    if kind == STRING and not option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000):
        raise Wrong(f"{name}: {len(value)} characters")
    if kind in (INTEGER, NUMBER) and not (
        option.get("min_value", -WHOLE) <= value <= option.get("max_value", WHOLE)
    ):
        raise Wrong(f"{name}: {value} is out of range")
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        _resolve(world, guild, kind, value, resolved, option.get("channel_types"))
    return value


def _resolve(
    world: World, guild: Guild | None, kind: int, number: str, resolved: Json, types: Sequence[int] | None
) -> None:
    """Put what a number stands for beside it."""
    if kind in (USER, MENTIONABLE) and number in world.users:
        resolved.setdefault("users", {})[number] = world.users[number]
        member = guild.members.get(number) if guild else None
        if guild is not None and member is not None:
            said = {key: member[key] for key in member if key not in ("user", "deaf", "mute")}
            said["permissions"] = str(world.permissions(guild, number))
            resolved.setdefault("members", {})[number] = said
        return
    if kind in (ROLE, MENTIONABLE) and guild is not None and number in guild.roles:
        resolved.setdefault("roles", {})[number] = guild.roles[number]
        return
    channel = world.channels.get(number)
    fits = channel is not None and guild is not None and channel.get("guild_id") == guild.id
    if kind == CHANNEL and fits and channel is not None and (not types or channel["type"] in types):
        resolved.setdefault("channels", {})[number] = channel | {"permissions": str(ALL)}
        return
    raise Wrong(f"{number} is nothing of type {kind} that could be chosen here")


# Components and forms ----------------------------------------------------------


def _press(discord: Discord, spec: Mapping[str, Any]) -> tuple[Json, str, Json | None]:
    """A button or a select on a message that is there for whoever presses it."""
    message = discord.messages.all.get(str(spec["message"]))
    if message is None:
        raise Wrong(f"no message {spec['message']}")
    asker = (message.get("interaction_metadata") or {}).get("user", {}).get("id")
    user = str(spec.get("user") or asker or "")
    if message["flags"] & EPHEMERAL and user != asker:
        raise Wrong(f"{user} does not see this message")
    part = _part(message["components"], spec)
    kind, values = part["type"], spec.get("values")
    if part.get("disabled") or kind not in (BUTTON, *SELECTS) or part.get("style") == LINK:
        raise Wrong(f"{part.get('custom_id')!r} can't be pressed")
    payload = _base(discord.world, user, message["channel_id"], spec)
    data: Json = {"custom_id": part["custom_id"], "component_type": kind, "id": part["id"]}
    if kind in SELECTS:
        resolved: Json = {}
        guild = discord.world.guilds.get(payload.get("guild_id", ""))
        data["values"] = _chosen(discord.world, guild, part, list(values or ()), resolved)
        if resolved:
            data["resolved"] = resolved
    return payload | {"type": COMPONENT, "data": data, "message": dict(message)}, "", message


def _part(components: Sequence[Json], spec: Mapping[str, Any]) -> Json:
    wanted, label = spec.get("custom_id"), spec.get("label")
    able = [part for part in inside(components) if "custom_id" in part]
    for part in able:
        if part["custom_id"] == wanted or (label is not None and part.get("label") == label):
            return part
    there = [(part["custom_id"], part.get("label")) for part in able]
    raise Wrong(f"no component {wanted or label!r} among {there}")


def _chosen(
    world: World, guild: Guild | None, part: Json, values: list[str], resolved: Json, *, modal: bool = False
) -> list[str]:
    """The values of a select, if it lets one choose them."""
    low, high = part.get("min_values", 1), part.get("max_values", 1)
    if modal and not part.get("required", True) and not values:
        low = 0
    if not low <= len(values) <= high or len({*values}) < len(values):
        raise Wrong(f"{part['custom_id']}: {len(values)} chosen, not {low} to {high}")
    for value in values:
        if part["type"] in ENTITIES:
            _resolve(world, guild, ENTITIES[part["type"]], value, resolved, part.get("channel_types"))
        elif value not in [option["value"] for option in part["options"]]:
            raise Wrong(f"{part['custom_id']}: no option {value!r}")
    return values


def _submit(discord: Discord, spec: Mapping[str, Any]) -> tuple[Json, str, Json | None]:
    """A form sent off: what is not given stays as the form came."""
    opened = discord.interactions.by_id.get(str(spec["interaction"]))
    if opened is None or opened.modal is None:
        raise Wrong(f"interaction {spec['interaction']} opened no form")
    was, modal, given = opened.payload, opened.modal, dict(spec.get("values") or {})
    user = was["member"]["user"]["id"] if "member" in was else was["user"]["id"]
    payload = _base(discord.world, user, was["channel_id"], {"locale": was["locale"], **spec})
    resolved: Json = {}
    guild = discord.world.guilds.get(payload.get("guild_id", ""))
    parts = [_filled(discord.world, guild, part, given, resolved) for part in modal["components"]]
    if given:
        raise Wrong(f"no fields {sorted(given)} in the form {modal['custom_id']!r}")
    data: Json = {"custom_id": modal["custom_id"], "components": parts, "resolved": resolved}
    more = {"message": dict(opened.origin)} if opened.origin is not None else {}
    return payload | more | {"type": MODAL, "data": data}, "", opened.origin


def _filled(world: World, guild: Guild | None, part: Json, given: Json, resolved: Json) -> Json:
    """One component of a form with what was written into it; takes that from what is given."""
    said: Json = {"type": part["type"], "id": part["id"]}
    if "components" in part:
        return said | {"components": [_filled(world, guild, p, given, resolved) for p in part["components"]]}
    if "component" in part:
        return said | {"component": _filled(world, guild, part["component"], given, resolved)}
    if "custom_id" not in part:
        return said
    name, required = part["custom_id"], part.get("required", True)
    said["custom_id"] = name
    if part["type"] == TEXT_INPUT:
        value = str(given.pop(name, part.get("value") or ""))
        low, high = part.get("min_length") or 0, part.get("max_length") or 4000
        if (required and not value) or (value and not low <= len(value) <= high):
            raise Wrong(f"{name}: {len(value)} characters, not {max(low, int(required))} to {high}")
        return said | {"value": value}
    if part["type"] in SELECTS:
        before = [one["value"] for one in part.get("options") or () if one.get("default")]
        before += [one["id"] for one in part.get("default_values") or ()]
        values = given.pop(name, before)
        values = [values] if isinstance(values, str) else list(values)
        return said | {"values": _chosen(world, guild, part, values, resolved, modal=True)}
    several = part["type"] in (19, 22)
    value = given.pop(name, [] if several else False if part["type"] == 23 else None)
    return said | {"values" if several else "value": value}
