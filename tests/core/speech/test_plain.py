"""Replies as plain text and plain values."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from core.instants import FOREVER
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Link,
    Mention,
    Period,
    Phrase,
    Ref,
    Strong,
    Term,
    When,
    Words,
    say,
)
from core.speech.plain import numbers_in, plain, plain_phrase, values
from core.speech.reply import Button, Field, Fields, File, Form, Items, Para, Quote, Reply, reply
from core.speech.texts import Voice

VOICE = Voice("en", "UTC", {7: "ana", 8: "ben"}, {3: "one\ntwo", 4: "red"}, strict=True)
CONTROL = [chr(sign) for sign in (*range(32), *range(127, 160)) if chr(sign) not in "\n\t"]
TRICKY = [
    "\ue000",
    "\ue001",
    "\ue0000\ue001",
    "{",
    "}",
    "$words",
    "{ $words }",
    "<@1>",
    "\u2068",
    "\\",
    "[1] ",
]
anything = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(TRICKY), st.sampled_from(CONTROL))).map(
    "".join
)


def cleaned(text: str) -> str:
    return "".join("\ufffd" if sign in CONTROL else sign for sign in text)


def test_a_reply_with_everything_on_it() -> None:
    shown = reply(
        "quoted",
        words=Amount(4),
        body=[
            Para(say("quoted", words=Ref("job", 42))),
            Items((say("term.open"), say("quoted", words="a\nb"))),
            Fields(((say("yes"), say("quoted", words=Mention(7))),)),
            Quote(Words(3)),
            Quote("mine"),
        ],
        buttons=[Button("yes", "proposal withdraw 7"), Button("quoted", "help", facts={"words": "Help"})],
        files=[File("history.csv", "a,b")],
    )
    assert plain(shown, VOICE).split("\n") == [
        "4 Connects",
        "job-42",
        "• open",
        "• a",
        "  b",
        "yes: ana",
        "> one",
        "> two",
        "> mine",
        "[1] yes — /proposal withdraw 7",
        "[2] Help — /help",
        "File: history.csv",
    ]


def test_a_form_says_what_to_type() -> None:
    form = Form(
        "apply",
        "yes",
        (
            Field("message", "long", "no", required=True),
            Field("boost", "whole", "no", value="3"),
            Field("kind", "choice", "no", choices=("a", "b")),
        ),
        (("job", "job-42"), ("agency", 'the "A" team')),
    )
    assert plain(Reply("none", form=form), VOICE).split("\n") == [
        "none",
        "yes",
        "  message: no (required)",
        "  boost: no [3]",
        "  kind: no (a | b)",
        'To send it: /apply job:job-42 agency:"the \\"A\\" team" message:…',
    ]


def test_control_characters_and_lone_surrogates_become_marks() -> None:
    assert (
        plain(reply("quoted", words="a\x1b[31m\r\x00\ud800b\tc\n"), VOICE)
        == "a\ufffd[31m\ufffd\ufffd\ufffdb\tc\n"
    )


@given(anything, anything)
def test_members_text_is_unchanged_and_changes_nothing_else(text: str, other: str) -> None:
    voice = Voice(names={7: text or "someone"}, bodies={3: text}, strict=True)
    for fact in (text, Words(3), Strong(text), Code(text), Mention(7)):
        phrase = say("moment", date=other, time=fact, zone=Amount(4))
        middle = (text or "someone") if isinstance(fact, Mention) else text
        assert plain_phrase(phrase, voice) == f"{cleaned(other)}, {cleaned(middle)} 4 Connects"


@given(anything)
def test_no_line_of_a_members_text_stands_at_the_edge_where_ours_stand(text: str) -> None:
    shown = reply(
        "none", body=[Items((say("quoted", words=text),)), Quote(text)], buttons=[Button("yes", "help")]
    )
    lines = plain(shown, VOICE).split("\n")
    assert (lines[0], lines[-1]) == ("none", "[1] yes — /help")
    assert all(line.startswith(("• ", "  ", "> ")) for line in lines[1:-1])
    assert [line[2:] for line in lines[1:-1]] == cleaned(text).split("\n") * 2


def test_values_are_json_by_name() -> None:
    facts: dict[str, Fact] = {
        "paid": Amount(4),
        "job": Ref("job", 42),
        "next_grant": When(1_796_126_400_000_000),
        "expires": When(FOREVER),
        "period": Period(2026 * 12 + 11),
        "member": Mention(7),
        "bot": Mention(0),
        "letter": Words(4),
        "gone": Words(9),
        "command": Code("/help"),
        "name": Strong("x"),
        "pay": Link("https://a.example", "pay"),
        "state": say("term.open"),
        "term": Term("filled"),
        "jobs": (Phrase("no.such", {"job": Ref("job", 1), "inner": (say("x", paid=Amount(2)),)}),),
        "tags": ("a", Amount(2), None),
        "whole": 4,
        "flag": True,
        "nothing": None,
    }
    found = values(facts, VOICE)
    assert json.loads(json.dumps(found)) == found
    assert found.pop("next_grant").startswith("2026-12-01T12:00:00")
    assert found == {
        "paid": 4,
        "job": 42,
        "expires": None,
        "period": "2026-12",
        "member": "ana",
        "bot": "the bot",
        "letter": "red",
        "gone": "(erased)",
        "command": "/help",
        "name": "x",
        "pay": "https://a.example",
        "state": "open",
        "term": "filled",
        "jobs": [{"job": 1, "inner": [{"paid": 2}]}],
        "tags": ["a", 2, None],
        "whole": 4,
        "flag": True,
        "nothing": None,
    }


def test_numbers_are_found_wherever_they_hide() -> None:
    shown = reply(
        "quoted",
        words=(say("quoted", words=(Mention(1), Words(11))), Mention(0), Words(0)),
        body=[
            Para(say("quoted", words=Mention(2))),
            Items((say("quoted", words=Words(12)),)),
            Fields(((say("quoted", words=Mention(3)), say("quoted", words=Words(13))),)),
            Quote(Words(14)),
            Quote("mine"),
        ],
        buttons=[Button("quoted", "help", facts={"words": Mention(4)})],
    )
    assert numbers_in([shown, reply("quoted", words=Mention(9))]) == ((1, 2, 3, 4, 9), (11, 12, 13, 14))
