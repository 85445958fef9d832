"""What goes back to the person who asked; nobody else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.speech.phrase import Fact, Facts, Phrase, Words
from core.speech.pictures import Picture


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one phrase a line."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with values."""

    pairs: tuple[tuple[Phrase, Phrase], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a member wrote, as it stands."""

    words: Words | str


Block = Para | Items | Fields | Quote


@dataclass(frozen=True, slots=True)
class Button:
    """A command typed in advance. ``once``: it moves Connects, so a second press is the first."""

    label: str  # a key of the texts
    command: str
    once: bool = False
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form asks for: an option of its command."""

    name: str
    kind: str  # text, long, whole, choice, job, proposal, member, date, flag
    label: str  # a key of the texts
    required: bool = False
    value: str = ""
    minimum: int = 0
    maximum: int = 0
    choices: tuple[str, ...] = ()
    title: Phrase | None = None
    """What it is called instead, where the texts can't know: a question that staff wrote."""
    labels: tuple[Phrase, ...] = ()
    """What each choice says, beside the word that stands for it; none where the words say it."""

    @property
    def phrase(self) -> Phrase:
        """What it is called."""
        return self.title or Phrase(self.label)

    @property
    def offered(self) -> tuple[tuple[str, Phrase], ...]:
        """Each choice with what it says, where that is said."""
        return tuple(zip(self.choices, self.labels, strict=True)) if self.labels else ()


@dataclass(frozen=True, slots=True)
class Form:
    """Asks for the options of a command; ``given`` are those that stand already."""

    command: str
    title: str  # a key of the texts
    fields: tuple[Field, ...]
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file handed over with an answer. ``alt`` says what a drawn one shows."""

    name: str
    content: str | bytes
    alt: str = ""

    @property
    def data(self) -> bytes:
        """What is in it."""
        return self.content if isinstance(self.content, bytes) else self.content.encode()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its phrase, what stands below it, and what can be pressed.

    ``number`` is counted per community for replies that are kept, 0 for the
    others. ``ok`` is false for a Refusal. ``pictures`` become files on their way
    through the door.
    """

    key: str
    facts: Facts = field(default_factory=dict)
    body: Sequence[Block] = ()
    buttons: Sequence[Button] = ()
    form: Form | None = None
    files: Sequence[File] = ()
    ok: bool = True
    number: int = 0
    pictures: Sequence[Picture] = ()

    @property
    def phrase(self) -> Phrase:
        """The answer's own phrase."""
        return Phrase(self.key, self.facts)


def reply(
    key: str,
    *,
    body: Sequence[Block] = (),
    buttons: Sequence[Button] = (),
    form: Form | None = None,
    files: Sequence[File] = (),
    **facts: Fact,
) -> Reply:
    """A Reply, in fewer signs."""
    return Reply(key, facts, body, buttons, form, files)
