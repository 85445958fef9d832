"""A form whose questions and choices are sentences, on every platform and within its limits."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.commands  # noqa: F401  (fills the registry)
from adapters.console.prompt import _ask
from adapters.console.render import _form
from adapters.discord import forms as discord_forms
from adapters.slack import forms as slack_forms
from adapters.slack.rich import Manner
from core.commands.quiz import LONGEST
from core.policy.policy import Policy, Question
from core.rules import readiness
from core.rules.readiness import LETTERS, Asked
from core.speech import codec
from core.speech.phrase import Mention, say
from core.speech.plain import numbers_in, plain, plain_phrase
from core.speech.reply import Field, Form, Reply
from core.speech.texts import Voice
from tests.adapters.discord import limits as discord_limits
from tests.adapters.slack import limits as slack_limits

VOICE = Voice(strict=True)
SIGNS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
"""What a member's text may be made of and what of it is seen."""
ASKED = st.builds(
    lambda ask, choices: Question(ask=ask, choices=tuple(choices), right=len(choices) - 1),
    st.text(SIGNS, min_size=3, max_size=100),
    st.lists(st.text(SIGNS, min_size=1, max_size=LONGEST), min_size=2, max_size=5, unique=True),
)
QUIZ = st.lists(ASKED, min_size=1, max_size=5).map(tuple)


def form_of(asked: tuple[Asked, ...]) -> Reply:
    fields = tuple(
        Field(
            f"q{number}", "choice", f"field-q{number}", required=True, title=one.ask,
            choices=LETTERS[: len(one.choices)], labels=one.choices,
        )
        for number, one in enumerate(asked, 1)
    )  # fmt: skip
    form = Form("connects test", "form-connects-test", fields, (("version", "3"),))
    return Reply("form.open", {"command": "/connects test"}, form=form)


def words(asked: tuple[Asked, ...]) -> list[tuple[str, list[str]]]:
    return [
        (plain_phrase(one.ask, VOICE), [plain_phrase(choice, VOICE) for choice in one.choices])
        for one in asked
    ]


@given(QUIZ)
def test_discord_shows_every_question_and_choice_in_full(quiz: tuple[Question, ...]) -> None:
    asked = readiness.questions(Policy(quiz=quiz))
    modal = discord_forms.modal(form_of(asked), VOICE, {})
    assert modal is not None
    payload = modal.to_dict()
    assert not discord_limits.modal(payload)
    shown = [
        (
            part.get("description") or part["label"],
            [option["label"] for option in part["component"]["options"]],
        )
        for part in payload["components"]
    ]
    # Where a label has no room for a question in Discord's own count, what stands below it has.
    for (ask, choices), (want, wanted) in zip(shown, words(asked), strict=True):
        assert want.startswith(ask.removesuffix("…"))
        assert choices == wanted
    values = [[one["value"] for one in part["component"]["options"]] for part in payload["components"]]
    assert values == [list(LETTERS[: len(one.choices)]) for one in asked]


@given(QUIZ)
def test_slack_shows_every_question_and_choice(quiz: tuple[Question, ...]) -> None:
    asked = readiness.questions(Policy(quiz=quiz))
    view = slack_forms.modal(form_of(asked), VOICE, Manner(), origin="C1")
    assert view is not None
    assert slack_limits.problems("modal", view) == []
    for block, (ask, choices) in zip(view["blocks"], words(asked), strict=True):
        assert block["label"]["text"] == ask
        for option, choice in zip(block["element"]["options"], choices, strict=True):
            assert choice.startswith(option["text"]["text"].removesuffix("…"))
    came = slack_forms.submitted({
        **view,
        "state": {"values": {
            block["block_id"]: {block["element"]["action_id"]: {"selected_option": {"value": "b"}}}
            for block in view["blocks"]
        }},
    })  # fmt: skip
    assert came is not None
    assert came.given == {"version": "3", **{f"q{number}": "b" for number in range(1, len(asked) + 1)}}


def test_the_terminal_says_what_each_letter_stands_for() -> None:
    reply = form_of(readiness.questions(Policy()))
    text = plain(reply, VOICE)
    assert "q1: You withdraw a proposal. What comes back? (required)" in text
    assert "(a: Half of what it paid | b: Nothing | c: All that it paid)" in text
    assert reply.form is not None
    first = _form(reply.form, VOICE)["fields"][0]
    assert first["label"] == "You withdraw a proposal. What comes back?"
    assert first["choices"] == {"a": "Half of what it paid", "b": "Nothing", "c": "All that it paid"}


class Terminal:
    """Somebody at a prompt who always answers the same."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.prompts: list[str] = []
        self.words: list[str] = []

    async def prompt_async(self, message: str, *, default: str, completer: Any) -> str:
        self.prompts.append(message)
        self.words = completer.words
        return self.answer


async def test_the_prompt_shows_the_choices_below_their_question() -> None:
    form, terminal = form_of(readiness.questions(Policy())).form, Terminal("b")
    assert form is not None
    filled = await _ask(terminal, form, VOICE)  # type: ignore[arg-type]
    assert filled == {"q1": "b", "q2": "b", "q3": "b", "q4": "b", "q5": "b"}
    assert terminal.prompts[0] == (
        "  You withdraw a proposal. What comes back?\n"
        "    a: Half of what it paid\n    b: Nothing\n    c: All that it paid\n  : "
    )
    assert terminal.words == ["a", "b", "c"]


def test_a_form_is_kept_and_read_with_its_questions() -> None:
    reply = form_of(readiness.questions(Policy()))
    assert codec.read(codec.document(reply)) == reply


def test_whoever_a_field_names_is_looked_up() -> None:
    field = Field("who", "choice", "field-q1", title=say("value", value=Mention(7)), choices=("a",),
                  labels=(say("value", value=Mention(8)),))  # fmt: skip
    reply = Reply("form.open", form=Form("connects test", "form-connects-test", (field,)))
    assert numbers_in([reply]) == ((7, 8), ())


@pytest.mark.parametrize("place", range(5))
def test_the_right_answers_of_the_five_stand_in_different_places(place: int) -> None:
    asked = readiness.questions(Policy())
    assert 0 <= asked[place].right < len(asked[place].choices) == 3
    assert {one.right for one in asked} == {0, 1, 2}
    assert len(plain_phrase(asked[place].ask, VOICE)) <= 100
