"""What Slack refuses of what an app sends: messages, views, options, acknowledgements, its manifest.

Written from the documentation, https://docs.slack.dev, without the bot's own code. Stricter than Slack in
what calls people: a message looks for no names, unfurls nothing, and calls nobody but by a node of rich text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.adapters.slack.limits_blocks import (
    ANY,
    BUTTONS,
    CELL,
    COLUMN,
    FLAG,
    GROUP,
    HTTP,
    HTTPS,
    ID,
    IMAGE,
    INPUTS,
    MENUS,
    MOMENT,
    NOW,
    OPTION,
    PICTURE,
    RICH_TEXT,
    TEXTS,
    exactly,
    kind_of,
    plain,
    words,
)  # fmt: skip
from tests.adapters.slack.limits_manifest import manifest
from tests.adapters.slack.limits_text import (
    Check,
    Fields,
    Json,
    both,
    length,
    many,
    one_of,
    rows,
    size,
    string,
    thing,
    unique,
)  # fmt: skip

# Blocks: /blocks ------------------------------------------------------------------


def _block(required: Fields, optional: Fields | None = None, *rules: Check) -> Check:
    return both(thing({"type": NOW, **required}, {"block_id": ID, **(optional or {})}), *rules)


def _told(value: Json, at: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield f"{at}: neither text nor fields"


def _apart(value: Json, at: str) -> Iterator[str]:
    """Each action_id of a block is its own."""
    elements = value.get("elements")
    ids = [one.get("action_id") for _, one in rows(elements, at)]
    yield from unique([one for one in ids if one is not None], f"{at}.action_id")


BLOCKS: Fields = {
    "section": _block(
        {},
        {
            "text": words(3000),
            "fields": many(words(2000), 1, 10),
            "accessory": kind_of({**MENUS, **BUTTONS, **IMAGE}),
            "expand": FLAG,
        },
        _told,
    ),
    "header": _block({"text": plain(150)}),
    "context": _block({"elements": many(kind_of({**TEXTS, **IMAGE}), 1, 10)}),
    "actions": _block({"elements": many(kind_of({**MENUS, **BUTTONS, **MOMENT}), 1, 25)}, {}, _apart),
    "divider": _block({}),
    "input": _block(
        {"label": plain(2000), "element": kind_of(INPUTS)},
        {"hint": plain(2000), "optional": FLAG, "dispatch_action": FLAG},
    ),
    "image": _block({"alt_text": string(2000)}, {**PICTURE, "title": plain(2000)}, exactly(*PICTURE)),
    "rich_text": _block({"elements": RICH_TEXT["elements"]}),
    "markdown": _block({"text": string(12_000)}),
    "table": _block({"rows": many(many(CELL, 1, 20), 1, 100)}, {"column_settings": many(COLUMN, 1, 20)}),
    "video": _block(
        {"video_url": HTTPS, "thumbnail_url": HTTP, "alt_text": string(2000), "title": plain(199)},
        {
            "title_url": HTTPS,
            "author_name": string(49),
            "provider_name": string(49),
            "provider_icon_url": HTTP,
            "description": plain(199),
        },
    ),
}
EVERYWHERE = {name: check for name, check in BLOCKS.items() if name not in ("markdown", "table")}
SURFACES: dict[str, Fields] = {"message": BLOCKS, "modal": EVERYWHERE, "home": EVERYWHERE}
"""What may stand where; a file's block comes from Slack alone: "You can't add this block directly"."""
NOT_ON = {
    "datetimepicker": ("home",),
    "email_text_input": ("message", "home"),
    "number_input": ("message", "home"),
    "url_text_input": ("message", "home"),
    "rich_text_input": ("message",),
    "file_input": ("message", "home"),
}
"""Elements, and where they may not stand: the table of /block-elements."""


def _walk(value: Any, at: str) -> Iterator[tuple[str, Json]]:
    """Every object inside a value, with where it stands."""
    if isinstance(value, Mapping):
        yield at, value
        for name, one in value.items():
            yield from _walk(one, f"{at}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _walk(one, f"{at}[{number}]")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _strings(one)


def _sum(values: Iterator[str], at: str, most: int) -> Iterator[str]:
    if (total := sum(map(length, values))) > most:
        yield f"{at}: {total} characters in all, not 0 to {most}"


def _blocks(value: Any, surface: str, most: int) -> Iterator[str]:
    """Blocks of a surface, and what holds of all of them together."""
    yield from many(kind_of(SURFACES[surface]), 1, most)(value, "blocks")
    blocks = [one for _, one in rows(value, "blocks")]
    yield from unique([one["block_id"] for one in blocks if "block_id" in one], "blocks.block_id")
    for at, one in _walk(value, "blocks"):
        if surface in NOT_ON.get(str(one.get("type")), ()):
            yield f"{at}: {one['type']} may not stand on a {surface}"
        if one.get("response_url_enabled") and (surface != "modal" or not at.endswith(".element")):
            yield f"{at}.response_url_enabled: only in a modal's input"
    if sum(one.get("focus_on_load") is True for _, one in _walk(value, "")) > 1:
        yield "blocks.focus_on_load: more than one"
    by_type = {kind: [one for one in blocks if one.get("type") == kind] for kind in ("markdown", "table")}
    yield from _sum(_strings([one.get("text") for one in by_type["markdown"]]), "blocks of markdown", 12_000)
    cells = [one.get("rows") for one in by_type["table"]]
    if len(cells) > 1:
        yield "blocks: more than one table"
    yield from _sum((str(one.get("text", "")) for _, one in _walk(cells, "")), "cells", 10_000)


# Messages: /methods/chat.postMessage, /methods/chat.update, /methods/chat.postEphemeral, and what a
# response_url takes: /interactivity/handling-user-interaction. The text may have 40,000 characters when it is
# posted; Slack advises to stay below 4,000, where chat.update begins to refuse it.
_TS = string(40, like=r"\d+\.\d+")


def _payload(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{at}: {value!r} is not an object"
    yield from (f"{where}.{k}: null" for where, one in _walk(value, at) for k in one if one[k] is None)


BODY: Fields = {
    "token": ANY,
    "text": string(3999),
    "blocks": lambda value, _: _message_blocks(value),
    "thread_ts": _TS,
    "mrkdwn": FLAG,
    "parse": one_of("none"),
    "metadata": thing({"event_type": string(255), "event_payload": _payload}),
}
_ADDRESSED: Fields = {"channel": string(255), "reply_broadcast": FLAG}
_UNFURL: Fields = {"unfurl_links": FLAG, "unfurl_media": FLAG}
_ANSWER: Fields = {
    "response_type": one_of("ephemeral", "in_channel"),
    "replace_original": FLAG,
    "delete_original": FLAG,
    "ts": _TS,
    "user": string(40, like="[UW][A-Z0-9]+"),
}
_TEXT: Fields = {"text": BODY["text"]}
MESSAGE = thing(_TEXT, {**BODY, **_ADDRESSED, **_UNFURL, **_ANSWER})
DELETION = thing({}, {**BODY, **_ANSWER})
POST = thing(
    {**_TEXT, "channel": _ADDRESSED["channel"], **dict.fromkeys(_UNFURL, one_of(False))},
    {**BODY, **_ADDRESSED},
)


def _message_blocks(value: Any) -> Iterator[str]:
    yield from _blocks(value, "message", 50)
    # Not documented: msg_blocks_too_long comes at about 13,200, see github.com/slackapi/bolt-js/issues/2509
    yield from _sum(_strings(value), "blocks", 13_000)


# Views: /reference/views, /surfaces/modals

_VIEW: Fields = {"private_metadata": string(3000, low=0), "callback_id": ID, "external_id": ID}
_CLOSING: Fields = dict.fromkeys(("submit", "close"), plain(24))
_KEPT: Fields = dict.fromkeys(("clear_on_close", "notify_on_close"), FLAG)
MODAL = thing(
    {
        "type": one_of("modal"),
        "title": plain(24),
        "blocks": lambda value, _: _blocks(value, "modal", 100),
    },
    {**_VIEW, **_CLOSING, **_KEPT},
)
HOME = thing({"type": one_of("home"), "blocks": lambda value, _: _blocks(value, "home", 100)}, _VIEW)


def _inputs(view: Any) -> list[Json]:
    blocks = rows(view.get("blocks") if isinstance(view, Mapping) else None, "blocks")
    return [one for _, one in blocks if one.get("type") == "input"]


def _modal(view: Any, at: str) -> Iterator[str]:
    yield from MODAL(view, at)
    if _inputs(view) and "submit" not in view:
        yield f"{at}.submit: missing, and there are inputs"


def _sized(view: Any, at: str) -> Iterator[str]:
    if (found := size(view)) > 250_000:
        yield f"{at}: {found} bytes, not 0 to 250000"


OPTIONS = both(
    thing({}, {"options": many(OPTION, 0, 100), "option_groups": many(GROUP, 0, 100)}),
    exactly("options", "option_groups"),
)
"""/block-elements/select-menu-element#external_select"""


def _ack(body: Any, shown: Json | None) -> Iterator[str]:
    """/surfaces/modals#response_actions; ``shown`` is the view that was submitted, where it is known."""
    action = body.get("response_action") if isinstance(body, Mapping) else None
    view = both(_modal, _sized)
    wanted: dict[Any, Fields] = {
        "errors": {"errors": _errors},
        "update": {"view": view},
        "push": {"view": view},
        "clear": {},
        None: {},
    }
    if not (action is None or isinstance(action, str)) or action not in wanted:
        yield f"response_action: {action!r} is none of errors, update, push, clear"
        return
    given: Fields = {} if action is None else {"response_action": ANY}
    yield from thing({**given, **wanted[action]})(body, "ack")
    if action == "errors" and shown is not None and isinstance(body.get("errors"), Mapping):
        known = {one.get("block_id") for one in _inputs(shown)}
        yield from (f"ack.errors: no input is {one!r}" for one in body["errors"] if one not in known)


def _errors(value: Any, at: str) -> Iterator[str]:
    """Words for blocks of inputs; how long they may be is not documented."""
    if not isinstance(value, Mapping) or not value:
        yield f"{at}: {value!r} has no errors"
        return
    for block, said in value.items():
        yield from ID(block, f"{at}, the id of a block")
        yield from string(2000)(said, f"{at}.{block}")


def problems(kind: str, payload: Json, *, view: Json | None = None) -> list[str]:
    """What Slack would refuse of a payload, or what would call people it should not; each with its place.

    The kinds: "message" (an answer, an edit, what a response_url takes), "post" (by chat.postMessage),
    "modal", "home", "options" (of an external select), "ack" (of a view's submission), "manifest". ``view``
    is what an "ack" answers, where the ids of its blocks are to be looked for.
    """
    if kind == "ack":
        return list(_ack(payload, view))
    if kind == "message" and payload.get("delete_original") is True:
        return list(DELETION(payload, kind))
    kinds: dict[str, Check] = {
        "message": MESSAGE,
        "post": POST,
        "modal": both(_modal, _sized),
        "home": both(HOME, _sized),
        "options": OPTIONS,
        "manifest": manifest,
    }
    return list(kinds[kind](payload, kind))
