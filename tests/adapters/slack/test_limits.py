"""Every limit lets through what is just within it and names what is just beyond it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as sdk
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.views import View

from tests.adapters.slack import limits
from tests.adapters.slack.limits_manifest import BOT_EVENTS, BOT_SCOPES
from tests.adapters.slack.limits_text import (
    emoji,
    emphasised,
    escape,
    length,
    links,
    live,
    mentions,
    names,
    plain,
    quotes,
    size,
    texts,
    unescape,
)

Made = dict[str, Any]
Case = tuple[str, str, Any, Any]
URL = "https://x.org/"
KINDS = ("message", "post", "modal", "home", "options", "ack", "manifest")


def said(text: str = "x") -> Made:
    return {"type": "plain_text", "text": text}


def marked(text: str = "x") -> Made:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Made:
    return {"type": "section", "text": marked()} | more


def msg(*blocks: Made, **more: Any) -> Made:
    return {"text": "x", "blocks": list(blocks) or [section()]} | more


def post(**more: Any) -> Made:
    return {"text": "x", "channel": "C1", "unfurl_links": False, "unfurl_media": False} | more


def modal(*blocks: Made, **more: Any) -> Made:
    return {"type": "modal", "title": said(), "submit": said(), "blocks": list(blocks) or [section()]} | more


def home(*blocks: Made, **more: Any) -> Made:
    return {"type": "home", "blocks": list(blocks) or [section()]} | more


def button(**more: Any) -> Made:
    return {"type": "button", "action_id": "x", "text": said()} | more


def actions(*elements: Made) -> Made:
    return msg({"type": "actions", "elements": list(elements)})


def picks(n: int, **more: Any) -> list[Made]:
    return [{"text": said(), "value": str(i)} | more for i in range(n)]


def groups(n: int, of: int = 1) -> list[Made]:
    return [{"label": said(), "options": picks(of)} for _ in range(n)]


def menu(**more: Any) -> Made:
    return {"type": "static_select", "action_id": "x", "options": picks(2)} | more


def element(kind: str, **more: Any) -> Made:
    return {"type": kind, "action_id": "x"} | more


def asks(part: Made, **more: Any) -> Made:
    return modal({"type": "input", "block_id": "b", "label": said(), "element": part} | more)


def entry(**more: Any) -> Made:
    return asks(element("plain_text_input", **more))


def rich(*parts: Made) -> Made:
    return {"type": "rich_text", "elements": list(parts)}


def words(*elements: Made, kind: str = "rich_text_section", **more: Any) -> Made:
    return {"type": kind, "elements": list(elements)} | more


def text(value: str = "x", **more: Any) -> Made:
    return {"type": "text", "text": value} | more


def writes(*elements: Made) -> Made:
    return msg(rich(words(*elements)))


def table(rows: int = 1, cells: int = 1, value: str = "x", **more: Any) -> Made:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": value}] * cells] * rows} | more


def upto(name: str, kind: str, most: int, made: Callable[..., Any], *of: Any) -> Case:
    return name, kind, made(*of, "x" * most), made(*of, "x" * (most + 1))


def several(name: str, kind: str, most: int, made: Callable[..., Any], *of: Any) -> Case:
    return name, kind, made(*of, most), made(*of, most + 1)


def from_one(name: str, kind: str, most: int, made: Callable[..., Any], *of: Any) -> Iterator[Case]:
    """From one to so many, and not none of them."""
    yield several(name, kind, most, made, *of)
    yield name, kind, made(*of, 1), made(*of, 0)


def less(made: Made, name: str) -> Made:
    """All but one field."""
    return {key: value for key, value in made.items() if key != name}


def messages() -> Iterator[Case]:
    kind = "message"
    yield upto("text", kind, 3999, lambda s: msg(text=s))
    yield "text", kind, msg(text="😀" * 1999), msg(text="😀" * 2000)
    yield "text", kind, msg(), {"blocks": [section()]}
    yield "text", kind, {"text": "x"}, {"text": " \n"}
    yield "text", kind, {"delete_original": True}, {"delete_original": False}
    yield from from_one("blocks", kind, 50, lambda n: msg() | {"blocks": [{"type": "divider"}] * n})
    for name, good, bad in (
        ("link_names", None, True),
        ("link_names", None, False),
        ("parse", "none", "full"),
        ("mrkdwn", False, "false"),
        ("attachments", None, []),
        ("response_type", "ephemeral", "all"),
        ("thread_ts", "1.000001", "1"),
        ("metadata", {"event_type": "x", "event_payload": {"a": 1}}, {"event_type": "x"}),
        (
            "metadata",
            {"event_type": "x", "event_payload": {}},
            {"event_type": "x", "event_payload": {"a": None}},
        ),
        ("replace_original", True, None),
        ("unheard_of", None, 1),
    ):
        yield name, kind, msg() if good is None else msg(**{name: good}), msg(**{name: bad})
    many = [section(text=marked("x" * 3000))] * 4
    yield "blocks", kind, msg(*many), msg(*many, section(text=marked("x" * 1000)))
    for name in ("unfurl_links", "unfurl_media"):
        yield name, "post", post(), post(**{name: True})
        yield name, "post", post(), less(post(), name)
        yield name, kind, msg(**{name: True}), msg(**{name: "true"})
    yield "channel", "post", post(), less(post(), "channel")
    yield "response_type", "post", post(), post(response_type="ephemeral")


def blocks() -> Iterator[Case]:
    kind = "message"
    yield upto("block_id", kind, 255, lambda s: msg(section(block_id=s)))
    yield "block_id", kind, msg(section(block_id="x")), msg(section(block_id=""))
    yield (
        "block_id",
        kind,
        msg(section(block_id="x"), section(block_id="y")),
        msg(*[section(block_id="x")] * 2),
    )
    yield "blocks[0]", kind, msg({"type": "divider"}), msg({"type": "unheard_of"})
    yield "null", kind, msg(section()), msg(section(fields=None))
    yield "unknown", kind, msg(section(expand=True)), msg(section(colour="red"))
    yield upto("text.text", kind, 3000, lambda s: msg(section(text=said(s))))
    yield upto("text.text", kind, 3000, lambda s: msg(section(text=marked(s))))
    yield "text.text", kind, msg(), msg(section(text=marked("")))
    yield "text.text", kind, msg(), msg(section(text=marked("\t")))
    yield (
        "emoji",
        kind,
        msg(section(text=said() | {"emoji": True})),
        msg(section(text=marked() | {"emoji": True})),
    )
    yield (
        "verbatim",
        kind,
        msg(section(text=marked() | {"verbatim": True})),
        msg(section(text=said() | {"verbatim": 1})),
    )
    yield "neither", kind, msg({"type": "section", "fields": [said()]}), msg({"type": "section"})
    yield from from_one("fields", kind, 10, lambda n: msg(section(fields=[marked()] * n)))
    yield upto("fields[0].text", kind, 2000, lambda s: msg(section(fields=[marked(s)])))
    yield upto("text", kind, 150, lambda s: msg({"type": "header", "text": said(s)}))
    yield "text", kind, msg({"type": "header", "text": said()}), msg({"type": "header", "text": marked()})
    yield from from_one("elements", kind, 10, lambda n: msg({"type": "context", "elements": [marked()] * n}))
    for kind_of in (said, marked):
        yield upto("text", kind, 3000, lambda of, s: msg({"type": "context", "elements": [of(s)]}), kind_of)
    yield (
        "elements[0]",
        kind,
        msg({"type": "context", "elements": [said()]}),
        msg({"type": "context", "elements": [button()]}),
    )
    numbered = [button(action_id=str(i)) for i in range(26)]
    yield from from_one("elements", kind, 25, lambda n: actions(*numbered[:n]))
    yield "action_id", kind, actions(*numbered[:2]), actions(button(), button())
    for name in ("image_url", "alt_text"):
        whole = {"type": "image", "image_url": URL, "alt_text": "x"}
        part = less(whole, name)
        yield "blocks[0]", kind, msg(whole), msg(part)
        yield "accessory", kind, msg(section(accessory=whole)), msg(section(accessory=part))
    yield upto("alt_text", kind, 2000, lambda s: msg({"type": "image", "image_url": URL, "alt_text": s}))
    yield upto(
        "image_url",
        kind,
        3000,
        lambda s: msg({"type": "image", "image_url": URL + s[len(URL) :], "alt_text": "x"}),
    )
    picture = {"type": "image", "alt_text": "x"}
    yield upto("title", kind, 2000, lambda s: msg(picture | {"image_url": URL, "title": said(s)}))
    yield (
        "not one",
        kind,
        msg(picture | {"slack_file": {"id": "F1"}}),
        msg(picture | {"slack_file": {"id": "F1"}, "image_url": URL}),
    )
    yield (
        "slack_file",
        kind,
        msg(picture | {"slack_file": {"url": URL}}),
        msg(picture | {"slack_file": {"url": URL, "id": "F1"}}),
    )
    yield upto("text", kind, 12_000, lambda s: msg({"type": "markdown", "text": s}))
    yield upto(
        "markdown",
        kind,
        6000,
        lambda s: msg({"type": "markdown", "text": s}, {"type": "markdown", "text": "x" * 6000}),
    )
    yield from from_one("rows", kind, 100, lambda n: msg(table(n)))
    yield from from_one("rows[0]", kind, 20, lambda n: msg(table(1, n)))
    yield upto("cells", kind, 5000, lambda s: msg(table(2, 1, s)))
    yield "one table", kind, msg(table()), msg(table(), table())
    yield several("column_settings", kind, 20, lambda n: msg(table(column_settings=[{"align": "right"}] * n)))
    yield (
        "align",
        kind,
        msg(table(column_settings=[{"align": "left"}])),
        msg(table(column_settings=[{"align": "up"}])),
    )
    video = {"type": "video", "video_url": URL, "thumbnail_url": URL, "alt_text": "x", "title": said()}
    yield upto("title", kind, 199, lambda s: msg(video | {"title": said(s)}))
    yield upto("author_name", kind, 49, lambda s: msg(video | {"author_name": s}))
    yield "video_url", kind, msg(video), msg(video | {"video_url": "http://x.org"})
    yield upto("description", kind, 199, lambda s: msg(video | {"description": said(s)}))
    yield upto("provider_name", kind, 49, lambda s: msg(video | {"provider_name": s}))
    yield upto("alt_text", kind, 2000, lambda s: msg(video | {"alt_text": s}))
    yield upto("cells", kind, 10_000, lambda s: msg(table(1, 1, s)))
    yield upto("characters in all", kind, 1000, total)
    for surface in (msg, modal, home):
        name = surface.__name__ if surface is not msg else "message"
        yield "file", name, surface(), surface({"type": "file", "external_id": "x", "source": "remote"})
        for block in (
            video,
            section(),
            rich(words(text())),
            picture | {"image_url": URL},
            {"type": "divider"},
        ):
            yield "unheard_of", name, surface(block), surface(block | {"unheard_of": 1})
    for name, view in (("modal", modal), ("home", home)):
        yield "markdown", name, view(), view({"type": "markdown", "text": "x"})
        yield "table", name, view(), view(table())


def total(some: str) -> Made:
    """A message whose blocks hold 12,000 characters more than some, the names of their types among them."""
    rest = 12_000 - 4 * 3000 - 5 * len("section" + "mrkdwn")
    full = [section(text=marked("x" * 3000))] * 3 + [section(text=marked("x" * (3000 + rest)))]
    return msg(*full, section(text=marked(some)))


def texts_of_rich() -> Iterator[Case]:
    kind = "message"
    good: list[Made] = [
        text(style={"bold": True, "italic": True, "strike": True, "code": True}),
        {"type": "link", "url": URL, "text": "x"},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "usergroup", "usergroup_id": "S1"},
        {"type": "emoji", "name": "wave"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
        {"type": "color", "value": "#aB0123"},
    ]
    for one in good:
        for key in one:
            if key not in ("type", "style", "text", "fallback") or (one["type"] == "text" and key == "text"):
                yield key, kind, writes(one), writes(less(one, key))
                yield key, kind, writes(one), writes(one | {key: ""})
        yield "unheard_of", kind, writes(one), writes(one | {"unheard_of": 1})
    yield upto("url", kind, 3000, lambda s: writes({"type": "link", "url": URL + s[len(URL) :]}))
    yield "style", kind, writes(text(style={"bold": True})), writes(text(style={}))
    yield "style", kind, writes(text(style={"bold": True})), writes(text(style={"bold": 1}))
    yield "style", kind, writes(text(style={"bold": True})), writes(text(style={"loud": True}))
    yield (
        "user_id",
        kind,
        writes({"type": "user", "user_id": "W1"}),
        writes({"type": "user", "user_id": "bob"}),
    )
    yield "format", kind, writes(good[6]), writes(good[6] | {"format": "date"})
    yield "timestamp", kind, writes(good[6]), writes(good[6] | {"timestamp": 1.5})
    yield "everybody", kind, writes(text("@here")), writes({"type": "broadcast", "range": "here"})
    yield "elements", kind, writes(text(" ")), writes()
    yield "elements", kind, writes(text()), msg(rich())
    items = [words(text())]
    yield (
        "style",
        kind,
        msg(rich(words(*items, kind="rich_text_list", style="bullet"))),
        msg(rich(words(*items, kind="rich_text_list", style="dotted"))),
    )
    yield several(
        "indent",
        kind,
        8,
        lambda n: msg(rich(words(*items, kind="rich_text_list", style="ordered", indent=n))),
    )
    yield several("border", kind, 1, lambda n: msg(rich(words(text(), kind="rich_text_quote", border=n))))
    yield (
        "elements[0]",
        kind,
        msg(rich(words(*items, kind="rich_text_list", style="bullet"))),
        msg(rich(words(text(), kind="rich_text_list", style="bullet"))),
    )
    yield (
        "elements[0]",
        kind,
        msg(rich(words(text(), kind="rich_text_preformatted"))),
        msg(rich(words(good[2], kind="rich_text_preformatted"))),
    )
    yield "elements[0]", kind, msg(rich(words(text()))), msg(rich(text()))


def elements() -> Iterator[Case]:
    kind = "message"
    yield upto("action_id", kind, 255, lambda s: actions(button(action_id=s)))
    yield "action_id", kind, actions(button()), actions({"type": "button", "text": said()})
    yield upto("text", kind, 75, lambda s: actions(button(text=said(s))))
    yield "text", kind, actions(button()), actions(button(text=marked()))
    yield upto("value", kind, 2000, lambda s: actions(button(value=s)))
    yield "value", kind, actions(button(value="x")), actions(button(value=""))
    yield upto("url", kind, 3000, lambda s: actions(button(url=URL + s[len(URL) :])))
    yield "url", kind, actions(button(url=URL)), actions(button(url="javascript:x"))
    yield "style", kind, actions(button(style="danger")), actions(button(style="default"))
    yield upto("accessibility_label", kind, 75, lambda s: actions(button(accessibility_label=s)))
    sure = {"title": said(), "text": said(), "confirm": said(), "deny": said()}
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield upto(name, kind, most, lambda name, s: actions(button(confirm=sure | {name: said(s)})), name)
        yield name, kind, actions(button(confirm=sure)), actions(button(confirm=less(sure, name)))
        yield name, kind, actions(button(confirm=sure)), actions(button(confirm=sure | {name: marked()}))
    yield (
        "style",
        kind,
        actions(button(confirm=sure | {"style": "danger"})),
        actions(button(confirm=sure | {"style": ""})),
    )
    yield from from_one("options", kind, 100, lambda n: actions(menu(options=picks(n))))
    yield from from_one(
        "option_groups", kind, 100, lambda n: actions(element("static_select", option_groups=groups(n)))
    )
    yield several(
        "options", kind, 100, lambda n: actions(element("static_select", option_groups=groups(1, n)))
    )
    yield upto(
        "label",
        kind,
        75,
        lambda s: actions(element("static_select", option_groups=[groups(1)[0] | {"label": said(s)}])),
    )
    yield "not one", kind, actions(menu()), actions(menu(option_groups=groups(1)))
    yield "not one", kind, actions(menu()), actions(element("static_select"))
    yield upto("placeholder", kind, 150, lambda s: actions(menu(placeholder=said(s))))
    yield "placeholder", kind, actions(menu(placeholder=said())), actions(menu(placeholder=marked()))
    yield upto("text", kind, 75, lambda s: actions(menu(options=picks(1, text=said(s)))))
    yield upto("value", kind, 150, lambda s: actions(menu(options=picks(1, value=s))))
    yield upto("description", kind, 75, lambda s: actions(menu(options=picks(1, description=said(s)))))
    yield "text", kind, actions(menu()), actions(menu(options=picks(1, text=marked())))
    yield (
        "url",
        kind,
        actions(element("overflow", options=picks(1, url=URL))),
        actions(menu(options=picks(1, url=URL))),
    )
    yield (
        "initial",
        kind,
        actions(menu(initial_option=picks(2)[1])),
        actions(menu(initial_option=picks(3)[2])),
    )
    yield (
        "initial",
        kind,
        actions(menu(initial_option=picks(1)[0])),
        actions(menu(initial_option=picks(1, text=said("y"))[0])),
    )
    grouped = element("static_select", option_groups=groups(2, 2))
    yield (
        "initial",
        kind,
        actions(grouped | {"initial_option": picks(2)[1]}),
        actions(grouped | {"initial_option": picks(3)[2]}),
    )
    several_of = menu(type="multi_static_select")
    yield (
        "initial",
        kind,
        actions(several_of | {"initial_options": picks(2)}),
        actions(several_of | {"initial_options": picks(3)}),
    )
    yield (
        "unique",
        kind,
        actions(several_of | {"initial_options": picks(1)}),
        actions(several_of | {"initial_options": picks(1) * 2}),
    )
    yield (
        "max_selected_items",
        kind,
        actions(several_of | {"max_selected_items": 1}),
        actions(several_of | {"max_selected_items": 0}),
    )
    yield "max_selected_items", kind, actions(menu()), actions(menu(max_selected_items=1))
    for name in ("external_select", "multi_external_select"):
        yield (
            "min_query_length",
            kind,
            actions(element(name, min_query_length=0)),
            actions(element(name, min_query_length=-1)),
        )
        yield "options", kind, actions(element(name)), actions(element(name, options=picks(1)))
    for name, ids in (("user", "U1"), ("conversation", "D1"), ("channel", "C1")):
        yield (
            f"initial_{name}",
            kind,
            actions(element(f"{name}s_select", **{f"initial_{name}": ids})),
            actions(element(f"{name}s_select", **{f"initial_{name}": "x"})),
        )
        many = f"initial_{name}s"
        yield (
            many,
            kind,
            actions(element(f"multi_{name}s_select", **{many: [ids]})),
            actions(element(f"multi_{name}s_select", **{many: []})),
        )
    talks = element("conversations_select")
    yield (
        "filter",
        kind,
        actions(talks | {"filter": {"include": ["im"]}}),
        actions(talks | {"filter": {"include": []}}),
    )
    yield (
        "filter",
        kind,
        actions(talks | {"filter": {"exclude_bot_users": True}}),
        actions(talks | {"filter": {}}),
    )
    yield (
        "response_url_enabled",
        "modal",
        asks(talks | {"response_url_enabled": True}),
        modal(section(accessory=talks | {"response_url_enabled": True})),
    )
    yield from from_one("options", kind, 5, lambda n: actions(element("overflow", options=picks(n))))
    for name in ("checkboxes", "radio_buttons"):
        yield from from_one(
            "options", kind, 10, lambda name, n: actions(element(name, options=picks(n))), name
        )
        yield (
            "description",
            kind,
            actions(element(name, options=picks(1, text=marked()))),
            actions(element(name, options=picks(1, description=marked()))),
        )
    boxes = element("checkboxes", options=picks(2))
    yield (
        "initial",
        kind,
        actions(boxes | {"initial_options": picks(2)}),
        actions(boxes | {"initial_options": picks(3)[2:]}),
    )
    for name, field, good, bad in (
        ("datepicker", "initial_date", "2026-12-31", "2026-13-31"),
        ("datepicker", "initial_date", "2026-01-01", "01.01.2026"),
        ("timepicker", "initial_time", "23:59", "24:00"),
        ("timepicker", "initial_time", "00:00", "0:00"),
        ("datetimepicker", "initial_date_time", 9_999_999_999, 10_000_000_000),
        ("datetimepicker", "initial_date_time", 1_000_000_000, 999_999_999),
    ):
        yield field, kind, actions(element(name, **{field: good})), actions(element(name, **{field: bad}))
    yield (
        "placeholder",
        kind,
        actions(element("datepicker", placeholder=said())),
        actions(element("datetimepicker", placeholder=said())),
    )
    yield (
        "initial_date",
        kind,
        actions(element("datepicker", initial_date="2026-01-31")),
        actions(element("datepicker", initial_date="2026-01-32")),
    )
    yield (
        "max_selected_items",
        kind,
        actions(element("external_select")),
        actions(element("external_select", max_selected_items=2)),
    )
    for name in ("checkboxes", "radio_buttons", "overflow"):
        yield upto(
            "text", kind, 75, lambda name, s: actions(element(name, options=picks(1, text=said(s)))), name
        )


def places() -> Iterator[Case]:
    """Where an element may stand."""
    choose = {name: element(name, options=picks(1)) for name in ("checkboxes", "radio_buttons")}
    yield "element", "modal", asks(menu()), asks(button())
    yield "element", "modal", asks(choose["checkboxes"]), asks(element("overflow", options=picks(1)))
    for name in ("plain_text_input", "email_text_input", "url_text_input", "rich_text_input", "file_input"):
        yield name, "modal", asks(element(name)), modal({"type": "actions", "elements": [element(name)]})
        yield name, "modal", asks(element(name)), modal(section(accessory=element(name)))
    number = element("number_input", is_decimal_allowed=False)
    for one in (element("email_text_input"), element("url_text_input"), number, element("file_input")):
        for kind, surface in (("message", msg), ("home", home)):
            placed = surface({"type": "input", "label": said(), "element": one})
            yield str(one["type"]), kind, surface(), placed
        assert limits.problems("modal", asks(one)) == []
    at = element("datetimepicker")
    yield "datetimepicker", "modal", asks(at), modal(section(accessory=at))
    yield "datetimepicker", "home", home(), home({"type": "actions", "elements": [at]})
    for kind, surface in (("message", msg), ("home", home)):
        written = {"type": "input", "label": said(), "element": element("plain_text_input")}
        yield "label", kind, surface(written), surface(written | {"label": marked()})


def inputs() -> Iterator[Case]:
    kind = "modal"
    yield upto("label", kind, 2000, lambda s: asks(menu(), label=said(s)))
    yield upto("hint", kind, 2000, lambda s: asks(menu(), hint=said(s)))
    yield "optional", kind, asks(menu(), optional=True), asks(menu(), optional="true")
    yield "hint", kind, asks(menu(), hint=said()), asks(menu(), hint=marked())
    yield upto("placeholder", kind, 150, lambda s: entry(placeholder=said(s)))
    yield several("max_length", kind, 3000, lambda n: entry(max_length=n))
    yield several("min_length", kind, 3000, lambda n: entry(min_length=n))
    yield "max_length", kind, entry(max_length=1), entry(max_length=0)
    yield "min_length", kind, entry(min_length=0), entry(min_length=-1)
    yield several("min_length", kind, 9, lambda n: entry(min_length=n, max_length=9))
    yield upto("initial_value", kind, 9, lambda s: entry(initial_value=s, max_length=9))
    yield upto("initial_value", kind, 3000, lambda s: entry(initial_value=s))
    yield "initial_value", kind, entry(initial_value="x"), entry(initial_value="")
    yield (
        "initial_value",
        kind,
        entry(initial_value="xx", min_length=2),
        entry(initial_value="x", min_length=2),
    )
    enter = {"trigger_actions_on": ["on_enter_pressed"]}
    yield (
        "trigger_actions_on",
        kind,
        entry(dispatch_action_config=enter),
        entry(dispatch_action_config={"trigger_actions_on": []}),
    )
    yield "confirm", kind, entry(), entry(confirm={})

    def number(**more: Any) -> Made:
        return asks(element("number_input", is_decimal_allowed=True, **more))

    yield "is_decimal_allowed", kind, number(), asks(element("number_input"))
    yield "min_value", kind, number(min_value="-1.5"), number(min_value=-1.5)
    yield "min_value", kind, number(min_value="9", max_value="9"), number(min_value="10", max_value="9")
    yield (
        "initial_value",
        kind,
        number(initial_value="9", max_value="9"),
        number(initial_value="10", max_value="9"),
    )
    yield (
        "min_value",
        kind,
        number(initial_value="1", min_value="1"),
        number(initial_value="0", min_value="1"),
    )
    yield several("max_files", kind, 10, lambda n: asks(element("file_input", max_files=n)))
    two = [{"type": "input", "label": said(), "element": element("plain_text_input")} for _ in range(2)]
    on = [one | {"element": element("plain_text_input", focus_on_load=True)} for one in two]
    yield "focus_on_load", kind, modal(on[0], two[1]), modal(*on)


def views() -> Iterator[Case]:
    kind = "modal"
    for name in ("title", "submit", "close"):
        yield upto(name, kind, 24, lambda name, s: modal(**{name: said(s)}), name)
        yield name, kind, modal(**{name: said()}), modal(**{name: marked()})
        yield name, "home", home(), home(**{name: said()})
    yield "title", kind, modal(), less(modal(), "title")
    yield "submit", kind, asks(menu()), less(asks(menu()), "submit")
    assert limits.problems(kind, less(modal(), "submit")) == []
    for kind, view in (("modal", modal), ("home", home)):
        yield from from_one(
            "blocks", kind, 100, lambda view, n: view() | {"blocks": [{"type": "divider"}] * n}, view
        )
        yield "type", kind, view(), view(type="message")
        yield upto("private_metadata", kind, 3000, lambda view, s: view(private_metadata=s), view)
        yield upto("callback_id", kind, 255, lambda view, s: view(callback_id=s), view)
        yield "callback_id", kind, view(callback_id="x"), view(callback_id="")
        yield "unknown", kind, view(external_id="x"), view(hash="x")
        yield several("bytes", kind, 250_000, lambda view, n: sized(view(), n), view)
    yield "clear_on_close", "modal", modal(clear_on_close=True), modal(clear_on_close=1)


def sized(view: Made, n: int) -> Made:
    """A view of n bytes."""
    view = view | {"blocks": [section(text=marked("€" * 900)) for _ in range(90)], "private_metadata": ""}
    view["blocks"][0]["fields"] = [marked("x")] * 3
    for field in range(3):
        room = n - size(view)
        view["blocks"][0]["fields"] = [*view["blocks"][0]["fields"]]
        view["blocks"][0]["fields"][field] = marked("x" * min(2000, max(1, room + 1)))
    view["private_metadata"] = "x" * max(0, min(3000, n - size(view)))
    return view


def answers() -> Iterator[Case]:
    kind = "options"
    yield several("options", kind, 100, lambda n: {"options": picks(n)})
    yield several("option_groups", kind, 100, lambda n: {"option_groups": groups(n)})
    yield several("options", kind, 100, lambda n: {"option_groups": groups(1, n)})
    yield "not one", kind, {"options": []}, {}
    yield "not one", kind, {"option_groups": []}, {"options": [], "option_groups": []}
    yield upto("text", kind, 75, lambda s: {"options": picks(1, text=said(s))})
    yield upto("value", kind, 150, lambda s: {"options": picks(1, value=s)})
    kind = "ack"

    def wrong(**errors: str) -> Made:
        return {"response_action": "errors", "errors": errors}

    yield "errors", kind, wrong(b="x"), wrong()
    yield "errors", kind, wrong(b="x"), {"response_action": "errors", "errors": {"": "x"}}
    yield "errors", kind, wrong(b="x"), {"response_action": "errors"}
    yield "errors.b", kind, wrong(b="x"), wrong(b="")
    yield upto("errors.b", kind, 2000, lambda s: wrong(b=s))
    yield "view", kind, wrong(b="x"), wrong(b="x") | {"view": modal()}
    for action in ("update", "push"):
        yield (
            "title",
            kind,
            {"response_action": action, "view": modal()},
            {"response_action": action, "view": home()},
        )
        yield "view", kind, {"response_action": action, "view": modal()}, {"response_action": action}
    yield "view", kind, {"response_action": "clear"}, {"response_action": "clear", "view": modal()}
    yield "response_action", kind, {}, {"response_action": "close"}


def app(*path: Any, **more: Any) -> Made:
    """A manifest; what stands at the path has more."""
    made: Made = {
        "display_information": {"name": "x", "description": "x", "background_color": "#000000"},
        "features": {
            "app_home": {"home_tab_enabled": True},
            "bot_user": {"display_name": "x"},
            "slash_commands": [{"command": "/x", "description": "x", "url": URL}],
            "shortcuts": [{"name": "x", "type": "global", "callback_id": "x", "description": "x"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "users:read"]}, "redirect_urls": [URL]},
        "settings": {
            "event_subscriptions": {"request_url": URL, "bot_events": ["app_home_opened", "team_join"]},
            "interactivity": {"is_enabled": True, "request_url": URL},
            "socket_mode_enabled": False,
        },
    }
    inner: Any = made
    for step in path:
        inner = inner[step]
    inner.update(more)
    return made


def socket(**more: Any) -> Made:
    made = app("settings", socket_mode_enabled=True, **more)
    for part in (made["settings"]["interactivity"], made["settings"]["event_subscriptions"]):
        part.pop("request_url", None)
    made["features"]["slash_commands"][0].pop("url", None)
    return made


def without(path: str) -> Made:
    made = app()
    *steps, last = path.split(".")
    inner: Any = made
    for step in steps:
        inner = inner[int(step) if step.isdigit() else step]
    del inner[last]
    return made


def manifests() -> Iterator[Case]:
    kind = "manifest"
    about = ("display_information",)
    command, shortcut = ("features", "slash_commands", 0), ("features", "shortcuts", 0)
    for path, name, most in (
        (about, "name", 35),
        (about, "description", 140),
        (about, "long_description", 4000),
        (("features", "bot_user"), "display_name", 80),
        (command, "description", 2000),
        (command, "usage_hint", 1000),
        (shortcut, "name", 24),
        (shortcut, "callback_id", 255),
        (shortcut, "description", 150),
    ):
        yield upto(name, kind, most, lambda path, name, s: app(*path, **{name: s}), path, name)
        yield name, kind, app(), app(*path, **{name: ""})
        yield "unheard_of", kind, app(), app(*path, unheard_of=1)
    yield (
        "long_description",
        kind,
        app(*about, long_description="x" * 175),
        app(*about, long_description="x" * 174),
    )
    yield upto("command", kind, 31, lambda s: app(*command, command=f"/{s}"))
    for bad in ("x", "/", "/X", "/x y", "/x/y"):
        yield "command", kind, app(*command, command="/x-1_y"), app(*command, command=bad)
    yield "background_color", kind, app(*about, background_color="#Abc"), app(*about, background_color="red")
    yield "should_escape", kind, app(*command, should_escape=True), app(*command, should_escape="yes")
    yield "type", kind, app(*shortcut, type="message"), app(*shortcut, type="slash")
    one, two = app()["features"]["slash_commands"][0], app()["features"]["shortcuts"][0]
    yield several(
        "slash_commands",
        kind,
        50,
        lambda n: app("features", slash_commands=[one | {"command": f"/x{i}"} for i in range(n)]),
    )
    yield several(
        "shortcuts",
        kind,
        10,
        lambda n: app("features", shortcuts=[two | {"callback_id": f"x{i}"} for i in range(n)]),
    )
    yield "unique", kind, app(), app("features", slash_commands=[one, one])
    yield "unique", kind, app(), app("features", shortcuts=[two, two])
    yield several(
        "redirect_urls",
        kind,
        1000,
        lambda n: app("oauth_config", redirect_urls=[f"{URL}{i}" for i in range(n)]),
    )
    yield "redirect_urls", kind, app(), app("oauth_config", redirect_urls=["http://x.org"])
    for scopes in (
        ["commands", "users:read", "unheard:of"],
        ["commands", "commands", "users:read"],
        ["commands"],
        ["users:read"],
    ):
        yield "manifest", kind, app(), app("oauth_config", "scopes", bot=scopes)
    for events in (["unheard_of"], ["team_join", "team_join"], ["message.im"]):
        yield "manifest", kind, app(), app("settings", "event_subscriptions", bot_events=events)
    yield "shortcuts", kind, app(), app("settings", "interactivity", is_enabled=False)
    yield "app_home_opened", kind, app(), app("features", app_home={"home_tab_enabled": False})
    for part in (
        "display_information",
        "display_information.name",
        "features.bot_user",
        "features.slash_commands.0.url",
        "features.shortcuts.0.callback_id",
        "settings.interactivity.is_enabled",
        "settings.interactivity.request_url",
        "settings.event_subscriptions.request_url",
    ):
        yield "manifest", kind, app(), without(part)
    yield "socket", kind, socket(), app("settings", socket_mode_enabled=True)
    yield (
        "message_menu_options_url",
        kind,
        app("settings", "interactivity", message_menu_options_url=URL),
        socket(interactivity={"is_enabled": True, "message_menu_options_url": URL}),
    )
    for name in ("org_deploy_enabled", "token_rotation_enabled"):
        yield name, kind, app("settings", **{name: True}), app("settings", **{name: None})
    for good, bad in (("1.2.3.4", "1.2.3"), ("255.0.0.1/32", "255.0.0.1/33"), ("10.0.0.0/8", "256.0.0.1")):
        yield (
            "allowed",
            kind,
            app("settings", allowed_ip_address_ranges=[good]),
            app("settings", allowed_ip_address_ranges=[bad]),
        )
    for part in ("functions", "workflows", "settings.is_hosted", "features.assistant_view"):
        *steps, last = part.split(".")
        yield last, kind, app(), app(*steps, **{last: {}})


GROUPS = (messages, blocks, texts_of_rich, elements, places, inputs, views, answers, manifests)
CASES = [
    pytest.param(*case, id=f"{group.__name__} {i} {case[0]}")
    for group in GROUPS
    for i, case in enumerate(group())
]


@pytest.mark.parametrize(("name", "kind", "within", "beyond"), CASES)
def test_a_limit_lets_within_and_names_beyond(name: str, kind: str, within: Any, beyond: Any) -> None:
    found = limits.problems(kind, beyond)
    assert [what for what in found if name in what], found
    assert limits.problems(kind, within) == []


def test_errors_are_at_inputs_of_the_view_that_was_submitted() -> None:
    wrong = {"response_action": "errors", "errors": {"b": "x"}}
    assert limits.problems("ack", wrong, view=asks(menu())) == []
    assert limits.problems("ack", wrong, view=modal(section(block_id="b"))) == ["ack.errors: no input is 'b'"]


def test_every_event_needs_scopes_that_there_are() -> None:
    assert all(scopes <= BOT_SCOPES for scopes in BOT_EVENTS.values())
    for event, scopes in BOT_EVENTS.items():
        made = app("settings", "event_subscriptions", bot_events=[event])
        for scope in scopes or ["users:read"]:
            made["oauth_config"]["scopes"]["bot"] = ["commands", scope]
            assert limits.problems("manifest", made) == []
        made["oauth_config"]["scopes"]["bot"] = ["commands"]
        assert bool(limits.problems("manifest", made)) == bool(scopes)


WHOLE: list[tuple[str, Any]] = [(case.values[1], case.values[2]) for case in CASES]  # type: ignore[misc]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.just([]), st.just({}), st.just([{}])
)


@given(st.sampled_from(WHOLE), JUNK, st.data())
def test_what_is_of_another_shape_is_judged_all_the_same(
    case: tuple[str, Any], junk: Any, data: st.DataObject
) -> None:
    kind, made = case[0], copy.deepcopy(case[1])
    inner = made
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inner[key], dict | list) or data.draw(st.booleans()):
            break
        inner = inner[key]
    inner[key] = junk
    found = limits.problems(kind, made)
    assert isinstance(found, list)
    if junk is None:
        assert found


@given(JUNK, st.sampled_from(["text", "blocks", "view", "options", "errors", "features", "type", "title"]))
def test_nothing_makes_the_checker_fail(junk: Any, key: str) -> None:
    for kind in KINDS:
        assert isinstance(limits.problems(kind, {key: junk}), list)


# Against slack_sdk ----------------------------------------------------------------


def option(**more: Any) -> sdk.Option:
    return sdk.Option(**({"text": "x", "value": "x"} | more))


def acting(*parts: sdk.InteractiveElement) -> sdk.Block:
    return sdk.ActionsBlock(elements=list(parts))


def pressed(**more: Any) -> sdk.ButtonElement:
    return sdk.ButtonElement(**({"text": "x", "action_id": "x"} | more))


def sure(**more: Any) -> sdk.ConfirmObject:
    whole: Made = {"title": "x", "text": sdk.PlainTextObject(text="x"), "confirm": "x", "deny": "x"} | more
    return sdk.ConfirmObject(**whole)


def chosen(**more: Any) -> sdk.StaticSelectElement:
    return sdk.StaticSelectElement(**({"action_id": "x", "options": [option()]} | more))


LIBRARY: list[tuple[int, Callable[[int], sdk.Block]]] = [
    (3000, lambda n: sdk.SectionBlock(text="x" * n)),
    (10, lambda n: sdk.SectionBlock(fields=["x"] * n)),
    (255, lambda n: sdk.DividerBlock(block_id="x" * n)),
    (150, lambda n: sdk.HeaderBlock(text="x" * n)),
    (10, lambda n: sdk.ContextBlock(elements=[sdk.PlainTextObject(text="x")] * n)),
    (25, lambda n: acting(*[pressed(action_id=str(i)) for i in range(n)])),
    (2000, lambda n: sdk.ImageBlock(image_url=URL, alt_text="x" * n)),
    (2000, lambda n: sdk.ImageBlock(image_url=URL, alt_text="x", title="x" * n)),
    (3000, lambda n: sdk.ImageBlock(image_url=URL + "x" * (n - len(URL)), alt_text="x")),
    (12_000, lambda n: sdk.MarkdownBlock(text="x" * n)),
    (75, lambda n: acting(pressed(text="x" * n))),
    (2000, lambda n: acting(pressed(value="x" * n))),
    (3000, lambda n: acting(pressed(url=URL + "x" * (n - len(URL))))),
    (255, lambda n: acting(pressed(action_id="x" * n))),
    (75, lambda n: acting(pressed(accessibility_label="x" * n))),
    (100, lambda n: acting(pressed(confirm=sure(title="x" * n)))),
    (300, lambda n: acting(pressed(confirm=sure(text=sdk.PlainTextObject(text="x" * n))))),
    (30, lambda n: acting(pressed(confirm=sure(confirm="x" * n)))),
    (30, lambda n: acting(pressed(confirm=sure(deny="x" * n)))),
    (100, lambda n: acting(chosen(options=[option()] * n))),
    (75, lambda n: acting(chosen(options=[option(text="x" * n)]))),
    (150, lambda n: acting(chosen(options=[option(value="x" * n)]))),
    (150, lambda n: acting(chosen(placeholder="x" * n))),
    (
        100,
        lambda n: acting(
            chosen(options=None, option_groups=[sdk.OptionGroup(label="x", options=[option()])] * n)
        ),
    ),
    (
        100,
        lambda n: acting(
            chosen(options=None, option_groups=[sdk.OptionGroup(label="x", options=[option()] * n)])
        ),
    ),
    (
        75,
        lambda n: acting(
            chosen(options=None, option_groups=[sdk.OptionGroup(label="x" * n, options=[option()])])
        ),
    ),
    (5, lambda n: acting(sdk.OverflowMenuElement(action_id="x", options=[option()] * n))),
    (2000, lambda n: sdk.InputBlock(label="x" * n, element=sdk.PlainTextInputElement(action_id="x"))),
    (
        2000,
        lambda n: sdk.InputBlock(label="x", hint="x" * n, element=sdk.PlainTextInputElement(action_id="x")),
    ),
    (199, lambda n: sdk.VideoBlock(alt_text="x", video_url=URL, thumbnail_url=URL, title="x" * n)),
    (
        49,
        lambda n: sdk.VideoBlock(
            alt_text="x", video_url=URL, thumbnail_url=URL, title="x", author_name="x" * n
        ),
    ),
]


@pytest.mark.parametrize(("most", "made"), LIBRARY)
def test_slack_sdk_draws_the_same_line(most: int, made: Callable[[int], sdk.Block]) -> None:
    assert limits.problems("message", msg(made(most).to_dict())) == []
    with pytest.raises(SlackObjectFormationError):
        made(most + 1).to_dict()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(JsonObject, "validate_json", lambda self: None)
        beyond = json.loads(json.dumps(made(most + 1).to_dict()))
    assert limits.problems("message", msg(beyond))


@pytest.mark.parametrize(
    "more",
    [
        {"title": "x" * 25},
        {"submit": "x" * 25},
        {"close": "x" * 25},
        {"private_metadata": "x" * 3001},
        {"callback_id": "x" * 256},
        {"blocks": [{"type": "divider"}] * 101},
        {"type": "unheard_of"},
    ],
)
def test_a_view_that_slack_sdk_refuses_is_refused(more: Made) -> None:
    whole: Made = {"type": "modal", "title": "x", "submit": "x", "blocks": [{"type": "divider"}]}
    assert limits.problems("modal", View(**whole).to_dict()) == []
    with pytest.raises(SlackObjectFormationError):
        View(**(whole | more)).to_dict()
    plainly = {k: said(v) if k in ("title", "submit", "close") else v for k, v in (whole | more).items()}
    assert limits.problems("modal", plainly)


# What is live ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown", "found"),
    [
        ("<@U1>", "@U1", ["mention <@U1>"]),
        ("<@W1|bob>", "@bob", ["mention <@W1|bob>"]),
        ("<#C1|general>", "#general", ["mention <#C1|general>"]),
        ("<!here>", "@here", ["mention <!here>"]),
        ("<!channel|x>", "@channel", ["mention <!channel|x>"]),
        ("<!everyone>", "@everyone", ["mention <!everyone>"]),
        ("<!subteam^S1|@ops>", "@ops", ["mention <!subteam^S1|@ops>"]),
        ("<!subteam^S1>", "@S1", ["mention <!subteam^S1>"]),
        ("`<!here>`", "<!here>", ["mention <!here>", "emphasis `<!here>`"]),
        ("*<@U1>*", "@U1", ["mention <@U1>", "emphasis *<@U1>*"]),
        ("<!date^1^{date}|once>", "once", ["special <!date^1^{date}|once>"]),
        ("<!foo|bar>", "<bar>", ["special <!foo|bar>"]),
        ("<https://x.org|here>", "here", ["link <https://x.org|here>"]),
        ("<https://x.org>", "https://x.org", ["link <https://x.org>"]),
        ("<mailto:a@x.org|a>", "a", ["link <mailto:a@x.org|a>"]),
        ("see https://x.org/y.", "see https://x.org/y.", ["link https://x.org/y."]),
        ("www.x.org", "www.x.org", ["link www.x.org"]),
        ("a.b@x.org", "a.b@x.org", ["link a.b@x.org"]),
        ("*b*", "b", ["emphasis *b*"]),
        ("_i i_", "i i", ["emphasis _i i_"]),
        ("~s~", "s", ["emphasis ~s~"]),
        ("`c`", "c", ["emphasis `c`"]),
        ("```a\n*b*```", "a\n*b*", ["emphasis ```a\n*b*```"]),
        ("*b _i_*", "b i", ["emphasis *b _i_*", "emphasis _i_"]),
        ("(*b*),", "(b),", ["emphasis *b*"]),
        ("> q", "q", ["quote > q"]),
        ("a\n&gt; q", "a\nq", ["quote &gt; q"]),
        (":wave:", ":wave:", ["emoji :wave:"]),
        (":+1::skin-tone-3:", ":+1::skin-tone-3:", ["emoji :+1::skin-tone-3:"]),
    ],
)
def test_what_is_live_is_found(written: str, shown: str, found: list[str]) -> None:
    assert live(written) == found
    assert plain(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "2*3*4", "snake_case_name", "* a *", "*a\nb*", "a > b", "**", "1:2", "::", "<>", "e.g. so", "1.5",
        "a@b", "- a\n• b\n1. c", "it's ~5", "*a", "x*y*", "# a", "[a](b)",
    ],
)  # fmt: skip
def test_what_is_not_live_is_shown_as_it_is(written: str) -> None:
    assert live(written) == []
    assert plain(written) == written


def test_names_are_live_only_where_they_are_looked_for() -> None:
    assert live("@here #general") == []
    assert live("@here #general", by_name=True) == ["name @here", "name #general"]
    assert names("a#x a@b &lt;#1") == ["#1"]


def test_an_escape_is_undone_once() -> None:
    assert unescape("&amp;lt;&lt;&gt;&quot;") == "&lt;<>&quot;"
    assert plain("&amp;lt;!here&amp;gt;") == "&lt;!here&gt;"


SIGNS = st.text(st.sampled_from("*_~`<>&!@#|:;^/.-ltgamp UC1xé😀\n")) | st.text()


@given(SIGNS)
def test_escaped_text_calls_nobody_and_is_shown_as_it_is(member: str) -> None:
    written = escape(member)
    assert mentions(written) == []
    assert not [one for one in live(written) if one.startswith("special")]
    assert all(not one.startswith("<") for one in links(written))
    assert unescape(written) == member
    if not emphasised(written) and not quotes(written):
        assert plain(written) == member


@given(SIGNS)
def test_nothing_is_found_that_is_not_there(written: str) -> None:
    for found in (mentions(written), links(written), emphasised(written), emoji(written)):
        assert all(one in written for one in found)
    assert isinstance(plain(written), str)


def test_the_texts_of_a_payload_are_found_with_their_types() -> None:
    sent = msg(
        section(text=marked("a"), fields=[said("b")]), rich(words(text("c"))), table(value="d"), text="e"
    )
    assert list(texts(sent)) == [
        ("text", "mrkdwn", "e"),
        ("blocks[0].text.text", "mrkdwn", "a"),
        ("blocks[0].fields[0].text", "plain_text", "b"),
        ("blocks[1].elements[0].elements[0].text", "text", "c"),
        ("blocks[2].rows[0][0].text", "raw_text", "d"),
    ]
    assert list(texts({"text": "x", "mrkdwn": False})) == [("text", "plain_text", "x")]
    assert list(texts(msg({"type": "markdown", "text": "x"})))[1] == ("blocks[0].text", "markdown", "x")


@pytest.mark.parametrize(("of", "units"), [("", 0), ("né", 2), ("😀", 2), ("\ud800", 1), ("👩‍👧", 5)])
def test_a_length_is_of_utf16_units(of: str, units: int) -> None:
    assert length(of) == units >= len(of)
