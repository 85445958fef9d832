"""What is fuzzed, and what must hold of each: it ends with a value or a Refusal, and keeps its limits.

A target's function raises AssertionError where something does not hold; any other exception is a crash.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot import redacting
from bot.config import shards
from core import instants
from core.chat import completion, parsing
from core.chat.command import COMMANDS
from core.errors import Refusal
from core.ledger import beancount
from core.ledger.operations import Entry, Operation
from core.policy import values
from core.policy.policy import Policy, PolicyError, role_named
from core.policy.shipped import document, from_document
from core.speech import codec, plain
from core.speech.reply import Reply
from core.speech.texts import Voice, spell
from tests.fuzz import words

SLOW = 0.05
"""Seconds of processor that one input may take."""


@dataclass(frozen=True)
class Target:
    """One parser or renderer: what it is fed, and what must hold."""

    name: str
    feed: Any
    check: Callable[[Any], None]
    slow: float = SLOW

    def __call__(self, value: Any) -> float:
        """Check one input; again where it was slow, since the machine may have been busy. Its seconds."""
        taken = self._timed(value)
        for _ in range(3):
            if taken <= self.slow:
                break
            taken = min(taken, self._timed(value))
        assert taken <= self.slow, f"{self.name} took {taken * 1e3:.0f} ms"
        return taken

    def _timed(self, value: Any) -> float:
        began = time.thread_time()
        self.check(value)
        return time.thread_time() - began


TARGETS: dict[str, Target] = {}


def target(feed: Any) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Make a target of a function, by its name."""

    def made(check: Callable[[Any], None]) -> Callable[[Any], None]:
        name = check.__name__.replace("_", " ")
        TARGETS[name] = Target(name, feed, check)
        return check

    return made


def refusal_can_be_said(refusal: Refusal) -> None:
    """A refusal has a text, and what it repeats is short."""
    facts: Mapping[str, Any] = refusal.facts
    said = plain.plain_phrase(Reply(refusal.key, facts).phrase, Voice("en", strict=True))
    assert said
    assert len(said) < 1_000, said


# Typed lines ---------------------------------------------------------------------


@target(words.line)
def a_line(line: str) -> None:
    try:
        command, parts, _ = parsing.named(line)
        given = parsing.gather(command, parts)
        parsing.read(command, given)
    except Refusal as refusal:
        refusal_can_be_said(refusal)
        return
    assert set(given) <= {option.name for option in command.options}
    # A button holds a command as it is typed, so what was understood must be understood again.
    again = parsing.understood(plain.typed(command.name, given))
    assert again is not None
    assert again[:2] == (command, given)


@target(st.tuples(words.command, words.given, st.booleans()))
def options(case: tuple[str, dict[str, str], bool]) -> None:
    name, given, filled = case
    try:
        found, missing = parsing.read(COMMANDS[name], given, filled=filled)
    except Refusal as refusal:
        refusal_can_be_said(refusal)
        return
    for value in found.values():
        if isinstance(value, str):
            assert not re.search("[\0\ud800-\udfff\x7f-\x9f\u202a-\u202e\u2066-\u2069]", value)
        if isinstance(value, int):
            assert -1 <= value <= 999_999_999
    assert not set(missing) & set(given) or all(not given[one].strip() for one in set(missing) & set(given))


@target(words.huge)
def one_value_of_every_kind(text: str) -> None:
    for spec in {
        type(option.spec): option.spec for one in COMMANDS.values() for option in one.options
    }.values():
        try:
            spec.read("value", text)
        except Refusal as refusal:
            refusal_can_be_said(refusal)


@target(words.line)
def completion_of_a_line(line: str) -> None:
    for said, _ in completion.plan(line).offers:
        assert completion.quoted(said)


# Moments, amounts, policies --------------------------------------------------------


@target(words.text)
def dates_spans_months_zones(text: str) -> None:
    for read in (instants.parse, instants.parse_span, instants.parse_period):
        with suppress(ValueError):
            read(text)
    with suppress(ValueError):
        instants.parse_date(text, "America/Havana")
    if instants.is_zone(text):
        instants.moment(0, text)


@target(st.tuples(st.one_of(st.sampled_from(Policy.names()), words.text), words.huge))
def a_value_of_the_policy(case: tuple[str, str]) -> None:
    name, text = case
    try:
        new = values.changed(Policy(), name, text)
    except PolicyError as error:
        assert len(str(error)) < 500
        return
    except ValueError:
        # What pydantic finds is said as a PolicyError by then, or it is none.
        raise AssertionError(f"{name} set to {text[:60]!r} is refused in no words of ours") from None
    assert from_document(document(new)) == new


@target(st.dictionaries(st.one_of(st.sampled_from(Policy.names()), words.text), words.json, max_size=5))
def a_policys_document(stored: dict[str, Any]) -> None:
    for text in (json.dumps({"form": 1, **stored}), json.dumps(stored), str(stored)):
        with suppress(ValueError):
            assert isinstance(from_document(text), Policy)


@target(words.huge)
def the_name_of_a_role(text: str) -> None:
    role_named(text)


@target(words.text)
def shards_of_a_process(text: str) -> None:
    with suppress(ValueError):
        shards(text)


# Said and stored -------------------------------------------------------------------


@target(st.tuples(words.phrase, words.voice))
def texts_with_any_facts(case: Any) -> None:
    said = plain.plain_phrase(*case)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", said)
    spell(*case)


@target(words.reply)
def a_stored_reply(reply: Reply) -> None:
    try:
        stored = codec.document(reply)
    except TypeError:  # of lone surrogates nothing is stored: parsing takes them out
        assert "\\ud" in repr(reply)
        return
    again = codec.read(stored)
    assert (again.key, dict(again.facts), tuple(again.body)) == (
        reply.key,
        dict(reply.facts),
        tuple(reply.body),
    )


operation = st.builds(
    Operation,
    st.integers(1, 10**9),
    words.text,
    st.sampled_from(("gift", "proposal.submitted", "grant")),
    st.integers(0, 10**6),
    st.integers(0, 2 * 10**15),
    st.integers(0, 2 * 10**15),
    st.integers(1, 99),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.just("{}"),
    st.just(1),
    st.just(""),
)


@target(st.tuples(words.text, st.lists(operation, max_size=5)))
def a_ledger_for_beancount(case: tuple[str, list[Operation]]) -> None:
    title, operations = case
    ledger = beancount.Ledger(title)
    made = ""
    for op in operations:
        moved = [Entry(op.number, 1, "wallet", 3, -4, 10, 6), Entry(op.number, 2, "spent", 0, 4, 0, 0)]
        made += "".join(ledger.operation(op, moved))
    made += "".join(ledger.balances({"Assets:Wallet:3": 6}))
    # Members' words stand in strings, so that none begins a line or a directive of its own.
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', made, flags=re.DOTALL)
    shapes = (
        r'|option ""+ ""|\d{4}-\d\d-\d\d (commodity|open|\*|balance) .*'
        r"|  [a-z]+: .*|  [A-Z]\w+:\S+  -?\d+ CONNECT"
    )
    for one in bare.split("\n"):
        assert re.fullmatch(shapes, one), one


@target(words.huge)
def what_is_logged(text: str) -> None:
    redacting.cleaned({"event": text, "why": [text]})
