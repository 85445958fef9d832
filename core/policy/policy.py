"""The numbers of a community, as one frozen value. The decisions that use them are code.

A letter behind a number names its source in RULES: *A* the article, *U* Upwork's public
pages, *D* our decision.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from core.instants import is_zone

DEAREST = 1000
Preset = Literal["classic", "upwork-2020", "upwork-2025"]
Price = Annotated[int, Field(ge=0, le=DEAREST)]
Sum = Annotated[int, Field(ge=0, le=100_000)]
Days = Annotated[int, Field(ge=1, le=365)]

FORM = 1
PRESETS: tuple[str, ...] = get_args(Preset)
PLANS = ("basic", "plus")
_WHOLE = re.compile(r"[0-9]{1,7}", re.ASCII)
_WORDS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


class PolicyError(ValueError):
    """A value that a policy can't have. ``reason``: unknown, number, choice, zone or sense."""

    def __init__(self, name: str, reason: str, **facts: Any) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.facts = facts


class Policy(BaseModel):
    """The numbers that a community decides by; a change makes a new version of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=True)

    preset: Preset = "classic"
    # Not strict as a whole: documents and presets have lists.
    price_allowed: tuple[Price, ...] = Field(  # A
        (1, 2, 4, 6), alias="price.allowed", strict=False, description="Prices of a job; empty for a range."
    )
    price_minimum: Price = Field(0, alias="price.minimum", description="The lowest price of a job.")  # D
    price_maximum: Price = Field(100, alias="price.maximum", description="The highest price of a job.")  # D
    price_default: Price = Field(  # D
        4, alias="price.default", description="The price of a job whose client names none."
    )
    grant_basic: Sum = Field(10, alias="grant.basic", description="Monthly grant on Basic.")  # A
    grant_plus: Sum = Field(70, alias="grant.plus", description="Monthly grant on Plus.")  # A
    grant_catch_up: int = Field(  # D
        3, alias="grant.catch_up", ge=1, le=12, description="Missed months paid late, the present included."
    )
    gift_signup: Sum = Field(40, alias="gift.signup", description="The gift for joining.")  # A
    bonus_amount: int = Field(  # A
        10, alias="bonus.amount", ge=0, le=1000, description="What an answered interview earns; 0 is off."
    )
    bonus_cap: Sum = Field(50, alias="bonus.cap", description="The most bonus in one window.")  # A
    bonus_window: Literal["weekly", "rolling"] = Field(  # A
        "weekly", alias="bonus.window", description="Weeks from Monday, or the last 7 days."
    )
    bonus_answer_days: Days = Field(  # D
        14, alias="bonus.answer_days", description="Days in which an answer earns the bonus."
    )
    bonus_once_per_pair: bool = Field(  # D
        True, alias="bonus.once_per_pair", description="One bonus a window per client and freelancer."
    )
    lot_years: int = Field(1, alias="lot.years", ge=1, le=10, description="Years until Connects expire.")  # U
    lot_returned_days: Days = Field(  # D
        7, alias="lot.returned_days", description="Days that returned Connects last if their lot has expired."
    )
    burn_order: Literal["soonest_expiry", "oldest_first"] = Field(  # U
        "soonest_expiry", description="Which Connects are spent first."
    )
    cover_letter: Literal["optional", "required"] = Field(  # D
        "optional", description="Whether a proposal needs a message."
    )
    job_days: Days = Field(30, alias="job.days", description="Days until a job closes by itself.")  # D
    job_maximum_hires: int = Field(  # D
        100, alias="job.maximum_hires", ge=1, le=1000, description="The most hires of a job."
    )
    staff_daily_limit: int = Field(  # D
        1000,
        alias="staff.daily_limit",
        ge=0,
        le=1_000_000,
        description="What one of the staff may give or take in a day.",
    )
    time_zone: str = Field(  # D
        "UTC", description="The time zone of the community's days, weeks and months."
    )
    locale: Literal["en"] = Field("en", description="The community's language.")  # D

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if not is_zone(name):
            raise ValueError("not a time zone")
        return name

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names by which people change the policy."""
        return tuple(field.alias or name for name, field in cls.model_fields.items() if name != "preset")

    def allows_price(self, price: int) -> bool:
        """Whether a job may cost so much."""
        if self.price_allowed:
            return price in self.price_allowed
        return self.price_minimum <= price <= self.price_maximum

    def monthly(self, plan: str) -> int:
        """The monthly grant of a plan; nothing for an agency's."""
        return {"basic": self.grant_basic, "plus": self.grant_plus}.get(plan, 0)


def plans() -> tuple[str, ...]:
    """The plans a member can be on, lowest first."""
    return PLANS


@dataclass(frozen=True, slots=True)
class About:
    """What there is to know about one value of a policy."""

    name: str
    field: str
    meaning: str
    kind: str  # whole, whole list, choice, flag, zone
    minimum: int | None
    maximum: int | None
    choices: tuple[str, ...]

    def value(self, policy: Policy) -> str:
        """Its value in a policy, as people type it."""
        return _show(getattr(policy, self.field))


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value) or "any"
    return str(value)


@cache
def _abouts() -> dict[str, About]:
    found = {}
    for field, info in Policy.model_fields.items():
        if field == "preset":
            continue
        name, hint = info.alias or field, info.annotation
        minimum = next((one.ge for one in info.metadata if hasattr(one, "ge")), None)
        maximum = next((one.le for one in info.metadata if hasattr(one, "le")), None)
        choices: tuple[str, ...] = ()
        if get_origin(hint) is Literal:
            kind, choices = "choice", get_args(hint)
        elif hint is bool:
            kind, choices = "flag", ("on", "off")
        elif hint is int:
            kind = "whole"
        elif name == "time_zone":
            kind = "zone"
        else:
            kind, minimum, maximum = "whole list", 0, DEAREST
        found[name] = About(name, field, info.description or "", kind, minimum, maximum, choices)
    return found


def describe(name: str) -> About:
    """What there is to know about a value. Raises PolicyError: unknown."""
    found = _abouts().get(name.strip().casefold())
    if found is None:
        close = difflib.get_close_matches(name.casefold(), _abouts(), 1, 0.4)
        raise PolicyError(name[:40], "unknown", suggestion=close[0] if close else Policy.names()[0])
    return found


def changed(policy: Policy, name: str, text: str) -> Policy:
    """The policy with one value as typed. Raises PolicyError."""
    about = describe(name)
    values = policy.model_dump()
    values[about.field] = _parse(about, text.strip())
    new = Policy(**values)
    _check(new, about.name)
    return new


def _parse(about: About, text: str) -> Any:
    if about.kind == "whole":
        return _whole(about, text)
    if about.kind == "whole list":
        if text.casefold() in ("any", "all", ""):
            return ()
        return tuple(sorted({_whole(about, part.strip()) for part in text.split(",")}))
    if about.kind == "zone":
        if not is_zone(text):
            raise PolicyError(about.name, "zone", typed=text[:40])
        return text
    word = text.casefold()
    if about.kind == "flag" and word in _WORDS:
        return _WORDS[word]
    if word not in about.choices:
        raise PolicyError(about.name, "choice", choices=", ".join(about.choices))
    return word


def _whole(about: About, text: str) -> int:
    low, high = about.minimum or 0, about.maximum or 0
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise PolicyError(about.name, "number", minimum=low, maximum=high)
    return int(text)


def _check(policy: Policy, name: str) -> None:
    """What only makes sense together. Raises PolicyError: sense."""
    if policy.price_minimum > policy.price_maximum:
        raise PolicyError(name, "sense", one="price.minimum", other="price.maximum")
    if not policy.allows_price(policy.price_default):
        raise PolicyError(name, "sense", one="price.default", other="price.allowed")
    if policy.bonus_cap < policy.bonus_amount:
        raise PolicyError(name, "sense", one="bonus.amount", other="bonus.cap")


def presets() -> tuple[str, ...]:
    """The names of the shipped policies."""
    return PRESETS


@cache
def preset(name: str) -> Policy:
    """A shipped policy. Raises KeyError."""
    if name not in PRESETS:
        raise KeyError(name)
    text = (resources.files("core.policy") / "presets" / f"{name}.toml").read_text("utf-8")
    policy = Policy(**{"preset": name, **_flat(tomllib.loads(text))})
    _check(policy, name)
    return policy


def _flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        else:
            flat[f"{before}{key}"] = value
    return flat


def document(policy: Policy) -> str:
    """The stored form of a policy: canonical, with the number of its form."""
    return json.dumps(
        {"form": FORM, **policy.model_dump(mode="json", by_alias=True)}, separators=(",", ":"), sort_keys=True
    )


def from_document(text: str) -> Policy:
    """The policy of a stored document; what an older one lacks comes from the preset it names.

    Raises ValueError for a form of a newer release, and for what is no policy.
    """
    stored = json.loads(text)
    if not isinstance(stored, dict):
        raise ValueError("a stored policy is an object")
    form = stored.pop("form", 0)
    if form != FORM:
        raise ValueError(f"a stored policy of form {form}; this release reads up to {FORM}")
    named = stored.get("preset", "classic")
    if named not in PRESETS:  # what it lacks can't be known
        raise ValueError(f"a stored policy of the preset {named}")
    filled = preset(named).model_dump(by_alias=True)
    try:
        return Policy(**{**filled, **stored})
    except ValidationError as error:
        raise ValueError(str(error)) from error


def difference(old: Policy, new: Policy) -> list[tuple[str, str, str]]:
    """What two policies say differently: name, before, after."""
    return [
        (name, about.value(old), about.value(new))
        for name, about in _abouts().items()
        if about.value(old) != about.value(new)
    ]
