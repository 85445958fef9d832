"""What the platforms send and are sent: nothing calls anybody or becomes markup, and limits are kept."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from adapters.console import inbound as console
from adapters.discord import custom as discord_custom
from adapters.discord import forms as discord_forms
from adapters.discord import markup
from adapters.discord import render as discord_render
from adapters.discord.inbound import _shown
from adapters.moving import exports, table
from adapters.moving.lines import File
from adapters.slack import custom as slack_custom
from adapters.slack import forms as slack_forms
from adapters.slack import inbound as slack
from adapters.slack import persons, rich
from adapters.slack import render as slack_render
from adapters.slack.rich import Manner
from adapters.slack.vault import Sealed, Vault
from adapters.slack.web import ODD
from core.chat.command import COMMANDS
from core.errors import Refusal
from core.speech.phrase import Code
from core.speech.plain import plain
from core.speech.reply import Reply
from core.speech.texts import Voice
from tests.adapters.discord import limits as discord_limits
from tests.adapters.slack import limits as slack_limits
from tests.fuzz import words
from tests.fuzz.targets import refusal_can_be_said, target

QUIET, LOUD = Manner(calls=False), Manner()
CALLED = {f"<@{words.PERSON}>"}


# The console ---------------------------------------------------------------------


@target(st.tuples(words.reply, words.voice))
def a_reply_at_the_console(case: tuple[Reply, Voice]) -> None:
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", plain(*case))


@target(words.line)
def a_line_of_the_console(line: str) -> None:
    console.read(line)
    console.pairs(line)
    console.span(line)
    console.moment(line)
    console.is_name(line)


# Discord -------------------------------------------------------------------------


def _bare(text: str) -> str:
    """The text without what a backslash or a code span keeps from being markup, read from left to right."""
    return re.sub(r"\\[!-/:-@\[-`{-~]|`[^`]+`", "x", text)


@target(st.tuples(words.reply, words.voice))
def a_reply_on_discord(case: tuple[Reply, Voice]) -> None:
    for message in [*discord_render.answer(*case), discord_render.posted(*case, "#1")]:
        view = message.view()
        payload = {
            "embeds": [message.embed.to_dict()],
            "components": view.to_components() if view else [],
            "allowed_mentions": {"parse": []},
        }
        assert discord_limits.any_payload("message", payload) == []
        shown = message.embed.to_dict()
        for text in [
            shown.get("description", ""),
            shown.get("title", ""),
            *(one[part] for one in shown.get("fields", ()) for part in ("name", "value")),
        ]:
            bare = _bare(text)
            assert set(re.findall(r"<[@#][^>]*>", bare)) <= CALLED, bare
            assert set(re.findall(r"\]\(([^)]*)", bare)) <= {words.URL}, bare
            assert not re.search(r"(?m)^(#{1,3}|>>>|-#) ", bare), bare


@target(words.long)
def members_text_on_discord(text: str) -> None:
    left = _bare(markup.escape(text))
    assert not re.search(r"[*_~`|\[\]<@]|:(?=\S)|^\s*(#|>|-|\+|[0-9]+[.)])", left, re.M)
    assert "".join(markup.pages([markup.escape(text)], 10_000)).strip() == markup.escape(text).strip()


component = st.recursive(
    st.fixed_dictionaries(
        {"custom_id": words.text, "type": st.integers(1, 20)},
        optional={"value": words.text, "values": st.lists(words.text, max_size=2)},
    ),
    lambda one: st.fixed_dictionaries(
        {"type": st.integers(1, 20)}, optional={"component": one, "components": st.lists(one, max_size=3)}
    ),
    max_leaves=6,
)
custom_id = st.one_of(
    words.text,
    st.builds(
        lambda kind, number, index, place, end, line: f"{kind}{number}.{index}{place}{end}{line}",
        st.sampled_from("ckfs"),
        st.integers(0, 10**12),
        st.integers(0, 99),
        st.sampled_from(("", "@1", "@x")),
        st.sampled_from(":#"),
        words.line,
    ),
    words.line.map(lambda line: f"f:{line}"),
)


@target(st.tuples(custom_id, words.long, st.lists(component, max_size=5)))
def what_comes_from_discord(case: tuple[str, str, list[Any]]) -> None:
    number, footer, components = case
    pressed = discord_custom.pressed(number, footer)
    assert pressed is None or not pressed.key or re.fullmatch(r"press/[0-9]+/[0-9]+", pressed.key)
    discord_forms.submitted(number, components)
    discord_custom.formed(number)
    name = _shown(number)
    assert len(name) <= 80
    assert name.isprintable() or not name.strip() or not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", name)


standing = st.dictionaries(st.sampled_from(words.names), words.long, max_size=6)


@target(st.tuples(st.sampled_from([name for name, one in COMMANDS.items() if one.form]), standing))
def a_form(case: tuple[str, dict[str, str]]) -> None:
    name, given = case
    command = COMMANDS[name]
    stands = {one: value for one, value in given.items() if one in command.form}
    reply = Reply("form.open", {"command": Code(f"/{name}")}, form=command.form_of(stands))
    made = discord_forms.modal(reply, Voice(), {})
    if made is not None:
        assert not discord_limits.any_payload("modal", made.to_dict())
    view = slack_forms.modal(reply, Voice(), LOUD)
    if view is not None:
        assert slack_limits.problems("modal", view) == []


# Slack ---------------------------------------------------------------------------


def _typed(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if "type" in value else []
        return own + [one for inner in value.values() for one in _typed(inner)]
    return [one for inner in value for one in _typed(inner)] if isinstance(value, list) else []


@target(st.tuples(words.reply, words.voice, st.booleans()))
def a_reply_on_slack(case: tuple[Reply, Voice, bool]) -> None:
    reply, voice, loud = case
    manner = LOUD if loud else QUIET
    for message in slack_render.answer(reply, voice, manner):
        assert slack_limits.problems("message", {**message.body(), "response_type": "ephemeral"}) == []
        for one in _typed(message.blocks):
            assert one["type"] not in ("broadcast", "mrkdwn")
            if one["type"] == "user":
                assert loud and one["user_id"] == words.USER
            if one["type"] == "link":
                assert one["url"] == words.URL
        assert not re.search("<[!@#]", message.text), message.text
    posted = slack_render.posted(reply, voice, QUIET, "n.1")
    assert (
        slack_limits.problems(
            "post", {**posted.body(), "channel": "C1", "unfurl_links": False, "unfurl_media": False}
        )
        == []
    )
    assert slack_limits.problems("modal", slack_render.view(reply, voice, manner)) == []


@target(st.tuples(st.sampled_from(["/connects", "/apply", "/job", "/admin", "/x", "x"]), words.line))
def a_command_on_slack(case: tuple[str, str]) -> None:
    try:
        line = slack.line(*case)
        unnamed = slack.unnamed(line)
        if unnamed is not None:
            refusal_can_be_said(unnamed)
    except Refusal as refusal:
        refusal_can_be_said(refusal)
    rich.unescape(case[1])


state = st.dictionaries(
    st.one_of(
        words.text, st.sampled_from(("f.title.0", "f.title.1", "f.price.0", "w0.message.0", "w0.message.x"))
    ),
    st.dictionaries(
        st.one_of(st.just("t"), words.text),
        st.fixed_dictionaries(
            {},
            optional={
                "value": st.none() | words.long,
                "selected_option": st.none() | st.fixed_dictionaries({"value": words.text}),
                "selected_user": words.text,
                "type": words.text,
            },
        ),
        min_size=1,
        max_size=2,
    ),
    max_size=4,
)


@target(st.tuples(words.json, words.json, state, custom_id, words.line))
def what_comes_from_slack(case: tuple[Any, Any, Any, str, str]) -> None:
    value, other, values, number, line = case
    carried = {"v": 1, "line": line, "origin": "C1"}
    for metadata in (
        str(value),
        json.dumps(str(other)),
        json.dumps(carried),
    ):
        view = {"id": "V1", "hash": "1", "private_metadata": metadata, "state": {"values": values}}
        slack_forms.carried(view)
        found = slack_forms.submitted(view)
        slack_forms.filled(view)
        if found is not None:
            slack_forms.wrong(found, Voice())
    shaped = {block: one for block, one in values.items() if "t" in one}
    slack_custom.pressed({"action_id": number, "value": line}, shaped)
    slack_custom.first_command({"blocks": [{"elements": [{"action_id": number, "value": line}]}]})
    slack.key_of("", {"a": str(value).encode("utf-8", "replace").decode()})


profile = st.fixed_dictionaries(
    {},
    optional={
        "id": st.just("U1"),
        "name": words.text,
        "real_name": words.text,
        "locale": words.text,
        "deleted": st.booleans(),
        "is_bot": st.booleans(),
        "is_restricted": st.booleans(),
        "team_id": words.text,
        "tz": words.text,
        "profile": st.none()
        | st.fixed_dictionaries({}, optional={"display_name": words.long, "real_name": words.long}),
        "enterprise_user": st.none()
        | st.fixed_dictionaries({}, optional={"teams": st.lists(words.text, max_size=2)}),
    },
)


@target(profile)
def a_profile_from_slack(user: dict[str, Any]) -> None:
    found = persons.read(user, slack.Source("T1", "", "U1"), frozenset())
    assert len(found.name) <= 80
    assert not re.search("[\0-\x1f\x7f-\x9f\ud800-\udfff]", found.name)


@target(st.one_of(words.text, st.binary(max_size=200).map(lambda one: one.decode("latin-1"))))
def a_sealed_token(text: str) -> None:
    vault = Vault(["k" * 40])
    try:
        vault.open(text)
    except (Sealed, UnicodeEncodeError):
        return
    raise AssertionError("something that was never sealed was opened")


@target(st.dictionaries(words.text, words.text, max_size=5))
def a_form_encoded_body(fields: dict[str, str]) -> None:
    from slack_bolt.request.async_request import AsyncBoltRequest

    clean = {
        name.encode("utf-8", "replace").decode(): one.encode("utf-8", "replace").decode()
        for name, one in fields.items()
    }
    for body in (urlencode(clean), "payload=" + urlencode({"": str(clean)})[1:], str(clean)):
        for content in ("application/x-www-form-urlencoded", "application/json"):
            with suppress(*ODD):  # answered with 400
                AsyncBoltRequest(body=body, query="", headers={"content-type": content})


# What a host brings ---------------------------------------------------------------


@target(
    st.tuples(
        st.sampled_from(("", "platform,member,connects\n", "connects;member;platform;note\n")), words.huge
    )
)
def a_table_of_balances(given: tuple[str, str]) -> None:
    into = File("csv", "")
    with suppress(table.NoTable):
        table.read("".join(given), into)
    assert all(line.balance.is_finite() and "\0" not in line.person for line in into.lines)
    assert all(one.number > 0 and one.why for one in into.bad)


@target(words.json)
def an_export_of_balances(given: Any) -> None:
    for whole in (given, {exports.RED_BANK: given}, {exports.RED_BANK: {"MEMBER": {"1": given}}}):
        into = File("red", "", "account")
        if exports.is_red(whole):
            with suppress(exports.NoExport):
                exports.read_red(whole, "", into)
        if exports.is_unbelievaboat(whole):
            exports.read_unbelievaboat(whole, "total", into)
        assert all(line.platform == "discord" and line.person.isdigit() for line in into.lines)
