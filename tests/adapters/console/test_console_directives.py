"""The directives: clock, buttons, forms, the same delivery again, restart, and what is wrong with one."""

from __future__ import annotations

import pytest

from tests.adapters.console.conftest import Desk


def keys(desk: Desk, *lines: str) -> list[str]:
    return [answer["key"] for answer in desk.json(*lines)]


def test_advancing_stops_at_each_due_in_order(desk: Desk) -> None:
    moved = desk.json("!advance 31d")[0]
    assert [entry for entry in desk.log if entry.startswith("due")] == ["due 1 at 1", "due 2 at 2"]
    assert moved["command"] is None and moved["key"] == "console.clock" and moved["ok"]
    assert moved["facts"]["now"].startswith("2027-01-01T00:00:00")
    assert [sent["text"] for sent in moved["notices"]] == ["2 December 2026", "3 December 2026"]


def test_the_clock_stops_where_it_was_told_to(desk: Desk) -> None:
    answers = desk.json("!at 2026-12-02T12:00:00+00:00", "!advance 90m", "!advance 1d1s")
    assert [answer["facts"]["now"][:19] for answer in answers] == [
        "2026-12-02T12:00:00",
        "2026-12-02T13:30:00",
        "2026-12-03T13:30:01",
    ]
    assert [len(answer["notices"]) for answer in answers] == [1, 0, 1]


def test_the_past_is_refused(desk: Desk) -> None:
    refused, same = desk.json("!at 2026-11-30T23:59:59+00:00", "!at 2026-12-01T01:00:00+01:00")
    assert (refused["ok"], refused["key"]) == (False, "console.past")
    assert refused["text"] == "The clock can't go back: it is 1 December 2026, 00:00 UTC already."
    assert same["ok"]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("!advnce 3d", "console.unknown"),
        ("!zzz", "console.unknown"),
        ("!", "console.unknown"),
        ("!advance", "console.usage"),
        ("!advance soon", "console.span"),
        ("!advance -3d", "console.span"),
        ("!advance 999999999d", "console.span"),
        ("!at", "console.usage"),
        ("!at tomorrow", "console.moment"),
        ("!at 9999-12-31T23:59:59+00:00", "console.moment"),
        ("!at 0001-01-01T00:00:00+23:00", "console.moment"),
        ("!as", "console.usage"),
        ("!as two words", "console.name"),
        ("!role ada", "console.usage"),
        ("!role ada king", "console.rank"),
        ("!role #ada staff", "console.name"),
        ("!join a>b", "console.name"),
        ("!press ana two", "console.usage"),
        ("!press ana 1", "console.press_none"),
        ("!press 0", "console.press_none"),
        ("!fill ana message=hi", "console.form_none"),
        ("!again", "console.again_none"),
    ],
)
def test_a_wrong_directive_is_answered_with_a_sentence(desk: Desk, line: str, key: str) -> None:
    answer, after = desk.json(line, "ana> /balance")
    assert (answer["key"], answer["ok"], answer["command"]) == (key, False, None)
    assert desk.code == 0 and after["ok"]


def test_an_unknown_directive_gets_a_suggestion(desk: Desk) -> None:
    assert desk.plain("!advnce 3d")[1] == "  There is no !advnce here. Did you mean !advance?"


def test_a_press_says_the_buttons_command(desk: Desk) -> None:
    first, pressed, second = desk.json("ana> /apply job-1", "!press ana 2", "!press ana 2")
    # The answer to the press shows buttons of its own, and the second press is one of those.
    assert (first["facts"]["date"], pressed["facts"]["date"], second["facts"]["date"]) == (1, 2, 3)
    assert pressed["command"] is None and pressed["by"] == "ana"
    assert desk.log[-3:] == ["text ana /apply job-1 press/2/2", "answered press/2/2", "close"]


def test_a_button_that_pays_has_the_replys_number_as_its_key(desk: Desk) -> None:
    again = desk.json("ana> /apply job-1", "!press ana 2", "!again")
    assert again[2]["facts"] == again[1]["facts"]
    assert [entry for entry in desk.log if "text ana /apply" in entry] == [
        "text ana /apply job-1 console/s/1",
        "text ana /apply job-1 press/1/2",
        "text ana /apply job-1 press/1/2",
    ]


def test_a_press_without_buttons_of_ones_own_is_on_the_newest_card(desk: Desk) -> None:
    desk.json("ana> /post Logo", "ben> /balance", "!press 1", "!press ana 1")
    assert "text ben /apply job-9 console/s/3" in desk.log
    assert "text ana /apply job-9 console/s/4" in desk.log


def test_a_card_whose_buttons_are_gone_can_not_be_pressed(desk: Desk) -> None:
    assert keys(desk, "ana> /post Logo", "/change Logo", "!press 1")[2] == "console.press_none"


def test_a_form_is_filled_and_closes(desk: Desk) -> None:
    answers = desk.json("ana> /apply", '!fill ana message="I can: \\"yes\\"" boost=4', "!fill ana message=hi")
    assert answers[0]["form"] == {
        "command": "apply",
        "title": "open",
        "fields": [
            {"name": "message", "kind": "long", "label": "submitted", "required": True, "value": ""},
            {"name": "boost", "kind": "whole", "label": "filled", "required": False, "value": "2"},
        ],
        "given": {"job": "job-42"},
    }
    expected = '{"job": "job-42", "boost": "4", "message": "I can: \\"yes\\""}'
    assert f"options ana apply {expected} console/s/2" in desk.log
    assert [answer["key"] for answer in answers] == ["quoted", "moment", "console.form_none"]


def test_a_refused_form_stays_open_and_keeps_what_stood_in_it(desk: Desk) -> None:
    answers = desk.json("ana> /apply", "!fill boost=", "!fill message=hi")
    assert [answer["ok"] for answer in answers] == [True, False, True]
    assert 'options ana apply {"job": "job-42", "boost": "2", "message": "hi"} console/s/3' in desk.log
    assert 'options ana apply {"job": "job-42"} console/s/2' in desk.log


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("!fill ana hello", "console.fill_words"),
        ('!fill ana message="open', "console.fill_words"),
        ("!fill ana message=hi there", "console.fill_words"),
        ("!fill ana budget=4", "console.fill_field"),
    ],
)
def test_a_form_says_what_it_can_not_take(desk: Desk, line: str, key: str) -> None:
    assert keys(desk, "ana> /apply", line, "!fill ana message=hi") == ["quoted", key, "moment"]


def test_again_is_the_same_delivery_of_line_press_or_form(desk: Desk) -> None:
    one, two, three, four = desk.json("ana> /apply job-1", "!again", "ana> /apply job-1", "!again")
    assert one["facts"] == two["facts"] != three["facts"] == four["facts"]
    answers = desk.json("ana> /apply", "!fill message=hi", "!again")
    assert answers[1]["facts"] == answers[2]["facts"]


def test_a_restart_opens_the_same_database_and_keeps_clock_and_screen(desk: Desk) -> None:
    answers = desk.json(
        "!advance 36h",
        "ana> /apply job-1",
        "ben> /apply",
        "!restart",
        "!press ana 2",
        "!fill ben message=hi",
        "!advance 0d",
    )
    assert [answer["ok"] for answer in answers] == [True] * 7
    assert [entry for entry in desk.log if entry in ("open", "close")] == ["open", "close", "open", "close"]
    assert [answer["facts"].get("date") for answer in answers] == [None, 1, None, None, 2, 3, None]
    assert answers[6]["facts"]["now"].startswith("2026-12-02T12:00:00")
    assert [entry for entry in desk.log if entry.startswith("due")] == ["due 1 at 1"]


def test_joining_and_leaving_are_told_and_what_they_send_is_shown(desk: Desk) -> None:
    assert desk.plain("!join ben", "!leave ben") == [
        "!join ben",
        "  ben joined.",
        "✉ ben │ welcome",
        "!leave ben",
        "  ben left.",
    ]
    assert [entry for entry in desk.log if entry.startswith(("joined", "left"))] == [
        "joined ben console/s/1",
        "left ben console/s/2",
    ]


def test_help_lists_every_directive(desk: Desk) -> None:
    lines = desk.plain("!help")
    assert "  • !advance 31d" in lines and "  • !again" in lines
