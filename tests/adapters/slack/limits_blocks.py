"""Slack's documented limits on what blocks hold: texts, options, rich text, elements.

Written from https://docs.slack.dev/reference/block-kit and Slack's own type definitions (@slack/types), as of
August 2026. What is in no list of fields is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.adapters.slack.limits_text import (
    Check,
    Fields,
    Json,
    both,
    length,
    many,
    one_of,
    string,
    thing,
    whole,
)


def kind_of(kinds: Mapping[str, Check]) -> Check:
    """An object whose type is one of those that may stand here."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield f"{at}: {kind!r} may not stand here, only {', '.join(kinds)}"
        else:
            yield from kinds[kind](value, at)

    return check


def exactly(*names: str) -> Check:
    """Just one of some fields."""

    def check(value: Any, at: str) -> Iterator[str]:
        given = [name for name in names if isinstance(value, Mapping) and name in value]
        if len(given) != 1:
            yield f"{at}: {' and '.join(given) or 'none'} of {', '.join(names)}, not one"

    return check


def ordered(least: str, most: str, read: Callable[[Any], float] = float) -> Check:
    """One field does not exceed another, where both are numbers."""

    def check(value: Json, at: str) -> Iterator[str]:
        try:
            low, high = read(value[least]), read(value[most])
        except (KeyError, TypeError, ValueError):
            return
        if low > high:
            yield f"{at}.{least}: {value[least]} exceeds {most}, {value[most]}"

    return check


FLAG = one_of(True, False)
ANY = string(1_000_000, blank=True)
NOW = string(40)  # what names a type, already looked at
HTTP, HTTPS = string(3000, like=r"https?://\S+"), string(3000, like=r"https://\S+")
NUMERAL = string(100, like=r"-?\d+(?:\.\d+)?")
CLOCK = string(5, like="(?:[01][0-9]|2[0-3]):[0-5][0-9]")
PERSON, PLACE = string(40, like="[UW][A-Z0-9]+"), string(40, like="[CGD][A-Z0-9]+")


def plain(high: int) -> Check:
    """/composition-objects/text-object of type plain_text."""
    return thing({"type": one_of("plain_text"), "text": string(high)}, {"emoji": FLAG})


def words(high: int) -> Check:
    """/composition-objects/text-object of either type."""
    marked = thing({"type": NOW, "text": string(high)}, {"verbatim": FLAG})
    return kind_of({"plain_text": plain(high), "mrkdwn": marked})


def option(text: Check, url: bool = False) -> Check:
    """/composition-objects/option-object."""
    more: Fields = {"url": HTTP} if url else {}
    return thing({"text": text, "value": string(150, blank=True)}, {"description": plain(75), **more})


OPTION, RICH_OPTION = option(plain(75)), option(words(75))
OPTIONS = many(OPTION, 1, 100)
GROUP = thing({"label": plain(75), "options": OPTIONS})
GROUPS = many(GROUP, 1, 100)
STYLE = one_of("primary", "danger")
# /composition-objects/confirmation-dialog-object, …/conversation-filter-object, …/slack-file-object
CONFIRM = thing(
    {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30)}, {"style": STYLE}
)
FILTER = both(
    thing(
        {},
        {
            "include": many(one_of("im", "mpim", "private", "public"), 1, 4, once=True),
            "exclude_external_shared_channels": FLAG,
            "exclude_bot_users": FLAG,
        },
    ),
    lambda value, at: iter(() if value else (f"{at}: filters nothing",)),
)
FILE = both(thing({}, {"id": string(40), "url": HTTPS}), exactly("id", "url"))
PICTURE = {"image_url": HTTP, "slack_file": FILE}
ID = string(255, blank=True)
_ENTER = many(one_of("on_enter_pressed", "on_character_entered"), 1, 2, once=True)
DISPATCH = thing({"trigger_actions_on": _ENTER})

# Rich text: /blocks/rich-text-block
_LOOKS = ["bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"]
LOOK = both(thing({}, dict.fromkeys(_LOOKS, FLAG)), lambda value, at: iter(() if value else (f"{at}: none",)))


def _part(required: Fields, optional: Fields | None = None) -> Check:
    return thing({"type": NOW, **required}, {"style": LOOK, **(optional or {})})


TEXT_PARTS: Fields = {
    "text": _part({"text": ANY}),
    "link": _part({"url": string(3000)}, {"text": ANY, "unsafe": FLAG}),
}
PARTS: Fields = {
    **TEXT_PARTS,
    "user": _part({"user_id": PERSON}),
    "channel": _part({"channel_id": PLACE}),
    "usergroup": _part({"usergroup_id": string(40, like="S[A-Z0-9]+")}),
    "team": _part({"team_id": string(40, like="[TE][A-Z0-9]+")}),
    "color": _part({"value": string(7, like="#[0-9A-Fa-f]{6}")}),
    "date": _part(
        {"timestamp": whole(0, 2**53), "format": string(3000, like=r"(?s).*\{\w+\}.*")},
        {"url": HTTP, "fallback": string(3000)},
    ),
    "emoji": _part({"name": string(100)}, {"unicode": string(100), "skin_tone": whole(1, 6), "url": HTTP}),
    "broadcast": lambda _, at: iter((f"{at}: calls everybody",)),
}
BORDER: Fields = {"border": whole(0, 1)}


def _lines(parts: Fields, optional: Fields) -> Check:
    return thing({"type": NOW, "elements": many(kind_of(parts), 1, 10_000)}, optional)


_SECTION = _lines(PARTS, {})
_ITEMS = {"elements": many(kind_of({"rich_text_section": _SECTION}), 1, 10_000)}
RICH: Fields = {
    "rich_text_section": _SECTION,
    "rich_text_list": thing(
        {"type": NOW, "style": one_of("bullet", "ordered"), **_ITEMS},
        {"indent": whole(0, 8), "offset": whole(0, 10_000), **BORDER},
    ),
    "rich_text_quote": _lines(PARTS, BORDER),
    "rich_text_preformatted": _lines(TEXT_PARTS, BORDER),
}
RICH_TEXT: Fields = {"type": NOW, "elements": many(kind_of(RICH), 1, 10_000)}
# Cells of a table: /blocks/table-block
CELL = kind_of(
    {
        "raw_text": thing({"type": NOW, "text": ANY}),
        "raw_number": thing({"type": NOW, "value": lambda *_: iter(()), "text": ANY}),
        "rich_text": thing(RICH_TEXT),
    }
)
COLUMN = thing({}, {"align": one_of("left", "center", "right"), "is_wrapped": FLAG})


def calendar(value: Any, at: str) -> Iterator[str]:
    """A day as YYYY-MM-DD."""
    found = re.fullmatch(r"\d{4}-(\d\d)-(\d\d)", value) if isinstance(value, str) else None
    if not found or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31):
        yield f"{at}: {value!r} is not a day as YYYY-MM-DD"


# Elements: /block-elements --------------------------------------------------------


def _among(value: Json, at: str) -> Iterator[str]:
    """Initial options are some of the options, each as it is there."""
    groups = value.get("option_groups")
    lists = [value.get("options")]
    if isinstance(groups, list | tuple):
        lists += [one.get("options") for one in groups if isinstance(one, Mapping)]
    known = [one for some in lists if isinstance(some, list | tuple) for one in some]
    many_of = value.get("initial_options")
    chosen = list(many_of) if isinstance(many_of, list | tuple) else []
    chosen += [value["initial_option"]] if "initial_option" in value else []
    yield from (f"{at}: initial {one!r} is none of the options" for one in chosen if one not in known)


def _fits(value: Json, at: str) -> Iterator[str]:
    """An input's initial value is of the length that is asked for."""
    said, low, high = value.get("initial_value"), value.get("min_length", 0), value.get("max_length", 3000)
    numbers = isinstance(low, int) and isinstance(high, int)
    if isinstance(said, str) and numbers and not low <= length(said) <= high:
        yield f"{at}.initial_value: {length(said)} characters, not {low} to {high}"


def _element(required: Fields, optional: Fields, *rules: Check) -> Check:
    return both(thing({"type": NOW, "action_id": ID, **required}, optional), *rules)


ASKS: Fields = {"confirm": CONFIRM, "focus_on_load": FLAG}
HINT: Fields = {**ASKS, "placeholder": plain(150)}
TYPED: Fields = {"placeholder": plain(150), "focus_on_load": FLAG, "dispatch_action_config": DISPATCH}
SOME: Fields = {**HINT, "max_selected_items": whole(1, 10_000)}
STATIC: Fields = {"options": OPTIONS, "option_groups": GROUPS}
QUERY: Fields = {"min_query_length": whole(0, 3000)}
TALKS: Fields = {"default_to_current_conversation": FLAG, "filter": FILTER}
_ONE = exactly("options", "option_groups")
BUTTON: Fields = {"confirm": CONFIRM, "style": STYLE, "accessibility_label": string(75)}


def _listed(each: Check) -> Check:
    return many(each, 1, 10_000, once=True)


def _picked(names: str, each: Check, **more: Check) -> tuple[Check, Check]:
    """A menu for one of something, and one for several."""
    single: Fields = {**HINT, f"initial_{names}": each, **more}
    several = {**SOME, f"initial_{names}s": _listed(each), **more}
    if names in ("conversation", "channel"):
        single = {**single, "response_url_enabled": FLAG}
    return _element({}, single), _element({}, several)


USERS, CONVERSATIONS = _picked("user", PERSON), _picked("conversation", PLACE, **TALKS)
CHANNELS = _picked("channel", PLACE)
EXTERNAL = _picked("option", OPTION, **QUERY)
MENUS: Fields = {
    "static_select": _element({}, {**HINT, **STATIC, "initial_option": OPTION}, _ONE, _among),
    "external_select": EXTERNAL[0],
    "users_select": USERS[0],
    "conversations_select": CONVERSATIONS[0],
    "channels_select": CHANNELS[0],
    "multi_static_select": _element({}, {**SOME, **STATIC, "initial_options": _listed(OPTION)}, _ONE, _among),
    "multi_external_select": EXTERNAL[1],
    "multi_users_select": USERS[1],
    "multi_conversations_select": CONVERSATIONS[1],
    "multi_channels_select": CHANNELS[1],
    "checkboxes": _element(
        {"options": many(RICH_OPTION, 1, 10)}, {**ASKS, "initial_options": _listed(RICH_OPTION)}, _among
    ),
    "radio_buttons": _element(
        {"options": many(RICH_OPTION, 1, 10)}, {**ASKS, "initial_option": RICH_OPTION}, _among
    ),
    "datepicker": _element({}, {**HINT, "initial_date": calendar}),
    "timepicker": _element(
        {},
        {**HINT, "initial_time": CLOCK, "timezone": string(100)},
    ),
}
BUTTONS: Fields = {
    "button": _element({"text": plain(75)}, {**BUTTON, "url": HTTP, "value": string(2000, blank=True)}),
    "overflow": _element({"options": many(option(plain(75), url=True), 1, 5)}, {"confirm": CONFIRM}),
}
MOMENT: Fields = {"datetimepicker": _element({}, {**ASKS, "initial_date_time": whole(10**9, 10**10 - 1)})}
_AMOUNT: Fields = {"initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL}
INPUTS: Fields = {
    **MENUS,
    **MOMENT,
    "plain_text_input": _element(
        {},
        {
            **TYPED,
            "initial_value": string(3000, blank=True),
            "multiline": FLAG,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        ordered("min_length", "max_length"),
        _fits,
    ),
    "number_input": _element(
        {"is_decimal_allowed": FLAG},
        {**TYPED, **_AMOUNT},
        ordered("min_value", "max_value"),
        ordered("min_value", "initial_value"),
        ordered("initial_value", "max_value"),
    ),
    "email_text_input": _element({}, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": _element({}, {**TYPED, "initial_value": HTTP}),
    "rich_text_input": _element({}, {**TYPED, "initial_value": thing(RICH_TEXT)}),
    "file_input": _element({}, {"filetypes": many(string(20), 1, 100), "max_files": whole(1, 10)}),
}
_IMAGE: Fields = {"type": NOW, "alt_text": string(2000)}
IMAGE: Fields = {"image": both(thing(_IMAGE, PICTURE), exactly(*PICTURE))}
TEXTS: Fields = {
    "plain_text": plain(3000),
    "mrkdwn": thing({"type": NOW, "text": string(3000)}, {"verbatim": FLAG}),
}
