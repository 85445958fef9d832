"""Replies as stored documents. A document carries its form; all older forms stay readable.

Pictures are not stored: they belong to questions, whose answers aren't kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import orjson

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
from core.speech.reply import Button, Field, Fields, File, Form, Items, Para, Quote, Reply

FORM = 1
_NODES: dict[str, Any] = {
    "amount": Amount,
    "money": Money,
    "when": When,
    "mention": Mention,
    "words": Words,
    "ref": Ref,
    "code": Code,
    "strong": Strong,
    "link": Link,
    "term": Term,
    "period": Period,
    "place": Place,
    "phrase": Phrase,
    "para": Para,
    "items": Items,
    "fields": Fields,
    "quote": Quote,
    "button": Button,
    "field": Field,
    "form": Form,
    "file": File,
}


def _parts(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    getter = attrgetter(*names)
    return getter if len(names) > 1 else lambda value: (getter(value),)


_NAMES = {kind: name for name, kind in _NODES.items()}
_PARTS = {kind: _parts(tuple(kind.__dataclass_fields__)) for kind in _NAMES}


def _pack(value: Any) -> Any:
    kind = type(value)
    return {"$": [_NAMES[kind], *_PARTS[kind](value)]}


def _unpack(value: dict[str, Any]) -> Any:
    packed = value.get("$")
    if packed is None:
        return value
    return _NODES[packed[0]](*[_tuples(part) for part in packed[1:]])


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if type(value) is dict:
        return {name: _tuples(item) for name, item in value.items()}
    return value


def document(reply: Reply) -> str:
    """The stored form of a Reply."""
    return orjson.dumps(
        [
            FORM,
            reply.key,
            reply.facts,
            reply.body,
            reply.buttons,
            reply.form,
            reply.files,
            reply.ok,
            reply.number,
        ],
        default=_pack,
        option=orjson.OPT_PASSTHROUGH_DATACLASS,
    ).decode()


def read(text: str) -> Reply:
    """The Reply of a stored document. Raises ValueError for a form of a newer release."""
    form, key, facts, body, buttons, shown, files, ok, number = json.loads(text, object_hook=_unpack)
    if form != FORM:
        raise ValueError(f"a stored reply of form {form}; this release reads up to {FORM}")
    return Reply(
        key,
        {name: _tuples(fact) for name, fact in facts.items()},
        _tuples(body),
        _tuples(buttons),
        shown,
        _tuples(files),
        ok,
        number,
    )
