"""Discord's documented limits on application commands, and the measures that every checker here takes.

Cited pages are the official documentation's, https://docs.discord.com/developers/…, as of August 2026.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Payload = Mapping[str, Any]

# Locales: /reference#locales
LOCALES = {
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko",
}  # fmt: skip
# Channel types: /resources/channel#channel-object-channel-types
CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)
# Option types and their ranges: /interactions/application-commands#application-command-object-application-…
SUB, GROUP, STRING, INTEGER, CHANNEL, NUMBER, ATTACHMENT = 1, 2, 3, 4, 7, 10, 11
PLAIN = tuple(range(3, 12))
WHOLE, REAL = 2**53 - 1, 2**53  # an INTEGER keeps within ±(2^53 - 1), a NUMBER within ±2^53
ONLY_FOR = {
    "choices": (STRING, INTEGER, NUMBER),
    "autocomplete": (STRING, INTEGER, NUMBER),
    "options": (SUB, GROUP),
    "required": PLAIN,
    "channel_types": (CHANNEL,),
    "min_value": (INTEGER, NUMBER),
    "max_value": (INTEGER, NUMBER),
    "min_length": (STRING,),
    "max_length": (STRING,),
    "file_types": (ATTACHMENT,),
}
# How many commands: /interactions/application-commands#registering-a-command
MOST = {1: 100, 2: 15, 3: 15, 4: 1}
# sc=Deva and sc=Thai: the Unicode Character Database, Scripts.txt
DEVANAGARI = ((0x900, 0x950), (0x955, 0x963), (0x966, 0x97F), (0xA8E0, 0xA8FF), (0x11B00, 0x11B09))
THAI = ((0xE01, 0xE3A), (0xE40, 0xE5B))


def length(value: str) -> int:
    """UTF-16 code units, which are never fewer than code points."""
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def text(value: object, at: str, low: int, high: int, *, blank: bool = False) -> Iterator[str]:
    """A text of low to high characters; where one is needed, white space is none unless ``blank``."""
    if not isinstance(value, str):
        yield f"{at}: missing" if value is None else f"{at}: {value!r} is not a text"
    elif not low <= length(value) <= high:
        yield f"{at}: {length(value)} characters, not {low} to {high}"
    elif low and not blank and not value.strip():
        yield f"{at}: only white space"


def number(value: object, at: str, low: int, high: int, *, real: bool = False) -> Iterator[str]:
    """A number from low to high, whole unless ``real``."""
    if isinstance(value, bool) or not isinstance(value, (int, float) if real else int):
        yield f"{at}: {value!r} is not a {'' if real else 'whole '}number"
    elif not low <= value <= high:
        yield f"{at}: {value}, not {low} to {high}"


def between(thing: Payload, at: str, least: str, most: str) -> Iterator[str]:
    """The one field does not exceed the other, where both are numbers."""
    low, high = thing.get(least), thing.get(most)
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield f"{at}{least}: {low} exceeds {most}, {high}"


def count(value: object, at: str, low: int, high: int) -> Iterator[str]:
    """A list of low to high members; one left out has none."""
    if value is not None and not isinstance(value, list | tuple):
        yield f"{at}: {value!r} is not a list"
    elif not low <= len(value or ()) <= high:
        yield f"{at}: {len(value or ())} of them, not {low} to {high}"


def rows(value: object, at: str) -> list[tuple[str, Payload]]:
    """The members of a list of objects, each with where it stands; what is no object has no fields."""
    members = value if isinstance(value, list | tuple) else ()
    return [(f"{at}[{i}]", row if isinstance(row, Mapping) else {}) for i, row in enumerate(members)]


def unique(values: Iterable[object], at: str) -> Iterator[str]:
    """No value twice."""
    yield from (f"{at}: {value} is not unique" for value, n in Counter(map(repr, values)).items() if n > 1)


def subset(value: object, at: str, allowed: Sequence[object]) -> Iterator[str]:
    """A list of allowed values, none twice; null is as good as none."""
    members = list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
    yield from (f"{at}: {member!r} is not allowed" for member in members if member not in allowed)
    yield from unique(members, at)


def file_types(value: object, at: str) -> Iterator[str]:
    """File types to filter for: /reference#file-type-filtering."""
    yield from count(value, at, 0, 10)
    for kind in value if isinstance(value, list | tuple) else ():
        if kind not in ("image", "video", "audio") and not (isinstance(kind, str) and kind[:1] == "."):
            yield f"{at}: {kind!r} is neither a kind nor an extension"


def _slug(value: object, at: str) -> Iterator[str]:
    """#application-command-object-application-command-naming."""
    yield from text(value, at, 1, 32)
    for char in dict.fromkeys(value if isinstance(value, str) else ""):
        script = any(low <= ord(char) <= high for low, high in DEVANAGARI + THAI)
        if char not in "-_'" and unicodedata.category(char)[0] not in "LN" and not script:
            yield f"{at}: {char!r} is not allowed in a name"
        elif char.lower() != char:
            yield f"{at}: {char!r} is not in lower case"


def _named(thing: Payload, at: str, field: str, high: int, *, slug: bool = False) -> Iterator[str]:
    """A field and its localizations: #localization."""
    for where, value in _forms(thing, at, field):
        yield from _slug(value, where) if slug else text(value, where, 1, high)
    for locale in thing.get(f"{field}_localizations") or {}:
        if locale not in LOCALES:
            yield f"{at}.{field}_localizations: {locale!r} is not a locale"


def _forms(thing: Payload, at: str, field: str) -> Iterator[tuple[str, object]]:
    """A field's own value and those in other languages."""
    yield f"{at}.{field}", thing.get(field)
    for locale, value in (thing.get(f"{field}_localizations") or {}).items():
        yield f"{at}.{field}_localizations[{locale}]", value


def size(thing: Payload) -> int:
    """Characters of names, descriptions and values, each in its longest language: #slash-commands."""
    total = length(str(thing.get("value", "")))
    for field in ("name", "description"):
        total += max(length(str(value or "")) for _, value in _forms(thing, "", field))
    return total + sum(size(part) for key in ("options", "choices") for _, part in rows(thing.get(key), ""))


def choice(thing: Payload, at: str, kind: int | None = None) -> Iterator[str]:
    """#application-command-object-application-command-option-choice-structure."""
    value = thing.get("value")
    yield from _named(thing, at, "name", 100)
    if kind == STRING or (kind is None and not isinstance(value, int | float)):
        yield from text(value, f"{at}.value", 1, 100, blank=True)
    else:
        real = kind == NUMBER or (kind is None and isinstance(value, float))
        limit = REAL if real else WHOLE
        yield from number(value, f"{at}.value", -limit, limit, real=real)


def _option(option: Payload, at: str, allowed: tuple[int, ...]) -> Iterator[str]:
    """#application-command-object-application-command-option-structure."""
    kind = option.get("type")
    if kind not in allowed:
        yield f"{at}.type: {kind!r} is not allowed at this depth"
        return
    yield from _named(option, at, "name", 32, slug=True)
    yield from _named(option, at, "description", 100)
    for field, kinds in ONLY_FOR.items():
        if kind not in kinds and option.get(field) not in (None, False, []):
            yield f"{at}.{field}: not for an option of type {kind}"
    if kind in (SUB, GROUP):
        yield from _options(option, at, PLAIN if kind == SUB else (SUB,), least=int(kind == GROUP))
        return
    choices = option.get("choices")
    yield from count(choices, f"{at}.choices", 0, 25)
    for where, row in rows(choices, f"{at}.choices"):
        yield from choice(row, where, kind)
    for field in ("name", "value"):
        yield from unique((row.get(field) for _, row in rows(choices, at)), f"{at}.choices.{field}")
    if option.get("autocomplete") and choices:
        yield f"{at}.autocomplete: not together with choices"
    limit = REAL if kind == NUMBER else WHOLE
    for field in ("min_value", "max_value"):
        if option.get(field) is not None:
            yield from number(option[field], f"{at}.{field}", -limit, limit, real=kind == NUMBER)
    for field, low in (("min_length", 0), ("max_length", 1)):
        if option.get(field) is not None:
            yield from number(option[field], f"{at}.{field}", low, 6000)
    yield from between(option, f"{at}.", "min_value", "max_value")
    yield from between(option, f"{at}.", "min_length", "max_length")
    yield from subset(option.get("channel_types"), f"{at}.channel_types", CHANNEL_TYPES)
    yield from file_types(option.get("file_types"), f"{at}.file_types")


def _options(owner: Payload, at: str, allowed: tuple[int, ...], *, least: int = 0) -> Iterator[str]:
    """#subcommands-and-subcommand-groups: subcommands, or groups of them, or plain options."""
    options = rows(owner.get("options"), f"{at}.options")
    yield from count(owner.get("options"), f"{at}.options", least, 25)
    yield from unique((option.get("name") for _, option in options), f"{at}.options.name")
    for where, option in options:
        yield from _option(option, where, allowed)
    if len({option.get("type") in (SUB, GROUP) for _, option in options}) > 1:
        yield f"{at}.options: subcommands mixed with plain options"
    required = [bool(option.get("required")) for _, option in options]
    if required != sorted(required, reverse=True):
        yield f"{at}.options: required after optional"


def _command(command: Payload, at: str) -> Iterator[str]:
    """/interactions/application-commands#application-command-object."""
    kind = command.get("type") or 1
    if kind not in MOST:
        yield f"{at}.type: {kind!r} is not a type of command"
    yield from _named(command, at, "name", 32, slug=kind == 1)
    if kind == 1:
        yield from _named(command, at, "description", 100)
        yield from _options(command, at, (SUB, GROUP, *PLAIN))
        if size(command) > 8000:
            yield f"{at}: {size(command)} characters of names, descriptions and values, not 0 to 8000"
    elif kind in (2, 3) and (command.get("description") or command.get("options")):
        yield f"{at}: a context menu has neither a description nor options"
    yield from subset(command.get("contexts"), f"{at}.contexts", (0, 1, 2))
    yield from subset(command.get("integration_types"), f"{at}.integration_types", (0, 1))
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdecimal():
        yield f"{at}.default_member_permissions: {permissions!r} is not a bit set"


def tree(commands: Sequence[Payload]) -> list[str]:
    """What of the global commands that are registered together is beyond a limit."""
    found = list(count(commands, "commands", 0, sum(MOST.values())))
    for _, command in rows(commands, ""):
        found += _command(command, f"/{command.get('name')}")
    kinds = Counter(command.get("type") or 1 for _, command in rows(commands, ""))
    found += (
        f"commands of type {k}: {n}, not 0 to {MOST[k]}" for k, n in kinds.items() if n > MOST.get(k, n)
    )
    names = (f"{command.get('name')} of type {command.get('type') or 1}" for _, command in rows(commands, ""))
    return [*found, *unique(names, "commands.name")]
