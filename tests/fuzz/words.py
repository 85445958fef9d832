"""What is fed to parsers and renderers: lines, texts, facts, replies, JSON."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

import core.commands  # noqa: F401 - fills the registry
from core.chat.command import COMMANDS
from core.instants import DAY, FOREVER
from core.policy.policy import PLANS
from core.speech.fluent import language_of, sources
from core.speech.phrase import (
    Amount,
    Code,
    Link,
    Mention,
    Money,
    Period,
    Phrase,
    Place,
    Ref,
    Strong,
    Term,
    When,
    Words,
)
from core.speech.reply import Button, Fields, File, Items, Para, Quote, Reply
from core.speech.texts import Voice

PERSON, USER = "123456789012345678", "U012AB3CD"
URL = "https://connects.example.org/buy"
MARKS = (
    "*",
    "_",
    "~",
    "`",
    "```",
    ">",
    ">>> ",
    "||",
    "# ",
    "-# ",
    "- ",
    "1. ",
    "\\",
    "@everyone",
    "@here",
    "<@1>",
    f"<@{PERSON}>",
    "<@&1>",
    "<#1>",
    "<t:1:R>",
    "<:a:1>",
    ":tada:",
    "</apply:1>",
    "[a](https://a.example)",
    "<!channel>",
    "<!here>",
    f"<@{USER}>",
    "<#C012AB3CD|x>",
    "<!subteam^S1>",
    "<https://a.example|x>",
    "https://a.example",
    "&lt;",
    "&",
    "<",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\0",
    "\x1b[31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ue0001\ue001",
    "\ue000",
    "{ $x }",
    "{",
    "}",
    "🦊",
    "e\u0301" * 3,
    "\ud800",
    "\udfff",
    "\ufeff",
    "=1+1",
    '"',
    "“",
    "”",
    "«",
    "'",
)
NUMBERS = (
    "0",
    "1",
    "4",
    "-4",
    "+4",
    "4.0",
    "4,0",
    "1e3",
    "1_000",
    "٤",
    "４",
    "²",
    "999999999",
    "1000000000",
    "9" * 40,
    "0x10",
    "job-42",
    "JOB-42",
    "#42",
    "job-",
    "agency-7",
    "proposal-٤",
    "14d",
    "1w2d",
    "9" * 9 + "w",
    "d14",
    "2026-12-24",
    "9999-12-31",
    "2026-02-30",
    "0000-01-01",
    "2026-12",
    "none",
    "any",
    "on",
    "off",
    "yes",
    "?",
    "2026-12-24T10:00:00+00:00",
    "24:00",
    "Europe/Berlin",
    "../etc/passwd",
    "localtime",
    "UTC",
    "1,2,4,6",
    "US$5",
)
sign = st.characters(exclude_categories=())
text = st.one_of(
    st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from(NUMBERS), sign), max_size=30).map("".join),
    st.text(sign, max_size=60),
    st.sampled_from(NUMBERS),
)
long = st.one_of(text, st.tuples(text, st.integers(1, 4000)).map(lambda pair: (pair[0] * pair[1])[:4000]))
huge = st.one_of(long, st.tuples(text, st.integers(1, 25_000)).map(lambda pair: (pair[0] * pair[1])[:25_000]))
names = sorted({option.name for one in COMMANDS.values() for option in one.options})
command = st.sampled_from(sorted(COMMANDS))


def _word(value: str, name: str, quotes: bool) -> str:
    return f'{name}{":" if name else ""}"{value}"' if quotes else f"{name}{':' if name else ''}{value}"


word = st.builds(_word, text, st.one_of(st.just(""), st.sampled_from(names)), st.booleans())
line = st.one_of(
    st.builds(
        lambda slash, name, words, form: " ".join([slash + name, *words, *(["?"] if form else [])]),
        st.sampled_from(("/", "", "//")),
        st.one_of(command, text),
        st.lists(word, max_size=8),
        st.booleans(),
    ),
    huge,
)
given = st.dictionaries(st.one_of(st.sampled_from(names), text), huge, max_size=6)
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda one: st.lists(one, max_size=4) | st.dictionaries(text, one, max_size=4),
    max_leaves=12,
)


@cache
def _facts_of() -> dict[str, list[str]]:
    """Each text's key with the facts it names, as Fluent's messages stand in their files."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n(?=[a-z])", "\n" + sources()["en"]):
        key, _, rest = block.strip().partition(" =")
        if re.fullmatch(r"[a-z][a-z0-9_-]*", key) and key in language_of("en").keys:
            found[key] = sorted(set(re.findall(r"\$([a-z_]+)", rest)))
    return found


number = st.integers(-(2**62), 2**62)
moment = st.one_of(st.integers(0, 100 * 365 * DAY), st.just(FOREVER))
plain_fact = st.one_of(
    long,
    number,
    st.booleans(),
    st.none(),
    st.builds(Amount, number),
    st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(("USD", "EUR", "GBP"))),
    st.builds(When, moment, st.sampled_from(("date", "time", "relative"))),
    st.builds(Mention, st.integers(0, 5)),
    st.builds(Words, st.integers(0, 5)),
    st.builds(
        Ref, st.sampled_from(("job", "proposal", "operation", "order", "agency")), st.integers(0, 10**9)
    ),
    st.builds(Code, text),
    st.builds(Strong, text),
    st.builds(Link, st.just(URL), text),
    st.builds(Term, st.sampled_from(("open", "filled", *PLANS))),
    st.builds(Place, st.just("channel"), text),
    st.builds(Place, st.just("role"), text),
    st.builds(Period, st.integers(1970 * 12, 9000 * 12)),
)


@st.composite
def _phrase(draw: Any, facts: Any) -> Phrase:
    key = draw(st.sampled_from(sorted(_facts_of())))
    return Phrase(key, {name: draw(facts) for name in _facts_of()[key]})


fact = st.one_of(plain_fact, st.lists(plain_fact, max_size=4).map(tuple), _phrase(plain_fact))
phrase = _phrase(fact)
voice = st.builds(
    Voice,
    st.sampled_from(("en", "de", "en-GB", "")),
    st.sampled_from(("UTC", "Asia/Kolkata", "America/Havana")),
    st.dictionaries(st.integers(1, 5), text, max_size=5),
    st.dictionaries(st.integers(1, 5), long, max_size=5),
    st.sampled_from(({}, {2: PERSON}, {2: USER}, {1: PERSON, 3: "x"})),
)
block = st.one_of(
    st.builds(Para, phrase),
    st.builds(Items, st.lists(phrase, max_size=12).map(tuple)),
    st.builds(Fields, st.lists(st.tuples(phrase, phrase), max_size=12).map(tuple)),
    st.builds(Quote, st.one_of(long, st.builds(Words, st.integers(0, 5)))),
)
button = st.builds(
    Button,
    st.sampled_from(("button-again", "button-apply")),
    st.builds(lambda name, number: f"{name} job-{number}", command, st.integers(1, 10**9)),
    st.booleans(),
)
reply = st.builds(
    lambda said, body, buttons, files, ok, number: Reply(
        said.key, said.facts, body, buttons, None, files, ok, number
    ),
    phrase,
    st.lists(block, max_size=6),
    st.lists(button, max_size=12),
    st.lists(st.builds(File, st.just("a.csv"), text), max_size=2),
    st.booleans(),
    st.integers(0, 10**9),
)
