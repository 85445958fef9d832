"""Discord's documented limits on components: /components/reference of the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.adapters.discord.limits_tree import (
    CHANNEL_TYPES,
    Payload,
    between,
    count,
    file_types,
    number,
    rows,
    subset,
    text,
    unique,
)

# Components and where each may stand: /components/reference
ROW, BUTTON, STRINGS, INPUT, SECTION, DISPLAY, THUMBNAIL, GALLERY, FILE = 1, 2, 3, 4, 9, 10, 11, 12, 13
SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIO, CHECKS, CHECK = 14, 17, 18, 19, 21, 22, 23
SELECTS = (STRINGS, 5, 6, 7, 8)
IN_CONTAINER = (ROW, SECTION, DISPLAY, GALLERY, FILE, SEPARATOR)
IN_LABEL = (INPUT, *SELECTS, UPLOAD, RADIO, CHECKS, CHECK)
HTTP, ASSET, LINK = ("http", "https"), ("http", "https", "attachment"), ("http", "https", "discord")


def url(value: object, at: str, schemes: Sequence[str]) -> Iterator[str]:
    """A url of one of the schemes, where there is one."""
    if value is not None and not str(value).startswith(tuple(f"{scheme}://" for scheme in schemes)):
        yield f"{at}: {value!r} is not a url of {', '.join(schemes)}"


def inner(owner: Payload, key: str) -> Payload:
    """The object that a field holds; without one, an object without fields."""
    value = owner.get(key)
    return value if isinstance(value, Mapping) else {}


def _button(button: Payload, at: str) -> Iterator[str]:
    """/components/reference#button."""
    style = button.get("style")
    needed = {5: "url", 6: "sku_id"}.get(style, "custom_id") if isinstance(style, int) else "custom_id"
    yield from number(style, f"{at}.style", 1, 6)
    forbidden = {"url", "sku_id", "custom_id"} | ({"label", "emoji"} if style == 6 else set())
    yield from (
        f"{at}.{k}: not for style {style}" for k in sorted(forbidden - {needed}) if button.get(k) is not None
    )
    if button.get("label") is not None:
        yield from text(button["label"], f"{at}.label", 0, 80)
    if style != 6 and not (button.get("label") or button.get("emoji")):
        yield f"{at}: neither a label nor an emoji"
    if style == 5:
        yield from text(button.get("url"), f"{at}.url", 1, 512)
        yield from url(button.get("url"), f"{at}.url", LINK)
    elif button.get(needed) is None:
        yield f"{at}.{needed}: missing"


def _whole(thing: Payload, key: str, default: int) -> int:
    value = thing.get(key)
    return value if isinstance(value, int) else default


def _picked(part: Payload, at: str, modal: bool, most: int, usual: int = 1) -> Iterator[str]:
    """How many of it may be picked: the note under each table, that required and none do not go together."""
    for key, least, default in (
        ("min_values", int(modal and part.get("required") is not False), 1),
        ("max_values", 1, usual),
    ):
        yield from number(default if part.get(key) is None else part[key], f"{at}.{key}", least, most)
    span = {"min_values": _whole(part, "min_values", 1), "max_values": _whole(part, "max_values", usual)}
    yield from between(span, f"{at}.", "min_values", "max_values")


def _picks(part: Payload, at: str, least: int, most: int) -> Iterator[str]:
    """The options of a string select, a radio group or a checkbox group; no more wanted than are there."""
    options = rows(part.get("options"), f"{at}.options")
    yield from count(part.get("options"), f"{at}.options", least, most)
    for where, option in options:
        yield from text(option.get("label"), f"{where}.label", 1, 100)
        yield from text(option.get("value"), f"{where}.value", 1, 100, blank=True)
        if option.get("description") is not None:
            yield from text(option["description"], f"{where}.description", 0, 100)
    yield from unique((option.get("value") for _, option in options), f"{at}.options.value")
    wanted = _whole(part, "max_values", len(options) if part.get("type") == CHECKS else 1)
    chosen = sum(bool(option.get("default")) for _, option in options)
    bounds = {"default": chosen, "max_values": wanted, "options": len(options)}
    yield from between(bounds, f"{at}.", "max_values", "options")
    yield from between(bounds, f"{at}.options.", "default", "max_values")


def _select(part: Payload, at: str, modal: bool) -> Iterator[str]:
    """/components/reference#string-select to #channel-select."""
    yield from _picked(part, at, modal, 25)
    if part.get("placeholder") is not None:
        yield from text(part["placeholder"], f"{at}.placeholder", 0, 150)
    if part.get("type") == STRINGS:
        yield from _picks(part, at, 1, 25)
    elif part.get("options"):
        yield f"{at}.options: not for a select of type {part.get('type')}"
    if part.get("default_values"):
        span = _whole(part, "min_values", 1), _whole(part, "max_values", 1)
        yield from count(part["default_values"], f"{at}.default_values", *span)
    yield from subset(
        part.get("channel_types"), f"{at}.channel_types", CHANNEL_TYPES if part.get("type") == 8 else ()
    )


def _input(part: Payload, at: str, labelled: bool) -> Iterator[str]:
    """/components/reference#text-input; its own label, deprecated, is of 45 characters as a Label's is."""
    if not labelled:
        yield from text(part.get("label"), f"{at}.label", 1, 45)
    elif part.get("label") is not None:
        yield f"{at}.label: not inside a Label"
    yield from number(part.get("style"), f"{at}.style", 1, 2)
    low, high = _whole(part, "min_length", 0), _whole(part, "max_length", 4000)
    yield from number(part.get("min_length") or 0, f"{at}.min_length", 0, 4000)
    yield from number(
        high if part.get("max_length") is None else part["max_length"], f"{at}.max_length", 1, 4000
    )
    yield from between({"min_length": low, "max_length": high}, f"{at}.", "min_length", "max_length")
    if part.get("value") is not None:
        yield from text(part["value"], f"{at}.value", low, min(high, 4000), blank=True)
    if part.get("placeholder") is not None:
        yield from text(part["placeholder"], f"{at}.placeholder", 0, 100)


def _media(part: Payload, key: str, at: str, schemes: Sequence[str]) -> Iterator[str]:
    """/components/reference#unfurled-media-item and the alternative text beside it."""
    yield from url(inner(part, key).get("url", ""), f"{at}.{key}.url", schemes)
    if part.get("description") is not None:
        yield from text(part["description"], f"{at}.description", 0, 1024)


def _row(part: Payload, at: str, modal: bool) -> Iterator[str]:
    """/components/reference#action-row: buttons or one select; in a modal, as it once was, one text input."""
    children = rows(part.get("components"), f"{at}.components")
    buttons = not modal and all(child.get("type") == BUTTON for _, child in children)
    yield from count(part.get("components"), f"{at}.components", 1, 5 if buttons else 1)
    for where, child in children:
        yield from component(child, where, (INPUT,) if modal else (BUTTON, *SELECTS), modal)


def component(
    part: Payload, at: str, allowed: tuple[int, ...], modal: bool, labelled: bool = False
) -> Iterator[str]:
    """One component where only some types may stand, with all that it holds."""
    kind = part.get("type")
    if kind not in allowed:
        yield f"{at}.type: {kind!r} is not allowed here"
        return
    if kind in IN_LABEL or part.get("custom_id") is not None:
        yield from text(part.get("custom_id"), f"{at}.custom_id", 1, 100, blank=True)
    if part.get("id") is not None:
        yield from number(part["id"], f"{at}.id", 0, 2**32 - 1)
    if modal and part.get("disabled"):
        yield f"{at}.disabled: not in a modal"
    if kind == ROW:
        yield from _row(part, at, modal)
    elif kind == BUTTON:
        yield from _button(part, at)
    elif kind in SELECTS:
        yield from _select(part, at, modal)
    elif kind == INPUT:
        yield from _input(part, at, labelled)
    elif kind == SECTION:
        yield from count(part.get("components"), f"{at}.components", 1, 3)
        for where, child in rows(part.get("components"), f"{at}.components"):
            yield from component(child, where, (DISPLAY,), modal)
        yield from component(inner(part, "accessory"), f"{at}.accessory", (BUTTON, THUMBNAIL), modal)
    elif kind == DISPLAY:
        yield from text(part.get("content"), f"{at}.content", 1, 4000)
    elif kind == THUMBNAIL:
        yield from _media(part, "media", at, ASSET)
    elif kind == GALLERY:
        yield from count(part.get("items"), f"{at}.items", 1, 10)
        for where, item in rows(part.get("items"), f"{at}.items"):
            yield from _media(item, "media", where, ASSET)
    elif kind == FILE:
        yield from _media(part, "file", at, ("attachment",))
    elif kind == SEPARATOR and part.get("spacing") is not None:
        yield from number(part["spacing"], f"{at}.spacing", 1, 2)
    elif kind == CONTAINER:
        if part.get("accent_color") is not None:
            yield from number(part["accent_color"], f"{at}.accent_color", 0, 0xFFFFFF)
        yield from count(part.get("components"), f"{at}.components", 0, 39)
        for where, child in rows(part.get("components"), f"{at}.components"):
            yield from component(child, where, IN_CONTAINER, modal)
    elif kind == LABEL:
        yield from text(part.get("label"), f"{at}.label", 1, 45)
        if part.get("description") is not None:
            yield from text(part["description"], f"{at}.description", 0, 100)
        yield from component(inner(part, "component"), f"{at}.component", IN_LABEL, modal, labelled=True)
    elif kind == UPLOAD:
        yield from _picked(part, at, modal, 10)
        yield from file_types(part.get("file_types"), f"{at}.file_types")
    elif kind == RADIO:
        yield from _picks(part, at, 2, 10)
    elif kind == CHECKS:
        yield from _picks(part, at, 1, 10)
        yield from _picked(part, at, modal, 10, max(1, len(rows(part.get("options"), ""))))


def inside(owner: Payload, at: str = "") -> Iterator[tuple[str, Payload]]:
    """Every component in something, however deep, with where it stands."""
    for key in ("components", "accessory", "component"):
        held = owner.get(key)
        for where, part in rows(held if isinstance(held, list) else [held] if held else [], f"{at}{key}"):
            yield where, part
            yield from inside(part, f"{where}.")


def distinct(owner: Payload) -> Iterator[str]:
    """/components/reference#anatomy-of-a-component: no custom_id twice, and no id but 0."""
    for key in ("custom_id", "id"):
        yield from unique((part[key] for _, part in inside(owner) if part.get(key)), key)
