"""The shipped policies, and how any policy is stored."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pydantic import ValidationError

from core.policy.policy import PLANS, PRESETS, Policy
from core.policy.values import check

FORM = 1


def plans() -> tuple[str, ...]:
    """The plans a member can be on, lowest first."""
    return PLANS


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
    check(policy, name)
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
