"""The small parts: clock, lines, options, screen, courier, printer, completion."""

from __future__ import annotations

import asyncio
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.clock import ConsoleClock
from adapters.console.completion import directives
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier, addressee
from adapters.console.inbound import Directive, Spoken, moment, pairs, read, span
from adapters.console.printer import text_printer
from adapters.console.prompt import welcome
from adapters.console.render import Outcome
from adapters.console.screen import CARDS, Screen
from core.ports import Parcel
from core.speech.notice import Notice, to_member
from core.speech.phrase import Mention
from core.speech.plain import plain, typed
from core.speech.reply import Button, Reply
from core.speech.texts import Voice
from tests.adapters.console.fake import START, FakeHouse


def test_a_clock_that_stands_moves_only_when_told() -> None:
    clock = ConsoleClock(START)
    assert clock.stands and clock.now() == clock.now() == clock.steady() == START
    clock.advance(5)
    clock.set(START + 7)
    clock.start_at_least(START)
    assert clock.now() == START + 7
    with pytest.raises(ValueError, match="back"):
        clock.set(START)
    with pytest.raises(ValueError, match="back"):
        clock.advance(-1)


def test_a_clock_without_a_start_follows_the_systems() -> None:
    clock, system = ConsoleClock(), time.time_ns() // 1000
    assert not clock.stands and 0 <= clock.now() - system < 5_000_000
    clock.start_at_least(system + 10**12)
    assert 0 <= clock.now() - system - 10**12 < 5_000_000
    clock.advance(10**12)
    assert clock.now() - system >= 2 * 10**12


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", None),
        ("   ", None),
        ("# ana> /balance", None),
        ("\ufeff# first", None),
        ("ana> /balance\r\n", Spoken("ana", "/balance")),
        ("Zoë-1>  /balance", Spoken("Zoë-1", "/balance")),
        ("/apply job-42 message:a> b", Spoken("", "/apply job-42 message:a> b")),
        ("apply x>y", Spoken("", "apply x>y")),
        ("ana>", Spoken("ana", "")),
        ("ana> # no comment", Spoken("ana", "# no comment")),
        ("!again", Directive("again", "")),
        ("ana> !press 2", Directive("press", "2")),
    ],
)
def test_reading_a_line(line: str, found: object) -> None:
    assert read(line) == found


def test_spans_and_moments() -> None:
    assert span("31d") == 31 * 86_400_000_000
    assert span("1h30m5s") == 5_405_000_000
    assert [span(text) for text in ("", "d", "3", "3 d", "-3d", "3.5d", "٣d")] == [None] * 7
    assert (
        moment("2026-12-01T01:00:00+01:00") == moment("2026-12-01") == moment("2026-12-01T00:00:00Z") == START
    )
    assert [moment(text) for text in ("", "now", "1969-12-31", "2026-13-01")] == [None] * 4


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), st.text(max_size=30)))
def test_options_come_back_as_a_form_says_to_type_them(options: dict[str, str]) -> None:
    assert pairs(typed("apply", options).removeprefix("/apply")) == options


def test_options_may_stand_bare() -> None:
    assert pairs("boost:4 message=I'm a:b=c='d'") == {"boost": "4", "message": "I'm", "a": "b=c='d'"}
    assert pairs('a= b=""') == {"a": "", "b": ""}
    assert pairs('a=4 what "is" this') == 'what "is" this'
    assert pairs('a="x"y') == 'a="x"y'


def test_a_screen_keeps_so_many_cards_and_an_edit_stays_in_its_place() -> None:
    screen = Screen()
    for number in range(CARDS + 5):
        screen.pinned(str(number), Reply("card", number=number, buttons=[Button("yes", "x")]))
    screen.pinned("20", Reply("card", number=999, buttons=[Button("yes", "x")]))
    newest = screen.buttons("ana")
    assert newest is not None and newest.number == CARDS + 4 and len(screen.cards) == CARDS


def parcel(channel: str, edits: str = "") -> Parcel:
    return Parcel(1, Notice(1, channel, "", "", 1, START), Reply("yes"), edits)


def test_the_courier_numbers_messages_and_an_edit_keeps_the_number() -> None:
    courier = ConsoleCourier()
    refs = [
        asyncio.run(courier.deliver(one)) for one in (parcel("jobs"), parcel("jobs", "1"), parcel("news"))
    ]
    assert refs == ["1", "1", "3"] and [arrival.ref for arrival in courier.collect()] == refs
    assert courier.collect() == [] and courier.platform == "console"
    assert [addressee(parcel(to)) for to in ("jobs", "news", "log", to_member(7))] == [
        "#jobs",
        "#news",
        "#log",
        Mention(7),
    ]


def test_a_sink_that_lacks_a_sign_gets_a_mark() -> None:
    raw = io.BytesIO()
    sink = io.TextIOWrapper(raw, "ascii")
    text_printer(sink, echo=True)(Outcome(1, "", "ana", None, (("#jobs", parcel("jobs")),), Voice()))
    assert raw.getvalue() == b"#jobs ? yes\n"


def test_directives_are_completed_with_people_and_ranks() -> None:
    people = ["ana", "ada", "ana", "ben"]
    assert [text for text, _ in directives("!a", people)] == ["!as", "!advance", "!at", "!again"]
    assert [text for text, _ in directives("!role a", people)] == ["ana", "ada"]
    assert [text for text, _ in directives("!role ada s", people)] == ["staff"]
    assert directives("!advance 3", people) == []


def test_the_welcome_fits_and_has_its_words() -> None:
    lines = plain(welcome("you"), Voice(strict=True)).split("\n")
    assert len(lines) == 5 and lines[1].startswith("• /connects balance")


async def test_completion_asks_the_house_as_who_speaks(tmp_path: Path) -> None:
    clock, courier = ConsoleClock(START), ConsoleCourier()

    async def open_house() -> FakeHouse:
        return FakeHouse(tmp_path / "db", clock, courier, [])

    console = Console(open_house, clock, courier, lambda outcome: None)
    await console.start()
    assert await console.complete("/ap") == [("apply", "you can")]
    assert await console.complete("ben> /b") == [("balance", "ben can")]
    assert len(await console.complete("")) == len(await console.complete("ben> ")) == 2
    assert await console.complete("# a") == ()
    await console.close()
