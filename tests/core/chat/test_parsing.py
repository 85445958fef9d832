"""From a typed line to a command and its options."""

from __future__ import annotations

from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.commands  # noqa: F401 - fills the registry
from core.chat.command import COMMANDS
from core.chat.completion import plan
from core.chat.options import NumberSpec, TextSpec, WholeSpec
from core.chat.parsing import gather, named, read
from core.errors import Refusal


def understood(line: str) -> tuple[str, dict[str, str], bool]:
    command, parts, form = named(line)
    return command.name, gather(command, parts), form


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("/apply job-42", {"job": "job-42"}),
        ("APPLY job:42", {"job": "42"}),
        ('/apply message:"I can do it" job=#42', {"message": "I can do it", "job": "#42"}),
        ("/apply 42 “I can do it”", {"job": "42", "message": "I can do it"}),
        ("/apply 42 I can do it", {"job": "42", "message": "I can do it"}),
        (r'/apply 42 "say \"yes\"\nor no"', {"job": "42", "message": 'say "yes"\nor no'}),
        ("/apply 42 https://a.example/x", {"job": "42", "message": "https://a.example/x"}),
    ],
)
def test_options_stand_in_any_order_by_name_or_place(line: str, options: dict[str, str]) -> None:
    assert understood(line) == ("apply", options, False)


def test_words_without_quotes_belong_to_the_text_they_follow() -> None:
    assert understood("/job remove 3 spam and scam")[1] == {"job": "3", "reason": "spam and scam"}
    assert understood("/job post Two words price:2")[1] == {"title": "Two words", "price": "2"}
    assert understood('/job post "Two words" "And more"')[1] == {
        "title": "Two words",
        "description": "And more",
    }
    assert understood("/admin policy bonus.cap 70")[1] == {"name": "bonus.cap", "value": "70"}


def test_a_last_question_mark_asks_for_the_form() -> None:
    assert understood("/apply job-4 ?") == ("apply", {"job": "job-4"}, True)
    assert understood('/apply job-4 "?"') == ("apply", {"job": "job-4", "message": "?"}, False)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("", "command.unknown"),
        ("/", "command.unknown"),
        ("/xyzzy", "command.unknown"),
        ("/aply 3", "command.similar"),
        ("/conects balance", "command.similar"),
        ("/job", "command.group"),
        ("/job psot x", "command.similar"),
        ("/apply 3 mesage:x", "option.similar"),
        ("/apply 3 zzz:x", "option.unknown"),
        ("/apply job:3 job:4", "option.twice"),
        ("/connects rules now", "option.extra"),
        ('/apply 3 "no end', "value.quote"),
        ("x" * 20_001, "value.long"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(line: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        understood(line)
    assert refused.value.key == key


@given(st.text(max_size=200))
def test_any_line_is_understood_or_refused(line: str) -> None:
    try:
        command, given_, _ = (COMMANDS[name := understood(line)[0]], understood(line)[1], name)
        read(command, given_)
    except Refusal as refusal:
        assert refusal.key.split(".")[0] in {"command", "option", "value", "job", "proposal", "operation"}


@given(st.text(max_size=30))
def test_a_whole_number_is_read_exactly_or_refused(typed: str) -> None:
    try:
        number = WholeSpec().read("amount", typed)
    except Refusal:
        assert not (typed.strip().isascii() and typed.strip().isdecimal() and 1 <= int(typed) <= 1_000_000)
    else:
        assert typed.strip().isascii() and int(typed) == number


@pytest.mark.parametrize("typed", ["job-42", "JOB-42", "42", "#42", " 42 "])
def test_a_job_is_read_as_people_write_it(typed: str) -> None:
    assert NumberSpec("job").read("job", typed) == 42


@pytest.mark.parametrize("typed", ["proposal-42", "job-", "-42", "4.2", "٤٢", "job-42x", "9" * 12, ""])
def test_what_is_no_job_is_unknown(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        NumberSpec("job").read("job", typed)
    assert refused.value.key == "job.unknown"


@given(st.text(max_size=60))
def test_text_is_kept_as_it_is_or_refused(typed: str) -> None:
    try:
        kept = TextSpec(100, 0, lines=True).read("message", typed)
    except Refusal as refusal:
        assert refusal.key in {"value.characters", "value.brief"}
    else:
        assert kept == typed.replace("\0", "").strip().replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("odd", ["\x07", "\x1b", "\u202e", "\u2066", "\u2028", "\x85"])
def test_characters_that_disguise_are_refused(odd: str) -> None:
    with pytest.raises(Refusal) as refused:
        TextSpec(100, 0, lines=True).read("message", f"a{odd}b")
    assert refused.value.key == "value.characters"
    assert refused.value.facts["character"] == f"U+{ord(odd):04X}"


def test_nul_and_lone_surrogates_are_dropped() -> None:
    assert TextSpec(100).read("title", "a\0b\ud800c") == "abc"


def test_a_text_of_nothing_visible_is_too_short() -> None:
    with pytest.raises(Refusal) as refused:
        TextSpec(100, 3).read("title", "\u200b\u200b\u200b\u200b")
    assert refused.value.key == "value.brief"


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("/ap", "apply"),
        ("/job po", "post"),
        ("/apply job-1 mes", "message:"),
        ("/job post title:x pri", "price:"),
    ],
)
def test_what_may_come_next_is_offered(line: str, first: str) -> None:
    assert plan(line).offers[0][0] == first


def test_the_values_of_an_option_are_asked_for_by_its_name() -> None:
    asked = plan('/admin grant member:"be')
    assert (asked.command, asked.option, asked.prefix, asked.before) == (
        "admin grant",
        "member",
        "be",
        "member:",
    )


def test_what_is_no_command_costs_little_however_long_it_is() -> None:
    began = thread_time()
    for _ in range(10):
        with pytest.raises(Refusal, match=r"command\.unknown"):
            named("ÿ}" * 9_999)
    assert thread_time() - began < 0.5
