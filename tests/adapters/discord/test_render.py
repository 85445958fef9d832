"""Whatever members write: no limit is passed, nobody is called, nothing becomes markup."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord import custom, forms, render
from adapters.discord.markup import escape, pages, tokens
from core.chat.command import COMMANDS
from core.speech.lengths import cut, size
from core.speech.phrase import Amount, Code, Mention, Ref, Strong, Term, When, Words, say
from core.speech.reply import Button, Fields, File, Items, Para, Quote, Reply
from core.speech.texts import Voice, languages
from tests.adapters.discord import limits

MARKS = (
    "**", "||", "```", "> ", "# ", "- ", "1. ", "@everyone", "<@123456789012345678>", "<t:1:R>",
    "<:fox:123456789012345678>", ":tada:", "https://a.example/x", "[a](b)", "\u202e",
)  # fmt: skip
SIGNS = st.sampled_from([*"*_~`|[]()<>@:#-+.!/\\ \n1aé🦊", *MARKS])
TEXT = st.lists(SIGNS, max_size=60).map("".join)
LONG = st.tuples(TEXT, st.integers(1, 80)).map(lambda pair: (pair[0] * pair[1])[:4000])
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
NUMBERS = {1: "123456789012345678"}


def shown(text: str) -> str:
    """What Discord makes of escapes: the sign behind the backslash."""
    return _ESCAPED.sub(r"\1", text)


@given(TEXT)
@example("1. one\n 2) two\n- three\n# four\n> five")
@example("\\\\*not bold*")
def test_what_is_escaped_reads_as_it_was_written(text: str) -> None:
    assert shown(escape(text)) == escape_free(text)


def escape_free(text: str) -> str:
    """The text as it can be printed at all."""
    from core.speech.plain import printable

    return printable(text)


@given(TEXT)
def test_no_sign_of_markup_is_left_alone(text: str) -> None:
    escaped = escape(text)
    bare = _ESCAPED.sub("x", escaped)
    assert not re.search(r"[*_~`|\[\]<@]", bare)
    assert not re.search(r":\S", bare)
    assert not re.search(r"(?m)^[ \t\u2003]*(?:#|>|-|\+|[0-9]+[.)])", bare)


@given(LONG, st.integers(20, 4096))
def test_pages_hold_everything_and_tear_no_escape(text: str, most: int) -> None:
    found = pages(tokens([text], Voice()), most)
    assert all(size(page) <= most for page in found)
    whole = re.sub(r"\s", "", "".join(shown(page) for page in found))
    assert whole == re.sub(r"\s", "", escape_free(text))


@given(TEXT, st.integers(1, 50))
def test_what_is_cut_fits(text: str, most: int) -> None:
    assert size(cut(text, most)) <= most


FACTS = st.one_of(
    LONG, st.integers(0, 10**9), st.builds(Amount, st.integers(0, 10**6)),
    st.builds(When, st.integers(0, 2**50)), st.just(Mention(1)), st.just(Mention(2)),
    st.builds(Words, st.integers(1, 3)), st.builds(Ref, st.just("job"), st.integers(1, 9)),
    st.builds(Code, TEXT), st.builds(Strong, TEXT), st.just(Term("open")),
)  # fmt: skip
PHRASES = st.builds(lambda fact: say("quoted", words=fact), FACTS)
BLOCKS = st.one_of(
    st.builds(Para, PHRASES),
    st.builds(lambda some: Items(tuple(some)), st.lists(PHRASES, min_size=1, max_size=12)),
    st.builds(
        lambda some: Fields(tuple(some)), st.lists(st.tuples(PHRASES, PHRASES), min_size=1, max_size=30)
    ),
    st.builds(Quote, st.builds(Words, st.integers(1, 3))),
)
BUTTONS = st.builds(
    Button, st.just("button.more"), TEXT.map(lambda text: f"jobs text:{text[:150]}"), st.booleans()
)
SOME = st.lists(BUTTONS, max_size=30).filter(lambda some: sum(len(one.command) + 9 for one in some) < 1900)
REPLIES = st.builds(
    lambda body, buttons, fact, ok, number: Reply(
        "quoted", {"words": fact}, tuple(body), tuple(buttons), ok=ok, number=number,
        files=(File("x.csv", "a"),),
    ),
    st.lists(BLOCKS, max_size=5), SOME, FACTS, st.booleans(), st.integers(0, 10**6),
)  # fmt: skip


def payload(message: render.Message) -> dict[str, Any]:
    """What is sent of a message."""
    view = message.view()
    return {
        "embeds": [message.embed.to_dict()], "components": view.to_components() if view else [],
        "allowed_mentions": {"parse": []},
    }  # fmt: skip


@given(REPLIES, st.lists(LONG, min_size=3, max_size=3), st.sampled_from(languages()))
def test_no_answer_passes_a_limit(said: Reply, texts: list[str], language: str) -> None:
    voice = Voice(language, names={2: texts[0][:80]}, bodies=dict(enumerate(texts, 1)), persons=NUMBERS)
    messages = render.answer(said, voice)
    assert len(messages) <= render.MESSAGES
    for message in messages:
        assert not limits.any_payload("followup", payload(message))
    if len(messages) == render.MESSAGES:
        assert messages[-1].files[-1].name in ("answer.txt", "x.csv")


@given(REPLIES, st.lists(LONG, min_size=3, max_size=3), st.sampled_from(["job.card", "quoted"]))
def test_no_notice_passes_a_limit(said: Reply, texts: list[str], key: str) -> None:
    voice = Voice(names={2: texts[0][:80]}, bodies=dict(enumerate(texts, 1)), persons=NUMBERS)
    card = Reply(
        key, {**said.facts, "state": Term("open"), "job": Ref("job", 1), "title": Words(1)}, said.body
    )
    assert not limits.any_payload("message", payload(render.posted(card, voice, "#1")))


@given(st.sampled_from(sorted(COMMANDS)), TEXT, st.booleans())
def test_no_form_passes_a_limit(name: str, typed: str, given_: bool) -> None:
    command = COMMANDS[name]
    if not command.form:
        return
    first = command.options[0].name
    form = command.form_of({first: typed[:100]} if given_ else {})
    said = Reply("apply.form_for" if name == "apply" else "form.open", {"title": typed}, form=form)
    shown_ = forms.modal(said, Voice(), {"job": [(f"job-{n}", typed) for n in range(1, 20)]})
    if shown_ is None:
        assert not form.fields or not custom.form(f"{name} {first}:{typed[:100]}")
    else:
        assert not limits.modal(shown_.to_dict())


@given(st.builds(Button, st.just("a"), TEXT, st.booleans()), st.integers(0, 10**9), st.integers(0, 24))
def test_a_button_carries_its_command_wherever_it_fits(button: Button, number: int, index: int) -> None:
    custom_id = custom.press(button, number, index)
    assert 1 <= size(custom_id) <= 100
    if "\n" in button.command or not button.command.strip():
        return
    pressed = custom.pressed(custom_id, custom.footed(button, index))
    assert pressed is not None
    assert pressed.line == button.command
    assert pressed.key == (f"press/{number}/{index}" if button.once and number else "")


def test_a_phrase_with_nothing_to_show_is_shown() -> None:
    (message,) = render.answer(Reply("quoted", {"words": ""}), Voice())
    assert not limits.any_payload("followup", payload(message))


def test_many_buttons_become_selects() -> None:
    buttons = tuple(Button("button.more", f"jobs page:{number}") for number in range(40))
    (message,) = render.answer(Reply("quoted", {"words": "many"}, buttons=buttons), Voice())
    view = message.view()
    assert view is not None
    first, second = view.to_components()
    assert len(first["components"][0]["options"]) == 25
    assert second["components"][0]["options"][0]["value"] == "c0.25:jobs page:25"


def test_a_mention_names_a_person_and_calls_nobody() -> None:
    (message,) = render.answer(Reply("quoted", {"words": Mention(1)}), Voice(persons=NUMBERS))
    assert message.embed.description == "<@123456789012345678>"
