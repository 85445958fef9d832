"""What is said, before anybody puts it into words.

A Phrase is a key and facts. A fact is a plain value or one of the nodes below;
only nodes become markup, so what members wrote never can.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

from core.instants import Instant


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of Connects, said with the word."""

    connects: int


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money, shown as its reader writes such sums."""

    cents: int
    currency: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment, shown in the reader's own time. ``style``: date, time (with the date) or relative."""

    at: Instant
    style: str = "date"


@dataclass(frozen=True, slots=True)
class Mention:
    """A member, by our number; each platform names them in its own way."""

    member: int


@dataclass(frozen=True, slots=True)
class Words:
    """Free text of a member, by the number of its row; looked up when it is shown."""

    text: int


@dataclass(frozen=True, slots=True)
class Ref:
    """A numbered thing, said as people type it: ``job-42``."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasis on a plain value."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours with its words; never one that a member gave."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the bot's own that names a state, a plan or a kind: said by the text ``term-<word>``."""

    word: str


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or a role, by the platform's own number or name; each platform shows it in its own way."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Period:
    """A month of grants, said by its name."""

    number: int


Node = Amount | Money | When | Mention | Words | Ref | Code | Strong | Link | Term | Period | Place
Fact = Union[str, int, bool, None, Node, "Phrase", "Sequence_"]
Sequence_ = tuple["Fact", ...]
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A key of the texts and the facts it speaks of."""

    key: str
    facts: Facts = field(default_factory=dict)


def say(key: str, **facts: Fact) -> Phrase:
    """A Phrase, in fewer signs."""
    return Phrase(key, facts)
