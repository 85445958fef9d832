"""The types of a command's options: how each is read from what a person typed.

Reading is strict: what it does not understand it refuses, saying what would do.
Text loses NUL and lone surrogates; control characters and direction overrides,
which could disguise what others read, are refused.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from core.errors import Refusal
from core.ledger.accounts import MAXIMUM
from core.speech.phrase import Code

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"(?:[a-z]+-|#)?([0-9]{1,9})", re.ASCII | re.IGNORECASE)
_LISTS = {
    "job": "/jobs",
    "proposal": "/proposals",
    "operation": "/connects history",
    "order": "/connects orders",
    "agency": "/agency show",
}
_STRIPPED = re.compile("[\0\ud800-\udfff]")
_ODD = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ODD_IN_LINE = re.compile("[\x01-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_TAG = re.compile(r"[^\s,]{1,40}")
_YES, _NO = frozenset({"yes", "y", "on", "true", "1", "all"}), frozenset({"no", "n", "off", "false", "0"})


@dataclass(frozen=True, slots=True)
class Person:
    """A member as the platform named them; the Book finds out who that is."""

    name: str


@dataclass(frozen=True)
class Spec(ABC):
    """How one type of option is read. ``kind`` is its name for forms and platforms."""

    kind: ClassVar[str] = ""

    @abstractmethod
    def read(self, name: str, typed: str) -> Any:
        """The value. Raises Refusal."""

    def example(self) -> str:
        """Something that would be understood."""
        return ""


def clean(name: str, typed: str, maximum: int, *, lines: bool) -> str:
    """Free text as it may be kept. Refuses: value.characters, value.long."""
    text = _STRIPPED.sub("", typed).strip().replace("\r\n", "\n").replace("\r", "\n")
    odd = (_ODD if lines else _ODD_IN_LINE).search(text)
    if odd:
        raise Refusal("value.characters", option=name, character=f"U+{ord(odd[0]):04X}")
    if len(text) > maximum:
        raise Refusal("value.long", option=name, maximum=maximum, length=len(text))
    return text


@dataclass(frozen=True)
class TextSpec(Spec):
    """Free text."""

    maximum: int = 100
    minimum: int = 1
    lines: bool = False
    joins: bool = True  # whether words that follow without quotes belong to it
    sample: str = '"…"'
    mentions: bool = False  # whether it may mean a role: a mention stays as the platform writes it
    kind: ClassVar[str] = "text"

    def read(self, name: str, typed: str) -> str:
        text = clean(name, typed, self.maximum, lines=self.lines)
        seen = any(unicodedata.category(one)[0] not in "CZ" for one in text)
        if (text and not seen) or (len(text) < self.minimum and (text or self.minimum > 1)):
            raise Refusal("value.brief", option=name, minimum=self.minimum)
        return text

    def example(self) -> str:
        return self.sample


@dataclass(frozen=True)
class WholeSpec(Spec):
    """A whole number in plain digits."""

    minimum: int = 1
    maximum: int = MAXIMUM
    sample: int = 4
    kind: ClassVar[str] = "whole"

    def read(self, name: str, typed: str) -> int:
        text = typed.strip()
        if not _WHOLE.fullmatch(text) or not self.minimum <= int(text) <= self.maximum:
            shown = clean(name, typed, 4000, lines=False)[:40]
            raise Refusal(
                "value.amount", option=name, typed=shown, minimum=self.minimum, maximum=self.maximum
            )
        return int(text)

    def example(self) -> str:
        return str(self.sample)


@dataclass(frozen=True)
class NumberSpec(Spec):
    """The number of a thing, as ``job-42``, ``JOB-42``, ``42`` or ``#42`` (RULES 14)."""

    thing: str = "job"
    minimum: int = 1
    hidden: bool = False  # for buttons that lead on, not for people to type

    @property
    def kind(self) -> str:  # type: ignore[override]
        """The thing's own name: platforms complete it."""
        return self.thing

    def read(self, name: str, typed: str) -> int:
        text = typed.strip()
        match = _NUMBER.fullmatch(text)
        prefix = text[: match.start(1)].rstrip("-").casefold() if match else ""
        if match is None or prefix not in ("", "#", self.thing):
            shown = clean(name, typed, 4000, lines=False)[:40]
            raise Refusal(f"{self.thing}.unknown", **{self.thing: shown, "list": Code(_LISTS[self.thing])})
        return int(match[1])

    def example(self) -> str:
        return f"{self.thing}-42"


@dataclass(frozen=True)
class PersonSpec(Spec):
    """A member, by name or mention."""

    kind: ClassVar[str] = "member"

    def read(self, name: str, typed: str) -> Person:
        return Person(clean(name, typed, 100, lines=False).removeprefix("@"))

    def example(self) -> str:
        return "ana"


@dataclass(frozen=True)
class PlaceSpec(Spec):
    """A channel or a role of the platform, as the platform names it."""

    thing: str = "channel"
    sample: str = "#jobs"

    @property
    def kind(self) -> str:  # type: ignore[override]
        """``channel`` or ``role``."""
        return self.thing

    def read(self, name: str, typed: str) -> str:
        return clean(name, typed, 100, lines=False)

    def example(self) -> str:
        return self.sample


@dataclass(frozen=True)
class ChoiceSpec(Spec):
    """One of a few words."""

    choices: tuple[str, ...] = ()
    kind: ClassVar[str] = "choice"

    def read(self, name: str, typed: str) -> str:
        text = typed.strip().casefold()
        if text not in self.choices:
            shown = clean(name, typed, 4000, lines=False)[:40]
            raise Refusal("value.choice", option=name, typed=shown, choices=", ".join(self.choices))
        return text

    def example(self) -> str:
        return self.choices[0]


@dataclass(frozen=True)
class FlagSpec(Spec):
    """Yes or no."""

    kind: ClassVar[str] = "flag"

    def read(self, name: str, typed: str) -> bool:
        text = typed.strip().casefold()
        if text not in _YES | _NO:
            raise Refusal("value.choice", option=name, typed=typed[:40], choices="yes, no")
        return text in _YES

    def example(self) -> str:
        return "yes"


@dataclass(frozen=True)
class TagsSpec(Spec):
    """A few short words between commas."""

    most: int = 10
    kind: ClassVar[str] = "tags"

    def read(self, name: str, typed: str) -> tuple[str, ...]:
        text = clean(name, typed, 500, lines=False)
        tags = tuple(dict.fromkeys(tag.strip().casefold() for tag in text.split(",") if tag.strip()))
        if len(tags) > self.most or any(not _TAG.fullmatch(tag.replace(" ", "-")) for tag in tags):
            raise Refusal("value.tags", option=name, most=self.most, example=Code(f"{name}:python,design"))
        return tuple(tag.replace(" ", "-") for tag in tags)

    def example(self) -> str:
        return "python,design"


@dataclass(frozen=True)
class DateSpec(TextSpec):
    """A date or a number of days; the rule reads it in the community's time zone."""

    maximum: int = 20
    kind: ClassVar[str] = "date"

    def example(self) -> str:
        return "14d"


@dataclass(frozen=True)
class AgencySpec(Spec):
    """An agency: ``agency-7``, its name among one's own, or ``yes`` for the only one."""

    kind: ClassVar[str] = "agency"
    joins: ClassVar[bool] = True

    def read(self, name: str, typed: str) -> int | str:
        text = clean(name, typed, 60, lines=False)
        match = _NUMBER.fullmatch(text)
        if match and text[: match.start(1)].rstrip("-").casefold() in ("", "#", "agency"):
            return int(match[1])
        return text

    def example(self) -> str:
        return "agency-7"


@dataclass(frozen=True)
class LimitSpec(Spec):
    """A whole number from 0, or ``none``, which reads as -1."""

    kind: ClassVar[str] = "limit"

    def read(self, name: str, typed: str) -> int:
        return -1 if typed.strip().casefold() == "none" else WholeSpec(0).read(name, typed)

    def example(self) -> str:
        return "20"


JobNumber = Annotated[int, NumberSpec("job")]
AgencyNumber = Annotated[int, NumberSpec("agency")]
AgencyName = Annotated[int | str, AgencySpec()]
Limit = Annotated[int, LimitSpec()]
ProposalNumber = Annotated[int, NumberSpec("proposal")]
OperationNumber = Annotated[int, NumberSpec("operation")]
OrderNumber = Annotated[int, NumberSpec("order")]
BeforeJob = Annotated[int, NumberSpec("job", hidden=True)]
BeforeProposal = Annotated[int, NumberSpec("proposal", hidden=True)]
BeforeOperation = Annotated[int, NumberSpec("operation", hidden=True)]
BeforeOrder = Annotated[int, NumberSpec("order", hidden=True)]
Channel = Annotated[str, PlaceSpec()]
Role = Annotated[str, PlaceSpec("role", "@Clients")]
Amount = Annotated[int, WholeSpec()]
Boost = Annotated[int, WholeSpec(0)]
Page = Annotated[int, WholeSpec(1, MAXIMUM, 2)]
Days = Annotated[int, WholeSpec(1, 3660, 30)]
Hires = Annotated[int, WholeSpec(1, MAXIMUM, 2)]
Price = Annotated[int, WholeSpec(0, MAXIMUM)]
Named = Annotated[Person, PersonSpec()]
Flag = Annotated[bool, FlagSpec()]
Tags = Annotated[tuple[str, ...], TagsSpec()]
Date = Annotated[str, DateSpec()]
Title = Annotated[str, TextSpec(100, 3)]
Description = Annotated[str, TextSpec(4000, 0, lines=True)]
Letter = Annotated[str, TextSpec(2000, 0, lines=True)]
Said = Annotated[str, TextSpec(2000, 1, lines=True)]
Reason = Annotated[str, TextSpec(300)]
Short = Annotated[str, TextSpec(100)]
Setting = Annotated[str, TextSpec(100, mentions=True)]
"""A value of the policy, which may be a role."""
Tag = Annotated[str, TextSpec(40)]
Word = Annotated[str, TextSpec(60, joins=False)]
