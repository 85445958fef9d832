"""What Slack refuses of a message, a view, options and an acknowledgement, written from its reference.

Independent of the adapter: nothing of it is imported. Unknown fields are refused as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.adapters.slack.limits_manifest import manifest

Json = Mapping[str, Any]
ON = {
    "message": {"section", "header", "context", "actions", "divider", "input", "image", "rich_text"},
    "modal": {"section", "header", "context", "actions", "divider", "input", "image", "rich_text"},
    "home": {"section", "header", "context", "actions", "divider", "input", "image", "rich_text"},
}
FIELDS: dict[str, set[str]] = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set(),
    "input": {"label", "element", "dispatch_action", "hint", "optional"},
    "image": {"image_url", "alt_text", "title", "slack_file"},
    "rich_text": {"elements"},
}
MESSAGE = {
    "text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "channel", "ts",
    "mrkdwn", "unfurl_links", "unfurl_media", "metadata", "token",
}  # fmt: skip
ELEMENTS: dict[str, set[str]] = {
    "button": {"text", "action_id", "url", "value", "style", "confirm", "accessibility_label"},
    "static_select": {"action_id", "options", "option_groups", "initial_option", "placeholder", "confirm"},
    "external_select": {"action_id", "initial_option", "min_query_length", "placeholder", "confirm"},
    "users_select": {"action_id", "initial_user", "placeholder", "confirm"},
    "conversations_select": {"action_id", "initial_conversation", "filter", "placeholder", "confirm"},
    "plain_text_input": {
        "action_id",
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "placeholder",
    },
}
RICH: dict[str, set[str]] = {
    "text": {"text", "style"},
    "user": {"user_id", "style"},
    "channel": {"channel_id", "style"},
    "usergroup": {"usergroup_id", "style"},
    "emoji": {"name", "style"},
    "date": {"timestamp", "format", "url", "fallback", "style"},
    "link": {"url", "text", "style", "unsafe"},
}
STYLES = {"bold", "italic", "strike", "code"}


def problems(kind: str, payload: Json) -> list[str]:
    """What Slack would refuse: of a message, a post, a modal, a home, options, an ack, a manifest."""
    match kind:
        case "message" | "post":
            return list(_message(payload, post=kind == "post"))
        case "modal" | "home":
            return list(_view(payload, kind))
        case "options":
            return list(_options(payload.get("options", ())))
        case "ack":
            return list(_ack(payload))
        case "manifest":
            return list(manifest(payload))
    raise ValueError(kind)


def units(text: str) -> int:
    """A text's length as JavaScript counts, which is never less than by code points."""
    return len(text.encode("utf-16-le")) // 2


def _message(payload: Json, *, post: bool) -> Iterator[str]:
    yield from (f"unknown {name}" for name in set(payload) - MESSAGE)
    text = payload.get("text")
    if not isinstance(text, str) or not text.strip():
        yield "no text beside the blocks"
    elif units(text) >= 4000:
        yield f"text of {units(text)}"
    blocks = payload.get("blocks", ())
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    yield from _blocks(blocks, "message")
    if sum(units(one) for one in _strings(blocks)) > 13_000:
        yield "msg_blocks_too_long"
    if post and not (payload.get("unfurl_links") is False and payload.get("unfurl_media") is False):
        yield "links may unfurl"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _strings(inner)


def _view(view: Json, kind: str) -> Iterator[str]:
    allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id", "title", "submit", "close"}
    yield from (f"unknown {name}" for name in set(view) - allowed - {"clear_on_close", "notify_on_close"})
    if view.get("type") != kind:
        yield f"type {view.get('type')}"
    blocks = view.get("blocks", ())
    if not 1 <= len(blocks) <= 100:
        yield f"{len(blocks)} blocks"
    yield from _blocks(blocks, kind)
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata"
    if not 0 < len(view.get("callback_id", "x")) <= 255:
        yield "callback_id"
    if len(str(view)) > 250_000:
        yield "view_too_large"
    if kind == "modal":
        if "title" not in view:
            yield "no title"
        for name in ("title", "submit", "close"):
            if name in view:
                yield from _plain(view[name], 24, name)
        if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
            yield "inputs without submit"


def _blocks(blocks: Any, surface: str) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "block_id twice"
    for number, block in enumerate(blocks):
        for said in _block(block, surface):
            yield f"block {number}: {said}"


def _block(block: Json, surface: str) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in ON[surface]:
        yield f"{kind} on a {surface}"
        return
    yield from (f"unknown {name}" for name in set(block) - FIELDS[kind] - {"type", "block_id"})
    if not 0 < len(block.get("block_id", "x")) <= 255:
        yield "block_id"
    match kind:
        case "actions":
            elements = block.get("elements", ())
            if not 1 <= len(elements) <= 25:
                yield f"{len(elements)} elements"
            ids = [one.get("action_id") for one in elements]
            if len(ids) != len(set(ids)):
                yield "action_id twice"
            for one in elements:
                yield from _element(one, inputs=False)
        case "input":
            yield from _plain(block.get("label"), 2000, "label")
            if "hint" in block:
                yield from _plain(block["hint"], 2000, "hint")
            yield from _element(block.get("element", {}), inputs=True)
        case "rich_text":
            if not block.get("elements"):
                yield "empty rich_text"
            for one in block.get("elements", ()):
                yield from _part(one)
        case "section" | "header" | "context" | "image":
            yield f"{kind} is not looked into here"


def _element(one: Json, *, inputs: bool) -> Iterator[str]:
    kind = str(one.get("type"))
    if kind not in ELEMENTS or (inputs == (kind == "button")) or (kind == "plain_text_input" and not inputs):
        yield f"element {kind}"
        return
    yield from (f"{kind}: unknown {name}" for name in set(one) - ELEMENTS[kind] - {"type"})
    if not 0 < len(one.get("action_id", "")) <= 255:
        yield f"{kind}: action_id"
    if "placeholder" in one:
        yield from _plain(one["placeholder"], 150, "placeholder")
    if kind == "button":
        yield from _plain(one.get("text"), 75, "button")
        if units(one.get("value", "x")) > 2000 or not one.get("value", "x"):
            yield "button: value"
        if one.get("style", "primary") not in ("primary", "danger"):
            yield "button: style"
    if kind == "static_select":
        yield from _options(one.get("options", ()), least=1)
        if "initial_option" in one and one["initial_option"] not in one["options"]:
            yield "initial_option is none of the options"
    if kind == "external_select" and "initial_option" in one:
        yield from _options([one["initial_option"]])
    if kind == "plain_text_input":
        low, high = one.get("min_length", 0), one.get("max_length", 3000)
        if not 0 <= low <= 3000 or not 1 <= high <= 3000 or low > high:
            yield "lengths of an input"
        if "initial_value" in one and (units(one["initial_value"]) > high or not one["initial_value"]):
            yield "initial_value"


def _options(options: Any, least: int = 0) -> Iterator[str]:
    if not least <= len(options) <= 100:
        yield f"{len(options)} options"
    for one in options:
        yield from (f"option: unknown {name}" for name in set(one) - {"text", "value", "description", "url"})
        yield from _plain(one.get("text"), 75, "option")
        if not 0 < units(one.get("value", "")) <= 150:
            yield "option: value"


def _plain(text: Any, most: int, what: str) -> Iterator[str]:
    if (
        not isinstance(text, Mapping)
        or text.get("type") != "plain_text"
        or set(text) - {"type", "text", "emoji"}
    ):
        yield f"{what} is no plain text"
    elif not text.get("text") or units(text["text"]) > most:
        yield f"{what} of {units(text.get('text', ''))}"


def _part(part: Json) -> Iterator[str]:
    kind = part.get("type")
    if kind == "rich_text_list":
        if part.get("style") not in ("bullet", "ordered") or set(part) - {
            "type",
            "style",
            "elements",
            "indent",
        }:
            yield "list"
        if not part.get("elements"):
            yield "empty list"
        for one in part.get("elements", ()):
            if one.get("type") != "rich_text_section":
                yield "a list of other things than sections"
            yield from _part(one)
    elif kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        if not part.get("elements"):
            yield f"empty {kind}"
        for one in part.get("elements", ()):
            yield from _rich(one)
    else:
        yield f"{kind} in rich text"


def _rich(one: Json) -> Iterator[str]:
    kind = str(one.get("type"))
    if kind not in RICH:
        yield f"rich text of {kind}"
        return
    yield from (f"{kind}: unknown {name}" for name in set(one) - RICH[kind] - {"type"})
    if "style" in one and (not one["style"] or set(one["style"]) - STYLES):
        yield f"{kind}: style"
    if kind == "text" and not one.get("text"):
        yield "empty text"
    if kind == "date" and not (isinstance(one.get("timestamp"), int) and one.get("format")):
        yield "date"
    if kind == "link" and not 0 < len(one.get("url", "")) <= 3000:
        yield "link"


def _ack(body: Json) -> Iterator[str]:
    action = body.get("response_action")
    if action == "errors":
        if not body.get("errors") or not all(body["errors"].values()):
            yield "errors without words"
        if any(units(said) > 2000 for said in body["errors"].values()):
            yield "errors too long"
    elif action in ("update", "push"):
        yield from _view(body.get("view", {}), "modal")
    elif action not in (None, "clear"):
        yield f"response_action {action}"
