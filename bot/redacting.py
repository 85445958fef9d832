"""What nobody is to read in a log: known secrets, and whatever is shaped like one, are taken out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

INSTEAD = "[redacted]"
LEAST = 6
"""Signs of a value that is looked for: a shorter one stands in every other word."""
DEPTH = 8

_SHAPES = (
    # Slack's tokens, the app-level and the refreshing ones too.
    (re.compile(r"\b(?:xox[a-z]|xapp)-[A-Za-z0-9.-]{5,}|\bxoxe\.[A-Za-z0-9.-]{5,}"), INSTEAD),
    # A payment service's: keys, and what it signs with.
    (re.compile(r"\b(?:(?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9]{8,}"), INSTEAD),
    # Discord's: the bot's number, a time and a signature.
    (re.compile(r"\b[A-Za-z0-9_-]{20,40}\.[A-Za-z0-9_-]{5,8}\.[A-Za-z0-9_-]{25,}"), INSTEAD),
    # A password in an address, mistyped as that may be; the host begins after the last @.
    (re.compile(r"(/[^\s:/@\"'<>]{0,99}:)[^\s\"'<>]{1,200}(?=@)"), rf"\1{INSTEAD}"),
    (re.compile(r"([?&;](?:password|passwd|token|secret|client_secret|code)=)[^\s&\"'<>;]+", re.I),
     rf"\1{INSTEAD}"),
    (re.compile(r"(\b(?:proxy-)?authorization\b\W{1,6})(?:(?:bearer|bot|basic|token)\s+)?[^\s,;\"'}]+", re.I),
     rf"\1{INSTEAD}"),
    (re.compile(r"\b((?:bearer|bot|basic)\s+)[A-Za-z0-9._~+/-]{16,}=*", re.I), rf"\1{INSTEAD}"),
    # In a mapping that became text.
    (re.compile(r"""(["']\w*(?:token|secret|passw(?:or)?d)["']\s*:\s*["'])[^"']+""", re.I), rf"\1{INSTEAD}"),
    # Addresses by which whoever has them may speak in the bot's name.
    (re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w-]{20,}"), rf"\1{INSTEAD}"),
    (re.compile(r"(\bhooks\.slack\.com/)[\w/-]+"), rf"\1{INSTEAD}"),
)  # fmt: skip
_NAMES = re.compile(r"token|secret|passw|authorization|api_?key|signature|cookie", re.I)
"""Names of what is not shown whatever it looks like."""

_known: set[str] = set()
_pattern: re.Pattern[str] | None = None


def hide(*secrets: str) -> None:
    """From now on these are taken out wherever they stand."""
    global _pattern
    for secret in secrets:
        if len(secret) >= LEAST:
            escaped = {
                json.dumps(secret)[1:-1],
                json.dumps(secret, ensure_ascii=False)[1:-1],
                repr(secret)[1:-1],
            }
            _known.update({secret, *escaped, quote(secret, safe=""), unquote(secret)})
    words = sorted(_known, key=len, reverse=True)  # or a part would be found in place of the whole
    _pattern = re.compile("|".join(map(re.escape, words))) if words else None


def hide_password(url: str) -> None:
    """Hide the password that an address may have."""
    try:
        password = urlsplit(url).password
    except ValueError:
        return
    hide(password or "", unquote(password or ""))


def clean(text: str) -> str:
    """The text without what nobody is to read."""
    if _pattern is not None:
        text = _pattern.sub(INSTEAD, text)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


def cleaned(value: Any, depth: int = 0) -> Any:
    """The same of whatever stands in an event; what is no text is left for whoever renders it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bytes):
        return clean(value.decode("utf-8", "replace"))
    if depth < DEPTH and isinstance(value, Mapping):
        return {cleaned(name): _named(str(name), one, depth) for name, one in value.items()}
    if depth < DEPTH and isinstance(value, list | tuple | set | frozenset):
        return [cleaned(one, depth + 1) for one in value]
    if isinstance(value, BaseException):
        return clean(f"{type(value).__name__}: {value}")
    return value


def _named(name: str, value: Any, depth: int) -> Any:
    if _NAMES.search(name) and value and isinstance(value, str | bytes):
        return INSTEAD
    return cleaned(value, depth + 1)
