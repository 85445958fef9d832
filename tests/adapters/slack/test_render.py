"""Members' text on Slack is text: no mention, link, emphasis or emoji, in blocks within the limits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack import custom, forms, inbound, render, rich
from adapters.slack.limits import FALLBACK, RICH, TOTAL
from adapters.slack.rich import Manner
from core.chat.command import COMMANDS
from core.chat.parsing import gather, named
from core.errors import Refusal
from core.speech.lengths import size
from core.speech.phrase import Code, Link, Mention, Place, Ref, Strong, When, say
from core.speech.plain import printable
from core.speech.reply import Button, Fields, Items, Para, Quote, Reply
from core.speech.texts import Voice
from tests.adapters.slack import limits

MARKS = (
    "*", "_", "~", "`", "```", ">", "&gt;", "<!channel>", "<!here>", "<@U012AB3CD>", "<#C012AB3CD|x>",
    "<!subteam^S1>", "<!date^1^{date}|x>", "<https://a.example|x>", "https://a.example", ":tada:", "&amp;",
    "&", "<", "\n", " ", "a", "1. ", "• ", "🦊", "\u202e",
)  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(MARKS), st.characters()), max_size=40).map("".join)
LONG = st.tuples(TEXT, st.integers(1, 100)).map(lambda pair: (pair[0] * pair[1])[:4000])
VOICE = Voice(names={1: "ana *star* <@U1>", 2: "bob"}, persons={2: "U012AB3CD"})
MANNER, LOUD = Manner(calls=False), Manner()


def elements(value: Any) -> list[dict[str, Any]]:
    """Every typed thing in a payload."""
    if isinstance(value, dict):
        own = [value] if "type" in value else []
        return own + [one for inner in value.values() for one in elements(inner)]
    return [one for inner in value for one in elements(inner)] if isinstance(value, list) else []


def seen(parts: Any) -> str:
    """What a reader sees of rich text."""
    return "".join(
        one["text"] for one in elements(parts) if one["type"] == "text" and isinstance(one["text"], str)
    )


def reply_of(text: str) -> Reply:
    """A reply with a member's text wherever one can stand."""
    voiced = (
        Para(say("quoted", words=text)),
        Items((say("quoted", words=text), say("quoted", words=text))),
        Fields(((say("field-title"), say("quoted", words=text)),)),
        Quote(text),
    )
    buttons = (
        Button("button-apply", "apply job-1 ?"),
        Button(
            "button-again", f'proposal answer proposal-1 answer:"{text[:1500]}"'.replace("\n", " "), once=True
        ),
    )
    return Reply("job.card", {"job": Ref("job", 1), "title": text[:100]}, voiced, buttons, number=7)


@given(LONG)
@example("<!channel> *now*")
@example("\0" * 4000)
def test_whatever_members_write_calls_nobody_and_stays_within_the_limits(text: str) -> None:
    found = render.answer(reply_of(text), VOICE, MANNER)
    for message in found:
        assert limits.problems("message", {**message.body(), "response_type": "ephemeral"}) == []
        kinds = {one["type"] for one in elements(message.blocks)}
        assert not kinds & {"user", "usergroup", "broadcast", "link", "mrkdwn", "channel", "emoji"}
        assert "<!" not in message.text
        assert "<@" not in message.text
        assert "<" not in message.text
    posted = render.posted(reply_of(text), VOICE, MANNER, "n.1.2")
    assert (
        limits.problems(
            "post", {**posted.body(), "channel": "C1", "unfurl_links": False, "unfurl_media": False}
        )
        == []
    )
    assert render.mark_of(posted.body()) == "n.1.2"
    assert limits.problems("modal", render.view(reply_of(text), VOICE, MANNER)) == []


@given(st.lists(LONG, min_size=1, max_size=6), st.integers(500, RICH))
def test_what_is_laid_out_in_groups_is_all_there(texts: list[str], most: int) -> None:
    parts = [part for text in texts for part in rich.parts_of(Quote(text), VOICE, MANNER)]
    groups = rich.laid(parts, most)
    assert seen(groups) == seen(parts)
    assert all(sum(rich.length(one) for one in group) <= most for group in groups)


@given(TEXT)
def test_text_reads_as_it_was_written(text: str) -> None:
    made = rich.line(say("quoted", words=text), VOICE, MANNER)
    assert seen(made).replace("\u2060", "") == printable(text).replace("\u2060", "")


@given(LONG)
def test_the_words_beside_the_blocks_are_escaped_and_short_enough(text: str) -> None:
    said = rich.fallback(rich.parts_of(Quote(text), VOICE, MANNER), VOICE)
    assert size(said) <= FALLBACK
    assert not set(said) & set("<>")
    assert said.strip()
    whole = rich.unescape(said).strip("“”")
    assert printable(text).replace("<\u2060", "<").startswith(whole[: len(whole) - 6])


def test_nodes_are_what_they_name_and_in_channels_nobody_is_called() -> None:
    nodes = {
        "mention": (Mention(2), {"type": "user", "user_id": "U012AB3CD"}),
        "channel": (Place("channel", "C012AB3CD"), {"type": "channel", "channel_id": "C012AB3CD"}),
        "group": (Place("role", "S012AB3CD"), {"type": "usergroup", "usergroup_id": "S012AB3CD"}),
        "code": (Code("/connects buy"), {"type": "text", "text": "/connects buy", "style": {"code": True}}),
        "strong": (Strong("42"), {"type": "text", "text": "42", "style": {"bold": True}}),
        "link": (
            Link("https://a.example/", "here"),
            {"type": "link", "url": "https://a.example/", "text": "here"},
        ),
    }
    for node, made in nodes.values():
        assert rich.element(node, VOICE, LOUD) == made
    assert rich.element(Mention(2), VOICE, MANNER) == {"type": "text", "text": "bob"}
    assert rich.element(Place("role", "S012AB3CD"), VOICE, MANNER)["type"] == "text"
    when = rich.element(When(1_800_000_000_000_000), VOICE, MANNER)
    assert when["type"] == "date"
    assert when["fallback"]


def test_commands_are_called_as_they_are_typed_here() -> None:
    assert LOUD.command("/help apply") == "/connects help apply"
    acme = Manner("acme-")
    assert acme.command("/connects balance") == "/acme-connects balance"
    assert acme.command("/help") == "/acme-connects help"


def test_a_long_answer_comes_in_a_few_messages_and_says_that_there_is_more() -> None:
    body = [Items(tuple(say("quoted", words=f"{n} " + "x" * 400) for n in range(300)))]
    found = render.answer(Reply("jobs", {"count": 300}, body), VOICE, MANNER)
    assert len(found) == 4
    assert seen(found[-1].blocks).endswith("…")
    assert all(sum(rich.length(one) for one in message.blocks) <= TOTAL + 100 for message in found)


def test_a_button_is_a_command_and_what_is_too_long_for_it_comes_back_with_the_press() -> None:
    line = 'apply job:job-1 message:"' + 'a \\"quoted\\" word\\n' * 150 + '"'
    made, inputs = custom.button(Button("button-again", line, once=True), 7, 0, VOICE)
    assert size(made["value"]) <= 2000
    assert inputs
    state = {one["block_id"]: {"t": {"value": one["element"]["initial_value"]}} for one in inputs}
    found = custom.pressed(made, state)
    assert found is not None
    assert found.key == "press/7/0"
    command, parts, _ = named(found.line)
    was, its, _ = named(line)
    assert gather(command, parts) == gather(was, its)


def test_what_this_release_did_not_make_is_no_button() -> None:
    assert custom.pressed({"action_id": "zz", "value": "apply job-1"}, {}) is None
    assert custom.pressed({"action_id": "c0.0"}, {}) is None


# Forms ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.form])
@given(text=LONG)
def test_every_form_is_within_the_limits_and_comes_back_as_it_was(name: str, text: str) -> None:
    command = COMMANDS[name]
    texts = {
        option.name: text
        for option in command.options
        if option.spec.kind == "text" and option.name in command.form
    }
    given_ = {one: value[: getattr(command.option(one).spec, "maximum", 100)] for one, value in texts.items()}  # type: ignore[union-attr]
    shown = Reply("form.open", {"command": Code(f"/{name}")}, form=command.form_of(given_))
    view = forms.modal(shown, VOICE, LOUD, origin="C1")
    assert view is not None
    assert limits.problems("modal", view) == []
    View(**view).validate_json()
    came = forms.submitted({**view, "state": {"values": entered(view)}})
    assert came is not None
    assert came.command is command
    assert came.origin == "C1"
    assert {one: value for one, value in came.given.items() if value} == {
        one: value for one, value in given_.items() if value
    }


def entered(view: Any) -> dict[str, Any]:
    """What a person who changes nothing sends back."""
    return {
        block["block_id"]: {block["element"]["action_id"]: {"value": block["element"].get("initial_value")}}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def test_what_is_wrong_with_a_field_is_said_at_the_field() -> None:
    command = COMMANDS["job post"]
    wrong = forms.wrong(forms.Submitted(command, {"title": "x", "price": "many"}, ""), VOICE)
    assert list(wrong) in (["f.title.0"], ["f.price.0"])
    assert all(wrong.values())
    missing = forms.wrong(forms.Submitted(command, {"title": ""}, ""), VOICE)
    assert list(missing) == ["f.title.0"]
    assert forms.wrong(forms.Submitted(command, {"title": "A logo"}, ""), VOICE) == {}


def test_options_of_a_select_are_within_the_limits() -> None:
    found = forms.options([(f"job-{n}", "x" * 200) for n in range(100)])
    assert limits.problems("options", found) == []
    assert found["options"][0]["value"] == "job-0"


@pytest.mark.parametrize("block", render.answer(reply_of("hi"), VOICE, LOUD)[0].blocks)
def test_the_library_knows_every_block(block: Any) -> None:
    made = Block.parse(block)
    assert made is not None
    made.validate_json()


# Lines ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "text", "line"),
    [
        ("/connects", "balance", "connects balance"),
        ("/connects", "", "connects"),
        ("/connects", "help", "help"),
        ("/connects", "help apply", "help command:apply"),
        ("/job", "help", "help command:job"),
        ("/connects", "apply job-42", "apply job:job-42"),
        ("/connects", "job show job-1", "job show job:job-1"),
        ("/apply", "job-42 I can &amp; will &lt;3", 'apply job:job-42 message:"I can & will <3"'),
        ("/apply", "job-42 “I can do it”", 'apply job:job-42 message:"I can do it"'),
        ("/apply", "job-42 ?", "apply job:job-42 ?"),
        ("/admin", "grant <@U012AB3CD|ana> 10", "admin grant member:U012AB3CD amount:10"),
        (
            "/admin",
            "grant <@W012AB3CD> 10 for <@U1B|bob>",
            'admin grant member:W012AB3CD amount:10 reason:"for @bob"',
        ),
        ("/admin", "channel jobs <#C012AB3CD|jobs>", "admin channel use:jobs channel:C012AB3CD"),
        ("/admin", "role <!subteam^S012AB3CD|@design> client", "admin role role:S012AB3CD rank:client"),
        ("/apply", "job-1 ask <!here> or <!channel>", 'apply job:job-1 message:"ask @here or @channel"'),
        ("/apply", "job-1 see <https://a.example/?a=1&amp;b=2>", 'apply job:job-1 message:"see https://a.example/?a=1&b=2"'),
        ("/connects", "histry", "connects histry"),
        ("/apply", "job-1 &amp;lt;", "apply job:job-1 message:&lt;"),
    ],
)  # fmt: skip
def test_a_slash_command_is_the_line_that_it_means(command: str, text: str, line: str) -> None:
    assert inbound.line(command, text) == line


def test_a_prefix_is_no_part_of_the_line() -> None:
    assert inbound.line("/acme-connects", "balance", "acme-") == "connects balance"


@given(TEXT)
def test_any_text_is_some_line(text: str) -> None:
    inbound.line("/apply", text)
    inbound.line("/connects", text)
    inbound.unnamed(inbound.line("/admin", f"grant {text}"))


@given(TEXT.filter(lambda one: one.strip()))
def test_what_is_typed_as_a_message_is_kept_as_it_was_typed(text: str) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    command, parts, _ = named(inbound.line("/apply", f'job-1 message:"{rich.escape(quoted)}"'))
    try:
        assert gather(command, parts)["message"] == text.replace("\ue000", "").replace("\ue001", "")
    except Refusal as refusal:  # pragma: no cover - only what no line can hold
        raise AssertionError(refusal.key) from refusal


def test_whom_a_line_names_by_a_word_could_be_anybody() -> None:
    refusal = inbound.unnamed("admin grant member:ana amount:4")
    assert refusal is not None
    assert refusal.key == "slack.mention"
    assert inbound.unnamed("admin grant member:U012AB3CD amount:4") is None
    assert inbound.unnamed("connects balance") is None
