"""Phrases in words: amounts, moments, lists, names, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Junk, Message

from core.instants import FOREVER
from core.speech import fluent
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Link,
    Mention,
    Money,
    Period,
    Ref,
    Strong,
    Term,
    When,
    Words,
    say,
)
from core.speech.plain import plain_phrase
from core.speech.texts import Voice, languages, spell, words_of_when

Speaks = Callable[..., None]
VOICE = Voice("en", "UTC", {7: "ana"}, {3: "I can do it"}, strict=True)
NOON = 1_796_126_400_000_000  # 2026-12-01T12:00:00+00:00


def said(fact: Fact, voice: Voice = VOICE) -> str:
    return plain_phrase(say("quoted", words=fact), voice)


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Speaks]:
    """Give English other messages for the time of one test."""

    def give(**sources: str) -> None:
        known = fluent.sources()
        merged = {name: known.get(name, "") + "\n" + more for name, more in sources.items()}
        monkeypatch.setattr(fluent, "sources", lambda: {**known, **merged})
        fluent._made.cache_clear()

    yield give
    fluent._made.cache_clear()


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("as it is", "as it is"),
        (1, "1"),
        (12345, "12,345"),
        (True, "yes"),
        (False, "no"),
        (None, "none"),
        ((), "none"),
        (Amount(0), "0 Connects"),
        (Amount(1), "1 Connect"),
        (Amount(1234), "1,234 Connects"),
        (Money(123450, "USD"), "US$1,234.50"),
        (Money(600, "EUR"), "€6.00"),
        (Money(5, "GBP"), "£0.05"),
        (Ref("job", 42), "job-42"),
        (Period(2026 * 12 + 11), "December 2026"),
        (Mention(7), "ana"),
        (Mention(8), "someone"),
        (Mention(0), "the bot"),
        (Words(3), "I can do it"),
        (Words(4), "(erased)"),
        (Words(0), "none"),
        (Code("/help"), "/help"),
        (Strong("now"), "now"),
        (Link("https://a.example", "pay"), "pay (https://a.example)"),
        (Link("https://a.example", ""), "https://a.example"),
        (When(NOON), "1 December 2026"),
        (When(NOON, "time"), "1 December 2026, 12:00 UTC"),
        (When(NOON, "relative"), "1 December 2026, 12:00 UTC"),
        (When(FOREVER), "never"),
        (say("term.open"), "open"),
        (Term("open"), "open"),
        (("a", Amount(1), say("term.open")), "a, 1 Connect and open"),
    ],
)
def test_every_kind_of_fact_is_said(fact: Fact, words: str) -> None:
    assert said(fact) == words


def test_nodes_stay_nodes_and_a_thing_is_strong() -> None:
    when = When(NOON)
    parts = spell(say("moment", date=Ref("job", 4), time=when, zone=Mention(7)), VOICE)
    assert parts == [Strong("job-4"), ", ", when, " ", Mention(7)]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "1 December 2026, 13:00 CET"),
        ("Asia/Kathmandu", "1 December 2026, 17:45 UTC+05:45"),
        ("America/Sao_Paulo", "1 December 2026, 09:00 UTC-03:00"),
    ],
)
def test_moments_are_told_in_the_readers_zone_and_name_it(zone: str, words: str) -> None:
    assert words_of_when(When(NOON, "time"), Voice(zone=zone)) == words


def test_a_date_is_that_of_the_readers_zone() -> None:
    assert words_of_when(When(NOON + 12 * 3_600_000_000), Voice(zone="Asia/Tokyo")) == "2 December 2026"


def test_an_amount_is_said_bare_by_function_and_as_a_number(speaks: Speaks) -> None:
    speaks(
        en="""
t-paid = { $paid ->
    [0] free
    [one] just { $paid }
   *[other] { CONNECTS($paid) }, that is { NUMBER($paid) } of { CONNECTS($all) }
 }
"""
    )
    assert plain_phrase(say("t.paid", paid=Amount(0), all=7), VOICE) == "free"
    assert plain_phrase(say("t.paid", paid=Amount(1), all=7), VOICE) == "just 1 Connect"
    expected = "4,000 Connects, that is 4,000 of 7 Connects"
    assert plain_phrase(say("t.paid", paid=Amount(4000), all=7), VOICE) == expected


def test_a_selector_sees_words_and_keys_but_not_their_looks(speaks: Speaks) -> None:
    speaks(
        en="\nt-is = { $state ->\n    [open] yes\n    [term-open] key\n    [job] thing\n   *[other] no\n }\n"
    )
    assert plain_phrase(say("t.is", state="open"), VOICE) == "yes"
    assert plain_phrase(say("t.is", state=say("term.open")), VOICE) == "key"
    assert plain_phrase(say("t.is", state=Ref("job", 4)), VOICE) == "thing"
    assert plain_phrase(say("t.is", state="shut"), VOICE) == "no"


def test_another_language_is_used_for_what_it_has(speaks: Speaks) -> None:
    speaks(de="yes = ja\nquoted = { $words }\nmoment = { $date } um { $time } { $zone }\n")
    german = Voice("de-AT", "Europe/Vienna", strict=True)
    assert said(True, german) == "ja"
    assert said(12345, german) == "12.345"
    assert said(When(NOON, "time"), german) == "1. Dezember 2026 um 13:00 CET"
    assert said(say("term.open"), german) == "open"


def test_a_language_without_texts_reads_english() -> None:
    assert said(Amount(2), Voice("xx", strict=True)) == "2 Connects"
    assert "en" in languages()


def test_a_missing_text_is_an_error_in_tests_and_its_key_in_life() -> None:
    with pytest.raises(KeyError):
        spell(say("no.such"), VOICE)
    assert spell(say("no.such"), Voice()) == ["no.such"]
    assert said((say("no.such"), "x"), Voice()) == "no.such and x"


def test_a_missing_fact_is_an_error_in_tests_and_its_name_in_life() -> None:
    with pytest.raises(KeyError):
        spell(say("quoted"), VOICE)
    assert spell(say("quoted"), Voice()) == ["words"]


@pytest.mark.parametrize("language", languages())
def test_a_file_of_texts_is_read_whole_and_says_each_thing_once(language: str) -> None:
    body = FluentResource(fluent.sources()[language]).body
    assert [entry.content for entry in body if isinstance(entry, Junk)] == []
    names = [entry.id.name for entry in body if isinstance(entry, Message)]
    assert sorted(names) == sorted(set(names))


def test_what_was_said_lately_is_bounded_and_says_the_same(speaks: Speaks) -> None:
    speaks(en="a-b = { $count ->\n    [one] one of { $name }\n   *[other] { $count } of { $name }\n }\n")
    language = fluent.language_of("en")
    for number in range(fluent.LATELY + 10):
        text = plain_phrase(say("a.b", count=number, name="x" * (number % 3 * fluent.LONG)), VOICE)
        assert text == f"{'one' if number == 1 else f'{number:,}'} of {'x' * (number % 3 * fluent.LONG)}"
    assert 0 < len(language._lately) <= fluent.LATELY
    assert not any(len(value) > fluent.LONG for _, seen in language._lately
                   for _, value in seen if isinstance(value, str))  # fmt: skip
    assert plain_phrase(say("a.b", count=True, name="x"), VOICE) != "one of x", "a truth is no number"
