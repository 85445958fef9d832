"""The journal's rows. They are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.instants import Instant
from core.rows import Index


@dataclass(slots=True, eq=False)
class Operation:
    """Something that changed a community: who, when, under which policy, about what, why.

    ``at`` is when it was decided, ``due`` when it should have happened (0: then).
    ``facts`` is canonical JSON without free text. ``hash`` covers the operation's
    canonical form and the hash of the one before; ``form`` is that form's version.
    """

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    COUNTER: ClassVar[str] = "operations"
    number: int
    key: str
    kind: str
    actor: int
    at: Instant
    due: Instant
    policy: int
    job: int
    proposal: int
    member: int
    facts: str
    form: int
    hash: str


@dataclass(slots=True, eq=False)
class Entry:
    """One line of an operation. ``wallet``, ``before`` and ``after`` are 0 on system accounts."""

    KEY: ClassVar[tuple[str, ...]] = ("operation", "line")
    COUNTER: ClassVar[str] = ""
    operation: int
    line: int
    account: str
    wallet: int
    amount: int
    before: int
    after: int


ENTRIES = Index("entries", Entry, ("operation",), owners=("operations",))
BY_KEY = Index("by_key", Operation, ("key",))
