"""Lines of a script: who speaks, what is answered, what the exit code says."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from adapters.console.script import run_script
from tests.adapters.console.conftest import Desk
from tests.adapters.console.fake import START, FakeHouse


def test_a_script_reads_like_a_chat(desk: Desk) -> None:
    assert desk.plain("# a comment", "", "!role ada staff", "ana> /balance", "!as ben", "balance") == [
        "!role ada staff",
        "  ada is staff now.",
        "ana> /balance",
        "  40 Connects, member ana",
        "!as ben",
        "  You speak as ben now.",
        "ben> balance",
        "  40 Connects, member ben",
    ]
    assert desk.code == 0


def test_json_has_an_object_for_each_line_that_says_something(desk: Desk) -> None:
    first, second = desk.json("# nothing", "!role ana client", "", "ana> /apply job-42")
    assert first == {
        "line": 2, "by": "ana", "command": None, "ok": True, "key": "console.role",
        "facts": {"name": "ana", "rank": "client"}, "text": "ana is a client now.",
        "buttons": [], "form": None, "notices": [],
    }  # fmt: skip
    assert second == {
        "line": 4, "by": "ana", "command": "apply", "ok": True, "key": "moment",
        "facts": {"date": 1, "time": "job-42", "zone": ""},
        "text": "proposal-1, job-42 \n[1] no — /balance\n[2] yes — /apply job-42",
        "buttons": [{"label": "no", "command": "balance"}, {"label": "yes", "command": "apply job-42"}],
        "form": None, "notices": [],
    }  # fmt: skip


def test_the_first_to_speak_in_a_new_database_is_staff(desk: Desk) -> None:
    answers = desk.json("balance", "ben> /balance", "!restart", "eve> /balance")
    assert [answer["facts"].get("time") for answer in answers] == ["staff", "member", None, "member"]
    assert desk.json("zoe> /balance")[0]["facts"]["time"] == "member"
    assert "ranked you STAFF console/s/1/rank" in desk.log


def test_nobody_is_staff_by_speaking_once_a_rank_was_given(desk: Desk) -> None:
    assert desk.json("!role ada client", "ana> /balance")[1]["facts"]["time"] == "member"


def test_a_line_without_a_name_is_the_last_speakers_or_yours(desk: Desk) -> None:
    assert [answer["by"] for answer in desk.json("/balance", "ana> /balance", "/balance")] == [
        "you",
        "ana",
        "ana",
    ]


def test_every_line_has_a_key_and_is_marked_as_seen(desk: Desk) -> None:
    desk.json("# one", "ana> /balance", "/apply job-1")
    assert [entry for entry in desk.log if entry.startswith("answered")] == [
        "answered console/s/2",
        "answered console/s/3",
    ]


def test_a_fault_makes_the_code_one_and_the_other_lines_still_run(desk: Desk) -> None:
    answers = desk.json("ana> /fault", "/balance", "/nonsense")
    assert desk.code == 1
    assert [(answer["key"], answer["ok"]) for answer in answers] == [
        ("fault", False),
        ("moment", True),
        ("quoted", False),
    ]
    assert desk.json("/nonsense")[0]["command"] == ""
    assert desk.code == 0


def test_what_was_sent_stands_below_the_line_that_sent_it(desk: Desk) -> None:
    assert desk.plain("ana> /post Logo", "/change Logos", "/tell") == [
        "ana> /post Logo",
        "  posted",
        "#jobs │ Logo",
        "#jobs │ [1] yes — /apply job-9",
        "ana> /change Logos",
        "  changed",
        "#jobs │ Logos (updated)",
        "ana> /tell",
        "  told",
        "✉ ben │ psst",
    ]
    sent = desk.json("ana> /tell")[0]["notices"]
    assert sent == [{"to": "ben", "key": "quoted", "facts": {"words": "psst"}, "text": "psst"}]


def test_what_fell_due_before_the_first_line_is_not_lost(desk: Desk) -> None:
    desk.json("!role ana staff")
    desk.start = (desk.start or 0) + 90_000_000_000
    assert desk.plain("ana> /balance")[0] == "#news │ 2 December 2026"
    desk.start += 86_400_000_000
    assert [sent["to"] for sent in desk.json("ana> /balance")[0]["notices"]] == ["#news"]


def test_files_are_printed_and_in_the_object(desk: Desk) -> None:
    assert desk.plain("ana> /export")[1:] == ["  here", "  File: a.csv", "  x,y", "  1,2"]
    assert desk.json("ana> /export")[0]["files"] == [{"name": "a.csv", "content": "x,y\n1,2\n"}]


def test_nothing_said_by_a_name_alone(desk: Desk) -> None:
    assert [answer["key"] for answer in desk.json("ana>", "ana> /balance")] == ["console.silent", "moment"]


def test_control_characters_of_a_line_never_reach_the_terminal(desk: Desk) -> None:
    assert desk.plain("ana> \x1b[2J")[0] == "ana> \ufffd[2J"


def test_a_script_is_utf8_wherever_it_runs(tmp_path: Path) -> None:
    clock, courier, sink = ConsoleClock(START), ConsoleCourier(), io.StringIO()

    async def open_house() -> FakeHouse:
        return FakeHouse(tmp_path / "db", clock, courier, [])

    source = io.TextIOWrapper(io.BytesIO("Zoë> /balance\n".encode() + b"\xff> /balance\n"), "ascii")
    assert asyncio.run(run_script(open_house, clock, courier, source, sink)) == 0
    said = [line for line in sink.getvalue().split("\n") if ">" in line]
    assert said == ["Zoë> /balance", "\ufffd> /balance"]
