"""The checker of Slack's limits finds each of them: one more is too much, one less is none."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from adapters.slack.manifest import manifest
from tests.adapters.slack import limits

Json = dict[str, Any]


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def text(words: str = "x") -> Json:
    return {"type": "text", "text": words}


def plain(words: str = "x") -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain(), "value": "v", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asked(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "b", "label": plain(), "element": element, **more}


def written(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "a", **more}


def message(*blocks: Json, **more: Any) -> Json:
    return {"text": "x", "blocks": list(blocks), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "c",
        "title": plain(),
        "submit": plain(),
        "blocks": list(blocks),
        **more,
    }


@pytest.mark.parametrize(
    ("kind", "fits", "too_much"),
    [
        ("message", message(*[rich(text())] * 50), message(*[rich(text())] * 51)),
        ("message", message(rich(text()), text="x" * 3999), message(rich(text()), text="x" * 4000)),
        ("message", message(rich(text())), message(rich(text()), text=" ")),
        ("message", message(rich(text())), message()),
        ("message", message(rich(text())), message(rich(text()), link_names=True)),
        ("message", message(rich(text())), message(rich(text()), parse="full")),
        ("message", message(rich(text("x" * 12_000))), message(rich(text("x" * 13_500)))),
        ("message", message(rich(text())), message(rich(text("")))),
        ("message", message(rich(text())), message(rich())),
        ("message", message(rich(text())), message(rich({"type": "broadcast", "range": "channel"}))),
        ("message", message(rich(text())), message(rich({**text(), "style": {"big": True}}))),
        ("message", message(actions(button())), message(actions(button(text=plain("x" * 76))))),
        ("message", message(actions(button(value="x" * 2000))), message(actions(button(value="x" * 2001)))),
        (
            "message",
            message(actions(button(action_id="x" * 255))),
            message(actions(button(action_id="x" * 256))),
        ),
        ("message", message(actions(button())), message(actions(button(style="big")))),
        ("message", message(actions(button())), message(actions(button(), button()))),
        ("message", message(actions(button())), message(actions())),
        (
            "message",
            message(actions(*(button(action_id=str(n)) for n in range(25)))),
            message(actions(*(button(action_id=str(n)) for n in range(26)))),
        ),
        ("message", message(rich(text())), message({**rich(text()), "block_id": "x" * 256})),
        (
            "message",
            message({**rich(text()), "block_id": "1"}, {**rich(text()), "block_id": "2"}),
            message({**rich(text()), "block_id": "1"}, {**rich(text()), "block_id": "1"}),
        ),
        ("post", message(rich(text()), unfurl_links=False, unfurl_media=False), message(rich(text()))),
        ("modal", modal(*[rich(text())] * 100), modal(*[rich(text())] * 101)),
        ("modal", modal(rich(text()), title=plain("x" * 24)), modal(rich(text()), title=plain("x" * 25))),
        (
            "modal",
            modal(rich(text()), private_metadata="x" * 3000),
            modal(rich(text()), private_metadata="x" * 3001),
        ),
        ("modal", modal(asked(written(max_length=3000))), modal(asked(written(max_length=3001)))),
        ("modal", modal(asked(written(initial_value="x"))), modal(asked(written(initial_value="")))),
        (
            "modal",
            modal(asked(written(initial_value="xx", max_length=2))),
            modal(asked(written(initial_value="xxx", max_length=2))),
        ),
        ("modal", modal(asked(written())), modal(asked(button()))),
        (
            "modal",
            modal(asked(written())),
            {k: v for k, v in modal(asked(written())).items() if k != "submit"},
        ),
        (
            "options",
            {"options": [{"text": plain("x" * 75), "value": "x" * 150}]},
            {"options": [{"text": plain("x" * 76), "value": "x"}]},
        ),
        (
            "options",
            {"options": [{"text": plain(), "value": "x"}] * 100},
            {"options": [{"text": plain(), "value": "x"}] * 101},
        ),
        (
            "ack",
            {"response_action": "errors", "errors": {"b": "x"}},
            {"response_action": "errors", "errors": {}},
        ),
        ("ack", {"response_action": "clear"}, {"response_action": "close"}),
    ],
)
def test_one_more_is_too_much(kind: str, fits: Json, too_much: Json) -> None:
    assert limits.problems(kind, fits) == []
    assert limits.problems(kind, too_much)


def by_library(block: Json) -> None:
    """Let slack_sdk's models look at a block and what it holds."""
    made = Block.parse(block)
    assert made is not None
    made.validate_json()
    for one in getattr(made, "elements", ()):
        one.validate_json()


@pytest.mark.parametrize(
    "block",
    [
        actions(*(button(action_id=str(n)) for n in range(26))),
        actions(button(text=plain("x" * 76))),
        actions(button(value="x" * 2001)),
        {**rich(text()), "block_id": "x" * 256},
    ],
)
def test_what_the_library_refuses_is_refused(block: Json) -> None:
    with pytest.raises(SlackObjectFormationError):
        by_library(block)
    assert limits.problems("message", message(block))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("display_information", "name"), "x" * 36),
        (("display_information", "description"), "x" * 141),
        (("features", "slash_commands", 0, "command"), "connects"),
        (("features", "slash_commands", 0, "description"), ""),
        (("features", "slash_commands", 0, "url"), "https://a.example"),
        (("features", "shortcuts", 0, "name"), "x" * 25),
        (("oauth_config", "scopes", "bot"), ["commands"]),
        (("oauth_config", "scopes", "bot"), ["admin"]),
        (("settings", "event_subscriptions", "bot_events"), ["message.all"]),
        (("settings", "event_subscriptions", "request_url"), "https://a.example"),
        (("settings", "socket_mode_enabled"), False),
        (("unheard_of",), {}),
    ],
)
def test_a_manifest_with_something_wrong_is_refused(path: tuple[Any, ...], value: Any) -> None:
    made = deepcopy(manifest(socket=True))
    assert limits.problems("manifest", made) == []
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert limits.problems("manifest", made)
