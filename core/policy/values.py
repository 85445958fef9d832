"""A policy's values, one by one: what each may be, how people type it, what two policies say differently."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from core.instants import is_zone
from core.policy.policy import DEAREST, Policy, PolicyError

_WHOLE = re.compile(r"[0-9]{1,7}", re.ASCII)
_WORDS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_NO_ROLE = ("none", "no", "off", "-")
_LISTS = {
    "price.allowed": (0, DEAREST),
    "order.bundles": (1, 100_000),
    "order.agency_bundles": (1, 100_000),
}
"""Lists of whole numbers, and the bounds of each number."""


@dataclass(frozen=True, slots=True)
class About:
    """What there is to know about one value of a policy."""

    name: str
    field: str
    meaning: str
    kind: str  # whole, whole list, choice, flag, zone, role
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
    return str(value) or "none"


@cache
def _abouts() -> dict[str, About]:
    found = {}
    for field, info in Policy.model_fields.items():
        if field in ("preset", "quiz"):
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
        elif name in _LISTS:
            kind, (minimum, maximum) = "whole list", _LISTS[name]
        else:
            kind = "zone" if name == "time_zone" else "role"
        found[name] = About(name, field, info.description or "", kind, minimum, maximum, choices)
    return found


def describe(name: str) -> About:
    """What there is to know about a value. Raises PolicyError: unknown."""
    found = _abouts().get(name.strip().casefold())
    if found is None:
        close = difflib.get_close_matches(name[:40].casefold(), _abouts(), 1, 0.4)
        raise PolicyError(name[:40], "unknown", suggestion=close[0] if close else Policy.names()[0])
    return found


def changed(policy: Policy, name: str, text: str) -> Policy:
    """The policy with one value as typed. Raises PolicyError."""
    about = describe(name)
    new = Policy(**{**policy.model_dump(), about.field: _parse(about, text.strip())})
    check(new, about.name)
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
    if about.kind == "role":
        if len(text) > 100 or not text.isprintable():
            raise PolicyError(about.name, "role")
        return "" if word in _NO_ROLE else text
    if about.kind == "flag" and word in _WORDS:
        return _WORDS[word]
    chosen = next((one for one in about.choices if one.casefold() == word), None)
    if chosen is None:
        raise PolicyError(about.name, "choice", choices=", ".join(about.choices))
    return chosen


def _whole(about: About, text: str) -> int:
    low, high = about.minimum or 0, about.maximum or 0
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise PolicyError(about.name, "number", minimum=low, maximum=high)
    return int(text)


def check(policy: Policy, name: str) -> None:
    """What only makes sense together. Raises PolicyError: sense."""
    if policy.price_minimum > policy.price_maximum:
        raise PolicyError(name, "sense", one="price.minimum", other="price.maximum")
    if not policy.allows_price(policy.price_default):
        raise PolicyError(name, "sense", one="price.default", other="price.allowed")
    if policy.bonus_cap < policy.bonus_amount:
        raise PolicyError(name, "sense", one="bonus.amount", other="bonus.cap")


def difference(old: Policy, new: Policy) -> list[tuple[str, str, str]]:
    """What two policies say differently: name, before, after."""
    return [
        (name, about.value(old), about.value(new))
        for name, about in _abouts().items()
        if about.value(old) != about.value(new)
    ]
