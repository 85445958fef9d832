"""Which policy held when: every saved policy of a community, newest last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from core.instants import Instant
from core.policy.policy import Policy
from core.policy.shipped import from_document
from core.rows import Index


@dataclass(slots=True, eq=False)
class PolicyVersion:
    """One saved policy and the moment from which it holds."""

    KEY: ClassVar[tuple[str, ...]] = ("version",)
    COUNTER: ClassVar[str] = "policy"
    version: int
    since: Instant
    operation: int
    document: str


POLICIES = Index("policies", PolicyVersion, ())


@lru_cache(maxsize=1024)
def _read(document: str) -> Policy:
    return from_document(document)


def policy_of(version: PolicyVersion) -> Policy:
    """The policy of a version; documents of older forms are read too."""
    return _read(version.document)
