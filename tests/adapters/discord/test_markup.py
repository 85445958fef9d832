"""Members' text on Discord is text: no markup, mention, link, emoji or time, on pages within the limits."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import forms, render
from adapters.discord.limits import DESCRIPTION
from adapters.discord.markup import escape, pages, tokens
from core.chat.command import COMMANDS
from core.speech.lengths import size
from core.speech.phrase import Amount, Code, Link, Mention, Phrase, Place, Ref, Strong, Term, When, Words, say
from core.speech.plain import printable
from core.speech.reply import Button, Fields, File, Items, Para, Quote, Reply
from core.speech.texts import Voice
from tests.adapters.discord import limits

MARKS = "\\*_~`|[]<>@:#-+123.)( \n\tax"
texts = st.one_of(st.text(MARKS, max_size=60), st.text(max_size=60))
long_texts = st.one_of(
    st.text(MARKS, max_size=300), st.integers(0, 4000).flatmap(lambda n: texts.map(lambda one: (one * n)[:n]))
)
VOICE = Voice(names={1: "ana *star* <@1>"}, persons={2: "123456789012345678"})


def unescaped(text: str) -> str:
    """The text as Discord shows it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def bare(text: str) -> str:
    """The text without what a backslash keeps from being markup."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "x", text)


@given(texts)
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert unescaped(escape(text)) == printable(text)


@given(texts)
def test_no_mark_survives(text: str) -> None:
    left = bare(escape(text))
    assert not re.search(r"[*_~`|\[\]<@]", left)
    assert not re.search(r":\S", left)
    assert not re.search(r"(?m)^\s*(#|>|-|\+|[0-9]+[.)])", left)


@pytest.mark.parametrize(
    "text",
    [
        "**bold**", "__under__", "~~gone~~", "`code`", "```\nblock\n```", "||spoiler||", "# Heading",
        "-# small", "> quote", ">>> quote", "- list", "* list", "1. list", "2) list", "+ list", "<@1>",
        "<@&1>", "<#1>", "@everyone", "@here", "<t:1:R>", "<:a:1>", "<a:a:1>", ":smile:",
        "[here](https://example.org)", "<https://example.org>", "https://example.org", "</apply:1>",
        "<id:customize>", " - list", "a\n# Heading", "\\*", "_a_", "*a*",
    ],
)  # fmt: skip
def test_markup_that_members_write_is_shown_as_they_wrote_it(text: str) -> None:
    assert unescaped(escape(text)) == text
    assert not re.search(r"[*_~`|\[\]<@]|(?m:^\s*[#>+-])|:\S", bare(escape(text)))


def laid(text: str, most: int) -> list[str]:
    return pages(tokens([text], VOICE), most)


@given(long_texts, st.integers(20, 500))
def test_pages_hold_the_whole_text_within_their_length(text: str, most: int) -> None:
    found = laid(text, most)
    assert all(size(page) <= most for page in found)
    # What begins a page is escaped besides, so the words are compared and not their signs.
    assert re.sub(r"\s", "", unescaped("".join(found))) == re.sub(r"\s", "", unescaped(escape(text)))


@given(long_texts, st.integers(20, 500))
def test_no_sign_is_torn_from_its_backslash(text: str, most: int) -> None:
    for page in laid(text, most):
        assert not re.search(r"(?<!\\)(\\\\)*\\$", page)
        assert not re.search(r"[*_~`|\[\]<@]", bare(page))


facts = st.one_of(
    texts, long_texts, st.integers(-(2**63), 2**63), st.none(), st.booleans(),
    st.builds(Amount, st.integers(0, 10**6)),
    st.builds(Ref, st.just("job"), st.integers(1, 10**6)), st.builds(Strong, texts), st.builds(Code, texts),
    st.builds(When, st.integers(0, 2**52), st.sampled_from(["date", "time", "relative"])),
    st.builds(Mention, st.integers(1, 3)), st.just(Term("open")), st.just(Words(1)),
    st.builds(Place, st.just("channel"), texts), st.just(Link("https://example.org", "a [link]")),
    st.just(Link("https://example.org/pay/1-2-x_y__z", "")),
)  # fmt: skip
phrases = st.builds(lambda fact: Phrase("value", {"value": fact}), facts)
blocks = st.one_of(
    st.builds(Para, phrases),
    st.builds(Items, st.lists(phrases, max_size=30).map(tuple)),
    st.builds(Fields, st.lists(st.tuples(phrases, phrases), max_size=30).map(tuple)),
    st.builds(Quote, long_texts),
)
buttons = st.builds(
    Button, st.just("button-again"), st.text("apply job:#4?\n", max_size=60).map(lambda one: "jobs " + one),
    st.booleans(),
)  # fmt: skip
replies = st.builds(
    Reply,
    st.sampled_from(["value", "job.card"]),
    st.fixed_dictionaries(
        {"value": facts, "job": facts, "title": long_texts, "state": st.just(Term("open"))}
    ),
    st.lists(blocks, max_size=6),
    st.lists(buttons, max_size=12),
    ok=st.booleans(),
    number=st.integers(0, 10**6),
    files=st.lists(st.just(File("history.csv", "a,b\n")), max_size=2),
)


def payload(message: render.Message) -> dict[str, Any]:
    view = message.view()
    return {
        "embeds": [message.embed.to_dict()], "components": view.to_components() if view else [],
        "allowed_mentions": {"parse": []},
    }  # fmt: skip


@given(replies)
async def test_any_reply_is_within_the_limits(reply: Reply) -> None:
    found = render.answer(reply, VOICE)
    assert 1 <= len(found) <= render.MESSAGES
    for message in found:
        assert not limits.any_payload("message", payload(message))


@given(replies)
async def test_any_notice_is_within_the_limits(reply: Reply) -> None:
    message = render.posted(reply, VOICE, "#1", place="123456789012345678")
    assert not limits.any_payload("message", payload(message))


@given(st.lists(long_texts, min_size=3, max_size=9))
async def test_an_answer_says_all_of_what_members_wrote_or_hands_it_over(texts: list[str]) -> None:
    reply = Reply("value", {"value": 1}, [Quote(one) for one in texts])
    found = render.answer(reply, VOICE)
    shown = "".join(one.embed.description or "" for one in found)
    if found[-1].files:
        shown = found[-1].files[-1].content
    shown = re.sub(r"\s|> ", "", unescaped(shown))
    assert all(re.sub(r"\s|> ", "", printable(one)) in shown for one in texts)
    assert all(size(one.embed.description or "") <= DESCRIPTION for one in found)


@pytest.mark.parametrize("mark", ["# big", "-# small", "- item", "> said", "1. first", "  # big"])
def test_a_line_that_a_page_tears_begins_nothing_on_the_next(mark: str) -> None:
    for before in (399, 400, 401, 4000):
        found = pages(tokens([f"{'x' * before}{mark} {'y' * 5000}"], VOICE), 400)
        assert unescaped("".join(found)) == f"{'x' * before}{mark} {'y' * 5000}"
        assert not [one for one in found if re.match(r"\s*(#|>|-|[0-9]+[.)])", one)]


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if one.form])
@pytest.mark.parametrize("value", ["", "4", "x" * 40, "long and *wild* " * 300])
async def test_any_form_is_within_the_limits(name: str, value: str) -> None:
    command = COMMANDS[name]
    for stands in ({}, dict.fromkeys(command.form, value)):
        reply = Reply("form.open", {"command": Code(f"/{name}")}, form=command.form_of(stands))
        made = forms.modal(reply, VOICE, {"job": [("job-1", "A roof " * 20)]})
        if made is not None:
            assert not limits.any_payload("modal", made.to_dict())


def test_a_phrase_of_ours_keeps_its_marks() -> None:
    phrase = say("value", value=Strong("a*b"))
    assert "".join(tokens(render.spell(phrase, VOICE), VOICE)) == "**a\\*b**"


def test_nothing_to_type_opens_no_code_that_others_stand_in() -> None:
    said = [*tokens([Code(""), Code("<@1>")], VOICE)]
    assert "".join(said) == "`<@1>`"


async def test_a_notice_of_nothing_but_emoji_is_within_the_limits() -> None:
    pairs = tuple((say("quoted", words="🦊" * 120), say("quoted", words="🦊" * 500)) for _ in range(9))
    reply = Reply("value", {"value": 1}, [Quote("🦊" * 2_000), Fields(pairs)])
    assert limits.any_payload("message", payload(render.posted(reply, VOICE, "#1"))) == []
